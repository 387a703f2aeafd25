// From the options of a call to what the core takes: names, types and nothing dropped.

import { SigningError, argTypeError } from './errors.js'
import { writer } from './wire.js'

/** @typedef {Record<string, any>} Options */
/** @typedef {[string, string][]} Pairs */

/** What may be set once for many calls. */
export const SHARED = [
  ...['endpoint', 'addressingStyle', 'region', 'credentials', 'bucket'],
  ...['expiresIn', 'minExpiresIn', 'allowRevealingToken'],
]

/** @param {string} wire `max-keys` as the option that it is: `maxKeys` */
const camelCase = (wire) => wire.replace(/-(.)/g, (_, letter) => letter.toUpperCase())

/**
 * The options of S3 operations with the place and the wire name of each, and what makes a text of its value.
 *
 * @type {Record<string, readonly ['query' | 'headers', string, (name: string, value: unknown) => string]>}
 */
const WIRE = {
  ...named('query', text, 'versionId uploadId prefix delimiter start-after continuation-token encoding-type'),
  ...named('query', integer, 'max-keys'),
  partNumber: ['query', 'partNumber', partNumber],
  ...named(
    'headers',
    text,
    'content-type content-md5 content-disposition content-encoding content-language cache-control if-match if-none-match',
  ),
  ...named('headers', integer, 'content-length'),
  storageClass: ['headers', 'x-amz-storage-class', text],
  serverSideEncryption: ['headers', 'x-amz-server-side-encryption', text],
  sseKmsKeyId: ['headers', 'x-amz-server-side-encryption-aws-kms-key-id', text],
  tagging: ['headers', 'x-amz-tagging', (name, value) => (typeof value === 'string' ? value : form(name, value))],
  objectAttributes: ['headers', 'x-amz-object-attributes', (name, value) => list(name, value).join(',')],
}

/**
 * @param {'query' | 'headers'} place
 * @param {(name: string, value: unknown) => string} write
 * @param {string} wireNames
 */
function named(place, write, wireNames) {
  const row = (/** @type {string} */ name) => [camelCase(name), [place, name, write]]
  return Object.fromEntries(wireNames.split(' ').map(row))
}

/** Headers of the answer that can be overridden. */
const RESPONSE = new Map(
  'cache-control content-disposition content-encoding content-language content-type expires'
    .split(' ')
    .map((name) => [camelCase(name), name]),
)

const ENDPOINT = new Set(['provider', 'url', 'region', 'addressingStyle', 'operations', 'unsupportedHeaders'])

/** Those that are made of several. */
const COMPOSED = ['response', 'checksum', 'metadata', 'copySource', 'query', 'headers', 'hoist']

const PRESIGN = new Set([...SHARED, ...Object.keys(WIRE), ...COMPOSED, 'key', 'signingDate'])

/**
 * The options, if they are an object with none but known names.
 *
 * @param {unknown} options
 * @param {Set<string>} known
 * @param {string} [name]
 * @returns {Options}
 */
export function known(options, known, name = 'options') {
  if (typeof options !== 'object' || options === null) throw argTypeError(name, 'an object')
  const unknown = Object.keys(options).find((name) => !known.has(name))
  if (unknown !== undefined) throw argTypeError(unknown.slice(0, 64), 'no option of this name')
  return options
}

/**
 * Writes a call of `presign`.
 *
 * @param {unknown} operation
 * @param {unknown} given
 */
export function writePresign(operation, given) {
  const options = known(given, PRESIGN)
  const name = text('operation', operation)
  const endpoint = readEndpoint(options.endpoint)
  const [query, headers] = wirePairs(options)
  const hoist = options.hoist === undefined ? [] : list('hoist', options.hoist)
  checkProvider(endpoint, name, headers, hoist)
  const region = agreed('region', options.region, endpoint.region)
  const copySource = options.copySource === undefined ? undefined : readCopySource(options.copySource)
  const bucket = optional('bucket', options.bucket)
  const key = optional('key', options.key, 'ERR_INVALID_KEY')
  const style = STYLES.indexOf(agreed('addressingStyle', options.addressingStyle, endpoint.addressingStyle))
  if (style < 0) throw argTypeError('addressingStyle', "'virtual-hosted' or 'path'")
  const signer = readSigner(options, region, 's3')

  return () => {
    signer()
    writeLifetime(options)
    writer.optional(endpoint.url)
    writer.byte(style)
    writer.text(name)
    writer.optional(bucket)
    writer.optional(key)
    writer.pairs(query)
    writer.pairs(headers)
    writer.optional(copySource?.bucket)
    if (copySource !== undefined) {
      writer.text(copySource.key)
      writer.optional(copySource.versionId)
    }
    writer.list(hoist)
  }
}

const STYLES = [undefined, 'virtual-hosted', 'path']

/**
 * Reads who signs, where and when; the result writes it.
 *
 * @param {Options} options
 * @param {unknown} region
 * @param {unknown} service
 */
export function readSigner(options, region, service) {
  const now = seconds(Date.now())
  const date = options.signingDate === undefined ? now : seconds(readDate('signingDate', options.signingDate))
  const credentials = readCredentials(options.credentials)
  const scope = [optional('region', region) ?? '', optional('service', service) ?? '']
  const allow = options.allowRevealingToken ?? false
  if (typeof allow !== 'boolean') throw argTypeError('allowRevealingToken', 'a boolean')
  return () => {
    writer.number(date)
    writer.count(credentials.length)
    credentials.forEach(writeCredentials)
    scope.forEach(writer.text)
    writer.number(now)
    writer.byte(allow ? 1 : 0)
  }
}

/** @param {Options} options */
export function writeLifetime({ expiresIn = 900, minExpiresIn = 1 }) {
  if (typeof expiresIn !== 'number') throw argTypeError('expiresIn', 'a number of seconds')
  if (typeof minExpiresIn !== 'number') throw argTypeError('minExpiresIn', 'a number of seconds')
  writer.number(expiresIn)
  writer.number(minExpiresIn)
}

/**
 * A URL as the platform's parser writes it, if that changes nothing of what it says.
 *
 * @param {string} name
 * @param {unknown} value
 * @param {'ERR_INVALID_URL' | 'ERR_INVALID_ENDPOINT'} code
 */
export function readUrl(name, value, code) {
  const url = text(name, value)
  // What the parser strips or reads as a slash comes first, so that no dot segment hides behind it.
  const path = url
    .replace(/[\t\n\r]|[\0-\x20]+$/g, '')
    .replace(/[?#].*$/s, '')
    .replace(/\\/g, '/')
  if (/\/(\.|%2e){1,2}(\/|$)/i.test(path)) {
    throw new SigningError(code, `${name}: a . or .. segment would be resolved and reach another resource`)
  }
  try {
    return new URL(url).href
  } catch {
    throw new SigningError(code, `${name}: expected an absolute URL`) // no cause: it would show the whole URL
  }
}

/**
 * @param {unknown} endpoint
 * @returns {Options}
 */
export function readEndpoint(endpoint) {
  if (endpoint === undefined) return {}
  if (typeof endpoint === 'string') return { url: readUrl('endpoint', endpoint, 'ERR_INVALID_ENDPOINT') }
  if (!isPlain(endpoint)) throw argTypeError('endpoint', 'a URL as a string, or an endpoint of edgesign/endpoints')
  const { url, ...rest } = known(endpoint, ENDPOINT)
  return url === undefined ? rest : { ...rest, url: readUrl('endpoint', url, 'ERR_INVALID_ENDPOINT') }
}

/**
 * Headers by name, each a string.
 *
 * @param {string} name
 * @param {unknown} value
 * @returns {Pairs}
 */
export function record(name, value) {
  if (value === undefined) return []
  if (!isPlain(value)) throw argTypeError(name, 'a plain object of strings')
  return Object.entries(/** @type {object} */ (value)).map(([key, entry]) => [
    text(name, key),
    text(key.slice(0, 64), entry),
  ])
}

/**
 * Whether it is an object with entries of its own: a `Headers`, a `Map` or a `URL` has none, and all it holds would be
 * dropped. One of another realm is as good.
 *
 * @param {unknown} value
 */
function isPlain(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {string[]}
 */
export function list(name, value) {
  if (!Array.isArray(value)) throw argTypeError(name, 'an array of strings')
  return value.map((entry) => text(name, entry))
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {'ERR_INVALID_KEY'} [code] for a text that is no text: half of a surrogate pair
 */
export function text(name, value, code) {
  if (typeof value !== 'string') throw argTypeError(name, 'a string')
  if (value.isWellFormed()) return value
  if (code === undefined) throw argTypeError(name, 'a string without lone surrogates')
  throw new SigningError(code, `${name}: a lone surrogate cannot be sent`)
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {'ERR_INVALID_KEY'} [code]
 */
export function optional(name, value, code) {
  return value === undefined ? undefined : text(name, value, code)
}

/**
 * Query parameters and headers by their wire names.
 *
 * @param {Options} options
 * @returns {[Pairs, Pairs]}
 */
function wirePairs(options) {
  const pairs = { query: record('query', options.query), headers: record('headers', options.headers) }
  for (const [option, [place, name, write]] of Object.entries(WIRE)) {
    if (options[option] !== undefined) pairs[place].push([name, write(option, options[option])])
  }
  for (const [name, value] of record('response', options.response)) {
    const wire = RESPONSE.get(name)
    if (wire === undefined) throw argTypeError(`response.${name.slice(0, 64)}`, 'no option of this name')
    pairs.query.push([`response-${wire}`, value])
  }
  for (const [name, value] of record('metadata', options.metadata)) pairs.headers.push([`x-amz-meta-${name}`, value])
  if (options.checksum !== undefined) {
    const { algorithm, value } = readChecksum(options.checksum)
    pairs.headers.push([`x-amz-checksum-${algorithm.toLowerCase()}`, value])
  }
  return [pairs.query, pairs.headers]
}

/** @param {any} checksum */
function readChecksum(checksum) {
  const { algorithm } = known(checksum, CHECKSUM, 'checksum')
  if (!CHECKSUM_ALGORITHMS.includes(algorithm))
    throw argTypeError('checksum.algorithm', CHECKSUM_ALGORITHMS.join(' or '))
  return { algorithm: text('checksum.algorithm', checksum?.algorithm), value: text('checksum.value', checksum?.value) }
}

const CHECKSUM = new Set(['algorithm', 'value'])
/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256']

/** @param {any} source */
function readCopySource(source) {
  known(source, COPY_SOURCE, 'copySource')
  return {
    bucket: text('copySource.bucket', source?.bucket),
    key: text('copySource.key', source?.key, 'ERR_INVALID_KEY'),
    versionId: optional('copySource.versionId', source?.versionId),
  }
}

const COPY_SOURCE = new Set(['bucket', 'key', 'versionId'])

/**
 * @param {Options} endpoint
 * @param {string} operation
 * @param {Pairs} headers
 * @param {string[]} hoist
 */
function checkProvider({ provider, operations, unsupportedHeaders }, operation, headers, hoist) {
  if (operations !== undefined && !operations.includes(operation)) throw unsupported(provider, operation)
  if (unsupportedHeaders === undefined) return
  if (hoist.length > 0) throw unsupported(provider, 'headers in the query')
  const starts = (/** @type {string} */ header) =>
    unsupportedHeaders.some((/** @type {string} */ start) => header.startsWith(start))
  const header = headers.find(([name]) => starts(name.toLowerCase()))
  if (header !== undefined) throw unsupported(provider, header[0])
}

/**
 * @param {string} provider
 * @param {string} what
 */
function unsupported(provider, what) {
  return new SigningError(
    'ERR_UNSUPPORTED_BY_PROVIDER',
    `${provider} does not support ${what.slice(0, 64)} in a presigned URL`,
  )
}

/**
 * @param {string} name
 * @param {any} asked
 * @param {any} own
 */
function agreed(name, asked, own) {
  if (asked === undefined || own === undefined || asked === own) return asked ?? own
  throw new SigningError(
    name === 'region' ? 'ERR_INVALID_REGION' : 'ERR_INVALID_ENDPOINT',
    `${name}: not the endpoint's`,
  )
}

/**
 * @param {unknown} given
 * @returns {Options[]}
 */
function readCredentials(given) {
  const several = Array.isArray(given) ? given : [given]
  if (several.length === 0 || several.length > 16) throw argTypeError('credentials', 'one to sixteen credentials')
  return several.map(readOneCredentials)
}

/** @param {any} given */
function readOneCredentials(given) {
  if (typeof given === 'function' || typeof given?.then === 'function') {
    throw argTypeError('credentials', 'an object, not a function or a promise: await it before signing')
  }
  if (typeof given !== 'object' || given === null) throw argTypeError('credentials', 'an object')
  const credentials = {
    accessKeyId: text('accessKeyId', given.accessKeyId),
    secretAccessKey: optional('secretAccessKey', given.secretAccessKey),
    signingKey: given.signingKey,
    sessionToken: optional('sessionToken', given.sessionToken),
    expiration: given.expiration === undefined ? NaN : seconds(readDate('expiration', given.expiration)),
  }
  if ((credentials.secretAccessKey === undefined) === (credentials.signingKey === undefined)) {
    throw new SigningError('ERR_INVALID_CREDENTIALS', 'credentials: expected either a secretAccessKey or a signingKey')
  }
  if (credentials.signingKey === undefined) return credentials
  if (toString.call(credentials.signingKey) !== '[object Uint8Array]')
    throw argTypeError('signingKey', 'a Uint8Array of 32 bytes')
  const scope = ['date', 'region', 'service'].map((name) => text(name, given[name]))
  return { ...credentials, scope }
}

/** @param {Options} credentials */
function writeCredentials({ accessKeyId, secretAccessKey, signingKey, scope, sessionToken, expiration }) {
  writer.text(accessKeyId)
  writer.optional(secretAccessKey)
  if (signingKey !== undefined) {
    writer.bytes(signingKey)
    scope.forEach(writer.text)
  }
  writer.optional(sessionToken)
  writer.number(expiration)
}

/**
 * Milliseconds since 1970 of a `Date`, or of an ISO 8601 string for an expiration, since credentials cross JSON.
 *
 * @param {'signingDate' | 'expiration'} name
 * @param {any} value
 */
function readDate(name, value) {
  const isText = name === 'expiration' && typeof value === 'string'
  if (!isText && typeof value?.getTime !== 'function') throw argTypeError(name, isText ? 'an ISO 8601 date' : 'a Date')
  const time = isText ? (ISO_8601.test(value) ? Date.parse(value) : NaN) : value.getTime()
  if (!Number.isNaN(time)) return time
  throw new SigningError(
    name === 'expiration' ? 'ERR_INVALID_CREDENTIALS' : 'ERR_INVALID_SIGNING_DATE',
    `${name}: expected a valid date`,
  )
}

/** Tells a Uint8Array of another realm, too. */
const { toString } = Object.prototype

const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/

/**
 * The UTC day of a time in seconds, as in a credential scope: `20130524`.
 *
 * @param {number} time
 */
export const day = (time) => new Date(time * 1000).toISOString().slice(0, 10).replaceAll('-', '')

/** @param {number} milliseconds */
const seconds = (milliseconds) => Math.floor(milliseconds / 1000)

/**
 * @param {string} name
 * @param {unknown} value
 */
function integer(name, value) {
  if (!Number.isSafeInteger(value) || /** @type {number} */ (value) < 0)
    throw argTypeError(name, 'a whole number, not negative')
  return String(value)
}

/**
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
 *
 * @param {string} name
 * @param {unknown} value
 */
function partNumber(name, value) {
  const number = integer(name, value)
  if (Number(number) < 1 || Number(number) > 10_000) throw argTypeError(name, 'a whole number from 1 to 10000')
  return number
}

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
