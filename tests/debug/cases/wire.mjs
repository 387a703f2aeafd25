// Sends requests byte for byte as they are told, straight or through a proxy that changes them, and keeps what `diagnose` wants
// to know of it.

import { once } from 'node:events'
import { createServer, request } from 'node:http'

/**
 * @param {{ url: string, method?: string, headers?: Record<string, string>, body?: string }} given
 * @param {(sent: { method: string, path: string, headers: Record<string, string> }) => void} [change] what a proxy on the way
 *   does to the request
 */
export async function exchange({ url, method = 'GET', headers = {}, body }, change) {
  const [, hostname, port, path] = /^http:\/\/([^/:?]+):(\d+)(.*)$/.exec(url)
  const proxy = change && (await startProxy(Number(port), change))
  try {
    const target = { host: '127.0.0.1', port: proxy?.port ?? port, path: path.replace(/#.*/, ''), method, agent: false }
    const length =
      body === undefined || 'transfer-encoding' in headers ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const outgoing = request({ ...target, headers: { host: `${hostname}:${port}`, ...length, ...headers } })
    const sent = Object.fromEntries(Object.entries(outgoing.getHeaders()).map(([name, value]) => [name, String(value)]))
    return { url, method, headers: sent, ...(await answerOf(outgoing, body)) }
  } finally {
    proxy?.stop()
  }
}

async function answerOf(outgoing, body) {
  outgoing.on('error', () => {}) // after the answer: Swift writes an empty chunk after a HEAD; before it, `once` says so
  outgoing.end(body)
  const [answer] = await once(outgoing, 'response')
  const chunks = await answer.setEncoding('utf8').toArray()
  return { status: answer.statusCode, body: chunks.join(''), responseHeaders: answer.headers }
}

/** A proxy in front of a port of this machine. */
async function startProxy(port, change) {
  const server = createServer(async (incoming, response) => {
    const sent = { method: incoming.method, path: incoming.url, headers: { ...incoming.headers } }
    change(sent)
    const outgoing = request({ host: '127.0.0.1', port, agent: false, ...sent })
    incoming.pipe(outgoing)
    const [answer] = await once(outgoing, 'response')
    response.writeHead(answer.statusCode, answer.headers)
    answer.pipe(response)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { port: server.address().port, stop: () => server.close() }
}
