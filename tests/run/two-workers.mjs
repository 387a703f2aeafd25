// Both Workers as wrangler bundles them, in workerd, over real sockets: the public one and the vendor behind its binding. And
// an STS on this machine, whose sessions the local S3 server knows, or which does as it is told.

import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { Miniflare } from 'miniflare'
import { unstable_getMiniflareWorkerOptions as workerOptions } from 'wrangler'
import { root } from '../../tools/run.mjs'
import { FRONT, VENDOR, readConfig, wranglerEnv, wranglerPath } from '../../tools/wrangler.mjs'
import { modules } from '../package/workerd.mjs'
import { assumedRole } from '../vendor/sts.js'

/** AWS's documented example key, which the local S3 server takes. */
export const EXAMPLE = {
  ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
export const REGION = 'us-east-1'

/** Both Workers, as {@link bundled}. */
export const bundle = async (dir) => ({ front: await bundled(dir, FRONT), vendor: await bundled(dir, VENDOR) })

/** A Worker as `wrangler deploy` would upload it, bound as its configuration says. */
export async function bundled(dir, file) {
  const { name } = await readConfig(file)
  const args = ['deploy', '--dry-run', '--config', file, '--outdir', join(dir, name)]
  execFileSync(process.execPath, [wranglerPath, ...args], { cwd: root, env: wranglerEnv(join(dir, 'logs')) })
  const { modulesRules, ...options } = workerOptions(join(root, file)).workerOptions
  return { ...options, name, modules: modules(join(dir, name)) }
}

/**
 * An STS that writes down who called. Until `answer` is set, its sessions are the S3 server's.
 *
 * @param {string} control of the S3 server
 */
export async function startSts(control) {
  const sts = {
    calls: [],
    /** The secrets that it gave away: nobody else may see them. */
    secrets: [],
    session,
    answer: () => session(3600),
    hold,
  }
  async function session(expiresIn) {
    const body = JSON.stringify({ accessKeyId: EXAMPLE.ACCESS_KEY_ID, expiresIn })
    const headers = { 'content-type': 'application/json' }
    const started = await (await fetch(`${control}/sessions`, { method: 'POST', headers, body })).json()
    sts.secrets.push(started.secretAccessKey)
    return { text: assumedRole(started) }
  }
  /** From now on it answers no sooner than it is released; `asked` is when it is first asked. */
  function hold() {
    const [asked, released, { answer }] = [gate(), gate(), sts]
    sts.answer = async () => {
      asked.open()
      await released.opened
      return answer()
    }
    return { asked: asked.opened, release: released.open }
  }
  const server = createServer(async (request, response) => {
    sts.calls.push(new URLSearchParams(Buffer.concat(await request.toArray()).toString()))
    const { status = 200, headers = {}, text } = await sts.answer()
    response.writeHead(status, { 'content-type': 'text/xml', ...headers }).end(text)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  sts.url = `http://127.0.0.1:${server.address().port}`
  sts.stop = () => {
    server.closeAllConnections()
    return once(server.close(), 'close')
  }
  return sts
}

/** A promise, and what keeps it. */
export function gate() {
  let open
  const opened = new Promise((resolve) => {
    open = resolve
  })
  return { open, opened }
}

/** All that crosses the binding, as JSON. */
const WITNESS = `export default {
  async fetch(_, { VENDOR }) {
    const reply = await VENDOR.credentials()
    const bytes = (_, value) => (ArrayBuffer.isView(value) ? { bytes: [...value] } : value)
    return new Response(JSON.stringify(reply, bytes), { status: 'error' in reply ? 503 : 200 })
  },
}`

/**
 * Starts both Workers, and a third that shows what the vendor gives to the first.
 *
 * @param {{ front: object, vendor: object }} bundles as `bundle` gives them
 * @param {{ front: object, vendor: object }} vars variables and secrets
 * @param {string} dir where the Durable Objects are kept
 */
export async function startWorkers({ front, vendor }, vars, dir) {
  const logs = []
  const binding = { compatibilityDate: vendor.compatibilityDate, serviceBindings: { VENDOR: vendor.name } }
  const miniflare = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    durableObjectsPersist: dir,
    handleRuntimeStdio: (...streams) => {
      for (const stream of streams) stream.setEncoding('utf8').on('data', (text) => logs.push(text))
    },
    workers: [
      { ...front, bindings: { ...front.bindings, ...vars.front } },
      { ...vendor, bindings: vars.vendor },
      { name: 'witness', modules: true, script: WITNESS, unsafeDirectSockets: [{ host: '127.0.0.1' }], ...binding },
    ],
  })
  let stopped
  return {
    url: (await miniflare.ready).href,
    witness: (await miniflare.unsafeGetDirectURL('witness')).href,
    /** Lines of JSON. */
    logs: () => logs.join('').trim().split('\n').filter(Boolean),
    fetchVendor: async (path) => (await miniflare.getWorker(vendor.name)).fetch(`https://vendor.example${path}`),
    stop: () => (stopped ??= miniflare.dispose()),
  }
}
