// A real player plays films from a private bucket: hls.js in Chromium, playlists from a Worker in workerd, everything else by presigned
// URLs from the local S3 server.

import assert from 'node:assert/strict'
import { createCipheriv, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, test } from 'node:test'
import { Presigner } from 'edgesign'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'
import { demoFiles } from '../../tools/demo-files.mjs'
import { root } from '../../tools/run.mjs'
import { startServer } from '../../tools/server.mjs'
import { startChromium } from '../www/driver.mjs'

/** AWS's documented example. */
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }

const dir = mkdtempSync(join(tmpdir(), 'edgesign-hls-'))
const server = await startServer(dir, ['--port', '0', '--control-port', '0', '--bucket', 'media'])
const presigner = new Presigner({ endpoint: server.s3, region: 'us-east-1', bucket: 'media', credentials })
for (const [key, body] of Object.entries(films())) {
  const { ok } = await fetch(presigner.presign('PutObject', { key }).url, { method: 'PUT', body })
  assert.ok(ok, key)
}
const worker = new Miniflare({
  ...{
    host: '127.0.0.1',
    port: 0,
    compatibilityDate: '2026-04-01',
    bindings: { S3: server.s3, CREDENTIALS: credentials },
  },
  modules: await workerModules(),
})
const { origin } = await worker.ready
const web = await servePage()
const browser = await startChromium()

after(async () => {
  await browser.close()
  web.close()
  await worker.dispose()
  server.stop()
  rmSync(dir, { recursive: true, force: true })
})

/** The demo film: as it is; encrypted, as a variant of a master playlist; and in one file, with byte ranges. */
function films() {
  const demo = Object.fromEntries(demoFiles().map(({ key, body }) => [key, body]))
  const playlist = demo['video/index.m3u8']
  const [key, iv] = [randomBytes(16), randomBytes(16)]
  const encrypted = (body) => {
    const cipher = createCipheriv('aes-128-cbc', key, iv)
    return Buffer.concat([cipher.update(body), cipher.final()])
  }
  const keyTag = `#EXT-X-KEY:METHOD=AES-128,URI="keys/film%201.key",IV=0x${iv.toString('hex')}`
  const segments = Object.keys(demo).filter((key) => key.endsWith('.m4s'))
  const stream = 'BANDWIDTH=900000,RESOLUTION=256x144,CODECS="avc1.42C01F"'
  let offset = demo['video/init.mp4'].length
  const ranges = playlist
    .replace('"init.mp4"', `"clip.mp4",BYTERANGE="${offset}@0"`)
    .replace(/^segment.*/gm, (name) => {
      const { length } = demo[`video/${name}`]
      offset += length
      return `#EXT-X-BYTERANGE:${length}@${offset - length}\nclip.mp4`
    })
  return {
    ...demo,
    'video/ranges.m3u8': ranges,
    'video/master.m3u8': `#EXTM3U\n#EXT-X-STREAM-INF:${stream}\nencrypted/index.m3u8\n`,
    'video/encrypted/index.m3u8': playlist.replace('"init.mp4"', `"../init.mp4"\n${keyTag}`),
    'video/encrypted/keys/film 1.key': key,
    ...Object.fromEntries(segments.map((key) => [`video/encrypted/${basename(key)}`, encrypted(demo[key])])),
  }
}

async function workerModules() {
  const { outputFiles } = await build({
    ...{ entryPoints: [join(root, 'tests/hls/worker.js')], outdir: 'out', write: false, bundle: true, format: 'esm' },
    ...{ conditions: ['workerd', 'worker', 'browser'], loader: { '.wasm': 'copy' } },
  })
  const modules = outputFiles.map(({ path, contents }) => ({
    ...{ type: path.endsWith('.wasm') ? 'CompiledWasm' : 'ESModule', path: basename(path), contents },
  }))
  return modules.sort((left, right) => right.type.localeCompare(left.type))
}

async function servePage() {
  const page = { entryPoints: [join(root, 'tests/hls/page.js')], bundle: true, format: 'esm', write: false }
  const { outputFiles } = await build(page)
  const web = createServer((request, response) => {
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    const html =
      '<!doctype html><link rel=icon href=data:,><h1>Film</h1><body><script type=module src=/page.js></script>'
    response.end(isScript ? outputFiles[0].text : html)
  })
  await new Promise((resolve) => web.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${web.address().port}/`, close: () => web.close() }
}

/** Plays it, and gives what was asked of the bucket: the path, and the range. */
async function played(name) {
  const page = await browser.open(web.url)
  await page.until(() => 'play' in globalThis)
  const { first, last, size, frames } = await page.evaluate(
    ([url, end]) => globalThis.play(url, end),
    [`${origin}/video/${name}`, 4.5],
  )
  assert.deepEqual(size, [256, 144])
  assert.ok(frames > 20, `${frames} frames`)
  // Of the bar, rgb(255, 206, 122), which comes there in the second half.
  assert.ok(last[0] > 230 && last[1] > 180 && last[2] < 160, `at last ${last}`)
  assert.ok(first[1] < 150, `at first ${first}`)
  const urls = page.requests.map((request) => new URL(request.url()))
  const asked = urls.filter((url) => url.origin === server.s3)
  assert.deepEqual(
    asked.filter((url) => !url.searchParams.has('X-Amz-Signature')),
    [],
  )
  await page.close()
  return [...new Set(asked.map((url) => decodeURIComponent(url.pathname.slice('/media/video/'.length))))].sort()
}

test('the bucket is private', async () => {
  for (const key of ['video/index.m3u8', 'video/segment-0.m4s']) {
    assert.equal((await fetch(`${server.s3}/media/${key}`)).status, 403)
  }
})

test('a media playlist plays', async () => {
  const segments = ['segment-0.m4s', 'segment-1.m4s', 'segment-2.m4s']
  assert.deepEqual(await played('index.m3u8'), ['init.mp4', ...segments])
})

test('a master playlist plays, whose variant is encrypted', async () => {
  const encrypted = ['keys/film 1.key', 'segment-0.m4s', 'segment-1.m4s', 'segment-2.m4s']
  assert.deepEqual(await played('master.m3u8'), [...encrypted.map((name) => `encrypted/${name}`), 'init.mp4'])
})

test('a playlist of byte ranges plays, from one URL', async () => {
  assert.deepEqual(await played('ranges.m3u8'), ['clip.mp4'])
})
