// What the vendor gives, and what is done when it gives nothing, or what has died. The clock is moved.

import { type SigningKeyCredentials, deriveSigningKey } from 'edgesign'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Env } from '../../worker/src/env.ts'
import { EXAMPLE, GRANT, call, codeOf, configured, logs, post, token } from './call.ts'

const SECOND = 1000
const HOUR = 3600 * SECOND
const DAY = 24 * HOUR
const NOON = Date.parse('2026-11-25T12:00:00Z')

beforeEach(() => void vi.setSystemTime(NOON))
afterEach(() => void vi.useRealTimers())

const request = { operation: 'GetObject', key: 'users/42/a', expiresIn: 3600 }

/** The keys of two days, as the vendor gives them. */
function keys(more: object = {}): SigningKeyCredentials[] {
  const derive = (date: number) => deriveSigningKey(EXAMPLE, { date: new Date(date), region: 'us-east-1' })
  return [0, DAY].map((later) => ({ ...derive(Date.now() + later), ...more }))
}

const endingIn = (milliseconds: number) => keys({ expiration: new Date(Date.now() + milliseconds).toISOString() })

function withVendor(credentials: () => SigningKeyCredentials[]) {
  const asked = vi.fn(async () => ({ credentials: credentials() }))
  return { asked, env: configured({ VENDOR: { credentials: asked } }) }
}

const presign = async (env: Env, more = {}): Promise<Response> => post(env, '/v1/presign', { ...request, ...more })
const signs = async (env: Env, more = {}) => codeOf(await presign(env, more))
const lifeOf = async (env: Env) => ((await (await presign(env)).json()) as { expiresIn: number }).expiresIn
const SIGNED = '200 undefined'
const UNAVAILABLE = '503 ERR_CREDENTIALS_UNAVAILABLE'
const later = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds)

test('keys are kept for some minutes, then asked for again', async () => {
  const { asked, env } = withVendor(keys)
  for (let i = 0; i < 5; i++) expect(await signs(env)).toBe(SIGNED)
  later(299 * SECOND)
  expect(await signs(env)).toBe(SIGNED)
  expect(asked).toHaveBeenCalledTimes(1)
  later(2 * SECOND)
  expect(await signs(env)).toBe(SIGNED)
  expect(asked).toHaveBeenCalledTimes(2)
})

test('keys that still last for the longest URL are never cut', async () => {
  const { asked, env } = withVendor(() => endingIn(2 * HOUR))
  for (let i = 0; i < 20; i++) {
    expect(await lifeOf(env)).toBe(3600)
    later(290 * SECOND)
  }
  expect(asked.mock.calls.length).toBeLessThan(12)
})

test('when the vendor has nothing that lasts, it is asked every ten seconds, and URLs are cut', async () => {
  const { asked, env } = withVendor(() => keys({ expiration: new Date(NOON + HOUR / 2).toISOString() }))
  expect(await lifeOf(env)).toBe(1800)
  later(9 * SECOND)
  expect(await lifeOf(env)).toBe(1791)
  expect(asked).toHaveBeenCalledTimes(1)
  later(2 * SECOND)
  await lifeOf(env)
  expect(asked).toHaveBeenCalledTimes(2)
})

test('no URL that is of no use: minExpiresIn', async () => {
  const { env } = withVendor(() => endingIn(29 * SECOND))
  expect(await signs(env)).toBe('503 ERR_CREDENTIALS_EXPIRED')
  expect(await signs(env, { minExpiresIn: 5 })).toBe(SIGNED)
  expect(await signs(env, { expiresIn: 5 })).toBe(SIGNED)
})

test('old keys serve while they are valid and the vendor fails; expired ones never', async () => {
  const answer = vi.fn((): unknown => ({ credentials: endingIn(HOUR) }))
  const env = configured({ VENDOR: { credentials: async () => answer() } as Env['VENDOR'] })
  expect(await signs(env)).toBe(SIGNED)
  answer.mockImplementation(() => ({ error: { code: 'ERR_CREDENTIALS_UNAVAILABLE', message: 'STS is down' } }))
  later(HOUR - 60 * SECOND)
  expect(await signs(env)).toBe(SIGNED)
  expect(logs.some((line) => line === '{"event":"credentials","code":"ERR_CREDENTIALS_UNAVAILABLE"}')).toBe(true)
  later(61 * SECOND)
  expect(await signs(env)).toBe(UNAVAILABLE)
  answer.mockImplementation(() => ({ credentials: endingIn(HOUR) }))
  expect(await signs(env)).toBe(SIGNED)
})

test('a credential that dies between two requests', async () => {
  const { asked, env } = withVendor(() => endingIn(20 * SECOND))
  expect(await signs(env, { minExpiresIn: 1 })).toBe(SIGNED)
  later(20 * SECOND)
  expect(await signs(env, { minExpiresIn: 1 })).toBe(SIGNED)
  expect(asked).toHaveBeenCalledTimes(2)
})

test('midnight passes', async () => {
  vi.setSystemTime(Date.parse('2026-11-25T23:59:50Z'))
  const { asked, env } = withVendor(keys)
  const dayOf = async () => /%2F(\d{8})%2F/.exec(((await (await presign(env)).json()) as { url: string }).url)![1]
  expect(await dayOf()).toBe('20261125')
  later(20 * SECOND)
  expect(await dayOf()).toBe('20261126')
  expect(asked).toHaveBeenCalledTimes(1)
})

test('keys of another day are none', async () => {
  const { env } = withVendor(() => keys().slice(1))
  expect(await signs(env)).toBe(UNAVAILABLE)
})

test('a vendor that fails is not asked by every request when there are keys', async () => {
  const answer = vi.fn((): unknown => ({ credentials: keys() }))
  const env = configured({ VENDOR: { credentials: async () => answer() } as Env['VENDOR'] })
  await signs(env)
  answer.mockImplementation(() => Promise.reject(new Error('down')))
  later(301 * SECOND)
  for (let i = 0; i < 5; i++) expect(await signs(env)).toBe(SIGNED)
  expect(answer).toHaveBeenCalledTimes(2)
})

test.each<[string, () => unknown]>([
  ['an error', () => ({ error: { code: 'ERR_CREDENTIALS_UNAVAILABLE', message: 'down' } })],
  ['an exception', () => Promise.reject(new Error('secret wJalrXUtnFEMI'))],
  ['nothing', () => undefined],
  ['no credentials', () => ({ credentials: [] })],
  ['expired ones', () => ({ credentials: endingIn(-1) })],
  ['ones that end at a wrong date', () => ({ credentials: keys({ expiration: 'soon' }) })],
])('the vendor gives %s: nothing is signed, nothing told', async (_, answer) => {
  const env = configured({ VENDOR: { credentials: async () => answer() } as Env['VENDOR'] })
  expect(await signs(env)).toBe(UNAVAILABLE)
  expect((await call(env, '/healthz')).status).toBe(200)
})

test.each<[string, object]>([
  ['another region', { region: 'eu-west-1' }],
  ['another service', { service: 'sts' }],
  ['a short key', { signingKey: new Uint8Array(5) }],
  ['a token of R2 that reveals the secret', { sessionToken: btoa('jwt/eyJhbGciOiJIUzI1NiJ9.e30.c2ln') }],
])('the vendor gives keys of %s: an error without a word of them', async (_, more) => {
  const env = configured({ VENDOR: { credentials: async () => ({ credentials: keys(more) }) } as Env['VENDOR'] })
  expect(await signs(env)).toBe('500 ERR_INTERNAL')
})

test('a session token goes into the URL, and nowhere else', async () => {
  const env = configured({
    VENDOR: { credentials: async () => ({ credentials: keys({ sessionToken: 'AKIAtoken' }) }) },
  })
  const { url } = (await (await presign(env)).json()) as { url: string }
  expect(new URL(url).searchParams.get('X-Amz-Security-Token')).toBe('AKIAtoken')
})

test('100 callers with 400 requests at once each get what is theirs, and nothing of another’s', async () => {
  vi.useRealTimers()
  const env = configured()
  const callers = Array.from({ length: 100 }, (_, i) => `users/${i}/`)
  const results = callers.map(async (prefix, i) => {
    const authorization = await token({ sub: prefix, jti: prefix, grant: { ...GRANT, prefix } })
    const [own, other] = [prefix, callers[(i + 1) % callers.length]].map((prefix) => ({
      ...request,
      key: `${prefix}a`,
    }))
    const replies = [own, other, own, { requests: [own, other] }].map((body) =>
      post(env, '/v1/presign', body, authorization),
    )
    const [first, refused, again, many] = await Promise.all(replies)
    for (const reply of [first, again]) {
      expect(new URL(((await reply!.json()) as { url: string }).url).pathname).toBe(`/e2e/${prefix}a`)
    }
    expect([await codeOf(refused!), await codeOf(many!)]).toEqual(['403 ERR_NOT_GRANTED', '403 ERR_NOT_GRANTED'])
  })
  await Promise.all(results)
})
