// Try: uploads for real, compared byte by byte.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const MB = 1024 * 1024

/** A file of random bytes to send. */
export function file({ dir }, name, size) {
  const [path, bytes] = [join(dir, name), randomBytes(size)]
  writeFileSync(path, bytes)
  return { path, bytes }
}

/** What is stored under a key. */
export async function stored({ presigner }, key) {
  const response = await fetch(presigner.presign('GetObject', { key }).url)
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    bytes: Buffer.from(await response.arrayBuffer()),
  }
}

export const openTab = async (page, tab) => {
  await page.view('try')
  await page.click('tab', tab)
}

export const uploadFlows = [
  [
    'an upload is bound to its file, and stored byte by byte; a second one is refused, and Debug says why',
    async (page, servers) => {
      const { path, bytes } = file(servers, `${page.name} é.png`, 300_001)
      await openTab(page, 'Upload')
      await page.setFile(path)
      await page.sees('300.0 KB, image/png')
      await page.click('tab', 'Upload') // which is the one already: what is ticked stays bound
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
      const { path, bytes } = file(servers, `${page.name}-dropped.bin`, 5000)
      await openTab(page, 'Upload')
      await page.drop(path, bytes)
      await page.sees(`${page.name}-dropped.bin`)
      await page.click('button', 'Upload')
      await page.until(() => document.querySelector('.status.good')?.textContent === '200')
      assert.deepEqual((await stored(servers, `uploads/${page.name}-dropped.bin`)).bytes, bytes)
    },
  ],
  [
    'a key that was typed for an upload stays; one for a download is not meant for it',
    async (page, servers) => {
      const first = file(servers, `${page.name}-kept.bin`, 100)
      const { path, bytes } = file(servers, `${page.name}-other.bin`, 200)
      const key = () => page.evaluate(() => globalThis.fieldOf('Key')[0])
      await page.view('try')
      await page.fill('Key', 'welcome.txt')
      await page.click('tab', 'Upload')
      await page.setFile(first.path)
      await page.sees('100 B')
      assert.equal(await key(), `uploads/${page.name}-kept.bin`)
      await page.fill('Key', `mine/${page.name}.bin`)
      await page.setFile(path)
      await page.sees('200 B')
      await page.click('button', 'Upload')
      await page.until(() => document.querySelector('.status.good')?.textContent === '200')
      assert.equal(await key(), `mine/${page.name}.bin`)
      assert.deepEqual((await stored(servers, `mine/${page.name}.bin`)).bytes, bytes)
    },
  ],
  [
    'UploadPart and CompleteMultipartUpload are tried by themselves',
    async (page, servers) => {
      const key = `${page.name}-joined.bin`
      const { path, bytes } = file(servers, `${page.name}-part.bin`, 1000)
      const create = servers.presigner.presign('CreateMultipartUpload', { key })
      const begun = await (await fetch(create.url, { method: 'POST' })).text()
      const [, uploadId] = /<UploadId>(.*)<\/UploadId>/.exec(begun)
      await page.fill('Key', key)
      await page.choose('Operation', 'UploadPart')
      await page.fill('Part', '1')
      await page.fill('Upload id', uploadId)
      await page.click('button', 'Try it')
      await page.setFile(path)
      await page.click('button', 'Upload')
      await page.until(() => document.querySelector('.status.good')?.textContent === '200')
      const etag = await page.evaluate(() => document.querySelector('.answer .facts dd').textContent)
      await page.view('build')
      await page.choose('Operation', 'CompleteMultipartUpload')
      await page.click('button', 'Try it')
      const xml = await page.evaluate(() => globalThis.fieldOf('The parts')[0])
      await page.fill('The parts', xml.replace('…', etag))
      await page.click('button', 'Send')
      await page.until(() => document.querySelector('.status.good')?.textContent === '200')
      assert.deepEqual((await stored(servers, key)).bytes, bytes)
      await page.click('button', 'Send')
      await page.sees('Why? Debug it')
      await page.expects(/^status 404: /)
      await page.click('button', 'Why? Debug it')
      await page.sees('There is no such multipart upload.')
    },
  ],
  [
    'an upload can be cancelled: nothing is stored',
    async (page, servers) => {
      const { path } = file(servers, `${page.name}-cancelled.bin`, 48 * MB)
      await openTab(page, 'Upload')
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
      await openTab(page, 'Form')
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
      await openTab(page, 'In parts')
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
      await openTab(page, 'In parts')
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
]

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
