// PutObject and DeleteObject: what is bound is held, and what cannot be is refused.

import { expect, test } from 'vitest'
import { BUCKET, call, codeOf, configured, freshKey, get, lengthOf } from './call.ts'
import { presigner, put, putWith, requestOf, send, stored, textOf } from './call.ts'

test('an upload, with all that is stored beside it', async () => {
  const key = freshKey()
  const body = Uint8Array.from({ length: 70_000 }, (_, i) => i % 251)
  const response = await put(key, body, {
    ...{ contentType: 'image/x-test', cacheControl: 'public, max-age=60', contentDisposition: 'inline' },
    ...{ contentEncoding: 'identity', contentLanguage: 'de', metadata: { owner: '42', 'a-b': 'c d' } },
    ...{ contentLength: body.length, storageClass: 'STANDARD', headers: { expires: 'Mon, 02 Jan 2040 03:04:05 GMT' } },
  })
  const object = (await BUCKET.get(key))!
  expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([200, object.httpEtag, ''])
  expect(new Uint8Array(await object.arrayBuffer())).toEqual(body)
  expect(object.customMetadata).toEqual({ owner: '42', 'a-b': 'c d' })
  expect(object.httpMetadata).toEqual({
    ...{ contentType: 'image/x-test', cacheControl: 'public, max-age=60', contentDisposition: 'inline' },
    ...{ contentEncoding: 'identity', contentLanguage: 'de', cacheExpiry: new Date('2040-01-02T03:04:05Z') },
  })
  const got = await get(key)
  expect(new Uint8Array(await got.arrayBuffer())).toEqual(body)
  expect([got.headers.get('content-type'), got.headers.get('x-amz-meta-a-b')]).toEqual(['image/x-test', 'c d'])
})

test('what is not bound is stored as it is sent, as S3 does', async () => {
  const key = freshKey()
  await send('PutObject', { key }, { body: 'a', headers: { 'content-length': '1', 'content-type': 'text/x-free' } })
  expect((await BUCKET.head(key))!.httpMetadata).toEqual({ contentType: 'text/x-free' })
})

test('an upload of no bytes, with and without a body', async () => {
  for (const body of ['', null]) {
    const key = freshKey()
    const bound = { key, contentLength: 0 }
    expect((await send('PutObject', bound, { body, headers: { 'content-length': '0' } })).status).toBe(200)
    expect((await BUCKET.head(key))!.size).toBe(0)
  }
  const key = freshKey()
  expect((await send('PutObject', { key })).status).toBe(200)
  expect((await BUCKET.head(key))!.size).toBe(0)
})

test('a body of another length than was said is not stored', async () => {
  const key = freshKey()
  const sent = async (contentLength: string, body: string | null) =>
    codeOf(await send('PutObject', { key }, { body, headers: { 'content-length': contentLength } }))
  expect(await sent('5', 'four')).toBe('400 IncompleteBody')
  expect(await sent('3', 'four')).toBe('400 IncompleteBody')
  expect(await sent('3', null)).toBe('400 IncompleteBody')
  expect(await sent('0', 'four')).toBe('400 IncompleteBody')
  expect(await sent('four', 'four')).toBe('411 MissingContentLength')
  expect(await sent('4, 4', 'four')).toBe('411 MissingContentLength')
  expect(await textOf(key)).toBeUndefined()
})

test('a body that breaks off leaves what was there', async () => {
  const { key, unchanged } = await stored()
  const body = new ReadableStream({
    pull(controller) {
      if (this.sent) return controller.error(new Error('gone'))
      this.sent = true
      controller.enqueue(new TextEncoder().encode('half'))
    },
  } as UnderlyingSource & { sent?: boolean })
  const response = await send('PutObject', { key }, { body, headers: { 'content-length': '8' } })
  expect(response.status).toBe(500) // whether it was the client or R2 that broke off cannot be told
  await unchanged()
})

test('a length is needed, and has a limit', async () => {
  const key = freshKey()
  expect(await codeOf(await send('PutObject', { key }, { body: 'a' }))).toBe('411 MissingContentLength')
  const small = configured({ MAX_CONTENT_LENGTH: 10 })
  const sent = (body: string) =>
    send('PutObject', { key }, { body, headers: { 'content-length': lengthOf(body) } }, small)
  expect(await codeOf(await sent('a'.repeat(11)))).toBe('400 EntityTooLarge')
  expect(await textOf(key)).toBeUndefined()
  expect((await sent('a'.repeat(10))).status).toBe(200)
})

test('an object is stored once', async () => {
  const key = freshKey()
  const options = { ifNoneMatch: '*', contentType: 'text/plain' }
  expect((await put(key, 'first', options)).status).toBe(200)
  expect(await codeOf(await put(key, 'second', options))).toBe('412 PreconditionFailed')
  expect(await textOf(key)).toBe('first')
})

test('at the same time, too', async () => {
  const key = freshKey()
  const bodies = Array.from({ length: 8 }, (_, i) => `body ${i}`)
  const statuses = (await Promise.all(bodies.map((body) => put(key, body, { ifNoneMatch: '*' })))).map((r) => r.status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(1)
  expect(statuses.filter((status) => status === 412)).toHaveLength(7)
  expect(await textOf(key)).toBe(bodies[statuses.indexOf(200)])
})

test('an object is replaced if it is still the same', async () => {
  const { key, object } = await stored()
  const replaced = async (ifMatch: string, body: string) => codeOf(await put(key, body, { ifMatch }))
  expect(await replaced('"other"', 'b')).toBe('412 PreconditionFailed')
  expect(await replaced(`W/${object.httpEtag}`, 'b')).toBe('412 PreconditionFailed')
  expect(await textOf(key)).toBe('kept')
  expect(await replaced(`"other", ${object.httpEtag}`, 'b')).toBe('200 undefined')
  expect(await replaced(object.httpEtag, 'c')).toBe('412 PreconditionFailed')
  expect(await replaced((await BUCKET.head(key))!.etag, 'c')).toBe('200 undefined') // without quotes
  expect(await textOf(key)).toBe('c')
  const ifMatch = '*'
  expect(await codeOf(await put(freshKey(), 'a', { ifMatch }))).toBe('412 PreconditionFailed')
  const conditions = { ifNoneMatch: (await BUCKET.head(key))!.httpEtag }
  expect(await codeOf(await put(key, 'd', conditions))).toBe('412 PreconditionFailed')
})

test.each(['', ',', '"a', 'a"b"c"d', '*, "a"', '"a" *', '**'])('the condition %j is none', async (condition) => {
  const { key, unchanged } = await stored()
  for (const name of ['if-match', 'if-none-match'])
    expect(await codeOf(await put(key, 'new', { headers: { [name]: condition } }))).toBe('400 InvalidArgument')
  await unchanged()
})

test('headers that were signed as parameters are held, too', async () => {
  const key = freshKey()
  const options = { ifNoneMatch: '*', metadata: { owner: '42' }, storageClass: 'STANDARD' }
  const hoist = ['If-None-Match', 'x-amz-meta-owner', 'X-Amz-Storage-Class']
  expect((await put(key, 'a', { ...options, hoist })).status).toBe(200)
  expect((await BUCKET.head(key))!.customMetadata).toEqual({ owner: '42' })
  expect(await codeOf(await put(key, 'b', { ...options, hoist }))).toBe('412 PreconditionFailed')
  const both = presigner.presign('PutObject', { key: freshKey(), ifNoneMatch: '*', hoist: ['if-none-match'] })
  const request = requestOf(both, { body: 'a', headers: { 'content-length': '1', 'if-none-match': '"b"' } })
  expect(await codeOf(await call(request))).toBe('400 InvalidArgument')
})

/** Headers that would go unheard here. */
const UNHEARD: Record<string, string>[] = [
  { 'x-amz-acl': 'private' },
  { 'x-amz-grant-read': 'id=1' },
  { 'x-amz-tagging': 'a=b' },
  { 'x-amz-storage-class': 'STANDARD_IA' },
  { 'x-amz-server-side-encryption': 'AES256' },
  { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' },
  { 'x-amz-server-side-encryption-aws-kms-key-id': '1' },
  { 'x-amz-object-lock-mode': 'COMPLIANCE' },
  { 'x-amz-object-lock-legal-hold': 'ON' },
  { 'x-amz-website-redirect-location': '/' },
  { 'x-amz-checksum-crc32': 'AAAAAA==' },
  { 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' },
  { 'x-amz-expected-bucket-owner': '1' },
  { 'x-amz-request-payer': 'requester' },
  { 'x-amz-write-offset-bytes': '0' },
  { 'x-amz-something-new': 'a' },
  { 'x-amz-metadata': 'a' },
  { 'content-encoding': 'gzip, aws-chunked' },
  { 'if-unmodified-since': 'Tue, 01 Jan 2030 00:00:00 GMT' },
]

test.each(UNHEARD)('%j is refused', async (headers) => {
  const { key, unchanged } = await stored()
  expect(await codeOf(await put(key, 'a', { headers }))).toBe('501 NotImplemented')
  expect(await codeOf(await putWith(key, headers))).toBe('501 NotImplemented')
  await unchanged()
})

test('an Expires that is no date', async () => {
  for (const expires of ['soon', '2099', '2099-01-01T00:00:00Z'])
    expect(await codeOf(await put(freshKey(), 'a', { headers: { expires } }))).toBe('400 InvalidArgument')
})

test('a part is not stored as if it were the whole', async () => {
  const { key, unchanged } = await stored()
  const headers = { 'content-length': '1', 'content-range': 'bytes 0-0/4' }
  expect(await codeOf(await send('PutObject', { key }, { body: 'a', headers }))).toBe('400 InvalidArgument')
  expect(await codeOf(await put(key, 'a', { headers: { 'content-range': 'bytes 0-0/*' } }))).toBe('400 InvalidArgument')
  await unchanged()
})

test('metadata with names that JavaScript has taken', async () => {
  const key = freshKey()
  const metadata = { constructor: 'a', tostring: 'b', '__proto__-': 'c' }
  expect(await codeOf(await put(key, 'a', { metadata }))).toBe('200 undefined')
  expect((await BUCKET.head(key))!.customMetadata).toEqual(metadata)
  const lost = { 'x-amz-meta-__proto__': 'a' }
  expect(await codeOf(await put(key, 'b', { headers: lost }))).toBe('501 NotImplemented')
  expect(await codeOf(await putWith(key, lost))).toBe('501 NotImplemented')
  expect(await textOf(key)).toBe('a')
})

test('a signed parameter that cannot be a header', async () => {
  const key = freshKey()
  for (const query of [{ 'x-amz-meta-a b': 'c' }, { 'x-amz-meta-ü': 'c' }, { 'x-amz-meta-a': 'b\nc' }])
    expect([query, await codeOf(await putWith(key, query))]).toEqual([query, '400 InvalidArgument'])
  expect(await textOf(key)).toBeUndefined()
})

test('more metadata than R2 takes', async () => {
  const metadata = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, 'x'.repeat(3000)]))
  expect(await codeOf(await put(freshKey(), 'a', { metadata }))).toBe('400 MetadataTooLarge')
})

test('an object is deleted, and one that is not there as well', async () => {
  const { key } = await stored()
  for (let times = 0; times < 2; times++) {
    const response = await send('DeleteObject', { key })
    expect([response.status, response.body, await textOf(key)]).toEqual([204, null, undefined])
  }
})

test('a condition on a deletion, which R2 would not check, is refused', async () => {
  const { key, object, unchanged } = await stored()
  expect(await codeOf(await send('DeleteObject', { key, ifMatch: object.httpEtag }))).toBe('501 NotImplemented')
  expect(await codeOf(await send('DeleteObject', { key, versionId: 'v' }))).toBe('501 NotImplemented')
  const headers = { 'x-amz-bypass-governance-retention': 'true' }
  expect(await codeOf(await send('DeleteObject', { key, headers }))).toBe('501 NotImplemented')
  await unchanged()
})
