// The page and the S3 server that it is tried on.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Presigner } from 'edgesign'
import { demoFiles } from '../../tools/demo-files.mjs'
import { servePage } from '../../tools/page.mjs'
import { startServer } from '../../tools/server.mjs'

/** AWS's documented example. */
export const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

/** As `npm start` has it, on free ports, with a folder of its own; and a second S3 server, which allows the page nothing. */
export async function startServers() {
  const dir = mkdtempSync(join(tmpdir(), 'edgesign-www-'))
  const free = ['--port', '0', '--control-port', '0', '--bucket', 'demo']
  const server = await startServer(join(dir, 's3'), free)
  const closed = await startServer(join(dir, 'closed'), [...free, '--allow-origin', 'https://elsewhere.example'])
  const local = { s3: server.s3, control: server.control, region: 'us-east-1', bucket: 'demo', credentials }
  const presigner = new Presigner({ endpoint: server.s3, region: 'us-east-1', bucket: 'demo', credentials })
  for (const { key, contentType, body } of demoFiles()) {
    const { url, method, headers } = presigner.presign('PutObject', { key, contentType })
    const { ok } = await fetch(url, { method, headers, body })
    if (!ok) throw new Error(`${key} could not be stored`)
  }
  const [page, onStaticHost] = [await servePage(local, 0), await servePage(null, 0)]
  const stop = () => {
    for (const one of [server, closed, page, onStaticHost]) one.stop()
    rmSync(dir, { recursive: true, force: true })
  }
  return { local, dir, presigner, closed: closed.s3, page: page.url, onStaticHost: onStaticHost.url, stop }
}
