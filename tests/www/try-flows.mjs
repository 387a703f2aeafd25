// Try: what comes from the bucket, compared byte by byte, and what fails.

import assert from 'node:assert/strict'
import { demoFiles } from '../../tools/demo-files.mjs'
import { credentials } from './servers.mjs'
import { openTab } from './upload-flows.mjs'

const files = Object.fromEntries(demoFiles().map(({ key, body }) => [key, Buffer.from(body)]))

async function put({ presigner }, key, contentType, body) {
  const { url, method, headers } = presigner.presign('PutObject', { key, contentType })
  assert.equal((await fetch(url, { method, headers, body })).status, 200)
}

async function download(page, key) {
  await page.fill('Key', key)
  await page.click('button', 'Send')
  await page.until(() => document.querySelector('.shown'))
}

export const tryFlows = [
  [
    'a picture is shown, and saved byte by byte',
    async (page) => {
      await page.view('try')
      await download(page, 'images/sunset.png')
      await page.until(() => document.querySelector('.answer img')?.naturalWidth === 640)
      assert.deepEqual(await page.saved('Save the bytes'), files['images/sunset.png'])
      await download(page, 'welcome.txt')
      await page.sees('Willkommen')
      assert.deepEqual(await page.saved('Save the bytes'), files['welcome.txt'])
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
    'keys are listed, and lead to a download',
    async (page) => {
      await openTab(page, 'List')
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
      await page.sees('does not allow this page the request (CORS)')
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
