// Digests of an upload: R2 refuses a body that has another.

import { presignUrl } from 'edgesign'
import { expect, test } from 'vitest'
import { BUCKET, ENDPOINT, EXAMPLE, call, codeOf, freshKey, put, requestOf, stored, textOf } from './call.ts'

const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
const base64 = (bytes: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
const digest = (algorithm: string, body: string) => crypto.subtle.digest(algorithm, new TextEncoder().encode(body))

/** A digest of the body, by the header that binds it. */
const DIGESTS: [header: string, algorithm: string, stored: 'md5' | 'sha1' | 'sha256' | 'sha512'][] = [
  ['content-md5', 'MD5', 'md5'],
  ['x-amz-checksum-md5', 'MD5', 'md5'],
  ['x-amz-checksum-sha1', 'SHA-1', 'sha1'],
  ['x-amz-checksum-sha256', 'SHA-256', 'sha256'],
  ['x-amz-checksum-sha512', 'SHA-512', 'sha512'],
]

test.each(DIGESTS)('%s is held', async (header, algorithm, field) => {
  const { key, unchanged } = await stored()
  const bound = { headers: { [header]: base64(await digest(algorithm, 'right')) } }
  expect(await codeOf(await put(key, 'wrong', bound))).toBe('400 BadDigest')
  await unchanged()
  const response = await put(key, 'right', bound)
  expect([response.status, await textOf(key)]).toEqual([200, 'right'])
  const { checksums } = (await BUCKET.head(key))!
  expect(hex(checksums[field]!)).toBe(hex(await digest(algorithm, 'right')))
  if (field === 'md5') return
  expect(response.headers.get(header)).toBe(bound.headers[header])
  expect(response.headers.get('x-amz-checksum-type')).toBe('FULL_OBJECT')
})

test('the hash of a signed payload is held', async () => {
  const { key, unchanged } = await stored()
  const bound = { headers: { 'x-amz-content-sha256': hex(await digest('SHA-256', 'right')) } }
  expect(await codeOf(await put(key, 'wrong', bound))).toBe('400 XAmzContentSHA256Mismatch')
  await unchanged()
  expect((await put(key, 'right', bound)).status).toBe(200)
  expect(await textOf(key)).toBe('right')
})

test('two digests', async () => {
  const key = freshKey()
  const sha256 = await digest('SHA-256', 'right')
  const both = { 'x-amz-content-sha256': hex(sha256), 'x-amz-checksum-sha256': base64(sha256) }
  expect((await put(key, 'right', { headers: both })).status).toBe(200)
  const other = { ...both, 'x-amz-checksum-sha256': base64(await digest('SHA-256', 'wrong')) }
  expect(await codeOf(await put(key, 'right', { headers: other }))).toBe('400 BadDigest')
  // R2 checks one: that the other is not checked must not go unnoticed.
  const md5 = { ...both, 'content-md5': base64(await digest('MD5', 'right')) }
  expect(await codeOf(await put(key, 'right', { headers: md5 }))).toBe('501 NotImplemented')
})

test('digests that are none', async () => {
  const key = freshKey()
  const sent = async (headers: Record<string, string>) => codeOf(await put(key, 'a', { headers }))
  expect(await sent({ 'content-md5': 'a' })).toBe('400 InvalidDigest')
  expect(await sent({ 'content-md5': 'AAAA' })).toBe('400 InvalidDigest')
  expect(await sent({ 'x-amz-checksum-sha256': base64(await digest('SHA-1', 'a')) })).toBe('400 InvalidDigest')
  expect(await sent({ 'x-amz-sdk-checksum-algorithm': 'SHA256' })).toBe('400 InvalidRequest')
  const named = {
    'x-amz-sdk-checksum-algorithm': 'SHA256',
    'x-amz-checksum-sha256': base64(await digest('SHA-256', 'a')),
  }
  expect(await sent(named)).toBe('200 undefined')
})

test('a digest in the query, where no server checks it, is refused', async () => {
  const sent = async (query: string) => {
    const options = { method: 'PUT', service: 's3', region: 'auto', credentials: EXAMPLE }
    const presigned = presignUrl(`${ENDPOINT}/media/${freshKey()}?${query}`, options)
    return codeOf(await call(requestOf(presigned, { body: 'a', headers: { 'content-length': '1' } })))
  }
  // AWS's SDK for JavaScript, by default: the digest of no bytes, whatever will be sent.
  expect(await sent('x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32')).toBe('501 NotImplemented')
  expect(await sent('x-amz-checksum-sha256=AAAA')).toBe('501 NotImplemented')
  expect(await sent('X-Amz-Content-Sha256=UNSIGNED-PAYLOAD')).toBe('200 undefined')
})
