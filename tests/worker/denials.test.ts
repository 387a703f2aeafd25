// The deny list: who manages it, what it denies, how late, and that without it nothing is signed.

import { expect, test, vi } from 'vitest'
import type { Env } from '../../worker/src/env.ts'
import { MAX_DENIALS } from '../../worker/src/denials.ts'
import { AUDIENCE, OPERATORS, bearer, call, codeOf, configured, denyList, inAnHour, post, token } from './call.ts'

const operator = async () => bearer(await token({ aud: OPERATORS, sub: 'operator', grant: undefined }))

async function put(env: Env, denial: object) {
  const headers = { 'content-type': 'application/json', ...(await operator()) }
  return codeOf(await call(env, '/v1/denials', { method: 'PUT', headers, body: JSON.stringify(denial) }))
}

const remove = async (env: Env, query: string) =>
  codeOf(await call(env, `/v1/denials?${query}`, { method: 'DELETE', headers: await operator() }))

async function list(env: Env): Promise<unknown[]> {
  const response = await call(env, '/v1/denials', { headers: await operator() })
  return ((await response.json()) as { denials: unknown[] }).denials
}

const get = { operation: 'GetObject', key: 'users/42/a' }
const signs = async (env: Env, request: object = get, claims = {}) =>
  codeOf(await post(env, '/v1/presign', request, await token(claims)))
const SIGNED = '200 undefined'
const DENIED = '403 ERR_DENIED'

test('a list is read, written and taken back', async () => {
  const env = configured()
  const until = new Date(inAnHour() * 1000).toISOString()
  expect(await list(env)).toEqual([])
  expect(await put(env, { kind: 'prefix', value: 'users/42/' })).toBe('204 undefined')
  expect(await put(env, { kind: 'prefix', value: 'users/42/', until })).toBe('204 undefined')
  expect(await put(env, { kind: 'subject', value: 'somebody' })).toBe('204 undefined')
  const subject = { kind: 'subject', value: 'somebody' }
  expect(await list(env)).toEqual([{ kind: 'prefix', value: 'users/42/', until }, subject])
  expect(await remove(env, 'kind=prefix&value=users%2F42%2F')).toBe('204 undefined')
  expect(await remove(env, 'kind=prefix&value=users%2F42%2F')).toBe('404 ERR_NOT_FOUND')
  expect(await list(env)).toEqual([subject])
})

test('a subject is denied, and nobody else', async () => {
  const env = configured()
  expect(await signs(env)).toBe(SIGNED)
  await put(env, { kind: 'subject', value: 'user-42' })
  expect(await signs(env)).toBe(DENIED)
  expect(await signs(env, get, { sub: 'user-4' })).toBe(SIGNED)
  expect(await signs(env, get, { sub: 'user-43', jti: 'user-42' })).toBe(SIGNED)
  for (const path of ['/v1/uploads', '/v1/objects/users/42/a']) {
    const body = JSON.stringify({ contentType: 'a/b', contentLength: 1 })
    const init = path.endsWith('uploads') ? { method: 'POST', body } : {}
    const headers = { 'content-type': 'application/json', ...bearer(await token()) }
    expect(await codeOf(await call(env, path, { ...init, headers }))).toBe(DENIED)
  }
  await remove(env, 'kind=subject&value=user-42')
  expect(await signs(env)).toBe(SIGNED)
})

test('a token is denied by its id', async () => {
  const env = configured()
  await put(env, { kind: 'tokenId', value: 'token-1' })
  expect(await signs(env)).toBe(DENIED)
  expect(await signs(env, get, { jti: 'token-2' })).toBe(SIGNED)
  expect(await signs(env, get, { jti: undefined })).toBe(SIGNED)
  expect(await signs(env, get, { jti: 'token-2', sub: 'token-1' })).toBe(SIGNED)
})

test('what is below a prefix is denied, however it is reached', async () => {
  const env = configured()
  await put(env, { kind: 'prefix', value: 'users/42/secret/' })
  const source = (key: string) => ({ operation: 'CopyObject', key: 'users/42/b', copySource: { bucket: 'e2e', key } })
  const listed = (prefix: string) => ({ operation: 'ListObjectsV2', prefix })
  expect(await signs(env, { ...get, key: 'users/42/secret/a' })).toBe(DENIED)
  expect(await signs(env, { ...get, key: 'users/42/secret' })).toBe(SIGNED)
  expect(await signs(env, source('users/42/secret/a'))).toBe(DENIED)
  expect(await signs(env, source('users/42/a'))).toBe(SIGNED)
  expect(await signs(env, { ...source('users/42/a'), key: 'users/42/secret/a' })).toBe(DENIED)
  expect(await signs(env, listed('users/42/'))).toBe(DENIED)
  expect(await signs(env, listed('users/42/sec'))).toBe(DENIED)
  expect(await signs(env, listed('users/42/secret/a'))).toBe(DENIED)
  expect(await signs(env, listed('users/42/other'))).toBe(SIGNED)
  expect(await signs(env, { requests: [get, { ...get, key: 'users/42/secret/a' }] })).toBe(DENIED)
  const headers = bearer(await token())
  expect(await codeOf(await call(env, '/v1/objects/users/42%2Fsecret%2fa', { headers }))).toBe(DENIED)
  expect(await codeOf(await call(env, '/v1/objects/users/42/secret', { headers }))).toBe('302 undefined')
})

test('an upload slot below a denied prefix', async () => {
  const env = configured()
  await put(env, { kind: 'prefix', value: 'users/42/' })
  expect(await codeOf(await post(env, '/v1/uploads', { contentType: 'a/b', contentLength: 1 }))).toBe(DENIED)
})

test('a denial ends', async () => {
  const env = configured()
  await put(env, { kind: 'subject', value: 'user-42', until: new Date(Date.now() + 60_000).toISOString() })
  expect(await signs(env)).toBe(DENIED)
  vi.setSystemTime(Date.now() + 61_000)
  expect(await signs(env)).toBe(SIGNED)
  vi.useRealTimers()
})

test('it is cached for as long as configured, but for who changes it', async () => {
  const changing = configured({ DENIALS_CACHE_SECONDS: 60 })
  const other = { ...changing }
  expect([await signs(changing), await signs(other)]).toEqual([SIGNED, SIGNED])
  await put(changing, { kind: 'subject', value: 'user-42' })
  expect([await signs(changing), await signs(other)]).toEqual([DENIED, SIGNED])
  vi.setSystemTime(Date.now() + 59_000)
  expect(await signs(other)).toBe(SIGNED)
  vi.setSystemTime(Date.now() + 2000)
  expect(await signs(other)).toBe(DENIED)
  vi.useRealTimers()
})

test.each<[string, () => Promise<unknown>]>([
  ['unreachable', () => Promise.reject(new Error('Network connection lost'))],
  ['slow', () => new Promise(() => undefined)],
])('a list that is %s: closed, and still up', async (_, answer) => {
  const vendor = { credentials: vi.fn() }
  const DENIALS = denyList({ list: answer, put: answer })
  const env = configured({ DENIALS, VENDOR: vendor as never })
  const closed = '503 ERR_DENIALS_UNAVAILABLE'
  const [one, ...rest] = await Promise.all([signs(env), put(env, { kind: 'subject', value: 'a' }), signs(env)])
  expect([one, ...rest]).toEqual([closed, closed, closed])
  expect(vendor.credentials).not.toHaveBeenCalled()
  expect((await call(env, '/healthz')).status).toBe(200)
})

test('what is cached serves while it is fresh, and no longer', async () => {
  const answer = vi.fn(() => Promise.resolve([]))
  const DENIALS = denyList({ list: answer })
  const env = configured({ DENIALS, DENIALS_CACHE_SECONDS: 5 })
  expect(await signs(env)).toBe(SIGNED)
  answer.mockRejectedValue(new Error('Network connection lost'))
  expect(await signs(env)).toBe(SIGNED)
  vi.setSystemTime(Date.now() + 5000)
  expect(await signs(env)).toBe('503 ERR_DENIALS_UNAVAILABLE')
  vi.useRealTimers()
})

test('the list is bounded', async () => {
  const env = configured()
  const denials = env.DENIALS.getByName('denials')
  for (let i = 0; i < MAX_DENIALS - 1; i++) await denials.put({ kind: 'tokenId', value: `${i}` })
  expect(await put(env, { kind: 'subject', value: 'user-42' })).toBe('204 undefined')
  expect(await put(env, { kind: 'subject', value: 'another' })).toBe('409 ERR_TOO_MANY_DENIALS')
  expect(await put(env, { kind: 'subject', value: 'user-42', until: '2999-01-01T00:00:00Z' })).toBe('204 undefined')
  expect(await signs(env)).toBe(DENIED)
  expect(await list(env)).toHaveLength(MAX_DENIALS)
})

test.each<[string, object]>([
  ['no kind', { value: 'a' }],
  ['another kind', { kind: 'issuer', value: 'a' }],
  ['no value', { kind: 'subject' }],
  ['an empty value', { kind: 'prefix', value: '' }],
  ['a value that is none', { kind: 'subject', value: 42 }],
  ['a long value', { kind: 'prefix', value: 'a'.repeat(1025) }],
  ['an unknown field', { kind: 'subject', value: 'a', reason: 'b' }],
  ['an end that has been', { kind: 'subject', value: 'a', until: '2020-01-01T00:00:00Z' }],
  ['an end in words', { kind: 'subject', value: 'a', until: 'tomorrow' }],
  ['an end without a zone', { kind: 'subject', value: 'a', until: '2999-01-01T00:00:00' }],
  ['an end that is no date', { kind: 'subject', value: 'a', until: '2999-13-01T00:00:00Z' }],
  ['an end that is a number', { kind: 'subject', value: 'a', until: 1 }],
])('%s is refused', async (_, denial) => {
  const env = configured()
  expect(await put(env, denial)).toBe('400 ERR_INVALID_REQUEST')
  expect(await list(env)).toEqual([])
})

test.each(['', 'kind=subject', 'value=a', 'kind=all&value=a', 'kind=subject&value=a&all=1'])(
  'DELETE with the query %j is refused',
  async (query) => expect(await remove(configured(), query)).toBe('400 ERR_INVALID_REQUEST'),
)

test('a caller is no operator, and an operator no caller', async () => {
  const env = configured()
  const invalid = '401 ERR_INVALID_TOKEN'
  const enter = async (aud: unknown, path = '/v1/denials') =>
    codeOf(await call(env, path, { headers: bearer(await token({ aud })) }))
  expect(await enter(AUDIENCE)).toBe(invalid)
  expect(await enter(OPERATORS, '/v1/objects/users/42/a')).toBe(invalid)
  expect(await enter(`${OPERATORS}/`)).toBe(invalid)
  expect(await enter(OPERATORS)).toBe(SIGNED)
  expect(await codeOf(await call(env, '/v1/denials'))).toBe('401 ERR_MISSING_TOKEN')
})

test('an operator can be denied', async () => {
  const env = configured()
  await put(env, { kind: 'subject', value: 'operator' })
  expect(await put(env, { kind: 'subject', value: 'user-42' })).toBe(DENIED)
})

test('without operators there are no such routes', async () => {
  const env = configured({ OPERATOR_AUDIENCE: undefined })
  expect(await put(env, { kind: 'subject', value: 'a' })).toBe('404 ERR_NOT_FOUND')
  expect(await remove(env, 'kind=subject&value=a')).toBe('404 ERR_NOT_FOUND')
  expect(await codeOf(await call(env, '/v1/denials'))).toBe('404 ERR_NOT_FOUND')
})
