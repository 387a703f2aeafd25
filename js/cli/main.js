// The twin of `aws s3 presign`: from what was typed, the environment and AWS's shared files to one URL.

import { presign } from '../entry/inline.js'
import { isSigningError } from '../errors.js'
import { USAGE, readArguments, version } from './arguments.js'
import { pickCredentials } from './credentials.js'
import { pickEndpoint } from './endpoint.js'
import { readProfile } from './profile.js'

/** @typedef {{ status: number, stdout: string, stderr: string }} Outcome */

/**
 * Runs one command line. It touches nothing but the two shared files, which it reads.
 *
 * @param {{ argv: string[], env: Record<string, string | undefined>, home: string }} process what it may know
 * @returns {Outcome}
 */
export function main({ argv, env, home }) {
  try {
    const asked = readArguments(argv)
    if (asked.show === 'help') return done(USAGE)
    if (asked.show === 'version') return done(`${version()}\n`)
    // An empty variable is none: it is how a script unsets one.
    const variable = (/** @type {string[]} */ ...names) => names.map((name) => env[name]).find(Boolean)
    return signed(asked, variable, home)
  } catch (error) {
    return failed(error)
  }
}

/**
 * @param {import('./arguments.js').Asked} asked
 * @param {import('./profile.js').Variable} variable
 * @param {string} home
 */
function signed(asked, variable, home) {
  const { operation, bucket, key, expiresIn, json } = asked
  const profile = readProfile(asked.profile, variable, home)
  const endpoint = pickEndpoint(asked, variable, profile)
  const credentials = pickCredentials(variable, profile)
  const result = presign(operation, { ...endpoint, bucket, key, expiresIn, credentials })
  const note = result.limitedBy === 'credentials' ? `the URL ends with its credentials, in ${result.expiresIn} s` : ''
  return done(json ? `${JSON.stringify(result, null, 2)}\n` : `${result.url}\n`, note && `edgesign: ${note}\n`)
}

/**
 * @param {string} stdout
 * @returns {Outcome}
 */
const done = (stdout, stderr = '') => ({ status: 0, stdout, stderr })

/**
 * What is said of an error: its code and its message, which never hold anything that was read or typed, or else nothing
 * but that it was unexpected.
 *
 * @param {any} error
 * @returns {Outcome}
 */
function failed(error) {
  const isOurs = isSigningError(error) || error?.code === 'ERR_USAGE' || error?.code === 'ERR_INVALID_ARG_TYPE'
  const text = isOurs
    ? `${error.code}: ${error.message}`
    : `ERR_INTERNAL: an unexpected ${error?.name}; please report it`
  return { status: error?.code === 'ERR_USAGE' ? 2 : 1, stdout: '', stderr: `edgesign: ${text}\n` }
}
