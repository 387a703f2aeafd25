// What a session token tells about itself.

/**
 * Whether a token reveals the secret that signed, and what it says if it can be read. R2's is base64 of `jwt/` and a JWT, whose
 * SHA-256 is the secret; Supabase's is the user's own JWT, beside a secret that is public.
 *
 * Sources: https://developers.cloudflare.com/r2/api/s3/temporary-credentials/ and
 * https://supabase.com/docs/guides/storage/s3/authentication
 *
 * @param {string | undefined} token
 * @param {string | undefined} provider
 */
export function readToken(token, provider) {
  if (token === undefined || token === '') return undefined
  const [, ofR2] = /^jwt\/(.*)$/s.exec(textOf(token)) ?? []
  const revealsSecret = ofR2 !== undefined || provider === 'Supabase'
  return { revealsSecret, claims: claimsOf(ofR2 ?? token) }
}

/** What of a JWT's claims is shown: what it allows, and until when. */
const SHOWN = ['bucket', 'scope', 'actions', 'paths', 'aud', 'iat', 'exp', 'role']

/** @param {string} jwt */
function claimsOf(jwt) {
  try {
    const claims = JSON.parse(textOf(jwt.split('.')[1] ?? ''))
    if (typeof claims !== 'object' || claims === null) return undefined
    const shown = Object.entries(claims).filter(([name]) => SHOWN.includes(name))
    return Object.fromEntries(shown.map(([name, value]) => [name, bounded(value)]))
  } catch {
    return undefined
  }
}

/** No claim is nested deeper, and what is goes to nobody's stack. @param {unknown} value @returns {unknown} */
function bounded(value, depth = 0) {
  if (typeof value !== 'object' || value === null) return value
  if (depth > 4) return '…'
  if (Array.isArray(value)) return value.map((one) => bounded(one, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, bounded(one, depth + 1)]))
}

/**
 * The text that base64 stands for, of either alphabet.
 *
 * @param {string} base64
 */
export function textOf(base64) {
  try {
    const bytes = atob(base64.replaceAll('-', '+').replaceAll('_', '/'))
    return new TextDecoder().decode(Uint8Array.from(bytes, (c) => c.charCodeAt(0)))
  } catch {
    return ''
  }
}
