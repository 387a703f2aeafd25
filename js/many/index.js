// Presigning one S3 operation on many objects. Types, docs and errors: index.d.ts.

import { SigningError, argTypeError, isSigningError } from '../errors.js'
import { KEY, readPresign } from '../options.js'
import { described, presigned } from '../reply.js'
import { complete, placeOf, readSettings, within } from '../settings.js'
import { text } from '../values.js'
import { PRESIGN } from '../wire.js'
import { prepare, preparedBefore, urlsOf } from './prepared.js'
import { call } from './wasm.js'

export { SigningError, isSigningError }

/** @typedef {import('../values.js').Options} Options */

/**
 * Presigns one S3 operation.
 *
 * @type {typeof import('./index.d.ts').presign}
 */
export function presign(operation, options) {
  return presignedOne(operation, options, ...placeOf(options))
}

/**
 * Presigns one S3 operation on many objects.
 *
 * @example
 * const { urls } = presignMany('GetObject', { region: 'eu-west-1', bucket: 'media', keys: ['1.jpg', '2.jpg'], credentials })
 *
 * @type {typeof import('./index.d.ts').presignMany}
 */
export function presignMany(operation, options) {
  return joined(chunksOf(operation, options, ...placeOf(options)))
}

/**
 * As {@link presignMany}, chunk by chunk, for more than one wants in memory at a time.
 *
 * @example
 * for (const { urls } of presignChunks('GetObject', { region: 'eu-west-1', bucket: 'media', keys, credentials })) {
 *   for (const url of urls) writer.write(`${url}\n`)
 * }
 *
 * @type {typeof import('./index.d.ts').presignChunks}
 */
export function presignChunks(operation, options) {
  return chunksOf(operation, options, ...placeOf(options))
}

/**
 * Presigns many times with the same endpoint, credentials, bucket and limits: as the `Presigner` of `edgesign`.
 *
 * @example
 * const presigner = new Presigner({ region: 'eu-west-1', bucket: 'media' })
 * const { urls } = presigner.presignMany('GetObject', { keys: ['1.jpg', '2.jpg'], credentials })
 */
export class Presigner {
  #settings

  /** @param {import('../index.d.ts').PresignerOptions} options */
  constructor(options) {
    this.#settings = readSettings(options)
  }

  /** @param {import('../index.d.ts').Grant} grant */
  within(grant) {
    const presigner = new Presigner({})
    presigner.#settings = within(this.#settings, grant)
    return presigner
  }

  /**
   * @param {any} operation
   * @param {any} options
   */
  presign(operation, options) {
    return presignedOne(operation, ...complete(this.#settings, options))
  }

  /**
   * @param {any} operation
   * @param {any} options
   */
  presignMany(operation, options) {
    return joined(this.presignChunks(operation, options))
  }

  /**
   * @param {any} operation
   * @param {any} options
   */
  presignChunks(operation, options) {
    return chunksOf(operation, ...complete(this.#settings, options))
  }
}

/**
 * @param {unknown} operation
 * @param {any} options
 * @param {Options} endpoint
 * @param {Options[]} grants
 */
function presignedOne(operation, options, endpoint, grants) {
  const values = readPresign(operation, options, endpoint, grants)
  try {
    const prepared = preparedBefore(Object(options.credentials), values)
    if (prepared !== undefined) {
      const [url] = urlsOf(prepared, grants, [/** @type {string} */ (values.at(KEY))])
      return Object.freeze({ url, ...described(prepared.reply, prepared.request) })
    }
  } catch {
    // What is wrong with the key is said by a call for it alone.
  }
  return presigned(call(PRESIGN, values))
}

/**
 * @param {unknown} operation
 * @param {any} options
 * @param {Options} endpoint
 * @param {Options[]} grants
 */
function chunksOf(operation, options, endpoint, grants) {
  const { keys, ...rest } = Object(options)
  if (rest.key !== undefined) throw argTypeError('key', 'keys in its place')
  if (typeof keys?.[Symbol.iterator] !== 'function' || typeof keys === 'string')
    throw argTypeError('keys', 'an array or another iterable of strings')
  return presignedChunks(readPresign(operation, { ...rest, key: 'any' }, endpoint, grants), grants, keys)
}

/**
 * @param {import('../wire.js').Value[]} values of a call, but for the keys: all are signed for the same second
 * @param {Options[]} grants
 * @param {Iterable<unknown>} keys
 * @returns {Generator<any, void>}
 */
function* presignedChunks(values, grants, keys) {
  /** @type {import('./prepared.js').Prepared | undefined} */
  let prepared
  let first = 0
  for (const chunk of chunked(keys)) {
    let urls
    try {
      prepared ??= prepare(values, chunk[0])
      urls = Object.freeze(urlsOf(prepared, grants, chunk))
    } catch (error) {
      throw located(error, first)
    }
    yield Object.freeze({ urls, ...described(prepared.reply, prepared.request) })
    first += chunk.length
  }
}

/** @param {Iterable<unknown>} keys */
function* chunked(keys) {
  /** @type {string[]} */
  let chunk = []
  let count = 0
  for (const key of keys) {
    try {
      chunk.push(text('key', key, 'ERR_INVALID_KEY', 1024))
    } catch (error) {
      throw located(error, count)
    }
    count += 1
    if (chunk.length === CHUNK) {
      yield chunk
      chunk = []
    }
  }
  if (chunk.length > 0 || count === 0) yield chunk
}

/** Keys. What they take in the module's memory stays under the megabyte that js/module.js keeps. */
const CHUNK = 256

/**
 * Says in an error which of all keys is at fault.
 *
 * @param {any} fault
 * @param {number} first of those that were looked at
 */
function located(fault, first) {
  if (fault.message.startsWith('key: ')) {
    fault.index = first + (fault.index ?? 0)
    fault.message = `keys[${fault.index}]${fault.message.slice(3)}`
  }
  return fault
}

/** @param {Iterable<any>} chunks */
function joined(chunks) {
  const [first, ...others] = chunks
  const urls = [...first.urls]
  for (const other of others) urls.push(...other.urls) // flatMap takes longer than hashing
  return Object.freeze({ ...first, urls: Object.freeze(urls) })
}
