// GetObject and HeadObject.

import type { Authorized } from './authorize.ts'
import { isStillThat, refusedBy } from './conditions.ts'
import type { Configuration } from './configuration.ts'
import { checksumHeaders, objectHeaders, validators } from './describe.ts'
import { S3Error, noSuchKey, preconditionFailed } from './errors.ts'
import { type AskedRange, type ByteRange, askedRange, resolveRange, toR2Range } from './range.ts'

export async function readObject(authorized: Authorized, { bucket }: Configuration): Promise<Response> {
  const { operation, key, headers } = authorized
  let asked = askedRange(headers.get('range'))
  const open = () => (operation === 'HeadObject' ? bucket.head(key) : get(bucket, key, asked))
  let object = (await open()) ?? missing()
  const refused = refusedBy(headers, object)
  if (refused !== undefined) return refuse(refused, object, authorized)
  if (asked && !isStillThat(headers.get('if-range'), object)) {
    await bodyOf(object)?.cancel()
    asked = undefined
    object = (await open()) ?? missing()
  }
  const range = asked && (resolveRange(asked, object.size) ?? outside(object))
  return answer(object, range, authorized)
}

/** A range outside of the object gives what `head` gives: conditions come before it. */
async function get(bucket: R2Bucket, key: string, asked: AskedRange | undefined): Promise<R2Object | null> {
  if (asked === undefined) return bucket.get(key)
  try {
    return await bucket.get(key, { range: toR2Range(asked) })
  } catch (error) {
    const object = await bucket.head(key)
    if (object && resolveRange(asked, object.size)) throw error
    return object
  }
}

const bodyOf = (object: R2Object) => ('body' in object ? (object as R2ObjectBody).body : null)

function missing(): never {
  throw noSuchKey()
}

function outside({ size }: R2Object): never {
  const message = 'The requested range is not satisfiable'
  throw new S3Error(416, 'InvalidRange', message, { 'content-range': `bytes */${size}` })
}

async function refuse(status: 304 | 412, object: R2Object, authorized: Authorized): Promise<Response> {
  await bodyOf(object)?.cancel()
  if (status === 412) throw preconditionFailed()
  return new Response(null, { status, headers: validators(object, authorized) })
}

/** The body goes out as it was stored: one that was stored compressed is not compressed again. */
function answer(object: R2Object, range: ByteRange | undefined, authorized: Authorized): Response {
  const headers = objectHeaders(object, authorized)
  const length = range ? range.end - range.start + 1 : object.size
  headers.set('content-length', `${length}`)
  if (range) headers.set('content-range', `bytes ${range.start}-${range.end}/${object.size}`)
  else if (authorized.headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED') addChecksums(headers, object)
  return new Response(bodyOf(object), { status: range ? 206 : 200, headers, encodeBody: 'manual' })
}

function addChecksums(headers: Headers, object: R2Object) {
  for (const [name, value] of Object.entries(checksumHeaders(object))) headers.set(name, value)
}
