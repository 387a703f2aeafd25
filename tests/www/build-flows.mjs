// Build, as one uses it.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { presign, presignPost } from 'edgesign'
import { custom, r2 } from 'edgesign/endpoints'
import decodeQR from 'qr/decode.js'
import { image, signature } from './oracles.mjs'
import { credentials } from './servers.mjs'

const ODD_KEY = "a+b?c#d%20e/ü 'x'/.png"

/** When a URL was signed. */
export function signedAt(url) {
  const [, y, m, d, time] = /X-Amz-Date=(....)(..)(..)T(\d{6})Z/.exec(url)
  return new Date(`${y}-${m}-${d}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`)
}

const PLACES = {
  aws: [{ Region: 'eu-central-1' }, { region: 'eu-central-1' }],
  r2: [{ 'Account id': 'f'.repeat(32) }, { endpoint: r2({ accountId: 'f'.repeat(32) }) }],
  wasabi: [{}, { endpoint: custom({ url: 'https://s3.eu-central-1.wasabisys.com', region: 'eu-central-1' }) }],
  custom: [
    { Endpoint: 'https://minio.example:9000/base' },
    { endpoint: custom({ url: 'https://minio.example:9000/base', region: 'us-east-1' }) },
  ],
}

/** What each operation needs. */
const NEEDED = {
  CopyObject: { 'Copy from': 'demo/images/sunset.png' },
  UploadPart: { Part: '3', 'Upload id': 'an id' },
  CompleteMultipartUpload: { 'Upload id': 'an id' },
  AbortMultipartUpload: { 'Upload id': 'an id' },
  ListParts: { 'Upload id': 'an id' },
  PutObject: {
    'Content-Type': 'image/png',
    'Content-Length': '7',
    'SHA-256 of the body': createHash('sha256').update('a file.').digest('base64'),
    'Further headers': 'x-amz-meta-from:  the   page',
  },
}

export const buildFlows = [
  [
    'the URL is the one that edgesign signs, for each provider, whatever the key',
    async (page) => {
      await page.fill('Key', ODD_KEY)
      for (const [name, [fields, place]] of Object.entries(PLACES)) {
        await page.choose('Provider', name)
        for (const [label, text] of Object.entries(fields)) await page.fill(label, text)
        const url = await page.url()
        const options = { ...place, bucket: 'demo', key: ODD_KEY, credentials, signingDate: signedAt(url) }
        assert.equal(url, presign('GetObject', options).url)
      }
    },
  ],
  [
    'every operation is worked out again, stage by stage',
    async (page) => {
      const names = await page.evaluate(
        () => [...document.querySelectorAll('select')].find(({ value }) => value === 'GetObject').options.length,
      )
      assert.ok(names >= 12)
      for (const [operation, fields] of Object.entries({
        GetObject: {},
        DeleteObject: {},
        ListObjectsV2: {},
        ...NEEDED,
      })) {
        await page.choose('Operation', operation)
        for (const [label, text] of Object.entries(fields)) await page.fill(label, text)
        const url = await page.url()
        await page.until((url) => document.querySelector('#stages')?.textContent.includes(url.slice(-64)), url)
        const [request, toSign] = await stages(page)
        assert.equal(toSign.split('\n')[3], createHash('sha256').update(request).digest('hex'), operation)
        assert.equal(signature(toSign, toSign.split('\n')[2]), url.slice(-64), operation)
        await page.sees('The same as edgesign’s.')
      }
    },
  ],
  [
    'a form is worked out again, too',
    async (page) => {
      await page.choose('Operation', 'PostObject')
      await page.fill('Most bytes', '1000')
      await page.sees('content-length-range')
      await page.sees('The same as edgesign’s.')
      const fields = await page.evaluate(() =>
        Object.fromEntries(
          [...document.querySelectorAll('.result tr')].map(({ cells }) => [cells[0].textContent, cells[1].textContent]),
        ),
      )
      const [, toSign] = await stages(page)
      assert.equal(toSign, fields.policy)
      const scope = fields['x-amz-credential'].split('/').slice(1).join('/')
      assert.equal(signature(toSign, scope), fields['x-amz-signature'])
      const { conditions } = JSON.parse(Buffer.from(fields.policy, 'base64'))
      const options = { region: 'us-east-1', bucket: 'demo', key: 'images/sunset.png', credentials }
      const own = JSON.parse(
        Buffer.from(presignPost({ ...options, contentLengthRange: [0, 1000] }).fields.policy, 'base64'),
      )
      const isDated = (condition) => condition[1] === '$x-amz-date'
      assert.deepEqual(
        conditions.filter((one) => !isDated(one)),
        own.conditions.filter((one) => !isDated(one)),
      )
    },
  ],
  [
    'each part says what it means, and where it enters the signature; by keyboard, too',
    async (page) => {
      const parts = await page.evaluate(() => document.querySelectorAll('.part').length)
      assert.equal(parts, 9) // host, bucket, key, six parameters
      await page.evaluate(() => document.querySelector('.part').focus())
      const seen = new Set()
      for (let i = 0; i < parts; i++) {
        await page.until(() => document.querySelector('.part.looked') === document.activeElement)
        seen.add(await page.textOf('#means'))
        await page.press('Enter')
        const marked = await page.evaluate(() =>
          [...document.querySelectorAll('#stages mark.looked')].map((m) => m.textContent),
        )
        assert.ok(marked.length > 0, `part ${i} enters nothing`)
        await page.press('Tab')
      }
      assert.equal(seen.size, parts)
    },
  ],
  [
    'bucket, host and the path of the endpoint are told apart, and enter where they stand',
    async (page) => {
      const places = [
        [
          { Endpoint: 'https://minio.example:9000/base', Bucket: 'minio' },
          ['minio.example:9000', '/base', 'minio', 'a/minio/b'],
        ],
        [{ Endpoint: 'https://minio.example:9000/minio' }, ['minio.example:9000', '/minio', 'minio', 'a/minio/b']],
      ]
      await page.choose('Provider', 'custom')
      await page.fill('Key', 'a/minio/b')
      for (const [fields, texts] of places) {
        for (const [label, text] of Object.entries(fields)) await page.fill(label, text)
        assert.deepEqual(await entering(page), texts)
      }
      await page.choose('Addressing style', 'virtual-hosted')
      assert.deepEqual(await entering(page), ['minio', 'minio.example:9000', '/minio', 'a/minio/b'])
      await page.choose('Provider', 'aws')
      await page.fill('Bucket', 's3')
      await page.choose('Addressing style', 'path')
      assert.deepEqual(await entering(page), ['s3.eu-west-1.amazonaws.com', 's3', 'a/minio/b'])
      await page.choose('Addressing style', '')
      await page.fill('Bucket', 's3x')
      assert.deepEqual(await entering(page), ['s3x', 's3.eu-west-1.amazonaws.com', 'a/minio/b'])
    },
  ],
  [
    'what is wrong is said beside its field',
    async (page) => {
      const wrong = { Key: '../secrets', Bucket: 'no spaces', 'Expires in': '604801' }
      for (const [label, text] of Object.entries(wrong)) {
        const [right] = await page.evaluate((label) => globalThis.fieldOf(label), label)
        await page.fill(label, text)
        await page.sees('Nothing is signed')
        const [value, invalid, hint] = await page.evaluate((label) => globalThis.fieldOf(label), label)
        assert.deepEqual([value, invalid], [text, 'true'])
        assert.match(hint, /expected|segment/)
        await page.fill(label, right)
        await page.until(() => document.querySelector('.result .url'))
      }
      const says = (label, hint) =>
        page.until(
          ([label, hint]) => {
            const [, invalid, text] = globalThis.fieldOf(label)
            return invalid === 'true' && text.includes(hint)
          },
          [label, hint],
        )
      await page.choose('Provider', 'wasabi')
      await page.fill('Region', 'no spaces')
      await says('Region', 'expected a plain')
      await page.choose('Provider', 'r2')
      await page.fill('Account id', 'f'.repeat(32))
      await page.choose('Operation', 'PostObject')
      await says('Operation', 'R2 does not support')
    },
  ],
  [
    'the QR code is the URL',
    async (page) => {
      await page.click('button', 'QR code')
      const [width, path] = await page.evaluate(() => {
        const svg = document.querySelector('svg.qr')
        return [svg.viewBox.baseVal.width, svg.querySelector('path').getAttribute('d')]
      })
      assert.equal(decodeQR(image(width, path)), await page.url())
    },
  ],
  [
    'a link carries all settings but the secret, and sends nothing',
    async (page, { page: at }) => {
      await page.choose('Operation', 'PutObject')
      await page.fill('Key', ODD_KEY)
      await page.fill('Content-Type', 'text/html')
      await page.fill(
        'Further headers',
        'x-amz-meta-a: b\nX-Amz-Server-Side-Encryption-Customer-Key: a key that is typed',
      )
      await page.evaluate(() => document.querySelector('details').setAttribute('open', ''))
      await page.fill('Secret access key', 'a secret that is typed')
      await page.fill('Session token', 'a token that is typed')
      await page.click('button', 'Copy a link to these settings (without the secret)')
      await page.sees('Copied')
      const link = await page.evaluate(() => navigator.clipboard.readText())
      assert.ok(link.startsWith(at) && !/typed/.test(decodeURIComponent(link.replaceAll('+', ' '))))
      assert.match(decodeURIComponent(link.replaceAll('+', ' ')), /headers=x-amz-meta-a: b(&|$)/)
      // Firefox has a font of its own, at a data URL.
      const isElsewhere = (url) => url.startsWith('http') && !url.startsWith(at)
      const elsewhere = () => page.requests.map((request) => request.url()).filter(isElsewhere)
      await page.evaluate(
        (link) => void (location.hash = new URL(link).hash),
        `${link}&operation=HeadObject&secretAccessKey=x`,
      )
      await page.sees('These settings came with a link')
      const settings = await page.evaluate(() => ['Operation', 'Key'].map((label) => globalThis.fieldOf(label)[0]))
      assert.deepEqual(settings, ['HeadObject', ODD_KEY])
      assert.deepEqual(elsewhere(), [])
      assert.doesNotMatch(await page.evaluate(() => location.href), /\?/)
    },
  ],
]

/** The parts that say where, each as it stands in the URL, and the same where a click on it leads. */
async function entering(page) {
  const url = await page.url()
  await page.until((url) => document.querySelector('#stages')?.textContent.includes(url.slice(-64)), url)
  const found = await page.evaluate(() =>
    [...document.querySelectorAll('.part.place, .part.key')].map(({ textContent }) => textContent),
  )
  for (const [i, text] of found.entries()) {
    await page.evaluate((i) => document.querySelectorAll('.part.place, .part.key')[i].click(), i)
    await page.until((text) => document.querySelector('#stages mark.looked')?.textContent === text, text)
  }
  return found
}

const stages = (page) =>
  page.evaluate(() => [...document.querySelectorAll('#stages pre')].map((pre) => pre.textContent))
