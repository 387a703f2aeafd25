// The contract in pages, bundled as applications would, and opened in Chromium and Firefox.

import { after, test } from 'node:test'
import { startBrowsers } from './browsers.mjs'
import { BUNDLERS } from './bundlers.mjs'
import { kept } from './installed.mjs'

const ENTRIES = { page: '.', 'page-slim': './slim' }
const browsers = await startBrowsers()
after(browsers.close)

for (const [bundler, bundle] of Object.entries(BUNDLERS)) {
  for (const [page, entry] of Object.entries(ENTRIES)) {
    const name = `edgesign${entry.slice(1)}, ${bundler}`
    test(name, async (t) => {
      const { url, close } = await bundle(page)
      for (const browser of browsers.names) {
        await t.test(`${name}, ${browser}: the contract`, async () => kept(await browsers.open(browser, url), entry))
      }
      await close()
    })
  }
}
