// Users and roles of a server with IAM, each made for one test, and what their URLs are answered.

import { presign, randomKey } from 'edgesign'
import { assumeRole } from 'edgesign/credentials'
import { toIamPolicy } from 'edgesign/grants'

/** What users and roles here may do, if nothing denies it. */
export const ALL = {
  bucket: 'e2e',
  operations: ['GetObject', 'PutObject', 'DeleteObject', 'ListObjectsV2'],
  versions: true,
}

const SESSIONS = { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:GetSessionToken'], Resource: '*' }

/**
 * @typedef {object} Server with the bucket `e2e`
 * @property {string} s3 where S3, STS and IAM are
 * @property {string} region
 * @property {{ accessKeyId: string, secretAccessKey: string }} credentials the bucket's owner's
 * @property {string} account as in ARNs
 * @property {ReturnType<typeof import('./servers/iam.mjs').iam>} iam asks for anything
 * @property {(name: string) => Promise<{ accessKeyId: string, secretAccessKey: string }>} createUser
 * @property {(name: string, key: { accessKeyId: string }) => Promise<unknown>} deleteKey
 */

/** @param {Server} server */
export function principals({ s3, region, credentials, account, iam, createUser }) {
  const shared = { endpoint: s3, region, bucket: 'e2e', credentials }

  /** What attaches policies to it, by names, and takes them off. */
  const policies = (kind, name) => ({
    attach: (PolicyName, policy) =>
      iam(`Put${kind}Policy`, { [`${kind}Name`]: name, PolicyName, PolicyDocument: JSON.stringify(policy) }),
    detach: (PolicyName) => iam(`Delete${kind}Policy`, { [`${kind}Name`]: name, PolicyName }),
  })

  /** A user, who may ask for sessions too. */
  async function user(policy = toIamPolicy(ALL)) {
    const name = randomKey('user')
    const user = { name, arn: `arn:aws:iam::${account}:user/${name}`, ...policies('User', name) }
    const credentials = await createUser(name)
    await user.attach('allow', { ...policy, Statement: [...policy.Statement, SESSIONS] })
    return { ...user, credentials }
  }

  /** A role for whom it trusts. */
  async function role(trusted, action = 'sts:AssumeRole', policy = toIamPolicy(ALL)) {
    const name = randomKey('role')
    const trust = { Effect: 'Allow', Principal: trusted, Action: [action] }
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] })
    await iam('CreateRole', { RoleName: name, AssumeRolePolicyDocument })
    const role = { name, roleArn: `arn:aws:iam::${account}:role/${name}`, ...policies('Role', name) }
    await role.attach('allow', policy)
    return role
  }

  /** A role, and what makes sessions of it. */
  async function assumable(policy) {
    const caller = await user()
    const made = await role({ AWS: [caller.arn] }, 'sts:AssumeRole', policy)
    const { roleArn } = made
    const options = { endpoint: s3, region, credentials: caller.credentials, roleArn, roleSessionName: 'tests' }
    return { ...made, caller, assume: (more) => assumeRole({ ...options, ...more }) }
  }

  const signed = (operation, options) => presign(operation, { ...shared, ...options })

  /** A stored object, in a folder of its own. */
  async function stored(folder = `${randomKey('iam/')}/`) {
    const key = `${folder}${randomKey('')}`
    await answered(200, signed('PutObject', { key }), 'kept')
    return { folder, key }
  }

  return { user, role, assumable, signed, stored }
}

/**
 * Sends what was presigned and fails unless the answer has this status.
 *
 * @param {number} expected
 * @param {{ url: string, method: string, headers: Readonly<Record<string, string>> }} presigned
 * @param {string} [content]
 */
export async function answered(expected, { url, method, headers }, content = method === 'PUT' ? 'new' : undefined) {
  const response = await fetch(url, { method, headers, body: content })
  const text = await response.text()
  if (response.status !== expected) throw new Error(`expected ${expected}, got ${response.status}: ${text}`)
  return text
}

/** Refused for what a policy says, and for nothing else. */
export async function denied(presigned) {
  const text = await answered(403, presigned)
  if (!text.includes('<Code>AccessDenied</Code>')) throw new Error(`expected AccessDenied, got ${text}`)
}

/** Refused, whatever the reason is called. */
export async function refused({ url, method, headers }) {
  const { status } = await fetch(url, { method, headers, body: method === 'PUT' ? 'new' : undefined })
  if (status < 400 || status > 403) throw new Error(`expected a refusal, got ${status}`)
}
