// GetObject and HeadObject: bytes, headers, ranges, conditions, overrides.

import { SELF } from 'cloudflare:test'
import { presignUrl } from 'edgesign'
import { type MockInstance, expect, test, vi } from 'vitest'
import { BUCKET, ENDPOINT, EXAMPLE, call, codeOf, configured, freshKey } from './call.ts'
import { get, head, presigner, requestOf, send, stored } from './call.ts'

const BYTES = Uint8Array.from({ length: 3000 }, (_, i) => i % 251)
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())

test('an object, with what is stored beside it', async () => {
  const cacheExpiry = new Date('2040-01-02T03:04:05Z')
  const { key, object } = await stored(BYTES, {
    httpMetadata: {
      ...{ contentType: 'image/x-test', contentLanguage: 'de', contentDisposition: 'inline; filename="a.bin"' },
      ...{ cacheControl: 'max-age=60', cacheExpiry },
    },
    customMetadata: { owner: '42' },
  })
  const got = await get(key)
  const looked = await head(key)
  expect(await bytesOf(got)).toEqual(BYTES)
  for (const { status, headers } of [got, looked]) {
    expect(status).toBe(200)
    expect(Object.fromEntries(headers)).toMatchObject({
      ...{
        'content-type': 'image/x-test',
        'accept-ranges': 'bytes',
        etag: object.httpEtag,
        'last-modified': object.uploaded.toUTCString(),
      },
      ...{ 'content-length': '3000', 'content-language': 'de', 'content-disposition': 'inline; filename="a.bin"' },
      ...{ 'x-amz-meta-owner': '42', 'cache-control': 'private, max-age=60, must-revalidate' },
    })
    expect(Date.parse(headers.get('expires')!)).toBeLessThan(Date.now() + 901_000) // cut to the URL's end
    expect(headers.has('x-amz-version-id')).toBe(false)
    expect(headers.has('x-amz-checksum-sha256')).toBe(false)
  }
})

test('an object without anything beside it', async () => {
  const { key } = await stored()
  const { headers } = await get(key)
  expect(headers.get('content-type')).toBe('application/octet-stream')
  expect(headers.get('cache-control')).toBe('private, max-age=0, must-revalidate')
  for (const name of ['expires', 'content-encoding', 'content-disposition']) expect(headers.has(name)).toBe(false)
})

test('no object', async () => {
  expect(await codeOf(await get(freshKey()))).toBe('404 NoSuchKey')
  expect(await codeOf(await get(freshKey(), { range: 'bytes=0-1', 'if-match': '*' }))).toBe('404 NoSuchKey')
  const looked = await head(freshKey())
  expect(looked.headers.get('content-type')).toBe('application/xml')
  expect(await codeOf(looked)).toBe('404 NoSuchKey')
})

test('an object of no bytes', async () => {
  const { key } = await stored('')
  const got = await get(key)
  expect([got.status, got.headers.get('content-length'), await got.text()]).toEqual([200, '0', ''])
  expect((await head(key)).headers.get('content-length')).toBe('0')
  for (const range of ['bytes=0-', 'bytes=0-0', 'bytes=-1'])
    expect(await codeOf(await get(key, { range }))).toMatch(/^416/)
})

const RANGES: [string, number, number][] = [
  ['bytes=0-0', 0, 0],
  ['bytes=10-19', 10, 19],
  ['bytes=2990-', 2990, 2999],
  ['bytes=2990-5000', 2990, 2999],
  ['bytes=0-99999999999999999999', 0, 2999],
  ['bytes=-7', 2993, 2999],
  ['bytes=-5000', 0, 2999],
  ['BYTES=1-2', 1, 2],
]

test.each(RANGES)('the range %s', async (range, start, end) => {
  const { key } = await stored(BYTES)
  const got = await get(key, { range })
  expect(await bytesOf(got)).toEqual(BYTES.slice(start, end + 1))
  for (const { status, headers } of [got, await head(key, { range })]) {
    expect([status, headers.get('content-range')]).toEqual([206, `bytes ${start}-${end}/3000`])
    expect(headers.get('content-length')).toBe(`${end - start + 1}`)
  }
})

test.each(['bytes=0-1,5-6', 'bytes=5-3', 'bytes=-', 'bytes=a-b', 'lines=0-1', 'bytes 0-1', ''])(
  'for the range %j S3 gives the whole object',
  async (range) => {
    const { key } = await stored(BYTES)
    const got = await get(key, { range })
    expect([got.status, got.headers.has('content-range')]).toEqual([200, false])
    expect(await bytesOf(got)).toEqual(BYTES)
  },
)

test.each(['bytes=3000-', 'bytes=3000-3001', 'bytes=-0', 'bytes=99999999999999999999-'])(
  'the range %s is outside',
  async (range) => {
    const { key } = await stored(BYTES)
    for (const response of [await get(key, { range }), await head(key, { range })]) {
      expect(response.headers.get('content-range')).toBe('bytes */3000')
      expect(await codeOf(response)).toBe('416 InvalidRange')
    }
  },
)

test('a range of an object that may have changed', async () => {
  const { key, object } = await stored(BYTES)
  const statusOf = async (ifRange: string, range = 'bytes=0-9') => {
    const got = await get(key, { range, 'if-range': ifRange })
    expect(await bytesOf(got)).toEqual(got.status === 206 ? BYTES.slice(0, 10) : BYTES)
    return got.status
  }
  expect(await statusOf(object.httpEtag)).toBe(206)
  expect(await statusOf('"other"')).toBe(200)
  expect(await statusOf(`W/${object.httpEtag}`)).toBe(200) // a range needs the very bytes
  expect(await statusOf(object.uploaded.toUTCString())).toBe(200)
  expect(await statusOf('"other"', 'bytes=3000-')).toBe(200)
  for (const none of ['*', '', `"other", ${object.httpEtag}`, `${object.httpEtag}, "other"`, '2099'])
    expect(await statusOf(none)).toBe(200)
})

/** A bucket that says what became of the bodies it gave: none may stay open, or the Worker waits for them. */
function watched() {
  const bodies: { cancel: MockInstance }[] = []
  const get = async (...args: Parameters<R2Bucket['get']>) => {
    const object = await BUCKET.get(...args)
    if (object && 'body' in object) bodies.push({ cancel: vi.spyOn(object.body, 'cancel') })
    return object
  }
  const bucket = { get, head: (key: string) => BUCKET.head(key) } as R2Bucket
  return { env: configured({ BUCKET: bucket }), cancelled: () => bodies.map(({ cancel }) => cancel.mock.calls.length) }
}

test('a body that is not sent is let go', async () => {
  const { key } = await stored(BYTES)
  const { env, cancelled } = watched()
  const statusWith = async (headers: Record<string, string>) => {
    const response = await send('GetObject', { key }, { headers }, env)
    await response.arrayBuffer()
    return response.status
  }
  expect(await statusWith({ range: 'bytes=0-9', 'if-range': '"other"' })).toBe(200)
  expect(cancelled()).toEqual([1, 0])
  expect(await statusWith({ 'if-match': '"other"' })).toBe(412)
  expect(await statusWith({ 'if-none-match': '*' })).toBe(304)
  expect(cancelled()).toEqual([1, 0, 1, 1])
})

test('a failure to read a range is not taken for an object of no bytes', async () => {
  const { key } = await stored(BYTES)
  const get = () => Promise.reject(new Error('get: Reduce your rate of simultaneous reads. (10058)'))
  const env = configured({ BUCKET: { get, head: (key: string) => BUCKET.head(key) } as unknown as R2Bucket })
  expect(await codeOf(await send('GetObject', { key }, { headers: { range: 'bytes=0-9' } }, env))).toBe('503 SlowDown')
})

const [OLD, NEW] = ['Wed, 01 Jan 2020 00:00:00 GMT', 'Tue, 01 Jan 2030 00:00:00 GMT']

/** `E` is the object's ETag, `D` its Last-Modified. RFC 9110, section 13.2.2. */
const CONDITIONS: [Record<string, string>, number][] = [
  [{ 'if-match': 'E' }, 200],
  [{ 'if-match': '"a", E' }, 200],
  [{ 'if-match': '*' }, 200],
  [{ 'if-match': '"a"' }, 412],
  [{ 'if-match': 'W/E' }, 412],
  [{ 'if-none-match': 'E' }, 304],
  [{ 'if-none-match': '"a",W/E' }, 304],
  [{ 'if-none-match': '*' }, 304],
  [{ 'if-none-match': '"a"' }, 200],
  [{ 'if-modified-since': OLD }, 200],
  [{ 'if-modified-since': 'D' }, 304],
  [{ 'if-modified-since': NEW }, 304],
  [{ 'if-modified-since': 'yesterday, perhaps' }, 200],
  [{ 'if-unmodified-since': OLD }, 412],
  [{ 'if-unmodified-since': 'D' }, 200],
  [{ 'if-unmodified-since': NEW }, 200],
  [{ 'if-unmodified-since': 'yesterday, perhaps' }, 200],
  ...[
    '2099',
    '2099-01-01',
    '2099-01-01T00:00:00Z',
    'Thu, 01 Jan 2099',
    'Xyz, 01 Jan 2099 00:00:00 GMT',
    '1 Jan 2099',
  ].map((none): [Record<string, string>, number] => [{ 'if-modified-since': none }, 200]),
  ...['1', '0', '2001', '2001-01-01', '-1', 'Mon, 99 Jan 2001 00:00:00 GMT', 'Mon, 01 Jan 2001 00:00:00 +0000'].map(
    (none): [Record<string, string>, number] => [{ 'if-unmodified-since': none }, 200],
  ),
  // The two forms that are obsolete.
  [{ 'if-modified-since': 'Tuesday, 01-Jan-30 00:00:00 GMT' }, 304],
  [{ 'if-modified-since': 'Tue Jan  1 00:00:00 2030' }, 304],
  [{ 'if-unmodified-since': 'Wednesday, 01-Jan-20 00:00:00 GMT' }, 412],
  [{ 'if-unmodified-since': 'Wed Jan  1 00:00:00 2020' }, 412],
  [{ 'if-match': '' }, 412],
  [{ 'if-none-match': '' }, 200],
  [{ 'if-match': '"a", *' }, 412],
  [{ 'if-none-match': '"a", *' }, 200],
  [{ 'if-match': 'E', 'if-unmodified-since': OLD }, 200],
  [{ 'if-none-match': '"a"', 'if-modified-since': NEW }, 200],
  [{ 'if-none-match': 'E', 'if-modified-since': OLD }, 304],
  [{ 'if-match': 'E', 'if-none-match': 'E' }, 304],
  [{ 'if-match': '"a"', 'if-none-match': 'E' }, 412],
  [{ 'if-match': 'E', range: 'bytes=0-9' }, 206],
  [{ 'if-none-match': 'E', range: 'bytes=3000-' }, 304],
  [{ 'if-match': '"a"', range: 'bytes=3000-' }, 412],
]

test.each(CONDITIONS)('under %j the answer is %i', async (conditions, status) => {
  const { key, object } = await stored(BYTES)
  const filled = (value: string) =>
    value.replace(/^D$/, object.uploaded.toUTCString()).replace(/(^|[ ,/])E$/, `$1${object.httpEtag}`)
  const headers = Object.fromEntries(Object.entries(conditions).map(([name, value]) => [name, filled(value)]))
  for (const response of [await get(key, headers), await head(key, headers)]) {
    expect(response.status).toBe(status)
    if (status === 412) expect(await codeOf(response)).toBe('412 PreconditionFailed')
    else expect(response.headers.get('etag')).toBe(object.httpEtag)
    if (status !== 304) continue
    expect(await response.text()).toBe('')
    expect(response.headers.get('last-modified')).toBe(object.uploaded.toUTCString())
    expect(response.headers.has('content-type')).toBe(false)
  }
})

test('headers of the answer may be overridden by what is signed', async () => {
  const { key } = await stored(BYTES, {
    httpMetadata: { contentType: 'text/plain', cacheControl: 'no-store', contentDisposition: 'inline' },
  })
  const response = {
    ...{ contentType: 'text/x-odd', contentDisposition: 'attachment; filename="a+b.txt"', contentLanguage: 'fr' },
    ...{ contentEncoding: 'identity', cacheControl: 'public, max-age=5', expires: OLD },
  }
  for (const answer of [await send('GetObject', { key, response }), await send('HeadObject', { key, response })]) {
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      ...{ 'content-type': 'text/x-odd', 'content-disposition': 'attachment; filename="a+b.txt"' },
      ...{ 'content-language': 'fr', 'content-encoding': 'identity', expires: OLD },
      'cache-control': 'public, max-age=5, must-revalidate',
    })
  }
})

test('an override that cannot be a header', async () => {
  const { key } = await stored()
  for (const contentDisposition of ['a\nset-cookie: b=c', 'a\0b'])
    expect(await codeOf(await send('GetObject', { key, response: { contentDisposition } }))).toBe('400 InvalidArgument')
})

test('a body goes out as it was stored', async () => {
  const stream = new Blob(['packed']).stream().pipeThrough(new CompressionStream('gzip'))
  const packed = new Uint8Array(await new Response(stream).arrayBuffer())
  const { key } = await stored(packed, { httpMetadata: { contentEncoding: 'gzip' } })
  const got = await get(key)
  expect(got.headers.get('content-encoding')).toBe('gzip')
  expect(await bytesOf(got)).toEqual(packed)
  // Through the runtime, which packs what it is not told to leave alone; what it is called by unpacks once.
  expect(await (await SELF.fetch(presigner.presign('GetObject', { key }).url)).text()).toBe('packed')
})

test('digests are told when they are asked for, of whole objects', async () => {
  const { key, object } = await stored(BYTES, { sha256: await crypto.subtle.digest('SHA-256', BYTES) })
  const digest = btoa(String.fromCharCode(...new Uint8Array(object.checksums.sha256!)))
  const asked = { key, headers: { 'x-amz-checksum-mode': 'ENABLED' } }
  for (const { headers } of [await send('GetObject', asked), await send('HeadObject', asked)]) {
    expect(headers.get('x-amz-checksum-sha256')).toBe(digest)
    expect(headers.get('x-amz-checksum-type')).toBe('FULL_OBJECT')
  }
  const url = `${ENDPOINT}/media/${key}?x-amz-checksum-mode=ENABLED` // as AWS's SDK for JavaScript has it
  const hoisted = await call(requestOf(presignUrl(url, { service: 's3', region: 'auto', credentials: EXAMPLE })))
  expect(hoisted.headers.get('x-amz-checksum-sha256')).toBe(digest)
  const part = await send('GetObject', asked, { headers: { range: 'bytes=0-1' } })
  expect([part.status, part.headers.has('x-amz-checksum-sha256')]).toEqual([206, false])
})

test('metadata that cannot be a header is left away, and counted', async () => {
  const { key } = await stored('a', {
    customMetadata: { fine: 'yes', 'not a name': 'b', unicode: '日本', line: 'a\nb' },
  })
  const { status, headers } = await get(key)
  expect([status, headers.get('x-amz-meta-fine'), headers.get('x-amz-missing-meta')]).toEqual([200, 'yes', '3'])
})

test('other headers that others have stored and that no answer can have', async () => {
  const { key } = await stored('a', { httpMetadata: { contentType: 'text/plain', contentDisposition: 'a\nb' } })
  const { status, headers } = await get(key)
  expect([status, headers.get('content-type'), headers.has('content-disposition')]).toEqual([200, 'text/plain', false])
})
