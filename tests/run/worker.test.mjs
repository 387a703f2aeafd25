// The public Worker as `wrangler deploy` would upload it, in workerd, over real sockets: what depends on requests that meet
// in one isolate, and on paths as they are sent.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { SignJWT, importJWK } from 'jose'
import { Miniflare } from 'miniflare'
import { FRONT, readConfig } from '../../tools/wrangler.mjs'
import { startIssuer } from '../worker/issuer.mjs'
import { vendor } from '../worker/vendor.mjs'
import { server } from './server.mjs'
import { bundle } from './two-workers.mjs'

const dir = mkdtempSync(join(tmpdir(), 'edgesign-worker-'))
const { s3 } = server()
const { issuerUrl, keys } = await startIssuer()
const running = []
const logs = []
const { front } = await bundle(dir)

after(async () => {
  for (const worker of running) await worker.dispose()
  rmSync(dir, { recursive: true, force: true })
})

const ISSUER = 'https://issuer.example.com'

/** Starts the Worker, whose issuer shows its keys at `jwks`. */
async function start(jwks) {
  const bindings = {
    ENDPOINT: { provider: 'custom', url: s3, region: 'us-east-1' },
    GRANT: { ...GRANT, maxExpiresIn: 900 },
    JWT: { algorithm: 'ES256', issuer: ISSUER, audience: 'edgesign', jwksUrl: `${issuerUrl}/${jwks}` },
  }
  const worker = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    handleRuntimeStdio: (...streams) => {
      for (const stream of streams) stream.setEncoding('utf8').on('data', (text) => logs.push(text))
    },
    workers: [{ ...front, bindings: { ...front.bindings, ...bindings } }, vendor('edgesign-vendor')],
  })
  running.push(worker)
  return (await worker.ready).href.slice(0, -1)
}

const GRANT = { bucket: 'e2e', prefix: 'users/42/', operations: ['GetObject', 'PutObject'] }

async function authorization(grant = GRANT) {
  const key = await importJWK(keys.ES256.privateKey, 'ES256')
  const claims = { iss: ISSUER, aud: 'edgesign', sub: 'user-42', grant }
  const jwt = new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'key-ES256' }).setExpirationTime('1h')
  return `Bearer ${await jwt.sign(key)}`
}

/** Sends a path just as it is, which fetch would not. */
async function get(url, path) {
  const headers = { authorization: await authorization() }
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    request({ hostname, port, path, headers }, (response) => resolve(response.resume()))
      .on('error', reject)
      .end()
  })
}

const countOf = async (name) => Number(await (await fetch(`${issuerUrl}/count/${name}`)).text())

test('an object is stored and read', async () => {
  const url = await start('jwks/real')
  const headers = { authorization: await authorization(), 'content-type': 'application/json' }
  const body = JSON.stringify({ operation: 'PutObject', key: 'users/42/real.txt' })
  const put = await (await fetch(`${url}/v1/presign`, { method: 'POST', headers, body })).json()
  assert.equal((await fetch(put.url, { method: 'PUT', body: 'real' })).status, 200)
  const { authorization: token } = headers
  const read = await fetch(`${url}/v1/objects/users/42/real.txt`, { headers: { authorization: token } })
  assert.equal(await read.text(), 'real')
})

test('what is fetched is kept between requests', async () => {
  const url = await start('jwks/kept')
  for (let i = 0; i < 5; i++) assert.equal((await get(url, '/v1/objects/users/42/a')).statusCode, 302)
  assert.equal(await countOf('kept'), 1)
})

test('the first request is cancelled while it waits for the keys, and 99 others are answered', async () => {
  const url = await start('late/cancelled')
  const headers = { authorization: await authorization() }
  const first = request(`${url}/v1/objects/users/42/a`, { headers }).end()
  const failed = once(first, 'error')
  await until(async () => (await countOf('cancelled')) === 1)
  const send = () =>
    fetch(`${url}/v1/objects/users/42/a`, { headers, redirect: 'manual', signal: AbortSignal.timeout(20_000) })
  const others = Array.from({ length: 99 }, send)
  first.socket.resetAndDestroy() // an end alone is to workerd a client that goes on listening
  await failed
  for (const response of await Promise.all(others)) assert.equal(response.status, 302)
})

async function until(isTrue) {
  for (let tries = 0; tries < 200; tries++) {
    if (await isTrue()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('it did not come to be')
}

test('paths as they are sent', async () => {
  const url = await start('jwks/paths')
  const statusOf = async (path) => (await get(url, path)).statusCode
  assert.equal(await statusOf('/v1/objects/users/42/x/../a'), 302) // resolved by workerd to users/42/a, which is granted
  assert.equal(await statusOf('/v1/objects/users/42/../43/a'), 403)
  assert.equal(await statusOf('/v1/objects/users/42/%2e%2E/43/a'), 403)
  assert.equal(await statusOf('/v1/objects/users/42\\..\\43\\a'), 403)
  assert.equal(await statusOf('/v1/objects/users/42%2F..%2F43%2Fa'), 400)
  assert.equal(await statusOf('/v1/objects/users/42/%252e%252e/43/a'), 302) // a key of that name
  assert.equal(await statusOf('/v1/objects/users/42/%'), 400)
  assert.equal(await statusOf('/v1/objects/../../..'), 404)
})

test('the log has a line of JSON per request, and nothing secret', async () => {
  assert.equal((await readConfig(FRONT)).observability.logs.invocation_logs, false) // they have the whole URL
  const lines = logs.join('').trim().split('\n')
  for (const line of lines) assert.equal(typeof JSON.parse(line).route, 'string')
  assert.ok(lines.length > 100)
  assert.doesNotMatch(logs.join(''), /eyJ|Bearer|X-Amz|AKIA|wJalr|real\.txt|127\.0\.0\.1/)
})
