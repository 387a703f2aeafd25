// Inspect and Debug: what is pasted that is no URL signed by SigV4.

import assert from 'node:assert/strict'
import { presignPost } from 'edgesign'
import { credentials } from './servers.mjs'

const URL_FIELD = 'A presigned URL'
const SIGV2 =
  'https://media.s3.amazonaws.com/a.png?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1893456000&Signature=abc%3D'
const POLICY_AGE = 3_600_000
const value = (page, label) => page.evaluate((label) => globalThis.fieldOf(label)[0], label)

export const pasteFlows = [
  [
    'what is bound is said as the scheme has it',
    async (page) => {
      await page.view('inspect')
      await page.fill(URL_FIELD, SIGV2)
      await page.sees('Method, bucket, key and the time it ends')
      assert.doesNotMatch(await page.textOf('[aria-labelledby=bound]'), /every parameter/)
      await page.fill(URL_FIELD, 'https://media.s3.amazonaws.com/a.png')
      await page.sees('Nothing: there is no signature.')
      const { url, fields } = presignPost({ region: 'eu-west-1', bucket: 'media', key: 'a.png', credentials })
      await page.fill(URL_FIELD, JSON.stringify({ url, fields }))
      await page.sees('What the policy says of each field.')
      await page.sees('Upload up to 5 GB each time')
    },
  ],
  [
    'a form goes from Build to Inspect and to Debug, as a URL does',
    async (page) => {
      await page.choose('Operation', 'PostObject')
      const form = await page.evaluate(() => document.querySelector('.result .url').textContent)
      await page.click('button', 'Inspect it')
      await page.sees('What the policy says of each field.')
      await page.click('button', 'It fails? Debug it')
      await page.sees('Debug a failure')
      assert.equal(await value(page, 'The URL'), form)
      assert.equal(JSON.parse(await value(page, 'Fields of the form')).key, 'images/sunset.png')
    },
  ],
  [
    'a form that failed is pasted into Debug',
    async (page) => {
      const signingDate = new Date(Date.now() - POLICY_AGE)
      const options = { region: 'eu-west-1', bucket: 'media', key: 'a.png', credentials, expiresIn: 60, signingDate }
      const { url, fields } = presignPost(options)
      await page.view('debug')
      await page.fill('The URL', JSON.stringify({ url, fields }))
      await page.until(() => globalThis.fieldOf('Method')[0] === 'POST')
      assert.equal(await value(page, 'The URL'), url)
      await page.fill('Status of the answer', '403')
      await page.fill(
        'Body of the answer',
        '<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy expired.</Message></Error>',
      )
      await page.until(() => /expired/.test(document.querySelector('.finding.first strong')?.textContent))
      await page.click('button', 'Clear')
      await page.choose('Method', 'POST')
      await page.fill('The URL', url)
      await page.fill('Fields of the form', '{')
      await page.sees('this is not JSON')
    },
  ],
]
