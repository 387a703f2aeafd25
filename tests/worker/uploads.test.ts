// POST /v1/uploads, with slots that are really used on the S3 server.

import { expect, test } from 'vitest'
import { CALLER_GRANT, GRANT, OPERATIONS, TEST, codeOf, configured, post, send, token } from './call.ts'

const MEBIBYTE = 2 ** 20
const multipart = { threshold: 6 * MEBIBYTE, partSize: 5 * MEBIBYTE }
const env = configured({ UPLOADS: { ifNoneMatch: true, multipart } })
const small = { contentType: 'image/png', contentLength: 5 }
const large = { contentType: 'video/mp4', contentLength: 11 * MEBIBYTE }

const slot = async (body: unknown, at = env, authorization?: string): Promise<any> => {
  const response = await post(at, '/v1/uploads', body, authorization)
  expect(response.status).toBe(201)
  return response.json()
}
const read = async (key: string) => {
  const response = await post(env, '/v1/presign', { operation: 'GetObject', key })
  return send((await response.json()) as never)
}

test('a slot takes one object, of its type and length, once', async () => {
  const { key, put } = await slot({ ...small, extension: 'png' })
  expect(key).toMatch(/^users\/42\/[0-9a-f]{32}\.png$/)
  expect(put).toMatchObject({ method: 'PUT', contentLength: 5 })
  expect(put.headers).toEqual({ 'content-type': 'image/png', 'if-none-match': '*' })
  const typed = { ...put, headers: { ...put.headers, 'content-type': 'text/html' } }
  expect((await send(typed, 'hello')).status).toBe(403)
  expect((await send(put, 'longer')).status).toBe(403)
  expect((await send({ ...put, headers: { 'content-type': 'image/png' } }, 'hello')).status).toBe(403)
  expect((await send(put, 'hello')).status).toBe(200)
  expect((await send(put, 'again')).status).toBe(412)
  const stored = await read(key)
  expect([await stored.text(), stored.headers.get('content-type')]).toEqual(['hello', 'image/png'])
})

test('every slot has a key of its own', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, async () => (await slot(small)).key))
  expect(new Set(keys).size).toBe(20)
})

test('without the provider’s If-None-Match there is none', async () => {
  const { put } = await slot(small, configured({ UPLOADS: {} }))
  expect(put.headers).toEqual({ 'content-type': 'image/png' })
})

test('a large object is uploaded in parts, and once', async () => {
  const { key, multipart } = await slot(large)
  expect(multipart.parts.map(({ partNumber, contentLength }: any) => [partNumber, contentLength])).toEqual([
    [1, 5 * MEBIBYTE],
    [2, 5 * MEBIBYTE],
    [3, MEBIBYTE],
  ])
  const tags = []
  for (const part of multipart.parts) {
    expect((await send(part, new Uint8Array(part.contentLength - 1))).status).toBe(403)
    const sent = await send(part, new Uint8Array(part.contentLength).fill(part.partNumber))
    expect(sent.status).toBe(200)
    tags.push(`<Part><PartNumber>${part.partNumber}</PartNumber><ETag>${sent.headers.get('etag')}</ETag></Part>`)
  }
  const completion = `<CompleteMultipartUpload>${tags.join('')}</CompleteMultipartUpload>`
  expect((await send(multipart.complete, completion)).status).toBe(200)
  const stored = await read(key)
  const bytes = new Uint8Array(await stored.arrayBuffer())
  expect([bytes.length, bytes[0], bytes.at(-1)]).toEqual([11 * MEBIBYTE, 1, 3])
  expect(stored.headers.get('content-type')).toBe('video/mp4')
  expect(multipart.complete.headers).toMatchObject({ 'if-none-match': '*' })
})

test('an upload in parts can be ended', async () => {
  const { multipart } = await slot(large)
  expect((await send(multipart.abort)).status).toBe(204)
  expect((await send(multipart.parts[2], new Uint8Array(MEBIBYTE))).status).toBe(404)
})

test('the threshold decides', async () => {
  expect(await slot({ ...large, contentLength: 6 * MEBIBYTE })).toHaveProperty('put')
  expect(await slot({ ...large, contentLength: 6 * MEBIBYTE + 1 })).toHaveProperty('multipart')
})

test('the largest has a thousand parts, which have grown', async () => {
  const { multipart } = await slot({ ...large, contentLength: 5000 * 2 ** 30 })
  expect([multipart.parts.length, multipart.partSize]).toEqual([1000, 5 * 2 ** 30])
})

test('the prefix is the narrower one of both grants', async () => {
  const all = { bucket: 'e2e', operations: OPERATIONS }
  expect((await slot(small, env, await token({ grant: all }))).key).toMatch(/^users\/[0-9a-f]{32}$/)
  const wide = configured({ GRANT: { ...all, maxExpiresIn: 60 } })
  expect((await slot(small, wide, await token({ grant: all }))).key).toMatch(/^[0-9a-f]{32}$/)
  expect((await slot(small, wide)).key).toMatch(/^users\/42\/[0-9a-f]{32}$/)
})

test.each<[string, object, string]>([
  ['no type', { contentLength: 5 }, '400 ERR_INVALID_REQUEST'],
  ['no length', { contentType: 'image/png' }, '400 ERR_INVALID_REQUEST'],
  ['a length that is a text', { ...small, contentLength: '5' }, '400 ERR_INVALID_REQUEST'],
  ['a length below zero', { ...small, contentLength: -1 }, '400 ERR_INVALID_REQUEST'],
  ['a length that is too much', { ...small, contentLength: 1e15 }, '400 ERR_INVALID_REQUEST'],
  [
    'a type with a line break',
    { ...small, contentType: 'image/png\r\nx-amz-acl: public-read' },
    '400 ERR_INVALID_HEADER',
  ],
  ['a key', { ...small, key: 'users/42/mine' }, '400 ERR_INVALID_REQUEST'],
  ['a prefix', { ...small, prefix: 'users/43/' }, '400 ERR_INVALID_REQUEST'],
  ['a bucket', { ...small, bucket: 'other' }, '400 ERR_INVALID_REQUEST'],
  ['an endpoint', { ...small, endpoint: 'https://x.evil' }, '400 ERR_INVALID_REQUEST'],
  ['an extension that climbs', { ...small, extension: 'a/../../43/b' }, '400 ERR_INVALID_KEY'],
  ['an extension that is none', { ...small, extension: 5 }, '400 ERR_INVALID_REQUEST'],
  ['a long life', { ...small, expiresIn: 1e6 }, '400 ERR_INVALID_EXPIRES_IN'],
  ['a life that is a text', { ...small, expiresIn: '60' }, '400 ERR_INVALID_ARG_TYPE'],
])('%s', async (_, body, expected) => {
  expect(await codeOf(await post(env, '/v1/uploads', body))).toBe(expected)
})

test('without parts an object has 5 GiB at most', async () => {
  const at = configured()
  const most = { ...small, contentLength: 5 * 2 ** 30 }
  expect(await codeOf(await post(at, '/v1/uploads', most))).toBe('201 undefined')
  expect(await codeOf(await post(at, '/v1/uploads', { ...most, contentLength: 5 * 2 ** 30 + 1 }))).toBe(
    '400 ERR_INVALID_REQUEST',
  )
})

test.each<[string, object, object]>([
  ['single keys', { bucket: 'e2e', keys: ['users/42/a'], operations: OPERATIONS }, small],
  ['reading only', { ...CALLER_GRANT, operations: ['GetObject'] }, small],
  ['another type', { ...CALLER_GRANT, contentTypes: ['image/jpeg'], operations: ['PutObject'] }, small],
  ['less', { ...CALLER_GRANT, maxContentLength: 4, operations: ['PutObject'] }, small],
  ['others’ objects', { ...CALLER_GRANT, prefix: 'others/' }, small],
  ['another bucket', { ...CALLER_GRANT, bucket: 'other' }, small],
  ['small objects', { ...CALLER_GRANT, operations: ['PutObject'] }, large],
  ['smaller parts', { ...CALLER_GRANT, operations: PARTS(), maxContentLength: MEBIBYTE }, large],
  ['no parts', { ...CALLER_GRANT, operations: PARTS('UploadPart') }, large],
  ['no end', { ...CALLER_GRANT, operations: PARTS('AbortMultipartUpload') }, large],
])('a grant of %s has no slot for it, and nothing is created', async (_, grant, body) => {
  const before = await uploads()
  expect(await codeOf(await post(env, '/v1/uploads', body, await token({ grant })))).toBe('403 ERR_NOT_GRANTED')
  expect(await uploads()).toBe(before)
})

/** The operations of an upload in parts, but for one. */
function PARTS(without?: string) {
  return OPERATIONS.filter((name) => /Upload/.test(name) && name !== without)
}

/** How many uploads in parts are under way. */
async function uploads() {
  const operations = ['ListMultipartUploads']
  const lister = configured({ GRANT: { ...GRANT, operations } })
  const request = { operation: 'ListMultipartUploads', prefix: 'users/42/' }
  const authorization = await token({ grant: { ...CALLER_GRANT, operations } })
  const response = await send((await (await post(lister, '/v1/presign', request, authorization)).json()) as never)
  expect(response.status).toBe(200)
  return (await response.text()).match(/<UploadId>/g)?.length ?? 0
}

test.each([
  ['unreachable', 'http://127.0.0.1:1'],
  ['redirecting', `${TEST.issuerUrl}/away`],
  ['refusing', `${TEST.issuerUrl}/refusing`],
  ['talking of something else', `${TEST.issuerUrl}/text`],
  ['talking too long', `${TEST.issuerUrl}/long`],
])('a provider that is %s', async (_, url) => {
  const ENDPOINT = { provider: 'custom', url, region: 'us-east-1' }
  const at = configured({ ENDPOINT, UPLOADS: { multipart } })
  expect(await codeOf(await post(at, '/v1/uploads', large))).toBe('502 ERR_PROVIDER')
  expect(await codeOf(await post(at, '/v1/uploads', small))).toBe('201 undefined')
})

test('R2 takes no upload in parts by URLs, and says so', async () => {
  const ENDPOINT = { provider: 'r2', accountId: '0123456789abcdef0123456789abcdef' }
  const at = configured({ ENDPOINT, UPLOADS: { multipart } })
  expect(await codeOf(await post(at, '/v1/uploads', large))).toBe('400 ERR_UNSUPPORTED_BY_PROVIDER')
})
