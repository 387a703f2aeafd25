// What a Presigner holds: options for all of its calls, and where and under which grants they are signed.

import { SigningError } from './errors.js'
import { readGrant, readGrantOf } from './grant.js'
import { SHARED } from './options.js'
import { readEndpoint } from './url.js'
import { known, plain } from './values.js'

/** @typedef {import('./values.js').Options} Options */

/**
 * @typedef {object} Settings
 * @property {Options} shared
 * @property {Options} endpoint
 * @property {Options[]} grants all of which have to allow what is signed
 */

/**
 * @param {unknown} options
 * @returns {Settings}
 */
export function readSettings(options) {
  const { endpoint, grant, ...shared } = known(options, SHARED)
  return { shared, endpoint: readEndpoint(endpoint), grants: readGrantOf(options) }
}

/**
 * @param {Settings} settings
 * @param {unknown} grant
 * @returns {Settings}
 */
export const within = (settings, grant) => ({ ...settings, grants: together(settings.grants, [readGrant(grant)]) })

/**
 * Endpoint and grants of a call without a Presigner.
 *
 * @param {any} options
 * @returns {[Options, Options[]]}
 */
export const placeOf = (options) => [readEndpoint(options?.endpoint), readGrantOf(options)]

/**
 * A call's options with those of the Presigner, and the endpoint and the grants to sign under.
 *
 * @param {Settings} settings
 * @param {any} options
 * @returns {[Options, Options, Options[]]}
 */
export function complete(settings, options) {
  const { shared } = settings
  const given = { ...plain('options', options) } // what is checked is what is used
  if (settings.grants.length > 0) checkFixed(settings, given)
  const all = { ...shared, ...given }
  // What is given as undefined is not given: it does not undo a default.
  for (const name in shared) if (all[name] === undefined) all[name] = shared[name]
  const endpoint = all.endpoint === undefined ? settings.endpoint : readEndpoint(all.endpoint)
  return [all, endpoint, together(settings.grants, readGrantOf(options))]
}

/**
 * A grant is for where the Presigner signs: at another address, the same path can be another bucket's.
 *
 * @param {Settings} settings
 * @param {Options} given
 */
function checkFixed({ endpoint, shared }, given) {
  const hasRegion = (endpoint.region ?? shared.region) !== undefined
  const name = FIXED.find((name) => given[name] !== undefined && (hasRegion || name !== 'region'))
  if (name !== undefined) throw new SigningError('ERR_NOT_GRANTED', `${name}: under a grant, it is the Presigner's`)
}

const FIXED = ['endpoint', 'region', 'addressingStyle', 'allowRevealingToken']

/**
 * @param {Options[]} grants
 * @param {Options[]} more
 */
function together(grants, more) {
  const all = [...grants, ...more]
  if (all.length > MAX_GRANTS) throw new SigningError('ERR_INVALID_GRANT', `grant: expected at most ${MAX_GRANTS}`)
  return all
}

const MAX_GRANTS = 16
