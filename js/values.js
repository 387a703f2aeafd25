// What a value has to be in JavaScript, before anything is signed with it: nothing is converted or dropped.

import { SigningError, argTypeError } from './errors.js'

/** @typedef {Record<string, any>} Options */
/** @typedef {[string, string][]} Pairs */

/**
 * A copy of the options, if they are an object with none but known names: what is checked is what is used.
 *
 * @param {unknown} options
 * @param {readonly string[]} names
 * @param {string} [name]
 * @returns {Options}
 */
export function known(options, names, name = 'options') {
  const given = { ...plain(name, options) }
  const unknown = Object.keys(given).find((name) => !names.includes(name))
  if (unknown !== undefined) throw argTypeError(shown(unknown), 'no option of this name')
  return given
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {'ERR_INVALID_KEY'} [code] for a text that is no text: half of a surrogate pair
 * @param {number} [most] characters: nothing longer is of any use, and all of it has to fit into the module's memory
 */
export function text(name, value, code, most = 65_536) {
  if (typeof value !== 'string') throw argTypeError(name, 'a string')
  if (value.length > most) throw new SigningError('ERR_TOO_LARGE', `${name}: expected at most ${most} characters`)
  if (value.isWellFormed()) return value
  const expected = 'a string without lone surrogates'
  throw code === undefined ? argTypeError(name, expected) : new SigningError(code, `${name}: expected ${expected}`)
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
 * @param {string} name
 * @param {unknown} value
 * @returns {string[]}
 */
export function list(name, value) {
  if (!Array.isArray(value)) throw argTypeError(name, 'an array of strings')
  return Array.from(value, (entry) => text(name, entry)) // not map: it leaves out holes
}

/**
 * @param {string} name
 * @param {unknown} value
 */
export function optionalList(name, value) {
  return value === undefined ? [] : list(name, value)
}

/**
 * Headers or query parameters by name, each a string.
 *
 * @param {string} name
 * @param {unknown} value
 * @returns {Pairs}
 */
export function record(name, value) {
  if (value === undefined) return []
  return Object.entries(plain(name, value)).map(([key, entry]) => [text(name, key), text(shown(key), entry)])
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {Options}
 */
export function plain(name, value) {
  if (isPlain(value)) return /** @type {Options} */ (value)
  throw argTypeError(name, 'a plain object')
}

/**
 * Whether it is an object with entries of its own: a `Headers`, a `Map` or a `URL` has none, and all it holds would be
 * dropped, and so would all that it inherits. One of another realm is as good.
 *
 * @param {unknown} value
 */
export function isPlain(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.hasOwn(prototype, 'isPrototypeOf')
}

/**
 * As `Object.prototype.toString` says it: also of a value of another realm.
 *
 * @param {unknown} value
 */
export const kindOf = (value) => Object.prototype.toString.call(value).slice(8, -1)

/**
 * Whether it is a `Uint8Array`, which anything can call itself.
 *
 * @param {unknown} value
 */
export const isBytes = (value) => ArrayBuffer.isView(value) && kindOf(value) === 'Uint8Array'

/** Bytes of a body that is hashed here. */
export const MAX_BODY = 64 * 1024 * 1024

/**
 * A whole number, as text.
 *
 * @param {string} name
 * @param {any} value
 * @param {number} [least]
 * @param {number} [most]
 */
export function integer(name, value, least = 0, most = Number.MAX_SAFE_INTEGER) {
  if (!Number.isInteger(value) || value < least || value > most)
    throw argTypeError(name, `a whole number from ${least} to ${most}`)
  return String(value)
}

/** @param {string} name a caller's own, as far as an error repeats it */
export const shown = (name) => name.slice(0, 64)

/**
 * Whether a service signs as S3 does: the path encoded once, the payload hash in a header.
 *
 * @param {unknown} service
 */
export const isS3 = (service) => typeof service === 'string' && /^s3(express|-object-lambda|-outposts)?$/.test(service)
