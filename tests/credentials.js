// Grants as policies and credentials for the asking, for every runtime: run beside the contract, where the package brings its
// module itself. What only Node can see is in run/grants.test.mjs and credentials/.

import { deriveSigningKey as derive, isSigningError, presign } from 'edgesign'
import {
  assumeRole,
  assumeRoleWithWebIdentity,
  createSession,
  deriveSigningKey,
  getSessionToken,
} from 'edgesign/credentials'
import { revokeSessionsBefore, toDenyPolicy, toIamPolicy } from 'edgesign/grants'
import { equal, same, secretAccessKey, throws } from './expect.js'

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey }
const signed = { region: 'eu-west-1', credentials }
const role = { roleArn: 'arn:aws:iam::123456789012:role/signer', roleSessionName: 'edge' }
/** @type {import('edgesign').Grant} */
const grant = { bucket: 'media', prefix: 'users/42/', operations: ['GetObject', 'ListObjectsV2'] }

/** @type {[string, () => void | Promise<void>][]} */
export const credentialContract = [
  [
    'a grant is a policy that allows it, and one that denies it',
    () => {
      const objects = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::media/users/42/*' }
      const list = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::media' }
      const Condition = { StringLike: { 's3:prefix': 'users/42/*' } }
      same(toIamPolicy(grant), { Version: '2012-10-17', Statement: [objects, { ...list, Condition }] })
      const [denied] = toDenyPolicy(grant).Statement
      same(denied, { ...objects, Effect: 'Deny', Action: ['s3:GetObject', 's3:GetObjectVersion'] })
      same(toDenyPolicy('everything').Statement, [{ Effect: 'Deny', Action: '*', Resource: '*' }])
      const [ended] = revokeSessionsBefore('2026-11-25T12:00:00Z').Statement
      same(ended?.Condition, { DateLessThan: { 'aws:TokenIssueTime': '2026-11-25T12:00:00Z' } })
      throws(() => toIamPolicy(/** @type {any} */ ({ ...grant, prefix: 'users/42' })), 'ERR_INVALID_GRANT')
      throws(() => toIamPolicy(grant, { maxLength: 10 }), 'ERR_TOO_LARGE')
    },
  ],
  [
    'credentials are asked for, and sign',
    async () => {
      const session = await assumeRole({ ...signed, ...role, grant, fetch: answering('AssumeRole') })
      same(session, {
        ...{ accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret', sessionToken: 'token==' },
        expiration: '2099-12-31T23:59:59.000Z',
      })
      const { url } = presign('GetObject', { ...signed, bucket: 'media', key: 'users/42/a', credentials: session })
      equal(new URL(url).searchParams.get('X-Amz-Security-Token'), session.sessionToken)
      const key = deriveSigningKey(session, { region: 'eu-west-1' })
      same([key.sessionToken, key.expiration, deriveSigningKey === derive], ['token==', session.expiration, true])
      const [bucket, action] = ['media--euw1-az1--x-s3', 'AssumeRoleWithWebIdentity']
      const { region } = signed
      for (const again of [
        await assumeRoleWithWebIdentity({ region, ...role, webIdentityToken: 'a.b.c', fetch: answering(action) }),
        await getSessionToken({ ...signed, fetch: answering('GetSessionToken') }),
        await createSession({ ...signed, bucket, fetch: answering('CreateSession') }),
      ]) {
        same(again, session)
      }
    },
  ],
  [
    'no credentials: refused, late or not waited for',
    async () => {
      const refusal = '<Error><Code>AccessDenied</Code><RequestId>1</RequestId></Error>'
      const refusing = async () => new Response(refusal, { status: 403 })
      const never = () => new Promise(() => {})
      const controller = new AbortController()
      setTimeout(() => controller.abort(), 20)
      for (const [options, message, providerCode, status] of /** @type {any[]} */ ([
        [{ fetch: refusing }, 'refused with 403 AccessDenied', 'AccessDenied', 403],
        [{ fetch: never, timeout: 20 }, 'no answer within 20 ms'],
        [{ fetch: never, signal: controller.signal }, 'aborted'],
        [{ fetch: answering('GetSessionToken') }, 'a wrong answer: no credentials', undefined, 200],
      ])) {
        const error = await refused(assumeRole({ ...signed, ...role, ...options }))
        same([error.message, error.providerCode, error.status], [`AssumeRole: ${message}`, providerCode, status])
      }
    },
  ],
]

/**
 * With the platform's own `fetch`, at a server that knows no STS.
 *
 * @param {{ s3: string }} server
 * @returns {[string, () => Promise<void>][]}
 */
export const credentialsAt = ({ s3: endpoint }) => [
  [
    'credentials are refused',
    async () => {
      const { providerCode, status } = await refused(assumeRole({ endpoint, ...signed, ...role }))
      same([providerCode, status], ['AuthorizationHeaderMalformed', 400]) // it is no STS
    },
  ],
]

/**
 * A `fetch` that is answered as by STS, or by S3 Express.
 *
 * @param {string} action
 * @returns {typeof fetch}
 */
const answering = (action) => async () => {
  const credentials =
    '<Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>' +
    '<SessionToken>token==</SessionToken><Expiration>2099-12-31T23:59:59Z</Expiration></Credentials>'
  const [outer, inner] = [`${action}Response`, `${action}Result`]
  const body = `<${inner}>${credentials}</${inner}>`
  const headers = { 'content-type': 'text/xml' }
  return new Response(action === 'CreateSession' ? body : `<${outer} xmlns="a">${body}</${outer}>`, { headers })
}

/** @param {Promise<unknown>} asked */
async function refused(asked) {
  const error = await asked.then(
    () => new Error('expected a refusal'),
    (error) => error,
  )
  if (!isSigningError(error) || error.code !== 'ERR_CREDENTIALS_UNAVAILABLE') throw error
  equal([error.message, error.stack].join().includes(secretAccessKey), false)
  return error
}
