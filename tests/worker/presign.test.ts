// POST /v1/presign, with URLs that are really used on the S3 server.

import { presign } from 'edgesign'
import { expect, test } from 'vitest'
import { CALLER_GRANT, EXAMPLE, TEST, codeOf, configured, post, send, token } from './call.ts'

const env = configured()

test('a URL stores an object, another reads it', async () => {
  const key = `users/42/${crypto.randomUUID()}.txt`
  const put = await post(env, '/v1/presign', {
    operation: 'PutObject',
    key,
    contentType: 'text/plain',
    contentLength: 5,
  })
  expect(put.status).toBe(200)
  const presigned: any = await put.json()
  expect(presigned).toMatchObject({ method: 'PUT', headers: { 'content-type': 'text/plain' }, contentLength: 5 })
  expect(presigned).toMatchObject({ expiresIn: 900, limitedBy: 'request' })
  expect(Math.abs(Date.parse(presigned.expiresAt) - Date.now() - 900_000)).toBeLessThan(5000)
  expect((await send(presigned, 'hello')).status).toBe(200)
  const get: any = await (await post(env, '/v1/presign', { operation: 'GetObject', key })).json()
  expect(await (await send(get)).text()).toBe('hello')
})

test('many URLs at once, in their order', async () => {
  const requests = Array.from({ length: 1000 }, (_, i) => ({ operation: 'GetObject', key: `users/42/${i}` }))
  const response = await post(env, '/v1/presign', { requests })
  const { results }: any = await response.json()
  expect(results.map(({ url }: any) => new URL(url).pathname)).toEqual(requests.map(({ key }) => `/e2e/${key}`))
})

test('one that is refused refuses all, and is named', async () => {
  const inside = { operation: 'GetObject', key: 'users/42/a' }
  const outside = { ...inside, key: 'users/43/a' }
  const response = await post(env, '/v1/presign', { requests: [inside, outside, outside] })
  expect(response.status).toBe(403)
  expect(await response.json()).toMatchObject({ error: { code: 'ERR_NOT_GRANTED', index: 1 } })
})

test('it is what edgesign signs', async () => {
  const options = { key: 'users/42/ä +%2F?#.txt', response: { contentType: 'text/plain' }, expiresIn: 60 }
  const grant = { ...CALLER_GRANT, responseOverrides: ['contentType'] }
  const wide = configured({ GRANT: { ...grant, prefix: 'users/', maxExpiresIn: 3600 } })
  const response = await post(wide, '/v1/presign', { operation: 'GetObject', ...options }, await token({ grant }))
  const { url }: any = await response.json()
  const amzDate = new URL(url).searchParams.get('X-Amz-Date')!.replace(/(....)(..)(..T..)(..)/, '$1-$2-$3:$4:')
  const own = { endpoint: TEST.s3, region: 'us-east-1', bucket: 'e2e', credentials: EXAMPLE }
  expect(url).toBe(presign('GetObject', { ...own, ...options, signingDate: new Date(amzDate) }).url)
})

test('a grant cannot be widened, and both count', async () => {
  const signed = async (grant: object, request: object) =>
    codeOf(await post(env, '/v1/presign', request, await token({ grant })))
  const get = { operation: 'GetObject', key: 'users/42/a' }
  const everything = { bucket: 'e2e', operations: ['GetObject', 'DeleteObject', 'HeadBucket'] }
  expect(await signed(everything, get)).toBe('200 undefined')
  expect(await signed(everything, { ...get, key: 'other/a' })).toBe('403 ERR_NOT_GRANTED')
  expect(await signed(everything, { operation: 'HeadBucket' })).toBe('403 ERR_NOT_GRANTED')
  expect(await signed({ ...everything, bucket: 'other' }, get)).toBe('403 ERR_NOT_GRANTED')
  expect(await signed({ ...CALLER_GRANT, operations: ['PutObject'] }, get)).toBe('403 ERR_NOT_GRANTED')
  expect(await signed({ ...CALLER_GRANT, notAfter: '2020-01-01T00:00:00Z' }, get)).toBe('403 ERR_NOT_GRANTED')
  expect(await signed({ bucket: 'e2e', keys: ['users/42/a'], operations: ['GetObject'] }, get)).toBe('200 undefined')
})

test.each([
  ['an unknown field', { admin: true }],
  ['null', { prefix: null }],
  ['no operations', { operations: [] }],
  ['no bucket', { bucket: undefined }],
  ['prefix and keys', { keys: ['users/42/a'] }],
  ['a prefix without a slash at its end', { prefix: 'users/4' }],
  ['a prefix that climbs', { prefix: 'users/42/../43/' }],
  ['more than a prefix can hold', { operations: ['ListBuckets', 'GetObject'] }],
  ['an operation of its own', { operations: ['GetObject', 'Everything'] }],
])('a grant with %s is refused', async (_, more) => {
  const grant = { ...CALLER_GRANT, ...more }
  const response = await post(env, '/v1/presign', { operation: 'GetObject', key: 'users/42/a' }, await token({ grant }))
  expect(await codeOf(response)).toBe('403 ERR_INVALID_GRANT')
})

test.each([{ grant: null }, { grant: [] }, { grant: 'all' }, { grant: 1 }])(
  '%j as a grant is refused',
  async ({ grant }) => {
    const response = await post(
      env,
      '/v1/presign',
      { operation: 'GetObject', key: 'users/42/a' },
      await token({ grant }),
    )
    expect(await codeOf(response)).toBe('403 ERR_INVALID_GRANT')
  },
)

const get = { operation: 'GetObject', key: 'users/42/a' }
const list = { operation: 'ListObjectsV2' }
const copy = { operation: 'CopyObject', key: 'users/42/a' }

test.each<[string, unknown, string]>([
  ['no JSON', '{', '400 ERR_INVALID_JSON'],
  ['nothing', '', '400 ERR_INVALID_JSON'],
  ['100,000 brackets', '['.repeat(100_000), '400 ERR_INVALID_JSON'],
  ['a list', [get], '400 ERR_INVALID_REQUEST'],
  ['null', null, '400 ERR_INVALID_REQUEST'],
  ['no operation', { key: 'users/42/a' }, '400 ERR_INVALID_REQUEST'],
  ['an unknown operation', { ...get, operation: 'Constructor' }, '400 ERR_UNKNOWN_OPERATION'],
  ['an operation that is none', { ...get, operation: { name: 'GetObject' } }, '400 ERR_INVALID_REQUEST'],
  ['no key', { operation: 'GetObject' }, '400 ERR_MISSING_PARAMETER'],
  ['an endpoint', { ...get, endpoint: 'https://x.evil' }, '400 ERR_INVALID_REQUEST'],
  ['an endpoint of R2', { ...get, accountId: 'evil/' }, '400 ERR_INVALID_REQUEST'],
  ['a region', { ...get, region: 'x.evil/#' }, '400 ERR_INVALID_REQUEST'],
  ['an addressing style', { ...get, addressingStyle: 'virtual-hosted' }, '400 ERR_INVALID_REQUEST'],
  ['a bucket', { ...get, bucket: 'other' }, '400 ERR_INVALID_REQUEST'],
  ['credentials', { ...get, credentials: { accessKeyId: 'a' } }, '400 ERR_INVALID_REQUEST'],
  ['a grant', { ...get, grant: { bucket: 'e2e', operations: ['GetObject'] } }, '400 ERR_INVALID_REQUEST'],
  ['a revealing token', { ...get, allowRevealingToken: true }, '400 ERR_INVALID_REQUEST'],
  ['another time', { ...get, signingDate: '2020-01-01T00:00:00Z' }, '400 ERR_INVALID_REQUEST'],
  ['a prototype', '{"operation":"GetObject","__proto__":{"key":"users/42/a"}}', '400 ERR_INVALID_REQUEST'],
  ['wire names', { ...get, query: { versionId: '1' } }, '400 ERR_INVALID_REQUEST'],
  ['hoisting', { ...get, hoist: ['x-amz-meta-a'] }, '400 ERR_INVALID_REQUEST'],
  ['an option of another operation', { ...get, uploadId: '1' }, '400 ERR_RESERVED_QUERY_PARAMETER'],
  ['a long life', { ...get, expiresIn: 604_801 }, '400 ERR_INVALID_EXPIRES_IN'],
  ['a life that is a text', { ...get, expiresIn: '60' }, '400 ERR_INVALID_ARG_TYPE'],
  ['a half second', { ...get, expiresIn: 0.5 }, '400 ERR_INVALID_EXPIRES_IN'],
  ['no life', { ...get, expiresIn: 0 }, '400 ERR_INVALID_EXPIRES_IN'],
  ['a version', { ...get, versionId: '1' }, '403 ERR_NOT_GRANTED'],
  ['a type of its own', { ...get, response: { contentType: 'text/html' } }, '403 ERR_NOT_GRANTED'],
  ['an unknown response', { ...get, response: { setCookie: 'a' } }, '400 ERR_INVALID_ARG_TYPE'],
  ['an ACL', { ...get, operation: 'PutObject', headers: { 'x-amz-acl': 'public-read' } }, '403 ERR_NOT_GRANTED'],
  ['a list of all', list, '403 ERR_NOT_GRANTED'],
  ['a list of others', { ...list, prefix: 'users/43/' }, '403 ERR_NOT_GRANTED'],
  ['a list of its own', { ...list, prefix: 'users/42/' }, '200 undefined'],
  ['a copy of others', { ...copy, copySource: { bucket: 'e2e', key: 'users/43/a' } }, '403 ERR_NOT_GRANTED'],
  ['a copy of another bucket', { ...copy, copySource: { bucket: 'other', key: 'users/42/b' } }, '403 ERR_NOT_GRANTED'],
  ['a copy of its own', { ...copy, copySource: { bucket: 'e2e', key: 'users/42/b' } }, '200 undefined'],
  ['a copy by its header', { ...copy, headers: { 'X-Amz-Copy-Source': 'e2e/users/42/b' } }, '400 ERR_INVALID_REQUEST'],
  [
    'a copy by a spaced header',
    { ...copy, headers: { 'x-amz-copy-source ': 'e2e/users/42/b' } },
    '400 ERR_INVALID_HEADER',
  ],
  ['no requests', { requests: [] }, '400 ERR_INVALID_REQUEST'],
  ['requests that are none', { requests: get }, '400 ERR_INVALID_REQUEST'],
  ['requests and more', { requests: [get], ...get }, '400 ERR_INVALID_REQUEST'],
  ['requests in requests', { requests: [{ requests: [get] }] }, '400 ERR_INVALID_REQUEST'],
  ['1,001 keys', { requests: Array.from({ length: 1001 }, () => get) }, '413 ERR_TOO_LARGE'],
  ['10,000 keys', { requests: Array.from({ length: 10_000 }, () => get) }, '413 ERR_TOO_LARGE'],
  ['a long key', { ...get, key: `users/42/${'a'.repeat(1020)}` }, '413 ERR_TOO_LARGE'],
  ['a very long key', { ...get, key: `users/42/${'a'.repeat(100_000)}` }, '413 ERR_TOO_LARGE'],
  ['more than a mebibyte', { ...get, key: 'a'.repeat(2 ** 20) }, '413 ERR_TOO_LARGE'],
])('%s', async (_, body, expected) => {
  expect(await codeOf(await post(env, '/v1/presign', body))).toBe(expected)
})

test.each([
  ...['users/42/../43/a', 'users/42/./a', 'users/42/..', '../e2e/users/42/a', 'users/43/a', 'users/4', 'users/42', 'a'],
  ...['USERS/42/a', '/users/42/a', 'users//42/a', 'users/42\u0000', 'users%2F42%2Fa', 'users/4２/a', 'users/42/\ud800'],
])('the key %j is refused', async (key) => {
  expect(await codeOf(await post(env, '/v1/presign', { operation: 'GetObject', key }))).toMatch(
    /^40[03] ERR_(INVALID_KEY|NOT_GRANTED)$/,
  )
})

test('the Worker’s limit cuts a life, and says so', async () => {
  const response = await post(env, '/v1/presign', { ...get, expiresIn: 7200 })
  expect(await response.json()).toMatchObject({ expiresIn: 3600, limitedBy: 'grant' })
  expect(await codeOf(await post(env, '/v1/presign', { ...get, expiresIn: 7200, minExpiresIn: 3601 }))).toBe(
    '403 ERR_NOT_GRANTED',
  )
})
