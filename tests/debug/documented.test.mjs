// Failures that no server here shows: the answers are those that vendors document, or that their users have written down. Each
// is marked with where it is from.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { presign, presignUrl } from 'edgesign'
import { CAUSES, diagnose } from 'edgesign/debug'
import { r2 } from 'edgesign/endpoints'

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const now = new Date('2026-11-25T12:00:00Z')
const shared = { region: 'eu-west-1', bucket: 'media', key: 'photo.jpg', credentials, signingDate: now }
const get = (more) => presign('GetObject', { ...shared, ...more }).url
const session = get({ credentials: { ...credentials, accessKeyId: 'ASIAIOSFODNN7EXAMPLE', sessionToken: 'opaque' } })
const onR2 = get({ endpoint: r2({ accountId: '0'.repeat(32) }), region: undefined })
const onGcs = presignUrl('https://storage.googleapis.com/media/photo.jpg', {
  service: 's3',
  region: 'auto',
  credentials,
  signingDate: now,
})
const xml = (code, message = '', more = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${more}<RequestId>4442587FB7D0A2F9</RequestId></Error>`

const AWS = 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html'
const FAQ = 'https://repost.aws/knowledge-center/s3-presigned-url-bucket-access-issue'
const R2 = 'https://developers.cloudflare.com/r2/api/error-codes/'
const GCS = 'https://cloud.google.com/storage/docs/xml-api/reference-status'
const MINIO = 'MinIO, cmd/api-errors.go'
const GARAGE = 'garage, src/api/common/signature'
const BROWSER = 'what fetch throws'
const CURL = 'curl'

/** Where it is from, the cause, and what failed. */
const DOCUMENTED = [
  [
    AWS,
    'credentials-expired',
    { url: session, status: 400, body: xml('ExpiredToken', 'The provided token has expired.') },
  ],
  [
    AWS,
    'token-invalid',
    { url: session, status: 400, body: xml('InvalidToken', 'The provided token is malformed or otherwise invalid.') },
  ],
  [
    AWS,
    'token-missing',
    {
      url: session.replace(/X-Amz-Security-Token=[^&]+&/, ''),
      status: 403,
      body: xml('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.'),
    },
  ],
  [
    AWS,
    'wrong-region',
    {
      url: get(),
      status: 400,
      body: xml(
        'AuthorizationQueryParametersError',
        "Error parsing the X-Amz-Credential parameter; the region 'eu-west-1' is wrong; expecting 'eu-central-1'",
        '<Region>eu-central-1</Region>',
      ),
    },
  ],
  [
    AWS,
    'wrong-region',
    {
      url: get(),
      status: 307,
      body: xml(
        'TemporaryRedirect',
        'Please re-send this request to the specified temporary endpoint.',
        '<Endpoint>media.s3-eu-central-1.amazonaws.com</Endpoint>',
      ),
    },
  ],
  [
    AWS,
    'wrong-region',
    {
      url: get(),
      method: 'HEAD',
      status: 301,
      body: '',
      responseHeaders: new Headers({ 'x-amz-bucket-region': 'eu-central-1' }),
    },
  ],
  [
    AWS,
    'archived',
    {
      url: get(),
      status: 403,
      body: xml(
        'InvalidObjectState',
        "The operation is not valid for the object's storage class",
        '<StorageClass>GLACIER</StorageClass>',
      ),
    },
  ],
  [
    AWS,
    'not-allowed',
    {
      url: get(),
      status: 403,
      body: xml(
        'AccessDenied',
        'User: arn:aws:iam::111122223333:user/a is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::media/photo.jpg" because no identity-based policy allows the s3:GetObject action',
      ),
    },
  ],
  [AWS, 'not-allowed', { url: get(), status: 403, body: xml('AccessDenied', 'Access Denied') }],
  [
    AWS,
    'clock-skew',
    {
      url: get(),
      status: 403,
      body: xml('RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.'),
    },
  ],
  [
    AWS,
    'acl-not-supported',
    {
      url: get(),
      method: 'PUT',
      status: 400,
      body: xml('AccessControlListNotSupported', 'The bucket does not allow ACLs'),
    },
  ],
  [
    AWS,
    'encryption-key',
    {
      url: get(),
      status: 400,
      body: xml(
        'InvalidRequest',
        'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
      ),
    },
  ],
  [
    AWS,
    'body-hash-mismatch',
    {
      url: get(),
      method: 'PUT',
      status: 400,
      body: xml(
        'XAmzContentSHA256Mismatch',
        'The provided x-amz-content-sha256 header does not match what was computed.',
      ),
    },
  ],
  [AWS, 'slow-down', { url: get(), status: 503, body: xml('SlowDown', 'Please reduce your request rate.') }],
  [
    AWS,
    'server-error',
    { url: get(), status: 500, body: xml('InternalError', 'We encountered an internal error. Please try again.') },
  ],
  [
    AWS,
    'no-such-version',
    { url: get({ versionId: 'v' }), status: 404, body: xml('NoSuchVersion', 'The specified version does not exist.') },
  ],
  [
    AWS,
    'two-signatures',
    {
      url: get(),
      status: 400,
      body: xml(
        'InvalidArgument',
        'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
      ),
    },
  ],
  [
    AWS,
    'user-suspended',
    { url: get(), status: 403, body: xml('AllAccessDisabled', 'All access to this object has been disabled.') },
  ],
  [
    AWS,
    'signature-version-2',
    {
      url: 'https://media.s3.eu-central-1.amazonaws.com/k?AWSAccessKeyId=AK&Signature=a&Expires=1795700000',
      status: 400,
      body: xml(
        'InvalidRequest',
        'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
      ),
    },
  ],
  [
    FAQ,
    'header-not-signed',
    {
      url: get(),
      status: 403,
      body: xml(
        'AccessDenied',
        'There were headers present in the request which were not signed',
        '<HeadersNotSigned>if-range</HeadersNotSigned>',
      ),
    },
  ],
  [
    'AWS, userguide WebsiteEndpoints',
    'no-signatures-here',
    {
      url: get().replace('s3.eu', 's3-website.eu'),
      status: 403,
      body: '<html><head><title>403 Forbidden</title></head><body>Code: AccessDenied</body></html>',
    },
  ],
  [
    'nginx',
    'url-too-long',
    { url: get(), status: 414, body: '<html><head><title>414 Request-URI Too Large</title></head></html>' },
  ],
  [R2, 'expired', { url: onR2, status: 400, body: xml('ExpiredRequest', 'Request has expired') }],
  [R2, 'unknown-access-key', { url: onR2, status: 401, body: xml('Unauthorized', 'Unauthorized') }],
  [
    R2,
    'operation-unsupported',
    { url: onR2, method: 'GET', status: 501, body: xml('NotImplemented', 'not implemented') },
  ],
  [
    R2,
    'wrong-secret',
    {
      url: onR2,
      status: 403,
      body: xml(
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided. Check your secret access key and signing method.',
      ),
    },
  ],
  [
    R2,
    'no-signatures-here',
    { url: onR2.replace('0'.repeat(32) + '.r2.cloudflarestorage.com', 'pub-0a1b.r2.dev'), status: 401, body: '' },
  ],
  [
    GCS,
    'expired',
    {
      url: onGcs,
      status: 400,
      body: xml(
        'ExpiredToken',
        'The provided token has expired.',
        '<Details>Request signature expired at: 2026-11-25T12:15:00+00:00</Details>',
      ),
    },
  ],
  [
    GCS,
    'header-missing',
    {
      url: onGcs,
      status: 400,
      body: xml(
        'MalformedSecurityHeader',
        'Your request has a malformed header.',
        '<ParameterName>content-type</ParameterName><Details>Header was included in signedheaders, but not in the request.</Details>',
      ),
    },
  ],
  [
    GCS,
    'mixed-dialects',
    { url: onGcs, status: 400, body: xml('ExcessHeaderValues', 'Multiple header values where one was expected.') },
  ],
  [
    GCS,
    'unknown-access-key',
    { url: onGcs, status: 403, body: xml('InvalidSecurity', 'The provided security credentials are not valid.') },
  ],
  [
    GCS,
    'no-such-key',
    {
      url: onGcs,
      status: 404,
      body: '{"error":{"code":404,"message":"No such object: media/photo.jpg","errors":[{"message":"No such object: media/photo.jpg","domain":"global","reason":"notFound"}]}}',
    },
  ],
  [MINIO, 'not-yet-valid', { url: get(), status: 403, body: xml('AccessDenied', 'Request is not valid yet') }],
  [
    MINIO,
    'unknown-access-key',
    {
      url: get(),
      status: 403,
      body: '{"Code":"InvalidAccessKeyId","Message":"The Access Key Id you provided does not exist in our records.","Resource":"/media/photo.jpg"}',
    },
  ],
  [
    MINIO,
    'no-such-key',
    {
      url: get(),
      method: 'HEAD',
      status: 404,
      body: '',
      responseHeaders: {
        'X-Minio-Error-Code': 'NoSuchKey',
        'X-Minio-Error-Desc': '"The specified key does not exist."',
      },
    },
  ],
  [GARAGE, 'expired', { url: get(), status: 400, body: xml('InvalidRequest', 'Bad request: Date is too old') }],
  [
    GARAGE,
    'unknown-access-key',
    { url: get(), status: 403, body: xml('AccessDenied', 'Forbidden: No such key: AKIAIOSFODNN7EXAMPLE') },
  ],
  [
    GARAGE,
    'wrong-region',
    {
      url: get(),
      status: 400,
      body: xml(
        'AuthorizationHeaderMalformed',
        'Authorization header malformed, unexpected scope: 20261125/eu-west-1/s3/aws4_request',
      ),
    },
  ],
  [
    GARAGE,
    'header-not-signed',
    { url: get(), status: 400, body: xml('InvalidRequest', 'Bad request: Header `x-amz-meta-a` should be signed') },
  ],
  [GARAGE, 'wrong-secret', { url: get(), status: 403, body: xml('AccessDenied', 'Forbidden: Invalid signature') }],
  [
    'Supabase, storage-api',
    'wrong-secret',
    {
      url: get(),
      status: 403,
      body: '{"statusCode":"403","code":"SignatureDoesNotMatch","error":"SignatureDoesNotMatch","message":"The request signature we calculated does not match the signature you provided."}',
    },
  ],
  [BROWSER, 'cors', { url: get(), body: 'TypeError: Failed to fetch' }],
  [BROWSER, 'cors', { url: get(), body: 'TypeError: NetworkError when attempting to fetch resource.' }],
  [BROWSER, 'cors', { url: get(), status: 0 }],
  [BROWSER, 'expired', { url: get(), body: 'TypeError: Load failed', now: '2026-11-26T12:00:00Z' }],
  [CURL, 'unreachable', { url: get(), body: 'curl: (6) Could not resolve host: media.s3.eu-west-1.amazonaws.com' }],
  [
    CURL,
    'certificate',
    {
      url: get({ bucket: 'a.b', addressingStyle: 'virtual-hosted' }),
      body: 'curl: (60) SSL: no alternative certificate subject name matches target host name',
    },
  ],
  ['a page of somebody else', 'unexplained', { url: get(), status: 418, body: '<html>?</html>' }],
]

for (const [source, cause, failure] of DOCUMENTED) {
  test(`${cause}, from ${source}: ${failure.status ?? 'no status'}`, () => {
    const { causes } = diagnose({ now, ...failure })
    assert.equal(causes[0]?.code, cause, JSON.stringify(causes, null, 2))
    assert.ok(causes.every(({ evidence, sentence }) => Array.isArray(evidence) && sentence.length > 0))
  })
}

test('a region that the server expects is in the evidence', () => {
  const [, , failure] = DOCUMENTED.find(([, cause]) => cause === 'wrong-region')
  assert.ok(diagnose({ now, ...failure }).causes[0].evidence.includes('Region: eu-central-1'))
})

test('what CORS has to allow is in the evidence, and the rule in what to change', () => {
  const { url } = presign('PutObject', { ...shared, contentType: 'image/png', metadata: { a: 'b' } })
  const [cors] = diagnose({ url, now, body: 'TypeError: Failed to fetch' }).causes
  assert.match(cors.evidence.join(), /content-type, x-amz-meta-a/)
  const rule = JSON.parse(/\{.*\}/.exec(cors.change)[0])
  assert.ok(
    rule.AllowedOrigins.length > 0 &&
      rule.AllowedMethods.includes('PUT') &&
      rule.AllowedHeaders.includes('content-type'),
  )
})

test('a bare denial has a second and a third cause, with how to tell', () => {
  const { causes } = diagnose({
    url: get(),
    now,
    method: 'GET',
    status: 403,
    body: xml('AccessDenied', 'Access Denied'),
  })
  assert.deepEqual(causes.map(({ code, certainty }) => [code, certainty]).slice(0, 2), [
    ['not-allowed', 'likely'],
    ['maybe-not-there', 'possible'],
  ])
  for (const { code, tell } of causes) assert.equal(tell, CAUSES[code].tell)
})

test('garbage is explained like everything else', () => {
  for (const given of [
    undefined,
    null,
    {},
    { url: 'abc' },
    { url: 5, status: 'a', body: 7, headers: 5, credentials: 5 },
  ]) {
    const found = diagnose(given)
    assert.deepEqual([found.causes, found.inspection.ok], [[], false])
  }
})
