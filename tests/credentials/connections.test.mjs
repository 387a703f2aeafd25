// Providers of credentials that are down, slow, or point elsewhere, and callers that do not wait.

import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { assumeRole } from 'edgesign/credentials'
import {
  asking,
  credentials,
  credentialsXml,
  expected,
  good,
  inResult,
  region,
  role,
  says,
  startFakeSts,
  unavailable,
} from './sts.mjs'

test('a redirect is not followed', async () => {
  const other = await startFakeSts()
  for (const status of [301, 302, 303, 304, 307, 308]) {
    const location = `${other.endpoint}/`
    await assert.rejects(asking(says(good, { location }, status)), unavailable('AssumeRole', /redirect/, { status }))
  }
  assert.deepEqual(other.requests, [])
  await other.close()
  const followed = Object.defineProperty(new Response(good), 'redirected', { value: true })
  const opaque = Object.defineProperty(new Response(good), 'type', { value: 'opaqueredirect' })
  for (const response of [followed, opaque]) {
    const options = { ...role, region, credentials, fetch: async () => response }
    await assert.rejects(assumeRole(options), unavailable('AssumeRole', /redirect/, { status: 200 }))
  }
})

test('a provider that is down, breaks off, or answers without end', async () => {
  const { endpoint, close } = await startFakeSts()
  await close()
  const options = { endpoint, region, credentials, ...role }
  await assert.rejects(assumeRole(options), (error) => {
    assert.match(String(error.cause.cause?.code), /ECONNREFUSED/)
    return unavailable('AssumeRole', /failed/)(error)
  })
  for (const answer of [
    (response) => response.destroy(),
    (response) => response.writeHead(200, { 'content-type': 'text/xml', 'content-length': 9999 }).end(good),
    (response) => {
      response.writeHead(200, { 'content-type': 'text/xml' }).write(good)
      setTimeout(() => response.destroy(), 20)
    },
    says(inResult(`${credentialsXml()}<A>${'a'.repeat(65_536)}</A>`)),
    (response) => {
      response.writeHead(200, { 'content-type': 'text/xml' })
      const timer = setInterval(() => response.write('a'.repeat(10_000)), 1)
      response.on('close', () => clearInterval(timer))
    },
  ]) {
    await assert.rejects(asking(answer), unavailable('AssumeRole', /failed/))
  }
  for (const page of ['a'.repeat(70_000), Buffer.from([0xff, 0xe9])]) {
    await assert.rejects(asking(says(page, {}, 503)), { status: 503, code: 'ERR_CREDENTIALS_UNAVAILABLE' })
  }
  assert.deepEqual(await asking(says(inResult(`${credentialsXml()}<A>${'a'.repeat(60_000)}</A>`))), expected)
})

test("a fetch of one's own that fails in its own way, or never comes to an end", async () => {
  const options = { region, credentials, ...role }
  const other = Object.assign(new Error('x'), { name: 'SigningError', code: 'ERR_NOT_GRANTED' })
  await assert.rejects(assumeRole({ ...options, fetch: () => Promise.reject(other) }), (error) => {
    assert.equal(error.cause, other)
    return unavailable('AssumeRole', /failed/)(error)
  })
  const nothing = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array()) })
  const fetch = async () => new Response(nothing, { headers: { 'content-type': 'text/xml' } })
  await assert.rejects(assumeRole({ ...options, fetch }), unavailable('AssumeRole', /failed/))
})

test('a provider that is slow, and a caller that does not wait', async () => {
  const never = () => {}
  const halfway = (response) => response.writeHead(200, { 'content-type': 'text/xml' }).write(good.slice(0, 50))
  for (const answer of [never, halfway]) {
    const start = performance.now()
    await assert.rejects(asking(answer, { timeout: 50 }), unavailable('AssumeRole', /no answer within 50 ms/))
    assert.ok(performance.now() - start < 2000)
    const controller = new AbortController()
    const reason = new Error('the caller has gone')
    setTimeout(() => controller.abort(reason), 50)
    await assert.rejects(asking(answer, { signal: controller.signal }), (error) => {
      assert.equal(error.cause, reason)
      return unavailable('AssumeRole', /aborted/)(error)
    })
  }
  // Also a fetch that minds no signal.
  const fetch = () => new Promise(never)
  await assert.rejects(
    assumeRole({ ...role, region, credentials, fetch, timeout: 20 }),
    unavailable('AssumeRole', /no answer within 20 ms/),
  )
})

test('what is not waited for any more is cut off', async () => {
  for (const ends of ['a time', 'a redirect']) {
    let cut = () => {}
    const isCut = new Promise((resolve) => (cut = resolve))
    const sts = await startFakeSts((response) => {
      response.on('close', cut)
      if (ends === 'a redirect') response.writeHead(307, { location: '/' }).write('a')
    })
    await assert.rejects(assumeRole({ endpoint: sts.endpoint, region, credentials, ...role, timeout: 50 }))
    const isLeft = new Promise((_, reject) => setTimeout(() => reject(new Error(ends)), 1000).unref())
    await Promise.race([isCut, isLeft])
    await sts.close()
  }
})

test('nothing is sent for who has gone already, and nothing is left behind', async () => {
  const sts = await startFakeSts()
  const options = { endpoint: sts.endpoint, region, credentials, ...role }
  await assert.rejects(assumeRole({ ...options, signal: AbortSignal.abort() }), unavailable('AssumeRole', /aborted/))
  assert.deepEqual(sts.requests, [])
  const { signal } = new AbortController()
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const before = timers()
  await assumeRole({ ...options, signal, timeout: 100_000 })
  assert.deepEqual([getEventListeners(signal, 'abort').length, timers()], [0, before])
  await sts.close()
})
