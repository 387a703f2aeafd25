// Nothing that comes out of `inspect` or `diagnose` lets anybody sign, or use a URL.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { presign } from 'edgesign'
import { CAUSES, diagnose, inspect } from 'edgesign/debug'

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const TOKEN = 'FwoGZXIvYXdzEXAMPLEtoken//with+all=='
const SSE_KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
const credentials = { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: SECRET, sessionToken: TOKEN }
const headers = { 'x-amz-server-side-encryption-customer-key': SSE_KEY }
const { url } = presign('GetObject', { region: 'eu-west-1', bucket: 'media', key: 'a.txt', credentials, headers })
const signature = /Signature=(\w+)/.exec(url)[1]
const HIDDEN = [SECRET, TOKEN, encodeURIComponent(TOKEN), SSE_KEY, signature]

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

test('differing tokens are said to differ, and marked nowhere', () => {
  const { canonicalRequest } = diagnose({ url, headers, status: 403, body: mismatch('another') })
  const line = canonicalRequest.lines.find(({ sent }) => sent?.includes('Security-Token'))
  assert.deepEqual(
    [line.same, line.sent, line.server, line.marks],
    [false, 'X-Amz-Security-Token=…', 'X-Amz-Security-Token=…', undefined],
  )
})

test('the examples of the causes are fit to be shown', () => {
  hides(CAUSES)
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
    const start = Date.now()
    inspect(`https://a/?${long}`)
    inspect(`https://a/${long}`)
    diagnose({ url: `https://a/${long}?X-Amz-Signature=${long}`, status: 403, body: long, headers: {}, credentials })
    assert.ok(Date.now() - start < 8000, `${part}: ${Date.now() - start} ms`)
  }
})
