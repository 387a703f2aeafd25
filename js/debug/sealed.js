// What leaves this entry: frozen, and without what nobody has to see, whatever part of it made the text.

import { hidden, isConfidential } from './scheme.js'
import { decode, encode } from './url.js'

/** Shorter ones would be found in every text; by their names, they are hidden as well. */
const SHORTEST = 8
/** More than a request has: beyond, only names tell. */
const MOST_VALUES = 40
/** No token is longer; of what is, the rest goes with its beginning. */
const LONGEST_PATTERN = 4096

/**
 * What takes the confidential values of a request out of a text: by their names, and wherever else they are.
 *
 * @param {Exclude<import('./inspect.js').Read, { problem: string }>} found
 * @param {Record<string, string>} [headers]
 * @returns {(text: string) => string}
 */
export function hiderOf({ url, form, signature }, headers = {}) {
  const named = [...Object.entries(headers), ...Object.entries(form?.fields ?? {})]
  const values = [
    signature.signature,
    signature.token,
    ...url.pairs.filter(({ name }) => isConfidential(name)).map(({ text }) => text.slice(text.indexOf('=') + 1)),
    ...named.filter(([name]) => isConfidential(name)).map(([, value]) => value),
    ...valuesIn(url.path),
    ...valuesIn(url.query),
  ]
  const written = values.slice(0, MOST_VALUES).flatMap((value) => levels(value ?? ''))
  const all = [...new Set(written)].filter(({ length }) => length >= SHORTEST).sort((a, b) => b.length - a.length)
  const patterns = all.map(patternOf)
  return (text) => hidden(patterns.reduce((rest, value) => rest.replaceAll(value, '…'), text))
}

/** The confidential values in a text that was encoded again, as a whole or in part. @param {string} text */
function valuesIn(text) {
  /** @type {string[]} */
  const values = []
  for (const decoded of levels(text)) hidden(decoded, (value) => values.push(value))
  return values
}

/** A text, and what it becomes when it is decoded again and again, however often it was encoded. @param {string} text */
function levels(text) {
  const all = [text]
  for (let last = text; all.length < 5; all.push(last)) {
    const once = last.replace(/%(?:25)+(?=[\da-f]{2})/gi, '%')
    const next = once.replace(/(?:%[\da-f]{2})+/gi, decode)
    if (next === last) break
    last = next
  }
  return all
}

/** A value, however its signs are encoded. @param {string} value */
function patternOf(value) {
  const parts = [...value.slice(0, LONGEST_PATTERN)].map((sign) => {
    const plain = sign.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
    const encoded = encode(sign).replaceAll('%', '%(?:25)*')
    return /^\w$/.test(sign) || encoded === sign ? plain : `(?:${plain}|${encoded})`
  })
  return new RegExp(parts.join('') + (value.length > LONGEST_PATTERN ? '[^&\\s]*' : ''), 'gi')
}

/** Nothing that is shown is nested deeper. */
const DEEPEST = 12

/**
 * A frozen copy whose texts went through `hide`.
 *
 * @template T
 * @param {T} value
 * @param {(text: string) => string} hide
 * @returns {T}
 */
export function sealed(value, hide, depth = 0) {
  if (typeof value === 'string') return /** @type {any} */ (hide(value))
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  const inner = (/** @type {any} */ one) => (depth < DEEPEST ? sealed(one, hide, depth + 1) : undefined)
  const copy = Array.isArray(value)
    ? value.map(inner)
    : Object.fromEntries(Object.entries(value).map(([name, one]) => [hide(name), inner(one)]))
  return /** @type {any} */ (Object.freeze(copy))
}
