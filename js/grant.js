// What may be signed, for those who shall not sign all that their credentials allow.

import { SigningError, argTypeError } from './errors.js'
import { RESPONSE } from './options.js'
import { readDate } from './signer.js'
import { integer, known, list, optional, optionalList, text } from './values.js'
import { writer } from './wire.js'

/** @typedef {import('./values.js').Options} Options */

const GRANT = [
  ...['bucket', 'prefix', 'keys', 'operations', 'maxExpiresIn', 'notAfter', 'contentTypes', 'maxContentLength'],
  ...['responseOverrides', 'versions', 'headers'],
]

/**
 * Reads the grant of some options, if they have any: one that is undefined is a mistake, not no limit.
 *
 * @param {any} options
 */
export const readGrantOf = (options) => (Object.hasOwn(Object(options), 'grant') ? [readGrant(options.grant)] : [])

/**
 * Reads a grant: its bucket, and what writes it. Whether it makes sense is for the core to say.
 *
 * @param {unknown} grant
 * @returns {Options}
 */
export function readGrant(grant) {
  try {
    return readFields(known(grant, GRANT, 'grant'))
  } catch (cause) {
    throw new SigningError('ERR_INVALID_GRANT', /** @type {Error} */ (cause).message, { cause })
  }
}

/** @param {Options} grant */
function readFields(grant) {
  const [missing] = Object.entries(grant).find(([, value]) => value === undefined) ?? []
  if (missing !== undefined) throw argTypeError(missing, 'a value: without one, the grant would be wider')
  if (grant.prefix !== undefined && grant.keys !== undefined) throw argTypeError('keys', 'a prefix or keys, not both')
  if (grant.contentTypes?.length === 0) throw argTypeError('contentTypes', 'at least one')
  const bucket = text('bucket', grant.bucket)
  const prefix = optional('prefix', grant.prefix)
  const keys = grant.keys === undefined ? undefined : list('keys', grant.keys)
  const limits = [
    ...['maxContentLength', 'maxExpiresIn'].map((name) => readWhole(name, grant[name])),
    grant.notAfter === undefined ? NaN : Math.floor(readDate('notAfter', grant.notAfter) / 1000),
  ]
  const operations = list('operations', grant.operations)
  const lists = [operations, readParameters(grant), optionalList('contentTypes', grant.contentTypes)]
  const write = () => {
    ;[bucket, prefix].forEach(writer.optional)
    if (keys === undefined) writer.optional(keys)
    else writer.list(keys)
    limits.forEach(writer.number)
    lists.forEach(writer.list)
  }
  return { bucket, write }
}

/**
 * @param {string} name
 * @param {unknown} value
 */
const readWhole = (name, value) => (value === undefined ? NaN : Number(integer(name, value)))

/**
 * What may stand in a request besides what is harmless, by its wire names.
 *
 * @param {Options} grant
 */
function readParameters({ headers, responseOverrides, versions = false }) {
  if (typeof versions !== 'boolean') throw argTypeError('versions', 'a boolean')
  const overrides = optionalList('responseOverrides', responseOverrides).map((option) => {
    const wire = RESPONSE[option]?.[1]
    if (wire === undefined) throw argTypeError('responseOverrides', `names of ${Object.keys(RESPONSE).join(', ')}`)
    return wire
  })
  const names = optionalList('headers', headers).map((name) => name.toLowerCase())
  return [...names, ...overrides, ...(versions ? ['versionId'] : [])]
}
