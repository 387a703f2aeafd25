// Node: each library in a process of its own, which imports it as it is installed.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const PROCESS = fileURLToPath(new URL('node-process.mjs', import.meta.url))
/** Without these Node says when the AWS SDK will leave it behind. */
const ENV = { ...process.env, NODE_NO_WARNINGS: '1' }

/** @returns {Promise<import('./rounds.mjs').Runtime>} */
export async function startNode() {
  const running = new Map()
  return {
    name: `Node ${process.versions.node}`,
    run({ file }, work) {
      if (!running.has(file)) running.set(file, start(file))
      return ask(running.get(file), work)
    },
    async first({ file }) {
      const child = start(file)
      const times = await ask(child, 'first')
      await stop(child)
      return times
    },
    stop: () => Promise.all([...running.values()].map(stop)),
  }
}

const start = (file) => fork(PROCESS, [file], { env: ENV, execArgv: [] })

async function ask(child, message) {
  const listening = new AbortController()
  const { signal } = listening
  child.send(message)
  const replied = once(child, 'message', { signal })
  const ended = once(child, 'exit', { signal }).then(() => [{ error: 'it ended' }])
  const [reply] = await Promise.race([replied, ended]).finally(() => listening.abort())
  if (reply.error) throw new Error(reply.error)
  return reply
}

async function stop(child) {
  child.disconnect()
  await once(child, 'exit')
}
