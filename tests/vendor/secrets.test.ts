// What leaves the vendor, in any way, has no secret in it. And the binding is the only way in.

import { createExecutionContext, runDurableObjectAlarm } from 'cloudflare:test'
import { env, exports } from 'cloudflare:workers'
import { Presigner } from 'edgesign'
import { expect, test } from 'vitest'
import Entrypoint from '../../worker/vendor/src/index.ts'
import * as bench from './bench.ts'
import { FIRST, HOUR, SECRETS, given, iso, newVendor, setClock, sts } from './bench.ts'
import { stsError } from './sts.js'

/** All of a value, bytes too, as one text. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part) => {
    if (!ArrayBuffer.isView(part)) return part
    return String.fromCharCode(...new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
  })
}

function expectNoSecret(value: unknown) {
  const text = textOf(value)
  const parsed = JSON.stringify(
    SECRETS.map((secret) => text.includes(secret.slice(0, 12)) || text.includes(btoa(secret))),
  )
  expect(parsed).toBe('[false,false]')
  expect(text).not.toContain('secretAccessKey":')
}

test('the scan finds a secret', () => {
  for (const secret of SECRETS) {
    expect(() => expectNoSecret({ a: [secret] })).toThrow()
    expect(() => expectNoSecret({ a: new TextEncoder().encode(secret) })).toThrow()
  }
  expect(() => expectNoSecret({ secretAccessKey: '' })).toThrow()
})

const ANSWERS: Record<string, () => Response> = {
  'a session': () => bench.xml(bench.session(1, iso(HOUR))),
  'a session that has ended': () => bench.xml(bench.session(1, iso(-1))),
  'a session without a token': () => bench.xml(bench.session(1, iso(HOUR), { sessionToken: '' })),
  'an error that repeats the secrets': () => bench.xml(stsError('AccessDenied', SECRETS.join(' ')), { status: 403 }),
  'a page that repeats the secrets': () => bench.xml(SECRETS.join(' '), { status: 200 }),
  'half of a session': () => bench.xml(bench.session(1, iso(HOUR)).slice(0, 600)),
}

test.each(Object.entries(ANSWERS))('no secret in replies, storage or logs when STS gives %s', async (_, answer) => {
  const stub = newVendor()
  sts.answer = answer
  const replies = [await stub.credentials()]
  await runDurableObjectAlarm(stub)
  setClock(HOUR)
  replies.push(await stub.credentials())
  expectNoSecret(await bench.kept(stub))
  expect(bench.logs.length).toBeGreaterThan(1)
  expectNoSecret([replies, bench.logs])
})

test('no secret without STS', async () => {
  const stub = newVendor()
  await bench.restarted(stub, { STS: 'none', GRANT: undefined }, async (vendor) => {
    expectNoSecret(await vendor.credentials())
  })
  expectNoSecret(await bench.kept(stub))
})

test('neither a token nor a signing key is in the logs', async () => {
  const reply = await newVendor().credentials()
  if ('error' in reply) throw new Error(reply.error.message)
  for (const { sessionToken, signingKey } of reply.credentials) {
    expect(bench.logs.join()).not.toContain(sessionToken)
    expect(bench.logs.join()).not.toContain(btoa(String.fromCharCode(...signingKey)))
    expect(bench.logs.join()).not.toContain(signingKey.join())
  }
})

test('each event is one line of JSON', async () => {
  const stub = newVendor()
  await stub.credentials()
  sts.answer = () => bench.xml(stsError('AccessDenied', 'two\nlines'), { status: 403 })
  await runDurableObjectAlarm(stub)
  expect(bench.logs.map((line) => [JSON.parse(line).event, line.includes('\n')])).toEqual([
    ['session started', false],
    ['session not started', false],
  ])
})

test('by the binding come keys that sign, and no URL outlives the session', async () => {
  const reply = await exports.default.credentials()
  if ('error' in reply) throw new Error(reply.error.message)
  const presigner = new Presigner({ region: env.REGION, bucket: 'media', credentials: reply.credentials })
  const { url, expiresAt } = presigner.presign('GetObject', { key: 'a.txt', expiresIn: 2 * HOUR })
  expect(new URL(url).searchParams.get('X-Amz-Credential')).toBe('ASIASESSION1/20300101/eu-west-1/s3/aws4_request')
  expect(new URL(url).searchParams.get('X-Amz-Security-Token')).toBe('token-1')
  expect(expiresAt).toEqual(new Date(iso(HOUR)))
})

test('the binding leads to one object, however often it is asked', async () => {
  const replies = await Promise.all(Array.from({ length: 50 }, () => exports.default.credentials()))
  expect(new Set(replies.map((reply) => given(reply).toString())).size).toBe(1)
  expect(sts.calls).toBeLessThanOrEqual(1)
  expect(given(replies[0]!)).toEqual(FIRST)
})

test('an object that fails is an error with a code, and its own words stay inside', async () => {
  const broken = { credentials: () => Promise.reject(new Error(`broken: ${env.SECRET_ACCESS_KEY}`)) }
  const bindings = { ...env, VENDOR: { getByName: () => broken } as unknown as typeof env.VENDOR }
  const reply = await new Entrypoint(createExecutionContext(), bindings).credentials()
  expect(reply).toEqual({ error: { code: 'ERR_CREDENTIALS_UNAVAILABLE', message: 'the vendor of credentials failed' } })
})

test('there is nothing to fetch', async () => {
  for (const path of ['/', '/credentials', '/healthz']) {
    const response = await exports.default.fetch(`https://vendor.example${path}`)
    expect([response.status, await response.text()]).toEqual([404, ''])
  }
})
