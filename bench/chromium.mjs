// Chromium: each library in a page of its own.

import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { chromium } from 'playwright-core'
import { bundle, programWith } from './bundle.mjs'

/** @returns {Promise<import('./rounds.mjs').Runtime>} */
export async function startChromium() {
  const bundles = new Map()
  const server = createServer(async ({ url }, response) => {
    const file = /^\/(.+)\.js$/.exec(url)?.[1]
    if (file && !bundles.has(file)) {
      bundles.set(file, (await bundle(programWith(file, 'export { run }'), ['browser'])).code)
    }
    response.writeHead(200, { ...ISOLATED, 'content-type': file ? 'text/javascript' : 'text/html' })
    response.end(file ? bundles.get(file) : '<!doctype html><title>bench</title>')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim()
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  const open = async () => {
    const page = await (await browser.newContext()).newPage()
    await page.goto(`http://127.0.0.1:${server.address().port}/`)
    return page
  }
  const pages = new Map()
  return {
    name: `Chromium ${browser.version()}`,
    async run({ file }, work) {
      if (!pages.has(file)) pages.set(file, await open())
      return pages.get(file).evaluate(runIn, { file, work })
    },
    async first({ file }) {
      const page = await open()
      const times = await page.evaluate(firstIn, file)
      await page.context().close()
      return times
    },
    async stop() {
      await browser.close()
      server.closeAllConnections()
      await once(server.close(), 'close')
    },
  }
}

/** With these, `performance.now()` counts in steps of 5 us instead of 100. */
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }

/** In the page. */
async function runIn({ file, work }) {
  const { run } = await import(`/${file}.js`)
  return run(work)
}

/** In the page: the file is there already, so that what the network takes is not counted. */
async function firstIn(file) {
  const text = await (await fetch(`/${file}.js`)).text()
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
  const start = performance.now()
  const { run } = await import(url)
  const { time } = await run({ token: false, count: 1 })
  return { sign: time, load: performance.now() - start }
}
