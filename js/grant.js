// What may be signed, for those who shall not sign all that their credentials allow.

import { SigningError, argTypeError } from './errors.js'
import { RESPONSE } from './names.js'
import { readDate, seconds } from './signer.js'
import { integer, known, list, text } from './values.js'

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
 * @param {unknown} given
 * @returns {Options}
 */
export function readGrant(given) {
  try {
    const grant = copyOf(known(given, GRANT, 'grant'))
    const { bucket, prefix, keys = [], operations, contentTypes = [], maxContentLength, maxExpiresIn, notAfter } = grant
    const place = [[text('bucket', bucket)], prefix === undefined ? [] : [text('prefix', prefix)], keys]
    return {
      grant,
      lists: [...place, list('operations', operations), readParameters(grant), contentTypes],
      limits: [
        readWhole('maxContentLength', maxContentLength),
        readWhole('maxExpiresIn', maxExpiresIn),
        notAfter === undefined ? NaN : seconds(notAfter),
      ],
    }
  } catch (cause) {
    throw new SigningError('ERR_INVALID_GRANT', /** @type {Error} */ (cause).message, { cause })
  }
}

/**
 * The grant with what it holds, too: nobody changes it after it was looked at.
 *
 * @param {Options} grant
 */
function copyOf(grant) {
  const [missing] = Object.entries(grant).find(([, value]) => value === undefined) ?? []
  if (missing !== undefined) throw argTypeError(missing, 'a value: without one, the grant would be wider')
  if (grant.prefix !== undefined && grant.keys !== undefined) throw argTypeError('keys', 'a prefix or keys, not both')
  for (const [name, least] of Object.entries(LISTS)) {
    if (grant[name] === undefined) continue
    const copy = (grant[name] = list(name, grant[name]))
    if (copy.length < least || copy.length > 1000) throw argTypeError(name, `${least} to 1000`)
  }
  if (grant.notAfter !== undefined) grant.notAfter = new Date(readDate('notAfter', grant.notAfter))
  return grant
}

/** How many there have to be, if there are any. */
const LISTS = { keys: 1, operations: 1, contentTypes: 1, headers: 0, responseOverrides: 0 }

/**
 * All texts of all grants first, so that the core can lend them.
 *
 * @param {Options[]} grants
 */
export const grantValues = (grants) => [
  grants.flatMap(({ lists }) => lists.flat()),
  grants.length,
  ...grants.flatMap(({ lists, limits }) => [...lists.map((/** @type {string[]} */ list) => list.length), ...limits]),
]

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
function readParameters({ headers = [], responseOverrides = [], versions = false }) {
  if (typeof versions !== 'boolean') throw argTypeError('versions', 'a boolean')
  const overrides = responseOverrides.map((/** @type {string} */ option) => {
    const wire = RESPONSE[option]?.[1]
    if (wire === undefined) throw argTypeError('responseOverrides', `names of ${Object.keys(RESPONSE).join(', ')}`)
    return wire
  })
  const names = headers.map((/** @type {string} */ name) => name.toLowerCase())
  if (names.some((/** @type {string} */ name) => !/^(?!response-)[!#$%&'*+.^_`|~\da-z-]+$/.test(name)))
    throw argTypeError('headers', 'names of headers')
  return [...names, ...overrides, ...(versions ? ['versionId'] : [])]
}
