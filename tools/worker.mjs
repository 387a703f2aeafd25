// `npm run worker`: sets up what is missing, builds, starts the local S3 server and in front of it both Workers, as
// `wrangler dev` runs them, and prints requests to try. A port can be given: `npm run worker -- --port 8787`.

import { spawn } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { fail, root } from './run.mjs'
import { buildServer, startServer } from './server.mjs'
import { setupBuild } from './setup.mjs'
import { FRONT, VENDOR, readConfig, wranglerEnv, wranglerPath } from './wrangler.mjs'

/** AWS's documented example key, which opens nothing but the local server. */
const [ACCESS_KEY_ID, SECRET_ACCESS_KEY] = ['AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY']
const REGION = 'us-east-1'
const JWT = { algorithm: 'HS256', issuer: 'http://localhost/issuer', audience: 'http://localhost/edgesign' }
const JWT_SECRET = randomBytes(32).toString('hex')
const OPERATIONS = ['GetObject', 'PutObject']
const GRANT = { bucket: 'media', prefix: 'users/', operations: OPERATIONS, maxExpiresIn: 900 }
const KEY = 'users/42/hello.txt'

const { port } = parseArgs({ options: { port: { type: 'string', default: '8787' } } }).values
setupBuild()
await build()
buildServer()

const dir = join(root, 'target/worker')
mkdirSync(dir, { recursive: true, mode: 0o700 })
const server = await startServer(join(dir, 's3'), ['--port', '0', '--control-port', '0', '--bucket', GRANT.bucket])
await store(server.s3)
const wrangler = startWrangler([
  await configure(FRONT, {
    vars: {
      ENDPOINT: { provider: 'custom', url: server.s3, region: REGION },
      GRANT,
      JWT,
      UPLOADS: { ifNoneMatch: true },
    },
    secrets: { JWT_SECRET },
  }),
  await configure(VENDOR, {
    vars: { REGION, STS: 'none' },
    secrets: { ACCESS_KEY_ID, SECRET_ACCESS_KEY },
  }),
])
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => wrangler.kill('SIGTERM'))
wrangler.on('exit', (code) => {
  server.stop()
  process.exitCode = code ?? 0
})
for await (const line of createInterface({ input: wrangler.stdout })) {
  const [, url] = /Ready on (http:\S+)/.exec(line) ?? []
  console.log(url === undefined ? line : help(url))
}

/** Puts an object there to read. */
async function store(s3) {
  const { presign } = await import('edgesign')
  const credentials = { accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY }
  const { url, method } = presign('PutObject', {
    endpoint: s3,
    region: REGION,
    bucket: GRANT.bucket,
    key: KEY,
    credentials,
  })
  const { ok, status } = await fetch(url, { method, body: 'Hello from behind the Worker.\n' })
  if (!ok) fail(`${KEY} could not be stored: ${status}`)
}

/** A Worker's configuration as it is but for the variables, in a folder that is not committed, with the secrets beside it. */
async function configure(file, { vars, secrets }) {
  const { $schema: _, ...config } = await readConfig(file)
  const folder = join(dir, config.name)
  mkdirSync(folder, { recursive: true })
  const main = join(root, dirname(file), config.main)
  writeFileSync(join(folder, 'wrangler.json'), JSON.stringify({ ...config, main, vars }))
  const lines = Object.entries(secrets).map(([name, value]) => `${name}='${value}'\n`)
  writeFileSync(join(folder, '.dev.vars'), lines.join(''))
  return join(folder, 'wrangler.json')
}

function startWrangler(configs) {
  const args = configs.flatMap((config) => ['--config', config])
  const where = ['--ip', '127.0.0.1', '--port', port, '--inspector-port', '0', '--persist-to', join(dir, 'state')]
  return spawn(process.execPath, [wranglerPath, 'dev', ...args, ...where], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: wranglerEnv(join(dir, 'logs')),
  })
}

/** What a caller may have who is user 42, for an hour. */
function token() {
  const exp = Math.floor(Date.now() / 1000) + 3600
  const claims = { iss: JWT.issuer, aud: JWT.audience, sub: 'user-42', exp, grant: { ...GRANT, prefix: 'users/42/' } }
  const encoded = [{ alg: JWT.algorithm }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  const signed = encoded.join('.')
  return `${signed}.${createHmac('sha256', JWT_SECRET).update(signed).digest('base64url')}`
}

function help(url) {
  return `
Both Workers: ${url}, in front of a local S3 server that checks signatures. A token of user 42, for an hour:

TOKEN=${token()}

GET an object: the Worker redirects to a presigned URL
  curl -L -H "Authorization: Bearer $TOKEN" ${url}/v1/objects/${KEY}

POST for the URL of an upload
  curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
    -d '{"operation":"PutObject","key":"users/42/new.txt","expiresIn":300}' ${url}/v1/presign

Somebody else's object is refused
  curl -H "Authorization: Bearer $TOKEN" ${url}/v1/objects/users/43/hello.txt

Stop with Ctrl-C.`
}
