// What looks like one cause and is another: what comes first, and how sure `diagnose` is of it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { presign, presignPost, presignUrl } from 'edgesign'
import { CAUSES, diagnose } from 'edgesign/debug'
import { get, now, shared, xml } from './cases/documented.mjs'

const { credentials } = shared
const DENIED = { status: 403, body: xml('AccessDenied', 'Access Denied') }
const put = (more) => presign('PutObject', { ...shared, ...more }).url
/** The causes, as texts. */
const found = (failure) => diagnose({ url: get(), method: 'GET', now, ...failure }).causes
const said = (failure) => found(failure).map(({ code, certainty }) => `${certainty} ${code}`)

test('a signature that is proved right speaks for a permission that is missing', () => {
  const expected = ['likely not-allowed', 'possible maybe-not-there']
  const proved = { status: 403, credentials, headers: {} }
  assert.deepEqual(said({ ...proved, body: DENIED.body }), [...expected, 'possible requester-pays'])
  assert.deepEqual(said({ ...proved, body: '' }), [...expected, 'possible changed-on-the-way'])
  assert.match(found({ ...DENIED, credentials, headers: {} })[0].evidence.join(), /the signature is right/)
})

test('where access is denied, the signature is no more than a possible cause', () => {
  const sent = { ...DENIED, method: 'PUT', headers: {} }
  const upload = { contentType: 'image/png' }
  const elsewhere = put({ ...upload, endpoint: 'https://s3.example.com' })
  assert.deepEqual(said({ ...sent, url: elsewhere }), [
    'likely not-allowed',
    'possible header-missing',
    'possible host-changed',
  ])
  // AWS says what is wrong with a signature, and never who has to pay.
  assert.deepEqual(said({ ...sent, url: put(upload) }), ['likely not-allowed', 'possible requester-pays'])
  const paid = put({ ...upload, headers: { 'x-amz-request-payer': 'requester' } })
  const hoisted = `${put(upload)}&x-amz-request-payer=requester`
  for (const url of [paid, hoisted]) assert.deepEqual(said({ ...sent, url }), ['likely not-allowed'])
  assert.deepEqual(said({ ...DENIED, headers: { 'x-amz-request-payer': 'requester' } }), [
    'likely not-allowed',
    'possible maybe-not-there',
  ])
})

test('what is wrong with a session, where the server says little', () => {
  const session = { ...credentials, accessKeyId: 'k3BmgVA2u8Lb0sqSKt7', sessionToken: 'b3BhcXVl' }
  const endpoint = 'https://rgw.example.com'
  const url = (more) => get({ endpoint, credentials: { ...session, ...more } })
  const unknown = { status: 403, body: xml('InvalidAccessKeyId', '') }
  const without = (accessKeyId) => ({ ...unknown, url: url({ accessKeyId, sessionToken: undefined }) })
  assert.deepEqual(said(without(session.accessKeyId)), ['likely token-missing', 'likely unknown-access-key'])
  for (const id of ['ALLUPPERCASE12345678', 'minioadmin', 'test:tester'])
    assert.deepEqual(said(without(id)), ['likely unknown-access-key', 'possible token-missing'], id)
  assert.deepEqual(said(without('AKIAIOSFODNN7EXAMPLE')), ['certain unknown-access-key'])
  assert.deepEqual(said(without('ASIAIOSFODNN7EXAMPLE')), ['certain token-missing'])
  const own = { ...session, accessKeyId: 'minioadmin' }
  assert.deepEqual(said({ ...without('minioadmin'), credentials: own }), ['certain token-missing'])
  assert.deepEqual(said({ ...unknown, url: url() }), ['certain unknown-access-key'], 'it has a token')

  const quiet = { status: 403, body: xml('AccessDenied', ''), url: url() }
  const either = ['likely credentials-expired', 'likely token-invalid']
  assert.deepEqual(said(quiet), either)
  assert.deepEqual(said({ ...quiet, credentials }), either, 'of another key')
  assert.deepEqual(said({ ...quiet, credentials: session }), ['likely credentials-expired', 'possible token-invalid'])
  assert.deepEqual(said({ ...quiet, credentials: { ...session, sessionToken: 'other' } }), ['certain token-invalid'])
  for (const body of [xml('AccessDenied', '', '<BucketName>media</BucketName>'), xml('AccessDenied', 'no')])
    assert.equal(said({ ...quiet, body })[0], 'likely not-allowed', body)
})

test('that a URL has expired since is certain where it is known when it was used', () => {
  const url = get({ signingDate: new Date('2020-01-01T00:00:00Z') })
  assert.deepEqual(said({ ...DENIED, url }), ['certain expired'])
  const responseHeaders = { date: 'Wed, 25 Nov 2026 12:00:00 GMT' }
  assert.deepEqual(said({ ...DENIED, url, now: undefined, responseHeaders }), ['certain expired'])
  for (const unknown of [undefined, 'yesterday', {}])
    assert.deepEqual(said({ ...DENIED, url, now: unknown }).slice(0, 2), ['likely expired', 'likely not-allowed'])
  const resolve = 'curl: (6) Could not resolve host: media.s3.eu-west-1.amazonaws.com'
  assert.deepEqual(said({ url, body: resolve }), ['certain unreachable'])
})

/** A refused signature, with the canonical request of the server. */
const shown = (method, headers, signed = 'host') => ({
  status: 403,
  body: xml(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided.',
    `<CanonicalRequest>${[method, '/photo.jpg', QUERY, ...headers, '', signed, 'UNSIGNED-PAYLOAD'].join('\n')}</CanonicalRequest>`,
  ),
})
const HOST = 'host:media.s3.eu-west-1.amazonaws.com'
const queryOf = (url) => url.replace(/.*\?|&X-Amz-Signature=.*/g, '').replaceAll('&', '&amp;')
const QUERY = queryOf(put())

test('a method that nobody gave is the one that the server got', () => {
  const failure = { url: put(), method: undefined, ...shown('PUT', [HOST]) }
  assert.deepEqual(said(failure), ['likely wrong-secret'])
  assert.match(diagnose(failure).canonicalRequest.sent, /^PUT\n/)
  const part = presign('UploadPart', { ...shared, uploadId: 'u', partNumber: 1 }).url
  assert.deepEqual(said({ ...failure, url: part, ...shown('GET', [HOST]) }), ['certain method-changed'])
})

test('what the server shows comes before headers that nobody sent', () => {
  const typed = put({ contentType: 'image/png' })
  const failure = { url: typed, method: 'PUT', headers: {} }
  const same = (headers) => {
    const { body, ...rest } = shown('PUT', headers, 'content-type;host')
    return { ...rest, body: body.replace(QUERY, queryOf(typed)) }
  }
  const [first] = found({ ...failure, ...same(['content-type:text/plain', HOST]) })
  assert.deepEqual([first.code, first.certainty], ['header-changed', 'certain'])
  assert.deepEqual(first.evidence, ['sent: nothing', 'the server got: content-type:text/plain'])
  assert.deepEqual(said({ ...failure, ...same(['content-type:', HOST]) }), ['certain header-missing'])
  assert.deepEqual(said({ ...failure, ...same([HOST]) }), ['certain header-missing'])
  const quiet = { status: 403, body: xml('SignatureDoesNotMatch') }
  assert.deepEqual(said({ ...failure, ...quiet }), ['likely header-missing', 'possible wrong-secret'])
})

test('of Signature Version 2, the strings to sign are compared', () => {
  const query = 'AWSAccessKeyId=AK&Signature=a%2Bb%3D&Expires=1795700000'
  const url = `https://media.s3.amazonaws.com/a%20b.txt?versionId=1&other=2&acl&x-amz-security-token=secret-token&${query}`
  const headers = { 'content-type': 'text/plain', 'x-amz-z': 'z' }
  const lines = [
    'GET',
    '',
    'text/plain',
    '1795700000',
    'x-amz-security-token:secret-token\nx-amz-z:z',
    '/media/a%20b.txt?acl&amp;versionId=1',
  ]
  const answer = (changed) => {
    const text = lines.map((line, index) => changed[index] ?? line).join('\n')
    return { status: 403, body: xml('SignatureDoesNotMatch', 'a', `<StringToSign>${text}</StringToSign>`) }
  }
  const of = (changed, more) => diagnose({ url, headers, method: 'GET', now, ...answer(changed), ...more })
  const CHANGED = {
    'method-changed': { 0: 'PUT' },
    'header-changed': { 2: 'text/html' },
    'header-missing': { 2: '' },
    'parameter-changed': { 3: '1795700001' },
    'path-changed': { 5: '/other/a%20b.txt?acl&amp;versionId=1' },
    'key-encoded-twice': { 5: '/media/a%2520b.txt?acl&amp;versionId=1' },
    'parameter-dropped': { 5: '/media/a%20b.txt?acl' },
    'parameter-appended': { 5: '/media/a%20b.txt?acl&amp;uploads&amp;versionId=1' },
  }
  for (const [code, changed] of Object.entries(CHANGED)) {
    const [first, ...more] = of(changed).causes
    assert.deepEqual([first.code, first.certainty, more], [code, 'certain', []])
  }
  const elsewhere = url.replace('media.s3.amazonaws.com', 'files.example.com')
  assert.notEqual(of({}, { url: elsewhere }).causes[0].certainty, 'certain', 'the host may stand for a bucket')
  const { canonicalRequest, causes } = of({})
  const form = [
    'GET',
    '/media/a%20b.txt',
    'Expires=1795700000&acl&versionId=1',
    'content-md5:',
    'content-type:text/plain',
  ]
  const shown = [...form, 'x-amz-security-token:…', 'x-amz-z:z', '', '', ''].join('\n')
  assert.deepEqual([canonicalRequest.sent, canonicalRequest.server], [shown, shown])
  assert.ok(canonicalRequest.lines.every(({ same }) => same))
  assert.deepEqual([causes[0].code, causes[1].code], ['header-changed', 'wrong-secret'], 'its content type is signed')
  assert.equal(
    of({}, { headers: {}, ...answer({ 2: '', 4: 'x-amz-security-token:secret-token' }) }).causes[0].code,
    'wrong-secret',
  )
  // Nobody said which headers were sent: those of the server are none too many.
  const unknown = of({ 4: 'x-amz-meta-a:b\nx-amz-security-token:secret-token\nx-amz-z:z' }, { headers: undefined })
  const [{ code, certainty, evidence }] = unknown.causes
  assert.deepEqual([code, certainty], ['header-changed', 'likely'])
  assert.match(
    evidence[0],
    /^the server got content-type:text\/plain, x-amz-security-token, with a value, x-amz-meta-a:b, x-amz-z:z; is it/,
  )
  const added = of({ 4: 'x-amz-meta-a:b\nx-amz-security-token:secret-token\nx-amz-z:z' }).causes[0]
  assert.deepEqual([added.code, added.evidence[1]], ['header-changed', 'the server got: x-amz-meta-a:b'])
  for (let length = 0; length < answer({}).body.length; length += 7) {
    const [{ certainty }] = of({}, { body: answer({}).body.slice(0, length) }).causes
    assert.notEqual(certainty, 'certain', String(length))
  }
})

test('a host is the same in capitals and with the port of its scheme', () => {
  const quiet = { status: 403, body: xml('SignatureDoesNotMatch') }
  const first = (host, url = get()) => said({ ...quiet, url, headers: { host } })[0]
  for (const host of ['MEDIA.s3.eu-west-1.amazonaws.com', 'media.s3.eu-west-1.amazonaws.com:443'])
    assert.equal(first(host), 'likely wrong-secret', host)
  const open = get({ endpoint: 'http://127.0.0.1', region: 'eu-west-1' })
  assert.equal(first('127.0.0.1:80', open), 'likely wrong-secret')
  for (const host of ['127.0.0.1:443', '127.0.0.2']) assert.equal(first(host, open), 'certain host-changed', host)
})

const WHO = 'User: arn:aws:sts::123456789012:assumed-role/customer-portal/x is not authorized to perform:'
const ON_KEY = 'on resource: arn:aws:kms:eu-west-1:123456789012:key/1234'
const KMS = 'Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.'
const REGION = 'The authorization header is malformed; the region is wrong;'

/** What a server says, and what it means: cause, certainty, status, code, message. */
const TEXTS = [
  ['not-allowed', 'certain', 403, 'AccessDenied', `${WHO} kms:Decrypt ${ON_KEY}`],
  [
    'not-allowed',
    'certain',
    403,
    'AccessDenied',
    `${WHO} s3:GetObject on resource: "arn:aws:s3:::customer-uploads/keys"`,
  ],
  ['encryption-key', 'certain', 400, 'InvalidRequest', 'The encryption parameters are not applicable to this object.'],
  ['encryption-key', 'certain', 400, 'ResourceIsEncryptedWithCustomerEncryptionKey', 'The resource is encrypted.'],
  ['signature-version-2', 'certain', 400, 'InvalidArgument', KMS],
  [
    'signature-version-2',
    'certain',
    401,
    'Unauthorized',
    'SigV2 authorization is not supported. Please use SigV4 instead.',
  ],
  [
    'signature-version-2',
    'certain',
    400,
    'InvalidRequest',
    'The V2 signature authorization mechanism is not supported.',
  ],
  ['wrong-region', 'certain', 400, 'AuthorizationHeaderMalformed', `${REGION} expecting 'us-east-1'.`],
  ['wrong-region', 'certain', 400, 'InvalidRequest', "Region does not match; expecting 'us-east-1'."],
  ['wrong-region', 'certain', 400, 'InvalidRegionName', "The region name 'us-west-1' is not valid."],
  ['unknown-access-key', 'certain', 400, 'InvalidArgument', 'Credential access key has length 20, should be 32'],
  ['invalid-request', 'likely', 400, 'MalformedXML', 'The XML you provided was not well-formed'],
  ['invalid-request', 'likely', 400, 'KeyTooLongError', 'Your key is too long'],
  ['invalid-request', 'likely', 404, 'NoSuchBucketPolicy', 'The bucket policy does not exist'],
  [
    'invalid-request',
    'likely',
    409,
    'OperationAborted',
    'A conflicting conditional operation is currently in progress',
  ],
  ['range', 'certain', 416, 'InvalidRange', 'The requested range is not satisfiable'],
]

for (const [cause, certainty, status, code, message] of TEXTS)
  test(`${certainty} ${cause}: ${status} ${code}: ${message}`, () => {
    const [{ evidence, ...first }] = found({ status, body: xml(code, message), credentials, headers: {} })
    assert.deepEqual([first.code, first.certainty], [cause, certainty])
    assert.equal(evidence[0], `the server says ${status} ${code}: ${message}`)
  })

test('statuses that only proxies have', () => {
  assert.deepEqual(said({ status: 522, body: 'error code: 522' }), ['likely server-error'])
  assert.deepEqual(said({ status: 416, method: 'HEAD' }), ['likely range'])
})

test('a form of which the server says something else than that it is denied', () => {
  const form = presignPost({ ...shared, expiresIn: 900 })
  const first = (code, message) => said({ ...form, method: 'POST', status: 400, body: xml(code, message) })[0]
  assert.equal(first('InvalidStorageClass', 'The storage class you specified is not valid'), 'likely invalid-request')
  assert.equal(first('ExpiredToken', 'The provided token has expired.'), 'certain credentials-expired')
})

test('what is signed in another way than in its query is not called unsigned', () => {
  const bare = get().replace(/\?.*/, '')
  assert.deepEqual(said({ ...DENIED, url: bare }), ['likely not-signed'])
  const sent = { url: bare, headers: {} }
  assert.deepEqual(said({ ...DENIED, ...sent }), ['certain not-signed'])
  assert.deepEqual(said({ ...sent, status: 403, body: '' }), ['certain not-signed'])
  assert.deepEqual(said({ ...sent, status: 401, body: xml('Unauthorized', 'Unauthorized') }), ['certain not-signed'])
  assert.deepEqual(said({ url: bare, status: 429, body: '' }), ['likely slow-down'])
  const unknown = xml('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.')
  assert.deepEqual(said({ url: bare, status: 403, body: unknown }), ['certain unknown-access-key'])
  const cloudFront =
    'https://d111111abcdef8.cloudfront.net/a?Expires=1700000000&Signature=abc~&Key-Pair-Id=K2JCJMDEHXQW5F'
  const form = { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' } }
  const others = [
    { url: cloudFront },
    { url: bare, ...form },
    { url: bare, headers: { authorization: 'AWS AKIA:abc' } },
  ]
  for (const other of others)
    assert.equal(said({ ...DENIED, ...other })[0], 'likely not-allowed', JSON.stringify(other))
  const expired = xml('AccessDenied', 'Invalid according to Policy: Policy expired.')
  assert.deepEqual(said({ url: bare, ...form, status: 403, body: expired }), ['certain policy-expired'])
})

test('only a certificate of another name is one', () => {
  const names = [
    "Hostname/IP does not match certificate's altnames: Host: a.b.s3.amazonaws.com.",
    "curl: (60) SSL: certificate subject name '*.s3.amazonaws.com' does not match target host name 'a.b.s3.amazonaws.com'",
    'net::ERR_CERT_COMMON_NAME_INVALID',
  ]
  const others = [
    'curl: (60) SSL certificate problem: self-signed certificate',
    'Error: certificate has expired',
    'Error: unable to get local issuer certificate',
    'curl: (35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to media.s3.eu-west-1.amazonaws.com:443',
    'curl: (35) error:1408F10B:SSL routines:ssl3_get_record:wrong version number',
  ]
  const first = (body) => said({ body })[0]
  for (const body of names) assert.equal(first(body), 'certain certificate', body)
  for (const body of others) assert.equal(first(body), 'certain tls-failed', body)
  assert.equal(found({ body: others[0] })[0].code, 'tls-failed')
  assert.equal(
    first('request to https://ssl-certificates.s3.amazonaws.com/ failed, reason: ECONNREFUSED'),
    'certain unreachable',
  )
})

test('hosts and values that only look wrong', () => {
  const url = get({
    endpoint: 'https://nyc3.digitaloceanspaces.com',
    region: 'nyc3',
    addressingStyle: 'virtual-hosted',
  })
  const cdn = url.replace('nyc3.digitalocean', 'nyc3.cdn.digitalocean')
  assert.equal(said({ ...DENIED, url: cdn })[0], 'likely not-allowed')
  const { url: list } = presign('ListObjectsV2', { ...shared, key: undefined, prefix: 'a%2Fb' })
  assert.equal(said({ ...DENIED, url: list })[0], 'likely not-allowed')
  assert.equal(said({ ...DENIED, url: get().replaceAll('%2F', '%252F') })[0], 'certain url-encoded-twice')
  const signed = { service: 'lambda', region: 'us-east-1', credentials, signingDate: now }
  const lambda = presignUrl('https://abc.lambda-url.us-east-1.on.aws/', signed).url
  assert.equal(said({ status: 403, body: '{"Message":"Forbidden"}', url: lambda })[0], 'likely wrong-secret')
  const other = presignUrl('https://media.s3.eu-west-1.amazonaws.com/k', signed).url
  assert.equal(said({ ...DENIED, url: other })[0], 'certain wrong-service')
})

test('what is no form, as S3 sees it', () => {
  const { url, fields } = presignPost({ ...shared, key: 'in/${filename}' })
  const form = { url, fields, method: 'POST' }
  for (const [status, code, message] of [
    [412, 'PreconditionFailed', 'Bucket POST must be of the enclosure-type multipart/form-data'],
    [400, 'InvalidArgument', "Bucket POST must contain a field named 'key'. Please check the order of the fields."],
    [400, 'IncorrectNumberOfFilesInPostRequest', 'POST requires exactly one file upload per request.'],
    [400, 'MalformedPOSTRequest', 'The body of your POST request is not well-formed multipart/form-data.'],
  ])
    assert.equal(found({ ...form, status, body: xml(code, message) })[0].code, 'form-malformed', code)
})

test('a page of somebody in between says nothing of the signature', () => {
  for (const body of [
    '<!DOCTYPE html><title>Attention Required! | Cloudflare</title>',
    '<HTML><BODY>Request blocked. Generated by cloudfront (CloudFront)</BODY></HTML>',
  ])
    assert.equal(found({ status: 403, body })[0].code, 'blocked-on-the-way', body)
  assert.notEqual(said({ status: 403, body: '<html><h1>Forbidden</h1></html>' })[0], 'likely blocked-on-the-way')
})

test('where there is no browser, it is not CORS', () => {
  for (const body of ['TypeError: fetch failed', 'Error: read ECONNRESET', 'Error: socket hang up'])
    assert.deepEqual(said({ body }), ['likely unreachable'], body)
  assert.equal(said({ body: 'TypeError: Failed to fetch' })[0], 'likely cors')
})

test("behind a browser's silence, what is wrong with the request comes before CORS", () => {
  const url = get()
  const WRONG = {
    'url-html-escaped': { url: url.replaceAll('&', '&amp;') },
    'url-cut-off': { url: url.slice(0, -10) },
    'no-signatures-here': { url: url.replace('s3.eu', 's3-website.eu') },
    'url-encoded-twice': { url: url.replaceAll('%', '%25') },
    'parameter-missing': { url: url.replace(/X-Amz-Date=[^&]+&/, '') },
    'two-signatures': { headers: { authorization: 'Bearer a' } },
    'method-changed': { url: get({ query: { 'x-id': 'GetObject' } }), method: 'PUT' },
    expired: { now: undefined, url: get({ signingDate: new Date('2020-01-01T00:00:00Z') }) },
  }
  for (const [code, wrong] of Object.entries(WRONG))
    for (const silent of [{}, { status: 0 }, { body: 'TypeError: Failed to fetch' }])
      assert.deepEqual(said({ ...silent, ...wrong }), [`likely ${code}`, 'likely cors', 'possible unreachable'], code)
  // Who never connected has said nothing of the request.
  const cut = WRONG['url-cut-off']
  assert.deepEqual(said({ ...cut, body: 'curl: (6) Could not resolve host: a' }), ['certain unreachable'])
  assert.deepEqual(said({ ...cut, body: 'TypeError: fetch failed' }), ['likely unreachable'])
  assert.deepEqual(said({ ...WRONG.expired, body: 'Error: read ECONNRESET' }), ['likely unreachable'])
})

test('how to tell names what is of this case', () => {
  const tells = (failure) => found(failure).map(({ code, tell }) => [code, tell])
  const of = (code, failure) => Object.fromEntries(tells(failure))[code]
  const quiet = { status: 403, body: xml('SignatureDoesNotMatch') }
  const typed = { url: put({ contentType: 'image/png' }), method: 'PUT' }
  assert.match(of('wrong-secret', quiet), /the credentials of AKIAIOSFODNN7EXAMPLE,/)
  assert.match(of('method-changed', { ...quiet, method: 'HEAD' }), /and HEAD was sent/)
  assert.match(of('header-missing', { ...quiet, ...typed }), /names content-type;/)
  assert.match(of('header-changed', { ...quiet, ...typed, headers: { 'content-type': 'a' } }), /for content-type\./)
  assert.match(of('cors', typed), /Access-Control-Request-Method: PUT\)/)
  assert.match(of('unreachable', {}), /curl -v to media\.s3\.eu-west-1\.amazonaws\.com says/)
  assert.match(of('no-such-key', { status: 404 }), /photo\.jpg was asked for/)
  assert.match(of('url-too-long', { status: 414 }), /It has \d{3} characters/)
  // A key of braces stands for nothing else, and one of secrets is not shown.
  const braces = get({ key: '{signer}' })
  assert.match(of('maybe-not-there', { ...DENIED, url: braces }), /^For \{signer\}, a signer/)
  const other = `${get({ key: 'X-Amz-Signature=0123456789abcdef' })}`
  assert.equal(JSON.stringify(tells({ ...DENIED, url: other })).includes('0123456789abcdef'), false)
  for (const { tell } of Object.values(CAUSES)) assert.doesNotMatch(tell, /\{|undefined/)
})

test('a copy can fail after its status', () => {
  const copy = presign('CopyObject', { ...shared, copySource: { bucket: 'media', key: 'other' } }).url
  const body = xml('InternalError', 'We encountered an internal error. Please try again.')
  assert.deepEqual(said({ url: copy, method: 'PUT', status: 200, body }), ['likely server-error'])
  assert.deepEqual(said({ url: copy, method: 'PUT', status: 200, body: '<CopyObjectResult></CopyObjectResult>' }), [])
  assert.deepEqual(said({ status: 200, body }), []) // somebody may have stored it
})

test('behind a host that nobody knows, the server may have another name', () => {
  const url = get({ endpoint: 'http://localhost:9000' })
  const codes = said({ url, status: 403, body: xml('SignatureDoesNotMatch') })
  assert.ok(codes.includes('possible host-changed'), codes.join())
  assert.ok(!said({ status: 403, body: xml('SignatureDoesNotMatch') }).includes('possible host-changed'))
})
