// The end-to-end suite on OpenStack Swift, and what Swift says of URLs that it refuses.

import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { request } from 'node:http'
import { after, test } from 'node:test'
import { deriveSigningKey, presign, presignUrl, randomKey } from 'edgesign'
import { custom } from 'edgesign/endpoints'
import { ODD_KEYS, endToEnd } from '../e2e.js'
import { domain, startSwift } from '../servers/swift.mjs'
import { createBuckets, testWithDifferences } from './differences.mjs'

const swift = await startSwift()
after(swift.stop)
const { s3, port, region, credentials } = swift
const hosts = custom({ url: `http://${domain}:${port}`, region, addressingStyle: 'virtual-hosted' })
const shared = { endpoint: s3, region, bucket: 'e2e', credentials }
const signer = { region, credentials }

await createBuckets(swift)

/** What Swift does otherwise than S3, with what the end-to-end suite says to it. How it does that is tested below. */
const DIFFERENCES = {
  'a bound checksum is the only one accepted': ['Swift knows no checksums but MD5', /expected a refusal, got 200/],
  'an upload slot takes one upload': ['Swift has no conditional writes', /501.*PUTs are not supported/s],
  'a session signs with its token and as long as its user may': ['Swift has no sessions', /no sessions/],
}

testWithDifferences(endToEnd(swift), DIFFERENCES)

test('a bound checksum is signed, though Swift does not compute it', async () => {
  const checksum = { algorithm: 'SHA256', value: createHash('sha256').update('right').digest('base64') }
  const bound = presign('PutObject', { ...shared, key: randomKey('swift/'), checksum })
  assert.equal((await send(bound, 'wrong')).status, 200)
  await refused({ ...bound, headers: { 'x-amz-checksum-sha256': 'b3RoZXI=' } }, MISMATCH, 'right')
  await refused({ ...bound, headers: {} }, MISMATCH, 'right')
})

test('an upload slot is signed, though Swift does not offer any', async () => {
  const key = randomKey('swift/')
  const slot = presign('PutObject', { ...shared, key, ifNoneMatch: '*' })
  await refused(slot, { status: 501, code: 'NotImplemented', text: 'Conditional object PUTs' }, 'first')
  await refused({ ...slot, headers: {} }, MISMATCH, 'first')
  assert.equal((await send(presign('GetObject', { ...shared, key }))).status, 404)
})

test('a session token is signed, though Swift does not look at it', async () => {
  const { key } = await stored()
  const { url, method } = presign('GetObject', {
    ...shared,
    key,
    credentials: { ...credentials, sessionToken: 'a+b/c==' },
  })
  const token = '&X-Amz-Security-Token=a%2Bb%2Fc%3D%3D'
  assert.equal((await send({ url, method })).body, 'kept')
  await refused({ url: replaced(url, token, ''), method }, MISMATCH)
  await refused({ url: replaced(url, token, `${token}%3D`), method }, MISMATCH)
})

test('a bucket in the host name is found there', async () => {
  const options = { ...shared, endpoint: hosts, key: `${randomKey('swift/')} ü+.txt` }
  assert.equal((await send(presign('PutObject', options), 'by host')).status, 200)
  const got = presign('GetObject', options)
  assert.match(got.url, /^http:\/\/e2e\.s3\.localhost:/)
  assert.equal((await send(got)).body, 'by host')
  assert.equal((await send(presign('GetObject', { ...options, endpoint: s3 }))).body, 'by host')
  await refused({ ...got, url: replaced(got.url, '//e2e.', '//other.') }, MISMATCH)
})

/** AWS's code and the words of its text. */
const BAD_CREDENTIAL = { status: 400, code: 'AuthorizationQueryParametersError' }
const MISMATCH = { status: 403, code: 'SignatureDoesNotMatch', text: 'does not match the signature you provided' }

test('another region, service or date is refused', async () => {
  const { key, url } = await stored()
  const elsewhere = presign('GetObject', { ...shared, key, region: 'eu-west-1' })
  await refused(elsewhere, { ...BAD_CREDENTIAL, text: "the region 'eu-west-1' is wrong; expecting 'us-east-1'" })
  const other = presignUrl(`${s3}/e2e/${key}`, { ...signer, service: 'ec2' })
  await refused(other, { ...BAD_CREDENTIAL, text: 'incorrect service "ec2". This endpoint belongs to "s3".' })
  const dated = url.replace(/(X-Amz-Credential=[^&]+?%2F)\d{8}/, '$120200101')
  assert.notEqual(dated, url)
  await refused({ url: dated }, { ...BAD_CREDENTIAL, text: 'Invalid credential date "20200101"' })
})

test('a life of more than a week, an expired URL and an unsigned header are refused', async () => {
  const { key, url } = await stored()
  const text = 'X-Amz-Expires must be less than a week (in seconds)'
  await refused({ url: replaced(url, 'X-Amz-Expires=900', 'X-Amz-Expires=604801') }, { ...BAD_CREDENTIAL, text })
  const signingDate = new Date(Date.now() - 10_000)
  const expired = presign('GetObject', { ...shared, key, signingDate, expiresIn: 1 })
  await refused(expired, { status: 403, code: 'AccessDenied', text: 'Request has expired' })
  const put = presign('PutObject', { ...shared, key })
  const unsigned = {
    status: 403,
    code: 'AccessDenied',
    text: 'There were headers present in the request which were not',
  }
  await refused({ ...put, headers: { 'x-amz-acl': 'public-read' } }, unsigned, 'x')
})

/** Of these, the canonical request and the string to sign are compared. */
const STAGES = [
  ...ODD_KEYS.map((key) => ['GetObject', { key }]),
  ...ODD_KEYS.map((key) => ['GetObject', { key, endpoint: hosts }]),
  ...ODD_KEYS.map((prefix) => ['ListObjectsV2', { prefix, delimiter: '/', query: { [`x-${prefix}`]: prefix } }]),
  ['GetObject', { key: 'k', response: { contentDisposition: `attachment; filename="a'(b)*!.txt"` } }],
  ['PutObject', { key: 'k', contentType: 'text/plain;  charset=utf-8', contentLength: 1, metadata: { a: ' b   c ' } }],
  ['PutObject', { key: 'k', storageClass: 'STANDARD', headers: { 'X-Amz-Acl': 'private', 'cache-control': '"a", b' } }],
  ['CopyObject', { key: 'k', copySource: { bucket: 'other', key: 'a b/ü' } }],
  [
    'UploadPart',
    { key: 'k', uploadId: 'a+b/c==', partNumber: 7, credentials: { ...credentials, sessionToken: 'a+/=' } },
  ],
  ['CreateMultipartUpload', { key: 'k', metadata: { a: 'b' }, hoist: ['x-amz-meta-a'] }],
]

test('of a tampered URL, Swift and we have the same canonical request and string to sign', async () => {
  for (const [operation, options] of STAGES) {
    const presigned = presign(operation, { ...shared, ...options })
    const signature = presigned.url.slice(-64)
    const url = presigned.url.slice(0, -64) + signature.replace(/./g, (digit) => (digit === '0' ? '1' : '0'))
    const body = await refused({ ...presigned, url }, MISMATCH, presigned.method === 'GET' ? undefined : 'x')
    const shown = `${operation} ${JSON.stringify(options)}: ${body}`
    const [canonicalRequest, stringToSign] = ['CanonicalRequest', 'StringToSign'].map((stage) => bytesOf(stage, body))
    // Only our string to sign gives our signature, and it has the hash of our canonical request in its last line.
    const { signingKey } = deriveSigningKey(credentials, { region })
    assert.equal(createHmac('sha256', signingKey).update(stringToSign).digest('hex'), signature, shown)
    assert.equal(createHash('sha256').update(canonicalRequest).digest('hex'), String(stringToSign).slice(-64), shown)
  }
})

/** Swift gives each stage as a text and as bytes, in hexadecimal: the text is escaped, the bytes are not. */
function bytesOf(stage, xml) {
  const [, bytes] = new RegExp(`<${stage}Bytes>([0-9a-f ]+)</${stage}Bytes>`).exec(xml) ?? []
  assert.notEqual(bytes, undefined, xml)
  return Buffer.from(bytes.replaceAll(' ', ''), 'hex')
}

async function stored() {
  const key = randomKey('swift/')
  const { status, body } = await send(presign('PutObject', { ...shared, key }), 'kept')
  assert.equal(status, 200, body)
  return { key, url: presign('GetObject', { ...shared, key }).url }
}

/** That it is refused and how; the body of the answer. */
async function refused(presigned, { status, code, text }, content) {
  const answer = await send(presigned, content)
  assert.equal(answer.status, status, answer.body)
  assert.equal(/<Code>(.*?)<\/Code>/.exec(answer.body)?.[1], code)
  const message = /<Message>(.*?)<\/Message>/s.exec(answer.body)?.[1] ?? ''
  assert(unescaped(message).includes(text), message)
  return answer.body
}

const unescaped = (text) => text.replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&#39;', "'")

/** Byte for byte what is in the URL, to the address of Swift whatever the host in it is called. */
function send({ url, method = 'GET', headers = {} }, content) {
  const [, host, path] = /^http:\/\/([^/]+)(.*)$/s.exec(url)
  const length = content === undefined ? {} : { 'content-length': Buffer.byteLength(content) }
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method, headers: { ...headers, ...length, host } }
    const sent = request(options, async (response) => {
      resolve({ status: response.statusCode, body: Buffer.concat(await response.toArray()).toString() })
    })
    sent.on('error', reject).end(content)
  })
}

/** The text with a part of it replaced, which must be in it. */
function replaced(text, part, by) {
  assert(text.includes(part), `${part} in ${text}`)
  return text.replace(part, by)
}
