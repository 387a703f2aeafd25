// The code that Build shows, run as it stands, against the local server.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import * as edgesign from 'edgesign'
import * as endpoints from 'edgesign/endpoints'
import { awsCli } from '../../tools/aws-cli.mjs'
import { demoFiles } from '../../tools/demo-files.mjs'
import { parliament } from '../../tools/oracles.mjs'
import { startChromium } from './driver.mjs'
import { credentials, startServers } from './servers.mjs'

const AsyncFunction = (async () => {}).constructor
const servers = await startServers()
const chromium = await startChromium()
const page = await chromium.open(servers.page)
const ENV = {
  PATH: process.env.PATH,
  HOME: servers.dir,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_EC2_METADATA_DISABLED: 'true',
}
const BODY = randomBytes(1000)
const SHA256 = createHash('sha256').update(BODY).digest('base64')
const KEY = "it's a/file (1) + é.bin"
const folder = join(servers.dir, 'samples')
mkdirSync(folder)
writeFileSync(join(folder, 'file (1) + é.bin'), BODY)

/** What is set in Build, and the status of the answer. */
const CASES = {
  PutObject: [
    {
      'Content-Type': 'text/x-"quoted"',
      'Content-Length': '1000',
      'SHA-256 of the body': SHA256,
      'Further headers': "x-amz-meta-from: it's $HOME, `here`",
    },
    200,
  ],
  GetObject: [{ 'Answer as (Content-Disposition)': `attachment; filename="it's.bin"` }, 200],
  HeadObject: [{}, 200],
  ListObjectsV2: [{ Prefix: "it's a/", 'Keys at most': '7' }, 200],
  CopyObject: [{ 'Copy from': `demo/${KEY}` }, 200],
  PostObject: [{ 'Content-Type': 'text/plain', 'Most bytes': '1000' }, 204],
  CreateMultipartUpload: [{ 'Content-Type': 'image/png' }, 200],
  DeleteObject: [{}, 204],
}

async function codeOf(language) {
  await page.click('tab', language)
  return page.textOf('[role=tabpanel] pre')
}

async function build(operation, fields) {
  await page.choose('Operation', operation)
  if (operation !== 'ListObjectsV2') await page.fill('Key', operation === 'CopyObject' ? `${KEY} copied` : KEY)
  for (const [label, text] of Object.entries(fields)) await page.fill(label, text)
}

const shell = (script) => spawnSync('sh', ['-euc', script], { cwd: folder, env: ENV, encoding: 'buffer' })

function run(script) {
  const { status, stdout, stderr } = shell(script)
  assert.equal(status, 0, stderr.toString())
  return stdout
}

/** What a URL answers to who sends it as it has to be sent. */
async function sent(url, method, headers, body) {
  const { status } = await fetch(url, { method, headers, ...(body && { body }) })
  return status
}

const RUN = {
  curl: async (code) => Number(run(code.replace(/^curl/, 'curl -sS -o answer -w "%{http_code}"'))),
  fetch: async (code) => (await new AsyncFunction('file', `${code}\nreturn response`)(new Blob([BODY]))).status,
  XHR: (code) =>
    page.evaluate(
      `new Promise((resolve) => {
        const file = new Blob([Uint8Array.from(atob('${BODY.toString('base64')}'), (c) => c.charCodeAt(0))])
        const progress = {}
        ${code}
        request.onloadend = () => resolve(request.status)
      })`,
    ),
  edgesign: async (code, { body }) => {
    const env = { ACCESS_KEY_ID: credentials.accessKeyId, SECRET_ACCESS_KEY: credentials.secretAccessKey }
    const [, name, maker] = /^import \{ (\w+) \} from 'edgesign'\nimport \{ (\w+) \} from 'edgesign\/endpoints'$/m.exec(
      code,
    )
    const rest = code.slice(code.indexOf('const credentials'))
    const made = new AsyncFunction(
      name,
      maker,
      'env',
      `${rest}\nreturn { ...{ url }, ${name === 'presign' ? 'method, headers' : 'fields'} }`,
    )
    const { url, method, headers, fields } = await made(edgesign[name], endpoints[maker], env)
    return fields ? form(url, fields) : sent(url, method, headers, body)
  },
  boto3: async (code, { method, headers, body }) => {
    const shown = code.includes('generate_presigned_post') ? 'json.dumps(post)' : 'json.dumps({"url": url})'
    const { status, stdout, stderr } = spawnSync(parliament(), ['-c', `${code}\nimport json\nprint(${shown})`], {
      env: ENV,
    })
    assert.equal(status, 0, stderr.toString())
    const { url, fields } = JSON.parse(stdout)
    return fields ? form(url, fields) : sent(url, method, headers, body)
  },
  'AWS CLI': (code) => sent(run(`aws() { '${awsCli()}' -m awscli "$@"; }\n${code}`).toString().trim(), 'GET'),
}

async function form(url, fields) {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  data.append('file', new Blob([BODY]))
  return (await fetch(url, { method: 'POST', body: data })).status
}

/** What the sender has to send, as the page says. */
const required = () =>
  page.evaluate(() => ({
    method: document.querySelector('.method').textContent,
    headers: Object.fromEntries(
      [...document.querySelectorAll('.result li')]
        .map((li) => li.textContent.split(': '))
        .filter(([name]) => name !== 'content-length'),
    ),
  }))

for (const [operation, [fields, status]] of Object.entries(CASES)) {
  test(operation, async () => {
    await build(operation, fields)
    const names = await page.evaluate(() => [...document.querySelectorAll('[role=tab]')].map((tab) => tab.textContent))
    assert.ok(names.length >= 4 && names.every((name) => name in RUN))
    const needed = { ...(await required()), ...(operation === 'PutObject' && { body: BODY }) }
    for (const name of names) assert.equal(await RUN[name](await codeOf(name), needed), status, name)
  })
}

test('what curl, fetch and XHR bring and take are the bytes', async () => {
  await build('PutObject', { ...CASES.PutObject[0] })
  for (const name of ['curl', 'fetch', 'XHR']) {
    await build('PutObject', {})
    await RUN[name](await codeOf(name))
    await build('GetObject', {})
    run((await codeOf('curl')).replace(/^curl/, 'curl -sS -o answer'))
    assert.deepEqual(run('cat answer'), BODY, name)
  }
  await build('GetObject', {})
  await page.fill('Key', 'images/sunset.png')
  const code = await codeOf('fetch')
  const bytes = await new AsyncFunction(`${code}\nreturn bytes`)()
  const { body } = demoFiles().find(({ key }) => key === 'images/sunset.png')
  assert.deepEqual(Buffer.from(await bytes.arrayBuffer()), Buffer.from(body))
})

after(async () => {
  await page.close()
  await chromium.close()
  servers.stop()
})
