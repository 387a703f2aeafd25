// What providers of credentials answer.

import { readDate } from '../signer.js'
import { only, parse, valueOf } from './xml.js'

/**
 * The credentials of an answer, or what is wrong with it.
 *
 * @param {string} action
 * @param {string} body
 */
export function readCredentials(action, body) {
  const credentials = only(resultOf(action, parse(body)), 'Credentials')
  if (credentials === undefined) return 'no credentials'
  const [accessKeyId, secretAccessKey, sessionToken, expiration] = FIELDS.map((name) =>
    valueOf(only(credentials, name)),
  )
  const end = endOf(expiration)
  if (credentials.children.length !== FIELDS.length || !accessKeyId || !secretAccessKey || !sessionToken || !end)
    return 'other credentials than expected'
  if (end <= Date.now()) return 'credentials that have expired'
  return Object.freeze({ accessKeyId, secretAccessKey, sessionToken, expiration: new Date(end).toISOString() })
}

const FIELDS = ['AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration']

/**
 * What the credentials are in: STS wraps twice, S3 once. What else is in it is not looked at: STS adds to it.
 *
 * @param {string} action
 * @param {import('./xml.js').Element | undefined} root
 */
function resultOf(action, root) {
  if (action === 'CreateSession') return root?.name === 'CreateSessionResult' ? root : undefined
  return root?.name === `${action}Response` ? only(root, `${action}Result`) : undefined
}

/** @param {unknown} expiration */
function endOf(expiration) {
  try {
    return readDate('expiration', expiration)
  } catch {
    return undefined
  }
}

/**
 * The provider's code and the request's ID, where an error has them: STS wraps it, S3 does not.
 *
 * @param {string} body
 */
export function readRefusal(body) {
  const root = parse(body)
  const error = root?.name === 'ErrorResponse' ? only(root, 'Error') : root
  const requestId = only(root, 'RequestId') ?? only(error, 'RequestId')
  return {
    providerCode: error?.name === 'Error' ? short(valueOf(only(error, 'Code'))) : undefined,
    requestId: short(valueOf(requestId)),
  }
}

/**
 * Only what can be a code or an ID gets into messages and logs.
 *
 * @param {string | null | undefined} text
 */
export const short = (text) => (/^[\w.-]{1,64}$/.test(text ?? '') ? String(text) : undefined)
