// Which web pages may call.

import { expect, test } from 'vitest'
import { ENDPOINT, call, codeOf, configured, freshKey, presigner, requestOf, stored } from './call.ts'

const APP = 'https://app.example.com'
const open = configured({ CORS_ORIGINS: [APP, 'https://other.example.com'] })
const preflight = (origin: string, method: string, env = open) =>
  call(
    new Request(`${ENDPOINT}/media/a?X-Amz-Signature=a`, {
      method: 'OPTIONS',
      headers: {
        ...{ origin, 'access-control-request-method': method },
        'access-control-request-headers': 'content-type,x-amz-meta-a',
      },
    }),
    env,
  )

test('a preflight is answered without a signature', async () => {
  for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
    const { status, headers } = await preflight(APP, method)
    expect(status).toBe(204)
    expect(headers.get('access-control-allow-origin')).toBe(APP)
    expect(headers.get('access-control-allow-methods')).toBe('GET, HEAD, PUT, DELETE')
    expect(headers.get('access-control-allow-headers')).toBe('content-type,x-amz-meta-a')
    expect(headers.get('access-control-allow-credentials')).toBeNull()
    expect(headers.get('vary')).toBe('Access-Control-Request-Headers, Origin')
  }
})

test('a preflight that is refused', async () => {
  for (const [origin, method, env] of [
    ['https://evil.example.com', 'GET', open],
    ['null', 'GET', open],
    [APP, 'POST', open],
    [APP, '', open],
    [APP, 'GET', configured()],
  ] as const) {
    const response = await preflight(origin, method, env)
    expect(response.headers.has('access-control-allow-methods')).toBe(false)
    expect(await codeOf(response)).toBe('403 AccessForbidden')
  }
})

test('an allowed page reads answers, errors too, and all of their headers', async () => {
  const { key } = await stored('mine', { customMetadata: { a: 'b' } })
  for (const [path, status] of [
    [key, 200],
    [freshKey(), 404],
  ] as const) {
    const presigned = presigner.presign('GetObject', { key: path })
    const { headers, ...response } = await call(requestOf(presigned, { headers: { origin: APP } }), open)
    expect(response).toBeDefined()
    expect(headers.get('access-control-allow-origin')).toBe(APP)
    expect(headers.get('vary')).toBe('Origin')
    const exposed = headers.get('access-control-expose-headers')!.split(', ')
    expect(exposed).toContain('x-amz-request-id')
    if (status === 200) expect(exposed).toEqual(expect.arrayContaining(['etag', 'x-amz-meta-a', 'content-type']))
  }
})

test('another page reads nothing', async () => {
  const { key } = await stored()
  for (const origin of ['https://evil.example.com', 'null', `${APP}.evil.com`, APP.toUpperCase()]) {
    const { headers } = await call(requestOf(presigner.presign('GetObject', { key }), { headers: { origin } }), open)
    expect(headers.get('access-control-allow-origin')).toBeNull()
    expect(headers.get('access-control-expose-headers')).toBeNull()
    expect(headers.get('vary')).toBe('Origin') // or a cache would give one page the answer to another
  }
})

test('any page, where that is wanted', async () => {
  const { key } = await stored()
  const any = configured({ CORS_ORIGINS: ['*'] })
  const presigned = presigner.presign('GetObject', { key })
  const { headers } = await call(requestOf(presigned, { headers: { origin: 'https://any.example.com' } }), any)
  expect(headers.get('access-control-allow-origin')).toBe('*')
  expect((await preflight('https://any.example.com', 'PUT', any)).status).toBe(204)
})
