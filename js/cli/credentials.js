// Whose credentials sign: the first that is there, in the order of the AWS CLI. Those that can only be had by asking AWS, or
// by running a program, are left to the AWS CLI: the error says how to get them from it.
//
// Source: https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-authentication.html#cli-chap-authentication-precedence;
// the order inside a profile and that --profile comes before the environment: create_credential_resolver and
// ProfileProviderBuilder of botocore (credentials.py). How to get the others:
// https://docs.aws.amazon.com/cli/latest/reference/configure/export-credentials.html

import { SigningError } from '../errors.js'
import { setting, unavailable } from './profile.js'

/** @typedef {import('./profile.js').Profile} Profile */
/** @typedef {import('./profile.js').Variable} Variable */

/**
 * @param {Variable} variable
 * @param {Profile} profile
 * @returns {import('../index.d.ts').SecretCredentials}
 */
export function pickCredentials(variable, profile) {
  const refuse = (/** @type {string[]} */ ...names) => checkNone(profile, names)
  const fromEnvironment = profile.isExplicit ? undefined : readEnvironment(variable)
  if (fromEnvironment !== undefined) return fromEnvironment
  if (!profile.isExplicit && variable('AWS_WEB_IDENTITY_TOKEN_FILE')) throw elsewhere('AWS_WEB_IDENTITY_TOKEN_FILE', '')
  refuse('role_arn', 'web_identity_token_file', 'sso_account_id', 'sso_role_name')
  const fromCredentials = readKeys(profile.inCredentials)
  if (fromCredentials !== undefined) return fromCredentials
  refuse('login_session', 'credential_process')
  const fromConfig = readKeys(profile.inConfig)
  if (fromConfig !== undefined) return fromConfig
  refuse('sso_session', 'sso_start_url')
  throw unavailable(
    'no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or choose a profile that has them; ' +
      `for those of a container or an instance ${command('')}`,
  )
}

/** @param {Variable} variable */
function readEnvironment(variable) {
  const accessKeyId = variable('AWS_ACCESS_KEY_ID')
  if (accessKeyId === undefined) return undefined
  const secretAccessKey = variable('AWS_SECRET_ACCESS_KEY')
  if (secretAccessKey === undefined) throw partial('AWS_ACCESS_KEY_ID is set, AWS_SECRET_ACCESS_KEY is not')
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken: variable('AWS_SECURITY_TOKEN', 'AWS_SESSION_TOKEN'),
    expiration: variable('AWS_CREDENTIAL_EXPIRATION'),
  }
}

/** @param {import('./ini.js').Section} section */
function readKeys(section) {
  if (!section.has('aws_access_key_id')) return undefined
  const [accessKeyId, secretAccessKey] = ['aws_access_key_id', 'aws_secret_access_key'].map((name) => {
    const value = setting(section, name)
    if (value === undefined) throw partial(`the profile has aws_access_key_id, but ${name} is missing or empty`)
    return value
  })
  const sessionToken = setting(section, 'aws_security_token') ?? setting(section, 'aws_session_token')
  return /** @type {import('../index.d.ts').SecretCredentials} */ ({ accessKeyId, secretAccessKey, sessionToken })
}

/** @param {string} message */
const partial = (message) => new SigningError('ERR_INVALID_CREDENTIALS', message)

/**
 * Refuses a profile with one of these settings.
 *
 * @param {Profile} profile
 * @param {string[]} names
 */
function checkNone({ all, name, isExplicit }, names) {
  const reason = names.find((setting) => all.has(setting))
  if (reason !== undefined) throw elsewhere(`${reason} of the profile`, isExplicit || name !== 'default' ? name : '')
}

/**
 * @param {string} reason
 * @param {string} profile
 */
function elsewhere(reason, profile) {
  return unavailable(`${reason}: only the AWS CLI can get these credentials; ${command(profile)}`)
}

/**
 * What to type. Afterwards the environment has the credentials, and --profile would hide them.
 *
 * @param {string} profile
 */
function command(profile) {
  // A name that a shell would read otherwise is left to the reader.
  const name = /^[\w.@+/:-]*$/.test(profile) ? profile : 'NAME'
  const [option, then] = name ? [` --profile ${name}`, `, then use AWS_PROFILE=${name} instead of --profile`] : ['', '']
  return `run (AWS CLI 2): eval "$(aws configure export-credentials${option} --format env)"${then}`
}
