// worker/openapi.json beside the running Worker: every route and every status of it is seen here, and every reply of all
// these tests is held against its schema (documented.ts).

import type { Schema } from '@cfworker/json-schema'
import { expect, test } from 'vitest'
import document from '../../worker/openapi.json' with { type: 'json' }
import { app } from '../../worker/src/app.ts'
import type { Env } from '../../worker/src/env.ts'
import { OPTIONS } from '../../worker/src/presign.ts'
import { JWT, OPERATORS, TEST, bearer, call, configured, denyList, token } from './call.ts'
import { documented, isValid, routeOf, seen } from './documented.ts'

const json = (method: string, body: unknown): RequestInit => ({ method, body: JSON.stringify(body) })
const presign = json('POST', { operation: 'GetObject', key: 'users/42/a' })
const upload = json('POST', { contentType: 'a/b', contentLength: 5 })
const denial = json('PUT', { kind: 'subject', value: 'a' })
const take = (path: string): [string, RequestInit] => [path, { method: 'DELETE' }]

const CALLERS: [string, RequestInit][] = [
  ['/v1/presign', presign],
  ['/v1/presign', json('POST', { requests: [{ operation: 'GetObject', key: 'users/42/a' }] })],
  ['/v1/objects/users/42/a', { method: 'GET' }],
  ['/v1/objects/users/42/a', { method: 'HEAD' }],
  ['/v1/uploads', upload],
]
const OPERATORS_ROUTES: [string, RequestInit][] = [
  ['/v1/denials', { method: 'GET' }],
  ['/v1/denials', denial],
  take('/v1/denials?kind=subject&value=a'),
]

const operator = async () => token({ aud: OPERATORS, sub: 'operator', grant: undefined })

async function send(env: Env, path: string, init: RequestInit, authorization: string, type = 'application/json') {
  return (await call(env, path, { ...init, headers: { 'content-type': type, ...bearer(authorization) } })).status
}

/** The status of each route, as `name` says it is. */
async function all(expected: number[], change: { env?: Partial<Env>; caller?: string; operator?: string } = {}) {
  const env = configured(change.env)
  const statuses = []
  for (const [path, init] of CALLERS) statuses.push(await send(env, path, init, change.caller ?? (await token())))
  for (const [path, init] of OPERATORS_ROUTES) {
    statuses.push(await send(env, path, init, change.operator ?? (await operator())))
  }
  expect(statuses).toEqual(expected)
}

const each = (status: number) => Array.from({ length: CALLERS.length + OPERATORS_ROUTES.length }, () => status)
const unreachable = denyList({ list: () => Promise.reject(new Error()) })

async function refuseAllRoutes() {
  await call(configured(), '/healthz')
  await call(configured({ GRANT: undefined }), '/healthz')
  await all([200, 200, 302, 302, 201, 200, 204, 204])
  await all(each(401), { caller: 'a.b.c', operator: 'a.b.c' })
  await all(each(429), { env: { RATE_LIMIT: { limit: async () => ({ success: false }) } } })
  await all(each(500), { env: { GRANT: undefined } })
  await all(each(503), { env: { DENIALS: unreachable } })
  await all(each(503), { env: { JWT: { ...JWT, jwksUrl: `${TEST.issuerUrl}/failing` } } })
}

async function denyAllRoutes() {
  const env = configured()
  for (const value of ['user-42', 'operator']) {
    await send(env, '/v1/denials', json('PUT', { kind: 'subject', value }), await operator())
  }
  for (const [path, init] of CALLERS) expect(await send(env, path, init, await token())).toBe(403)
  for (const [path, init] of OPERATORS_ROUTES) expect(await send(env, path, init, await operator())).toBe(403)
}

/** What only some routes answer. */
async function others() {
  const env = configured({ UPLOADS: { multipart: { threshold: 1, partSize: 5 * 2 ** 20 } } })
  const caller = await token()
  const large = json('POST', { contentType: 'a/b', contentLength: 6 * 2 ** 20 })
  expect(await send(env, '/v1/uploads', large, caller)).toBe(201)
  const failing = { provider: 'custom', url: `${TEST.issuerUrl}/failing`, region: 'us-east-1' }
  const broken = configured({ ENDPOINT: failing, UPLOADS: env.UPLOADS })
  expect(await send(broken, '/v1/uploads', large, caller)).toBe(502)
  for (const [path, method, authorization] of [
    ['/v1/presign', 'POST', caller],
    ['/v1/uploads', 'POST', caller],
    ['/v1/denials', 'PUT', await operator()],
  ] as const) {
    expect(await send(env, path, json(method, {}), authorization)).toBe(400)
    expect(await send(env, path, json(method, 'a'.repeat(2 ** 20)), authorization)).toBe(413)
    expect(await send(env, path, json(method, {}), authorization, 'text/plain')).toBe(415)
  }
  for (const method of ['GET', 'HEAD']) {
    expect(await send(env, '/v1/objects/%zz', { method }, caller)).toBe(400)
    expect(await send(env, `/v1/objects/users/42/${'a'.repeat(1024)}`, { method }, caller)).toBe(413)
  }
}

async function operatorsOnly() {
  const env = configured()
  expect(await send(env, ...take('/v1/denials'), await operator())).toBe(400)
  expect(await send(env, ...take('/v1/denials?kind=subject&value=nobody'), await operator())).toBe(404)
  const none = configured({ OPERATOR_AUDIENCE: undefined })
  for (const [path, init] of OPERATORS_ROUTES) expect(await send(none, path, init, await operator())).toBe(404)
  const DENIALS = denyList({ list: async () => [], put: async () => false })
  expect(await send(configured({ DENIALS }), '/v1/denials', denial, await operator())).toBe(409)
}

test('every documented status of every route is seen, and is as documented', async () => {
  await refuseAllRoutes()
  await denyAllRoutes()
  await others()
  await operatorsOnly()
  expect([...seen].toSorted()).toEqual(documented.toSorted())
})

test('every route is documented', () => {
  const routes = app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${routeOf(path)}`)
  const names = Object.entries(document.paths).flatMap(([path, methods]) =>
    ['get', 'post', 'put', 'delete']
      .filter((method) => method in methods)
      .map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect([...new Set(routes)].toSorted()).toEqual(names.toSorted())
})

test('every option of a request is documented', () => {
  const { properties } = document.components.schemas.PresignRequest
  expect(Object.keys(properties).toSorted()).toEqual(['operation', ...OPTIONS].toSorted())
})

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })

test('the schemas refuse what is not as they say', () => {
  const error = { code: 'ERR_X', message: 'm' }
  expect(isValid({ error }, ref('Error')).valid).toBe(true)
  expect(isValid({ error: { ...error, stack: 's' } }, ref('Error')).valid).toBe(false)
  expect(isValid({ error: { code: 'x', message: 'm' } }, ref('Error')).valid).toBe(false)
  expect(isValid({ operation: 'GetObject', endpoint: 'x' }, ref('PresignRequest')).valid).toBe(false)
  expect(isValid({ key: 'k' }, ref('Upload')).valid).toBe(false)
})
