// Keys that URLs are bad at: stored and read as they are, in both addressing styles.

import { Presigner, presign } from 'edgesign'
import { expect, test } from 'vitest'
import { ODD_KEYS } from '../e2e.js'
import { BUCKET, EXAMPLE, call, codeOf, configured, freshKey, presigner, requestOf } from './call.ts'

/** `https://files.example.com/<key>`: the bucket is called `files`, the endpoint is the domain above. */
const shortUrls = configured({ ENDPOINT: 'https://example.com', BUCKET_NAME: 'files' })
const short = new Presigner({
  ...{ endpoint: 'https://example.com', addressingStyle: 'virtual-hosted', region: 'auto', bucket: 'files' },
  credentials: EXAMPLE,
})

test.each([...ODD_KEYS, 'x'.repeat(1000), '...', '.a', 'a/.b'])('the key %j', async (odd) => {
  for (const [signer, env] of [
    [presigner, undefined],
    [short, shortUrls],
  ]) {
    const key = odd.startsWith('/') ? `/${freshKey().slice(6, 20)}${odd}` : freshKey().slice(6, 20) + odd
    const sent = async (operation, init) => call(requestOf(signer.presign(operation, { key }), init), env)
    const body = `at ${key}`
    const headers = { 'content-length': `${new TextEncoder().encode(body).length}` }
    expect((await sent('PutObject', { body, headers })).status).toBe(200)
    expect((await BUCKET.head(key))?.key).toBe(key)
    expect(await (await sent('GetObject')).text()).toBe(body)
    expect((await sent('HeadObject')).status).toBe(200)
    expect((await sent('DeleteObject')).status).toBe(204)
    expect(await BUCKET.head(key)).toBeNull()
  }
})

test('the domain is the bucket', async () => {
  const key = freshKey()
  await BUCKET.put(key, 'short')
  const { url } = short.presign('GetObject', { key })
  expect(url.startsWith(`https://files.example.com/${key}?`)).toBe(true)
  expect(await (await call(new Request(url), shortUrls)).text()).toBe('short')
  const at = async (options) => {
    const all = {
      endpoint: 'https://example.com',
      region: 'auto',
      bucket: 'files',
      key,
      credentials: EXAMPLE,
      ...options,
    }
    return codeOf(await call(requestOf(presign('GetObject', all)), shortUrls))
  }
  expect(await at({ bucket: 'other', addressingStyle: 'virtual-hosted' })).toBe('404 NoSuchBucket')
  expect(await at({ endpoint: 'https://other.com', addressingStyle: 'virtual-hosted' })).toBe('400 InvalidRequest')
  // What was signed as the path of a bucket is no key of this one.
  expect(await at({ endpoint: 'https://files.example.com', key: `files/${key}` })).toBe('404 NoSuchKey')
})
