// workerd: each library in a Worker of its own, timed from outside.
//
// In there no clock goes on while a request computes. So what is timed is a whole request over a connection on this machine
// that stays open, less what a request that signs nothing takes at that time. A Worker that loads Workers gives each its
// isolate; a fresh one has a new name.

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Agent, request } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import { Miniflare } from 'miniflare'
import { bundle, programWith } from './bundle.mjs'
import { NOTHING, SHA256 } from './libraries.mjs'
import { median } from './table.mjs'

const COMPATIBILITY_DATE = '2026-04-01'
const PROGRAM = `export default {
  async fetch(request) {
    return Response.json(await run(await request.json()))
  },
}`

/** The Worker that loads the others: `/library/name` is one of them. */
const LOADER = `import text from 'workers.txt'
const workers = JSON.parse(text, (_, value) => (value?.wasm ? { wasm: Uint8Array.fromBase64(value.wasm).buffer } : value))
export default {
  fetch(request, { LOADER }) {
    const { pathname } = new URL(request.url)
    return LOADER.get(pathname, () => workers[pathname.split('/')[1]]).getEntrypoint().fetch(request)
  },
}`

/**
 * @param {import('./libraries.mjs').Library[]} libraries
 * @returns {Promise<import('./rounds.mjs').Runtime>}
 */
export async function startWorkerd(libraries) {
  const workers = {}
  for (const { file } of [NOTHING, SHA256, ...libraries]) workers[file] = await workerOf(programWith(file, PROGRAM))
  workers.answers = await workerOf(`export { default } from './answers.js'`)
  const miniflare = new Miniflare({
    modules: [
      { type: 'ESModule', path: 'loader.js', contents: LOADER },
      { type: 'Text', path: 'workers.txt', contents: JSON.stringify(workers) },
    ],
    ...{ compatibilityDate: COMPATIBILITY_DATE, workerLoaders: { LOADER: {} } },
    unsafeDirectSockets: [{ host: '127.0.0.1' }], // else another Worker would stand in between
  })
  const timed = asker(await miniflare.unsafeGetDirectURL())
  /** Less what a request takes that makes nothing: the median of one to each of those paths. */
  const timedBeyond = async (path, work, others) => {
    const times = []
    for (const other of others) times.push((await timed(other, NONE)).time)
    const { text, time } = await timed(path, work)
    return { text, time: time - median(times) }
  }
  let fresh = 0
  return {
    name: `workerd ${createRequire(import.meta.url)('workerd/package.json').version}`,
    async run({ file }, work) {
      const path = `${file}/warm`
      await timed(path, NONE)
      const { text, time } = await timedBeyond(path, work, thrice(path))
      return { ...JSON.parse(text), time }
    },
    async first({ file }) {
      fresh++
      const others = [1, 2, 3].map((i) => `${NOTHING.file}/load-${fresh}-${i}`)
      const { time: load } = await timedBeyond(`${file}/load-${fresh}`, ONE, others)
      const path = `${file}/sign-${fresh}`
      await timed(path, NONE)
      const { time: sign } = await timedBeyond(path, ONE, thrice(path))
      return { load, sign }
    },
    ...(process.platform === 'linux' ? { answer: answerer(timed) } : {}),
    stop: () => miniflare.dispose(),
  }
}

/** What a Worker's limit counts is the time for which its thread computes, and Linux counts that as well. */
function answerer(timed) {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ')
  const pid = children.find((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8') === 'workerd\n')
  const computed = () => Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1_000_000
  return async (kind, count, isolate) => {
    const path = `answers/${isolate}`
    await timed(path, { kind: 'nothing' })
    const start = computed()
    const { text } = await timed(path, { kind, count })
    return { text, time: computed() - start }
  }
}

const thrice = (path) => [path, path, path]

const [NONE, ONE] = [0, 1].map((count) => ({ token: false, count }))

async function workerOf(contents) {
  const { code, modules } = await bundle(contents, ['workerd', 'worker', 'browser'])
  const wasm = Object.entries(modules).map(([name, bytes]) => [name, { wasm: Buffer.from(bytes).toString('base64') }])
  return {
    ...{ compatibilityDate: COMPATIBILITY_DATE, mainModule: 'worker.js', globalOutbound: null },
    modules: { 'worker.js': code, ...Object.fromEntries(wasm) },
  }
}

/** @param {URL} url */
function asker(url) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return async function timed(path, work) {
    const start = performance.now()
    const sent = request(new URL(path, url), { agent, method: 'POST' }).end(JSON.stringify(work))
    try {
      const [reply] = await once(sent, 'response')
      const text = await textOf(reply)
      const time = performance.now() - start
      if (reply.statusCode !== 200) throw new Error(`${path}: ${text}`)
      return { time, text }
    } catch (error) {
      // While URLs were checked, nothing was asked, and the connection has been closed.
      if (sent.reusedSocket && error.code === 'ECONNRESET') return timed(path, work)
      throw error
    }
  }
}
