// What a holder of a URL may try with it. What the URL does not say stays as it was.

import { presign, presignUrl, sign } from 'edgesign'
import { expect, test } from 'vitest'
import { ENDPOINT, EXAMPLE, call, codeOf, freshKey, presigner, send, stored, textOf } from './call.ts'

const MISMATCH = '403 SignatureDoesNotMatch'
const HOUR = 3_600_000
/** Of nobody here. */
const OTHER = { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY' }
const media = { endpoint: ENDPOINT, region: 'auto', bucket: 'media', credentials: EXAMPLE }
const S3 = { region: 'auto', service: 's3', credentials: EXAMPLE }
const urlOf = (key: string) => presigner.presign('GetObject', { key }).url
const codeAt = async (url: string, init?: RequestInit) => codeOf(await call(new Request(url, init)))

test('the URL as it is', async () => {
  const { key } = await stored('mine')
  expect(await (await call(new Request(urlOf(key)))).text()).toBe('mine')
})

test('another object', async () => {
  const [mine, theirs] = [await stored('mine'), await stored('theirs')]
  const url = urlOf(mine.key)
  expect(await codeAt(url.replace(mine.key, theirs.key))).toBe(MISMATCH)
  expect(await codeAt(url.replace(mine.key, `${mine.key}/`))).toBe(MISMATCH)
  expect(await codeAt(url.replace(mine.key, `/${mine.key}`))).toBe(MISMATCH)
  expect(await codeAt(url.replace(mine.key, mine.key.toUpperCase()))).toBe(MISMATCH)
  // Dot segments are gone before anybody sees them, in whatever spelling.
  for (const dots of ['..', '%2e%2e', '%2E.', '.%2e'])
    expect(await codeAt(url.replace(mine.key, `${mine.key}/${dots}/${theirs.key.slice('tests/'.length)}`))).toBe(
      MISMATCH,
    )
  for (const dots of ['%2F..%2F', '%252e%252e/', '..%2F', '%5C..%5C'])
    expect((await codeAt(url.replace(mine.key, `${mine.key}${dots}${theirs.key}`))).slice(0, 3)).toMatch(/^40[03]$/)
})

test('the same object, spelled otherwise', async () => {
  const key = `${freshKey()}/a`
  await send('PutObject', { key }, { body: 'mine', headers: { 'content-length': '4' } })
  const url = urlOf(key)
  for (const spelled of [key.replace('/a', '/%61'), key.replace('/a', '%2Fa'), key.replace('/a', '/x/../a')])
    expect(await (await call(new Request(url.replace(key, spelled)))).text()).toBe('mine')
  expect(await codeAt(url.replace(key, key.replace('/a', '%252Fa')))).toBe(MISMATCH)
})

test('a bucket, instead of an object', async () => {
  const { key } = await stored()
  for (const path of ['media', 'media/', ''])
    expect(await codeAt(urlOf(key).replace(`media/${key}`, path))).toBe(MISMATCH)
})

test('another method', async () => {
  const { key, unchanged } = await stored()
  const url = urlOf(key)
  const body = { body: 'gone', headers: { 'content-length': '4' } }
  expect(await codeAt(url, { method: 'PUT', ...body })).toBe(MISMATCH)
  expect(await codeAt(url, { method: 'DELETE' })).toBe(MISMATCH)
  expect(await codeAt(url, { method: 'HEAD' })).toBe(MISMATCH) // as S3 does
  expect(await codeAt(url, { method: 'POST', ...body })).toBe(MISMATCH)
  expect(await codeAt(url, { method: 'PATCH', ...body })).toBe(MISMATCH)
  for (const override of ['x-http-method-override', 'x-method-override'])
    expect(await codeAt(url, { headers: { [override]: 'DELETE' } })).toBe('200 undefined')
  await unchanged()
  const upload = presigner.presign('PutObject', { key }).url
  expect(await codeAt(upload)).toBe(MISMATCH)
  expect(await codeAt(upload, { method: 'DELETE' })).toBe(MISMATCH)
  await unchanged()
})

test('another time', async () => {
  const { key } = await stored()
  const at = (offset: number, expiresIn: number) =>
    presigner.presign('GetObject', { key, expiresIn, signingDate: new Date(Date.now() + offset) }).url
  expect(await codeAt(at(-HOUR, 3500))).toBe('403 RequestExpired')
  expect(await codeAt(at(-HOUR, 3700))).toBe('200 undefined')
  expect(await codeAt(at(HOUR, 3600))).toBe('403 RequestTimeTooSkewed')
  const url = at(-HOUR, 3500)
  expect(await codeAt(url.replace('X-Amz-Expires=3500', 'X-Amz-Expires=604800'))).toBe(MISMATCH)
  expect(await codeAt(url.replace('X-Amz-Expires=3500', 'X-Amz-Expires=604801'))).toMatch(/^400/)
  const [, date = ''] = /X-Amz-Date=(\w+)/.exec(url) ?? []
  const now = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')
  expect(await codeAt(url.replace(`X-Amz-Date=${date}`, `X-Amz-Date=${now}`))).toMatch(/^40[03] (Sig|Auth)/)
})

test('another key, region, service, bucket or host', async () => {
  const { key } = await stored()
  const codeFor = async (options: object) => codeAt(presign('GetObject', { ...media, key, ...options }).url)
  expect(await codeFor({ credentials: OTHER })).toBe('403 InvalidAccessKeyId')
  const forged = { ...EXAMPLE, secretAccessKey: OTHER.secretAccessKey }
  expect(await codeFor({ credentials: forged })).toBe(MISMATCH)
  expect(await codeFor({ credentials: { ...EXAMPLE, sessionToken: 'token' } })).toBe('400 InvalidToken')
  expect(await codeFor({ region: 'us-east-1' })).toBe('400 AuthorizationQueryParametersError')
  expect(await codeFor({ bucket: 'other' })).toBe('404 NoSuchBucket')
  expect(await codeFor({ endpoint: 'https://other.example.com' })).toBe('400 InvalidRequest')
  const sts = presignUrl(`${ENDPOINT}/media/${key}`, { service: 'sts', region: 'auto', credentials: EXAMPLE })
  expect(await codeAt(sts.url)).toBe('400 AuthorizationQueryParametersError')
  expect(await codeAt(urlOf(key).replace('files.example.com', 'files.example.com:8443'))).toMatch(/^40[03] /)
})

test('another query', async () => {
  const { key } = await stored()
  const response = { contentDisposition: 'attachment' }
  const url = presigner.presign('GetObject', { key, response }).url
  const parameters = [
    'response-content-type=text/html',
    'x-id=a',
    'versionId=1',
    'a',
    'x-amz-meta-a=b',
    'acl',
    'uploads',
  ]
  for (const added of parameters) expect(await codeAt(`${url}&${added}`)).toMatch(/^(403 Sig|501)/)
  expect(await codeAt(`${url}&response-content-disposition=inline`)).toMatch(/^(403 Sig|501)/)
  expect(await codeAt(url.replace('attachment', 'inline'))).toBe(MISMATCH)
  expect(await codeAt(url.replace(/&response-content-disposition=attachment/, ''))).toBe(MISMATCH)
  for (const name of ['X-Amz-Expires', 'X-Amz-Date', 'X-Amz-SignedHeaders', 'X-Amz-Algorithm', 'X-Amz-Credential']) {
    const [pair = ''] = new RegExp(`${name}=[^&]+`).exec(url) ?? []
    expect(await codeAt(url.replace(`&${pair}`, '').replace(`${pair}&`, '')), `${name} removed`).toMatch(/^40[03] /)
    expect(await codeAt(`${url}&${pair}`), `${name} twice`).toMatch(/^40[03] /)
    expect(await codeAt(`${url}&${pair.toLowerCase()}`), `${name} twice, in other letters`).toMatch(/^40[03] /)
  }
  const [signature = ''] = /[0-9a-f]{64}/.exec(url) ?? []
  for (const wrong of ['', signature.slice(1), signature.toUpperCase(), signature.replace(/./g, '0'), `${signature}0`])
    expect(await codeAt(url.replace(signature, wrong))).toMatch(/^(403 Sig|400 Auth)/)
  expect(await codeAt(`${url}#fragment`)).toBe('400 InvalidURI') // no client sends one
})

test('no signature', async () => {
  const { key } = await stored()
  for (const method of ['GET', 'HEAD', 'DELETE', 'POST'])
    expect(await codeAt(`${ENDPOINT}/media/${key}`, { method })).toBe('403 MissingAuthenticationToken')
  for (const path of ['', 'media', 'media/', 'favicon.ico', '%', '%ff'])
    expect(await codeAt(`${ENDPOINT}/${path}`)).toBe('403 MissingAuthenticationToken')
  const version2 = `AWSAccessKeyId=${EXAMPLE.accessKeyId}&Expires=9999999999&Signature=a`
  expect(await codeAt(`${ENDPOINT}/media/${key}?${version2}`)).toMatch(/^400 /)
  expect(await codeAt(`${ENDPOINT}/media/${key}`, { headers: { authorization: 'Bearer a' } })).toMatch(/^400 /)
  const form = new FormData()
  form.append('key', key)
  expect(await codeAt(`${ENDPOINT}/media`, { method: 'POST', body: form })).toBe('403 MissingAuthenticationToken')
})

test('what is not signed is no part of the document that refuses it', async () => {
  const url = new URL(urlOf(freshKey()))
  url.searchParams.set('X-Amz-SignedHeaders', '<script>]]>&;host')
  const document = await (await call(new Request(url))).text()
  expect(document).toContain('<Message>&lt;script&gt;]]&gt;&amp;: ')
  expect(document).not.toContain('<script>')
})

test('two signatures', async () => {
  const { key } = await stored()
  const { headers } = sign({ url: `${ENDPOINT}/media/${key}` }, S3)
  expect(await codeAt(urlOf(key), { headers })).toBe('400 InvalidArgument')
})

test('headers beside those that were signed', async () => {
  const { key, unchanged } = await stored()
  const upload = presigner.presign('PutObject', {
    key,
    contentType: 'text/plain',
    contentLength: 4,
    metadata: { a: 'b' },
  })
  const sent = (headers: Record<string, string>) =>
    codeAt(upload.url, {
      method: 'PUT',
      body: 'gone',
      headers: { ...upload.headers, 'content-length': '4', ...headers },
    })
  expect(await sent({ 'x-amz-meta-owner': 'me' })).toBe('403 AccessDenied')
  expect(await sent({ 'x-amz-acl': 'public-read' })).toBe('403 AccessDenied')
  expect(await sent({ 'x-amz-checksum-sha256': 'a' })).toBe('403 AccessDenied')
  expect(await sent({ 'x-amz-copy-source': '/media/other' })).toBe('403 AccessDenied')
  expect(await sent({ 'x-amz-meta-a': 'c' })).toBe(MISMATCH)
  expect(await sent({ 'content-type': 'text/html' })).toBe(MISMATCH)
  expect(await sent({ 'content-length': '5' })).toBe(MISMATCH)
  const without = (name: string) => {
    const { [name]: _, ...headers } = { ...upload.headers, 'content-length': '4' } as Record<string, string>
    return codeAt(upload.url, { method: 'PUT', body: 'gone', headers })
  }
  for (const name of ['x-amz-meta-a', 'content-type', 'content-length']) expect(await without(name)).toBe(MISMATCH)
  await unchanged()
  expect(await codeAt(urlOf(key), { headers: { 'x-amz-checksum-mode': 'ENABLED' } })).toBe('403 AccessDenied')
  // Two that say nothing beside a presigned URL: clients and CDNs add them.
  const idle = { 'x-amz-content-sha256': '0'.repeat(64), 'x-amz-cf-id': 'a' }
  expect(await codeAt(urlOf(key), { headers: idle })).toBe('200 undefined')
  expect(await sent(idle)).toBe('200 undefined')
  expect(await textOf(key)).toBe('gone')
  expect(await sent({})).toBe('200 undefined')
})

test('another body than the signed one', async () => {
  const { key, unchanged } = await stored()
  const { url, headers } = sign({ method: 'PUT', url: `${ENDPOINT}/media/${key}`, body: 'right' }, S3)
  const sent = (body: string) => codeAt(url, { method: 'PUT', body, headers: { ...headers, 'content-length': '5' } })
  expect(await sent('wrong')).toBe('400 XAmzContentSHA256Mismatch')
  await unchanged()
  expect(await sent('right')).toBe('200 undefined')
  expect(await textOf(key)).toBe('right')
  const streaming = { ...headers, 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'content-length': '5' }
  expect(await codeAt(url, { method: 'PUT', body: 'right', headers: streaming })).toBe('501 NotImplemented')
})

test('a signature in the header lets in for 15 minutes, and what it lets in is in no cache but the own', async () => {
  const { key } = await stored('mine', { httpMetadata: { cacheControl: 'public, max-age=86400' } })
  const signedAt = (offset: number) =>
    sign({ url: `${ENDPOINT}/media/${key}` }, { ...S3, signingDate: new Date(Date.now() + offset * 1000) })
  const { headers } = signedAt(0)
  const got = await call(new Request(`${ENDPOINT}/media/${key}`, { headers }))
  expect(await got.text()).toBe('mine')
  expect(got.headers.get('cache-control')).toMatch(/^private, max-age=(899|900), must-revalidate$/)
  expect(await codeAt(`${ENDPOINT}/media/${key}`, { headers: signedAt(-890).headers })).toBe('200 undefined')
  expect(await codeAt(`${ENDPOINT}/media/${key}`, { headers: signedAt(-910).headers })).toBe('403 RequestTimeTooSkewed')
  expect(await codeAt(`${ENDPOINT}/media/${key}?acl`, { headers })).toBe(MISMATCH)
})
