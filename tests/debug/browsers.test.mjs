// The silence of browsers, really caused: a page of an origin that the server does not allow, in Chromium and in Firefox. The
// page itself asks `diagnose`.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { presign } from 'edgesign'
import { build } from 'esbuild'
import { startServer } from '../../tools/server.mjs'
import { startBrowsers } from '../package/browsers.mjs'

const root = new URL('../..', import.meta.url).pathname
const dir = mkdtempSync(join(tmpdir(), 'edgesign-browsers-'))
after(() => rmSync(dir, { recursive: true, force: true }))
const start = (name, ...args) =>
  startServer(join(dir, name), ['--port', '0', '--control-port', '0', '--bucket', 'e2e', ...args])
const [open, closed] = [await start('open'), await start('closed', '--allow-origin', 'https://another.example')]
after(() => [open, closed].forEach((server) => server.stop()))

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const at = (server) => ({ endpoint: server.s3, region: 'us-east-1', bucket: 'e2e', key: 'a.txt', credentials })
const AGO = new Date(Date.now() - 3_600_000)

/** What is sent, and the causes that are found. */
const REQUESTS = {
  'an upload that the server does not allow': [
    presign('PutObject', { ...at(closed), contentType: 'text/plain' }),
    ['cors', 'unreachable'],
  ],
  'a download that it does not allow': [presign('GetObject', at(closed)), ['cors', 'unreachable']],
  'an expired URL that it does not allow': [
    presign('GetObject', { ...at(closed), signingDate: AGO }),
    ['expired', 'cors', 'unreachable'],
  ],
  'a header that is not signed, where it is allowed': [
    { ...presign('PutObject', at(open)), headers: { 'x-amz-meta-a': 'b' } },
    ['header-not-signed'],
  ],
  'no object, where it is allowed': [presign('GetObject', at(open)), ['no-such-key']],
}

const PAGE = `
  import { diagnose } from 'edgesign/debug'
  const ask = async ({ url, method, headers }) => {
    const body = method === 'PUT' ? 'a' : undefined
    const answer = await fetch(url, { method, headers, body }).then(
      async (response) => ({ status: response.status, body: await response.text(), responseHeaders: response.headers }),
      (error) => ({ body: String(error) }),
    )
    return diagnose({ url, method, headers, ...answer }).causes.map(({ code }) => code)
  }
  globalThis.report = await Promise.all(${JSON.stringify(Object.values(REQUESTS).map(([request]) => request))}.map(ask))
`

const { outputFiles } = await build({
  stdin: { contents: PAGE, resolveDir: root },
  bundle: true,
  format: 'esm',
  write: false,
})
const web = createServer((request, response) => {
  const isScript = request.url === '/page.js'
  response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
  response.end(isScript ? outputFiles[0].text : '<!doctype html><script type=module src=/page.js></script>')
})
await new Promise((resolve) => web.listen(0, '127.0.0.1', resolve))
const browsers = await startBrowsers()
after(async () => {
  await browsers.close()
  web.close()
})

for (const name of browsers.names) {
  test(name, async () => {
    const report = await browsers.open(name, `http://127.0.0.1:${web.address().port}/`)
    for (const [index, [what, [, causes]]] of Object.entries(REQUESTS).entries())
      assert.deepEqual(report[index], causes, what)
  })
}
