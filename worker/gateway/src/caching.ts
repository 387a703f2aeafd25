// No cache may go on answering when the signature has expired: what it is told ends with it.

interface Freshness {
  /** As they were stored with the object, or asked for. */
  cacheControl: string | null
  expires: string | null
  expiresAt: Date
  isPresigned: boolean
}

/**
 * Written anew from the directives that are understood. Nothing is kept for longer than was said, nor by caches that others use
 * unless it was said to be `public`; and never by those if the signature is in a header, which is no part of a cache's key.
 */
export function cacheHeaders({ cacheControl, expires, expiresAt, isPresigned }: Freshness, now: number) {
  const directives = (cacheControl ?? '').toLowerCase().split(/[\s,]+/)
  const ends = Math.min(expires === null ? Infinity : Date.parse(expires), expiresAt.getTime())
  const headers = expires === null ? {} : { expires: Number.isNaN(ends) ? '0' : new Date(ends).toUTCString() }
  if (directives.includes('no-store')) return { ...headers, 'cache-control': 'no-store' }
  const left = Math.floor((expiresAt.getTime() - now) / 1000)
  const asked = maxAgeOf(directives) ?? (expires === null ? 0 : Math.floor((ends - now) / 1000))
  const seconds = directives.includes('no-cache') ? 0 : Math.max(Math.min(asked, left) || 0, 0)
  const kept = KEPT.filter((directive) => directives.includes(directive))
  const visibility = directives.includes('public') && isPresigned ? 'public' : 'private'
  return { ...headers, 'cache-control': [visibility, `max-age=${seconds}`, 'must-revalidate', ...kept].join(', ') }
}

const KEPT = ['no-transform', 'immutable']

function maxAgeOf(directives: string[]): number | undefined {
  const [, seconds] = directives.map((directive) => /^max-age=(\d+)$/.exec(directive)).find(Boolean) ?? []
  return seconds === undefined ? undefined : Number(seconds)
}
