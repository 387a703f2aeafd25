// The shared files and the profile in them that is asked for.
//
// Source: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html (where the files are, what sections are
// named, and that the credentials file comes first); https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
// (the variables). What these leave open is as in botocore (configloader.py, and full_config of session.py): a file that is
// not there is empty, and a profile that is named has to be in one of them.

import { readFileSync, statSync } from 'node:fs'
import { SigningError } from '../errors.js'
import { readIni } from './ini.js'

/** @typedef {import('./ini.js').Section} Section */
/** @typedef {(...names: string[]) => string | undefined} Variable the first of these that is set in the environment */

/**
 * @typedef {object} Profile
 * @property {string} name
 * @property {boolean} isExplicit whether it was named on the command line, and so comes before the environment
 * @property {Section} inCredentials what the credentials file has of it
 * @property {Section} inConfig what the config file has of it
 * @property {Section} all both, the credentials file's before the config file's
 * @property {Map<string, Section>} services the config file's `[services NAME]` sections
 */

/**
 * @param {string | undefined} asked
 * @param {Variable} variable
 * @param {string} home
 * @returns {Profile}
 */
export function readProfile(asked, variable, home) {
  const load = (/** @type {string} */ name, /** @type {string} */ standard) =>
    readFile(expand(variable(name) ?? `~/.aws/${standard}`, variable, home))
  const config = load('AWS_CONFIG_FILE', 'config')
  const credentials = load('AWS_SHARED_CREDENTIALS_FILE', 'credentials')
  const profiles = sectionsOf('profile', config)
  const wanted = asked ?? variable('AWS_PROFILE', 'AWS_DEFAULT_PROFILE')
  const name = wanted ?? 'default'
  if (wanted !== undefined && !profiles.has(name) && !credentials.has(name)) throw missing(asked !== undefined)
  const [inConfig, inCredentials] = [profiles.get(name) ?? new Map(), credentials.get(name) ?? new Map()]
  return {
    name,
    isExplicit: asked !== undefined,
    inCredentials,
    inConfig,
    all: new Map([...inConfig, ...inCredentials]),
    services: sectionsOf('services', config),
  }
}

/**
 * A setting of one line; an empty one is none.
 *
 * @param {Section | undefined} section
 * @param {string} name
 */
export function setting(section, name) {
  const value = section?.get(name) || undefined
  if (value === undefined || (typeof value === 'string' && !value.includes('\n'))) return value
  throw unavailable(`${name}: expected one line in the shared files; the deeper lines below it go on with its value`)
}

/**
 * The settings nested under a name.
 *
 * @param {Section | undefined} section
 * @param {string} name
 * @returns {Section | undefined}
 */
export function nested(section, name) {
  const value = section?.get(name) || undefined
  if (value === undefined || typeof value === 'object') return value
  throw unavailable(`${name}: expected nested settings in the shared files, on deeper lines below it`)
}

/** @param {string} message */
export const unavailable = (message) => new SigningError('ERR_CREDENTIALS_UNAVAILABLE', message)

/** @param {boolean} isExplicit */
const missing = (isExplicit) =>
  unavailable(
    `the profile of ${isExplicit ? '--profile' : 'AWS_PROFILE or AWS_DEFAULT_PROFILE'} is in neither of the shared files`,
  )

/**
 * The sections `[kind NAME]` by their names, which may be quoted; for profiles, `[default]` too.
 *
 * @param {'profile' | 'services'} kind
 * @param {Map<string, Section>} sections
 */
function sectionsOf(kind, sections) {
  const heading = new RegExp(`^${kind}\\s+(?:"([^"]*)"|'([^']*)'|([^\\s"']+))\\s*$`)
  /** @type {Map<string, Section>} */
  const found = new Map()
  for (const [title, section] of sections) {
    const [, ...names] = heading.exec(title) ?? []
    const name =
      names.find((part) => part !== undefined) ?? (kind === 'profile' && title === 'default' ? title : undefined)
    if (name !== undefined) found.set(name, section)
  }
  return found
}

/** @param {string} path */
function readFile(path) {
  try {
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return new Map()
    return readIni(new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)), path)
  } catch (/** @type {any} */ error) {
    if (error instanceof SigningError) throw error
    throw unavailable(`${path}: ${error instanceof TypeError ? 'not UTF-8' : `cannot be read (${error.code})`}`)
  }
}

/**
 * The path with `~` and variables replaced; a variable that is not set stays as it is written.
 *
 * @param {string} path
 * @param {Variable} variable
 * @param {string} home
 */
function expand(path, variable, home) {
  const filled = path.replace(/\$(?:(\w+)|\{([^}]*)\})/g, (whole, plain, braced) => variable(plain ?? braced) ?? whole)
  return filled.replace(/^~(?=[/\\]|$)/, () => home)
}
