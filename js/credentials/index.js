// Short-lived credentials, asked for with long-lived ones or with an identity token. Nothing is kept here, and nothing is
// tried twice: when to ask again is for the caller to say.

import { deriveSigningKey, sign } from 'edgesign'
import { argTypeError } from '../errors.js'
import { known } from '../values.js'
import { sessionUrl, stsUrl } from './address.js'
import { ask, SEND } from './ask.js'
import { ASSUME_ROLE, ASSUME_ROLE_WITH_WEB_IDENTITY, GET_SESSION_TOKEN, formOf, policyOf } from './parameters.js'

export { deriveSigningKey }

/**
 * Temporary credentials of a role, no wider than a grant.
 *
 * @example
 * const session = await assumeRole({ region: 'eu-west-1', credentials, roleArn, roleSessionName: 'edge', grant })
 *
 * @type {typeof import('./index.d.ts').assumeRole}
 */
export async function assumeRole(given) {
  const options = known(given, [...SIGNED, ...POLICY, ...Object.keys(ASSUME_ROLE)])
  const form = formOf('AssumeRole', ASSUME_ROLE, options, policyOf(options))
  return ask('AssumeRole', signedPost(form, options), options)
}

/**
 * Temporary credentials of a role for whoever an identity token is about. The token is what is sent, and nothing is signed.
 *
 * @example
 * const session = await assumeRoleWithWebIdentity({ region: 'eu-west-1', webIdentityToken, roleArn, roleSessionName: 'edge' })
 *
 * @type {typeof import('./index.d.ts').assumeRoleWithWebIdentity}
 */
export async function assumeRoleWithWebIdentity(given) {
  const options = known(given, [...PLACE, ...POLICY, ...Object.keys(ASSUME_ROLE_WITH_WEB_IDENTITY)])
  const action = 'AssumeRoleWithWebIdentity'
  const body = formOf(action, ASSUME_ROLE_WITH_WEB_IDENTITY, options, policyOf(options))
  return ask(action, { url: stsUrl(options), method: 'POST', headers: FORM, body }, options)
}

/**
 * Temporary credentials of the user itself, with the same rights: for a second factor.
 *
 * @example
 * const session = await getSessionToken({ region: 'eu-west-1', credentials, serialNumber, tokenCode })
 *
 * @type {typeof import('./index.d.ts').getSessionToken}
 */
export async function getSessionToken(given) {
  const options = known(given, [...SIGNED, ...Object.keys(GET_SESSION_TOKEN)])
  return ask('GetSessionToken', signedPost(formOf('GetSessionToken', GET_SESSION_TOKEN, options), options), options)
}

/**
 * Five minutes of one directory bucket of S3 Express One Zone.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html
 *
 * @example
 * const session = await createSession({ region: 'eu-west-1', bucket: 'media--euw1-az1--x-s3', credentials })
 *
 * @type {typeof import('./index.d.ts').createSession}
 */
export async function createSession(given) {
  const options = known(given, [...SIGNED, 'bucket', 'sessionMode'])
  const { region, credentials, sessionMode } = options
  if (![undefined, 'ReadOnly', 'ReadWrite'].includes(sessionMode))
    throw argTypeError('sessionMode', 'ReadOnly or ReadWrite')
  const headers = sessionMode && { 'x-amz-create-session-mode': sessionMode }
  const request = sign({ url: sessionUrl(options), headers }, { service: 's3express', region, credentials })
  return ask('CreateSession', request, options)
}

const PLACE = ['endpoint', 'region', ...SEND]
const SIGNED = ['credentials', ...PLACE]
const POLICY = ['grant', 'policy']
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/**
 * @param {string} body
 * @param {import('../values.js').Options} options
 */
function signedPost(body, options) {
  const { region, credentials } = options
  const request = { url: stsUrl(options), method: 'POST', headers: FORM, body }
  return { ...sign(request, { service: 'sts', region, credentials }), body }
}
