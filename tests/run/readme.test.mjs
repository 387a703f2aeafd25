// The README's Worker, as pasted: bundled for workerd and run there.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'

const root = fileURLToPath(new URL('../..', import.meta.url))
const readme = readFileSync(`${root}/README.md`, 'utf8')

/** Bundles a module as `wrangler` does: for workerd, the WebAssembly module beside it. */
async function bundle(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    format: 'esm',
    conditions: ['workerd', 'worker', 'browser'],
    loader: { '.wasm': 'copy' },
    outdir: 'out',
    write: false,
  })
  const isWasm = ({ path }) => path.endsWith('.wasm')
  const ordered = outputFiles.sort((left, right) => Number(isWasm(left)) - Number(isWasm(right)))
  return ordered.map((file) => ({
    type: isWasm(file) ? 'CompiledWasm' : 'ESModule',
    path: basename(file.path),
    contents: file.contents,
  }))
}

test('the Worker of ten lines redirects to a presigned URL', async () => {
  const code = /## A Worker in ten lines\n\n```js\n(.*?)```/s.exec(readme)?.[1] ?? ''
  assert.match(code, /export default/)
  const bindings = {
    ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  }
  const worker = new Miniflare({ modules: await bundle(code), compatibilityDate: '2026-04-01', bindings })
  try {
    const response = await worker.dispatchFetch('http://localhost/users/42/a%20b.jpg', { redirect: 'manual' })
    assert.equal(response.status, 302)
    const url = new URL(response.headers.get('location') ?? '')
    assert.equal(url.origin + url.pathname, 'https://media.s3.eu-west-1.amazonaws.com/users/42/a%20b.jpg')
    assert.equal(url.searchParams.get('X-Amz-Expires'), '300')
    assert.match(url.searchParams.get('X-Amz-Signature') ?? '', /^[0-9a-f]{64}$/)
  } finally {
    await worker.dispose()
  }
})

test('a library brings the module to slim', async () => {
  const code = /```js\n(import module from .*?)```/s.exec(readme)?.[1] ?? ''
  assert.match(code, /initialize\(module\)/)
  const fetch = `export default {
    fetch: () => new Response(presign('GetObject', { region: 'auto', bucket: 'media', key: 'k', credentials }).url)
  }
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }`
  const worker = new Miniflare({ modules: await bundle(code + fetch), compatibilityDate: '2026-04-01' })
  try {
    const url = await (await worker.dispatchFetch('http://localhost/')).text()
    assert.match(url, /^https:\/\/media\.s3\.auto\.amazonaws\.com\/k\?.*X-Amz-Signature=[0-9a-f]{64}$/)
  } finally {
    await worker.dispose()
  }
})

test("the README's calls give what it says", async () => {
  const { deriveSigningKey, presign } = await import('edgesign')
  const credentials = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  }
  const made = []
  const recorded = (operation, options) => {
    made.push(presign(operation, options))
    return made.at(-1)
  }
  const given = {
    presign: recorded,
    deriveSigningKey,
    credentials,
    endpoint: 'https://s3.example.com',
    bucket: 'media',
    key: 'k',
  }
  // Those of one import. The Workers have tests of their own, what is before and after those of peers.test.mjs.
  const blocks = [...readme.matchAll(/```js\nimport {[^}]*} from 'edgesign'\n\n(.*?)```/gs)].map(([, code]) => code)
  assert.equal(blocks.length, 2)
  for (const code of blocks) new Function(...Object.keys(given), code)(...Object.values(given))

  const [upload, download] = made
  assert.deepEqual(upload.headers, { 'content-type': 'image/jpeg', 'if-none-match': '*' })
  assert.deepEqual([upload.contentLength, upload.limitedBy], [48213, 'request'])
  assert.match(download.url, /^https:\/\/s3\.example\.com\/media\/k\?/)
})
