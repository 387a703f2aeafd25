// `npm start`: sets up what is missing, builds, starts the local S3 server with a few files in it and the demo page on it,
// opens the page, and prints its address and URLs to try.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { demoFiles } from './demo-files.mjs'
import { buildPage, openPage, servePage } from './page.mjs'
import { root } from './run.mjs'
import { buildServer, startServer } from './server.mjs'
import { setupBuild } from './setup.mjs'

/** AWS's documented example key, which opens nothing but the local server. */
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }

setupBuild()
await build()
buildServer()
buildPage()

const dir = join(root, 'target/demo')
mkdirSync(dir, { recursive: true })
const { s3, control, stop } = await startServer(dir, ['--bucket', 'demo', ...process.argv.slice(2)])
const { Presigner, randomKey } = await import('edgesign')
const place = { region: 'us-east-1', bucket: 'demo', credentials }
const presigner = new Presigner({ endpoint: s3, ...place, expiresIn: 3600 })

const files = demoFiles()
for (const { key, contentType, body } of files) {
  const { url, method, headers } = presigner.presign('PutObject', { key, contentType })
  const { ok, status } = await fetch(url, { method, headers, body })
  if (!ok) throw new Error(`${key} could not be stored: ${status}`)
}

const page = await servePage({ s3, control, ...place }, 8080)
const slot = presigner.presign('PutObject', {
  key: randomKey('uploads/', { extension: 'txt' }),
  contentType: 'text/plain',
})
const header = Object.entries(slot.headers).map(([name, value]) => `-H '${name}: ${value}'`)
console.log(`
The page: ${page.url}
It works on a local S3 server that checks signatures: ${s3} (control: ${control})
The bucket "demo" is private: ${s3}/demo/welcome.txt answers 403. These URLs work for an hour:
`)
for (const { key } of files.filter(({ key }) => !/segment|init/.test(key))) {
  console.log(`GET ${key}\n  curl '${presigner.presign('GetObject', { key }).url}'\n`)
}
console.log(`PUT ${slot.url.split('?')[0].slice(`${s3}/demo/`.length)} (an upload slot: this type only)
  echo hello | curl -X PUT ${header.join(' ')} --data-binary @- '${slot.url}'

Stop with Ctrl-C.`)
openPage(page.url)
process.on('SIGINT', () => {
  stop()
  process.exit(0)
})
