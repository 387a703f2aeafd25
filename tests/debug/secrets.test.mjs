// Nothing that comes out of `inspect` or `diagnose` lets anybody sign, or use a URL.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { presign, presignPost } from 'edgesign'
import { diagnose, inspect } from 'edgesign/debug'

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const TOKEN = 'FwoGZXIvYXdzEXAMPLEtoken//with+all=='
const SSE_KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
const credentials = { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: SECRET, sessionToken: TOKEN }
const headers = { 'x-amz-server-side-encryption-customer-key': SSE_KEY }
const { url } = presign('GetObject', { region: 'eu-west-1', bucket: 'media', key: 'a.txt', credentials, headers })
const signature = /Signature=(\w+)/.exec(url)[1]
/** Of the token, also the part that no encoding changes. */
const HIDDEN = [SECRET, TOKEN, TOKEN.split('/')[0], SSE_KEY, signature]

/** The canonical request as a server shows it, with all of it. */
const canonical = (token) =>
  `GET\n/a.txt\nX-Amz-Security-Token=${encodeURIComponent(token)}\nhost:media.s3.eu-west-1.amazonaws.com\nx-amz-server-side-encryption-customer-key:${SSE_KEY}\n\nhost;x-amz-server-side-encryption-customer-key\nUNSIGNED-PAYLOAD`
const mismatch = (token = TOKEN) =>
  `<Error><Code>SignatureDoesNotMatch</Code><SignatureProvided>${signature}</SignatureProvided><CanonicalRequest>${canonical(token).replaceAll('&', '&amp;')}</CanonicalRequest></Error>`

function hides(found) {
  const text = JSON.stringify(found)
  for (const hidden of HIDDEN)
    assert.equal(text.includes(JSON.stringify(hidden).slice(1, -1)), false, `${hidden} is in ${text}`)
}

test('inspect shows neither signature nor token, however the URL was escaped', () => {
  for (const escaped of [
    url,
    url.replaceAll('&', '&amp;'),
    encodeURI(url),
    url.replaceAll('%', '%25'),
    url.replace(/\?.*/s, (query) => `?${encodeURIComponent(query)}`),
  ])
    hides(inspect(escaped))
  hides(inspect(url.replace('https://', `https://${SECRET.replaceAll('/', '')}:${signature}@`)))
})

test('diagnose shows neither of them, nor the secret', () => {
  const failures = [
    { status: 403, body: mismatch(), headers },
    { status: 403, body: mismatch('another'), headers },
    { status: 403, body: mismatch(), headers: { ...headers, 'x-amz-server-side-encryption-customer-key': 'other' } },
    { status: 403, body: mismatch().slice(0, -90), headers },
    { status: 403, body: '', headers, method: 'HEAD' },
    { status: 400, body: `<Error><Code>InvalidToken</Code><Message>bad</Message><Token-0>${TOKEN}</Token-0></Error>` },
    { body: 'TypeError: Failed to fetch' },
  ]
  for (const failure of failures)
    for (const given of [{}, { credentials }]) hides(diagnose({ url, ...failure, ...given }))
})

const sent = { region: 'eu-west-1', bucket: 'media', key: 'a.txt', credentials }
const query = url.slice(url.indexOf('?') + 1)
const signed = (name) => url.replace('SignedHeaders=host', `SignedHeaders=${name}%3Bhost`)

test('nor do they of a URL that was put together in another way', () => {
  const urls = [
    url.replace('?', '%3F'),
    url.replace('?', '%3F').replaceAll('=', '%3D').replaceAll('&', '%26'),
    url.replace('?', '%253F').replaceAll('=', '%253D').replaceAll('&', '%2526'),
    url.replace('X-Amz-Signature', 'X-Amz-Sign%61ture').replace('X-Amz-Security-Token', 'X-Amz-Security-Tok%65n'),
    url.replace(/\?.*/s, `?X-Amz-Algorithm=AWS4-HMAC-SHA256&${encodeURIComponent(query)}`),
    `${url}&x-amz-signature=${signature}`,
    url.replaceAll('=', '%253D').replaceAll('S', '%2553').replace('%255', '%2555'),
    url.replaceAll('=', '%253D').replace('Security', '%2553ecurity'),
    `https://a.example/?next=${encodeURIComponent(url)}`,
  ]
  for (const given of urls) {
    hides(inspect(given))
    for (const body of [mismatch(), mismatch('another'), ERROR('AccessDenied'), ''])
      hides(diagnose({ url: given, method: 'GET', headers, status: 403, body }))
  }
})

test('nor of one of which any signs were encoded, any number of times', () => {
  const sign = fc.constantFrom(...'?&=%-sSXa/')
  const step = fc.record({ sign, times: fc.integer({ min: 1, max: 3 }), isFirst: fc.boolean() })
  const encoded = (text, { sign, times, isFirst }) => {
    const [host, rest] = [text.slice(0, 20), text.slice(20)]
    const by = `%${'25'.repeat(times - 1)}${sign.charCodeAt(0).toString(16).toUpperCase()}`
    return host + (isFirst ? rest.replace(sign, by) : rest.replaceAll(sign, by))
  }
  fc.assert(
    fc.property(fc.array(step, { maxLength: 4 }), (steps) => {
      const given = steps.reduce(encoded, url)
      const body = ERROR('SignatureDoesNotMatch', given.replaceAll('&', '&amp;'))
      for (const failure of [{ status: 403, body }, { status: 403 }, { body: `request to ${given} failed` }])
        hides(diagnose({ url: given, ...failure }))
    }),
    { numRuns: 500 },
  )
})

const ERROR = (code, message = '') => `<Error><Code>${code}</Code><Message>${message}</Message></Error>`

test('nor what a library or a server repeats', () => {
  const failed = `FetchError: request to ${url} failed, reason: getaddrinfo ENOTFOUND media.s3.eu-west-1.amazonaws.com`
  const { causes } = diagnose({ url, body: failed })
  hides(causes)
  assert.ok(causes[0].evidence[0].includes('ENOTFOUND'), 'the reason is still said')
  const escaped = url.replaceAll('&', '&amp;')
  for (const text of [escaped, `token ${TOKEN} of ${signature}`, `["eq", "$x-amz-security-token", "${TOKEN}"]`])
    hides(diagnose({ url, status: 400, body: ERROR('InvalidURI', text) }))
  hides(diagnose({ url, body: `TypeError: Failed to fetch ${url}` }))
})

test('nor the fields of a form, and what its policy says of them', () => {
  const { url: address, fields } = presignPost({ ...sent, expiresIn: 900 })
  const policy = JSON.parse(atob(fields.policy))
  policy.conditions.push({ 'X-Amz-Security-Token': 'another-token' }, ['eq', '$x-amz-security-token', 'a-third-token'])
  const changed = { ...fields, policy: btoa(JSON.stringify(policy)) }
  for (const given of [fields, changed]) {
    const found = [inspect({ url: address, fields: given }), diagnose({ url: address, fields: given, status: 403 })]
    const text = JSON.stringify(found)
    for (const hidden of [TOKEN, fields['x-amz-signature'], 'another-token', 'a-third-token'])
      assert.equal(text.includes(hidden), false, hidden)
    assert.ok(text.includes('$x-amz-security-token') || given === fields)
  }
})

test('nor cookies and authorizations, and the signatures of others', () => {
  for (const [name, value] of [
    ['cookie', 'session=0123456789abcdef'],
    ['authorization', 'Bearer 0123456789abcdef'],
  ])
    for (const body of [mismatch(), ERROR('SignatureDoesNotMatch')]) {
      const found = diagnose({ url: signed(name), method: 'GET', headers: { [name]: value }, status: 403, body })
      assert.equal(JSON.stringify(found).includes('0123456789abcdef'), false, name)
    }
  const azure = 'https://a.blob.core.windows.net/c/b?sv=2020&sig=0123456789abcdef'
  const supabase = 'https://abc.supabase.co/storage/v1/object/sign/b/k?token=0123456789abcdef'
  for (const other of [azure, supabase])
    assert.equal(JSON.stringify(inspect(other)).includes('0123456789abcdef'), false, other)
  const pages = inspect(`${url}&list-type=2&continuation-token=page-two`)
  assert.deepEqual(pages.parameters.at(-1), ['continuation-token', 'page-two'], 'which is no secret')
})

test('differing tokens are said to differ, and marked nowhere', () => {
  const { canonicalRequest } = diagnose({ url, headers, status: 403, body: mismatch('another') })
  const line = canonicalRequest.lines.find(({ sent }) => sent?.includes('Security-Token'))
  assert.deepEqual(
    [line.same, line.sent, line.server, line.marks],
    [false, 'X-Amz-Security-Token=…', 'X-Amz-Security-Token=…', undefined],
  )
})

test('nothing throws, whatever it is given', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom(url, mismatch(), canonical(TOKEN)),
    fc.nat(mismatch().length).map((n) => mismatch().slice(0, n)),
  )
  const failure = fc.record(
    {
      url: text,
      method: fc.oneof(text, fc.anything()),
      status: fc.oneof(fc.nat(600), fc.anything()),
      body: fc.oneof(text, fc.json(), fc.anything()),
      headers: fc.oneof(fc.dictionary(fc.string(), fc.string()), fc.anything()),
      responseHeaders: fc.anything(),
      credentials: fc.anything(),
      now: fc.anything(),
    },
    { requiredKeys: ['url'] },
  )
  fc.assert(
    fc.property(failure, (given) => assert.ok(Object.isFrozen(diagnose(given)))),
    { numRuns: 3000 },
  )
})

test('nothing throws of what is made to make it', () => {
  const deep = '['.repeat(60_000) + ']'.repeat(60_000)
  const jwt = `e30.${Buffer.from(`{"actions":${deep},"exp":${deep}}`).toString('base64url')}.c2ln`
  inspect(url.replace(encodeURIComponent(TOKEN), jwt))
  for (const conditions of [`[${deep}]`, `[["eq",${deep},"a"]]`, `[{"key":${deep}}]`])
    inspect({ url, fields: { policy: btoa(`{"conditions":${conditions}}`) } })
  const body = ERROR('SignatureDoesNotMatch', '&constructor;')
  const { canonicalRequest, answer } = diagnose({
    url: signed('constructor'),
    method: 'GET',
    headers,
    status: 403,
    body,
  })
  assert.equal(canonicalRequest.sent.includes('native code'), false)
  assert.equal(answer.message, '&constructor;')
  assert.equal(inspect(url.replace('AWS4-HMAC-SHA256', 'constructor')).scheme, undefined)
  assert.equal(diagnose({ url, status: 403, headers: { [Symbol.iterator]: 5 } }).causes.length > 0, true)
})

/** What it takes of the processor, in milliseconds: others may be at work on this machine. */
function timeOf(run) {
  const before = process.cpuUsage()
  run()
  return process.cpuUsage(before).user / 1000
}

test('nothing takes long, however it is made', () => {
  const parts = [
    '<a><![CDATA[',
    '<a>',
    '<a ',
    '"a":"',
    '{"a":',
    '[',
    '&amp;',
    '%25',
    'X-Amz-Signature%3D',
    '/%2e',
    '+',
    '<CanonicalRequest>&',
  ]
  for (const part of parts) {
    const long = part.repeat(450_000 / part.length)
    const time = timeOf(() => {
      inspect(`https://a/?${long}`)
      inspect(`https://a/${long}`)
      diagnose({ url: `https://a/${long}?X-Amz-Signature=${long}`, status: 403, body: long, headers: {}, credentials })
    })
    assert.ok(time < 8000, `${part}: ${time} ms`)
  }
})

test('nor with many parameters, or with what a server repeats many times', () => {
  const many = (count, text) => Array.from({ length: count }, (_, index) => `&${text}${index}`).join('')
  const body = (text, count) => ERROR('SignatureDoesNotMatch', text.repeat(count))
  const failures = {
    'names of the signature': { url: url + many(60_000, 'X-Amz-'), status: 403 },
    'parameters to try without': { url: url + many(4000, 'a='), headers, body: ERROR('SignatureDoesNotMatch') },
    'signatures to hide': { url: url + many(20_000, 'token=0123456789'), status: 403, body: '' },
    signature: { url, body: body('signature', 80_000) },
    customer: { url, body: body('customer', 80_000) },
    region: { url, body: body("the region '", 80_000) },
    'a signature of one digit': { url: url.replace(signature, `${'a'.repeat(4095)}b`), body: body('a', 400_000) },
  }
  for (const [what, failure] of Object.entries(failures)) {
    const given = { method: 'GET', credentials: { ...credentials, secretAccessKey: 'another' }, ...failure }
    const time = timeOf(() => diagnose(given))
    assert.ok(time < 3000, `${what}: ${time} ms`)
  }
})
