// Forms: what they have to have, as the headers of a request.

import { SigningError, argTypeError } from './errors.js'
import { readPresign, SHARED } from './options.js'
import { integer, known, record, text } from './values.js'
import { writer } from './wire.js'

/** @typedef {import('./values.js').Options} Options */

const POST = [
  ...SHARED,
  ...['signingDate', 'key', 'contentType', 'contentLengthRange', 'metadata', 'checksum', 'fields', 'startsWith'],
]

/**
 * Reads a form; the result writes it, and makes its fields of the headers that come back.
 *
 * @param {unknown} given
 * @param {Options} endpoint as it was read
 * @param {Options[]} grants as they were read
 */
export function readPost(given, endpoint, grants) {
  const { fields, startsWith, contentLengthRange, ...rest } = known(given, POST)
  endpoint.check?.('a form', [], [])
  const [bound, open] = [record('fields', fields), record('startsWith', startsWith)]
  const key = text('key', rest.key, 'ERR_INVALID_KEY')
  const names = open.map(([name]) => name.toLowerCase())
  const twice = bound.find(([name]) => names.includes(name.toLowerCase()))
  if (twice) throw new SigningError('ERR_INVALID_HEADER', `${twice[0].slice(0, 64)}: either in fields or in startsWith`)
  const [least, contentLength] = readRange(contentLengthRange)
  const headers = Object.fromEntries([...bound, ...open])
  const writeRequest = readPresign('PutObject', { ...rest, headers, contentLength }, endpoint, grants)
  return {
    write() {
      writeRequest()
      writer.list(names)
      writer.number(least)
    },
    /** @param {Record<string, string>} headers */
    finish(headers) {
      const own = Object.entries(headers).filter(([name]) => !names.includes(name))
      const fields = Object.freeze({ key, ...Object.fromEntries(own.map(([name, value]) => [fieldName(name), value])) })
      return { fields, warnings: Object.freeze(warningsOf(key, bound)) }
    },
  }
}

/**
 * @param {any} range
 * @returns {[number, number | undefined]}
 */
function readRange(range) {
  if (range === undefined) return [NaN, undefined]
  if (!Array.isArray(range) || range.length !== 2) throw argTypeError('contentLengthRange', 'the least and the most')
  const most = Number(integer('contentLengthRange', range[1]))
  return [Number(integer('contentLengthRange', range[0], 0, most)), most]
}

/**
 * As AWS writes it: `Content-Type`.
 *
 * @param {string} name
 */
const fieldName = (name) =>
  /^(content|cache|expires)/.test(name) ? name.replace(/(^|-)./g, (letter) => letter.toUpperCase()) : name

/**
 * What makes a form wider than it was meant to be, perhaps.
 *
 * @param {string} key
 * @param {[string, string][]} fields
 * @returns {import('./index.d.ts').PostWarning[]}
 */
function warningsOf(key, fields) {
  const chosen = key.includes('${filename}')
  const redirects = fields.some(([name]) => /^(success_action_redirect|redirect)$/i.test(name))
  return [
    ...(key.startsWith('${filename}') ? /** @type {const} */ (['ANY_KEY']) : []),
    ...(chosen ? /** @type {const} */ (['KEY_CHOSEN_BY_SENDER']) : []),
    ...(redirects ? /** @type {const} */ (['REDIRECT']) : []),
  ]
}
