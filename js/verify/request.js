// A request as it arrived. What is wrong with it is a refusal, since whoever sent it is to blame; only what the caller should
// have known throws.

import { argTypeError } from '../errors.js'
import { isPlain, known, text } from '../values.js'
import { writer } from '../wire.js'
import { readFields } from './form.js'
import { refusal } from './refusal.js'

/**
 * @typedef {object} Received
 * @property {() => void} write
 * @property {string} search
 * @property {import('./form.js').Form | undefined} form
 * @property {import('./index.d.ts').Refused | undefined} refused
 */

/**
 * Reads a request; the result writes it.
 *
 * @param {any} given
 * @returns {Received}
 */
export function readRequest(given) {
  if (typeof given !== 'object' || given === null) throw argTypeError('request', 'a Request')
  const isForm = given.fields !== undefined
  const { method, url, headers, fields, contentLength, filename } = isForm ? known(given, FORM, 'request') : given
  const address = readAddress(url)
  const form = isForm ? readFields(fields, contentLength, filename) : undefined
  // The host is that of the URL: a header of that name can be a proxy's.
  const pairs = form ? form.pairs : readHeaders(headers).filter(([name]) => name.toLowerCase() !== 'host')
  const texts = [isForm ? 'POST' : text('method', method), address.host, address.pathname, address.search.slice(1)]
  const size = [...texts, ...pairs.flat()].reduce((sum, text) => sum + text.length, 0)
  return {
    refused:
      size > MOST
        ? refusal('RequestHeaderSectionTooLarge', `request: expected at most ${MOST} characters`)
        : form?.refused,
    form,
    search: address.search,
    write() {
      writer.byte(Number(isForm))
      texts.forEach(writer.text)
      writer.list(pairs.flat())
    },
  }
}

const FORM = ['method', 'url', 'fields', 'contentLength', 'filename']

/** @param {unknown} url */
function readAddress(url) {
  try {
    return new URL(typeof url === 'string' ? url : '')
  } catch {
    throw argTypeError('url', 'an absolute URL')
  }
}

/**
 * A `Headers`, or a plain object, such as Node's `request.headers`.
 *
 * @param {any} headers
 * @returns {[string, string][]}
 */
function readHeaders(headers) {
  if (headers === undefined) return []
  if (!isPlain(headers) && typeof headers?.[Symbol.iterator] !== 'function')
    throw argTypeError('headers', 'a Headers or a plain object')
  const entries = isPlain(headers)
    ? Object.entries(headers).filter(([, value]) => value !== undefined)
    : Array.from(headers)
  return entries.flatMap(([name, value]) => [value].flat().map((one) => [header(name), header(one)]))
}

/** @param {unknown} value */
function header(value) {
  if (typeof value === 'string') return value
  throw argTypeError('headers', 'names and values that are strings')
}

/** Characters of a request without its body: more than any platform lets through. */
const MOST = 262_144
