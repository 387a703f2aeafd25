// The options of S3 operations, and what they are called on the wire.

import { integer, list, record, text } from './values.js'

/** @param {string} wire `max-keys` as the option that it is: `maxKeys` */
const camelCase = (wire) => wire.replace(/-(.)/g, (_, letter) => letter.toUpperCase())

/**
 * Options with the place and the wire name of each, and what makes a text of its value.
 *
 * @typedef {Record<string, readonly ['query' | 'headers', string, (name: string, value: unknown) => string]>} Table
 */

/** The options of S3 operations. @type {Table} */
export const WIRE = {
  ...named('query', text, 'versionId uploadId prefix delimiter start-after continuation-token encoding-type'),
  ...named('query', integer, 'max-keys'),
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
  ...named('query', (name, value) => integer(name, value, 1, 10_000), 'partNumber'),
  ...named(
    'headers',
    text,
    'content-type content-md5 content-disposition content-encoding content-language cache-control if-match if-none-match',
  ),
  ...named('headers', integer, 'content-length'),
  ...named('headers', text, 'storage-class server-side-encryption', 'x-amz-'),
  sseKmsKeyId: ['headers', 'x-amz-server-side-encryption-aws-kms-key-id', text],
  ...named('headers', (name, value) => (typeof value === 'string' ? text : form)(name, value), 'tagging', 'x-amz-'),
  ...named('headers', (name, value) => list(name, value).join(','), 'object-attributes', 'x-amz-'),
}

/**
 * @param {'query' | 'headers'} place
 * @param {(name: string, value: unknown) => string} write
 * @param {string} names as on the wire, but for their prefix
 * @param {string} [prefix]
 * @returns {Table}
 */
function named(place, write, names, prefix = '') {
  return Object.fromEntries(names.split(' ').map((name) => [camelCase(name), [place, prefix + name, write]]))
}

/** Headers of the answer that can be overridden. */
export const RESPONSE = named(
  'query',
  text,
  'cache-control content-disposition content-encoding content-language content-type expires',
  'response-',
)

/**
 * @param {string} name
 * @param {unknown} value
 */
function form(name, value) {
  const encode = (/** @type {string} */ part) =>
    encodeURIComponent(part).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return record(name, value)
    .map((pair) => pair.map(encode).join('='))
    .join('&')
}
