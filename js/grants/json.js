// Policies as texts.

import { SigningError } from '../errors.js'

/**
 * A policy as it is sent and counted: no spaces, which Ceph does not find in a form that says `+`, and in ASCII, since STS
 * takes no character above U+00FF.
 *
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, `Policy`
 *
 * @param {unknown} policy
 */
export function compactJson(policy) {
  const escaped = (/** @type {string} */ unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(policy).replace(/[^ -~]/g, escaped)
}

/**
 * @param {string} json a policy's
 * @param {number} most characters
 */
export function checkLength({ length }, most) {
  if (length > most)
    throw new SigningError('ERR_TOO_LARGE', `policy: ${length} characters, at most ${most} are possible`)
}
