// What people import. The entries in js/entry/ add where the WebAssembly module comes from.

import { SigningError, argTypeError, isSigningError } from './errors.js'
import { grantValues } from './grant.js'
import { readPresign } from './options.js'
import { readPost } from './post.js'
import { headersOf, linesOf, presigned } from './reply.js'
import { complete, placeOf, readSettings, within } from './settings.js'
import { readLifetime, readSigner, writeDate } from './signer.js'
import { readUrl } from './url.js'
import { MAX_BODY, isS3, kindOf, known, optional, optionalList, record, text } from './values.js'
import { DERIVE_SIGNING_KEY, PRESIGN, PRESIGN_POST, PRESIGN_URL, RANDOM_KEY, SIGN_URL, UNSIGNED } from './wire.js'
import { call } from './wasm.js'

export { SigningError, isSigningError }

/** @typedef {import('./values.js').Options} Options */

/**
 * Presigns one S3 operation.
 *
 * @example
 * const { url } = presign('GetObject', { region: 'eu-west-1', bucket: 'media', key: 'photo.jpg', credentials })
 *
 * @type {typeof import('./index.d.ts').presign}
 */
export function presign(operation, options) {
  return presigned(call(PRESIGN, readPresign(operation, options, ...placeOf(options))))
}

/**
 * Presigns a form, as a browser's `<form>` sends it to upload a file.
 *
 * @example
 * const { url, fields } = presignPost({ region: 'eu-west-1', bucket: 'media', key: 'in/${filename}', credentials })
 *
 * @type {typeof import('./index.d.ts').presignPost}
 */
export function presignPost(options) {
  return postAt(options, ...placeOf(options))
}

/**
 * @param {unknown} options
 * @param {Options} endpoint
 * @param {Options[]} grants
 */
function postAt(options, endpoint, grants) {
  const { key, values, warnings } = readPost(options, endpoint, grants)
  const { url, headers, expiresAt, expiresIn, limitedBy } = presigned(call(PRESIGN_POST, values))
  const fields = Object.freeze({ key, ...headers })
  return Object.freeze({ url, fields, warnings: warnings(url), expiresAt, expiresIn, limitedBy })
}

/**
 * Presigns many times with the same endpoint, credentials, bucket and limits. It holds no resource: nothing has to be
 * freed.
 *
 * @example
 * const presigner = new Presigner({ endpoint: r2({ accountId }), bucket: 'media' })
 * const { url } = presigner.presign('GetObject', { key: 'photo.jpg', credentials })
 */
export class Presigner {
  #settings

  /** @param {import('./index.d.ts').PresignerOptions} options */
  constructor(options) {
    this.#settings = readSettings(options)
  }

  /**
   * The same, but it signs only what `grant` allows, too: what an edge function gives to one of its callers.
   *
   * @example
   * presigner.within({ bucket: 'media', prefix: 'users/42/', operations: ['GetObject'] })
   *
   * @param {import('./index.d.ts').Grant} grant
   */
  within(grant) {
    const presigner = new Presigner({})
    presigner.#settings = within(this.#settings, grant)
    return presigner
  }

  /**
   * Presigns one S3 operation; its options come before the Presigner's, but none widens a grant.
   *
   * @param {any} operation
   * @param {any} options
   */
  presign(operation, options) {
    return presigned(call(PRESIGN, readPresign(operation, ...complete(this.#settings, options))))
  }

  /**
   * Presigns a form.
   *
   * @param {any} options
   */
  presignPost(options) {
    return postAt(...complete(this.#settings, options))
  }
}

/**
 * Presigns any URL of an AWS service.
 *
 * @example
 * presignUrl('https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15', {
 *   service: 'sts', region: 'eu-west-1', credentials,
 * })
 *
 * @type {typeof import('./index.d.ts').presignUrl}
 */
export function presignUrl(url, given) {
  const options = known(given, PRESIGN_URL_OPTIONS)
  const { service, method, headers, body } = options
  if (isS3(service) && body !== undefined) throw argTypeError('body', 'none for S3: bind x-amz-content-sha256')
  const request = { url, method, headers, body: isS3(service) ? { sha256: UNSIGNED } : body }
  return presigned(call(PRESIGN_URL, readRequest(request, options)))
}

/**
 * Signs a request in its `Authorization` header, to be sent within 15 minutes.
 *
 * @example
 * const { url, method, headers } = sign({ url: 'https://media.s3.eu-west-1.amazonaws.com/a.txt', method: 'PUT', body }, {
 *   service: 's3', region: 'eu-west-1', credentials,
 * })
 * await fetch(url, { method, headers, body })
 *
 * @type {typeof import('./index.d.ts').sign}
 */
export function sign(request, given) {
  const values = readRequest(known(request, REQUEST), known(given, SIGNER))
  const [url, method, ...headers] = linesOf(call(SIGN_URL, values))
  return Object.freeze({
    url: /** @type {string} */ (url),
    method: /** @type {string} */ (method),
    headers: Object.freeze({ ...headersOf(headers) }),
  })
}

/**
 * An object key that nobody can guess: `prefix`, 128 random bits in hexadecimal, and the extension.
 *
 * @example
 * randomKey('users/42/', { extension: 'jpg' }) // 'users/42/3f0c…e1.jpg'
 *
 * @type {typeof import('./index.d.ts').randomKey}
 */
export function randomKey(prefix, options = {}) {
  const extension = optional('extension', known(options, ['extension']).extension)
  const start = text('prefix', prefix, 'ERR_INVALID_KEY')
  return call(RANDOM_KEY, [start, crypto.getRandomValues(new Uint8Array(16)), extension]).text()
}

/**
 * Derives the key that can sign on one UTC date, in one region and for one service: what to hand to an edge function
 * instead of the secret.
 *
 * @example
 * const tomorrow = new Date(Date.now() + 86_400_000)
 * deriveSigningKey(credentials, { date: tomorrow, region: 'auto' })
 *
 * @type {typeof import('./index.d.ts').deriveSigningKey}
 */
export function deriveSigningKey(credentials, given) {
  const { date = new Date(), region, service = 's3' } = known(given, ['date', 'region', 'service'])
  if (Array.isArray(credentials)) throw argTypeError('credentials', 'one object')
  const { bytes } = call(DERIVE_SIGNING_KEY, [
    ...readSigner({ credentials, signingDate: date }, region, service),
    undefined, // no text: the key itself
  ])
  const { accessKeyId, sessionToken, expiration } = credentials
  const signingKey = bytes.slice()
  bytes.fill(0)
  return {
    accessKeyId,
    signingKey,
    date: writeDate(date).slice(0, 8),
    region,
    service,
    ...(sessionToken && { sessionToken }),
    ...(expiration && { expiration }),
  }
}

const SIGNER = ['region', 'service', 'credentials', 'signingDate', 'sessionTokenMode']
const REQUEST = ['url', 'method', 'headers', 'body']
const PRESIGN_URL_OPTIONS = [
  ...SIGNER,
  ...['method', 'headers', 'hoist', 'body', 'expiresIn', 'minExpiresIn', 'allowRevealingToken'],
]

/**
 * Reads a request for a URL.
 *
 * @param {Options} request
 * @param {Options} options
 */
function readRequest({ url, method = 'GET', headers, body }, options) {
  const { region, service } = options
  return [
    ...readSigner(options, region, service),
    ...readLifetime(options),
    ...grantValues([]),
    text('method', method),
    ...readUrl(url, isS3(service)),
    record('headers', headers).flat(),
    optionalList('hoist', options.hoist),
    ...readBody(body),
  ]
}

/**
 * Reads a body, or its hash.
 *
 * @param {any} body
 */
function readBody(body = '') {
  if (kindOf(body) === 'Object') return [text('body.sha256', body.sha256)]
  const bytes = bytesOf(body)
  if (bytes.length > MAX_BODY) throw new SigningError('ERR_TOO_LARGE', 'body: expected at most 64 MiB, or { sha256 }')
  return [undefined, bytes]
}

/** @param {any} body */
function bytesOf(body) {
  if (typeof body === 'string') return new TextEncoder().encode(text('body', body, undefined, MAX_BODY))
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
  if (kindOf(body) === 'ArrayBuffer') return new Uint8Array(body)
  throw argTypeError('body', 'a string, bytes or { sha256 }')
}
