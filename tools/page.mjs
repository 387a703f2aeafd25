// Builds the demo page into target/www, holds it to its budget, serves it on this machine, and opens it.

import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { HEADERS } from '../www/policy.mjs'
import { fail, root, run } from './run.mjs'

/** Bytes, compressed, of all that a visitor loads. */
const BUDGET = 100 * 1024
const BUILT = join(root, 'target/www')

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
}

export function buildPage() {
  run(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn', 'www'])
  const files = readFiles()
  const sizes = files.map(([, bytes]) => gzipSync(bytes, { level: 9 }).length)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  console.log(`the demo page: ${total} B gz of ${BUDGET}, in ${files.length} files`)
  if (total > BUDGET) fail(`the demo page is ${total - BUDGET} bytes over its budget`)
}

/**
 * Serves the built page on 127.0.0.1, at the port or, if that is taken, at a free one.
 *
 * @param {{ s3: string, control: string, region: string, bucket: string, credentials: object } | null} local what the page
 *   shall use; null: it is as on any host of static files
 * @param {number} port
 * @returns {Promise<{ url: string, stop: () => void }>}
 */
export async function servePage(local, port) {
  const files = new Map(readFiles())
  if (local) files.set('/local.json', Buffer.from(JSON.stringify(local)))
  const server = createServer((request, response) => answer(files, request, response))
  await listen(server, port).catch((error) => (error.code === 'EADDRINUSE' ? listen(server, 0) : Promise.reject(error)))
  const stop = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${server.address().port}/`, stop }
}

/** Opens a page in the browser of the system, for who sits before it. Where none can be started, its address is printed. */
export function openPage(url) {
  if (!process.stdout.isTTY || process.env.CI) return
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open']
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}

const OPENERS = { darwin: ['open'], win32: ['cmd', '/c', 'start'] }

function readFiles() {
  const files = readdirSync(BUILT, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map(({ parentPath, name }) => {
    const file = join(parentPath, name)
    return [file.slice(BUILT.length).replaceAll('\\', '/'), readFileSync(file)]
  })
}

function answer(files, { method, url }, response) {
  const path = url.split('?')[0].replace(/\/$/, '/index.html')
  const body = files.get(path)
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
  response.setHeader('cache-control', 'no-cache')
  if (body === undefined) return response.writeHead(404).end()
  response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream')
  return response.end(method === 'HEAD' ? undefined : body)
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
}
