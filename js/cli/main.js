// One command line: from what was typed, the environment, AWS's shared files and standard input to what is printed. presign is
// the twin of `aws s3 presign`; inspect and diagnose are in debug.js.

import { presign } from '../entry/inline.js'
import { SigningError, isSigningError } from '../errors.js'
import { USAGE, readArguments, version } from './arguments.js'
import { pickCredentials } from './credentials.js'
import { diagnosed, inspected } from './debug.js'
import { pickEndpoint } from './endpoint.js'
import { readProfile } from './profile.js'

/** @typedef {{ status: number, stdout: string, stderr: string }} Outcome */

/**
 * Runs one command line. Of the machine, it reads the two shared files, the files that are named, and the clock; it writes
 * nothing.
 *
 * @param {{ argv: string[], env: Record<string, string | undefined>, home: string, hasColour?: boolean,
 *   input?: string }} process what it may know
 * @returns {Outcome}
 */
export function main({ argv, env, home, hasColour = false, input = '' }) {
  try {
    const asked = readArguments(argv)
    if (asked.show === 'help') return done(USAGE)
    if (asked.show === 'version') return done(`${version()}\n`)
    // An empty variable is none: it is how a script unsets one.
    const variable = (/** @type {string[]} */ ...names) => names.map((name) => env[name]).find(Boolean)
    if (asked.command === 'inspect') return inspected(asked, hasColour, input)
    if (asked.command === 'diagnose') return diagnosed(asked, { variable, home, hasColour, input })
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
  checkHidden(result.url, credentials)
  const note = result.limitedBy === 'credentials' ? `the URL ends with its credentials, in ${result.expiresIn} s` : ''
  return done(json ? `${JSON.stringify(result, null, 2)}\n` : `${result.url}\n`, note && `edgesign: ${note}\n`)
}

/**
 * Refuses a URL that shows the secret: it was typed as the address, or the two halves of the key are swapped. A short one,
 * such as a local server's `minioadmin`, is a word that may be anywhere.
 *
 * @param {string} url
 * @param {import('../index.d.ts').SecretCredentials} credentials
 */
function checkHidden(url, { secretAccessKey }) {
  const shown = decodeURIComponent(url).toLowerCase() // as a URL parser leaves host names
  const isShown = secretAccessKey.length >= 32 && shown.includes(secretAccessKey.toLowerCase())
  const isAnId = /^A[KS]IA[0-9A-Z]{16}$/.test(secretAccessKey)
  if (isShown || isAnId)
    throw new SigningError(
      'ERR_INVALID_CREDENTIALS',
      'the URL would show the secret access key: it is in the address, or in the place of the access key id',
    )
}

/**
 * @param {string} stdout
 * @returns {Outcome}
 */
const done = (stdout, stderr = '') => ({ status: 0, stdout, stderr })

/**
 * What is said of an error: its code and its message, which hold nothing that was read or typed but a file's path and the
 * name of a profile that is there; of an error that nobody thought of, nothing but its kind.
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
