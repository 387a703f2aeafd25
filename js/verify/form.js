// Forms: whether one is what its policy says.
//
// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html

import { argTypeError } from '../errors.js'
import { isIso8601 } from '../signer.js'
import { integer, isPlain, optional, shown } from '../values.js'
import { refusal } from './refusal.js'

/**
 * @typedef {object} Form
 * @property {[string, string][]} pairs
 * @property {number | undefined} contentLength of the file
 * @property {string} filename
 * @property {import('./index.d.ts').Refused | undefined} refused
 */

/**
 * Reads a form. S3 does not heed what stands behind the file, but whoever reads the form might: then it is not let in.
 *
 * @param {any} fields
 * @param {unknown} contentLength
 * @param {unknown} filename
 * @returns {Form}
 */
export function readForm(fields, contentLength, filename) {
  const isData = typeof fields?.[Symbol.iterator] === 'function'
  if (!isData && !isPlain(fields)) throw argTypeError('fields', 'a FormData or a plain object')
  /** @type {[string, any][]} */
  const all = isData ? Array.from(fields, readField) : Object.entries(fields)
  const file = isData && all.at(-1)?.[0] === 'file' ? all.pop()?.[1] : undefined
  const pairs = all.filter(([, value]) => typeof value === 'string' && value.isWellFormed())
  const length = contentLength === undefined ? file?.size : Number(integer('contentLength', contentLength))
  const fault =
    pairs.length < all.length
      ? 'fields: expected texts, and no file but in the field file, at the end'
      : isData && length === undefined
        ? 'file: is missing'
        : undefined
  return {
    pairs,
    contentLength: length,
    filename: lastPart(optional('filename', filename) ?? file?.name ?? ''),
    refused: fault === undefined ? undefined : refusal('InvalidArgument', fault),
  }
}

/**
 * @param {any} field
 * @returns {[string, any]}
 */
function readField(field) {
  if (Array.isArray(field) && typeof field[0] === 'string') return [field[0], field[1]]
  throw argTypeError('fields', 'a FormData or a plain object')
}

/**
 * Of a path, which old browsers send.
 *
 * @param {string} name
 */
const lastPart = (name) => name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)

/**
 * Holds a form to its policy, which is signed.
 *
 * @param {any} verified
 * @param {Form} form
 * @param {number} now
 */
export function judge(verified, { pairs, contentLength, filename }, now) {
  const fields = new Map(pairs.map(([name, value]) => [lower(name), value]))
  if (fields.size < pairs.length) return refusal('InvalidArgument', 'fields: expected each of them once')
  const policy = readPolicy(fields.get('policy'))
  if (policy === undefined) return refusal('InvalidPolicyDocument', 'policy: expected a policy, as JSON in base64')
  if (!(now <= policy.expiration)) return refusal('RequestExpired', 'policy: it has expired', 403)
  if (fields.has('bucket') && fields.get('bucket') !== verified.bucket)
    return refusal('InvalidArgument', 'bucket: not the one that the form was sent to')
  fields.set('bucket', verified.bucket)
  // AWS puts the name of the file in before it looks at the policy.
  const key = (fields.get('key') ?? '').slice(0, 1025).replaceAll('${filename}', () => filename)
  fields.set('key', key)
  const unmet = policy.conditions.find(({ name, isMet }) => !isMet(fields.get(name), contentLength))
  if (unmet) return refusal('AccessDenied', `${shown(unmet.name)}: not as the policy says`, 403)
  const named = policy.conditions.map(({ name }) => name)
  const extra = [...fields.keys()].find((name) => !isFree(name) && !named.includes(name))
  if (extra !== undefined) return refusal('AccessDenied', `${shown(extra)}: not in the policy`, 403)
  if (key === '' || key.length > 1024) return refusal('InvalidArgument', 'key: expected 1 to 1024 characters')
  const expiresAt = new Date(Math.min(policy.expiration, verified.expiresAt.getTime()))
  return Object.freeze({ ...verified, key, operation: 'PutObject', expiresAt })
}

/** @param {string} name as the module compares it: other letters than ASCII's have no case */
const lower = (name) => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/** @param {string} name of a field that needs no condition */
const isFree = (name) => name === 'policy' || name === 'x-amz-signature' || name.startsWith('x-ignore-')

/**
 * @typedef {object} Condition
 * @property {string} name in lower case
 * @property {(value: string | undefined, contentLength: number | undefined) => boolean} isMet
 */

/**
 * When it ends and what it asks for; nothing if it is not a policy.
 *
 * @param {string | undefined} base64
 */
function readPolicy(base64 = '') {
  try {
    const bytes = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))
    const { expiration, conditions } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    const end = isIso8601(expiration) ? Date.parse(expiration) : NaN
    if (Number.isNaN(end) || !Array.isArray(conditions)) return undefined
    return { expiration: end, conditions: conditions.flatMap(readCondition) }
  } catch {
    return undefined
  }
}

/**
 * @param {any} condition `{ name: value }` or `[kind, $name, value]`; what is neither throws
 * @returns {Condition[]}
 */
function readCondition(condition) {
  if (isPlain(condition)) return Object.entries(condition).map(([name, value]) => equals(`$${name}`, value))
  const [kind, first, second, ...more] = condition
  if (more.length > 0) throw new TypeError('a condition has three parts')
  switch (kind.toLowerCase()) {
    case 'eq':
      return [equals(first, second)]
    case 'starts-with':
      return [startsWith(first, second)]
    case 'content-length-range':
      return [isWithin(Number(first), Number(second))]
    default:
      throw new TypeError('no kind of condition')
  }
}

/**
 * @param {string} field
 * @param {unknown} expected
 * @returns {Condition}
 */
const equals = (field, expected) => ({ name: nameOf(field, expected), isMet: (value) => value === expected })

/**
 * @param {string} field
 * @param {any} start
 * @returns {Condition}
 */
function startsWith(field, start) {
  const name = nameOf(field, start)
  // A list of types is several values.
  const values = (/** @type {string} */ value) => (name === 'content-type' ? value.split(/, */) : [value])
  return { name, isMet: (value) => value !== undefined && values(value).every((one) => one.startsWith(start)) }
}

/**
 * @param {number} least
 * @param {number} most
 * @returns {Condition}
 */
function isWithin(least, most) {
  if (!Number.isSafeInteger(least) || !Number.isSafeInteger(most)) throw new TypeError('no range')
  return {
    name: 'file',
    isMet(_, contentLength) {
      if (contentLength === undefined) throw argTypeError('contentLength', 'that of the file, which the policy limits')
      return contentLength >= least && contentLength <= most
    },
  }
}

/**
 * @param {string} field
 * @param {unknown} value
 */
function nameOf(field, value) {
  if (!field.startsWith('$') || typeof value !== 'string') throw new TypeError('no condition of a field')
  return lower(field.slice(1))
}
