// The deny list in time: how late it is, how it meets waits, and that without it nothing is signed.

import { expect, test, vi } from 'vitest'
import type { Denial } from '../../worker/src/denials.ts'
import { call, codeOf, configured, denyList, post } from './call.ts'
import { DENIED, SIGNED, put, signs } from './operator.ts'

test('a denial ends', async () => {
  const env = configured()
  await put(env, { kind: 'subject', value: 'user-42', until: new Date(Date.now() + 60_000).toISOString() })
  expect(await signs(env)).toBe(DENIED)
  vi.setSystemTime(Date.now() + 61_000)
  expect(await signs(env)).toBe(SIGNED)
  vi.useRealTimers()
})

test('it is cached for as long as configured, but for who changes it', async () => {
  const changing = configured({ DENIALS_CACHE_SECONDS: 60 })
  const other = { ...changing }
  expect([await signs(changing), await signs(other)]).toEqual([SIGNED, SIGNED])
  await put(changing, { kind: 'subject', value: 'user-42' })
  expect([await signs(changing), await signs(other)]).toEqual([DENIED, SIGNED])
  vi.setSystemTime(Date.now() + 59_000)
  expect(await signs(other)).toBe(SIGNED)
  vi.setSystemTime(Date.now() + 2000)
  expect(await signs(other)).toBe(DENIED)
  vi.useRealTimers()
})

test('what was read before a change is not kept after it', async () => {
  const store = configured().DENIALS.getByName('denials')
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const list = vi.fn(() => store.list())
  list.mockImplementationOnce(async () => {
    const denials = await store.list()
    await released
    return denials
  })
  const changing = { list, put: (denial: Denial) => store.put(denial), remove: () => Promise.reject(new Error()) }
  const DENIALS = { getByName: () => changing }
  const env = configured({ DENIALS, DENIALS_CACHE_SECONDS: 60 })
  const early = signs(env)
  await expect.poll(() => list.mock.calls.length).toBe(1)
  expect(await put(env, { kind: 'subject', value: 'user-42' })).toBe('204 undefined')
  release()
  await early
  expect(await signs(env)).toBe(DENIED)
})

test('a denial ends also while it is cached', async () => {
  const until = new Date(Date.now() + 60_000).toISOString()
  const list = vi.fn(async () => [{ kind: 'subject', value: 'user-42', until }])
  const env = configured({ DENIALS: denyList({ list }), DENIALS_CACHE_SECONDS: 300 })
  expect(await signs(env)).toBe(DENIED)
  vi.setSystemTime(Date.now() + 61_000)
  expect(await signs(env)).toBe(SIGNED)
  expect(list).toHaveBeenCalledTimes(1)
  vi.useRealTimers()
})

test('who is denied while the vendor answers gets nothing', async () => {
  const { VENDOR, ...env } = configured()
  const denials = env.DENIALS.getByName('denials')
  const credentials = async () => {
    await denials.put({ kind: 'subject', value: 'user-42' })
    return VENDOR.credentials()
  }
  expect(await signs({ ...env, VENDOR: { credentials } })).toBe(DENIED)
})

test('who is denied while the provider creates an upload gets no URL of its parts', async () => {
  const multipart = { threshold: 1, partSize: 5 * 2 ** 20 }
  const env = configured({ UPLOADS: { multipart } })
  const denials = env.DENIALS.getByName('denials')
  const really = globalThis.fetch
  const creates = vi.spyOn(globalThis, 'fetch').mockImplementation(async (...args) => {
    if (/[?&]uploads/.test(String(args[0]))) await denials.put({ kind: 'subject', value: 'user-42' })
    return really(...args)
  })
  const reply = await post(env, '/v1/uploads', { contentType: 'a/b', contentLength: 2 })
  creates.mockRestore()
  expect(await codeOf(reply)).toBe(DENIED)
})

test.each<[string, () => Promise<unknown>]>([
  ['unreachable', () => Promise.reject(new Error('Network connection lost'))],
  ['slow', () => new Promise(() => undefined)],
])('a list that is %s: closed, and still up', async (_, answer) => {
  const env = configured({ DENIALS: denyList({ list: answer, put: answer }) })
  const closed = '503 ERR_DENIALS_UNAVAILABLE'
  const [one, ...rest] = await Promise.all([signs(env), put(env, { kind: 'subject', value: 'a' }), signs(env)])
  expect([one, ...rest]).toEqual([closed, closed, closed])
  expect((await call(env, '/healthz')).status).toBe(200)
})

test('what is cached serves while it is fresh, and no longer', async () => {
  const answer = vi.fn(() => Promise.resolve([]))
  const DENIALS = denyList({ list: answer })
  const env = configured({ DENIALS, DENIALS_CACHE_SECONDS: 5 })
  expect(await signs(env)).toBe(SIGNED)
  answer.mockRejectedValue(new Error('Network connection lost'))
  expect(await signs(env)).toBe(SIGNED)
  vi.setSystemTime(Date.now() + 5000)
  expect(await signs(env)).toBe('503 ERR_DENIALS_UNAVAILABLE')
  vi.useRealTimers()
})
