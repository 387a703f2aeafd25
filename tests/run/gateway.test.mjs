// The gateway over real sockets: what plain clients do with a URL, large bodies, bodies that break off, and URLs that others
// have signed.

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { AwsClient } from 'aws4fetch'
import { sign } from 'edgesign'
import { botocore } from '../../tools/oracles.mjs'
import { root } from '../../tools/run.mjs'
import { GATEWAY, readConfig } from '../../tools/wrangler.mjs'
import { credentials, startGateway } from '../gateway/start.mjs'

const MEGABYTE = 2 ** 20
const dir = mkdtempSync(join(tmpdir(), 'edgesign-gateway-'))
const { endpoint, presigner, logs, stop } = await startGateway(dir)

after(async () => {
  await stop()
  rmSync(dir, { recursive: true, force: true })
})

/** Sends a request just as it is, by chunks of the body if it is a stream, and reads the answer without decoding it. */
async function exchange(url, { method, headers = {}, path, body } = {}) {
  const { hostname, port, pathname, search } = new URL(url)
  const sent = request({ hostname, port, method, headers, path: path ?? pathname + search })
  const answered = once(sent, 'response')
  Readable.from(body ?? []).pipe(sent)
  const [response] = await answered
  const chunks = await response.toArray()
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }
}

async function store(key, body, headers = {}) {
  const { url, method } = presigner.presign('PutObject', { key })
  const response = await fetch(url, { method, body, headers })
  assert.equal(response.status, 200, await response.text())
}

const read = async (key) => (await fetch(presigner.presign('GetObject', { key }).url)).text()

test('a plain fetch stores, reads, looks at and deletes an object', async () => {
  const key = 'plain/a b+ü.txt'
  const upload = presigner.presign('PutObject', { key, contentType: 'text/plain', contentLength: 5, ifNoneMatch: '*' })
  const init = { method: upload.method, headers: upload.headers, body: 'plain' }
  assert.equal((await fetch(upload.url, init)).status, 200)
  assert.equal((await fetch(upload.url, init)).status, 412)
  const got = await fetch(presigner.presign('GetObject', { key }).url)
  assert.deepEqual([got.status, got.headers.get('content-type'), await got.text()], [200, 'text/plain', 'plain'])
  const looked = await exchange(presigner.presign('HeadObject', { key }).url, { method: 'HEAD' })
  assert.deepEqual([looked.status, looked.headers['content-length'], looked.body.length], [200, '5', 0])
  const { url, method } = presigner.presign('DeleteObject', { key })
  assert.equal((await fetch(url, { method })).status, 204)
  assert.equal((await fetch(presigner.presign('GetObject', { key }).url)).status, 404)
  const missing = await exchange(presigner.presign('HeadObject', { key }).url, { method: 'HEAD' })
  assert.deepEqual([missing.status, missing.body.length], [404, 0])
})

test('20 MB go in and out as they come, and a range of them', async () => {
  const chunks = Array.from({ length: 20 }, () => randomBytes(MEGABYTE))
  const body = Buffer.concat(chunks)
  const { url, headers } = presigner.presign('PutObject', {
    ...{ key: 'large.bin', contentLength: body.length },
    checksum: { algorithm: 'SHA256', value: createHash('sha256').update(body).digest('base64') },
  })
  const bound = { ...headers, 'content-length': body.length }
  assert.equal((await exchange(url, { method: 'PUT', headers: bound, body: chunks })).status, 200)
  const got = await exchange(presigner.presign('GetObject', { key: 'large.bin' }).url)
  assert.equal(got.headers['content-length'], `${body.length}`)
  assert.ok(got.body.equals(body))
  const range = `bytes=${7 * MEGABYTE - 3}-${9 * MEGABYTE}`
  const part = await exchange(presigner.presign('GetObject', { key: 'large.bin' }).url, { headers: { range } })
  assert.deepEqual([part.status, part.headers['content-range']], [206, `${range.replace('=', ' ')}/${body.length}`])
  assert.ok(part.body.equals(body.subarray(7 * MEGABYTE - 3, 9 * MEGABYTE + 1)))
  const wrong = await exchange(url, { method: 'PUT', headers: bound, body: [...chunks.slice(1), chunks[0]] })
  assert.equal(wrong.status, 400)
  assert.match(wrong.body.toString(), /<Code>BadDigest</)
})

test('an upload that breaks off leaves what was there', async () => {
  await store('broken.bin', 'kept')
  const { url } = presigner.presign('PutObject', { key: 'broken.bin' })
  const { hostname, port, pathname, search } = new URL(url)
  const headers = { 'content-length': 10 * MEGABYTE }
  const sent = request({ hostname, port, method: 'PUT', headers, path: pathname + search })
  const failed = once(sent, 'error')
  await new Promise((resolve) => sent.write(randomBytes(MEGABYTE), resolve))
  sent.socket.resetAndDestroy()
  await failed
  assert.equal(await read('broken.bin'), 'kept')
})

test('an upload without a length', async () => {
  const { url } = presigner.presign('PutObject', { key: 'chunked.bin' })
  const { status, body } = await exchange(url, { method: 'PUT', body: ['a', 'b'] })
  assert.deepEqual([status, /<Code>(\w+)</.exec(body)[1]], [411, 'MissingContentLength'])
})

test('paths and queries as they are sent', async () => {
  await store('paths/a/b', 'b')
  await store('paths/c', 'c')
  const { url } = presigner.presign('GetObject', { key: 'paths/a/b' })
  const { pathname, search } = new URL(url)
  const sent = async (path, query = search) => {
    const { status, body } = await exchange(url, { path: path + query })
    return status === 200 ? body.toString() : status
  }
  assert.equal(await sent(pathname), 'b')
  assert.equal(await sent('/media/paths/x/../a/b'), 'b') // it is that object's path
  assert.equal(await sent('/media/paths/a/../c'), 403)
  assert.equal(await sent('/media/paths/a/%2e%2e/c'), 403)
  assert.equal(await sent('/media/paths/a/b/../../c'), 403)
  assert.equal(await sent('/media//paths/a/b'), 403)
  assert.equal(await sent('/media/paths/a%00b'), 403)
  assert.equal(await sent('/media/paths/%'), 400)
  assert.equal(await sent('/media/paths/%ff'), 400)
  assert.equal(await sent(pathname, `${search}&a=%ff`), 400)
  assert.equal(await sent(pathname, `${search}&a=+`), 403)
})

test('what was stored compressed arrives compressed once', async () => {
  const packed = gzipSync('packed')
  await store('packed.txt', packed, { 'content-encoding': 'gzip', 'content-type': 'text/plain' })
  const { url } = presigner.presign('GetObject', { key: 'packed.txt' })
  const { headers, body } = await exchange(url, { headers: { 'accept-encoding': 'gzip' } })
  assert.deepEqual([headers['content-encoding'], gunzipSync(body).toString()], ['gzip', 'packed'])
  assert.ok(body.equals(packed))
  assert.equal(await read('packed.txt'), 'packed')
})

test('curl stores, reads, continues and looks', async () => {
  const curl = (...args) => execFileSync('curl', ['--silent', '--show-error', '--max-time', '30', ...args])
  const [source, target] = [join(dir, 'source.bin'), join(dir, 'target.bin')]
  const body = randomBytes(100_000)
  writeFileSync(source, body)
  curl('--fail', '--upload-file', source, presigner.presign('PutObject', { key: 'curl.bin' }).url)
  const { url } = presigner.presign('GetObject', { key: 'curl.bin' })
  writeFileSync(target, body.subarray(0, 40_000))
  curl('--fail', '--continue-at', '-', '--output', target, url)
  assert.ok(readFileSync(target).equals(body))
  assert.ok(curl('--fail', '--range', '5-9', url).equals(body.subarray(5, 10)))
  const looked = curl('--fail', '--head', presigner.presign('HeadObject', { key: 'curl.bin' }).url).toString()
  assert.match(looked, /^HTTP\/1.1 200 OK/)
  assert.match(looked, /^content-length: 100000\r$/im)
  assert.match(curl('--request', 'DELETE', url).toString(), /<Code>SignatureDoesNotMatch</)
})

test('botocore, by presigned URLs and by itself', () => {
  const { accessKeyId, secretAccessKey } = credentials
  const script = join(root, 'tests/gateway/client.py')
  const args = [script, endpoint, accessKeyId, secretAccessKey]
  const { stdout, stderr, status } = spawnSync(botocore(), args, { encoding: 'utf8', timeout: 60_000 })
  assert.equal(status, 0, stderr)
  const { put, get, head, part, ...others } = JSON.parse(stdout)
  assert.equal(put[0], 200)
  assert.deepEqual([get[0], get[1]], [200, 'by botocore'])
  assert.equal(new Headers(get[2]).get('content-type'), 'text/x-odd')
  assert.deepEqual([part[0], part[1]], [206, 'botocore'])
  assert.equal(new Headers(head[2]).get('content-type'), 'text/x-python')
  const codes = Object.entries(others).map(([name, result]) => [name, Array.isArray(result) ? result[0] : result])
  assert.deepEqual(Object.fromEntries(codes), {
    ...{ 'other type': 403, delete: 204, gone: 404 },
    ...{ 'its own put': 200, 'its own get': 'own', 'its own range': 'w', 'its own head': 200 },
    ...{ 'its own condition': 'PreconditionFailed', 'its own tagging': 'NotImplemented' },
    ...{ 'its own list': 'NotImplemented', 'its own delete': 204, 'its own get of nothing': 'NoSuchKey' },
  })
})

test('URLs of the AWS SDK for JavaScript', async () => {
  const options = { endpoint, region: 'auto', credentials, forcePathStyle: true }
  const client = new S3Client({ ...options, requestChecksumCalculation: 'WHEN_REQUIRED' })
  const object = { Bucket: 'media', Key: 'sdk/a b.txt' }
  const upload = new PutObjectCommand({ ...object, Metadata: { owner: '42' }, IfNoneMatch: '*' })
  const url = await getSignedUrl(client, upload) // with x-amz-meta-owner in the query
  const headers = { 'if-none-match': '*' }
  assert.equal((await fetch(url, { method: 'PUT', body: 'sdk', headers })).status, 200)
  const got = await fetch(await getSignedUrl(client, new GetObjectCommand(object)))
  assert.deepEqual([got.status, got.headers.get('x-amz-meta-owner'), await got.text()], [200, '42', 'sdk'])
  const answer = await client.send(new GetObjectCommand(object))
  assert.equal(await answer.Body.transformToString(), 'sdk')
  // By default it signs the checksum of no bytes, which no other upload has.
  const byDefault = await getSignedUrl(new S3Client(options), new PutObjectCommand(object))
  assert.equal((await fetch(byDefault, { method: 'PUT', body: 'new' })).status, 501)
  assert.equal(await read('sdk/a b.txt'), 'sdk')
})

test('URLs and requests of aws4fetch', async () => {
  const client = new AwsClient({ ...credentials, service: 's3', region: 'auto' })
  const url = new URL(`${endpoint}/media/aws4fetch/a b.txt`)
  assert.equal((await client.fetch(url, { method: 'PUT', body: 'by aws4fetch' })).status, 200)
  // It writes spaces as +.
  const disposition = 'attachment; filename="a+b c.txt"'
  url.searchParams.set('response-content-disposition', disposition)
  const { url: presigned } = await client.sign(url, { aws: { signQuery: true } })
  assert.match(presigned, /attachment%3B\+filename/)
  const got = await fetch(presigned)
  assert.deepEqual([got.status, await got.text()], [200, 'by aws4fetch'])
  assert.equal(got.headers.get('content-disposition'), disposition)
})

test("what AWS's SDK for Go signs: the Accept-Encoding that it sends", async () => {
  await store('go.txt', 'by Go')
  const url = `${endpoint}/media/go.txt`
  const options = { region: 'auto', service: 's3', credentials }
  for (const encoding of ['identity', 'gzip', 'zstd, br;q=0.5']) {
    const { headers } = sign({ url, headers: { 'accept-encoding': encoding } }, options)
    const statusWith = async (sent) =>
      (await exchange(url, { headers: { ...headers, 'accept-encoding': sent } })).status
    assert.equal(await statusWith(encoding), 200)
    assert.equal(await statusWith(`${encoding}, deflate`), 403)
  }
})

test('the log has a line of JSON per request, and nothing of its URL', async () => {
  assert.equal((await readConfig(GATEWAY)).observability.logs.invocation_logs, false) // they have the whole URL
  const lines = logs()
    .split('\n')
    .filter((line) => line.startsWith('{'))
  assert.ok(lines.length > 30)
  for (const line of lines) assert.equal(typeof JSON.parse(line).requestId, 'string')
  assert.doesNotMatch(logs(), /X-Amz-|Signature=|wJalr|large\.bin|plain\/|127\.0\.0\.1/)
})

test('what the README signs with', async () => {
  const readme = readFileSync(join(root, 'worker/gateway/README.md'), 'utf8')
  const code = /```js\n(.*?)```/s.exec(readme)[1].replace('https://files.example.com', endpoint)
  const file = join(root, 'target/gateway-readme.mjs') // inside the package, which it imports by its name
  const { accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY } = credentials
  writeFileSync(
    file,
    `const env = ${JSON.stringify({ ACCESS_KEY_ID, SECRET_ACCESS_KEY })}\n${code}\nexport { upload, url }`,
  )
  const { upload, url } = await import(file)
  await store('users/42/photo.jpg', 'a photo')
  assert.equal(await (await fetch(url)).text(), 'a photo')
  const sent = (length) => fetch(upload.url, { method: 'PUT', headers: upload.headers, body: Buffer.alloc(length) })
  assert.equal((await sent(48_212)).status, 403)
  assert.equal((await sent(48_213)).status, 200)
})
