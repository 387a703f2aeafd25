// No cache may go on answering when the signature has expired: what it is told ends with it.

import { parseHttpDate } from './date.ts'

interface Freshness {
  /** As they were stored with the object, or asked for. */
  cacheControl: string | null
  expires: string | null
  expiresAt: Date
  isUrlEnough: boolean
}

/**
 * Written anew from the directives that are understood. Nothing is kept for longer than was said, nor by caches that others use
 * unless it was said to be `public`; and never by those if a header was signed, which is no part of a cache's key.
 */
export function cacheHeaders({ cacheControl, expires, expiresAt, isUrlEnough }: Freshness, now: number) {
  const directives = readDirectives(cacheControl ?? '')
  const ends = Math.min(expires === null ? Infinity : parseHttpDate(expires), expiresAt.getTime())
  const headers = expires === null ? {} : { expires: Number.isNaN(ends) ? '0' : new Date(ends).toUTCString() }
  if (directives.has('no-store')) return { ...headers, 'cache-control': 'no-store' }
  const isPublic = isUrlEnough && directives.has('public') && !directives.has('private')
  const left = Math.floor((expiresAt.getTime() - now) / 1000)
  const asked = age(directives, 'max-age') ?? (expires === null ? 0 : Math.floor((ends - now) / 1000))
  const shared = (isPublic ? age(directives, 's-maxage') : undefined) ?? Infinity
  const seconds = directives.has('no-cache') ? 0 : Math.max(Math.min(asked, shared, left) || 0, 0)
  const kept = KEPT.filter((directive) => directives.has(directive))
  const all = [isPublic ? 'public' : 'private', `max-age=${seconds}`, 'must-revalidate', ...kept]
  return { ...headers, 'cache-control': all.join(', ') }
}

const KEPT = ['no-transform', 'immutable']

/** By name, the first of each. What stands in quotes is left away: a comma in it separates nothing. */
function readDirectives(cacheControl: string): Map<string, string> {
  const unquoted = cacheControl.toLowerCase().replace(/"(?:\\.|[^"])*(?:"|$)/g, '')
  const directives = unquoted.split(',').map((directive): [string, string] => {
    const [name = '', value = ''] = directive.split('=')
    return [name.trim(), value.trim()]
  })
  return new Map(directives.toReversed())
}

/** What cannot be read is 0. */
function age(directives: Map<string, string>, name: string): number | undefined {
  const seconds = directives.get(name)
  if (seconds === undefined) return undefined
  return /^\d+$/.test(seconds) ? Number(seconds) : 0
}
