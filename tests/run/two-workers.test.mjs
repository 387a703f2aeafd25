// The Workers together, where time, cancellation or concurrency matter: with real sockets, a real clock, and an S3 server
// that checks every signature.

import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Presigner } from 'edgesign'
import { server } from './server.mjs'
import { EXAMPLE, REGION, VENDOR, bundle, startSts, startWorkers } from './two-workers.mjs'

const { s3, control } = server()
const dir = mkdtempSync(join(tmpdir(), 'edgesign-two-workers-'))
after(() => rmSync(dir, { recursive: true, force: true }))
const vendor = bundle(VENDOR, join(dir, 'vendor'))
const GRANT = { bucket: 'e2e', operations: ['GetObject', 'PutObject'], maxExpiresIn: 900 }

/** Both Workers with an STS and a storage of their own. */
async function started(t, given) {
  const sts = await startSts(control)
  t.after(() => sts.stop())
  const STS = {
    ...{ endpoint: sts.url, region: REGION, durationSeconds: 3600 },
    ...{ roleArn: 'arn:aws:iam::123456789012:role/edgesign', roleSessionName: 'edgesign' },
  }
  const vars = given ?? { STS, GRANT }
  const storage = mkdtempSync(join(dir, 'storage-'))
  const start = async () => {
    const workers = await startWorkers(vendor, vars, storage)
    t.after(() => workers.stop())
    return workers
  }
  return { sts, storage, start, ...(await start()) }
}

async function ask(url, init) {
  const response = await fetch(url, { ...init, method: 'POST' }) // no client sends a POST twice
  return { status: response.status, reply: await response.json() }
}

const askTogether = (url, count) => Promise.all(Array.from({ length: count }, () => ask(url)))

/** How many of each status. */
function statuses(replies) {
  const counts = {}
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

/** What the keys of a reply can do at the S3 server: a URL of theirs. */
function urlOf({ credentials }, options = {}) {
  const revived = credentials.map((one) => ({ ...one, signingKey: Uint8Array.from(one.signingKey.bytes) }))
  const presigner = new Presigner({ endpoint: s3, region: REGION, bucket: 'e2e', credentials: revived })
  return presigner.presign('PutObject', { key: 'two-workers/a.txt', ...options })
}

const put = ({ url, method, headers }) => fetch(url, { method, headers, body: 'a' })

/** A promise and who keeps it. */
function gate() {
  let open
  const opened = new Promise((resolve) => {
    open = resolve
  })
  return { open, opened }
}

/** The STS answers, but no sooner than the gate opens; `asked` is when it was first asked. */
function holdBack(sts, answer) {
  const [asked, released] = [gate(), gate()]
  sts.answer = async () => {
    asked.open()
    await released.opened
    return answer()
  }
  return { asked: asked.opened, release: released.open }
}

test('a thousand requests on a cold start make one call, and all can sign', async (t) => {
  const { url, sts } = await started(t)
  const replies = await askTogether(url, 1000)
  assert.deepEqual(statuses(replies), { 200: 1000 })
  assert.equal(sts.calls.length, 1)
  assert.equal(new Set(replies.map(({ reply }) => JSON.stringify(reply))).size, 1)
  assert.equal((await put(urlOf(replies[0].reply))).status, 200)
})

for (const when of ['while 99 others wait', 'before 99 others come']) {
  test(`the first request is cancelled in the middle of the refresh, ${when}: they succeed`, async (t) => {
    const { url, sts } = await started(t)
    const { asked, release } = holdBack(sts, () => sts.session(3600))
    const cancelled = new AbortController()
    const first = assert.rejects(ask(url, { signal: cancelled.signal }), { name: 'AbortError' })
    await asked
    const early = when.startsWith('while') ? askTogether(url, 99) : undefined
    await sleep(300)
    cancelled.abort()
    await first
    await sleep(300)
    const others = early ?? askTogether(url, 99)
    await sleep(300)
    release()
    assert.deepEqual(statuses(await others), { 200: 99 })
    assert.equal(sts.calls.length, 1)
  })
}

test('a refresh that nobody waits for any more is finished all the same', async (t) => {
  const { url, sts } = await started(t)
  const { asked, release } = holdBack(sts, () => sts.session(3600))
  const cancelled = new AbortController()
  const only = assert.rejects(ask(url, { signal: cancelled.signal }), { name: 'AbortError' })
  await asked
  cancelled.abort()
  await only
  release()
  await sleep(500)
  sts.answer = () => ({ status: 500 })
  assert.equal((await ask(url)).status, 200)
  assert.equal(sts.calls.length, 1)
})

test('a session that dies between two requests: the next gets another, and the URLs of the first are dead', async (t) => {
  const { url, sts } = await started(t)
  sts.answer = () => sts.session(3)
  const first = await ask(url)
  const early = urlOf(first.reply, { expiresIn: 900 })
  assert.ok(early.expiresIn <= 3)
  assert.equal(early.limitedBy, 'credentials')
  assert.equal((await put(early)).status, 200)
  await sleep(3100)
  assert.throws(() => urlOf(first.reply), { code: 'ERR_CREDENTIALS_EXPIRED' })
  assert.equal((await put(early)).status, 403)
  const second = await ask(url)
  assert.equal((await put(urlOf(second.reply))).status, 200)
  assert.equal(sts.calls.length, 2)
})

test('STS is down: an error with a code, and one call for many requests; the alarm finds it up again', async (t) => {
  const { url, sts } = await started(t)
  sts.answer = () => ({ status: 503, text: 'down' })
  for (let i = 0; i < 3; i++) {
    const replies = await askTogether(url, 50)
    assert.deepEqual(statuses(replies), { 503: 50 })
    assert.deepEqual([...new Set(replies.map(({ reply }) => reply.error.code))], ['ERR_CREDENTIALS_UNAVAILABLE'])
  }
  assert.equal(sts.calls.length, 1)
  const up = gate()
  sts.answer = () => sts.session(3600).finally(up.open)
  await up.opened // without any request
  await sleep(300)
  assert.equal((await ask(url)).status, 200)
  assert.equal(sts.calls.length, 2)
})

test('STS does not answer: those who wait get an error in time, and the next ones at once', async (t) => {
  const { url, sts } = await started(t)
  const { release } = holdBack(sts, () => ({ status: 500 }))
  const start = Date.now()
  assert.deepEqual(statuses(await askTogether(url, 20)), { 503: 20 })
  const waited = Date.now() - start
  assert.ok(waited > 9000 && waited < 14_000, `${waited} ms`)
  const again = Date.now()
  assert.deepEqual(statuses(await askTogether(url, 20)), { 503: 20 })
  assert.ok(Date.now() - again < 2000)
  release()
})

test('STS lies: nothing is given', async (t) => {
  const lies = {
    'an ended session': { text: '<AssumeRoleResponse>' },
    'a redirect to itself': { status: 307, headers: { location: '/' } },
    'a page': { text: '<!DOCTYPE html><title>a</title>', headers: { 'content-type': 'text/html' } },
    'more than anybody needs': { text: `<AssumeRoleResponse>${' '.repeat(4 << 20)}</AssumeRoleResponse>` },
  }
  for (const [name, lie] of Object.entries(lies)) {
    const { url, sts, stop } = await started(t)
    sts.answer = () => lie
    const { status, reply } = await ask(url)
    assert.deepEqual([status, reply.error?.code, sts.calls.length], [503, 'ERR_CREDENTIALS_UNAVAILABLE', 1], name)
    await stop()
  }
})

test('a vendor that was started again goes on with its session, and no secret is on its disk, in its logs or replies', async (t) => {
  const { url, sts, storage, start, stop, logs } = await started(t)
  const before = await ask(url)
  await stop()
  const again = await start()
  const after = await ask(again.url)
  assert.deepEqual(after, before)
  assert.equal(sts.calls.length, 1)
  await again.stop()
  const files = readdirSync(storage, { recursive: true }).map((name) => join(storage, name))
  const kept = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, 'latin1'))
  const { accessKeyId, sessionToken } = before.reply.credentials[0]
  assert.ok(kept.join().includes(sessionToken), 'this is where it is kept')
  assert.match(logs().join(), new RegExp(accessKeyId))
  assert.equal(sts.secrets.length, 1)
  for (const secret of [EXAMPLE.SECRET_ACCESS_KEY, ...sts.secrets]) {
    for (const text of [...kept, ...logs(), JSON.stringify([before, after])]) assert.ok(!text.includes(secret))
  }
  for (const text of logs()) assert.ok(!text.includes(sessionToken))
})

test('without STS: keys of the long-lived key, from the first request on', async (t) => {
  const { url, sts } = await started(t, { STS: 'none' })
  const { reply } = await ask(url)
  assert.equal((await put(urlOf(reply))).status, 200)
  assert.ok(!JSON.stringify(reply).includes(EXAMPLE.SECRET_ACCESS_KEY))
  assert.equal(sts.calls.length, 0)
})

test('the vendor has nothing to fetch', async (t) => {
  const { vendor } = await started(t)
  assert.equal((await (await vendor()).fetch('https://vendor.example/credentials')).status, 404)
})
