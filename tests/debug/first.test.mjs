// What looks like one cause and is another: what comes first, and how sure `diagnose` is of it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { presign } from 'edgesign'
import { diagnose } from 'edgesign/debug'
import { get, now, shared, xml } from './cases/documented.mjs'

const { credentials } = shared
const DENIED = { status: 403, body: xml('AccessDenied', 'Access Denied') }
const put = (more) => presign('PutObject', { ...shared, ...more }).url
/** The causes, as texts. */
const found = (failure) => diagnose({ url: get(), method: 'GET', now, ...failure }).causes
const said = (failure) => found(failure).map(({ code, certainty }) => `${certainty} ${code}`)

test('a signature that is proved right speaks for a permission that is missing', () => {
  const expected = ['likely not-allowed', 'possible maybe-not-there', 'possible changed-on-the-way']
  for (const body of [DENIED.body, ''])
    assert.deepEqual(said({ status: 403, body, credentials, headers: {} }), expected)
  assert.match(found({ ...DENIED, credentials, headers: {} })[0].evidence.join(), /the signature is right/)
})

test('where access is denied, the signature is no more than a possible cause', () => {
  const url = put({ contentType: 'image/png' })
  assert.deepEqual(said({ ...DENIED, url, method: 'PUT', headers: {} }), [
    'likely not-allowed',
    'possible maybe-not-there',
    'possible header-missing',
  ])
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

test('a host is the same in capitals and with the port of its scheme', () => {
  const quiet = { status: 403, body: xml('SignatureDoesNotMatch') }
  const first = (host, url = get()) => said({ ...quiet, url, headers: { host } })[0]
  for (const host of ['MEDIA.s3.eu-west-1.amazonaws.com', 'media.s3.eu-west-1.amazonaws.com:443'])
    assert.equal(first(host), 'likely wrong-secret', host)
  const open = get({ endpoint: 'http://127.0.0.1', region: 'eu-west-1' })
  assert.equal(first('127.0.0.1:80', open), 'likely wrong-secret')
  for (const host of ['127.0.0.1:443', '127.0.0.2']) assert.equal(first(host, open), 'certain host-changed', host)
})
