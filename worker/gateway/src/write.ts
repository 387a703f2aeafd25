// PutObject and DeleteObject.

import type { Authorized } from './authorize.ts'
import { writeConditions } from './conditions.ts'
import type { Configuration } from './configuration.ts'
import { parseHttpDate } from './date.ts'
import { STORED, checksumHeaders } from './describe.ts'
import { UNSIGNED, digestOption } from './digest.ts'
import {
  BAD_DIGEST,
  S3Error,
  incompleteBody,
  invalidArgument,
  notImplemented,
  preconditionFailed,
  r2Code,
} from './errors.ts'

export async function putObject(
  request: Request,
  { key, headers, payloadHash }: Authorized,
  { bucket, maxContentLength }: Configuration,
): Promise<Response> {
  checkHonoured(headers)
  const length = lengthOf(request, maxContentLength)
  const options = {
    onlyIf: writeConditions(headers),
    httpMetadata: httpMetadata(headers),
    customMetadata: customMetadata(headers),
    ...digestOption(headers, payloadHash),
  }
  const object = await bucket.put(key, bodyOf(request, length), options).catch((error: unknown) => {
    throw explained(error, payloadHash)
  })
  if (object === null) throw preconditionFailed()
  return new Response(null, { headers: { etag: object.httpEtag, ...checksumHeaders(object) } })
}

export async function deleteObject({ key }: Authorized, { bucket }: Configuration): Promise<Response> {
  await bucket.delete(key)
  return new Response(null, { status: 204 })
}

/** A body in the chunks of AWS's own encoding would be stored with their frames, and a part as if it were the whole. */
function checkHonoured(headers: Headers) {
  const storageClass = headers.get('x-amz-storage-class')
  if (storageClass !== null && storageClass !== 'STANDARD') throw notImplemented('x-amz-storage-class but STANDARD')
  if (headers.get('content-encoding')?.toLowerCase().includes('aws-chunked')) throw notImplemented('aws-chunked')
  if (headers.has('content-range')) throw invalidArgument('content-range: expected the whole object')
}

/** R2 has to know it before the body is there. */
function lengthOf({ headers, body }: Request, most: number): number {
  const header = headers.get('content-length') ?? (body === null ? '0' : '')
  if (!/^\d+$/.test(header))
    throw new S3Error(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.')
  if (Number(header) > most)
    throw new S3Error(400, 'EntityTooLarge', `Your proposed upload exceeds the ${most} bytes allowed here.`)
  return Number(header)
}

/** Passed on as it comes, by a stream that fails if it has another length. */
function bodyOf({ body }: Request, length: number): ReadableStream | string {
  if (body !== null) return body.pipeThrough(new FixedLengthStream(length))
  if (length > 0) throw incompleteBody()
  return ''
}

/** What R2 failed on may have been the stream, or the digest that stood for the signed payload's. */
function explained(error: unknown, payloadHash: string): unknown {
  if (error instanceof TypeError && error.message.includes('FixedLengthStream')) return incompleteBody()
  return r2Code(error) === BAD_DIGEST && payloadHash !== UNSIGNED ? payloadMismatch() : error
}

const payloadMismatch = () =>
  new S3Error(
    400,
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  )

function httpMetadata(headers: Headers): R2HTTPMetadata {
  const metadata: R2HTTPMetadata = {}
  for (const [name, field] of [...STORED, ['cache-control', 'cacheControl'] as const]) {
    const value = headers.get(name)
    if (value !== null) metadata[field] = value
  }
  const expires = headers.get('expires')
  return expires === null ? metadata : { ...metadata, cacheExpiry: dateOf(expires) }
}

function dateOf(expires: string): Date {
  const time = parseHttpDate(expires)
  if (Number.isNaN(time)) throw invalidArgument('expires: expected a date such as Tue, 01 Jan 2030 00:00:00 GMT')
  return new Date(time)
}

const PREFIX = 'x-amz-meta-'

function customMetadata(headers: Headers): Record<string, string> {
  if (headers.has(`${PREFIX}__proto__`)) throw notImplemented(`${PREFIX}__proto__`) // R2's bindings lose it
  const metadata = [...headers].filter(([name]) => name.startsWith(PREFIX))
  return Object.fromEntries(metadata.map(([name, value]) => [name.slice(PREFIX.length), value]))
}
