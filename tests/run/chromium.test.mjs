// The contract and the end-to-end suite in Chromium: bundled as an application would, under a strict content security
// policy.

import { execFileSync } from 'node:child_process'
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { build } from 'esbuild'
import { Presigner, randomKey } from 'edgesign'
import { chromium } from 'playwright-core'
import { server } from './server.mjs'

const ARGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]
const PAGE = `
  import { contract } from './tests/contract.js'
  import { credentialsAt } from './tests/credentials.js'
  import { endToEnd } from './tests/e2e.js'
  import { formsAt } from './tests/e2e-forms.js'
  import { otherContracts } from './tests/others.js'
  const server = ${JSON.stringify(server())}
  const atServer = [...endToEnd(server), ...formsAt(server), ...credentialsAt(server)]
  const tests = [...contract, ...otherContracts, ...atServer.map(([name, run]) => ['server: ' + name, run])]
  globalThis.names = tests.map(([name]) => name)
  globalThis.runTest = (index) => tests[index][1]()
`

/** AWS's documented example. */
const EXAMPLE = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const root = new URL('../..', import.meta.url).pathname
const { outputFiles } = await build({
  stdin: { contents: PAGE, resolveDir: root },
  bundle: true,
  format: 'esm',
  write: false,
})
const web = createServer((request, response) => {
  const isScript = request.url === '/page.js'
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src http:",
  )
  response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
  response.end(isScript ? outputFiles[0].text : '<!doctype html><script type=module src=/page.js></script>')
})
await new Promise((resolve) => web.listen(0, '127.0.0.1', resolve))

const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim()
const browser = await chromium.launch({ executablePath, args: ARGS })
const page = await browser.newPage()
await page.goto(`http://127.0.0.1:${web.address().port}/`)
await page.waitForFunction(() => 'names' in globalThis)
const names = await page.evaluate(() => globalThis.names)

for (const [index, name] of names.entries()) test(name, () => page.evaluate((i) => globalThis.runTest(i), index))

test('a form of a page uploads a file and leads on', async () => {
  const { s3 } = server()
  const [prefix, done] = [randomKey('page/') + '/', `http://127.0.0.1:${web.address().port}/done`]
  const presigner = new Presigner({ endpoint: s3, region: 'us-east-1', bucket: 'e2e', credentials: EXAMPLE })
  const { url, fields } = presigner.presignPost({
    ...{ key: `${prefix}\${filename}`, contentType: 'text/plain', contentLengthRange: [1, 100] },
    ...{ fields: { success_action_redirect: done }, metadata: { note: 'a "quoted" <note>' }, tagging: { a: 'é' } },
  })
  const escaped = (text) => text.replace(/[&"<]/g, (c) => `&#${c.codePointAt(0)};`)
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  )
  const page = await browser.newPage()
  await page.setContent(
    `<form action="${url}" method="post" enctype="multipart/form-data">${inputs.join('')}<input type="file" name="file"><button>`,
  )
  const file = { name: 'photo "é" & b.txt', mimeType: 'image/png', buffer: Buffer.from('from a page') }
  await page.setInputFiles('[type=file]', file)
  await page.click('button')
  await page.waitForURL(`${done}?*`)
  const key = `${prefix}${file.name}`
  assert.equal(new URL(page.url()).searchParams.get('key'), key)
  const stored = await fetch(presigner.presign('GetObject', { key }).url)
  assert.deepEqual([stored.status, await stored.text()], [200, 'from a page'])
  assert.deepEqual(
    ['content-type', 'x-amz-meta-note'].map((name) => stored.headers.get(name)),
    ['text/plain', 'a "quoted" <note>'],
  )
  await page.close()
})

after(async () => {
  await browser.close()
  web.close()
})
