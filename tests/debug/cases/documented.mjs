// Failures that no server here shows: the answers are those that vendors document, or that their users have written down.

import { presign, presignPost, presignUrl } from 'edgesign'
import { r2 } from 'edgesign/endpoints'

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
export const now = new Date('2026-11-25T12:00:00Z')
export const shared = { region: 'eu-west-1', bucket: 'media', key: 'photo.jpg', credentials, signingDate: now }
export const get = (more) => presign('GetObject', { ...shared, ...more }).url
export const xml = (code, message = '', more = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${more}<RequestId>4442587FB7D0A2F9</RequestId></Error>`

const temporary = { ...credentials, accessKeyId: 'ASIAIOSFODNN7EXAMPLE', sessionToken: 'opaque' }
const session = get({ credentials: temporary })
const ofR2 = get({ endpoint: r2({ accountId: '0'.repeat(32) }), region: undefined })
const gcs = { service: 's3', region: 'auto', credentials, signingDate: now }
const ofGcs = presignUrl('https://storage.googleapis.com/media/photo.jpg', gcs)
const dotted = get({ bucket: 'a.b', addressingStyle: 'virtual-hosted' })
const form = { ...presignPost({ ...shared, key: 'in/a.txt' }), method: 'POST' }
const versionTwo = 'https://media.s3.eu-central-1.amazonaws.com/k?AWSAccessKeyId=AK&Signature=a&Expires=1795700000'

/** A failure with an answer in XML. */
const answered = (source, url) => (cause, status, code, message, more) => [
  source,
  cause,
  { url, status, body: xml(code, message, more) },
]
/** A failure with any answer, or none. */
const other = (source, cause, failure) => [source, cause, { url: get(), ...failure }]

const AWS = 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html'
const R2 = 'https://developers.cloudflare.com/r2/api/error-codes/'
const aws = answered(AWS, get())
const ofSession = answered(AWS, session)
const cloudflare = answered(R2, ofR2)
const google = answered('https://cloud.google.com/storage/docs/xml-api/reference-status', ofGcs)
const minio = answered('minio/minio, cmd/api-errors.go', get())
const garage = answered('deuxfleurs-org/garage, src/api/common/signature/payload.rs', get())
const ofForm = (cause, message) =>
  other('deuxfleurs-org/garage, src/api/s3/post_object.rs', cause, {
    ...form,
    status: 400,
    body: xml('InvalidRequest', `Bad request: ${message}`),
  })

const UNKNOWN = 'The AWS Access Key Id you provided does not exist in our records.'
const REGION = "Error parsing the X-Amz-Credential parameter; the region 'eu-west-1' is wrong; expecting 'eu-central-1'"
const UNAUTHORIZED =
  'User: arn:aws:iam::111122223333:user/a is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::media/photo.jpg"'
const TWO =
  'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified'
const ENCRYPTED =
  'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.'
const MISMATCH = 'The request signature we calculated does not match the signature you provided.'
const UNSIGNED = 'There were headers present in the request which were not signed'
const NOT_SENT =
  '<ParameterName>content-type</ParameterName><Details>Header was included in signedheaders, but not in the request.</Details>'

const OF_AWS = [
  ofSession('credentials-expired', 400, 'ExpiredToken', 'The provided token has expired.'),
  ofSession('token-invalid', 400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.'),
  answered(AWS, session.replace(/X-Amz-Security-Token=[^&]+&/, ''))(
    'token-missing',
    403,
    'InvalidAccessKeyId',
    UNKNOWN,
  ),
  aws('wrong-region', 400, 'AuthorizationQueryParametersError', REGION, '<Region>eu-central-1</Region>'),
  aws('wrong-region', 307, 'TemporaryRedirect', 'Please re-send this request to the specified temporary endpoint.'),
  other(AWS, 'wrong-region', {
    method: 'HEAD',
    status: 301,
    responseHeaders: { 'x-amz-bucket-region': 'eu-central-1' },
  }),
  aws('archived', 403, 'InvalidObjectState', "The operation is not valid for the object's storage class"),
  aws('not-allowed', 403, 'AccessDenied', UNAUTHORIZED),
  aws('not-allowed', 403, 'AccessDenied', 'Access Denied'),
  aws(
    'clock-skew',
    403,
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
  ),
  aws('acl-not-supported', 400, 'AccessControlListNotSupported', 'The bucket does not allow ACLs'),
  aws('encryption-key', 400, 'InvalidRequest', ENCRYPTED),
  aws('body-hash-mismatch', 400, 'XAmzContentSHA256Mismatch', 'The provided hash does not match what was computed.'),
  aws('slow-down', 503, 'SlowDown', 'Please reduce your request rate.'),
  aws('server-error', 500, 'InternalError', 'We encountered an internal error. Please try again.'),
  aws('no-such-version', 404, 'NoSuchVersion', 'The specified version does not exist.'),
  aws('two-signatures', 400, 'InvalidArgument', TWO),
  aws('user-suspended', 403, 'UserSuspended', 'The account is suspended.'),
  aws('bucket-disabled', 403, 'AllAccessDisabled', 'All access to this object has been disabled.'),
  aws('invalid-request', 400, 'MalformedXML', 'The XML you provided was not well-formed'),
  other(AWS, 'form-malformed', {
    ...form,
    status: 400,
    body: xml('MalformedPOSTRequest', 'The body of your POST request is not well-formed multipart/form-data.'),
  }),
  answered(AWS, versionTwo)(
    'signature-version-2',
    400,
    'InvalidRequest',
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  ),
  answered('https://repost.aws/knowledge-center/s3-presigned-url-bucket-access-issue', get())(
    'header-not-signed',
    403,
    'AccessDenied',
    UNSIGNED,
    '<HeadersNotSigned>if-range</HeadersNotSigned>',
  ),
]

const VPC = `${UNAUTHORIZED} because no VPC endpoint policy allows the s3:GetObject action`
const MFA = 'Mfa Authentication must be used for this request'
const DELETE = presign('DeleteObject', { ...shared, versionId: '1' }).url
const SUPPORT = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html'

/** Of permissions: the policy is named within an account and an organization, and nobody says which condition it was. */
const OF_PERMISSIONS = [
  answered(SUPPORT, get())('network-not-allowed', 403, 'AccessDenied', VPC),
  answered(SUPPORT, get())(
    'network-not-allowed',
    403,
    'AccessDenied',
    `${UNAUTHORIZED} with an explicit deny in a VPC endpoint policy`,
  ),
  ...['identity-based policy', 'resource-based policy', 'service control policy', 'session policy'].map((policy) =>
    answered(SUPPORT, get())(
      'not-allowed',
      403,
      'AccessDenied',
      `${UNAUTHORIZED} with an explicit deny in a ${policy}`,
    ),
  ),
  answered('https://repost.aws/knowledge-center/s3-undelete-configuration', DELETE)(
    'mfa-required',
    403,
    'AccessDenied',
    MFA,
  ),
  google(
    'requester-pays',
    400,
    'UserProjectMissing',
    'Bucket is a requester pays bucket but no user project provided.',
  ),
]

const OF_OTHERS = [
  cloudflare('expired', 400, 'ExpiredRequest', 'Request has expired'),
  cloudflare('unknown-access-key', 401, 'Unauthorized', 'Unauthorized'),
  cloudflare('operation-unsupported', 501, 'NotImplemented', 'not implemented'),
  cloudflare('wrong-secret', 403, 'SignatureDoesNotMatch', MISMATCH),
  other(R2, 'changed-on-the-way', {
    ...{ url: ofR2, method: 'GET', headers: {}, credentials },
    ...{ status: 403, body: xml('SignatureDoesNotMatch', MISMATCH) },
  }),
  other(R2, 'form-unsupported', { ...form, status: 501, body: xml('NotImplemented', 'not implemented') }),
  other(R2, 'no-signatures-here', { url: ofR2.replace(/[^/]+\.com/, 'pub-0a1b.r2.dev'), status: 401 }),
  google(
    'expired',
    400,
    'ExpiredToken',
    'Invalid argument.',
    '<Details>The provided token has expired. Request signature expired at: 2026-11-25T12:15:00+00:00</Details>',
  ),
  google('header-missing', 400, 'MalformedSecurityHeader', 'Your request has a malformed header.', NOT_SENT),
  google('mixed-dialects', 400, 'ExcessHeaderValues', 'Multiple header values where one was expected.'),
  google('unknown-access-key', 403, 'InvalidSecurity', 'The provided security credentials are not valid.'),
  other('GCS, JSON', 'no-such-key', {
    status: 404,
    body: '{"error":{"code":404,"message":"No such object: media/photo.jpg","errors":[{"reason":"notFound"}]}}',
  }),
  minio('not-yet-valid', 403, 'AccessDenied', 'Request is not valid yet'),
  minio(
    'unknown-access-key',
    403,
    'InvalidAccessKeyId',
    'The Access Key Id you provided does not exist in our records.',
  ),
  minio('expired', 403, 'AccessDenied', 'Request has expired'),
  minio('header-not-signed', 400, 'AccessDenied', 'There were headers present in the request which were not signed'),
  minio(
    'wrong-region',
    400,
    'AuthorizationQueryParametersError',
    'Error parsing the X-Amz-Credential parameter; the region is wrong;',
  ),
  minio('wrong-region', 400, 'InvalidRegion', 'Region does not match.'),
  minio(
    'wrong-service',
    400,
    'AuthorizationParametersError',
    'Error parsing the Credential/X-Amz-Credential parameter; incorrect service. This endpoint belongs to "s3".',
  ),
  minio('wrong-secret', 403, 'SignatureDoesNotMatch', `${MISMATCH} Check your key and signing method.`),
  other('minio/minio, cmd/api-response.go', 'no-such-key', {
    method: 'HEAD',
    status: 404,
    responseHeaders: { 'X-Minio-Error-Code': 'NoSuchKey' },
  }),
  garage('expired', 400, 'InvalidRequest', 'Bad request: Date is too old'),
  garage('expires-out-of-range', 400, 'InvalidRequest', 'Bad request: X-Amz-Expires may not exceed a week'),
  garage('expires-out-of-range', 400, 'InvalidRequest', 'Bad request: X-Amz-Expires is not a number'),
  garage('parameter-repeated', 400, 'InvalidRequest', 'Bad request: duplicate query parameter: `a`'),
  garage('header-missing', 400, 'InvalidRequest', 'Bad request: signed header `content-type` is not present'),
  garage('not-allowed', 403, 'AccessDenied', 'Forbidden: Operation is not allowed for this key.'),
  answered('deuxfleurs-org/garage, src/api/common/signature/payload.rs', versionTwo)(
    'signature-version-2',
    403,
    'AccessDenied',
    'Forbidden: Garage does not support anonymous access yet',
  ),
  ofForm('form-malformed', 'Could not get multipart boundary'),
  ofForm('form-malformed', 'Request did not contain a file'),
  ofForm('form-malformed', 'No policy was provided'),
  ofForm('form-malformed', "Field 'acl' provided more than once"),
  ofForm('policy-expired', 'Expiration date is in the past'),
  ofForm('field-not-in-policy', "Key 'x-amz-meta-a' is not allowed in policy"),
  ofForm('policy-violated', "Key 'key' has value not allowed in policy"),
  ofForm('policy-violated', "Key 'acl' is required in policy, but no value was provided"),
  ofForm('policy-violated', 'File size does not match policy'),
  garage('unknown-access-key', 403, 'AccessDenied', 'Forbidden: No such key: AKIAIOSFODNN7EXAMPLE'),
  garage(
    'wrong-region',
    400,
    'AuthorizationHeaderMalformed',
    'Authorization header malformed, unexpected scope: 20261125/eu-west-1/s3/aws4_request',
  ),
  answered('deuxfleurs-org/garage, src/api/common/signature/error.rs', get())(
    'wrong-region',
    400,
    'AuthorizationHeaderMalformed',
    "Authorization header malformed, unexpected scope: '20261125/eu-west-1/s3/aws4_request', expected: '20261125/garage/s3/aws4_request'",
  ),
  garage('header-not-signed', 400, 'InvalidRequest', 'Bad request: Header `x-amz-meta-a` should be signed'),
  garage('wrong-secret', 403, 'AccessDenied', 'Forbidden: Invalid signature'),
  other('Supabase', 'wrong-secret', {
    status: 403,
    body: `{"statusCode":"403","code":"SignatureDoesNotMatch","message":"${MISMATCH}"}`,
  }),
]

const page = (text) => `<html><head><title>${text}</title></head><body><h1>${text}</h1></body></html>`

/** Of those in between, and of silence. */
const OF_THE_WAY = [
  other('AWS, userguide WebsiteEndpoints', 'no-signatures-here', {
    url: get().replace('s3.eu', 's3-website.eu'),
    status: 403,
    body: page('403 Forbidden'),
  }),
  other('nginx', 'url-too-long', { status: 414, body: page('414 Request-URI Too Large') }),
  other('nginx', 'upload-too-large', { method: 'PUT', status: 413, body: page('413 Request Entity Too Large') }),
  other('nginx', 'slow-down', { status: 429, body: page('429 Too Many Requests') }),
  other('nginx', 'server-error', { url: get().replace(/\?.*/, ''), status: 502, body: page('502 Bad Gateway') }),
  other('Cloudflare', 'blocked-on-the-way', { status: 403, body: page('Attention Required! | Cloudflare') }),
  other('anybody', 'unexplained', { status: 418, body: page('?') }),
  other('Chromium', 'cors', { body: 'TypeError: Failed to fetch' }),
  other('Firefox', 'cors', { body: 'TypeError: NetworkError when attempting to fetch resource.' }),
  other('XMLHttpRequest', 'cors', { status: 0 }),
  other('Safari', 'expired', { body: 'TypeError: Load failed', now: '2026-11-26T12:00:00Z' }),
  other('curl', 'unreachable', { body: 'curl: (6) Could not resolve host: media.s3.eu-west-1.amazonaws.com' }),
  other('Node', 'unreachable', { body: 'TypeError: fetch failed\n[cause]: Error: connect ECONNREFUSED 127.0.0.1:1' }),
  other('curl', 'tls-failed', { body: 'curl: (60) SSL certificate problem: self-signed certificate' }),
  other('curl', 'certificate', {
    url: dotted,
    body: 'curl: (60) SSL: no alternative certificate subject name matches target host name',
  }),
]

/** Where it is from, the cause, and what failed. */
export const DOCUMENTED = [...OF_AWS, ...OF_PERMISSIONS, ...OF_OTHERS, ...OF_THE_WAY]

/** What the server's words alone say for certain, whatever its status and the URL: cause, code, message. */
export const SAID = [
  ['cors', 'AccessForbidden', 'CORSResponse: This CORS request is not allowed.'],
  ['no-such-key', 'NoSuchKey'],
  ['precondition-failed', 'PreconditionFailed'],
  ['precondition-failed', 'ConditionalRequestConflict'],
  ['length-required', 'MissingContentLength'],
  ['range', 'InvalidRange'],
  ['policy-violated', 'InvalidPolicyDocument'],
  ['slow-down', 'SlowDown'],
  ['slow-down', 'RequestLimitExceeded'],
  ['operation-unsupported', 'NotImplemented'],
  ['operation-unsupported', 'MethodNotAllowed'],
  ['expired', 'ExpiredRequest', 'old'],
  ['expires-out-of-range', 'AuthorizationQueryParametersError', 'X-Amz-Expires must be non-negative'],
  ['parameter-repeated', 'AuthorizationQueryParametersError', 'X-Amz-Date must not be specified more than once'],
  ['date-malformed', 'AuthorizationQueryParametersError', 'X-Amz-Date must be in the ISO8601 Long Format'],
  ['wrong-service', 'AuthorizationQueryParametersError', 'incorrect service "ec2". This endpoint belongs to "s3".'],
  ['scope-date-mismatch', 'AuthorizationQueryParametersError', 'Invalid credential date "20200101".'],
  ['credential-malformed', 'AuthorizationQueryParametersError', 'the Credential is mal-formed'],
  [
    'credential-malformed',
    'AuthorizationQueryParametersError',
    'incorrect terminal "a". This endpoint uses "aws4_request".',
  ],
  ['algorithm-unsupported', 'AuthorizationQueryParametersError', 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"'],
  ['not-allowed', 'AccessDenied', `${UNAUTHORIZED} with an explicit deny in a session policy`],
]

/** What a status alone makes likely. */
export const STATUS = [
  ['precondition-failed', 412],
  ['length-required', 411],
  ['upload-too-large', 413],
  ['operation-unsupported', 405],
  ['operation-unsupported', 501],
  ['slow-down', 429],
  ['slow-down', 503],
  ['url-too-long', 414],
  ['url-too-long', 431],
  ['no-such-key', 404],
  ['server-error', 500],
]
