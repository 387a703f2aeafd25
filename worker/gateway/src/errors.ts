// Errors as S3 answers them: a status and a small XML document with AWS's code.

import { ConfigurationError } from './configuration.ts'

export class S3Error extends Error {
  readonly status: number
  readonly code: string
  /** Of the answer. */
  readonly headers: Record<string, string>

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.name = 'S3Error'
    this.status = status
    this.code = code
    this.headers = headers
  }
}

export const notImplemented = (what: string) => new S3Error(501, 'NotImplemented', `${what}: not implemented here`)
export const invalidArgument = (message: string) => new S3Error(400, 'InvalidArgument', message)
export const noSuchKey = () => new S3Error(404, 'NoSuchKey', 'The specified key does not exist.')
export const preconditionFailed = () =>
  new S3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold')

export const incompleteBody = () =>
  new S3Error(
    400,
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  )

/** Any error as one that may be shown: what is not known to be harmless is not told. */
export function toS3Error(thrown: unknown): S3Error {
  if (thrown instanceof S3Error) return thrown
  const known = thrown instanceof ConfigurationError ? undefined : R2_ERRORS[r2Code(thrown) ?? 0]
  const [status, code, message] = known ?? [500, 'InternalError', 'We encountered an internal error. Please try again.']
  return new S3Error(status, code, message)
}

/** What R2's bindings throw has its number at the end of the message only. */
export function r2Code(thrown: unknown): number | undefined {
  const [, code] = /\((\d{5,6})\)$/.exec(thrown instanceof Error ? thrown.message : '') ?? []
  return code === undefined ? undefined : Number(code)
}

export const BAD_DIGEST = 10_037

/** Source: https://developers.cloudflare.com/r2/api/error-codes/. Where R2 says 429, S3's clients know SlowDown. */
const R2_ERRORS: Record<number, [number, string, string]> = {
  10_012: [400, 'MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size.'],
  10_013: [
    400,
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header.',
  ],
  10_020: [400, 'InvalidArgument', 'R2 does not take this key.'],
  [BAD_DIGEST]: [400, 'BadDigest', 'The digest that you specified is not that of the body.'],
  10_043: [503, 'ServiceUnavailable', 'Please try again.'],
  10_058: [503, 'SlowDown', 'Please reduce your request rate.'],
  10_069: [403, 'AccessDenied', 'A lock of the bucket protects the object.'],
  100_100: [400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed object size.'],
}

export function errorResponse({ status, code, message, headers }: S3Error, requestId: string): Response {
  const elements = Object.entries({ Code: code, Message: message, RequestId: requestId })
  const xml = elements.map(([name, text]) => `<${name}>${escaped(text)}</${name}>`).join('')
  return new Response(`<?xml version="1.0" encoding="UTF-8"?>\n<Error>${xml}</Error>`, {
    status,
    headers: { ...headers, 'content-type': 'application/xml', 'cache-control': 'no-store' },
  })
}

/** XML has no way to write most control characters, and no message needs one. */
const escaped = (text: string) =>
  text
    .replace(/[^ -~]/g, '?')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
