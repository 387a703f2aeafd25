// What is timed are URLs that work: each is verified, its session token as well, and says what was asked.

import assert from 'node:assert/strict'
import { verify } from 'edgesign/verify'
import { BUCKET, EXPIRES_IN, REGION, credentialsOf, keysOf } from './work.js'

/**
 * @param {string} name
 * @param {string[]} urls one for each key
 * @param {{ token: boolean, count: number }} asked
 */
export function check(name, urls, { token, count }) {
  assert.equal(urls.length, count, `${name}: ${urls.length} URLs for ${count} keys`)
  const credentials = credentialsOf(token)
  for (const [index, key] of keysOf(count).entries()) {
    const verified = verify({ method: 'GET', url: urls[index] }, { region: REGION, credentials })
    const { ok, code, detail, operation, bucket, key: signed, expiresAt, signingDate } = verified
    assert.ok(ok, `${name}: ${code}: ${detail}`)
    assert.deepEqual({ operation, bucket, key: signed }, { operation: 'GetObject', bucket: BUCKET, key }, name)
    assert.equal(expiresAt - signingDate, 1000 * EXPIRES_IN, `${name}: another expiry`)
  }
}
