// Where the keys of tokens come from, and how often the issuer is asked for them.

import { expect, test, vi } from 'vitest'
import type { Env } from '../../worker/src/env.ts'
import { JWT, TEST, bearer, call, codeOf, configured, token } from './call.ts'

const enterWith = async (token: string, at: Env) =>
  codeOf(await call(at, '/v1/objects/users/42/a', { headers: bearer(token) }))
const IN = '302 undefined'
const INVALID = '401 ERR_INVALID_TOKEN'

test.each(['redirect', 'slow', 'huge', 'text', 'other', 'failing'])('a %s JWKS: closed, and still up', async (kind) => {
  const at = configured({ JWT: { ...JWT, jwksUrl: `${TEST.issuerUrl}/${kind}/${kind}` } })
  expect(await enterWith(await token(), at)).toBe('503 ERR_JWKS_UNAVAILABLE')
  expect((await call(at, '/healthz')).status).toBe(200)
  expect(await (await fetch(`${TEST.issuerUrl}/count/redirected`)).text()).toBe('0')
})

test('an unreachable JWKS: closed', async () => {
  const at = configured({ JWT: { ...JWT, jwksUrl: 'http://127.0.0.1:1/' } })
  expect(await enterWith(await token(), at)).toBe('503 ERR_JWKS_UNAVAILABLE')
})

const countOf = async (name: string) => Number(await (await fetch(`${TEST.issuerUrl}/count/${name}`)).text())

test('the JWKS is cached, and looked at again when it is old', async () => {
  const at = configured({ JWT: { ...JWT, jwksUrl: `${TEST.issuerUrl}/jwks/cached`, jwksCacheSeconds: 1 } })
  for (let i = 0; i < 5; i++) expect(await enterWith(await token(), at)).toBe(IN)
  expect(await countOf('cached')).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 1100))
  expect(await enterWith(await token(), at)).toBe(IN)
  expect(await countOf('cached')).toBe(2)
})

test('a key is imported once for each key set', async () => {
  const at = configured({ JWT: { ...JWT, jwksUrl: `${TEST.issuerUrl}/jwks/imported`, jwksCacheSeconds: 60 } })
  const spied = vi.spyOn(crypto.subtle, 'importKey')
  const imports = () => spied.mock.calls.filter(([, , , , usages]) => [...usages].includes('verify')).length
  for (let i = 0; i < 3; i++) expect(await enterWith(await token(), at)).toBe(IN)
  expect(await enterWith(await token({}, { keys: TEST.others }), at)).toBe(INVALID)
  expect(imports()).toBe(1)
  later(60_000)
  expect(await enterWith(await token(), at)).toBe(IN)
  expect(imports()).toBe(2)
  spied.mockRestore()
  vi.useRealTimers()
})

test('unknown key ids do not make it ask again and again', async () => {
  const at = configured({ JWT: { ...JWT, jwksUrl: `${TEST.issuerUrl}/jwks/unknown` } })
  for (let i = 0; i < 5; i++) expect(await enterWith(await token({}, { header: { kid: `${i}` } }), at)).toBe(INVALID)
  expect(await countOf('unknown')).toBe(1)
})

const later = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds)
const forge = async (at: Env) => enterWith(await token({}, { header: { kid: crypto.randomUUID() } }), at)
const forgeMany = (at: Env) => Promise.all(Array.from({ length: 100 }, () => forge(at)))
const allAre = (code: string) => Array.from({ length: 100 }, () => code)

test('nor do a hundred at once: one asks, the others go on with the keys that there are', async () => {
  const at = configured({ JWT: { ...JWT, jwksUrl: `${TEST.issuerUrl}/jwks/storm` } })
  expect(await enterWith(await token(), at)).toBe(IN)
  later(31_000)
  const [good, ...forged] = await Promise.all([token().then((good) => enterWith(good, at)), forgeMany(at)])
  expect([good, ...forged]).toEqual([IN, allAre(INVALID)])
  expect(await countOf('storm')).toBe(2)
  vi.useRealTimers()
})

test('an issuer that fails is not asked by every request', async () => {
  const at = configured({ JWT: { ...JWT, jwksUrl: `${TEST.issuerUrl}/failing/down` } })
  const closed = '503 ERR_JWKS_UNAVAILABLE'
  expect(await forge(at)).toBe(closed)
  expect(await forgeMany(at)).toEqual(allAre(closed))
  expect(await countOf('down')).toBe(1)
  later(5000)
  expect(await forgeMany(at)).toEqual(allAre(closed))
  expect(await countOf('down')).toBe(2)
  vi.useRealTimers()
})

test('nor is one that fails while its keys are good', async () => {
  const at = configured({ JWT: { ...JWT, jwksUrl: `${TEST.issuerUrl}/once/once`, jwksCacheSeconds: 60 } })
  expect(await enterWith(await token(), at)).toBe(IN)
  later(31_000)
  expect(await forgeMany(at)).toEqual(allAre(INVALID))
  expect(await countOf('once')).toBe(2)
  expect(await enterWith(await token(), at)).toBe(IN)
  later(29_000 + 3000)
  expect(await enterWith(await token(), at)).toBe('503 ERR_JWKS_UNAVAILABLE')
  vi.useRealTimers()
})

test('many at once, when the keys are stale: one asks', async () => {
  const at = configured({ JWT: { ...JWT, jwksUrl: `${TEST.issuerUrl}/jwks/stale` } })
  expect(await enterWith(await token(), at)).toBe(IN)
  later(300_000)
  const good = await token()
  expect(await Promise.all(Array.from({ length: 100 }, () => enterWith(good, at)))).toEqual(allAre(IN))
  expect(await countOf('stale')).toBe(2)
  vi.useRealTimers()
})
