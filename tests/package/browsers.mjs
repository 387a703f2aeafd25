// Chromium and Firefox, each driven by its own standard.

import { execFileSync } from 'node:child_process'
import { chromium } from 'playwright-core'
import { launch } from 'puppeteer-core'

const CHROMIUM_ARGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

/** Starts both. `open` gives the report that a page makes; `close` ends them. */
export async function startBrowsers() {
  const started = {
    Chromium: await chromium.launch({ executablePath: path('chromium'), args: CHROMIUM_ARGS }),
    Firefox: await launch({ browser: 'firefox', executablePath: path('firefox-esr') }), // over WebDriver BiDi
  }
  const named = Object.entries(started).map(async ([name, browser]) => [`${name} ${await versionOf(browser)}`, browser])
  const browsers = Object.fromEntries(await Promise.all(named))
  return {
    names: Object.keys(browsers),
    open: (name, url) => reportOf(browsers[name], url),
    close: () => Promise.all(Object.values(started).map((browser) => browser.close())),
  }
}

const path = (program) => execFileSync('which', [program], { encoding: 'utf8' }).trim()

const versionOf = async (browser) => /[\d.]+/.exec(await browser.version())?.[0]

/** What is asked of a page here, playwright and puppeteer call the same. */
async function reportOf(browser, url) {
  const page = await browser.newPage()
  try {
    // What CORS refuses, Firefox calls an error of the page, even where its program expects that.
    const isExpected = ({ message }) => message.startsWith('Cross-Origin Request Blocked')
    const failed = new Promise((_, reject) => page.on('pageerror', (error) => isExpected(error) || reject(error)))
    await Promise.race([failed, ready(page, url)])
    return await page.evaluate(() => globalThis.report)
  } finally {
    await page.close()
  }
}

async function ready(page, url) {
  await page.goto(url)
  await page.waitForFunction(() => 'report' in globalThis)
}
