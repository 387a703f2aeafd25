// What `inspect` says of a URL, and that it says something of any text.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { presign } from 'edgesign'
import { custom, r2 } from 'edgesign/endpoints'
import { diagnose, inspect } from 'edgesign/debug'

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const signingDate = new Date('2026-11-25T12:00:00Z')
const shared = { region: 'eu-west-1', bucket: 'media', key: 'photo.jpg', credentials, signingDate }
const get = (more) => presign('GetObject', { ...shared, ...more }).url
const put = (more) => presign('PutObject', { ...shared, ...more }).url
const at = (minutes) => ({ now: new Date(signingDate.getTime() + minutes * 60_000) })

/** A token as R2 makes them: a fake one. */
const jwt = (claims) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2lnbmF0dXJl`
const r2Token = (claims) => Buffer.from(`jwt/${jwt(claims)}`).toString('base64')
const withToken = (sessionToken, more) =>
  get({ allowRevealingToken: true, ...more, credentials: { ...credentials, sessionToken } })
const codes = (url, options = at(1)) => inspect(url, options).warnings.map(({ code }) => code)

test('a URL of Signature Version 4, field by field', () => {
  const { url, holderMay, warnings, ...found } = inspect(
    get({ expiresIn: 300, response: { contentDisposition: 'attachment' } }),
    at(1),
  )
  assert.deepEqual(found, {
    ok: true,
    scheme: 'SigV4',
    algorithm: 'AWS4-HMAC-SHA256',
    provider: 'AWS',
    addressKind: 'bucket',
    addressingStyle: 'virtual-hosted',
    isAddressAssumed: false,
    host: 'media.s3.eu-west-1.amazonaws.com',
    region: 'eu-west-1',
    account: undefined,
    accessPoint: undefined,
    bucket: 'media',
    key: 'photo.jpg',
    operations: ['GetObject'],
    operation: 'GetObject',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    credentialScope: { date: '20261125', region: 'eu-west-1', service: 's3' },
    signedAt: signingDate,
    expiresAt: new Date('2026-11-25T12:05:00Z'),
    expiresIn: 300,
    state: 'valid',
    signedHeaders: ['host'],
    parameters: [['response-content-disposition', 'attachment']],
    token: undefined,
    policy: undefined,
  })
  assert.match(url, /X-Amz-Signature=…$/)
  assert.deepEqual([holderMay.length > 0, warnings], [true, []])
})

test('when it is good', () => {
  const states = [-16, -14, 0, 14.9, 15].map((minutes) => inspect(get(), at(minutes)).state)
  assert.deepEqual(states, ['not-yet-valid', 'valid', 'valid', 'valid', 'expired'])
  assert.equal(inspect('https://media.s3.amazonaws.com/a').state, undefined)
})

test('other schemes', () => {
  const of = (query) => inspect(`https://media.s3.amazonaws.com/k?${query}`)
  const v2 = of('AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=abc%3D&Expires=1795600000')
  assert.deepEqual(
    [v2.scheme, v2.accessKeyId, v2.expiresAt],
    ['SigV2', 'AKIAIOSFODNN7EXAMPLE', new Date(1_795_600_000_000)],
  )
  const v4a = of(
    'X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=AK%2F20261125%2Fs3%2Faws4_request&X-Amz-Region-Set=*&X-Amz-Date=20261125T120000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=00',
  )
  assert.deepEqual([v4a.scheme, v4a.credentialScope], ['SigV4A', { date: '20261125', region: '*', service: 's3' }])
  const goog = of(
    'X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=a%40b%2F20261125%2Fauto%2Fstorage%2Fgoog4_request&X-Goog-Date=20261125T120000Z&X-Goog-Expires=60&X-Goog-SignedHeaders=host&X-Goog-Signature=00',
  )
  assert.deepEqual([goog.scheme, goog.accessKeyId, goog.expiresIn], ['GOOG4', 'a@b', 60])
  assert.equal(of('X-Amz-Algorithm=AWS4-HMAC-SHA512&X-Amz-Signature=00').scheme, undefined)
})

test('a form', () => {
  const conditions = [{ bucket: 'media' }, ['starts-with', '$key', 'incoming/'], ['content-length-range', 1, 100]]
  const policy = (conditions) =>
    Buffer.from(JSON.stringify({ expiration: '2026-11-25T12:05:00Z', conditions })).toString('base64')
  const fields = {
    key: 'incoming/${filename}',
    'X-Amz-Credential': 'AK/20261125/eu-west-1/s3/aws4_request',
    'X-Amz-Signature': '0'.repeat(64),
  }
  const form = (conditions) => ({
    url: 'https://media.s3.eu-west-1.amazonaws.com/',
    fields: { ...fields, policy: policy(conditions) },
  })
  const found = inspect(form(conditions), at(1))
  assert.deepEqual(
    [found.scheme, found.operation, found.key, found.state],
    ['POST', 'PostObject', 'incoming/${filename}', 'valid'],
  )
  assert.deepEqual(found.policy.conditions, conditions)
  assert.ok(found.holderMay.some((may) => may.includes('"incoming/"')))
  assert.deepEqual(found.warnings, [])
  assert.deepEqual(codes(form([['starts-with', '$key', '']])), ['policy-any-key'])
  assert.deepEqual(codes(form([])), ['policy-any-key'])
  assert.deepEqual(codes(form([['eq', '$Key', 'a']])), [])
  assert.ok(!JSON.stringify(found).includes('0'.repeat(64)))
})

test('which operation it is', () => {
  const of = (url, method) => inspect(url, { method }).operations
  assert.deepEqual(of(get()), ['GetObject', 'HeadObject', 'PutObject', 'DeleteObject'])
  assert.deepEqual(of(get(), 'get'), ['GetObject'])
  assert.deepEqual(of(get({ query: { 'x-id': 'GetObject' } })), ['GetObject'])
  assert.deepEqual(of(put({ contentType: 'image/png' })), ['PutObject'])
  const parts = { ...shared, uploadId: 'u', partNumber: 1 }
  assert.deepEqual(of(presign('UploadPart', parts).url), ['UploadPart'])
  assert.deepEqual(of(presign('ListObjectsV2', { ...shared, key: undefined }).url), ['ListObjectsV2'])
  assert.deepEqual(
    of(
      'https://sts.eu-west-1.amazonaws.com/?X-Amz-Credential=AK%2F20261125%2Feu-west-1%2Fsts%2Faws4_request&X-Amz-Signature=0',
    ),
    [],
  )
})

/** For each warning, a URL that has it; the others have it not. */
const WARNED = {
  'not-signed': 'https://media.s3.amazonaws.com/k',
  'html-escaped': get().replaceAll('&', '&amp;'),
  'encoded-twice': get().replaceAll('%2F', '%252F'),
  incomplete: get().replace(/&X-Amz-Signature.*/, ''),
  'token-reveals-secret': withToken(r2Token({ bucket: 'media' }), {
    endpoint: r2({ accountId: '0'.repeat(32) }),
    region: undefined,
  }),
  'content-type-not-bound': put({ contentLength: 5 }),
  'content-type-not-bound-if-put': get(),
  'html-response': get({ response: { contentType: 'text/html' } }),
  appended: `${get()}&utm_source=mail`,
  'longer-than-credentials': withToken('opaque', { expiresIn: 43_201 }),
  'outlives-token': withToken(jwt({ exp: signingDate.getTime() / 1000 + 60 })),
  'expires-out-of-range': get().replace('Expires=900', 'Expires=604801'),
  'url-too-long': withToken('a'.repeat(8000)),
  'no-signatures-here': get().replace('s3.eu', 's3-website.eu'),
  'signature-version-2': 'https://media.s3.amazonaws.com/k?AWSAccessKeyId=AK&Signature=abc&Expires=1795600000',
  'host-not-signed': get().replace('SignedHeaders=host', 'SignedHeaders=range'),
  'dot-segments': get().replace('/photo.jpg', '/a/../photo.jpg'),
  'not-encrypted': get({ endpoint: custom({ url: 'http://s3.example.com', region: 'eu-west-1' }), region: undefined }),
  'user-in-url': get().replace('https://', 'https://user:password@'),
}

test('every warning has its URL', () => {
  for (const [code, url] of Object.entries(WARNED)) assert.ok(codes(url).includes(code), `${code}: ${codes(url)}`)
  const bound = put({ contentType: 'image/png', contentLength: 5 })
  const read = { ...at(1), method: 'GET' }
  for (const url of [get(), bound, get({ endpoint: 'http://127.0.0.1:9000' }), withToken('opaque')])
    assert.deepEqual(codes(url, url === bound ? at(1) : read), [])
})

test('a PUT without a bound content type: for certain, or if it is one', () => {
  const of = (url, method) => codes(url, { ...at(1), method }).filter((code) => code.startsWith('content-type'))
  assert.deepEqual(of(put(), 'put'), ['content-type-not-bound'])
  assert.deepEqual(of(put()), ['content-type-not-bound-if-put'], 'a URL does not say its method')
  assert.deepEqual(of(get({ query: { 'x-id': 'GetObject' } })), [], 'this one does')
  for (const method of ['GET', 'HEAD', 'DELETE']) assert.deepEqual(of(put(), method), [], method)
  for (const method of [undefined, 'PUT']) {
    assert.deepEqual(of(put({ contentType: 'image/png' }), method), [])
    assert.deepEqual(
      of(WARNED['signature-version-2'], method),
      [],
      'its signature has the content type, or that there is none',
    )
    assert.deepEqual(of('https://media.s3.amazonaws.com/k', method), method ? ['content-type-not-bound'] : [])
  }
})

test('SDKs that sort all parameters have appended none', () => {
  const [address, query] = get({ query: { 'x-id': 'GetObject' } }).split('?')
  assert.deepEqual(codes(`${address}?${query.split('&').sort().join('&')}`), [])
})

test('tokens are decoded, as far as they say what is allowed', () => {
  const claims = { bucket: 'media', actions: ['GetObject'], iss: 'parent', exp: 1_795_608_900 }
  const url = withToken(r2Token(claims), { endpoint: r2({ accountId: '0'.repeat(32) }), region: undefined })
  const { token, holderMay } = inspect(url, at(1))
  assert.deepEqual(token, {
    revealsSecret: true,
    claims: { bucket: 'media', actions: ['GetObject'], exp: 1_795_608_900 },
  })
  assert.ok(holderMay.some((may) => may.includes('compute the secret')))
  assert.deepEqual(inspect(withToken('opaque')).token, { revealsSecret: false, claims: undefined })
  const supabase = custom({ url: 'https://ref.storage.supabase.co/storage/v1/s3', region: 'eu-west-1' })
  assert.equal(
    inspect(withToken(jwt({ role: 'a' }), { endpoint: supabase, region: undefined })).token.revealsSecret,
    true,
  )
})

test('a URL object is the text of it, also in a form', () => {
  assert.deepEqual(inspect(new URL(get()), at(1)), inspect(get(), at(1)))
  const address = 'https://media.s3.eu-west-1.amazonaws.com/'
  const fields = { key: 'a.txt', policy: btoa('{"conditions":[]}') }
  assert.deepEqual(inspect({ url: new URL(address), fields }, at(1)), inspect({ url: address, fields }, at(1)))
  const failure = { method: 'GET', status: 404, now: signingDate }
  assert.deepEqual(diagnose({ url: new URL(get()), ...failure }), diagnose({ url: get(), ...failure }))
})

test('what a text is not', () => {
  const said = [
    '',
    ' ',
    'abc',
    's3://media/a',
    'arn:aws:s3:::media',
    'https://',
    'https://?a',
    'http://a b/',
    'javascript:1',
    null,
    5,
    {},
    [],
    { url: 5 },
  ]
  for (const text of said) {
    const found = inspect(text)
    assert.deepEqual(
      [found.ok, typeof found.problem, Object.keys(found)],
      [false, 'string', ['ok', 'problem']],
      String(text),
    )
    assert.match(found.problem, /^(no URL|not a text|an empty text)/)
  }
})

test('nothing throws, whatever it is given; and all of it is frozen', () => {
  const good = get()
  const cuts = fc
    .tuple(fc.nat(good.length), fc.nat(good.length), fc.string({ unit: 'binary' }))
    .map(([a, b, text]) => good.slice(0, a) + text + good.slice(b))
  const urls = fc.tuple(fc.webUrl({ withQueryParameters: true }), fc.string()).map((parts) => parts.join(''))
  const forms = fc.record({ url: urls, fields: fc.dictionary(fc.string(), fc.anything()) })
  const options = fc.option(fc.record({ now: fc.anything(), method: fc.anything() }), { nil: undefined })
  fc.assert(
    fc.property(fc.oneof(cuts, urls, forms, fc.string({ unit: 'binary' }), fc.anything()), options, (text, given) => {
      const found = inspect(text, given)
      assert.ok(Object.isFrozen(found))
      JSON.stringify(found)
    }),
    { numRuns: 3000 },
  )
})
