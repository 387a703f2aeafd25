// What is wrong with a session token, where the server does not say so.

/** @typedef {import('./answers.js').Observation} Observation */
/** @typedef {import('./answers.js').Found} Found */

/** As Ceph makes the access keys of its sessions; in those of its users is no lower case. Source: ceph/ceph, src/rgw/rgw_sts.cc */
const OF_CEPH = /^(?=.*[a-z])[A-Za-z\d]{19,20}$/

/** @param {Observation} observation @returns {Found[]} */
export function sessions({ answer, found: { signature }, credentials }) {
  const { accessKeyId = '', token } = signature
  const own = /** @type {any[]} */ ([credentials].flat()).find((one) => one?.accessKeyId === accessKeyId)
  const given = own && (own.sessionToken ?? 'none')
  if (answer.code === 'InvalidAccessKeyId' && token === undefined) return withoutToken(accessKeyId, given)
  // Ceph says nothing at all; not even the bucket, as it does where a policy denies.
  const isQuiet = answer.code === 'AccessDenied' && answer.message === undefined && !answer.fields['BucketName']
  return isQuiet && token !== undefined ? withToken(token, given) : []
}

/**
 * A key of a session is not known without its token, and no answer tells it from one that is not known at all.
 *
 * @param {string} accessKeyId
 * @param {string | undefined} given the token of the given credentials
 * @returns {Found[]}
 */
function withoutToken(accessKeyId, given = 'none') {
  const evidence = [`the server does not know ${accessKeyId}, and there is no token`]
  if (given !== 'none' || accessKeyId.startsWith('ASIA'))
    return [{ code: 'token-missing', certainty: 'certain', evidence }]
  if (/^(AK|$)/.test(accessKeyId)) return []
  return [
    { code: 'token-missing', certainty: OF_CEPH.test(accessKeyId) ? 'likely' : 'possible', evidence },
    { code: 'unknown-access-key', certainty: 'likely', evidence },
  ]
}

/**
 * The answer is the same for a session that has ended and for the token of another one.
 *
 * @param {string} token
 * @param {string | undefined} given
 * @returns {Found[]}
 */
function withToken(token, given) {
  const evidence = ['there is a session token, and the server says nothing']
  if (given !== undefined && given !== token)
    return [{ code: 'token-invalid', certainty: 'certain', evidence: ['the given credentials have another one'] }]
  return [
    { code: 'credentials-expired', certainty: 'likely', evidence },
    { code: 'token-invalid', certainty: given === undefined ? 'likely' : 'possible', evidence },
  ]
}
