// One way to drive both browsers, and to hold a page to account: what goes wrong in it, or on its way, fails the test,
// unless the test says that it is to come.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { launch } from 'puppeteer-core'

const CHROMIUM_ARGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]
const PATIENCE = 10_000
const program = (name) => execFileSync('which', [name], { encoding: 'utf8' }).trim()

/** Debian's Chromium, by Playwright. */
export async function startChromium({ isDark = false } = {}) {
  const browser = await chromium.launch({ executablePath: program('chromium'), args: CHROMIUM_ARGS })
  const open = async (url) => {
    const context = await browser.newContext({
      colorScheme: isDark ? 'dark' : 'light',
      viewport: { width: 1440, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    return new ChromiumPage(await watchedPage(await context.newPage(), url))
  }
  return { name: 'Chromium', open, close: () => browser.close() }
}

/** Debian's Firefox, by puppeteer over WebDriver BiDi: Playwright cannot drive it. */
export async function startFirefox({ isDark = false, downloads }) {
  mkdirSync(downloads, { recursive: true })
  const browser = await launch({
    browser: 'firefox',
    executablePath: program('firefox-esr'),
    defaultViewport: { width: 1440, height: 900 },
    extraPrefsFirefox: {
      'dom.events.testing.asyncClipboard': true,
      'ui.systemUsesDarkTheme': isDark ? 1 : 0,
      'browser.download.folderList': 2,
      'browser.download.dir': downloads,
      'browser.download.alwaysOpenPanel': false,
    },
  })
  const open = async (url) => new FirefoxPage(await watchedPage(await browser.newPage(), url), browser, downloads)
  return { name: 'Firefox', open, close: () => browser.close() }
}

/** The browser's own page, with what goes wrong in `problems` and where it sends in `requests`. */
async function watchedPage(page, url) {
  const watched = { page, problems: [], requests: [] }
  page.on('pageerror', (error) => watched.problems.push(`error: ${error.message}`))
  page.on('console', (message) => {
    // Of each of these there is an event of its own, which says more.
    const isOfRequest = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isOfRequest) watched.problems.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => watched.requests.push(request))
  page.on('response', (response) => {
    if (response.status() >= 400) watched.problems.push(`status ${response.status()}: ${response.url()}`)
  })
  page.on('requestfailed', (request) => {
    // A player that is taken away stops reading.
    if (request.url().startsWith('blob:') && request.failure()?.errorText === 'net::ERR_ABORTED') return
    watched.problems.push(`failed: ${request.failure()?.errorText} ${request.method()} ${request.url()}`)
  })
  await atStart(page, () => {
    globalThis.violations = []
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      globalThis.violations.push(`${effectiveDirective}: ${blockedURI}`)
    })
  })
  await page.goto(url)
  await page.waitForSelector('h1')
  return watched
}

/** Runs in each document before its own scripts do. */
const atStart = (page, work) => (page.addInitScript ?? page.evaluateOnNewDocument).call(page, work)

/** What both do alike. */
class Page {
  constructor({ page, problems, requests }) {
    Object.assign(this, { page, problems, requests })
  }

  evaluate(work, argument) {
    return this.page.evaluate(work, argument)
  }

  async reloadWith(work) {
    await atStart(this.page, work)
    await this.page.reload()
    await this.page.waitForSelector('h1')
  }

  async view(name) {
    await this.evaluate((hash) => void (location.hash = hash), `#/${name}`)
    await this.until((title) => document.title.toLowerCase().startsWith(title), name)
  }

  async until(condition, argument) {
    await this.page.waitForFunction(condition, { timeout: PATIENCE }, argument)
  }

  /** Waits until the page says it. */
  sees(text) {
    return this.until((text) => document.body.innerText.includes(text), text)
  }

  textOf(selector) {
    return this.evaluate((selector) => document.querySelector(selector)?.textContent, selector)
  }

  async shiftTab() {
    await this.page.keyboard.down('Shift')
    await this.page.keyboard.press('Tab')
    await this.page.keyboard.up('Shift')
  }

  /** The URL that Build shows. */
  url() {
    return this.textOf('.result .url')
  }

  /** What some browsers call a failure, and others do not: that the page itself stopped a request, say. */
  async mayTell(pattern) {
    await sleep(500)
    this.problems.splice(0, Infinity, ...this.problems.filter((problem) => !pattern.test(problem)))
  }

  /** What is to come. It may be told late. */
  async expects(pattern) {
    const isMeant = (problem) => pattern.test(problem)
    for (let tries = 0; tries < 50 && !this.problems.some(isMeant); tries++) await sleep(100)
    assert.ok(
      this.problems.some(isMeant),
      `nothing like ${pattern} among: ${this.problems.join('; ') || 'no problems'}`,
    )
    // The very array that the watchers write to.
    this.problems.splice(0, Infinity, ...this.problems.filter((problem) => !isMeant(problem)))
  }

  async close() {
    const violations = await this.evaluate(() => globalThis.violations)
    await this.page.close()
    assert.deepEqual([...this.problems, ...violations], [])
  }
}

class ChromiumPage extends Page {
  name = 'Chromium'
  bodyOf = (request) => request.postData()

  async until(condition, argument) {
    await this.page.waitForFunction(condition, argument, { timeout: PATIENCE })
  }

  click = (role, name) => this.page.getByRole(role, { name, exact: true }).click()
  fill = (label, text) => this.page.getByLabel(label, { exact: true }).fill(text)
  choose = (label, value) => this.page.getByLabel(label, { exact: true }).selectOption(value)
  setFile = (path) => this.page.setInputFiles('[type=file]', path)
  press = (key) => this.page.keyboard.press(key)
  resize = (width, height) => this.page.setViewportSize({ width, height })
  screenshot = (path) => this.page.screenshot({ path, fullPage: true })

  /** Drops a file, as a hand does. */
  async drop(path) {
    const { x, y } = await this.page.locator('.drop').boundingBox()
    const session = await this.page.context().newCDPSession(this.page)
    const data = { items: [], files: [path], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop']) {
      await session.send('Input.dispatchDragEvent', { type, x: x + 20, y: y + 20, data })
    }
  }

  /** The bytes that a link saves. */
  async saved(name) {
    const download = this.page.waitForEvent('download')
    await this.click('link', name)
    return readFileSync(await (await download).path())
  }

  /** What a link opens beside the page. */
  async opened(name) {
    const opened = this.page.context().waitForEvent('page')
    await this.click('link', name)
    const page = await opened
    await page.waitForLoadState()
    return page
  }
}

class FirefoxPage extends Page {
  name = 'Firefox'
  /** WebDriver BiDi does not tell it. */
  bodyOf = () => undefined

  constructor(watched, browser, downloads) {
    super(watched)
    Object.assign(this, { browser, downloads })
  }

  #found = (role, name) => this.page.locator(`::-p-aria([name="${name}"][role="${role}"])`).setTimeout(PATIENCE)
  /** A label has the name of its field, so the name alone finds both. */
  async #labelled(text) {
    const idOf = (text) => [...document.querySelectorAll('label')].find((label) => label.textContent === text)?.htmlFor
    await this.until(idOf, text)
    return this.page.locator(`#${await this.evaluate(idOf, text)}`).setTimeout(PATIENCE)
  }

  click = (role, name) => this.#found(role, name).click()
  fill = async (label, text) => (await this.#labelled(label)).fill(text)
  choose = this.fill
  setFile = async (path) => (await this.page.waitForSelector('[type=file]')).uploadFile(path)
  press = (key) => this.page.keyboard.press(key)
  resize = (width, height) => this.page.setViewport({ width, height })
  screenshot = (path) => this.page.screenshot({ path, fullPage: true })

  /** WebDriver has no hand that drops: the event is made in the page. */
  drop(path, bytes) {
    const drop = ([name, bytes]) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([Uint8Array.from(bytes)], name))
      document.querySelector('.drop input').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }))
    }
    return this.evaluate(drop, [basename(path), [...bytes]])
  }

  async saved(name) {
    const before = new Set(readdirSync(this.downloads))
    await this.click('link', name)
    for (let tries = 0; tries < 100; tries++) {
      const names = readdirSync(this.downloads)
      const [file] = names.filter((name) => !before.has(name) && !name.endsWith('.part'))
      // Until all of it has come, the file is empty and its bytes are in another one.
      const bytes =
        file && !existsSync(join(this.downloads, `${file}.part`)) && readFileSync(join(this.downloads, file))
      if (bytes?.length > 0) return bytes
      await sleep(100)
    }
    throw new Error('nothing was saved')
  }

  async opened(name) {
    const opened = new Promise((resolve) => this.browser.once('targetcreated', resolve))
    await this.click('link', name)
    return (await opened).page()
  }
}
