// Requests signed by Signature Version 2 that fail, on servers that take it and show their string to sign.

import { createHmac } from 'node:crypto'
import { SLASHES, edited } from './requests.mjs'
import { exchange } from './wire.mjs'

/**
 * A URL for an object of the bucket `e2e`.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html
 *
 * @param {import('./requests.mjs').Server} server
 */
export function versionTwoUrl({ s3, credentials }, { method = 'GET', type = '', query = '', secret } = {}) {
  const { accessKeyId, secretAccessKey } = credentials
  const expires = Math.floor(Date.now() / 1000) + 900
  const text = `${method}\n\n${type}\n${expires}\n/e2e/${SLASHES}${query && `?${decodeURIComponent(query)}`}`
  const signature = createHmac('sha1', secret ?? secretAccessKey)
    .update(text)
    .digest('base64')
  const [id, signed] = [accessKeyId, signature].map(encodeURIComponent)
  return `${s3}/e2e/${SLASHES}?${query && `${query}&`}AWSAccessKeyId=${id}&Signature=${signed}&Expires=${expires}`
}

/** @param {import('./requests.mjs').Server} server @returns {import('./requests.mjs').Case[]} */
export function versionTwo(server) {
  const url = (more) => versionTwoUrl(server, more)
  const put = { method: 'PUT', body: 'a' }
  const text = { 'content-type': 'text/plain' }
  const named = 'response-content-disposition=attachment%3B%20filename%3Da.txt'
  const path = (change) => (sent) => (sent.path = change(sent.path))
  const upload = { url: url({ ...put, type: 'text/plain' }), ...put, headers: text }
  return [
    ['by SigV2, with another secret', 'wrong-secret', () => exchange({ url: url({ secret: 'another' }) })],
    ['by SigV2, HEAD for GET', 'method-changed', () => exchange({ url: url(), method: 'HEAD' })],
    [
      'by SigV2, with a content type that is not signed',
      'header-changed',
      () => exchange({ url: url(put), ...put, headers: text }),
    ],
    [
      'by SigV2, with a content type that a proxy changes',
      'header-changed',
      () => exchange(upload, ({ headers }) => (headers['content-type'] = 'text/html')),
    ],
    [
      'by SigV2, with a parameter that a proxy drops',
      'parameter-dropped',
      () => exchange({ url: url({ query: named }) }, path(edited(/response-content-disposition=[^&]+&/, ''))),
    ],
    [
      'by SigV2, with a value that a proxy changes',
      'parameter-changed',
      () => exchange({ url: url({ query: named }) }, path(edited('filename%3Da.txt', 'filename%3Db.txt'))),
    ],
    [
      'by SigV2, with a path that a proxy cuts',
      'path-changed',
      () => exchange({ url: url() }, path(edited('/dir', ''))),
    ],
    [
      'by SigV2, PUT, which a proxy makes a DELETE',
      'method-changed',
      () => exchange(upload, (sent) => (sent.method = 'DELETE')),
    ],
  ]
}
