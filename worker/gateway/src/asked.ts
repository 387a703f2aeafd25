// What a verified request asks for, by headers and by query. What cannot be honoured is an error: whoever had it signed counts
// on it.

import { invalidArgument, notImplemented } from './errors.ts'

export interface Asked {
  /** The request's, and those that were signed as parameters of the query in their stead. */
  headers: Headers
  /** What the answer's headers shall be, by their names. Only the query has them, and all of it is signed. */
  overrides: Headers
}

/** `query` as it was verified: no name in it comes twice, and none is another operation's. */
export function readAsked(headers: Headers, query: Readonly<Record<string, string>>, operation: string): Asked {
  const asked = { headers: new Headers(headers), overrides: new Headers() }
  for (const [name, value] of Object.entries(query)) readParameter(asked, name, value)
  const unheard = [...asked.headers.keys()].find((name) => !isHeard(name, operation))
  if (unheard !== undefined) throw notImplemented(`${unheard} with ${operation}`)
  return asked
}

function isHeard(name: string, operation: string): boolean {
  if (!name.startsWith('x-amz-')) return !UNCONDITIONAL[operation]?.includes(name)
  return ALWAYS.includes(name) || Boolean(HONOURED[operation]?.some((known) => matches(name, known)))
}

/** Part of the signature, or for the log. Of the payload's hash, `verify` has read what counts. */
const ALWAYS = ['x-amz-date', 'x-amz-content-sha256', 'x-amz-user-agent', 'x-amz-cf-id']

const OF_READING = ['x-amz-checksum-mode']

/** By operation: headers, or with a hyphen at the end how they begin. */
const HONOURED: Record<string, string[]> = {
  GetObject: OF_READING,
  HeadObject: OF_READING,
  PutObject: [
    ...['x-amz-meta-', 'x-amz-storage-class', 'x-amz-sdk-checksum-algorithm'],
    ...['x-amz-checksum-md5', 'x-amz-checksum-sha1', 'x-amz-checksum-sha256', 'x-amz-checksum-sha512'],
  ],
}

const matches = (name: string, known: string) => (known.endsWith('-') ? name.startsWith(known) : name === known)

/** Conditions that RFC 9110 gives a meaning but R2's bindings do not check on these operations, or not by its letter. */
const UNCONDITIONAL: Record<string, string[]> = {
  PutObject: ['if-unmodified-since'],
  DeleteObject: ['if-match', 'if-none-match', 'if-unmodified-since'],
}

const OVERRIDES = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
]

/** The headers that S3 takes from the query: digests are not among them, since it checks none there. */
const HOISTED = ['if-match', 'if-none-match', 'x-amz-meta-', 'x-amz-storage-class', 'x-amz-checksum-mode']

function readParameter({ headers, overrides }: Asked, name: string, value: string) {
  const lower = name.toLowerCase()
  if (ALWAYS.includes(lower) || isForLogs(lower)) return
  const override = OVERRIDES.find((header) => name === `response-${header}`)
  if (override !== undefined) return setHeader(overrides, override, name, value)
  if (!HOISTED.some((known) => matches(lower, known))) throw notImplemented(name.slice(0, 64))
  if (!isHeaderName(name)) throw notAHeader(name)
  if (headers.has(lower)) throw invalidArgument(`${lower}: both a header and a parameter`)
  setHeader(headers, lower, name, value)
}

/** Workers let more through, and garble it. */
export const isHeaderName = (name: string) => /^[\w!#$%&'*+.^`|~-]+$/.test(name)

/** SDKs name the operation in `x-id`; S3 logs what begins with `x-`. */
const isForLogs = (name: string) => name.startsWith('x-') && !name.startsWith('x-amz-')

function setHeader(headers: Headers, header: string, parameter: string, value: string) {
  try {
    headers.set(header, value)
  } catch {
    throw notAHeader(parameter)
  }
}

const notAHeader = (parameter: string) => invalidArgument(`${parameter.slice(0, 64)}: expected what a header can be`)
