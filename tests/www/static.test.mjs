// The page on a host of static files, without a local server; and without any server, once it has been loaded.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { presign } from 'edgesign'
import { servePage } from '../../tools/page.mjs'
import { signedAt } from './build-flows.mjs'
import { startChromium, startFirefox } from './driver.mjs'
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
    await page.close()
  })
}

after(async () => {
  await Promise.all(browsers.map((browser) => browser.close()))
  servers.stop()
})
