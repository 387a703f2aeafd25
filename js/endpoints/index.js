// Where S3 is: one function for each provider, with what the provider cannot do.

import { SigningError, argTypeError } from '../errors.js'

/** @type {any} what is missing is then said by name */
const noOptions = {}

/**
 * AWS in a region.
 *
 * @example
 * new Presigner({ endpoint: aws({ region: 'eu-west-1' }), bucket: 'media', credentials })
 *
 * @type {typeof import('./index.d.ts').aws}
 */
export function aws({ region, addressingStyle } = noOptions) {
  return Object.freeze({ provider: 'AWS', region: text('region', region), addressingStyle })
}

/**
 * Any other S3-compatible service: path style, unless told otherwise.
 *
 * @example
 * custom({ url: 'http://127.0.0.1:9000', region: 'us-east-1' })
 *
 * @type {typeof import('./index.d.ts').custom}
 */
export function custom({ url, region, addressingStyle } = noOptions) {
  return Object.freeze({ url: text('url', url), region: text('region', region), addressingStyle })
}

/**
 * Cloudflare R2. It takes presigned GET, HEAD, PUT and DELETE requests, at the account's own address only.
 *
 * Source: https://developers.cloudflare.com/r2/api/s3/presigned-urls/ and https://developers.cloudflare.com/r2/api/s3/api/
 *
 * @example
 * r2({ accountId: env.ACCOUNT_ID, jurisdiction: 'eu' })
 *
 * @type {typeof import('./index.d.ts').r2}
 */
export function r2({ accountId, jurisdiction } = noOptions) {
  if (!/^[0-9a-f]{32}$/.test(text('accountId', accountId))) {
    throw new SigningError('ERR_INVALID_ENDPOINT', 'accountId: expected 32 hexadecimal digits')
  }
  if (jurisdiction !== undefined && jurisdiction !== 'eu' && jurisdiction !== 'fedramp') {
    throw new SigningError('ERR_INVALID_ENDPOINT', "jurisdiction: expected 'eu', 'fedramp' or nothing")
  }
  const host = [accountId, jurisdiction, 'r2.cloudflarestorage.com'].filter(Boolean).join('.')
  return Object.freeze({
    provider: 'R2',
    url: `https://${host}`,
    region: 'auto',
    addressingStyle: 'path',
    check: checkR2,
  })
}

/**
 * Throws for what R2 never does in a presigned URL.
 *
 * @param {string} operation
 * @param {[string, string][]} headers
 * @param {string[]} hoist
 */
function checkR2(operation, headers, hoist) {
  const isRefused = (/** @type {string} */ name) => R2_REFUSES.some((start) => name.toLowerCase().startsWith(start))
  const refused = R2_OPERATIONS.includes(operation) ? headers.map(([name]) => name).find(isRefused) : operation
  const what = refused ?? (hoist.length > 0 ? 'headers in the query' : undefined)
  if (what !== undefined)
    throw new SigningError('ERR_UNSUPPORTED_BY_PROVIDER', `R2 does not support ${what.slice(0, 64)} in a presigned URL`)
}

const R2_OPERATIONS = [
  ...['GetObject', 'HeadObject', 'PutObject', 'DeleteObject', 'CopyObject', 'ListObjectsV2', 'HeadBucket'],
  ...['ListBuckets', 'UploadPart', 'UploadPartCopy', 'AbortMultipartUpload', 'ListParts', 'ListMultipartUploads'],
]

/** How the names of the headers begin that R2 does not implement. */
const R2_REFUSES = [
  ...['x-amz-acl', 'x-amz-grant-', 'x-amz-tagging', 'x-amz-object-lock-', 'x-amz-bypass-governance-retention'],
  ...['x-amz-request-payer', 'x-amz-expected-bucket-owner', 'x-amz-server-side-encryption-aws-'],
  ...['x-amz-server-side-encryption-context', 'x-amz-server-side-encryption-bucket-key-enabled'],
]

/**
 * @param {string} name
 * @param {unknown} value
 */
function text(name, value) {
  if (typeof value !== 'string') throw argTypeError(name, 'a string')
  return value
}
