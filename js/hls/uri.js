// From a URI of a playlist to the key of the object that it names. By hand: `new URL` would lead `..` out of a grant.

import { SigningError } from '../errors.js'

/**
 * Whether a URI says by itself where it leads: with a scheme (RFC 3986, 3.1) or a host. It is other people's.
 *
 * @param {string} uri
 */
export const isForeign = (uri) => /^(?:[A-Za-z][A-Za-z0-9+.-]*:|\/\/)/.test(uri)

/**
 * Resolves a relative URI against a playlist's key (RFC 3986, 5.2), with the bucket as the root.
 *
 * @param {string} uri
 * @param {string} folder the playlist's key up to its last `/`
 */
export function keyOf(uri, folder) {
  if (PLAIN.test(uri)) return folder + uri
  if (UNFIT.test(uri))
    throw new SigningError('ERR_INVALID_URL', 'uri: expected a path, without query, fragment or control characters')
  const isAbsolute = uri.startsWith('/')
  const segments = isAbsolute ? [] : folder.split('/').slice(0, -1)
  const parts = decoded(isAbsolute ? uri.slice(1) : uri)
  for (const part of parts) {
    if (part === '..') leave(segments)
    else if (part !== '.') segments.push(part)
  }
  // 5.2.4: what ends in a dot segment is a folder.
  if (DOTS.includes(String(parts.at(-1)))) segments.push('')
  return segments.join('/')
}

/** Most are: nothing to decode, no dot segment. */
const PLAIN = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/
/** What is stored has no query, and a presigned URL has its own; browsers leave tabs out. */
// oxlint-disable-next-line no-control-regex -- meant
const UNFIT = /^$|[?#\0-\x1f\x7f]/
const DOTS = ['.', '..']

/**
 * The segments of a path, each decoded: `%2e` is a dot to everybody (RFC 3986, 6.2.2.2). A `%2F` that makes further dot segments is
 * found by the signer, which takes none in a key.
 *
 * @param {string} path
 */
function decoded(path) {
  const parts = path.split('/')
  if (!path.includes('%')) return parts
  try {
    return parts.map(decodeURIComponent)
  } catch {
    throw new SigningError('ERR_INVALID_URL', 'uri: expected percent-encoded UTF-8')
  }
}

/** @param {string[]} segments */
function leave(segments) {
  if (segments.length === 0) throw new SigningError('ERR_INVALID_KEY', 'uri: it leads out of the bucket')
  segments.pop()
}
