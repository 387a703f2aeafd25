// What may be signed, for those who shall not sign all that their credentials allow.

import { SigningError, argTypeError } from './errors.js'
import { RESPONSE } from './names.js'
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
 * Reads a grant. Whether it makes sense is for the core to say.
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
  for (const name of ['keys', 'operations', 'contentTypes']) {
    const length = grant[name]?.length
    if (length === 0 || length > 1000) throw argTypeError(name, '1 to 1000')
  }
  const bucket = text('bucket', grant.bucket)
  const [prefix, keys] = [optional('prefix', grant.prefix), optionalList('keys', grant.keys)]
  const operations = list('operations', grant.operations)
  const contentTypes = optionalList('contentTypes', grant.contentTypes)
  const lists = [[bucket], prefix === undefined ? [] : [prefix], keys, operations, readParameters(grant), contentTypes]
  const limits = [
    ...['maxContentLength', 'maxExpiresIn'].map((name) => readWhole(name, grant[name])),
    grant.notAfter === undefined ? NaN : Math.floor(readDate('notAfter', grant.notAfter) / 1000),
  ]
  return { bucket, lists, limits }
}

/**
 * All texts of all grants first, so that the core can lend them.
 *
 * @param {Options[]} grants
 */
export function writeGrants(grants) {
  writer.list(grants.flatMap(({ lists }) => lists.flat()))
  writer.byte(grants.length)
  for (const { lists, limits } of grants) {
    for (const list of lists) writer.count(list.length)
    limits.forEach(writer.number)
  }
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
