// The README's Workers, as pasted: bundled for workerd and run there; and its calls.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { presign } from 'edgesign'
import { verify } from 'edgesign/verify'
import { build } from 'esbuild'
import { Miniflare, Response as MiniflareResponse } from 'miniflare'
import { atTimes } from '../expect.js'
import { server } from './server.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const readme = readFileSync(`${root}/README.md`, 'utf8')

/** Bundles a module as `wrangler` does: for workerd, the WebAssembly module beside it. */
async function bundle(contents, resolveDir = root) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir, loader: 'ts' },
    bundle: true,
    format: 'esm',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:workers'],
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

/** AWS's documented example. */
const EXAMPLE = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const bindings = { ACCESS_KEY_ID: EXAMPLE.accessKeyId, SECRET_ACCESS_KEY: EXAMPLE.secretAccessKey }

/** Runs what the README shows after a sentence, with the bindings of its test, and asks it. */
async function ask(sentence, url, init = {}, options = {}) {
  const at = readme.indexOf(sentence)
  assert.ok(at > 0, sentence)
  const code = /```js\n(.*?)```/s.exec(readme.slice(at))[1]
  assert.match(code, /export default/)
  const main = { name: 'main', modules: await bundle(code), bindings, compatibilityDate: '2026-04-01', ...options.main }
  const worker = new Miniflare({ workers: [main, ...(options.others ?? [])] })
  try {
    const response = await worker.dispatchFetch(url, { redirect: 'manual', ...init })
    return { status: response.status, headers: response.headers, body: await response.text() }
  } finally {
    await worker.dispose()
  }
}

test('the first Worker redirects to a presigned URL, and to no other object', async () => {
  const { status, headers } = await ask('A redirect to an object', 'http://localhost/public/a%20b.jpg')
  assert.equal(status, 302)
  const url = new URL(headers.get('location') ?? '')
  assert.equal(url.origin + url.pathname, 'https://media.s3.eu-west-1.amazonaws.com/public/a%20b.jpg')
  assert.equal(url.searchParams.get('X-Amz-Expires'), '300')
  assert.match(url.searchParams.get('X-Amz-Signature') ?? '', /^[0-9a-f]{64}$/)
  const refused = await ask('A redirect to an object', 'http://localhost/private/a.jpg')
  assert.equal(refused.status, 500)
  assert.match(refused.body, /key: the grant does not allow it/)
})

test('the Worker that verifies serves what was signed, and nothing else', async () => {
  const credentials = { accessKeyId: bindings.ACCESS_KEY_ID, secretAccessKey: bindings.SECRET_ACCESS_KEY }
  const place = { endpoint: 'https://files.example.com', region: 'auto', bucket: 'media', key: 'a b.jpg', credentials }
  const asked = (url, init) => ask('A presigned URL is good at any server', url, init)
  const { url, expiresAt } = presign('GetObject', place)
  const answer = await asked(url)
  assert.deepEqual([answer.status, answer.body], [200, `a b.jpg in media, until ${expiresAt.toJSON()}`])
  const put = presign('PutObject', place)
  const refused = [
    await asked(url.replace('.jpg', '.png')),
    await asked('https://files.example.com/media/a'),
    await asked(put.url, { method: 'PUT', body: 'x' }),
  ]
  assert.deepEqual(
    refused.map(({ status, body }) => [status, body]),
    [
      [403, 'Signature: not that of this request'],
      [403, 'request: it is not signed'],
      [501, 'only downloads'],
    ],
  )
})

test('the Worker for films rewrites a playlist, and serves nothing else', async () => {
  const credentials = { accessKeyId: bindings.ACCESS_KEY_ID, secretAccessKey: bindings.SECRET_ACCESS_KEY }
  const verified = (request) => verify(request, { region: 'eu-west-1', credentials })
  const playlist = '#EXTM3U\n#EXT-X-MAP:URI="../init.mp4"\n#EXTINF:4,\na b.m4s\n'
  const outboundService = (request) => {
    const { ok, bucket, key } = verified({ method: request.method, url: request.url })
    const isThere = ok && bucket === 'media' && key === 'films/42/ü.m3u8'
    return isThere ? new MiniflareResponse(playlist) : new MiniflareResponse('', { status: 404 })
  }
  const asked = (path) => ask('private objects as well', `http://localhost/${path}`, {}, { main: { outboundService } })
  const { status, headers, body } = await asked('films/42/%C3%BC.m3u8')
  assert.deepEqual([status, headers.get('content-type')], [200, 'application/vnd.apple.mpegurl'])
  const [init, segment] = body.match(/https:[^"\n]*/g)
  assert.equal(body, playlist.replace('../init.mp4', init).replace('a b.m4s', segment))
  for (const [url, expected] of Object.entries({ [init]: 'films/init.mp4', [segment]: 'films/42/a b.m4s' })) {
    const { ok, operation, key, expiresAt, signingDate } = verified({ method: 'GET', url })
    assert.deepEqual([ok, operation, key, expiresAt - signingDate], [true, 'GetObject', expected, 14_400_000])
  }
  assert.equal((await asked('films/42/no.m3u8')).status, 404)
  assert.match((await asked('other/index.m3u8')).body, /key: the grant does not allow it/)
})

test('the second Worker gives an upload slot, and none for what is no small image', async () => {
  const request = (contentType, contentLength) => ({
    method: 'POST',
    body: JSON.stringify({ contentType, contentLength }),
  })
  const asked = (...sent) => ask('An upload slot', 'http://localhost/', request(...sent))
  const { status, body } = await asked('image/png', 1000)
  assert.equal(status, 200)
  const { key, url, method, headers, contentLength, expiresIn } = JSON.parse(body)
  assert.match(key, /^incoming\/[0-9a-f]{32}$/)
  assert.ok(url.startsWith(`https://media.s3.eu-west-1.amazonaws.com/${key}?`))
  assert.deepEqual([method, contentLength, expiresIn], ['PUT', 1000, 300])
  assert.deepEqual(headers, { 'content-type': 'image/png', 'if-none-match': '*' })
  for (const sent of [
    ['text/html', 1000],
    ['image/png', 5_000_001],
    ['image/png', undefined],
  ]) {
    assert.match((await asked(...sent)).body, /content-(type|length): the grant does not allow it/)
  }
})

test('the third Worker signs for R2 with what the vendor gives it, and says so when it gives nothing', async () => {
  const vendor = (STS) => ({
    name: 'vendor',
    compatibilityDate: '2026-04-01',
    bindings: { ...bindings, REGION: 'auto', STS },
    durableObjects: { VENDOR: { className: 'Vendor', useSQLite: true } },
  })
  const modules = await bundle(readFileSync(`${root}/worker/vendor/src/index.ts`, 'utf8'), `${root}/worker/vendor/src`)
  const asked = (STS) =>
    ask(
      'R2, without a secret in the Worker',
      'http://localhost/a%20b.jpg',
      {},
      {
        main: { bindings: { ACCOUNT_ID: '0'.repeat(32) }, serviceBindings: { VENDOR: 'vendor' } },
        others: [{ ...vendor(STS), modules }],
      },
    )
  const { status, headers } = await asked('none')
  assert.equal(status, 302)
  const url = new URL(headers.get('location') ?? '')
  assert.equal(url.origin + url.pathname, `https://${'0'.repeat(32)}.r2.cloudflarestorage.com/media/a%20b.jpg`)
  assert.match(url.searchParams.get('X-Amz-Credential') ?? '', /^AKIAIOSFODNN7EXAMPLE\/\d{8}\/auto\/s3\/aws4_request$/)
  const broken = await asked('nonsense')
  assert.equal(broken.status, 503)
  assert.equal(JSON.parse(broken.body).error.code, 'ERR_CONFIGURATION')
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
  const { Presigner, deriveSigningKey, presign, presignPost } = await import('edgesign')
  const credentials = EXAMPLE
  const made = []
  const recorded = (operation, options) => {
    made.push(presign(operation, options))
    return made.at(-1)
  }
  const given = {
    Presigner,
    presign: recorded,
    presignPost,
    deriveSigningKey,
    credentials,
    endpoint: 'https://s3.example.com',
    region: 'auto',
    bucket: 'media',
    key: 'k',
  }
  // Those of one import. The Workers have tests of their own, what is before and after those of peers.test.mjs.
  const blocks = [...readme.matchAll(/```js\nimport {[^}]*} from 'edgesign'\n\n(.*?)```/gs)].map(([, code]) => code)
  assert.equal(blocks.length, 5)
  const run = () =>
    blocks.map((code) => {
      return new Function(...Object.keys(given), code.replace('media.within(', 'return $&'))(...Object.values(given))
    })
  const hour = Date.now() - (Date.now() % 3_600_000)
  const granted = atTimes([hour + 1000], run)[2]

  const [upload, logo, versions, download] = made
  const parameter = (name) => new URL(logo.url).searchParams.get(name)
  assert.match(parameter('X-Amz-Date'), /^\d{8}T\d\d0000Z$/)
  assert.equal(parameter('X-Amz-Expires'), '4500')
  assert.match(versions.url, /&max-keys=100&prefix=users%2F&versions=&/)
  atTimes([hour + 3_599_000], run)
  assert.equal(made[5].url, logo.url)
  assert.deepEqual(upload.headers, { 'content-type': 'image/jpeg', 'if-none-match': '*' })
  assert.deepEqual([upload.contentLength, upload.limitedBy], [48213, 'request'])
  assert.match(download.url, /^https:\/\/s3\.example\.com\/media\/k\?/)
  assert.match(granted.url, /^https:\/\/s3\.example\.com\/media\/users\/42\/photo\.jpg\?/)
})

test("the README's many URLs", async () => {
  const { presignMany } = await import('edgesign/many')
  const [, code] = /```js\nimport [^\n]*\n\n(.*?)```/s.exec(readme.slice(readme.indexOf('## Many URLs')))
  const given = { presignMany, region: 'eu-west-1', bucket: 'media', credentials: EXAMPLE }
  const { urls, expiresAt } = new Function(...Object.keys(given), `${code}return { urls, expiresAt }`)(
    ...Object.values(given),
  )
  assert.deepEqual(
    urls.map((url) => new URL(url).pathname),
    ['/1.jpg', '/2.jpg'],
  )
  assert.ok(expiresAt > new Date())
})

test("the README's form stores a file", async () => {
  const { presign, presignPost } = await import('edgesign')
  const { s3: endpoint } = server()
  const place = { endpoint, region: 'us-east-1', bucket: 'e2e', credentials: EXAMPLE }
  const [signed, sent] = [...readme.slice(readme.indexOf('## Forms')).matchAll(/```js\n(.*?)```/gs)].map(
    ([, code]) => code,
  )
  const given = { presignPost, ...place }
  const code = signed.replace(/^import .*$/m, '') + 'return { url, fields, warnings }'
  const post = new Function(...Object.keys(given), code)(...Object.values(given))
  assert.deepEqual(post.warnings, ['KEY_CHOSEN_BY_SENDER'])

  const key = `incoming/readme-${process.pid}.png`
  const file = new File(['an image'], key.slice('incoming/'.length))
  const answers = []
  const recorded = async (...request) => answers.push(await fetch(...request))
  const { constructor: AsyncFunction } = async () => {}
  await new AsyncFunction('url', 'fields', 'file', 'fetch', sent)(post.url, post.fields, file, recorded)
  assert.equal(answers[0].status, 201)
  const stored = await fetch(presign('GetObject', { ...place, key }).url)
  assert.equal(await stored.text(), 'an image')
  assert.equal(stored.headers.get('content-type'), 'image/png')
  assert.equal(stored.headers.get('x-amz-meta-note'), 'from my phone')
})
