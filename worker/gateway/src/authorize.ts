// Who asks for what: the signature, the bucket, and what the access key may do.

import { type Verified, verify } from 'edgesign/verify'
import { type Asked, readAsked } from './asked.ts'
import { type Configuration, OPERATIONS, type Rule } from './configuration.ts'
import { S3Error, notImplemented } from './errors.ts'

/** A request whose signature was verified and that is allowed here. */
export interface Authorized extends Asked {
  operation: (typeof OPERATIONS)[number]
  key: string
  /** Of the body: a SHA-256, or that it may be any. */
  payloadHash: string
  expiresAt: Date
  /** Whether the URL alone opens the object, so that a cache may answer for it: it knows nothing of headers. */
  isUrlEnough: boolean
}

/** `log` learns what was verified, also when it is not allowed. */
export async function authorize(
  request: Request,
  { checks, keys, bucketName }: Configuration,
  log: Partial<Verified>,
): Promise<Authorized> {
  const sent = { method: request.method, url: request.url, headers: headersOf(request) }
  const verified = await verify(sent, { ...checks, lookup: (id) => keys.get(id)?.credentials })
  if (!verified.ok) throw new S3Error(verified.status, verified.code, verified.detail)
  const { accessKeyId, bucket, key = '', payloadHash, expiresAt, authType, signedHeaders } = verified
  Object.assign(log, { accessKeyId, operation: verified.operation })
  const operation = OPERATIONS.find((name) => name === verified.operation)
  if (operation === undefined) throw notImplemented(verified.operation ?? 'what is not just one operation')
  if (bucket !== bucketName) throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist')
  checkRule(keys.get(accessKeyId)?.rule, operation, key)
  const isUrlEnough = authType === 'REST-QUERY-STRING' && signedHeaders.join() === 'host'
  const asked = readAsked(sent.headers, verified.query, operation)
  return { ...asked, operation, key, payloadHash, expiresAt, isUrlEnough }
}

/** As the client sent them: Cloudflare puts its own Accept-Encoding there, and AWS's SDK for Go signs the client's. */
function headersOf({ headers, cf }: Request): Headers {
  const sent = new Headers(headers)
  if (typeof cf?.clientAcceptEncoding === 'string') sent.set('accept-encoding', cf.clientAcceptEncoding)
  return sent
}

function checkRule(rule: Rule | undefined, operation: string, key: string) {
  if (rule?.operations.includes(operation) && key.startsWith(rule.prefix)) return
  throw new S3Error(403, 'AccessDenied', 'This access key may not do that here')
}
