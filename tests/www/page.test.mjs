// Each flow of the page, for real, in Chromium and in Firefox.

import { join } from 'node:path'
import { after, test } from 'node:test'
import { buildFlows } from './build-flows.mjs'
import { startChromium, startFirefox } from './driver.mjs'
import { focusFlows } from './focus-flows.mjs'
import { otherFlows } from './other-flows.mjs'
import { failingFlows } from './failing-flows.mjs'
import { pasteFlows } from './paste-flows.mjs'
import { startServers } from './servers.mjs'
import { tryFlows } from './try-flows.mjs'
import { uploadFlows } from './upload-flows.mjs'

const servers = await startServers()
const browsers = [await startChromium(), await startFirefox({ downloads: join(servers.dir, 'downloads') })]

for (const browser of browsers) {
  for (const [name, flow] of [
    ...buildFlows,
    ...tryFlows,
    ...uploadFlows,
    ...failingFlows,
    ...pasteFlows,
    ...focusFlows,
    ...otherFlows,
  ]) {
    test(`${browser.name}: ${name}`, async () => {
      const page = await browser.open(servers.page)
      await page.evaluate(defineFieldOf)
      await flow(page, servers)
      await page.close()
    })
  }
}

/** For the tests: the value of a field, whether it is said to be wrong, and its hint. */
function defineFieldOf() {
  globalThis.fieldOf = (text) => {
    const label = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === text)
    const field = document.getElementById(label.htmlFor)
    const hint = document.getElementById(field.getAttribute('aria-describedby'))
    return [field.value, field.getAttribute('aria-invalid'), hint.textContent]
  }
}

after(async () => {
  await Promise.all(browsers.map((browser) => browser.close()))
  servers.stop()
})
