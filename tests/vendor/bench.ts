// What every test of the vendor needs: a clock to set, an STS to script, and a vendor of its own.

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import type { Env } from '../../worker/vendor/src/configuration.ts'
import type { Vended } from '../../worker/vendor/src/vended.ts'
import { Vendor } from '../../worker/vendor/src/vendor.ts'
import { assumedRole } from './sts.js'

/** Ahead of the machine's clock, which workerd's alarms go by: none of them goes off by itself. */
export const NOON = Date.UTC(2030, 0, 1, 12)
export const SESSION_SECRET = 'session/SECRET/' + 'x'.repeat(25)
export const SECRETS = [env.SECRET_ACCESS_KEY, SESSION_SECRET]
/** Those of wrangler.jsonc: a session lives an hour, and is replaced 900 + 300 seconds before its end. */
export const HOUR = 3600
export const REFRESH = HOUR - 1200

/** Seconds after {@link NOON}. */
export const at = (seconds: number) => NOON + seconds * 1000
export const iso = (seconds: number) => new Date(at(seconds)).toISOString()
export const setClock = (seconds: number) => vi.setSystemTime(at(seconds))

type Answer = (call: number) => Response | Promise<Response>

export function xml(text: string, { status = 200, headers = {} } = {}) {
  return new Response(text, { status, headers: { 'content-type': 'text/xml', ...headers } })
}

/** Sessions ASIASESSION1, 2, ... that live an hour from when they were asked for, or for the given seconds. */
export const sessions =
  (seconds = HOUR): Answer =>
  (call) =>
    xml(session(call, new Date(Date.now() + seconds * 1000).toISOString()))

export function session(number: number, expiration: string, more = {}) {
  const accessKeyId = `ASIASESSION${number}`
  return assumedRole({
    accessKeyId,
    secretAccessKey: SESSION_SECRET,
    sessionToken: `token-${number}`,
    expiration,
    ...more,
  })
}

export const sts = {
  requests: [] as { url: string; authorization: string | null; body: URLSearchParams }[],
  answer: sessions(),
  get calls() {
    return sts.requests.length
  },
}

export const logs: string[] = []

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOON })
  logs.length = 0
  sts.requests = []
  sts.answer = sessions()
  for (const level of ['log', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((...said) => void logs.push(said.join(' ')))
  }
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input as RequestInfo, init as RequestInit)
    const { url, headers } = request
    const body = new URLSearchParams(new TextDecoder().decode(await request.arrayBuffer()))
    sts.requests.push({ url, authorization: headers.get('authorization'), body })
    return sts.answer(sts.calls)
  })
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** A vendor with an empty storage. */
export const newVendor = () => env.VENDOR.getByName(crypto.randomUUID())

type Stub = ReturnType<typeof newVendor>

/** The vendor as it is after it was evicted, or deployed with other variables. */
export function restarted<T>(stub: Stub, vars: Partial<Env>, run: (vendor: Vendor) => T | Promise<T>) {
  return runInDurableObject(stub, (_, state) => run(new Vendor(state, { ...env, ...vars })))
}

export const kept = (stub: Stub) =>
  runInDurableObject(stub, (_, { storage }) => Object.fromEntries(storage.kv.list<any>()))

export const alarmOf = (stub: Stub) => runInDurableObject(stub, (_, { storage }) => storage.getAlarm())

/** The access key ids and dates of what was given, in short. */
export function given(vended: Vended) {
  if ('error' in vended) return vended.error.code
  return vended.credentials.map(({ accessKeyId, date }) => `${accessKeyId} ${date}`)
}

export const FIRST = ['ASIASESSION1 20300101', 'ASIASESSION1 20300102']
export const SECOND = ['ASIASESSION2 20300101', 'ASIASESSION2 20300102']

export function expectEvent(event: string, fields: object) {
  expect(logs.map((line) => JSON.parse(line))).toContainEqual(expect.objectContaining({ event, ...fields }))
}
