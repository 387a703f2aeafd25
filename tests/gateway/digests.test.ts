// Digests of an upload: R2 refuses a body that has another.

import { AwsV4Signer } from 'aws4fetch'
import { expect, test } from 'vitest'
import { BUCKET, ENDPOINT, EXAMPLE, call, codeOf, freshKey, lengthOf, put, putWith, stored, textOf } from './call.ts'

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

/** Signs any hash, wherever it stands; this project's signer refuses one in the query. */
class HashSigner extends AwsV4Signer {
  signed = 'UNSIGNED-PAYLOAD'
  override hexBodyHash = async () => this.signed
}

test.each(['X-Amz-Content-Sha256', 'x-amz-content-sha256', 'x-aMz-Content-sHa256'])(
  'the hash of a payload in the query, as %s, is held or refused',
  async (name) => {
    const { key, unchanged } = await stored()
    const hash = hex(await digest('SHA-256', 'right'))
    const sent = async (body: string, signed: string, bound: Record<string, string> = {}) => {
      const url = `${ENDPOINT}/media/${key}?${name}=${hash}`
      const signer = new HashSigner({
        ...EXAMPLE,
        ...{ url, method: 'PUT', headers: bound, service: 's3', region: 'auto', signQuery: true },
      })
      signer.signed = signed
      const { url: presigned, method } = await signer.sign()
      const headers = { ...bound, 'content-length': lengthOf(body) }
      return codeOf(await call(new Request(presigned, { method, body, headers })))
    }
    expect(await sent('wrong', hash)).toBe('400 XAmzContentSHA256Mismatch')
    expect(await sent('wrong', 'UNSIGNED-PAYLOAD')).toBe('403 SignatureDoesNotMatch')
    const another = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
    expect(await sent('wrong', 'UNSIGNED-PAYLOAD', another)).toBe('501 NotImplemented')
    await unchanged()
    expect(await sent('right', hash)).toBe('200 undefined')
    expect(await textOf(key)).toBe('right')
  },
)

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
  const sent = async (query: Record<string, string>) => codeOf(await putWith(freshKey(), query))
  // AWS's SDK for JavaScript, by default: the digest of no bytes, whatever will be sent.
  expect(await sent({ 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-sdk-checksum-algorithm': 'CRC32' })).toBe(
    '501 NotImplemented',
  )
  expect(await sent({ 'x-amz-checksum-sha256': 'AAAA' })).toBe('501 NotImplemented')
  expect(await sent({ 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' })).toBe('200 undefined')
})
