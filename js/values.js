// What a value has to be in JavaScript, before anything is signed with it: nothing is converted or dropped.

import { SigningError, argTypeError } from './errors.js'

/** @typedef {Record<string, any>} Options */
/** @typedef {[string, string][]} Pairs */

/**
 * The options, if they are an object with none but known names.
 *
 * @param {unknown} options
 * @param {readonly string[]} names
 * @param {string} [name]
 * @returns {Options}
 */
export function known(options, names, name = 'options') {
  if (typeof options !== 'object' || options === null) throw argTypeError(name, 'an object')
  const unknown = Object.keys(options).find((name) => !names.includes(name))
  if (unknown !== undefined) throw argTypeError(shown(unknown), 'no option of this name')
  return options
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {'ERR_INVALID_KEY'} [code] for a text that is no text: half of a surrogate pair
 */
export function text(name, value, code) {
  if (typeof value !== 'string') throw argTypeError(name, 'a string')
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
  return value.map((entry) => text(name, entry))
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
  if (!isPlain(value)) throw argTypeError(name, 'a plain object of strings')
  return Object.entries(/** @type {object} */ (value)).map(([key, entry]) => [text(name, key), text(shown(key), entry)])
}

/**
 * Whether it is an object with entries of its own: a `Headers`, a `Map` or a `URL` has none, and all it holds would be
 * dropped. One of another realm is as good.
 *
 * @param {unknown} value
 */
export function isPlain(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/**
 * As `Object.prototype.toString` says it: also of a value of another realm.
 *
 * @param {unknown} value
 */
export const kindOf = (value) => Object.prototype.toString.call(value).slice(8, -1)

/**
 * A whole number, as text.
 *
 * @param {string} name
 * @param {unknown} value
 * @param {number} [least]
 * @param {number} [most]
 */
export function integer(name, value, least = 0, most = Number.MAX_SAFE_INTEGER) {
  if (!Number.isInteger(value) || Number(value) < least || Number(value) > most)
    throw argTypeError(name, `a whole number from ${least} to ${most}`)
  return String(value)
}

/** @param {string} name a caller's own, as far as an error repeats it */
export const shown = (name) => name.slice(0, 64)
