// One failure as all detectors look at it.

import { headersOf, readAnswer } from './answer.js'
import { compare, canonicalParts } from './canonical.js'
import { impliedMethod, read, timeOf } from './inspect.js'

/** @typedef {Exclude<ReturnType<typeof observe>, { problem: string }>} Observation */

/** @param {import('./index.d.ts').Failure} failure */
export function observe(failure) {
  const { url, fields, headers, credentials, now } = failure
  const method = typeof failure.method === 'string' ? failure.method.toUpperCase() : undefined
  const found = read(fields === undefined ? url : { url, fields }, method)
  if ('problem' in found) return { problem: String(found.problem) }
  const sent = headersOf(headers)
  const names = [...found.url.pairs.map(({ name }) => name), ...found.signature.signedHeaders]
  const base = {
    found,
    method: method ?? (found.form === undefined ? (impliedMethod(names) ?? 'GET') : 'POST'),
    isMethodKnown: method !== undefined,
    /** All that were sent; undefined if nobody said. */
    headers: sent,
    host: sent?.['host'] ?? found.url.host,
    answer: readAnswer(failure),
    now: timeOf(now ?? new Date()),
    credentials,
  }
  const parts = canonicalParts(base)
  return { ...base, parts, comparison: compare(parts, base.answer) }
}
