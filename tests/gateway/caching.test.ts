// What caches are told.

import { expect, test } from 'vitest'
import { call, presigner, requestOf, send, stored } from './call.ts'

const OLD = 'Wed, 01 Jan 2020 00:00:00 GMT'
const DAY = 86_400
const AHEAD = new Date(Date.now() + 60_000).toUTCString()

/** What is stored or asked for, with a URL that lives for 900 seconds. */
const CACHED: [{ cacheControl?: string; expires?: string }, string][] = [
  [{}, 'private, max-age=0, must-revalidate'],
  [{ cacheControl: 'max-age=60' }, 'private, max-age=60, must-revalidate'],
  [{ cacheControl: `Public, Max-Age=60` }, 'public, max-age=60, must-revalidate'],
  [{ cacheControl: `public, max-age=${DAY}, immutable` }, 'public, max-age=(899|900), must-revalidate, immutable'],
  [{ cacheControl: `max-age=${DAY},s-maxage=${DAY},stale-if-error=9` }, 'private, max-age=(899|900), must-revalidate'],
  [{ cacheControl: 'public' }, 'public, max-age=0, must-revalidate'],
  [{ cacheControl: 'private, public, max-age=9' }, 'private, max-age=9, must-revalidate'],
  [{ cacheControl: 'public, private="x-team", max-age=9' }, 'private, max-age=9, must-revalidate'],
  [{ cacheControl: 'no-cache="a, public, b", max-age=9' }, 'private, max-age=0, must-revalidate'],
  [{ cacheControl: 'max-age=9, a="b\\", public, c"' }, 'private, max-age=9, must-revalidate'],
  [{ cacheControl: 'max-age=9, a="b, public' }, 'private, max-age=9, must-revalidate'],
  [{ cacheControl: 'max-age=9, a="b, public, \\' }, 'private, max-age=9, must-revalidate'],
  [{ cacheControl: 'max-age=9, a="b", public' }, 'public, max-age=9, must-revalidate'],
  [{ cacheControl: 'max-age=5, max-age=9' }, 'private, max-age=5, must-revalidate'],
  [{ cacheControl: 'max-age="9"', expires: AHEAD }, 'private, max-age=0, must-revalidate'],
  [{ cacheControl: 'public, max-age=9, s-maxage=5' }, 'public, max-age=5, must-revalidate'],
  [{ cacheControl: 'public, max-age=9, s-maxage=50' }, 'public, max-age=9, must-revalidate'],
  [{ cacheControl: 'public, no-cache, max-age=60' }, 'public, max-age=0, must-revalidate'],
  [{ cacheControl: 'no-store, max-age=60' }, 'no-store'],
  [{ cacheControl: 'max-age=9, no-transform' }, 'private, max-age=9, must-revalidate, no-transform'],
  [{ expires: AHEAD }, 'private, max-age=[345]\\d, must-revalidate'],
  [{ expires: AHEAD, cacheControl: 'max-age=5' }, 'private, max-age=5, must-revalidate'],
  [{ expires: OLD }, 'private, max-age=0, must-revalidate'],
  [{ expires: 'whenever' }, 'private, max-age=0, must-revalidate'],
  [{ expires: '2099' }, 'private, max-age=0, must-revalidate'],
]

test.each(CACHED)('no cache keeps what is said to be %j for longer than the URL lives', async (response, expected) => {
  const { key } = await stored()
  const { headers } = await send('GetObject', { key, response, expiresIn: 900 })
  expect(headers.get('cache-control')).toMatch(new RegExp(`^${expected}$`))
  const presigned = presigner.presign('GetObject', { key, response, expiresIn: 900 })
  const { headers: unmodified } = await call(requestOf(presigned, { headers: { 'if-none-match': '*' } }))
  expect(unmodified.get('cache-control')).toMatch(new RegExp(`^${expected}$`))
})

test('no cache that others use keeps what a header has opened', async () => {
  const { key } = await stored('mine', { httpMetadata: { cacheControl: 'public, max-age=60' } })
  const cached = async (headers: Record<string, string>) => {
    const response = await send('GetObject', { key, headers })
    return [response.status, response.headers.get('cache-control')]
  }
  expect(await cached({})).toEqual([200, 'public, max-age=60, must-revalidate'])
  expect(await cached({ 'x-team': 'red' })).toEqual([200, 'private, max-age=60, must-revalidate'])
  expect(await cached({ 'x-amz-checksum-mode': 'ENABLED' })).toEqual([200, 'private, max-age=60, must-revalidate'])
})
