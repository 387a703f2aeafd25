// From the options of an S3 operation to what the core takes: nothing dropped.

import { SigningError, argTypeError } from './errors.js'
import { grantValues } from './grant.js'
import { readLifetime, readSigner } from './signer.js'
import { agreed, awsAddress } from './url.js'
import { RESPONSE, WIRE } from './names.js'
import { known, optional, optionalList, record, text } from './values.js'
import { UNSIGNED } from './wire.js'

/** @typedef {import('./values.js').Options} Options */
/** @typedef {import('./values.js').Pairs} Pairs */

/** What may be set once for many calls. */
export const SHARED = [
  ...['endpoint', 'addressingStyle', 'region', 'credentials', 'bucket'],
  ...['expiresIn', 'minExpiresIn', 'stableFor', 'allowRevealingToken', 'grant'],
]

/** Those that are made of several. */
const COMPOSED = ['response', 'checksum', 'metadata', 'copySource', 'query', 'headers', 'hoist']
export const PRESIGN = [...SHARED, ...Object.keys(WIRE), ...COMPOSED, 'key', 'signingDate']

/**
 * Reads a call of `presign`.
 *
 * @param {unknown} operation
 * @param {unknown} given
 * @param {Options} endpoint as it was read
 * @param {Options[]} grants as they were read
 * @param {Pairs} [fields] of a form: headers that have no option
 */
export function readPresign(operation, given, endpoint, grants, fields = []) {
  const options = known(given, PRESIGN)
  const name = text('operation', operation)
  const [query, headers] = wirePairs(options)
  const hoist = optionalList('hoist', options.hoist)
  endpoint.check?.(name, headers, hoist)
  const region = agreed('region', options.region, endpoint.region)
  const address = endpoint.host === undefined ? awsAddress(text('region', region)) : endpoint
  const asked = agreed('addressingStyle', options.addressingStyle, endpoint.addressingStyle)
  const style = STYLES.indexOf(asked === undefined ? (address.addressingStyle ?? 'path') : asked)
  if (style < 0) throw argTypeError('addressingStyle', STYLES.join(' or '))
  if (style > 0 && endpoint.isAddress)
    throw new SigningError('ERR_INVALID_ENDPOINT', 'endpoint: an IP address takes path style')
  const source = options.copySource === undefined ? NO_SOURCE : readCopySource(options.copySource)
  const bucket = optional('bucket', options.bucket === undefined ? grants[0]?.grant.bucket : options.bucket)
  const key = optional('key', options.key, 'ERR_INVALID_KEY')
  return [
    ...readSigner(options, region, 's3'),
    ...readLifetime(options),
    ...grantValues(grants),
    style,
    ...[address.scheme, address.host, address.basePath, name, bucket, key, ...source],
    query.flat(),
    [...headers, ...fields].flat(),
    hoist,
    UNSIGNED,
  ]
}

/** Where the key is, from the end. */
export const KEY = -8

const STYLES = ['path', 'virtual-hosted']

/**
 * Query parameters and headers by their wire names.
 *
 * @param {Options} options
 * @returns {[Pairs, Pairs]}
 */
function wirePairs(options) {
  const { response = {}, metadata, checksum } = options
  const pairs = { query: record('query', options.query), headers: record('headers', options.headers) }
  const add = (/** @type {typeof WIRE} */ table, /** @type {Options} */ values) => {
    for (const option in table) {
      if (values[option] === undefined) continue
      const [place, name, write] = /** @type {(typeof WIRE)[string]} */ (table[option])
      pairs[place].push([name, write(option, values[option])])
    }
  }
  add(WIRE, options)
  add(RESPONSE, known(response, Object.keys(RESPONSE), 'response'))
  for (const [name, value] of record('metadata', metadata)) pairs.headers.push([`x-amz-meta-${name}`, value])
  if (checksum !== undefined) pairs.headers.push(readChecksum(checksum))
  return [pairs.query, pairs.headers]
}

/**
 * @param {any} checksum
 * @returns {[string, string]}
 */
function readChecksum(checksum) {
  const { algorithm, value } = known(checksum, ['algorithm', 'value'], 'checksum')
  if (!CHECKSUM_ALGORITHMS.includes(algorithm))
    throw argTypeError('checksum.algorithm', CHECKSUM_ALGORITHMS.join(' or '))
  return [`x-amz-checksum-${algorithm.toLowerCase()}`, text('checksum.value', value)]
}

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256']

const NO_SOURCE = Array(3)

/** @param {any} source */
function readCopySource(source) {
  const { bucket, key, versionId } = known(source, ['bucket', 'key', 'versionId'], 'copySource')
  return [
    text('copySource.bucket', bucket),
    text('copySource.key', key, 'ERR_INVALID_KEY'),
    optional('copySource.versionId', versionId),
  ]
}
