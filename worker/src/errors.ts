// What a caller is told when it does not get what it asked for. The codes are stable; the messages are for people.

import { isSigningError } from 'edgesign'

/** A reply that is an error. */
export class ServiceError extends Error {
  readonly status: Status
  readonly code: string
  /** Which request of a batch. */
  readonly index: number | undefined

  constructor(status: Status, code: string, message: string, index?: number) {
    super(message)
    this.name = 'ServiceError'
    this.status = status
    this.code = code
    this.index = index
  }

  /** The same error of one request of a batch. */
  at(index: number) {
    return new ServiceError(this.status, this.code, this.message, index)
  }
}

export type Status = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 429 | 500 | 502 | 503

/** Any error as one that may be shown: what is not known to be harmless is not told. */
export function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error
  const code = codeOf(error)
  const status = code === undefined ? undefined : STATUS[code]
  if (code === undefined || status === undefined) {
    return new ServiceError(500, 'ERR_INTERNAL', 'the service failed: this is not the request’s fault')
  }
  return new ServiceError(status, code, (error as Error).message)
}

function codeOf(error: unknown): string | undefined {
  if (isSigningError(error)) return error.code
  const code = error instanceof TypeError ? (error as { code?: unknown }).code : undefined
  return code === 'ERR_INVALID_ARG_TYPE' ? code : undefined
}

/** The codes of `edgesign` that tell what is wrong with a request; all others tell what is wrong here. */
const STATUS: Partial<Record<string, Status>> = {
  ERR_INVALID_ARG_TYPE: 400,
  ERR_INVALID_KEY: 400,
  ERR_INVALID_HEADER: 400,
  ERR_RESERVED_QUERY_PARAMETER: 400,
  ERR_INVALID_EXPIRES_IN: 400,
  ERR_UNKNOWN_OPERATION: 400,
  ERR_MISSING_PARAMETER: 400,
  ERR_UNSUPPORTED_BY_PROVIDER: 400,
  ERR_TOO_LARGE: 413,
  ERR_INVALID_GRANT: 403,
  ERR_NOT_GRANTED: 403,
  ERR_CREDENTIALS_EXPIRED: 503,
}
