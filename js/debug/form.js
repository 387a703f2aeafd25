// A form for an upload by POST: its fields, and the policy that they hold.
//
// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html

import { defined, isConfidential, readCredential, timesOf } from './scheme.js'
import { textOf } from './token.js'

/** @typedef {{ expiration: string | undefined, conditions: unknown[] }} Policy */

/**
 * @param {Record<string, unknown>} given
 */
export function readForm(given) {
  const fields = Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => typeof value === 'string')
      .map(([name, value]) => [name.toLowerCase(), String(value)]),
  )
  const policy = readPolicy(fields['policy'] ?? '')
  const end = Date.parse(policy?.expiration ?? '')
  const { signedAt } = timesOf(fields['x-amz-date'] ?? fields['x-goog-date'], undefined)
  const credential = fields['x-amz-credential'] ?? fields['x-goog-credential']
  return {
    fields,
    policy,
    signature: /** @type {import('./scheme.js').SignatureParts} */ (
      defined({
        scheme: 'POST',
        signedHeaders: [],
        missing: [],
        algorithm: fields['x-amz-algorithm'] ?? fields['x-goog-algorithm'],
        credential,
        ...readCredential(credential ?? '', false),
        ...(fields['awsaccesskeyid'] !== undefined && { accessKeyId: fields['awsaccesskeyid'] }),
        signedAt,
        expiresAt: Number.isNaN(end) ? undefined : end,
        token: fields['x-amz-security-token'],
        signature: fields['x-amz-signature'] ?? fields['signature'],
      })
    ),
  }
}

/**
 * @param {string} base64
 * @returns {Policy | undefined}
 */
function readPolicy(base64) {
  try {
    const { expiration, conditions } = JSON.parse(textOf(base64))
    if (!Array.isArray(conditions)) return undefined
    return { expiration: typeof expiration === 'string' ? expiration : undefined, conditions: conditions.map(shallow) }
  } catch {
    return undefined
  }
}

/** Of what a condition holds, only plain values mean anything. @param {unknown} condition */
function shallow(condition) {
  if (Array.isArray(condition)) return condition.map(plain)
  if (typeof condition !== 'object' || condition === null) return condition
  return Object.fromEntries(Object.entries(condition).map(([name, value]) => [name, plain(value)]))
}

/** @param {unknown} value */
const plain = (value) => (typeof value === 'object' && value !== null ? '…' : value)

/** A policy without the values of confidential fields. @param {Policy | undefined} policy */
export function shownPolicy(policy) {
  return policy && { ...policy, conditions: policy.conditions.map(shownCondition) }
}

/** @param {unknown} condition */
function shownCondition(condition) {
  if (Array.isArray(condition)) {
    const [rule, field] = condition
    return isConfidential(String(field).replace(/^\$/, '')) ? [rule, field, '…'] : condition
  }
  if (typeof condition !== 'object' || condition === null) return condition
  return Object.fromEntries(
    Object.entries(condition).map(([name, value]) => [name, isConfidential(name) ? '…' : value]),
  )
}

/**
 * What a policy says of a field, or of the length: `['eq', 'a']`, `['starts-with', 'a']`, `['content-length-range', 1, 2]`.
 *
 * @param {Policy | undefined} policy
 * @param {string} name in lower case
 * @returns {[rule: string, ...values: unknown[]] | undefined}
 */
export function conditionOn(policy, name) {
  for (const condition of policy?.conditions ?? []) {
    if (Array.isArray(condition)) {
      const [rule, field, ...values] = condition
      if (rule === name) return [rule, field, ...values]
      if (String(field).toLowerCase() === `$${name}`) return [String(rule), ...values]
    } else if (typeof condition === 'object' && condition !== null) {
      const [found] = Object.entries(condition).filter(([field]) => field.toLowerCase() === name)
      if (found !== undefined) return ['eq', found[1]]
    }
  }
  return undefined
}
