// One failure as all detectors look at it.

import { headersOf, readAnswer } from './answer.js'
import { compare, canonicalParts, serverMethod } from './canonical.js'
import { impliedMethod, isTime, read, timeOf } from './inspect.js'
import { readAuthorization } from './scheme.js'
import { hiderOf } from './sealed.js'

/** @typedef {Exclude<ReturnType<typeof observe>, { problem: string }>} Observation */

/** @param {import('./index.d.ts').Failure} failure */
export function observe(failure) {
  const { url, fields, headers, credentials } = failure
  const isForm = fields !== undefined
  const given = typeof failure.method === 'string' ? failure.method.toUpperCase() : isForm ? 'POST' : undefined
  const asRead = read(isForm ? { url, fields } : url, given)
  if ('problem' in asRead) return { problem: String(asRead.problem) }
  const sent = headersOf(headers)
  const isInHeader = asRead.signature.scheme === undefined && sent?.['authorization']?.startsWith('AWS4-') === true
  const found = isInHeader ? { ...asRead, signature: readAuthorization(sent ?? {}) } : asRead
  const hide = hiderOf(found, sent)
  const answer = readAnswer(failure, hide)
  // If nobody else says it, the server does.
  const method = given ?? serverMethod(answer)
  const names = [...found.url.pairs.map(({ name }) => name), ...found.signature.signedHeaders]
  const base = {
    found,
    method: method ?? impliedMethod(names) ?? 'GET',
    isMethodKnown: method !== undefined,
    isMethodGiven: given !== undefined,
    /** Whether the signature is in the Authorization header, and not in the URL. */
    isInHeader,
    /** All that were sent; undefined if nobody said. */
    headers: sent,
    host: sent?.['host'] ?? found.url.host,
    answer,
    hide,
    // The server's own clock, if it says it: by that it looks at the times.
    now: timeOf(failure.now ?? answer.headers['date']),
    isNowKnown: isTime(failure.now ?? answer.headers['date']),
    credentials,
  }
  const parts = canonicalParts(base)
  return { ...base, parts, comparison: compare(parts, base.answer, found) }
}
