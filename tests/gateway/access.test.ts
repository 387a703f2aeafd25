// What is verified, and what of it is allowed and can be done.

import { Presigner, deriveSigningKey, presign, sign } from 'edgesign'
import { expect, test } from 'vitest'
import {
  BUCKET,
  ENDPOINT,
  EXAMPLE,
  call,
  codeOf,
  configured,
  freshKey,
  presigner,
  requestOf,
  send,
  stored,
} from './call.ts'

const media = { endpoint: ENDPOINT, region: 'auto', bucket: 'media', credentials: EXAMPLE }

test('operations that are verified and not implemented', async () => {
  const { key, unchanged } = await stored()
  const operations: [string, object][] = [
    ...(['ListObjectsV2', 'HeadBucket', 'ListMultipartUploads', 'DeleteBucket', 'GetBucketAcl'] as const).map(
      (name): [string, object] => [name, {}],
    ),
    ...(['GetObjectAcl', 'GetObjectTagging', 'CreateMultipartUpload', 'DeleteObjectTagging'] as const).map(
      (name): [string, object] => [name, { key }],
    ),
    ['UploadPart', { key, partNumber: 1, uploadId: 'u' }],
    ['CompleteMultipartUpload', { key, uploadId: 'u' }],
    ['AbortMultipartUpload', { key, uploadId: 'u' }],
    ['CopyObject', { key, copySource: { bucket: 'media', key: 'other' } }],
    ['PutObjectTagging', { key }],
    ['GetObjectAttributes', { key, objectAttributes: ['ETag'] }],
  ]
  for (const [operation, options] of operations) {
    const presigned = presign(operation as never, { ...media, ...options } as never)
    const init =
      presigned.method === 'GET' || presigned.method === 'HEAD'
        ? {}
        : { body: 'gone', headers: { 'content-length': '4' } }
    expect(await codeOf(await call(requestOf(presigned, init))), operation).toBe('501 NotImplemented')
  }
  const list = presign('ListBuckets', { endpoint: ENDPOINT, region: 'auto', credentials: EXAMPLE })
  expect(await codeOf(await call(requestOf(list)))).toBe('501 NotImplemented')
  await unchanged()
})

test('signing keys sign for the gateway as well, on their date', async () => {
  const { key } = await stored('mine')
  const credentials = deriveSigningKey(EXAMPLE, { region: 'auto' })
  expect(
    await codeOf(await call(requestOf(new Presigner({ ...media, credentials }).presign('GetObject', { key })))),
  ).toBe('200 undefined')
})

test('what an access key may do', async () => {
  const READER = { accessKeyId: 'READER', secretAccessKey: 'r'.repeat(40) }
  const rule = { operations: ['GetObject'], prefix: 'tests/public-' }
  const env = configured({ CREDENTIALS: JSON.stringify([EXAMPLE, { ...READER, ...rule }]) })
  const reader = new Presigner({ ...media, credentials: READER })
  const key = `tests/public-${freshKey().slice('tests/'.length)}`
  const by = async (presigner: Presigner, operation: 'GetObject' | 'PutObject' | 'DeleteObject', key: string) => {
    const init = operation === 'PutObject' ? { body: 'new', headers: { 'content-length': '3' } } : {}
    return codeOf(await call(requestOf(presigner.presign(operation, { key }), init), env))
  }
  expect(await by(presigner, 'PutObject', key)).toBe('200 undefined')
  expect(await by(reader, 'GetObject', key)).toBe('200 undefined')
  expect(await by(reader, 'PutObject', key)).toBe('403 AccessDenied')
  expect(await by(reader, 'DeleteObject', key)).toBe('403 AccessDenied')
  expect(await by(reader, 'GetObject', 'tests/private-a')).toBe('403 AccessDenied')
  expect(await by(reader, 'GetObject', 'tests/public')).toBe('403 AccessDenied')
  expect(await by(reader, 'GetObject', `other/${key}`)).toBe('403 AccessDenied')
  const revoked = configured()
  expect(await codeOf(await call(requestOf(reader.presign('GetObject', { key })), revoked))).toBe(
    '403 InvalidAccessKeyId',
  )
})

test('a hundred access keys', async () => {
  const { key } = await stored()
  const keys = Array.from({ length: 100 }, (_, i) => ({
    accessKeyId: `KEY${i}`,
    secretAccessKey: `${i}`.padEnd(40, 'k'),
  }))
  const env = configured({ CREDENTIALS: JSON.stringify(keys) })
  const by = async (credentials: typeof EXAMPLE) =>
    codeOf(await call(requestOf(new Presigner({ ...media, credentials }).presign('GetObject', { key })), env))
  for (const i of [0, 15, 16, 99]) expect(await by(keys[i]!)).toBe('200 undefined')
  expect(await by({ ...keys[98]!, secretAccessKey: keys[99]!.secretAccessKey })).toBe('403 SignatureDoesNotMatch')
  expect(await by(EXAMPLE)).toBe('403 InvalidAccessKeyId')
})

test('what the gateway cannot do is an error', async () => {
  const { key } = await stored()
  const codes = [
    await send('GetObject', { key, versionId: 'v' }),
    await send('GetObject', { key, partNumber: 1 }),
    await send('GetObject', { key, headers: { 'x-amz-request-payer': 'requester' } }),
    await send('GetObject', {
      key,
      headers: { 'x-amz-expected-bucket-owner': '1' },
      hoist: ['x-amz-expected-bucket-owner'],
    }),
    await send('HeadObject', { key, headers: { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' } }),
  ]
  for (const response of codes) expect(await codeOf(response)).toBe('501 NotImplemented')
  expect((await send('GetObject', { key, query: { 'x-id': 'GetObject', 'x-user': '42' } })).status).toBe(200)
})

test('a failure of R2 tells nothing', async () => {
  const { key } = await stored()
  const failing = (message: string) =>
    ({ ...BUCKET, get: () => Promise.reject(new Error(message)) }) as unknown as R2Bucket
  const codeFor = async (message: string) => {
    return codeOf(await send('GetObject', { key }, {}, configured({ BUCKET: failing(message) })))
  }
  expect(await codeFor('get: secret things happened (10001)')).toBe('500 InternalError')
  expect(await codeFor('get: secret things happened')).toBe('500 InternalError')
  expect(await codeFor('get: Reduce your rate of simultaneous reads on the same object. (10058)')).toBe('503 SlowDown')
  expect(await codeFor('get: Service unavailable (10043)')).toBe('503 ServiceUnavailable')
})

test('an Accept-Encoding that was signed, and that Cloudflare has overwritten', async () => {
  const { key } = await stored()
  const url = `${ENDPOINT}/media/${key}`
  const { headers } = sign(
    { url, headers: { 'accept-encoding': 'identity' } },
    { region: 'auto', service: 's3', credentials: EXAMPLE },
  )
  const arrived = { ...headers, 'accept-encoding': 'br, gzip' }
  const codeWith = async (cf?: object) => codeOf(await call(new Request(url, { headers: arrived, cf } as RequestInit)))
  expect(await codeWith({ clientAcceptEncoding: 'identity' })).toBe('200 undefined')
  expect(await codeWith({ clientAcceptEncoding: 'gzip' })).toBe('403 SignatureDoesNotMatch')
  expect(await codeWith({ clientAcceptEncoding: '' })).toBe('403 SignatureDoesNotMatch')
  expect(await codeWith()).toBe('403 SignatureDoesNotMatch')
})
