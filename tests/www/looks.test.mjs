// How each view looks: axe finds nothing, nothing is wider than the screen, nothing moves by itself. The pictures that are taken on
// the way, in target/screenshots, are for people to look at.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { root } from '../../tools/run.mjs'
import { startChromium, startFirefox } from './driver.mjs'
import { startServers } from './servers.mjs'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PICTURES = join(root, 'target/screenshots')
mkdirSync(PICTURES, { recursive: true })

/** Each view with something in it. */
const SCENES = {
  build: async (page) => {
    await page.choose('Operation', 'PutObject')
    await page.fill('Content-Type', 'image/png')
    await page.evaluate(() => document.querySelector('.part.when').focus())
    await page.sees('When it was signed')
  },
  'build-wrong': async (page) => {
    await page.fill('Key', '../secrets')
    await page.sees('Nothing is signed')
  },
  'build-form': async (page) => {
    await page.choose('Operation', 'PostObject')
    await page.evaluate(() => document.querySelector('details').setAttribute('open', ''))
    await page.sees('The policy')
  },
  try: async (page) => {
    await page.view('try')
    await page.click('button', 'Send')
    await page.until(() => document.querySelector('.shown img')?.naturalWidth > 0)
  },
  'try-upload': async (page) => {
    await page.view('try')
    await page.click('tab', 'Upload')
    await page.setFile(join(root, 'LICENSE-MIT'))
    await page.sees('LICENSE-MIT')
  },
  'try-parts': async (page) => {
    await page.view('try')
    await page.click('tab', 'In parts')
    await page.setFile(join(root, 'LICENSE-MIT'))
    await page.sees('LICENSE-MIT')
    await page.click('button', 'Upload in parts')
    await page.sees('Done: the parts are one object')
    await page.until(() => document.querySelector('.answer .status.good'))
  },
  'try-list': async (page) => {
    await page.view('try')
    await page.click('tab', 'List')
    await page.click('button', 'List')
    await page.sees('Choose a key')
  },
  inspect: async (page) => {
    await page.click('button', 'Inspect it')
    await page.sees('What its holder could do')
  },
  debug: async (page) => {
    await page.view('debug')
    await page.click('button', 'Uploaded with another Content-Type')
    await page.sees('What to change')
  },
  'debug-empty': (page) => page.view('debug'),
  share: async (page) => {
    await page.view('share')
    await page.click('button', 'Sign and check')
    await page.sees('200 OK')
    await page.click('button', 'Deny Alice')
    await page.sees('403 AccessDenied')
    await page.expects(/^status 403: /)
  },
}

const servers = await startServers()
const downloads = join(servers.dir, 'downloads')
const browsers = [
  [await startChromium(), 'light'],
  [await startChromium({ isDark: true }), 'dark'],
  [await startFirefox({ downloads }), 'light'],
  [await startFirefox({ downloads, isDark: true }), 'dark'],
]

for (const [browser, theme] of browsers) {
  for (const [name, scene] of Object.entries(SCENES)) {
    test(`${browser.name}, ${theme}: ${name}`, async () => {
      const page = await browser.open(servers.page)
      const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
      assert.equal(isDark, theme === 'dark')
      await scene(page)
      for (const width of [320, 390, 768, 1440]) await lookAt(page, `${name}-${theme}`, width)
      await page.close()
    })
  }
}

async function lookAt(page, name, width) {
  await page.resize(width, 900)
  const tooWide = await page.evaluate(
    () => document.scrollingElement.scrollWidth - document.documentElement.clientWidth,
  )
  assert.equal(tooWide, 0, `at ${width} it is ${tooWide} pixels too wide`)
  if (width !== 390 && width !== 1440) return
  await page.evaluate(AXE)
  const violations = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run()
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
  })
  assert.deepEqual(violations, [])
  if (page.name === 'Chromium') await page.screenshot(join(PICTURES, `${name}-${width}.png`))
}

for (const [browser] of [browsers[0], browsers[2]]) {
  test(`${browser.name}: nothing moves while a page loads, a part is looked at, one types, or an answer comes`, async () => {
    const page = await browser.open(servers.page)
    await page.resize(390, 900)
    await page.reloadWith(watchPlaces)
    await page.sees('The same as edgesign')
    for (let stops = await page.evaluate(focusFirstPart); stops > 0; stops--) await page.press('Tab')
    await page.sees('HMAC of the string to sign')
    await page.resize(1440, 2400) // so high that nothing scrolls, which moves what sticks
    await page.fill('Key', 'images/sunset over the sea.png')
    await page.until(() => document.querySelector('.result .url').textContent.includes('sunset%20over'))
    await page.fill('Key', '../secrets')
    await page.sees('cannot be sent')
    await page.fill('Key', 'images/sunset.png')
    await page.fill('Expires in', '0')
    await page.sees('Nothing is signed')
    await page.fill('Expires in', '60')
    await page.view('try')
    await page.fill('Key', 'images/sunset.png')
    await page.click('button', 'Send')
    await page.until(() => document.querySelector('.shown img')?.naturalWidth > 0)
    await page.click('tab', 'List')
    await page.click('button', 'List')
    await page.sees('Choose a key')
    await page.view('share')
    await page.fill('Object', '../secrets')
    await page.click('button', 'Sign and check')
    await page.sees('segment')
    const { frames, moved } = await page.evaluate(() => globalThis.places)
    assert.ok(frames > 20, `only ${frames} frames were looked at`)
    assert.deepEqual(moved, [])
    await page.close()
  })
}

/** How many parts come after it. */
function focusFirstPart() {
  const [first, ...others] = document.querySelectorAll('.part')
  first.focus()
  return others.length
}

/** In the page, frame by frame: which heading, field or row of buttons stands elsewhere than in the frame before. */
function watchPlaces() {
  const seen = (globalThis.places = { frames: 0, moved: [] })
  let before = new Map()
  addEventListener('resize', () => before.clear())
  const look = () => {
    const now = new Map()
    for (const element of document.querySelectorAll('h1, h2, h3, legend, label, .actions')) {
      if (!element.checkVisibility()) continue
      const { x, y } = element.getBoundingClientRect()
      now.set(element, [Math.round(x + scrollX), Math.round(y + scrollY)].join(', '))
      const was = before.get(element) ?? now.get(element)
      if (was !== now.get(element)) seen.moved.push(`${element.textContent}: from ${was} to ${now.get(element)}`)
    }
    before = now
    seen.frames += 1
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

test('Chromium finds no shift of the layout while a view appears', async () => {
  const [[chromium]] = browsers
  const page = await chromium.open(servers.page)
  const shifted = await page.evaluate(() => {
    const { promise, resolve } = Promise.withResolvers()
    const sum = (list) => list.getEntries().reduce((sum, { value }) => sum + value, 0)
    new PerformanceObserver((list) => resolve(sum(list))).observe({ type: 'layout-shift', buffered: true })
    setTimeout(() => resolve(0), 1000)
    return promise
  })
  assert.ok(shifted < 0.01, `it moved by ${shifted}`)
  await page.close()
})

after(async () => {
  await Promise.all(browsers.map(([browser]) => browser.close()))
  servers.stop()
})
