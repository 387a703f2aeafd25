// edgesign/credentials in workerd, over real sockets: its `fetch` is another than Node's.

import assert from 'node:assert/strict'
import { basename } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'
import { good, startFakeSts } from './sts.mjs'

const WORKER = `
  import { assumeRole } from 'edgesign/credentials'
  const credentials = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  }
  const role = { roleArn: 'arn:aws:iam::123456789012:role/signer', roleSessionName: 'edge' }
  export default {
    async fetch(request) {
      try {
        const options = { region: 'eu-west-1', credentials, ...role, ...(await request.json()) }
        return Response.json({ expiration: (await assumeRole(options)).expiration })
      } catch ({ code, message, status }) {
        return Response.json({ code, message, status })
      }
    },
  }
`
const { outputFiles } = await build({
  stdin: { contents: WORKER, resolveDir: fileURLToPath(new URL('../..', import.meta.url)) },
  ...{ bundle: true, format: 'esm', conditions: ['workerd', 'worker', 'browser'], loader: { '.wasm': 'copy' } },
  ...{ outdir: 'out', write: false },
})
const isWasm = ({ path }) => path.endsWith('.wasm')
const modules = outputFiles
  .sort((left, right) => Number(isWasm(left)) - Number(isWasm(right)))
  .map((file) => ({
    type: isWasm(file) ? 'CompiledWasm' : 'ESModule',
    path: basename(file.path),
    contents: file.contents,
  }))
const worker = new Miniflare({ modules, compatibilityDate: '2026-04-01' })
after(() => worker.dispose())

async function asking(answer, options = {}) {
  const { endpoint, close, requests } = await startFakeSts(answer)
  const body = JSON.stringify({ endpoint, ...options })
  try {
    const response = await worker.dispatchFetch('http://localhost/', { method: 'POST', body })
    return { outcome: await response.json(), requests }
  } finally {
    await close()
  }
}

const cutOff = (response) => {
  response.writeHead(200, { ...XML, 'content-length': 9999 }).write(good)
  setTimeout(() => response.destroy(), 20)
}
const XML = { 'content-type': 'text/xml' }

test('credentials are asked for with a form that is signed', async () => {
  const { outcome, requests } = await asking()
  assert.deepEqual(outcome, { expiration: '2099-12-31T23:59:59.000Z' })
  const [{ method, headers }] = requests
  assert.deepEqual([method, headers['content-type']], ['POST', 'application/x-www-form-urlencoded'])
  assert.match(headers.authorization, /^AWS4-HMAC-SHA256 .*SignedHeaders=content-type;host;x-amz-date, /)
})

test('a provider that refuses, points elsewhere, breaks off, has no end or is slow', async () => {
  const other = await startFakeSts()
  after(other.close)
  for (const [answer, message, status] of [
    [(response) => response.writeHead(403).end('<Error><Code>A</Code></Error>'), 'refused with 403 A', 403],
    [
      (response) => response.writeHead(307, { location: other.endpoint }).end(),
      'a redirect, which is not followed',
      307,
    ],
    [(response) => response.destroy(), 'the request failed'],
    [cutOff, 'the request failed'],
    [(response) => response.writeHead(200, XML).end('a'.repeat(70_000)), 'the request failed'],
    [(response) => response.writeHead(200, XML).write(good), 'no answer within 300 ms'],
    [() => {}, 'no answer within 300 ms'],
    [(response) => response.writeHead(200, XML).end(`<!DOCTYPE a>${good}`), 'a wrong answer: no credentials', 200],
  ]) {
    const { outcome } = await asking(answer, { timeout: 300 })
    const expected = { code: 'ERR_CREDENTIALS_UNAVAILABLE', message: `AssumeRole: ${message}` }
    assert.deepEqual(outcome, status ? { ...expected, status } : expected)
  }
  assert.deepEqual(other.requests, [])
})
