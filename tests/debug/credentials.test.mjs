// What the given credentials tell of a request that is signed in its headers, and of a form.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHash, createHmac } from 'node:crypto'
import { deriveSigningKey, presignPost, sign } from 'edgesign'
import { diagnose } from 'edgesign/debug'
import { get, now, shared, xml } from './cases/documented.mjs'

const { credentials, region } = shared
const another = { ...credentials, secretAccessKey: 'another-secret' }
const session = { ...credentials, sessionToken: 'a+b/c==' }
const signingKey = deriveSigningKey(credentials, { region, date: now })
const MISMATCH = { status: 403, body: xml('SignatureDoesNotMatch') }
const DENIED = { status: 403, body: xml('AccessDenied') }
const WRONG = /^the signature was not made with the given credentials/

/** The causes, as texts. */
const said = (failure) => diagnose({ now, ...failure }).causes.map(({ code, certainty }) => `${certainty} ${code}`)
const evidence = (failure) => diagnose({ now, ...failure }).causes.flatMap((cause) => cause.evidence)

const URL = 'https://rgw.example.com/media/a%20b+c.txt?versionId=1'
const signed = (request, more) =>
  sign({ url: URL, ...request }, { service: 's3', region, credentials, signingDate: now, ...more })

test('a header whose signature is right for what was sent was changed on the way', () => {
  const requests = [
    signed({}),
    signed({ method: 'PUT', headers: { 'content-type': 'text/plain', 'x-amz-meta-a': 'b' }, body: 'a' }),
    signed({ method: 'PUT', body: { sha256: 'UNSIGNED-PAYLOAD' } }),
    signed({}, { credentials: session }),
    signed({}, { credentials: session, service: 's3express', sessionTokenMode: 's3session' }),
  ]
  for (const request of requests) {
    const failure = { ...request, ...MISMATCH }
    assert.deepEqual(said({ ...failure, credentials }), ['certain changed-on-the-way'], request.headers.authorization)
    assert.equal(said(failure)[0], 'likely wrong-secret')
    assert.deepEqual(said({ ...failure, credentials: another }), ['likely wrong-secret', 'possible host-changed'])
    assert.match(evidence({ ...failure, credentials: another })[0], WRONG)
  }
  const failure = { ...signed({}), ...MISMATCH }
  for (const own of [signingKey, [another, credentials]])
    assert.deepEqual(said({ ...failure, credentials: own }), ['certain changed-on-the-way'])
  assert.deepEqual(said({ ...failure, method: undefined, credentials }), [
    'likely method-changed',
    'likely changed-on-the-way',
    'possible wrong-secret',
  ])
})

test('where the server got the same, it has another secret; of an answer that was cut off, that is not certain', () => {
  const request = signed({})
  const { sent } = diagnose({ ...request, ...MISMATCH, now }).canonicalRequest
  const body = xml('SignatureDoesNotMatch', '', `<CanonicalRequest>${sent}</CanonicalRequest>`)
  const first = (text) => said({ ...request, status: 403, body: text, credentials })
  assert.deepEqual(first(body), ['certain wrong-secret'])
  assert.deepEqual(first(body.slice(0, body.indexOf('host:'))), ['certain changed-on-the-way'])
})

test('what another service signs of the body is not known', () => {
  const body = 'Action=GetCallerIdentity&Version=2011-06-15'
  const url = 'https://sts.eu-west-1.amazonaws.com/'
  const request = sign({ url, method: 'POST', body }, { service: 'sts', region, credentials, signingDate: now })
  const { sent } = diagnose({ ...request, ...MISMATCH, now }).canonicalRequest
  const server = `${sent.slice(0, sent.lastIndexOf('\n'))}\n${createHash('sha256').update(body).digest('hex')}`
  const answer = xml('SignatureDoesNotMatch', '', `<CanonicalRequest>${server}</CanonicalRequest>`)
  assert.equal(said({ ...request, status: 403, body: answer })[0], 'likely wrong-secret')
})

test('and it speaks for a permission that is missing', () => {
  const failure = { ...signed({}), ...DENIED, credentials }
  assert.equal(said(failure)[0], 'likely not-allowed')
  assert.ok(evidence(failure).includes('the signature is right for what was sent and the given credentials'))
})

test('what was signed in place of what was sent is found in headers too', () => {
  const { url, headers } = signed({ method: 'PUT', headers: { 'content-type': 'text/plain' } })
  const first = (more) => said({ url, method: 'PUT', headers, ...MISMATCH, credentials, ...more })
  assert.deepEqual(first({ method: 'POST' }), ['certain method-changed'])
  assert.deepEqual(first({ url: `${url}&a=b` }), ['certain parameter-appended'])
  assert.deepEqual(first({ url: url.replace('a%20b', 'a%2520b') }), ['certain key-encoded-twice'])
  const typed = { ...headers, 'content-type': 'text/plain; charset=utf-8' }
  assert.deepEqual(first({ headers: typed }), ['certain header-changed'])
  assert.deepEqual(first({ headers: { ...headers, host: 'b.example' } }), ['certain host-changed'])
})

test('a Host that the signature is right for is not the one that was changed', () => {
  for (const { url, method, headers } of [signed({}), { url: get(), method: 'GET', headers: {} }]) {
    const { host } = new globalThis.URL(url)
    const moved = { url: url.replace(host, '10.0.0.1'), method, headers: { ...headers, host }, ...MISMATCH }
    assert.deepEqual(said(moved), ['certain host-changed'])
    assert.deepEqual(said({ ...moved, credentials }), ['certain changed-on-the-way'])
    assert.ok(!said({ ...moved, method: undefined, credentials }).some((text) => text.includes('host-changed')))
    const other = { ...credentials, accessKeyId: 'AKIAIOSFODNN7OTHER' }
    assert.deepEqual(said({ ...moved, credentials: other }), ['certain host-changed'])
  }
})

test('of what cannot be signed here, the credentials tell nothing', () => {
  const { url, method, headers } = signed({ method: 'PUT' })
  const requests = {
    'a body in chunks': { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' },
    'a header that nobody gave': { authorization: headers.authorization.replace('host;', 'content-length;host;') },
    'no date': { authorization: headers.authorization.replace(';x-amz-date', '') },
    'a body that nobody gave': signed({ body: 'Action=GetCallerIdentity' }, { service: 'sts' }).headers,
  }
  for (const [what, changed] of Object.entries(requests)) {
    const failure = { url, method, headers: { ...headers, ...changed }, ...MISMATCH, credentials }
    assert.ok(!evidence(failure).some((text) => WRONG.test(text)), what)
    assert.ok(!said(failure)[0].startsWith('certain'), what)
  }
})

const form = (more) =>
  presignPost({ ...shared, endpoint: 'https://rgw.example.com', key: 'in/${filename}', expiresIn: 900, ...more })

/** A form of another signer, with spaces in its policy: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html */
function otherForm() {
  const { url, fields } = form()
  const policy = Buffer.from(
    JSON.stringify({ expiration: '2026-12-01T00:00:00Z', conditions: [{ bucket: 'media' }] }, null, 2),
  ).toString('base64')
  const hmac = (key, text) => createHmac('sha256', key).update(text).digest()
  const key = ['20261125', region, 's3', 'aws4_request'].reduce(hmac, `AWS4${credentials.secretAccessKey}`)
  return { url, fields: { ...fields, policy, 'x-amz-signature': hmac(key, policy).toString('hex') } }
}

test('a form whose signature is right is refused for something else than its secret', () => {
  for (const { url, fields } of [form(), form({ credentials: session }), otherForm()])
    for (const own of [credentials, signingKey]) {
      const sent = { url, fields, credentials: { ...own, sessionToken: fields['x-amz-security-token'] } }
      assert.deepEqual(said({ ...sent, ...MISMATCH }), ['certain changed-on-the-way'])
      if (sent.credentials.sessionToken) continue
      assert.deepEqual(said({ ...sent, ...DENIED }), [
        'likely not-allowed',
        'possible changed-on-the-way',
        'possible unknown-access-key',
      ])
    }
})

test('and one whose signature is not that of the credentials, for that', () => {
  const { url, fields } = form()
  const changed = { ...fields, policy: otherForm().fields.policy }
  for (const sent of [
    { url, fields, credentials: another },
    { url, fields: changed, credentials },
  ]) {
    assert.deepEqual(said({ ...sent, ...MISMATCH }), ['likely wrong-secret'])
    assert.match(evidence({ ...sent, ...MISMATCH })[0], WRONG)
    assert.deepEqual(said({ ...sent, ...DENIED }), [
      'likely wrong-secret',
      'possible unknown-access-key',
      'possible not-allowed',
    ])
  }
  // AWS says what is wrong with a signature: the credentials may not be those of the server.
  const ofAws = presignPost({ ...shared, key: 'a' })
  assert.equal(said({ ...ofAws, credentials: another, ...DENIED })[0], 'likely not-allowed')
})

test('without its credentials, nothing is said of the signature of a form', () => {
  const { url, fields } = form()
  const other = { ...credentials, accessKeyId: 'AKIAIOSFODNN7OTHER' }
  const old = { awsaccesskeyid: credentials.accessKeyId, signature: 'a', policy: fields.policy }
  const ofGoogle = Object.entries(fields).map(([name, value]) => [name.replace('x-amz', 'x-goog'), value])
  const google = { ...Object.fromEntries(ofGoogle), 'x-goog-algorithm': 'GOOG4-HMAC-SHA256' }
  for (const sent of [
    { fields },
    { fields, credentials: other },
    { fields: old, credentials },
    { fields: google, credentials },
  ])
    assert.deepEqual(said({ url, ...sent, ...DENIED }), [
      'likely not-allowed',
      'possible wrong-secret',
      'possible unknown-access-key',
    ])
  assert.ok(!said({ url, fields: { ...fields, policy: '' }, credentials, ...MISMATCH })[0].startsWith('certain'))
})
