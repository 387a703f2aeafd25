// When the vendor calls STS, what it gives out meanwhile, and what it does when STS fails.

import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { deriveSigningKey } from 'edgesign'
import { toIamPolicy } from 'edgesign/grants'
import { expect, test } from 'vitest'
import * as bench from './bench.ts'
import {
  FIRST,
  HOUR,
  NOON,
  REFRESH,
  SECOND,
  SESSION_SECRET,
  at,
  given,
  iso,
  newVendor,
  setClock,
  sts,
} from './bench.ts'
import { stsError } from './sts.js'

const down = () => bench.xml(stsError('ServiceUnavailable', 'try later'), { status: 503 })

test('signing keys of a session, for today and tomorrow', async () => {
  const session = {
    accessKeyId: 'ASIASESSION1',
    secretAccessKey: SESSION_SECRET,
    sessionToken: 'token-1',
    expiration: iso(HOUR),
  }
  const keys = [0, 24 * HOUR].map((seconds) =>
    deriveSigningKey(session, { region: env.REGION, date: new Date(at(seconds)) }),
  )
  expect(await newVendor().credentials()).toEqual({ credentials: keys })
  expect(keys.map(({ date }) => date)).toEqual(['20300101', '20300102'])
})

test('STS is asked for the configured role, held to the configured grant, with the long-lived key', async () => {
  await newVendor().credentials()
  const { url, authorization, body } = sts.requests[0]!
  expect(new URL(url).host).toBe('sts.eu-west-1.amazonaws.com')
  expect(authorization).toContain('Credential=AKIAIOSFODNN7EXAMPLE/20300101/eu-west-1/sts/aws4_request')
  expect(Object.fromEntries(body)).toMatchObject({
    Action: 'AssumeRole',
    RoleArn: 'arn:aws:iam::123456789012:role/edgesign',
    RoleSessionName: 'edgesign',
    DurationSeconds: '3600',
  })
  expect(JSON.parse(body.get('Policy')!)).toEqual(toIamPolicy(env.GRANT as any))
})

test('many requests at once make one call, and later ones none', async () => {
  const vendor = newVendor()
  const replies = await Promise.all(Array.from({ length: 100 }, () => vendor.credentials()))
  expect(new Set(replies.map((reply) => given(reply).toString()))).toEqual(new Set([FIRST.toString()]))
  setClock(REFRESH - 1)
  expect(given(await vendor.credentials())).toEqual(FIRST)
  expect(sts.calls).toBe(1)
})

test('an object that was evicted goes on with what it kept', async () => {
  const vendor = newVendor()
  const before = await vendor.credentials()
  expect(await bench.restarted(vendor, {}, (again) => again.credentials())).toEqual(before)
  expect(sts.calls).toBe(1)
})

test('the alarm replaces the session earlier than the longest URL would be cut', async () => {
  const vendor = newVendor()
  await vendor.credentials()
  expect(await bench.alarmOf(vendor)).toBe(at(REFRESH))
  setClock(REFRESH)
  expect(await runDurableObjectAlarm(vendor)).toBe(true)
  expect(given(await vendor.credentials())).toEqual(SECOND)
  expect(await bench.alarmOf(vendor)).toBe(at(2 * REFRESH))
  expect(sts.calls).toBe(2)
  bench.expectEvent('session started', { accessKeyId: 'ASIASESSION2', expiration: iso(REFRESH + HOUR) })
})

test('should the alarm be late, requests get the old keys while one call fetches new ones', async () => {
  const vendor = newVendor()
  await vendor.credentials()
  setClock(REFRESH)
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  sts.answer = (call) => held.then(() => bench.sessions()(call))
  expect(given(await vendor.credentials())).toEqual(FIRST)
  expect(given(await vendor.credentials())).toEqual(FIRST)
  release()
  await expect.poll(async () => given(await vendor.credentials())).toEqual(SECOND)
  expect(sts.calls).toBe(2)
})

test('when the refresh fails, the old keys serve until they end, and never after', async () => {
  const vendor = newVendor()
  await vendor.credentials()
  sts.answer = down
  setClock(REFRESH)
  expect(await runDurableObjectAlarm(vendor)).toBe(true)
  setClock(HOUR - 1)
  expect(given(await vendor.credentials())).toEqual(FIRST)
  setClock(HOUR)
  expect(given(await vendor.credentials())).toBe('ERR_CREDENTIALS_UNAVAILABLE')
})

test('a session that ends between two requests is not given to the second', async () => {
  const vendor = newVendor()
  sts.answer = bench.sessions(2)
  expect(given(await vendor.credentials())).toEqual(FIRST)
  setClock(1)
  expect(given(await vendor.credentials())).toEqual(FIRST)
  setClock(2)
  expect(given(await vendor.credentials())).toEqual(SECOND)
  expect(sts.calls).toBe(2)
})

test('however short a session is, the alarm does not call STS more often than once a minute', async () => {
  const vendor = newVendor()
  sts.answer = bench.sessions(2)
  await vendor.credentials()
  expect(await bench.alarmOf(vendor)).toBe(at(60))
})

test('a session that ends later than it should is replaced as planned, and serves its two dates only', async () => {
  const vendor = newVendor()
  sts.answer = bench.sessions(100 * 24 * HOUR)
  expect(given(await vendor.credentials())).toEqual(FIRST)
  expect(await bench.alarmOf(vendor)).toBe(at(REFRESH))
  sts.answer = down
  setClock(24 * HOUR)
  expect(given(await vendor.credentials())).toEqual([FIRST[1]])
  setClock(48 * HOUR)
  expect(given(await vendor.credentials())).toBe('ERR_CREDENTIALS_UNAVAILABLE')
})

test('after midnight by UTC the key of the new date is given, without a call', async () => {
  const vendor = newVendor()
  setClock(12 * HOUR - 600)
  expect(given(await vendor.credentials())).toEqual(FIRST)
  setClock(12 * HOUR)
  expect(given(await vendor.credentials())).toEqual([FIRST[1]])
  expect(sts.calls).toBe(1)
})

test('a dead STS is asked ever more seldom, by the alarm and by requests alike', async () => {
  const vendor = newVendor()
  sts.answer = down
  await vendor.credentials()
  let now = 0
  for (const [index, delay] of [5, 10, 20, 40, 60, 60].entries()) {
    expect(await bench.alarmOf(vendor)).toBe(at(now + delay))
    setClock(now + delay - 1)
    const replies = await Promise.all(Array.from({ length: 20 }, () => vendor.credentials()))
    expect(new Set(replies.map(given))).toEqual(new Set(['ERR_CREDENTIALS_UNAVAILABLE']))
    expect(sts.calls).toBe(index + 1)
    now += delay
    setClock(now)
    if (index % 2 === 0) await runDurableObjectAlarm(vendor)
    else await vendor.credentials()
    expect(sts.calls).toBe(index + 2)
  }
  await bench.restarted(vendor, {}, (again) => again.credentials())
  expect(sts.calls, 'an evicted object remembers it').toBe(7)
})

test('once STS is back, all is as before', async () => {
  const vendor = newVendor()
  sts.answer = down
  expect(given(await vendor.credentials())).toBe('ERR_CREDENTIALS_UNAVAILABLE')
  sts.answer = bench.sessions()
  setClock(5)
  expect(await runDurableObjectAlarm(vendor)).toBe(true)
  expect(given(await vendor.credentials())).toEqual(SECOND)
  expect(await bench.alarmOf(vendor)).toBe(at(5 + REFRESH))
  expect(await bench.kept(vendor)).not.toHaveProperty('failure')
})

test('whoever comes during a call waits for its end, also when STS has failed just before', async () => {
  const vendor = newVendor()
  sts.answer = down
  await vendor.credentials()
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  sts.answer = (call) => held.then(() => bench.sessions()(call))
  setClock(4) // workerd's clock may be a little ahead of this one
  const alarm = runDurableObjectAlarm(vendor)
  await expect.poll(() => sts.calls).toBe(2)
  const reply = vendor.credentials()
  await scheduler.wait(100)
  release()
  expect(given(await reply)).toEqual(SECOND)
  expect(await alarm).toBe(true)
})

test('a failure is logged with what STS said', async () => {
  sts.answer = () => bench.xml(stsError('AccessDenied', 'no'), { status: 403 })
  await newVendor().credentials()
  bench.expectEvent('session not started', {
    code: 'ERR_CREDENTIALS_UNAVAILABLE',
    providerCode: 'AccessDenied',
    requestId: '01234567-89ab-cdef-0123-456789abcdef',
    status: 403,
    count: 1,
    retryAt: new Date(NOON + 5000).toISOString(),
  })
})

const LIES: Record<string, () => Response> = {
  'a session that has ended': () => bench.xml(bench.session(1, iso(-1))),
  'a session that ends now': () => bench.xml(bench.session(1, iso(0))),
  'no date': () => bench.xml(bench.session(1, 'soon')),
  'no secret': () => bench.xml(bench.session(1, iso(HOUR), { secretAccessKey: '' })),
  'a secret that is none': () => bench.xml(bench.session(1, iso(HOUR), { secretAccessKey: 'a b' })),
  'half an answer': () => bench.xml(bench.session(1, iso(HOUR)).slice(0, 400)),
  'another shape': () => bench.xml('{"Credentials":{}}'),
  'a document type': () => bench.xml('<!DOCTYPE a>' + bench.session(1, iso(HOUR))),
  'another type': () => bench.xml(bench.session(1, iso(HOUR)), { headers: { 'content-type': 'text/plain' } }),
  'more than anybody needs': () => bench.xml(bench.session(1, iso(HOUR)) + ' '.repeat(65_536)),
  'a page': () => bench.xml('<!DOCTYPE html><title>hello</title>'),
  nothing: () => bench.xml(''),
  'another address': () => bench.xml('', { status: 307, headers: { location: 'https://sts.example/' } }),
  'an error in words': () => bench.xml('Bad Gateway', { status: 502 }),
}

test.each(Object.entries(LIES))('STS gives %s: nothing is given, and the old keys go on', async (_, lie) => {
  const vendor = newVendor()
  sts.answer = lie
  expect(given(await vendor.credentials())).toBe('ERR_CREDENTIALS_UNAVAILABLE')
  const { session, failure } = await bench.kept(vendor)
  expect([session, failure.count]).toEqual([undefined, 1])

  const other = newVendor()
  sts.answer = () => bench.xml(bench.session(1, iso(HOUR)))
  await other.credentials()
  sts.answer = lie
  await runDurableObjectAlarm(other)
  expect(given(await other.credentials())).toEqual(FIRST)
})

test('no answer at all', async () => {
  sts.answer = () => Promise.reject(new TypeError('network connection lost'))
  expect(given(await newVendor().credentials())).toBe('ERR_CREDENTIALS_UNAVAILABLE')
})
