// What is stored with an object, as headers of an answer.

import { isHeaderName } from './asked.ts'
import type { Authorized } from './authorize.ts'
import { cacheHeaders } from './caching.ts'
import { lastModified } from './conditions.ts'

/** Those that a 304 has as well. */
export function validators(object: R2Object, authorized: Authorized): Headers {
  const { httpMetadata: { cacheControl, cacheExpiry } = {} } = object
  const { overrides, expiresAt, isUrlEnough } = authorized
  const freshness = {
    cacheControl: overrides.get('cache-control') ?? cacheControl ?? null,
    expires: overrides.get('expires') ?? cacheExpiry?.toUTCString() ?? null,
  }
  return new Headers({
    etag: object.httpEtag,
    'last-modified': new Date(lastModified(object)).toUTCString(),
    ...cacheHeaders({ ...freshness, expiresAt, isUrlEnough }, Date.now()),
  })
}

/** All that tells of the object as a whole. */
export function objectHeaders(object: R2Object, authorized: Authorized): Headers {
  const headers = validators(object, authorized)
  headers.set('accept-ranges', 'bytes')
  headers.set('content-type', 'application/octet-stream')
  for (const [name, field] of STORED) setIfGiven(headers, name, object.httpMetadata?.[field])
  for (const [name] of STORED) setIfGiven(headers, name, authorized.overrides.get(name))
  setMetadata(headers, object.customMetadata ?? {})
  return headers
}

export const STORED = [
  ['content-type', 'contentType'],
  ['content-language', 'contentLanguage'],
  ['content-disposition', 'contentDisposition'],
  ['content-encoding', 'contentEncoding'],
] as const

function setIfGiven(headers: Headers, name: string, value: string | null | undefined) {
  if (value !== null && value !== undefined && canBeSent(value)) headers.set(name, value)
}

/** The Worker that stored it may have given it any text. */
const canBeSent = (value: string) => /^[\t -~]*$/.test(value)

/** S3 says how many it leaves away. */
function setMetadata(headers: Headers, metadata: Record<string, string>) {
  const entries = Object.entries(metadata)
  const sent = entries.filter(([name, value]) => isHeaderName(name) && canBeSent(value))
  for (const [name, value] of sent) headers.set(`x-amz-meta-${name}`, value)
  if (sent.length < entries.length) headers.set('x-amz-missing-meta', `${entries.length - sent.length}`)
}

/** The digests that R2 has checked, by S3's names. */
export function checksumHeaders({ checksums }: R2Object): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const algorithm of ['sha1', 'sha256', 'sha512'] as const) {
    const digest = checksums[algorithm]
    if (digest) headers[`x-amz-checksum-${algorithm}`] = btoa(String.fromCharCode(...new Uint8Array(digest)))
  }
  return Object.keys(headers).length === 0 ? headers : { ...headers, 'x-amz-checksum-type': 'FULL_OBJECT' }
}
