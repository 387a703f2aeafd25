// A request as it arrived. What is wrong with it is a refusal, since whoever sent it is to blame; only what the caller should
// have known throws.

import { argTypeError } from '../errors.js'
import { isPlain, known } from '../values.js'
import { readForm } from './form.js'
import { refusal } from './refusal.js'

/**
 * @typedef {object} Received
 * @property {import('../wire.js').Value[]} values
 * @property {string} search
 * @property {import('./form.js').Form | undefined} form
 * @property {import('./index.d.ts').Refused | undefined} refused
 */

/**
 * Reads a request.
 *
 * @param {any} given
 * @returns {Received}
 */
export function readRequest(given) {
  if (typeof given !== 'object' || given === null || typeof given.url !== 'string')
    throw argTypeError('request', 'a Request')
  const isForm = given.fields !== undefined
  const { method, url, headers, fields, contentLength, filename } = isForm ? known(given, FORM, 'request') : given
  const form = isForm ? readForm(fields, contentLength, filename) : undefined
  // The host is that of the URL: a header of that name can be a proxy's.
  const pairs = form ? form.pairs : readHeaders(headers)
  const verb = isForm ? 'POST' : method
  if (typeof verb !== 'string') throw argTypeError('method', 'a string')
  const size = [verb, url, ...pairs.flat()].reduce((sum, text) => sum + text.length, 0)
  if (size > MOST) return refuse('RequestHeaderSectionTooLarge', `request: expected at most ${MOST} characters`)
  if (!URL.canParse(url)) return refuse('InvalidURI', 'url: expected an absolute URL')
  const { host, pathname, search, username, password } = new URL(url)
  if (username || password || url.includes('#'))
    return refuse('InvalidURI', 'url: no user and no fragment are ever sent')
  return { values: [isForm, verb, host, pathname, search.slice(1), pairs.flat()], search, form, refused: form?.refused }
}

/** @param {Parameters<typeof refusal>} why */
const refuse = (...why) => ({ values: [], search: '', form: undefined, refused: refusal(...why) })

const FORM = ['method', 'url', 'fields', 'contentLength', 'filename']

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

/** Characters of a request without its body: Cloudflare takes 128 KB. */
const MOST = 131_072
