// The contract and the end-to-end suite in Chromium: bundled as an application would, under a strict content security
// policy.

import { execFileSync } from 'node:child_process'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { build } from 'esbuild'
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
  import { otherContracts } from './tests/others.js'
  const server = ${JSON.stringify(server())}
  const atServer = [...endToEnd(server), ...credentialsAt(server)]
  const tests = [...contract, ...otherContracts, ...atServer.map(([name, run]) => ['server: ' + name, run])]
  globalThis.names = tests.map(([name]) => name)
  globalThis.runTest = (index) => tests[index][1]()
`

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

after(async () => {
  await browser.close()
  web.close()
})
