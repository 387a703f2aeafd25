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
  /** Whether the URL alone opens the object, so that a cache may answer for it. */
  isPresigned: boolean
}

/** `log` learns what was verified, also when it is not allowed. */
export function authorize(request: Request, configuration: Configuration, log: Partial<Verified>): Authorized {
  const verified = verify(request, configuration.checks)
  if (!verified.ok) throw new S3Error(verified.status, verified.code, verified.detail)
  const { accessKeyId, bucket, key = '', payloadHash, expiresAt, authType } = verified
  Object.assign(log, { accessKeyId, operation: verified.operation })
  const operation = OPERATIONS.find((name) => name === verified.operation)
  if (operation === undefined) throw notImplemented(verified.operation ?? 'what is not just one operation')
  if (bucket !== configuration.bucketName) throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist')
  checkRule(configuration.rules.get(accessKeyId), operation, key)
  const isPresigned = authType === 'REST-QUERY-STRING'
  const asked = readAsked(request.headers, verified.query, operation)
  return { ...asked, operation, key, payloadHash, expiresAt, isPresigned }
}

function checkRule(rule: Rule | undefined, operation: string, key: string) {
  if (rule?.operations.includes(operation) && key.startsWith(rule.prefix)) return
  throw new S3Error(403, 'AccessDenied', 'This access key may not do that here')
}
