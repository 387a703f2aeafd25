// Grants in the words of IAM: what a credential may do at most, and what takes back what was handed out.

import { SigningError, argTypeError } from '../errors.js'
import { readDate } from '../signer.js'
import { integer, known } from '../values.js'
import { actionsOf } from './actions.js'
import { checkLength, compactJson } from './json.js'
import { readGrant } from './read.js'

/** @typedef {import('./index.d.ts').PolicyStatement} Statement */
/** @typedef {NonNullable<Statement['Condition']>} Condition */
/** @typedef {import('../index.d.ts').Grant} Grant */

/**
 * The policy that allows what a grant allows, as far as IAM has words for it: for a role, or as a session policy.
 *
 * @example
 * toIamPolicy(grant, { authType: 'REST-QUERY-STRING', maxSignatureAge: 900 })
 *
 * @type {typeof import('./index.d.ts').toIamPolicy}
 */
export function toIamPolicy(given, options = {}) {
  const { partition, authType, maxSignatureAge, maxLength } = known(options, IAM_OPTIONS)
  const grant = readGrant(given)
  if (grant.prefix !== undefined && grant.operations.includes('ListMultipartUploads'))
    throw invalid('ListMultipartUploads', 'IAM cannot limit it to a prefix')
  const limits = {
    ...(authType !== undefined && { StringEquals: { 's3:authType': readAuthType(authType) } }),
    ...(maxSignatureAge !== undefined && { NumericLessThanEquals: { 's3:signatureAge': readAge(maxSignatureAge) } }),
    ...(grant.notAfter !== undefined && { DateLessThan: { 'aws:CurrentTime': isoDate(grant.notAfter, Math.floor) } }),
  }
  const places = placesOf(grant, readPartition(partition), literal)
  const document = policy(statements('Allow', actionsOf(grant, grant.versions === true), places, limits))
  if (maxLength !== undefined) checkLength(compactJson(document), Number(integer('maxLength', maxLength, 1)))
  return document
}

/**
 * The policy that denies what a grant allows, of every version: attached to who signs, it ends the URLs that are out.
 *
 * @example
 * await iam.putRolePolicy({ ..., PolicyDocument: JSON.stringify(toDenyPolicy({ ...grant, prefix: 'users/42/' })) })
 *
 * @type {typeof import('./index.d.ts').toDenyPolicy}
 */
export function toDenyPolicy(given, options = {}) {
  const partition = readPartition(known(options, ['partition']).partition)
  if (given === 'everything') return policy([{ Effect: 'Deny', Action: '*', Resource: '*' }])
  const grant = readGrant(given)
  return policy(statements('Deny', actionsOf(grant, true), placesOf(grant, partition, atLeast), {}))
}

/**
 * The policy that ends every session of a role that began before a date, and with them their URLs.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 *
 * @example
 * await iam.putRolePolicy({ ..., PolicyDocument: JSON.stringify(revokeSessionsBefore(new Date())) })
 *
 * @type {typeof import('./index.d.ts').revokeSessionsBefore}
 */
export function revokeSessionsBefore(date) {
  // Up to a second more: a session that began in the second of the date began before it.
  const Condition = { DateLessThan: { 'aws:TokenIssueTime': isoDate(date, Math.ceil) } }
  return policy([{ Effect: 'Deny', Action: '*', Resource: '*', Condition }])
}

/** @param {unknown} date */
function timeOf(date) {
  try {
    return readDate('notAfter', date)
  } catch {
    return NaN
  }
}

const FIVE_DIGIT_YEARS = Date.UTC(10_000, 0)
const IAM_OPTIONS = ['partition', 'authType', 'maxSignatureAge', 'maxLength']
/** Source: https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html */
const AUTH_TYPES = ['REST-QUERY-STRING', 'REST-HEADER', 'POST']

/** @param {Statement[]} statements */
const policy = (statements) => ({ Version: /** @type {const} */ ('2012-10-17'), Statement: statements })

/** @typedef {{ Resource: string | string[], Condition?: Condition }} Place */

/**
 * What the actions of a grant act on.
 *
 * @param {Grant} grant
 * @param {string} partition
 * @param {(text: string) => string} write a key or prefix as a part of a pattern
 * @returns {Record<import('./actions.js').Kind, Place>}
 */
function placesOf({ bucket, prefix, keys }, partition, write) {
  const arn = `arn:${partition}:s3:::${bucket}`
  const objects = keys === undefined ? [`${write(prefix ?? '')}*`] : keys.map(write)
  return {
    objects: { Resource: oneOrMore(objects.map((pattern) => `${arn}/${pattern}`)) },
    // The prefix itself and whatever is longer: a list without a prefix, or with a shorter one, shows others' keys.
    list: {
      Resource: arn,
      ...(prefix !== undefined && { Condition: { StringLike: { 's3:prefix': `${write(prefix)}*` } } }),
    },
    bucket: { Resource: arn },
    service: { Resource: '*' },
  }
}

/**
 * One statement for all that act on the same.
 *
 * @param {'Allow' | 'Deny'} effect
 * @param {[action: string, kind: import('./actions.js').Kind][]} actions
 * @param {Record<import('./actions.js').Kind, Place>} places
 * @param {Condition} limits
 * @returns {Statement[]}
 */
function statements(effect, actions, places, limits) {
  /** @type {Map<string, { actions: string[], place: Place }>} */
  const groups = new Map()
  for (const [action, kind] of actions) {
    const name = JSON.stringify(places[kind])
    const group = groups.get(name) ?? { actions: [], place: places[kind] }
    group.actions.push(`s3:${action}`)
    groups.set(name, group)
  }
  return [...groups.values()].map(({ actions, place: { Resource, Condition } }) => {
    const all = { ...Condition, ...limits }
    const only = Object.keys(all).length > 0 && { Condition: all }
    return { Effect: effect, Action: oneOrMore(actions), Resource, ...only }
  })
}

/** @param {string[]} values */
const oneOrMore = (values) => (values.length === 1 ? /** @type {string} */ (values[0]) : values)

/**
 * What means only itself in a pattern. AWS can write the others as `${*}`, `${?}` and `${$}`, but Ceph and MinIO take that
 * for a pattern that matches other keys than the grant's.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 *
 * @param {string} text
 */
function literal(text) {
  if (/[*?]|\$\{/.test(text))
    throw invalid('grant', 'no *, ? or ${ in its prefix or keys, which are patterns in a policy')
  return text
}

/**
 * A pattern that matches at least this: one for any character stands where a policy would read something else.
 *
 * @param {string} text
 */
const atLeast = (text) => text.replace(/\*|\$(?=\{)/g, '?')

/** @param {unknown} partition */
function readPartition(partition = 'aws') {
  if (typeof partition === 'string' && /^aws(-[a-z]+)*$/.test(partition)) return partition
  throw argTypeError('partition', "one of AWS's, such as aws or aws-cn")
}

/** @param {any} authType */
function readAuthType(authType) {
  if (AUTH_TYPES.includes(authType)) return /** @type {string} */ (authType)
  throw argTypeError('authType', AUTH_TYPES.join(' or '))
}

/** @param {unknown} seconds */
const readAge = (seconds) => String(Number(integer('maxSignatureAge', seconds, 1, 604_800)) * 1000)

/**
 * @param {unknown} date
 * @param {(seconds: number) => number} round
 */
function isoDate(date, round) {
  const time = round(timeOf(date) / 1000) * 1000
  if (time >= 0 && time < FIVE_DIGIT_YEARS) return new Date(time).toISOString().replace('.000', '')
  throw argTypeError('date', 'a Date or an ISO 8601 date, of a year from 1970 to 9999')
}

/**
 * @param {string} name
 * @param {string} expected
 */
const invalid = (name, expected) => new SigningError('ERR_INVALID_GRANT', `${name}: ${expected}`)
