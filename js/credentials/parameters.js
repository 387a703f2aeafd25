// The parameters of STS's actions, as a form.
//
// Source: https://docs.aws.amazon.com/STS/latest/APIReference/, and the service model (2011-06-15) as botocore ships it. How
// long a session may be and how many tags it may have is for the server to say: MinIO's and Ceph's limits are others than AWS's.

import { SigningError, argTypeError } from '../errors.js'
import { toIamPolicy } from '../grants/index.js'
import { checkLength, compactJson } from '../grants/json.js'
import { integer, isPlain, list, record, text } from '../values.js'

/** @typedef {import('../values.js').Options} Options */
/** @typedef {import('../values.js').Pairs} Pairs */
/** @typedef {(name: string, value: unknown, wire: string) => Pairs} Write */

/**
 * What a form says for an option: its name on the wire, with a `!` if it is needed, and what writes it.
 *
 * @typedef {Record<string, readonly [wire: string, write: Write]>} Table
 */

/** @type {Write} */
const plainText = (name, value, wire) => [[wire, text(name, value)]]
/** @type {Write} */
const seconds = (name, value, wire) => [[wire, integer(name, value, 1)]]
/** @type {(pattern: RegExp, expected: string) => Write} */
const matching = (pattern, expected) => (name, value, wire) => {
  if (!pattern.test(text(name, value))) throw argTypeError(name, expected)
  return [[wire, String(value)]]
}
/** A name that logs and policies show. */
const sessionName = matching(/^[\w+=,.@-]{2,64}$/, '2 to 64 letters, digits or _+=,.@-')
/** @type {(suffix: string) => Write} */
const members = (suffix) => (name, value, wire) => {
  const listed = list(name, value)
  if (listed.length === 0) throw argTypeError(name, 'at least one') // none of what limits a session is no limit
  return listed.map((member, index) => [`${wire}.member.${index + 1}${suffix}`, member])
}
/** @type {Write} */
const tags = (name, value, wire) =>
  record(name, value).flatMap(([key, value], index) => [
    [`${wire}.member.${index + 1}.Key`, key],
    [`${wire}.member.${index + 1}.Value`, value],
  ])

/** @type {Table} */
const ROLE = {
  roleArn: ['RoleArn!', plainText],
  roleSessionName: ['RoleSessionName!', sessionName],
  durationSeconds: ['DurationSeconds', seconds],
  policyArns: ['PolicyArns', members('.arn')],
}
/** @type {Table} */
const SECOND_FACTOR = {
  serialNumber: ['SerialNumber', plainText],
  tokenCode: ['TokenCode', matching(/^\d{6}$/, '6 digits')],
}

/** @type {Table} */
export const ASSUME_ROLE = {
  ...ROLE,
  ...SECOND_FACTOR,
  externalId: ['ExternalId', plainText],
  sourceIdentity: ['SourceIdentity', sessionName],
  tags: ['Tags', tags],
  transitiveTagKeys: ['TransitiveTagKeys', members('')],
}
/** @type {Table} */
export const ASSUME_ROLE_WITH_WEB_IDENTITY = { ...ROLE, webIdentityToken: ['WebIdentityToken!', plainText] }
/** @type {Table} */
export const GET_SESSION_TOKEN = { durationSeconds: ['DurationSeconds', seconds], ...SECOND_FACTOR }

/**
 * The body of a request of the Query protocol. A space is `%20`, never `+`, which Ceph does not decode.
 *
 * @param {string} action
 * @param {Table} table
 * @param {Options} options
 * @param {Pairs} [more]
 */
export function formOf(action, table, options, more = []) {
  /** @type {Pairs} */
  const pairs = [['Action', action], ['Version', '2011-06-15'], ...more]
  for (const [name, [wire, write]] of Object.entries(table)) {
    const value = options[name]
    if (wire.endsWith('!') && (value === undefined || value === '')) throw missing(name)
    if (value !== undefined) pairs.push(...write(name, value, wire.replace('!', '')))
  }
  return pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')
}

/** Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, `Policy` */
const MAX_POLICY = 2048

/**
 * The session policy: a grant's, or one's own. One that is undefined is a mistake, and not a session without limits.
 *
 * @param {Options} options
 * @returns {Pairs}
 */
export function policyOf(options) {
  const [hasGrant, hasPolicy] = ['grant', 'policy'].map((name) => Object.hasOwn(options, name))
  if (!hasGrant && !hasPolicy) return []
  if (hasGrant && hasPolicy) throw argTypeError('policy', 'a grant or a policy, not both')
  const { grant, policy, roleArn } = options
  const json = hasGrant ? compactJson(toIamPolicy(grant, { partition: partitionOf(roleArn) })) : textOf(policy)
  checkLength(json, MAX_POLICY)
  return [['Policy', json]]
}

/** @param {unknown} policy */
function textOf(policy) {
  if (isPlain(policy)) return compactJson(policy)
  if (typeof policy === 'string' && policy !== '') return text('policy', policy)
  throw argTypeError('policy', 'an object or JSON')
}

/** @param {unknown} arn */
const partitionOf = (arn) => /^arn:(aws(?:-[a-z]+)*):/.exec(String(arn))?.[1]

/** @param {string} name */
export const missing = (name) => new SigningError('ERR_MISSING_PARAMETER', `${name}: needed, but not given`)
