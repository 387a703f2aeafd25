// The page on a host of static files, without a local server; and without any server, once it has been loaded.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { presign } from 'edgesign'
import { servePage } from '../../tools/page.mjs'
import { root } from '../../tools/run.mjs'
import { signedAt } from './build-flows.mjs'
import { startChromium, startFirefox } from './driver.mjs'
import { startProxy } from './proxy.mjs'
import { credentials, startServers } from './servers.mjs'

const servers = await startServers()
const browsers = [await startChromium(), await startFirefox({ downloads: join(servers.dir, 'downloads') })]

for (const browser of browsers) {
  test(`${browser.name}: without a local server, it builds for AWS, and says what needs the server`, async () => {
    const page = await browser.open(servers.onStaticHost)
    const url = await page.url()
    const [place, key] = [{ region: 'eu-west-1', bucket: 'media' }, 'photos/sunset over the sea.png']
    assert.equal(url, presign('GetObject', { ...place, key, credentials, signingDate: signedAt(url) }).url)
    await page.view('share')
    await page.sees('npm start')
    await page.close()
  })

  test(`${browser.name}: a link to a local server's settings falls back to AWS`, async () => {
    const page = await browser.open(`${servers.onStaticHost}#/build?provider=local&key=a+b&accessKeyId=AKIDOTHER`)
    await page.sees('secretAccessKey: expected')
    await page.evaluate(() => document.querySelector('details').setAttribute('open', ''))
    await page.fill('Secret access key', 'x')
    assert.match(await page.url(), /^https:\/\/media\.s3\.eu-west-1\.amazonaws\.com\/a%20b\?.*AKIDOTHER/)
    await page.close()
  })

  test(`${browser.name}: loaded once, it works offline`, async () => {
    const host = await servePage(null, 0)
    const page = await browser.open(host.url)
    await page.until(() => navigator.serviceWorker.ready.then(({ active }) => active.state === 'activated'))
    host.stop()
    await page.page.reload()
    await page.page.waitForSelector('h1')
    assert.match(await page.url(), /^https:\/\/media\.s3\.eu-west-1\.amazonaws\.com\/.*X-Amz-Signature=[0-9a-f]{64}$/)
    await page.view('inspect')
    for (const name of ['index.html', '?x=y', 'index.html?x=y']) {
      await page.page.goto(host.url + name)
      await page.page.waitForSelector('h1')
    }
    await page.close()
  })

  test(`${browser.name}: what is kept for then comes from the host, not from what the browser has kept`, async () => {
    const host = await servePage(null, 0)
    const asked = []
    const before = ({ url }) => void asked.push(url)
    const change = (headers) => (headers['cache-control'] = 'max-age=3600')
    const caching = await startProxy(host.url, { before, change })
    const page = await browser.open(caching.url)
    await page.until(() => navigator.serviceWorker.ready.then(({ active }) => active.state === 'activated'))
    for (const name of ['/', '/local.json']) assert.equal(asked.filter((path) => path === name).length, 2, name)
    await page.close()
    caching.stop()
    host.stop()
  })
}

test('npm start opens the page for who sits at a terminal, and for nobody else', async () => {
  const dir = join(servers.dir, 'programs')
  mkdirSync(dir)
  const said = join(dir, 'said')
  for (const name of ['xdg-open', 'open'])
    writeFileSync(join(dir, name), `#!/bin/sh\necho "$1" >>${said}\n`, { mode: 0o755 })
  const opening = (isTTY, env) => {
    const work = `process.stdout.isTTY = ${isTTY}
      const { openPage } = await import('./tools/page.mjs')
      openPage('http://127.0.0.1:8080/')`
    const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', work], { cwd: root, env })
    assert.equal(status, 0)
  }
  opening(false, { PATH: `${dir}:${process.env.PATH}` })
  opening(true, { PATH: `${dir}:${process.env.PATH}`, CI: 'true' })
  opening(true, { PATH: '' })
  await setTimeout(300)
  assert.equal(existsSync(said), false)
  opening(true, { PATH: `${dir}:${process.env.PATH}` })
  for (let tries = 0; tries < 50 && !existsSync(said); tries++) await setTimeout(100)
  assert.equal(readFileSync(said, 'utf8'), 'http://127.0.0.1:8080/\n')
})

after(async () => {
  await Promise.all(browsers.map((browser) => browser.close()))
  servers.stop()
})
