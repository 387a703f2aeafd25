// Which web pages may use the gateway. What is asked for is allowed by its signature alone: no page gets more by its origin.

import { S3Error } from './errors.ts'

const METHODS = 'GET, HEAD, PUT, DELETE'

/** Answers `OPTIONS`. A browser sends it without the signature's headers, so nothing is verified. */
export function preflight({ headers }: Request, origins: readonly string[]): Response {
  const method = headers.get('access-control-request-method') ?? ''
  if (!METHODS.split(', ').includes(method) || allowedOrigin(headers, origins) === undefined)
    throw new S3Error(403, 'AccessForbidden', 'CORSResponse: This CORS request is not allowed.')
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': METHODS,
      'access-control-allow-headers': headers.get('access-control-request-headers') ?? '',
      'access-control-max-age': '600',
      vary: 'Access-Control-Request-Headers',
    },
  })
}

/** Lets the page read the answer, an error too, and all of its headers. */
export function allowOrigin(answer: Headers, { headers }: Request, origins: readonly string[]) {
  answer.append('vary', 'Origin')
  const origin = allowedOrigin(headers, origins)
  if (origin === undefined) return
  answer.set('access-control-expose-headers', [...answer.keys()].join(', '))
  answer.set('access-control-allow-origin', origin)
}

function allowedOrigin(headers: Headers, origins: readonly string[]): string | undefined {
  if (origins.includes('*')) return '*'
  const origin = headers.get('origin')
  return origin !== null && origins.includes(origin) ? origin : undefined
}
