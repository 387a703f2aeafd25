// The Workers together, where time, cancellation or concurrency matter: with real sockets, a real clock, and an S3 server
// that checks every signature.

import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import * as wrangler from '../../tools/wrangler.mjs'
import { JWT, JWT_SECRET, OPERATIONS, presign, presignCancellably } from './callers.mjs'
import { server } from './server.mjs'
import { assumedRole } from '../vendor/sts.js'
import { EXAMPLE, REGION, bundle, gate, startSts, startWorkers } from './two-workers.mjs'

const { s3, control } = server()
const dir = mkdtempSync(join(tmpdir(), 'edgesign-two-workers-'))
after(() => rmSync(dir, { recursive: true, force: true }))
const bundles = await bundle(dir)

const GRANT = { bucket: 'e2e', operations: OPERATIONS, maxExpiresIn: 900 }
const FRONT = { ENDPOINT: { provider: 'custom', url: s3, region: REGION }, GRANT, JWT, JWT_SECRET }

/** Both Workers with an STS and a storage of their own. */
async function started(t, { front, vendor } = {}) {
  const sts = await startSts(control)
  t.after(() => sts.stop())
  const STS = {
    ...{ endpoint: sts.url, region: REGION, durationSeconds: 3600 },
    ...{ roleArn: 'arn:aws:iam::123456789012:role/edgesign', roleSessionName: 'edgesign' },
  }
  const vars = { front: { ...FRONT, ...front }, vendor: { ...EXAMPLE, REGION, ...(vendor ?? { STS, GRANT }) } }
  const storage = mkdtempSync(join(dir, 'storage-'))
  const start = async () => {
    const workers = await startWorkers(bundles, vars, storage)
    t.after(() => workers.stop())
    return workers
  }
  return { sts, storage, start, ...(await start()) }
}

/** By so many callers that none of them meets the rate limit. */
const presignTogether = (workers, count) =>
  Promise.all(Array.from({ length: count }, (_, index) => presign(workers, { caller: `caller-${index % 20}` })))

/** How many of each status, and code of an error. */
function outcomes(replies) {
  const counts = {}
  for (const { status, error } of replies) {
    const outcome = [status, error?.code].filter(Boolean).join(' ')
    counts[outcome] = (counts[outcome] ?? 0) + 1
  }
  return counts
}

const NONE = '503 ERR_CREDENTIALS_UNAVAILABLE'

const put = async ({ url, method, headers }) => (await fetch(url, { method, headers, body: 'a' })).status

test('the configurations fit together, and the vendor has no address', async () => {
  const [front, vendor] = await Promise.all([wrangler.FRONT, wrangler.VENDOR].map(wrangler.readConfig))
  assert.deepEqual(front.services, [{ binding: 'VENDOR', service: vendor.name }])
  assert.deepEqual(vendor.vars.GRANT, front.vars.GRANT)
  assert.equal(vendor.vars.REGION, front.vars.ENDPOINT.region)
  const { workers_dev, preview_urls, routes, route } = vendor
  assert.deepEqual([workers_dev, preview_urls, routes, route], [false, false, undefined, undefined])
})

test('a thousand requests on a cold start make one call to STS, and all get a URL', async (t) => {
  const workers = await started(t)
  const replies = await presignTogether(workers, 1000)
  assert.deepEqual(outcomes(replies), { 200: 1000 })
  assert.equal(workers.sts.calls.length, 1)
  assert.equal(await put(replies[999]), 200)
})

test('so do a thousand that come to the vendor itself, past what the front keeps', async (t) => {
  const { sts, witness } = await started(t)
  const replies = await Promise.all(Array.from({ length: 1000 }, async () => (await fetch(witness)).text()))
  assert.equal(new Set(replies).size, 1)
  assert.match(replies[0], /"signingKey"/)
  assert.equal(sts.calls.length, 1)
})

for (const when of ['while 99 others wait', 'before 99 others come']) {
  test(`the first request is cancelled in the middle of the refresh, ${when}: they succeed`, async (t) => {
    const workers = await started(t)
    const { asked, release } = workers.sts.hold()
    const cancel = await presignCancellably(workers)
    await asked
    const early = when.startsWith('while') ? presignTogether(workers, 99) : undefined
    await sleep(300)
    await cancel()
    await sleep(300)
    const others = early ?? presignTogether(workers, 99)
    await sleep(300)
    release()
    assert.deepEqual(outcomes(await others), { 200: 99 })
    assert.equal(workers.sts.calls.length, 1)
  })
}

test('a refresh that nobody waits for any more is finished all the same', async (t) => {
  const workers = await started(t)
  const { asked, release } = workers.sts.hold()
  const cancel = await presignCancellably(workers)
  await asked
  await cancel()
  release()
  await sleep(500)
  workers.sts.answer = () => ({ status: 500 })
  assert.deepEqual(outcomes([await presign(workers)]), { 200: 1 })
  assert.equal(workers.sts.calls.length, 1)
})

test('callers at the same time: each gets its own objects only', async (t) => {
  const workers = await started(t)
  const callers = Array.from({ length: 40 }, (_, index) => `caller-${index}`)
  const asked = callers.flatMap((caller, index) => [
    { caller, owner: caller },
    { caller, owner: callers[(index + 1) % callers.length] },
  ])
  const replies = await Promise.all(asked.map((one) => presign(workers, one)))
  for (const [index, { caller, owner }] of asked.entries()) {
    const { status, error, url } = replies[index]
    if (caller !== owner) assert.deepEqual([status, error.code, url], [403, 'ERR_NOT_GRANTED', undefined])
    else assert.equal(new URL(url).pathname, `/e2e/two-workers/${caller}/a.txt`)
  }
  assert.equal(await put(replies[0]), 200)
  assert.equal(workers.sts.calls.length, 1)
})

test('a session that dies between two requests: the second gets another, and the URL of the first is dead', async (t) => {
  const workers = await started(t, { front: { MIN_EXPIRES_IN: 1 } })
  workers.sts.answer = () => workers.sts.session(3)
  const first = await presign(workers)
  assert.equal(first.limitedBy, 'credentials')
  assert.equal(await put(first), 200)
  await sleep(3100)
  assert.equal(await put(first), 403)
  assert.equal(await put(await presign(workers)), 200)
  assert.equal(workers.sts.calls.length, 2)
})

test('STS is down: an error with a code, one call for many requests, and the alarm finds it up again', async (t) => {
  const workers = await started(t)
  const { sts } = workers
  sts.answer = () => ({ status: 503, text: 'down' })
  for (let i = 0; i < 3; i++) assert.deepEqual(outcomes(await presignTogether(workers, 50)), { [NONE]: 50 })
  assert.equal(sts.calls.length, 1)
  const up = gate()
  sts.answer = () => sts.session(3600).finally(up.open)
  await up.opened // without any request
  await sleep(300)
  assert.deepEqual(outcomes([await presign(workers)]), { 200: 1 })
  assert.equal(sts.calls.length, 2)
})

test('STS does not answer: those who wait get an error in time, and the next ones at once', async (t) => {
  const workers = await started(t)
  const { release } = workers.sts.hold()
  const start = Date.now()
  assert.deepEqual(outcomes(await presignTogether(workers, 20)), { [NONE]: 20 })
  const waited = Date.now() - start
  assert.ok(waited > 9000 && waited < 14_000, `${waited} ms`)
  const again = Date.now()
  assert.deepEqual(outcomes(await presignTogether(workers, 20)), { [NONE]: 20 })
  assert.ok(Date.now() - again < 2000)
  release()
})

const LIES = {
  'a redirect to itself': { status: 307, headers: { location: '/' } },
  'a page': { text: '<!DOCTYPE html><title>a</title>', headers: { 'content-type': 'text/html' } },
  'half an answer': { text: '<AssumeRoleResponse>' },
  'more than anybody needs': { text: `<AssumeRoleResponse>${' '.repeat(4 << 20)}</AssumeRoleResponse>` },
  'a session that has ended': {
    text: assumedRole({
      ...{ accessKeyId: 'ASIAENDED', secretAccessKey: 'a', sessionToken: 'b', expiration: '2020-01-01T00:00:00Z' },
    }),
  },
}

test('STS lies: nothing is signed', async (t) => {
  for (const [name, lie] of Object.entries(LIES)) {
    const workers = await started(t)
    workers.sts.answer = () => lie
    assert.deepEqual(outcomes([await presign(workers)]), { [NONE]: 1 }, name)
    assert.equal(workers.sts.calls.length, 1, name)
    await workers.stop()
  }
})

test('a vendor that was started again goes on with its session; no secret is on disk, in a log or in a reply', async (t) => {
  const workers = await started(t)
  const { sts, storage, start } = workers
  const replies = [await (await fetch(workers.witness)).text(), JSON.stringify(await presign(workers))]
  await workers.stop()
  const again = await start()
  replies.push(await (await fetch(again.witness)).text())
  await again.stop()
  assert.equal(replies[2], replies[0])
  assert.equal(sts.calls.length, 1)
  const { accessKeyId, sessionToken } = JSON.parse(replies[0]).credentials[0]
  const [disk, logs] = [textOf(storage), [...workers.logs(), ...again.logs()].join('\n')]
  assert.ok(disk.includes(sessionToken), 'this is where it is kept')
  assert.ok(logs.includes(accessKeyId), 'this is what is logged')
  assert.ok(!logs.includes(sessionToken))
  assert.equal(sts.secrets.length, 1)
  for (const secret of [EXAMPLE.SECRET_ACCESS_KEY, JWT_SECRET, ...sts.secrets]) {
    for (const text of [disk, logs, ...replies]) assert.ok(!text.includes(secret))
  }
})

/** All files of a folder. */
function textOf(dir) {
  const files = readdirSync(dir, { recursive: true }).map((name) => join(dir, name))
  return files
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'latin1'))
    .join()
}

test('without STS: URLs of the long-lived key, whose secret stays where it is', async (t) => {
  const workers = await started(t, { vendor: { STS: 'none' } })
  const reply = await presign(workers)
  assert.equal(await put(reply), 200)
  assert.match(reply.url, /X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F/)
  const shown = await (await fetch(workers.witness)).text()
  assert.ok(!shown.includes(EXAMPLE.SECRET_ACCESS_KEY))
  assert.equal(workers.sts.calls.length, 0)
})

test('the vendor has nothing to fetch', async (t) => {
  const { fetchVendor } = await started(t)
  assert.equal((await fetchVendor('/credentials')).status, 404)
})
