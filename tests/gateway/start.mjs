// The gateway as `wrangler deploy` would upload it, in workerd with Miniflare's R2, over real sockets.

import { once } from 'node:events'
import { createServer } from 'node:net'
import { Presigner } from 'edgesign'
import { Miniflare } from 'miniflare'
import { GATEWAY } from '../../tools/wrangler.mjs'
import { bundled } from '../run/two-workers.mjs'

/** AWS's documented example key. */
export const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

/**
 * @param {string} dir where it is bundled
 * @param {object} variables
 */
export async function startGateway(dir, variables = {}) {
  const logs = []
  const port = await freePort()
  const endpoint = `http://127.0.0.1:${port}`
  const { bindings, ...options } = await bundled(dir, GATEWAY)
  const gateway = new Miniflare({
    ...{ host: '127.0.0.1', port, ...options },
    bindings: { ...bindings, ENDPOINT: endpoint, CREDENTIALS: JSON.stringify([credentials]), ...variables },
    handleRuntimeStdio: (...streams) => {
      for (const stream of streams) stream.setEncoding('utf8').on('data', (text) => logs.push(text))
    },
  })
  await gateway.ready
  const presigner = new Presigner({ endpoint, region: 'auto', bucket: 'media', credentials })
  return { endpoint, presigner, logs: () => logs.join(''), stop: () => gateway.dispose() }
}

/** The gateway has to know its address before it has one. */
async function freePort() {
  const probe = createServer()
  await once(probe.listen(0, '127.0.0.1'), 'listening')
  const { port } = probe.address()
  await once(probe.close(), 'close')
  return port
}
