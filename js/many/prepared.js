// What is the same for all keys: prepared once, and for single calls kept from one to the next.

import { KEY } from '../options.js'
import { linesOf } from '../reply.js'
import { grantValues } from '../grant.js'
import { PREPARE, SIGN_KEYS, textOf } from '../wire.js'
import { call } from './wasm.js'

/** @typedef {import('../values.js').Options} Options */
/** @typedef {import('../wire.js').Value} Value */
/** @typedef {ReturnType<typeof prepare>} Prepared */

/**
 * @param {Value[]} values of a call of `presign`
 * @param {string | undefined} key the first, or none if there are none
 */
export function prepare(values, key) {
  const reply = call(PREPARE, [...values, key])
  const end = reply.bytes.indexOf(0)
  const [before, after, ...request] = textOf(reply.bytes.subarray(0, end)).split('\n')
  return { reply, request, around: [before, after], batch: reply.bytes.subarray(end + 1) }
}

/**
 * The URLs for some keys.
 *
 * @param {Prepared} prepared
 * @param {Options[]} grants
 * @param {string[]} keys
 */
export function urlsOf({ around: [before, after], batch }, grants, keys) {
  if (keys.length === 0) return []
  const lines = linesOf(call(SIGN_KEYS, [batch, ...grantValues(grants), keys]))
  return keys.map((_, at) => `${before}${lines[2 * at]}${after}${lines[2 * at + 1]}`)
}

/**
 * What was prepared for a call with the same values but for the key: the second one prepares it. So within a second, more of
 * the same are faster. It lives as long as the credentials do.
 *
 * @param {object} credentials
 * @param {Value[]} values
 */
export function preparedBefore(credentials, values) {
  const key = /** @type {string | undefined} */ (values.at(KEY))
  if (key === undefined) return undefined
  const others = values.with(KEY, undefined)
  const last = KEPT.get(credentials)
  if (last !== undefined && isSame(last.others, others)) return (last.prepared ??= prepare(values, key))
  // A caller may write into its signing key.
  KEPT.set(credentials, { others: others.map((value) => (ArrayBuffer.isView(value) ? value.slice() : value)) })
  return undefined
}

/** @type {WeakMap<object, { others: Value[], prepared?: Prepared }>} by credentials: what the last call with them was */
const KEPT = new WeakMap()

/**
 * @param {any} one
 * @param {any} other
 * @returns {boolean}
 */
function isSame(one, other) {
  if (typeof one !== 'object') return Object.is(one, other) // of those without an expiration, NaN is one
  return (
    one.length === other?.length &&
    one.every((/** @type {any} */ value, /** @type {number} */ at) => isSame(value, other[at]))
  )
}
