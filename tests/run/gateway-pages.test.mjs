// What web pages do with the gateway, in Chromium: one that is allowed to call it, and one that was uploaded to it.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { chromium } from 'playwright-core'
import { startGateway } from '../gateway/start.mjs'

const dir = mkdtempSync(join(tmpdir(), 'edgesign-gateway-pages-'))
const web = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html>'))
await once(web.listen(0, '127.0.0.1'), 'listening')
const app = `http://127.0.0.1:${web.address().port}`
const gateway = await startGateway(dir, { CORS_ORIGINS: [app] })
const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim()
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] })

after(async () => {
  await browser.close()
  await gateway.stop()
  web.close()
  rmSync(dir, { recursive: true, force: true })
})

/** In the page: sends a body to a URL and reads another. */
async function upload({ put, url }) {
  try {
    const stored = await fetch(put.url, { method: put.method, headers: put.headers, body: new Blob(['from a page']) })
    const { status, headers } = await fetch(url, { headers: { range: 'bytes=5-' } })
    const names = ['content-range', 'etag', 'x-amz-meta-by']
    return [stored.status, status, ...names.map((name) => headers.get(name) !== null)]
  } catch (error) {
    return error.name
  }
}

test('a page of an allowed origin uploads with bound headers and reads the answer, another does not', async () => {
  const { presigner } = gateway
  const signed = () => {
    const key = `pages/${Math.random()}`
    const put = presigner.presign('PutObject', { key, contentType: 'text/x-page', metadata: { by: 'a page' } })
    return { put, url: presigner.presign('GetObject', { key }).url }
  }
  const page = await browser.newPage()
  await page.goto(app)
  assert.deepEqual(await page.evaluate(upload, signed()), [200, 206, true, true, true])
  await page.goto(app.replace('127.0.0.1', 'localhost'))
  assert.equal(await page.evaluate(upload, signed()), 'TypeError')
})

test('the script of an uploaded page does not run', async () => {
  const html = '<!doctype html><title>quiet</title><script>document.title = "loud " + document.domain</script>'
  const { presigner } = gateway
  const titleOf = async (contentType, body) => {
    const put = presigner.presign('PutObject', { key: 'page', contentType })
    assert.equal((await fetch(put.url, { method: 'PUT', headers: put.headers, body })).status, 200)
    const page = await browser.newPage()
    await page.goto(presigner.presign('GetObject', { key: 'page' }).url)
    return page.title()
  }
  assert.equal(await titleOf('text/html', html), 'quiet')
  const xhtml = `<html xmlns="http://www.w3.org/1999/xhtml"><head>${html.replace('<!doctype html>', '')}</head></html>`
  assert.equal(await titleOf('application/xhtml+xml', xhtml), 'quiet')
})
