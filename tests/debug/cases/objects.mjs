// Requests that are signed correctly: some fail all the same, and some succeed.

import { createHash } from 'node:crypto'
import { presign } from 'edgesign'
import { KEY, SLASHES, named, requests } from './requests.mjs'
import { versionTwoUrl } from './version-two.mjs'
import { exchange } from './wire.mjs'

const UPLOAD = '11111111-1111-4111-8111-111111111111'
const OTHER = { 'if-match': '"0123456789abcdef0123456789abcdef"' }

/** @param {import('./requests.mjs').Server} server @returns {import('./requests.mjs').Case[]} */
export function objects(server) {
  const { shared, get, put } = requests(server)
  const sent = (presigned, body) => () => exchange({ ...presigned, body })
  const part = presign('UploadPart', { ...shared, uploadId: UPLOAD, partNumber: 1 })
  const digest = createHash('md5').update('another').digest('base64')
  const chunked = { ...put(), headers: { 'transfer-encoding': 'chunked' } }
  const preflight = { origin: 'https://page.example', 'access-control-request-method': 'PUT' }
  return [
    ['for no object', 'no-such-key', sent(get({ key: 'nothing/here' }))],
    ['for no bucket', 'no-such-bucket', sent(get({ bucket: 'no-such-bucket' }))],
    ['HEAD for no object', 'no-such-key', sent(presign('HeadObject', { ...shared, key: 'nothing/here' }))],
    ['for an upload that there is not', 'no-such-upload', sent(part, 'a')],
    ['onto what is there', 'already-exists', sent(put({ ifNoneMatch: '*' }), 'a')],
    ['if it is what it is not', 'precondition-failed', sent(get({ headers: OTHER }))],
    ['with the MD5 of another body', 'checksum-mismatch', sent(put({ contentMd5: digest }), 'a')],
    ['without a length', 'length-required', sent(chunked, 'a')],
    ['a preflight of a page that may not', 'cors', sent({ url: put().url, method: 'OPTIONS', headers: preflight })],
    ['by Signature Version 2', 'signature-version-2', sent({ url: versionTwoUrl(server) })],
  ]
}

/** @param {import('./requests.mjs').Server} server @returns {[name: string, send: () => Promise<object>][]} */
export function successes(server) {
  const { shared, get, put } = requests(server)
  const key = 'works/a &?#%.txt'
  const sent = (presigned, body) => () => exchange({ ...presigned, body })
  const tag = async () => (await exchange(get())).responseHeaders.etag
  return [
    ['GET', sent(get())],
    ['HEAD', sent(presign('HeadObject', shared))],
    [
      'PUT with bound headers',
      sent(put({ key, contentType: 'text/plain', contentLength: 1, metadata: { a: 'b' } }), 'a'),
    ],
    ['LIST', sent(presign('ListObjectsV2', { ...shared, key: undefined, prefix: 'dir/' }))],
    ['a range', () => exchange({ ...get(), headers: { range: 'bytes=0-1' } })],
    ['a range that is signed', sent(get({ headers: { range: 'bytes=0-1' } }))],
    ['a download with a name', sent(get(named('a+b c.txt')))],
    ['what has not changed', async () => exchange({ ...get(), headers: { 'if-none-match': await tag() } })],
    ['a URL whose parameters were sorted', () => exchange({ url: sorted(get().url) })],
    ['a URL of SDKs, with x-id', sent(get({ query: { 'x-id': 'GetObject' } }))],
    ['a key with two slashes', sent(get({ key: SLASHES }))],
    ['DELETE', sent(presign('DeleteObject', { ...shared, key: `${KEY}.gone` }))],
  ]
}

const sorted = (url) => {
  const [address, query] = url.split('?')
  return `${address}?${query.split('&').sort().join('&')}`
}
