// Try and Share: what goes wrong on the way, and how it is said.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { servePage } from '../../tools/page.mjs'
import { startProxy } from './proxy.mjs'
import { file, openTab, stored } from './upload-flows.mjs'

const MB = 1024 * 1024
const NOTHING_YET = 'The answer will appear here.'

async function useEndpoint(page, url) {
  await page.view('build')
  await page.choose('Provider', 'custom')
  await page.fill('Endpoint', url)
}

const jsonOf = async (page, selector) => JSON.parse(await page.textOf(selector))
const answer = (page) => page.textOf('.answer')

export const failingFlows = [
  [
    'hidden ETags stop an upload in parts at once, the rule is said, and with it the upload goes on',
    async (page, servers) => {
      let hides = true
      const change = (headers) => hides && delete headers['access-control-expose-headers']
      const proxy = await startProxy(servers.local.s3, { change })
      await useEndpoint(page, proxy.url)
      const { path, bytes } = file(servers, `${page.name}-hidden.bin`, 31 * MB)
      await openTab(page, 'In parts')
      await page.setFile(path)
      await page.sees('32.5 MB')
      await page.click('button', 'Upload in parts')
      await page.sees('Stopped: the browser hides the ETags of the parts')
      const [rule] = await jsonOf(page, '.callout .code pre')
      assert.deepEqual(rule.AllowedMethods, ['POST', 'PUT', 'DELETE', 'GET'])
      assert.deepEqual([rule.AllowedHeaders, rule.ExposeHeaders], [['content-type'], ['ETag']])
      await page.mayTell(/^failed: .*(PUT|OPTIONS) .*partNumber/)
      assert.ok(
        page.requests.every(
          (request) => !/partNumber=[4-7]|POST.*uploadId=/.test(`${request.method()} ${request.url()}`),
        ),
      )
      hides = false
      await page.click('button', 'Resume')
      await page.sees('Done: the parts are one object')
      assert.ok((await stored(servers, `uploads/${page.name}-hidden.bin`)).bytes.equals(bytes))
      proxy.stop()
    },
  ],
  [
    'what was asked for one operation, or with other settings, is shown under no other',
    async (page, { local }) => {
      let release
      const promise = new Promise((resolve) => (release = resolve))
      const proxy = await startProxy(local.s3, { before: ({ method }) => method === 'GET' && promise })
      await useEndpoint(page, proxy.url)
      await page.view('try')
      await page.click('button', 'Send')
      await page.until(() => document.querySelector('.answer progress'))
      await page.click('tab', 'List')
      assert.equal(await answer(page), NOTHING_YET)
      release()
      await sleep(500)
      await page.mayTell(/^failed: .* GET /)
      assert.equal(await answer(page), NOTHING_YET)
      await page.click('button', 'List')
      await page.sees('Choose a key')
      const link = (operation) => `#/try?provider=custom&endpoint=${proxy.url}&operation=${operation}&bucket=another`
      await page.evaluate((hash) => void (location.hash = hash), link('ListObjectsV2'))
      await page.sees('These settings came with a link')
      assert.equal(await answer(page), NOTHING_YET)
      assert.ok(!(await page.evaluate(() => document.body.innerText)).includes('Choose a key'))
      proxy.stop()
    },
  ],
  [
    'what the page\u2019s own policy stops is not taken for CORS',
    async (page, servers) => {
      await useEndpoint(page, 'http://10.1.2.3:9000')
      await page.view('try')
      await page.click('button', 'Send')
      await page.sees('It was not sent. This page\u2019s own policy')
      await openTab(page, 'Upload')
      await page.setFile(file(servers, 'stopped.bin', 10).path)
      await page.sees('10 B')
      await page.click('button', 'Upload')
      await page.sees('It was not sent. This page\u2019s own policy')
      assert.doesNotMatch(await answer(page), /needs a rule|Debug it/)
      await page.expects(/Content.Security.Policy/i)
      await page.mayTell(/10\.1\.2\.3/)
      assert.ok((await page.evaluate(() => globalThis.violations.splice(0))).length >= 2)
    },
  ],
  [
    'the CORS rule has what a file brings with it, and all methods of an upload in parts',
    async (page, servers) => {
      await useEndpoint(page, servers.closed)
      await openTab(page, 'Upload')
      await page.click('checkbox', 'type')
      await page.setFile(file(servers, 'silent.png', 10).path)
      await page.sees('10 B, image/png')
      await page.click('button', 'Upload')
      await page.sees('No answer')
      const needed = [['PUT'], ['content-type', 'x-amz-checksum-sha256']]
      const said = ([{ AllowedMethods, AllowedHeaders }]) => [AllowedMethods, AllowedHeaders.sort()]
      assert.deepEqual(said(await jsonOf(page, '.answer .code pre')), needed)
      await page.click('button', 'Why? Debug it')
      await page.sees('Filled in from what you tried.')
      assert.deepEqual(said(await jsonOf(page, '.finding.first .code pre')), needed)
      await openTab(page, 'Upload')
      await page.click('checkbox', 'type')
      await page.click('tab', 'In parts')
      await page.click('button', 'Upload in parts')
      await page.sees('No answer')
      assert.deepEqual(said(await jsonOf(page, '.answer .code pre')), [
        ['POST', 'PUT', 'DELETE', 'GET'],
        ['content-type'],
      ])
      await page.expects(/^failed: |CORS/)
      await page.mayTell(/^status 40/)
    },
  ],
  [
    'a copy that fails late, with status 200, has failed',
    async (page, { page: at }) => {
      const server = createServer((_, response) => {
        response.setHeader('access-control-allow-origin', new URL(at).origin)
        response.setHeader('access-control-allow-methods', 'PUT')
        response.setHeader('access-control-allow-headers', 'x-amz-copy-source')
        response.end('<Error><Code>InternalError</Code><Message>We encountered an internal error.</Message></Error>')
      })
      await once(server.listen(0, '127.0.0.1'), 'listening')
      server.unref()
      await useEndpoint(page, `http://127.0.0.1:${server.address().port}`)
      await page.choose('Operation', 'CopyObject')
      await page.fill('Copy from', 'demo/welcome.txt')
      await page.click('button', 'Try it')
      await page.click('button', 'Send')
      await page.until(() => document.querySelector('.status.bad')?.textContent === '200')
      await page.click('button', 'Why? Debug it')
      await page.until(() => /InternalError/.test(document.querySelector('.finding.first')?.textContent))
    },
  ],
  [
    'without a secret, or with a wrong option, its field is shown, in parts too',
    async (page) => {
      const shown = (label) =>
        page.until((label) => {
          const found = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label)
          const field = found && document.getElementById(found.htmlFor)
          return field?.checkVisibility() && field.getAttribute('aria-invalid') === 'true'
        }, label)
      await page.choose('Operation', 'CopyObject')
      await page.view('try')
      await shown('Copy from')
      const open = (settings) => page.evaluate((hash) => void (location.hash = hash), `#/try?${settings}`)
      await open('provider=local&operation=CreateMultipartUpload&accessKeyId=AKIDOTHER')
      await shown('Secret access key')
      await page.fill('Secret access key', 'x')
      await open('provider=r2&accessKeyId=AKIDOTHER')
      await shown('Account id')
    },
  ],
  [
    'what Share cannot do is said beside what asked for it',
    async (page, { local }) => {
      const { host } = new URL(local.control)
      // It answers to its own name only.
      const control = await startProxy(local.control, { before: ({ headers }) => (headers.host = host) })
      const other = await servePage({ ...local, control: control.url }, 0)
      await page.page.goto(`${other.url}#/share`)
      await page.page.waitForSelector('h1')
      await page.fill('Object', '../secrets')
      await page.click('button', 'Sign and check')
      await page.until(() => /segment/.test(document.querySelector('form [aria-invalid=true] ~ .error')?.textContent))
      await page.fill('Object', 'welcome.txt')
      await page.click('button', 'Sign and check')
      await page.sees('200 OK')
      control.stop()
      await page.click('button', 'Deny Alice')
      await page.until(() => document.querySelector('section > [role=alert]')?.textContent.includes('still running'))
      await page.click('button', 'Sign and check')
      await page.until(() => document.querySelector('form > [role=alert]')?.textContent.includes('still running'))
      await page.expects(/^failed: /)
      // Some browsers tell it in the console as well.
      await page.mayTell(/CORS|Cross-Origin/)
      other.stop()
    },
  ],
]
