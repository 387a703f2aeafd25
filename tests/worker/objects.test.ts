// GET /v1/objects/<key>, with redirects that are really followed.

import { expect, test } from 'vitest'
import { CALLER_GRANT, bearer, call, codeOf, configured, post, send, token } from './call.ts'

const env = configured()
const open = async (path: string, method = 'GET') =>
  call(env, `/v1/objects/${path}`, { method, headers: bearer(await token()) })

async function store(key: string, body: string) {
  const response = await post(env, '/v1/presign', { operation: 'PutObject', key })
  expect((await send((await response.json()) as never, body)).status).toBe(200)
}

const locationOf = (response: Response) => response.headers.get('location')!

test.each([
  ['plain', 'plain'],
  ['a space and ä', 'a%20space%20and%20%C3%A4'],
  ['%2e%2e', '%252e%252e'],
  ['100%', '100%25'],
  ['a%2Fb', 'a%252Fb'],
  ['a+b', 'a+b'],
  ['a\\b', 'a%5Cb'],
  ['?#&=', '%3F%23&='],
  ['a/b', 'a/b'],
  ['a/b', 'a%2Fb'],
  ['a//b', 'a//b'],
  ['😀', '%F0%9F%98%80'],
])('the key %j is sent as %s, and decoded once', async (name, path) => {
  await store(`users/42/${name}`, `body of ${name}`)
  const response = await open(`users/42/${path}`)
  expect(response.status).toBe(302)
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('referrer-policy')).toBe('no-referrer')
  expect(await (await fetch(locationOf(response))).text()).toBe(`body of ${name}`)
})

test('HEAD leads to HEAD', async () => {
  await store('users/42/head', '12345')
  const response = await open('users/42/head', 'HEAD')
  expect(response.status).toBe(302)
  const head = await fetch(locationOf(response), { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length')]).toEqual([200, '5'])
  expect((await fetch(locationOf(response))).status).toBe(403)
})

test('it lives for less, if the grant says so', async () => {
  const headers = bearer(await token({ grant: { ...CALLER_GRANT, maxExpiresIn: 10 } }))
  const response = await call(env, '/v1/objects/users/42/a', { headers })
  expect(new URL(locationOf(response)).searchParams.get('X-Amz-Expires')).toBe('10')
})

test('it lives for a minute', async () => {
  expect(new URL(locationOf(await open('users/42/a'))).searchParams.get('X-Amz-Expires')).toBe('60')
})

test.each([
  ['broken %', 'users/42/%', '400 ERR_INVALID_KEY'],
  ['broken % of one digit', 'users/42/%2', '400 ERR_INVALID_KEY'],
  ['broken % of letters', 'users/42/%zz', '400 ERR_INVALID_KEY'],
  ['what is no UTF-8', 'users/42/%ff', '400 ERR_INVALID_KEY'],
  ['half of a surrogate pair', 'users/42/%ED%A0%80', '400 ERR_INVALID_KEY'],
  ['dots behind encoded slashes', 'users/42%2F..%2F43%2Fa', '400 ERR_INVALID_KEY'],
  ['encoded dots behind encoded slashes', 'users/42%2F%2e%2e%2F43', '400 ERR_INVALID_KEY'],
  ['dots that lead to others', 'users/42/../43/a', '403 ERR_NOT_GRANTED'],
  ['encoded dots that lead to others', 'users/42/%2e%2E/43/a', '403 ERR_NOT_GRANTED'],
  ['dots that lead to another route', '../healthz/../presign', '404 ERR_NOT_FOUND'],
  ['dots that lead out', '../../../../x', '404 ERR_NOT_FOUND'],
  ['backslashes that lead to others', 'users/42\\..\\43\\a', '403 ERR_NOT_GRANTED'],
  ['others', 'users/43/a', '403 ERR_NOT_GRANTED'],
  ['others, encoded', 'users%2F43%2Fa', '403 ERR_NOT_GRANTED'],
  ['the prefix, encoded twice', 'users%252F42%252Fa', '403 ERR_NOT_GRANTED'],
  ['no key', '', '400 ERR_INVALID_KEY'],
  ['a query', 'users/42/a?response-content-type=text/html', '400 ERR_INVALID_REQUEST'],
  ['an endpoint in the query', 'users/42/a?endpoint=https://x.evil', '400 ERR_INVALID_REQUEST'],
])('%s: %s', async (_, path, expected) => {
  expect(await codeOf(await open(path))).toBe(expected)
})

test('the route is not found by another spelling of it', async () => {
  const headers = bearer(await token())
  for (const path of [
    '/v1/%6fbjects/users/42/a',
    '/v1%2Fobjects/users/42/a',
    '//v1/objects/users/42/a',
    '/V1/objects/a',
  ]) {
    expect(await codeOf(await call(env, path, { headers }))).toBe('404 ERR_NOT_FOUND')
  }
})

test('HEAD needs a grant of its own', async () => {
  const headers = bearer(await token({ grant: { ...CALLER_GRANT, operations: ['GetObject'] } }))
  expect((await call(env, '/v1/objects/users/42/a', { headers })).status).toBe(302)
  expect((await call(env, '/v1/objects/users/42/a', { headers, method: 'HEAD' })).status).toBe(403)
})
