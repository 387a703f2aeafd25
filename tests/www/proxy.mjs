// A server before another one, which can hold requests back and change answers.

import { once } from 'node:events'
import { createServer, request as ask } from 'node:http'

/**
 * @param {string} target
 * @param {{ before?: (request: import('node:http').IncomingMessage) => unknown, change?: (headers: object) => void }} work
 */
export async function startProxy(target, { before = () => {}, change = () => {} }) {
  const { hostname, port } = new URL(target)
  const server = createServer(async (request, response) => {
    await before(request)
    const { url: path, method, headers } = request
    const asked = ask({ hostname, port, path, method, headers }, (answer) => {
      change(answer.headers)
      response.writeHead(answer.statusCode, answer.headers)
      answer.pipe(response)
    })
    // Who has asked may have gone.
    asked.on('error', () => response.destroy())
    request.pipe(asked)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  // A test that fails leaves it behind.
  server.unref()
  const stop = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${server.address().port}`, stop }
}
