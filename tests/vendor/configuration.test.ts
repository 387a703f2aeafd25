// What the vendor is told, and what it does with a change of it.

import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { deriveSigningKey } from 'edgesign'
import { expect, test } from 'vitest'
import type { Env } from '../../worker/vendor/src/configuration.ts'
import * as bench from './bench.ts'
import { FIRST, HOUR, REFRESH, SECOND, at, given, newVendor, setClock, sts } from './bench.ts'

const STS = env.STS as Record<string, unknown>
const GRANT = env.GRANT as Record<string, unknown>
const NO_STS: Partial<Env> = { STS: 'none', GRANT: undefined }

test('the same as JSON in texts, as a secret or .dev.vars has them', async () => {
  const vars = { STS: JSON.stringify(STS), GRANT: JSON.stringify(GRANT) }
  expect(given(await bench.restarted(newVendor(), vars, (vendor) => vendor.credentials()))).toEqual(FIRST)
})

test('the optional fields reach STS', async () => {
  const vars = { STS: { ...STS, endpoint: 'https://sts.example', externalId: 'external/1' } }
  expect(given(await bench.restarted(newVendor(), vars, (vendor) => vendor.credentials()))).toEqual(FIRST)
  expect(sts.requests[0]).toMatchObject({ url: 'https://sts.example/' })
  expect(sts.requests[0]?.body.get('ExternalId')).toBe('external/1')
})

test('without STS: signing keys of the long-lived key, of the day, with nothing kept and nobody asked', async () => {
  const credentials = { accessKeyId: env.ACCESS_KEY_ID, secretAccessKey: env.SECRET_ACCESS_KEY }
  const keys = (days: number[]) =>
    days.map((day) => deriveSigningKey(credentials, { region: 'auto', date: new Date(at(day * 24 * HOUR)) }))
  const stub = newVendor()
  await bench.restarted(stub, { ...NO_STS, REGION: 'auto' }, async (vendor) => {
    expect(await vendor.credentials()).toEqual({ credentials: keys([0, 1]) })
    setClock(24 * HOUR)
    expect(await vendor.credentials()).toEqual({ credentials: keys([1, 2]) })
    await vendor.alarm()
  })
  expect(Object.keys(await bench.kept(stub))).toEqual(['identity'])
  expect(await bench.alarmOf(stub)).toBe(null)
  expect(sts.calls).toBe(0)
})

const CHANGES: Record<string, Partial<Env>> = {
  'the long-lived key': { ACCESS_KEY_ID: 'AKIAI44QH8DHBEXAMPLE' },
  'the region': { REGION: 'us-west-2' },
  'the role': { STS: { ...STS, roleArn: 'arn:aws:iam::123456789012:role/other' } },
  'the name of the session': { STS: { ...STS, roleSessionName: 'after-the-incident' } },
  'the grant': { GRANT: { ...GRANT, prefix: 'public/' } },
}

test.each(Object.entries(CHANGES))('another configuration gets another session: %s', async (_, change) => {
  const vendor = newVendor()
  await vendor.credentials()
  expect(given(await bench.restarted(vendor, change, (changed) => changed.credentials()))).toEqual(SECOND)
  expect(sts.calls).toBe(2)
})

test('it forgets the failures of another configuration, and its session when there is no STS any more', async () => {
  const stub = newVendor()
  sts.answer = () => bench.xml('', { status: 500 })
  await stub.credentials()
  sts.answer = bench.sessions()
  const fixed = { STS: { ...STS, roleSessionName: 'fixed' } }
  expect(given(await bench.restarted(stub, fixed, (vendor) => vendor.credentials()))).toEqual(SECOND)
  await bench.restarted(stub, NO_STS, (vendor) => vendor.credentials())
  expect(Object.keys(await bench.kept(stub))).toEqual(['identity'])
})

const stsWith = (change: object) => ({ STS: { ...STS, ...change } })
const grantWith = (change: object) => ({ GRANT: { ...GRANT, ...change } })

const WRONG: [vars: Partial<Record<keyof Env, unknown>>, said: string, code?: string][] = [
  [{ ACCESS_KEY_ID: undefined }, 'ACCESS_KEY_ID: expected'],
  [{ ACCESS_KEY_ID: 'a b' }, 'accessKeyId: expected', 'ERR_INVALID_CREDENTIALS'],
  [{ SECRET_ACCESS_KEY: '' }, 'SECRET_ACCESS_KEY: expected'],
  [{ SECRET_ACCESS_KEY: 'a b' }, 'secretAccessKey: expected', 'ERR_INVALID_CREDENTIALS'],
  [{ REGION: undefined }, 'REGION: expected'],
  [{ REGION: 'x.evil/#' }, 'region: expected', 'ERR_INVALID_REGION'],
  [{ STS: undefined }, 'STS: expected'],
  [{ STS: 'None' }, 'STS: expected'],
  [{ STS: '{"region":' }, 'STS: expected'],
  [{ STS: [] }, 'STS: expected'],
  [{ STS: null }, 'STS: expected'],
  [{ STS: 'none' }, 'GRANT: expected none'],
  [stsWith({ duration: 3600 }), 'STS.duration: expected no field of this name'],
  [stsWith({ toString: 'a' }), 'STS.toString: expected no field of this name'],
  [stsWith({ endpoint: 'sts.example' }), 'STS.endpoint: expected'],
  [stsWith({ endpoint: 'http://sts.example' }), 'STS.endpoint: expected an https URL'],
  [stsWith({ endpoint: 'http://localhost.evil.example' }), 'STS.endpoint: expected an https URL'],
  [stsWith({ endpoint: 'file:///etc/passwd' }), 'STS.endpoint: expected'],
  [stsWith({ region: undefined }), 'STS.region: expected'],
  [stsWith({ region: 'evil.example/' }), 'STS.region: expected'],
  [stsWith({ roleArn: undefined }), 'STS.roleArn: expected'],
  [stsWith({ roleArn: 'edgesign' }), 'STS.roleArn: expected'],
  [stsWith({ roleSessionName: 'a b' }), 'STS.roleSessionName: expected'],
  [stsWith({ externalId: '' }), 'STS.externalId: expected'],
  [stsWith({ durationSeconds: undefined }), 'STS.durationSeconds: expected'],
  [stsWith({ durationSeconds: '3600' }), 'STS.durationSeconds: expected'],
  [stsWith({ durationSeconds: 899 }), 'STS.durationSeconds: expected'],
  [stsWith({ durationSeconds: 43_201 }), 'STS.durationSeconds: expected'],
  [stsWith({ durationSeconds: 1259 }), 'STS.durationSeconds: expected 1260 or more'],
  [{ GRANT: undefined }, 'GRANT: expected'],
  [{ GRANT: 'all' }, 'GRANT: expected'],
  [{ GRANT: { bucket: 'media', operations: ['GetObject'] } }, 'GRANT.maxExpiresIn: expected'],
  [grantWith({ prefixes: ['a/'] }), 'prefixes', 'ERR_INVALID_GRANT'],
  [grantWith({ operations: 'GetObject' }), '', 'ERR_INVALID_GRANT'],
  [grantWith({ prefix: undefined }), 'prefix', 'ERR_INVALID_GRANT'],
  [grantWith({ prefix: 'a'.repeat(1000) + '/', operations: ['ListObjectsV2', 'GetObject'] }), '2048', 'ERR_TOO_LARGE'],
]

test.each(WRONG)('%j is refused: %s', async (vars, said, code = 'ERR_CONFIGURATION') => {
  const reply = await bench.restarted(newVendor(), vars as Partial<Env>, async (vendor) => {
    await vendor.alarm()
    return vendor.credentials()
  })
  expect(reply).toEqual({ error: { code, message: expect.stringContaining(said) } })
  expect(JSON.stringify(reply)).not.toMatch(/\{\\"region|evil|passwd|a b/)
  expect(sts.calls).toBe(0)
  bench.expectEvent('configuration refused', { code })
})

test('1260 seconds are enough for URLs of 900', async () => {
  const vendor = newVendor()
  const vars = stsWith({ durationSeconds: 1260 })
  await bench.restarted(vendor, vars, (shortest) => shortest.credentials())
  expect(await bench.alarmOf(vendor)).toBe(at(60))
})

test('after a configuration that was refused, the session goes on, and is replaced without its alarm', async () => {
  const vendor = newVendor()
  await vendor.credentials()
  const reply = await bench.restarted(vendor, { REGION: '' }, (broken) => broken.credentials())
  expect(given(reply)).toBe('ERR_CONFIGURATION')
  expect(given(await vendor.credentials())).toEqual(FIRST)
  setClock(REFRESH)
  await vendor.credentials()
  await expect.poll(async () => given(await vendor.credentials())).toEqual(SECOND)
  expect(await runDurableObjectAlarm(vendor)).toBe(true)
})
