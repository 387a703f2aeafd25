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
