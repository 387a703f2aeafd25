// What is true of every route: other origins, the rate limit, the log, bodies, and what nobody expected.

import { env as bound } from 'cloudflare:test'
import { expect, test } from 'vitest'
import type { Env } from '../../worker/src/env.ts'
import { ISSUER, bearer, call, codeOf, configured, logs, post, token } from './call.ts'

const get = { operation: 'GetObject', key: 'users/42/a' }
const lastLog = () => JSON.parse(logs.at(-1)!) as Record<string, unknown>

test('other origins are let in by name only', async () => {
  const env = configured({ CORS_ORIGINS: ['https://app.example.com'] })
  const allowed = async (origin: string, method = 'OPTIONS', at = env) => {
    const headers = { origin, 'access-control-request-method': 'POST' }
    return (await call(at, '/v1/presign', { method, headers })).headers
  }
  const headers = await allowed('https://app.example.com')
  expect(headers.get('access-control-allow-origin')).toBe('https://app.example.com')
  expect(headers.get('access-control-allow-headers')).toBe('authorization,content-type')
  expect(headers.get('access-control-allow-credentials')).toBe(null)
  expect(headers.get('vary')).toMatch(/origin/i)
  expect((await allowed('https://app.example.com', 'POST')).get('access-control-allow-origin')).toBeTruthy()
  for (const origin of ['https://app.example.com.evil', 'https://evil', 'null', 'http://app.example.com', '']) {
    for (const method of ['OPTIONS', 'POST']) {
      expect((await allowed(origin, method)).get('access-control-allow-origin'), origin).toBe(null)
    }
  }
  expect((await allowed('https://app.example.com', 'POST', configured())).get('access-control-allow-origin')).toBe(null)
})

test('each caller has a rate limit of its own', async () => {
  const { RATE_LIMIT } = bound as unknown as Env
  const env = configured({ RATE_LIMIT })
  const codes = async (sub: string, times: number) => {
    const headers = bearer(await token({ sub }))
    const replies = Array.from({ length: times }, () => call(env, '/v1/objects/users/42/a', { headers }))
    return Promise.all((await Promise.all(replies)).map(codeOf))
  }
  const sub = crypto.randomUUID()
  const all = await codes(sub, 605)
  expect(all.filter((code) => code === '302 undefined')).toHaveLength(600)
  expect(all.filter((code) => code === '429 ERR_TOO_MANY_REQUESTS')).toHaveLength(5)
  expect(await codes(crypto.randomUUID(), 1)).toEqual(['302 undefined'])
})

test('the rate limit is by issuer and subject', async () => {
  const keys: string[] = []
  const limit = async ({ key }: { key: string }) => ({ success: keys.push(key) < 0 })
  expect(await codeOf(await post(configured({ RATE_LIMIT: { limit } }), '/v1/presign', get))).toBe(
    '429 ERR_TOO_MANY_REQUESTS',
  )
  expect(keys).toEqual([`${ISSUER}\nuser-42`])
})

test('who has no token takes nobody’s share', async () => {
  const limit = () => Promise.reject(new Error('not to be asked'))
  const env = configured({ RATE_LIMIT: { limit } })
  expect(await codeOf(await post(env, '/v1/presign', get, 'a.b.c'))).toBe('401 ERR_INVALID_TOKEN')
})

test('a line of the log says who did what', async () => {
  const env = configured()
  await post(env, '/v1/presign', { ...get, key: 'users/42/private-name' })
  const { subject, ...rest } = lastLog()
  expect(subject).toMatch(/^[0-9a-f]{16}$/)
  expect(rest).toEqual({
    ...{ method: 'POST', route: '/v1/presign', status: 200, operation: 'GetObject', count: 1 },
    ...{ bucket: 'e2e', prefix: 'users/42/' },
  })
  expect(logs.at(-1)).not.toContain('private-name')
  await post(env, '/v1/presign', { requests: [get, { ...get, key: 'users/43/a' }] }, await token({ sub: 'another' }))
  expect(lastLog()).toMatchObject({ status: 403, code: 'ERR_NOT_GRANTED', operation: 'many', count: 2 })
  expect(lastLog().subject).not.toBe(subject)
  await call(env, '/v1/objects/users/42/private-name', { headers: bearer(await token()) })
  expect(lastLog()).toMatchObject({ route: '/v1/objects/*', status: 302, operation: 'GetObject', subject })
  await call(env, '/private-name')
  expect(lastLog()).toMatchObject({ status: 404, code: 'ERR_NOT_FOUND' })
  expect(logs.at(-1)).not.toContain('private-name')
})

test('a line repeats no text of the caller’s', async () => {
  const operation = 'GetObject"}\n{"status":200'
  await post(configured(), '/v1/presign', { ...get, operation })
  expect(lastLog()).toMatchObject({ status: 400, operation: 'unknown' })
})

test('what nobody expected is told to nobody, and to the log without its message', async () => {
  const RATE_LIMIT = { limit: () => Promise.reject(new RangeError('AKIAIOSFODNN7EXAMPLE')) }
  const response = await post(configured({ RATE_LIMIT }), '/v1/presign', get)
  expect(await codeOf(response)).toBe('500 ERR_INTERNAL')
  const { trace } = lastLog() as { trace: string[] }
  expect(trace[0]).toBe('RangeError')
  expect(trace[1]).toMatch(/^at .*app\.test/)
})

test.each([
  ['GET', '/'],
  ['GET', '/v1'],
  ['GET', '/v1/presign'],
  ['PUT', '/v1/presign'],
  ['POST', '/v1/presign/'],
  ['POST', '/v1/objects/a'],
  ['DELETE', '/v1/objects/a'],
  ['GET', '/v1/objects'],
  ['PATCH', '/v1/denials'],
  ['POST', '/healthz'],
])('%s %s is no route', async (method, path) => {
  const response = await call(configured(), path, { method, headers: bearer(await token()) })
  expect(await codeOf(response)).toMatch(/^(404 ERR_NOT_FOUND|400 ERR_INVALID_KEY)$/)
})

test('a body is not read further than it may be long', async () => {
  let sent = 0
  const body = new ReadableStream({
    pull(controller) {
      sent += 65_536
      controller.enqueue(new Uint8Array(65_536).fill(0x20))
    },
  })
  const headers = { 'content-type': 'application/json', ...bearer(await token()) }
  const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit
  expect(await codeOf(await call(configured(), '/v1/presign', init))).toBe('413 ERR_TOO_LARGE')
  expect(sent).toBeLessThan(2 ** 21)
})

test('nor is one that says so', async () => {
  const headers = { 'content-type': 'application/json', 'content-length': '1048577', ...bearer(await token()) }
  const response = await call(configured(), '/v1/presign', { method: 'POST', headers, body: '{}' })
  expect(await codeOf(response)).toBe('413 ERR_TOO_LARGE')
})

test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json5', undefined])(
  'a body of type %s is not read',
  async (type) => {
    const headers = { ...(type && { 'content-type': type }), ...bearer(await token()) }
    const body = new TextEncoder().encode(JSON.stringify(get))
    const response = await call(configured(), '/v1/presign', { method: 'POST', headers, body })
    expect(await codeOf(response)).toBe('415 ERR_UNSUPPORTED_MEDIA_TYPE')
  },
)

test('a body that is no UTF-8', async () => {
  const headers = { 'content-type': 'application/json; charset=utf-8', ...bearer(await token()) }
  const init = { method: 'POST', headers, body: new Uint8Array([0x22, 0xff, 0x22]) }
  expect(await codeOf(await call(configured(), '/v1/presign', init))).toBe('400 ERR_INVALID_JSON')
})

test('a token says how to get in', async () => {
  const { headers } = await call(configured(), '/v1/objects/a')
  expect(headers.get('www-authenticate')).toBe('Bearer')
})
