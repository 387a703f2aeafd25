// Inspect, Debug, Share; and what holds for the page as a whole.

import assert from 'node:assert/strict'
import { presign } from 'edgesign'
import { META_POLICY } from '../../www/policy.mjs'
import { credentials } from './servers.mjs'

const aws = { region: 'eu-west-1', bucket: 'media', credentials }
const URL_FIELD = 'A presigned URL'

export const otherFlows = [
  [
    'Inspect reads a URL, counts down, and says what its holder could do',
    async (page) => {
      await page.view('inspect')
      const { url } = presign('PutObject', { ...aws, key: 'a/b c.png', expiresIn: 3, signingDate: new Date() })
      await page.fill(URL_FIELD, url)
      await page.sees('Valid: it works for another')
      for (const text of ['a/b c.png', 'eu-west-1', 'choose the content type', 'overwrite what is there'])
        await page.sees(text)
      await page.sees('Expired 0:0')
      await page.fill(URL_FIELD, 'not a URL at all')
      await page.until((label) => globalThis.fieldOf(label)[1] === 'true', URL_FIELD)
      assert.ok(!page.requests.some((request) => /amazonaws/.test(request.url())))
    },
  ],
  [
    'Inspect takes the URL from Build, and leads to Debug',
    async (page) => {
      await page.click('button', 'Inspect it')
      await page.sees('images/sunset.png')
      await page.click('button', 'It fails? Debug it')
      await page.sees('Debug a failure')
      await page.until(() => globalThis.fieldOf('The URL')[0].includes('X-Amz-Signature'))
    },
  ],
  [
    'Debug finds the cause from what is pasted, and shows the difference to what the server has',
    async (page) => {
      await page.view('debug')
      const { url } = presign('GetObject', { ...aws, key: 'a.png' })
      const canonical = (date) =>
        [
          'GET',
          '/a.png',
          url
            .split('?')[1]
            .split('&X-Amz-Signature')[0]
            .replace(/\d{8}T\d{6}Z/, date),
          'host:media.s3.eu-west-1.amazonaws.com',
          '',
          'host',
          'UNSIGNED-PAYLOAD',
        ].join('\n')
      const escaped = (text) => text.replaceAll('&', '&amp;')
      await page.fill('The URL', url)
      await page.fill('Status of the answer', '403')
      const shown = canonical('20200101T000000Z')
      const body = `<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match the signature you provided.</Message><CanonicalRequest>${escaped(shown)}</CanonicalRequest></Error>`
      await page.fill('Body of the answer', body)
      await page.until(() => document.querySelectorAll('.compared mark').length >= 2)
      assert.match(await page.textOf('.compared'), /20200101T000000Z/)
    },
  ],
  [
    'each example of Debug has its cause',
    async (page) => {
      await page.view('debug')
      const names = await page.evaluate(() =>
        [...document.querySelectorAll('.examples button')].map((b) => b.textContent),
      )
      assert.equal(names.length, 5)
      const causes = []
      for (const name of names) {
        await page.click('button', name)
        await page.until(() => document.querySelector('.finding.first strong'))
        causes.push(await page.textOf('.finding.first strong'))
        await page.click('button', 'Clear')
      }
      assert.equal(new Set(causes).size, 5, causes.join('; '))
      assert.ok(!causes.some((cause) => /not known/.test(cause)))
    },
  ],
  [
    'a URL is shared, denied, and allowed again: the same URL, in another tab',
    async (page, { local }) => {
      await page.view('share')
      await page.fill('Object', 'welcome.txt')
      await page.click('button', 'Sign and check')
      await page.sees('200 OK')
      const url = await page.textOf('.shared')
      const tab = await page.opened('Open in a new tab')
      const saysAgain = async (pattern) => {
        await tab.goto(url)
        assert.match(await tab.evaluate(() => document.documentElement.textContent), pattern)
      }
      await saysAgain(/Willkommen/)
      await page.click('button', 'Deny Alice')
      await page.sees('403 AccessDenied')
      await page.expects(/^status 403: /)
      await saysAgain(/AccessDenied/)
      await page.click('button', 'Allow Alice')
      await page.until(() => document.querySelectorAll('.log .status').length === 3)
      assert.equal(await page.textOf('.log .status'), '200 OK')
      await saysAgain(/Willkommen/)
      await tab.close()
      const users = await (await fetch(`${local.control}/users`)).json()
      assert.ok(users.every(({ denied }) => !denied))
    },
  ],
  [
    'a shared URL ends by itself',
    async (page) => {
      await page.view('share')
      await page.fill('Object', 'welcome.txt')
      await page.fill('Expires in', '2')
      await page.click('button', 'Sign and check')
      await page.sees('200 OK')
      await page.until(() => document.querySelector('.expired')?.textContent === 'expired')
      await new Promise((resolve) => setTimeout(resolve, 1100))
      await page.click('button', 'Check')
      await page.sees('Request has expired')
      await page.expects(/^status 403: /)
    },
  ],
  [
    'a grant limits what is signed, and for how long',
    async (page) => {
      await page.view('share')
      await page.sees('Signed for 60 seconds, which is all that the grant allows.')
      await page.fill('Key asked for', 'welcome.txt')
      await page.sees('ERR_NOT_GRANTED')
      await page.fill('Key asked for', 'images/other.png')
      await page.sees('Signed for 60 seconds')
    },
  ],
  [
    'a secret that is typed stays in memory',
    async (page) => {
      const SECRET = 'typedSecretOfNobody'
      await page.evaluate(() => document.querySelector('details').setAttribute('open', ''))
      await page.fill('Secret access key', SECRET)
      await page.view('try')
      await page.click('button', 'Send')
      await page.until(() => document.querySelector('.status.bad'))
      await page.expects(/^status 403: /)
      for (const view of ['inspect', 'debug', 'share', 'build']) await page.view(view)
      const kept = await page.evaluate(async () => {
        const databases = await indexedDB.databases()
        return JSON.stringify([
          location.href,
          { ...localStorage },
          { ...sessionStorage },
          document.cookie,
          databases,
          history.state,
        ])
      })
      const sent = page.requests.map(
        (request) => `${request.url()} ${JSON.stringify(request.headers())} ${page.bodyOf(request)}`,
      )
      for (const text of [kept, ...sent]) assert.ok(!text.includes(SECRET), text)
      assert.ok(sent.length > 3)
    },
  ],
  [
    'the policy is there by header and by meta, and bites',
    async (page, { page: at }) => {
      const header = (await fetch(at)).headers.get('content-security-policy')
      const meta = await page.evaluate(() => document.querySelector('meta[http-equiv]').content)
      assert.deepEqual([meta, header], [META_POLICY, `${META_POLICY}; frame-ancestors 'none'`])
      await page.evaluate(() => {
        const script = document.createElement('script')
        script.textContent = 'globalThis.ran = true'
        document.body.append(script)
        const frame = document.createElement('iframe')
        frame.src = 'data:text/html,x'
        document.body.append(frame)
        return fetch('http://[::1]:9/').catch(() => {})
      })
      await page.until(() => globalThis.violations.length >= 3)
      const [violations, ran] = await page.evaluate(() => [globalThis.violations.splice(0), globalThis.ran])
      // Some browsers tell it of both policies.
      const refused = new Set(violations.map((violation) => violation.split(':')[0]))
      assert.deepEqual([...refused].sort(), ['connect-src', 'frame-src', 'script-src-elem'])
      assert.equal(ran, undefined)
      await page.expects(/Content.Security.Policy/i)
      page.problems.splice(0, Infinity, ...page.problems.filter((problem) => !problem.includes('[::1]')))
    },
  ],
  [
    'the keyboard goes everywhere',
    async (page) => {
      await page.press('Tab')
      await page.press('Enter')
      assert.equal(await page.evaluate(() => document.activeElement.id), 'main')
      await page.evaluate(() => document.querySelector('[role=tab]').focus())
      await page.press('ArrowRight')
      assert.equal(await page.evaluate(() => document.activeElement.textContent), 'fetch')
      await page.press('ArrowLeft')
      await page.press('ArrowLeft')
      assert.equal(await page.evaluate(() => document.activeElement.textContent), 'AWS CLI')
      assert.match(await page.textOf('[role=tabpanel] pre'), /^aws s3 presign/m)
      const name = await page.evaluate(() => {
        const ids = document.querySelector('[role=tabpanel]').getAttribute('aria-labelledby').split(' ')
        return ids.map((id) => document.getElementById(id)?.textContent).join()
      })
      assert.equal(name, 'AWS CLI')
    },
  ],
  [
    'a URL is tried, shared and revoked by keyboard alone',
    async (page) => {
      await press(page, 'Try')
      await press(page, 'Send')
      await page.until(() => document.querySelector('.shown img')?.naturalWidth === 640)
      await press(page, 'Share', () => page.shiftTab())
      await press(page, 'Sign and check')
      await page.sees('200 OK')
      await press(page, 'Deny Alice')
      await page.sees('403 AccessDenied')
      await page.expects(/^status 403: /)
      assert.equal(await focused(page), 'Allow Alice') // it is the same button
      await page.press('Enter')
      await page.until(() => document.querySelectorAll('.log .status').length === 3)
    },
  ],
  [
    'another view begins at its heading',
    async (page, { closed }) => {
      assert.notEqual(await focused(page), 'Build a presigned URL') // a page begins at its top
      for (const [link, heading] of Object.entries({ Try: 'Try it', Build: 'Build a presigned URL' })) {
        await page.click('link', link)
        await page.until((text) => document.activeElement.textContent === text, heading)
      }
      await page.choose('Provider', 'custom')
      await page.fill('Endpoint', closed)
      await page.click('button', 'Try it')
      await page.click('button', 'Send')
      await page.click('button', 'Why? Debug it')
      await page.until((text) => document.activeElement.textContent === text, 'Debug a failure')
      await page.expects(/^failed: |CORS/)
      await page.mayTell(/^status 404: /)
    },
  ],
]

const focused = (page) => page.evaluate(() => document.activeElement.textContent)

/** Goes there by the Tab key, which in Firefox leaves the page at its end, sees that the focus is seen, and presses Enter. */
async function press(page, text, step = () => page.press('Tab')) {
  for (let stops = 0; stops < 60; stops++) {
    await step()
    const [found, outline] = await page.evaluate(() => {
      const { textContent } = document.activeElement
      return [textContent, getComputedStyle(document.activeElement).outlineStyle]
    })
    if (found !== text) continue
    assert.equal(outline, 'solid', `the focus on ${text} is not seen`)
    return page.press('Enter')
  }
  throw new Error(`no way leads to ${text}`)
}
