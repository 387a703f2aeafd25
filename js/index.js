// What people import. The entries in js/entry/ add where the WebAssembly module comes from.

import { SigningError, argTypeError, isSigningError } from './errors.js'
import {
  SHARED,
  day,
  known,
  list,
  optional,
  readEndpoint,
  readSigner,
  readUrl,
  record,
  text,
  writeLifetime,
  writePresign,
} from './options.js'
import { call } from './wasm.js'
import { writer } from './wire.js'

export { SigningError, isSigningError }

/**
 * Presigns one S3 operation.
 *
 * @example
 * const { url } = presign('GetObject', { region: 'eu-west-1', bucket: 'media', key: 'photo.jpg', credentials })
 *
 * @type {typeof import('./index.d.ts').presign}
 */
export function presign(operation, options) {
  return presigned(call('presign', writePresign(operation, options)))
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
  /** @type {Record<string, unknown>} */
  #shared

  /** @param {import('./index.d.ts').PresignerOptions} options */
  constructor(options) {
    const { endpoint, ...shared } = known(options, new Set(SHARED))
    this.#shared = { ...shared, endpoint: endpoint === undefined ? undefined : readEndpoint(endpoint) }
  }

  /**
   * Presigns one S3 operation; its options come before the Presigner's.
   *
   * @param {any} operation
   * @param {any} options
   */
  presign(operation, options) {
    if (typeof options !== 'object' || options === null) throw argTypeError('options', 'an object')
    // What is given as undefined is not given: it does not undo a default.
    const given = Object.entries(options).filter(([, value]) => value !== undefined)
    return presign(operation, { ...this.#shared, ...Object.fromEntries(given) })
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
  const options = known(given, PRESIGN_URL)
  const isS3 = String(options.service).startsWith('s3')
  if (isS3 && options.body !== undefined)
    throw argTypeError('body', 'none for S3: bind x-amz-content-sha256 as a header')
  const body = isS3 ? UNSIGNED : undefined
  const request = readRequest(
    { url, method: options.method, headers: options.headers, body: options.body ?? body },
    options,
  )
  const signer = readSigner(options, options.region, options.service)
  return presigned(
    call('presign_url', () => {
      signer()
      writeLifetime(options)
      request()
    }),
  )
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
  const options = known(given, SIGN)
  const write = readRequest(known(request, REQUEST), options)
  const signer = readSigner(options, options.region, options.service)
  const [method, url, ...headers] = call('sign', () => {
    signer()
    write()
  })
    .text()
    .split('\n')
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
  const extension = optional('extension', known(options, new Set(['extension'])).extension)
  const start = text('prefix', prefix, 'ERR_INVALID_KEY')
  return call('random_key', () => {
    writer.text(start)
    writer.optional(extension)
  }).text()
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
  const { date = new Date(), region, service = 's3' } = known(given, new Set(['date', 'region', 'service']))
  if (Array.isArray(credentials)) throw argTypeError('credentials', 'one object')
  const signer = readSigner({ credentials, signingDate: date }, region, service)
  // The key crosses the memory of the module masked, so that none is left there.
  const pad = crypto.getRandomValues(new Uint8Array(32))
  const { bytes } = call('derive_signing_key', () => {
    signer()
    writer.bytes(pad)
  })
  const { accessKeyId, sessionToken, expiration } = credentials
  const rest = {
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(expiration === undefined ? {} : { expiration }),
  }
  return {
    accessKeyId,
    signingKey: pad.map((mask, index) => mask ^ Number(bytes[index])),
    date: day(date / 1000),
    region,
    service,
    ...rest,
  }
}

const SIGNER = ['region', 'service', 'credentials', 'signingDate', 'sessionTokenMode']
const SIGN = new Set(SIGNER)
const REQUEST = new Set(['url', 'method', 'headers', 'body'])
const PRESIGN_URL = new Set([
  ...SIGNER,
  ...['method', 'headers', 'hoist', 'body', 'expiresIn', 'minExpiresIn', 'allowRevealingToken'],
])
const UNSIGNED = { sha256: 'UNSIGNED-PAYLOAD' }
const MAX_BODY = 64 * 1024 * 1024

/**
 * Reads a request for a URL; the result writes it.
 *
 * @param {Record<string, any>} request
 * @param {Record<string, any>} options
 */
function readRequest({ url, method = 'GET', headers, body }, { hoist = [], sessionTokenMode = 'include' }) {
  const mode = ['include', 'exclude'].indexOf(sessionTokenMode)
  if (mode < 0) throw argTypeError('sessionTokenMode', "'include' or 'exclude'")
  const write = readBody(body)
  const [verb, href] = [text('method', method), readUrl('url', url, 'ERR_INVALID_URL')]
  const [pairs, names] = [record('headers', headers), list('hoist', hoist)]
  return () => {
    writer.text(verb)
    writer.text(href)
    writer.pairs(pairs)
    writer.list(names)
    writer.byte(mode)
    write()
  }
}

/**
 * Reads a body, or its hash; the result writes it.
 *
 * @param {any} body
 */
function readBody(body) {
  if (typeof body?.sha256 === 'string') {
    return () => {
      writer.byte(2)
      writer.text(body.sha256)
    }
  }
  const bytes = bytesOf(body ?? '')
  if (bytes.length > MAX_BODY) {
    throw new SigningError('ERR_TOO_LARGE', 'body: expected at most 64 MiB; hash it and give { sha256 }')
  }
  return () => {
    writer.byte(1)
    writer.bytes(bytes)
  }
}

/** @param {unknown} body */
function bytesOf(body) {
  if (typeof body === 'string') return new TextEncoder().encode(text('body', body))
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
  if (Object.prototype.toString.call(body) === '[object ArrayBuffer]')
    return new Uint8Array(/** @type {ArrayBuffer} */ (body))
  throw argTypeError('body', 'a string, bytes or { sha256 }; a stream has to be hashed first')
}

/** @param {ReturnType<typeof call>} reply */
function presigned({ text, expiresIn, expiresAt, limitedBy }) {
  const [method, url, ...rest] = text().split('\n')
  const { 'content-length': length, ...headers } = headersOf(rest)
  return /** @type {any} */ (
    Object.freeze({
      url,
      method,
      headers: Object.freeze(headers),
      contentLength: length === undefined ? undefined : Number(length),
      expiresAt: new Date(expiresAt * 1000),
      expiresIn,
      limitedBy,
    })
  )
}

/**
 * @param {string[]} texts
 * @returns {Record<string, string>}
 */
function headersOf(texts) {
  /** @type {Record<string, string>} */
  const headers = Object.create(null) // __proto__ is a header name like any other
  for (let i = 0; i < texts.length; i += 2) {
    const [name, value] = /** @type {[string, string]} */ ([texts[i], texts[i + 1]])
    headers[name] = name in headers ? `${headers[name]},${value}` : value
  }
  return headers
}
