// Try: downloads and uploads for real, compared byte by byte.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoFiles } from '../../tools/demo-files.mjs'
import { credentials } from './servers.mjs'

const MB = 1024 * 1024
const files = Object.fromEntries(demoFiles().map(({ key, body }) => [key, Buffer.from(body)]))

/** A file of random bytes to send. */
function file({ dir }, name, size) {
  const [path, bytes] = [join(dir, name), randomBytes(size)]
  writeFileSync(path, bytes)
  return { path, bytes }
}

/** What is stored under a key. */
async function stored({ presigner }, key) {
  const response = await fetch(presigner.presign('GetObject', { key }).url)
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    bytes: Buffer.from(await response.arrayBuffer()),
  }
}

async function put({ presigner }, key, contentType, body) {
  const { url, method, headers } = presigner.presign('PutObject', { key, contentType })
  assert.equal((await fetch(url, { method, headers, body })).status, 200)
}

async function download(page, key) {
  await page.fill('Key', key)
  await page.click('button', 'Send')
  await page.until(() => document.querySelector('.shown'))
}

const open = async (page, tab) => {
  await page.view('try')
  await page.click('tab', tab)
}

export const tryFlows = [
  [
    'a picture is shown, and saved byte by byte',
    async (page) => {
      await page.view('try')
      await download(page, 'images/sunset.png')
      await page.until(() => document.querySelector('.answer img')?.naturalWidth === 640)
      assert.deepEqual(await page.saved('Save the bytes'), files['images/sunset.png'])
    },
  ],
  [
    'a text is shown, a film plays, and bytes are dumped',
    async (page, servers) => {
      await put(servers, 'some/bytes', 'application/octet-stream', Buffer.from('00ff10416a', 'hex'))
      await page.view('try')
      await download(page, 'welcome.txt')
      assert.equal(await page.textOf('.shown pre'), files['welcome.txt'].toString())
      await download(page, 'video/clip.mp4')
      await page.until(() => document.querySelector('.answer video') ?? /cannot play/.test(document.body.innerText))
      // Debian's Firefox has H.264 only where libavcodec is installed.
      const plays = await page.evaluate(() =>
        document.createElement('video').canPlayType('video/mp4; codecs="avc1.42E01E"'),
      )
      assert.ok(plays || page.name === 'Firefox')
      if (plays) await playing(page)
      else await page.sees('Your browser cannot play it.')
      await download(page, 'some/bytes')
      await page.sees('00 ff 10 41 6a')
    },
  ],
  [
    'HTML and SVG are texts, and run nothing',
    async (page, servers) => {
      const script = '<script>globalThis.ran = true</script>'
      await put(servers, 'a.html', 'text/html', `<!doctype html><img src=x onerror="ran=true">${script}`)
      await put(
        servers,
        'a.svg',
        'image/svg+xml',
        `<svg xmlns="http://www.w3.org/2000/svg" onload="ran=true">${script}</svg>`,
      )
      await page.view('try')
      for (const key of ['a.html', 'a.svg']) {
        await download(page, key)
        await page.until(() => document.querySelector('.shown pre')?.textContent.includes('<script>'))
        const href = await page.evaluate(() => [...document.querySelectorAll('.answer a')].map((a) => a.download))
        assert.deepEqual(href, [key])
        assert.equal(await page.evaluate(() => document.querySelectorAll('.answer :is(img, iframe, object)').length), 0)
      }
      assert.equal(await page.evaluate(() => globalThis.ran), undefined)
    },
  ],
  [
    'an upload is bound to its file, and stored byte by byte; a second one is refused, and Debug says why',
    async (page, servers) => {
      const { path, bytes } = file(servers, `${page.name} é.png`, 300_001)
      await open(page, 'Upload')
      await page.setFile(path)
      await page.sees('300.0 KB, image/png')
      await page.click('checkbox', 'and only if the key is free')
      await page.click('button', 'Upload')
      await page.until(() => document.querySelector('.status.good')?.textContent === '200')
      const key = `uploads/${page.name} é.png`
      assert.deepEqual(await stored(servers, key), { status: 200, type: 'image/png', bytes })
      const [sent] = page.requests.filter((request) => request.method() === 'PUT')
      assert.match(
        sent.url(),
        /SignedHeaders=content-length%3Bcontent-type%3Bhost%3Bif-none-match%3Bx-amz-checksum-sha256/,
      )
      await page.click('button', 'Upload')
      await page.until(() => document.querySelector('.status.bad')?.textContent === '412')
      await page.expects(/^status 412: /)
      await page.click('button', 'Why? Debug it')
      await page.sees('Filled in from what you tried.')
      assert.match(await page.textOf('.finding.first'), /Certain/)
    },
  ],
  [
    'a dropped file is taken',
    async (page, servers) => {
      // WebDriver has no way to drop a file.
      if (page.name === 'Firefox') return
      const { path, bytes } = file(servers, 'dropped.bin', 5000)
      await open(page, 'Upload')
      await page.drop(path, '.drop')
      await page.sees('dropped.bin')
      await page.click('button', 'Upload')
      await page.until(() => document.querySelector('.status.good')?.textContent === '200')
      assert.deepEqual((await stored(servers, 'uploads/dropped.bin')).bytes, bytes)
    },
  ],
  [
    'an upload can be cancelled: nothing is stored',
    async (page, servers) => {
      const { path } = file(servers, `${page.name}-cancelled.bin`, 48 * MB)
      await open(page, 'Upload')
      await page.click('checkbox', 'SHA-256')
      await page.setFile(path)
      await page.sees('50.3 MB')
      await page.click('button', 'Upload')
      await page.evaluate(clickWhen, ['Cancel', '.answer progress:not([value="0"])'])
      await page.sees('Cancelled')
      await page.mayTell(/^failed: .*(PUT|OPTIONS) /)
      assert.equal((await stored(servers, `uploads/${page.name}-cancelled.bin`)).status, 404)
    },
  ],
  [
    'a form uploads, byte by byte',
    async (page, servers) => {
      const { path, bytes } = file(servers, `${page.name}-form.bin`, 100_000)
      await open(page, 'Form')
      await page.setFile(path)
      await page.sees('100.0 KB')
      await page.click('button', 'Upload')
      await page.until(() => document.querySelector('.status.good')?.textContent === '204')
      await page.view('build')
      await page.sees('["content-length-range",100000,100000]')
      assert.deepEqual((await stored(servers, `uploads/${page.name}-form.bin`)).bytes, bytes)
    },
  ],
  [
    'a large file goes up in parts, pauses, goes on, and is one object',
    async (page, servers) => {
      const { path, bytes } = file(servers, `${page.name}-large.bin`, 41 * MB + 1)
      await open(page, 'In parts')
      await page.setFile(path)
      await page.sees('43.0 MB')
      await page.click('button', 'Upload in parts')
      await page.evaluate(clickWhen, ['Pause', '.etag:not(:empty)'])
      await page.sees('Paused')
      await page.mayTell(/^failed: .*(PUT|OPTIONS) .*partNumber/)
      const before = await etags(page)
      assert.ok(before.length > 0 && before.length < 9, `${before.length} parts were there at the pause`)
      const sent = page.requests.length
      await new Promise((resolve) => setTimeout(resolve, 500))
      assert.equal(page.requests.length, sent)
      await page.click('button', 'Resume')
      await page.sees('Done: the parts are one object')
      const after = page.requests
        .slice(sent)
        .filter((request) => /partNumber=/.test(request.url()) && request.method() === 'PUT')
      assert.equal(after.length, 9 - before.length)
      const { status, bytes: made } = await stored(servers, `uploads/${page.name}-large.bin`)
      assert.deepEqual([status, made.equals(bytes)], [200, true])
    },
  ],
  [
    'an upload in parts can be thrown away',
    async (page, servers) => {
      const { path } = file(servers, `${page.name}-aborted.bin`, 31 * MB)
      await open(page, 'In parts')
      await page.setFile(path)
      await page.sees('32.5 MB')
      await page.click('button', 'Upload in parts')
      await page.evaluate(clickWhen, ['Abort', '.etag:not(:empty)'])
      await page.sees('Aborted')
      await page.mayTell(/^failed: .*(PUT|OPTIONS) .*partNumber/)
      const uploads = await fetch(servers.presigner.presign('ListMultipartUploads', {}).url)
      assert.doesNotMatch(await uploads.text(), new RegExp(`${page.name}-aborted`))
    },
  ],
  [
    'keys are listed, and lead to a download',
    async (page) => {
      await open(page, 'List')
      await page.fill('Delimiter', '/')
      await page.fill('Prefix', '')
      await page.click('button', 'List')
      await page.sees('Choose a key to download it')
      await page.click('button', 'video/')
      await page.sees('video/segment-2.m4s')
      const keys = await page.evaluate(() => [...document.querySelectorAll('td .link')].map((link) => link.textContent))
      assert.deepEqual(
        keys,
        Object.keys(files)
          .filter((key) => key.startsWith('video/'))
          .sort(),
      )
      await page.click('button', 'video/index.m3u8')
      await page.click('button', 'Send')
      await page.until(() => document.querySelector('.shown pre')?.textContent.startsWith('#EXTM3U'))
    },
  ],
  [
    'a bucket that does not allow the page: Debug explains what the browser hides, and gives the rule',
    async (page, { closed, page: at }) => {
      await page.choose('Provider', 'custom')
      await page.fill('Endpoint', closed)
      await page.view('try')
      await page.click('button', 'Send')
      await page.sees('No answer')
      await page.expects(/^failed: |CORS/)
      await page.mayTell(/^status 404: /)
      await page.click('button', 'Why? Debug it')
      await page.sees('the bucket allows this page no such request (CORS)')
      const rule = JSON.parse(await page.textOf('.finding.first .code pre'))
      assert.deepEqual([rule[0].AllowedOrigins, rule[0].AllowedMethods], [[new URL(at).origin], ['GET']])
    },
  ],
  [
    'a wrong secret: Debug is filled in and names it, and shows no secret',
    async (page) => {
      await page.evaluate(() => document.querySelector('details').setAttribute('open', ''))
      await page.fill('Secret access key', 'notTheSecret')
      await page.view('try')
      await page.click('button', 'Send')
      await page.until(() => document.querySelector('.status.bad')?.textContent === '403')
      await page.expects(/^status 403: /)
      await page.click('button', 'Why? Debug it')
      await page.sees('Filled in from what you tried.')
      assert.match(await page.textOf('.finding.first'), /secret/)
      const [url, , body] = await page.evaluate(() =>
        [...document.querySelectorAll('textarea')].map(({ value }) => value),
      )
      assert.match(url, /X-Amz-Signature=/)
      assert.match(body, /SignatureDoesNotMatch/)
      assert.ok(!(await page.evaluate(() => document.body.innerHTML)).includes(credentials.secretAccessKey))
    },
  ],
]

async function playing(page) {
  await page.until(() => document.querySelector('.answer video').readyState >= 2)
  await page.evaluate(() => document.querySelector('.answer video').play())
  await page.until(() => document.querySelector('.answer video').currentTime > 0.2)
}

/** Clicks a button as soon as there is such an element: a driver may be too slow. */
function clickWhen([name, selector]) {
  return new Promise((resolve) => {
    const clickOnce = (_, observer) => {
      if (!document.querySelector(selector)) return
      observer.disconnect()
      resolve([...document.querySelectorAll('button')].find(({ textContent }) => textContent === name).click())
    }
    const everything = { subtree: true, childList: true, characterData: true, attributes: true }
    new MutationObserver(clickOnce).observe(document.body, everything)
  })
}

const etags = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.etag')].map((one) => one.textContent).filter((text) => text !== ''),
  )
