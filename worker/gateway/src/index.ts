// The gateway: verifies a presigned URL, or a signed request, and serves or stores the object of an R2 bucket.

import type { Verified } from 'edgesign/verify'
import { traceOf } from '../../src/log.ts'
import { authorize } from './authorize.ts'
import { type Configuration, ConfigurationError, type Env, configurationOf } from './configuration.ts'
import { allowOrigin, preflight } from './cors.ts'
import { type S3Error, errorResponse, toS3Error } from './errors.ts'
import { readObject } from './read.ts'
import { deleteObject, putObject } from './write.ts'

/** A line of JSON per request: never a URL, a signature or a key. */
interface LogEntry extends Partial<Pick<Verified, 'operation' | 'accessKeyId'>> {
  requestId: string
  method: string
  code?: string
  /** Where an error came from that nobody expected, or which variable is wrong. */
  trace?: string[]
}

/**
 * Of every answer. What was uploaded may be a page, and this is a domain of the owner's: in a sandbox it runs no scripts and
 * reads no cookies. A signature does not belong into the Referer header of what it links to.
 */
const HEADERS = {
  'content-security-policy': 'sandbox',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
}

export default { fetch: handle } satisfies ExportedHandler<Env>

async function handle(request: Request, env: Env): Promise<Response> {
  const log: LogEntry = { requestId: crypto.randomUUID(), method: request.method }
  let origins: readonly string[] = []
  let response: Response
  try {
    const configuration = configurationOf(env)
    origins = configuration.corsOrigins
    response = await answer(request, configuration, log)
  } catch (thrown) {
    response = refusal(thrown, log)
  }
  for (const [name, value] of Object.entries({ ...HEADERS, 'x-amz-request-id': log.requestId }))
    response.headers.set(name, value)
  allowOrigin(response.headers, request, origins)
  console.log(JSON.stringify({ ...log, status: response.status }))
  return request.method === 'HEAD' ? new Response(null, response) : response
}

async function answer(request: Request, configuration: Configuration, log: LogEntry): Promise<Response> {
  if (request.method === 'OPTIONS') return preflight(request, configuration.corsOrigins)
  const authorized = await authorize(request, configuration, log)
  switch (authorized.operation) {
    case 'PutObject':
      return putObject(request, authorized, configuration)
    case 'DeleteObject':
      return deleteObject(authorized, configuration)
    default:
      return readObject(authorized, configuration)
  }
}

function refusal(thrown: unknown, log: LogEntry): Response {
  const error: S3Error = toS3Error(thrown)
  log.code = thrown instanceof ConfigurationError ? thrown.code : error.code
  if (error.status === 500) log.trace = thrown instanceof ConfigurationError ? [thrown.message] : traceOf(thrown)
  return errorResponse(error, log.requestId)
}
