// What makes sense as a grant, as in src/grant.rs (tests/run/grants.test.mjs holds both to each other), and as a policy.

import { SigningError } from '../errors.js'
import { readGrant as readTypes } from '../grant.js'
import { ACTIONS, LISTS, OF_BUCKETS } from './actions.js'

/**
 * @param {unknown} given
 * @returns {import('../index.d.ts').Grant}
 */
export function readGrant(given) {
  const { grant } = readTypes(given)
  const [name, expected] = faultOf(grant) ?? []
  if (name !== undefined) throw new SigningError('ERR_INVALID_GRANT', `${name}: ${expected}`)
  return grant
}

/**
 * @param {import('../index.d.ts').Grant} grant
 * @returns {[name: string, expected: string] | undefined}
 */
function faultOf({ bucket, prefix, keys, operations, maxExpiresIn, ...limits }) {
  if (!/^[\w.-]{1,255}$/.test(bucket) || isDots(bucket)) return ['bucket', 'expected a bucket name']
  if (bucket.endsWith('--x-s3'))
    return ['bucket', 'no directory bucket: its policies are for sessions, not for objects']
  if (maxExpiresIn !== undefined && (maxExpiresIn < 1 || maxExpiresIn > 604_800))
    return ['maxExpiresIn', 'expected 1 to 604800 seconds']
  if (prefix !== undefined && !(prefix.endsWith('/') && isKey(prefix)))
    return ['prefix', 'expected the beginning of keys, up to a /']
  if (keys !== undefined && !keys.every(isKey)) return ['keys', 'expected object keys']
  const unknown = operations.find((operation) => !Object.hasOwn(ACTIONS, operation))
  if (unknown !== undefined) return [unknown.slice(0, 64), 'not the name of an S3 operation']
  const beyond = operations.find((operation) => isBeyond(operation, prefix, keys))
  if (beyond !== undefined) return [beyond, 'reaches beyond a prefix or keys']
  const isLimited = limits.contentTypes !== undefined || limits.maxContentLength !== undefined
  const copy = operations.find((operation) => isLimited && COPIES.includes(operation))
  return copy && [copy, 'binds neither the type nor the length of what it stores']
}

const COPIES = ['CopyObject', 'UploadPartCopy']

/**
 * Whether an operation reaches more than these objects.
 *
 * @param {string} operation
 * @param {string | undefined} prefix
 * @param {readonly string[] | undefined} keys
 */
function isBeyond(operation, prefix, keys) {
  return OF_BUCKETS.includes(operation) && (keys !== undefined || (prefix !== undefined && !LISTS.includes(operation)))
}

/** @param {string} key */
const isKey = (key) => {
  const { length } = new TextEncoder().encode(key)
  return length > 0 && length <= 1024 && !key.split('/').some(isDots)
}

/** @param {string} segment */
const isDots = (segment) => segment === '.' || segment === '..'
