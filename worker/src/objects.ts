// GET /v1/objects/<key>: a redirect to the object.

import type { RequestContext } from './context.ts'
import { ServiceError } from './errors.ts'

export const OBJECTS = '/v1/objects/'
/** Seconds: it is followed at once. */
const EXPIRES_IN = 60

export async function objectRoute(c: RequestContext) {
  const operation = c.req.method === 'HEAD' ? 'HeadObject' : 'GetObject'
  c.var.log.operation = operation
  const key = keyOf(new URL(c.req.url))
  const sign = await c.var.service.signer(c.var.caller)
  return c.redirect(sign(operation, { key, expiresIn: EXPIRES_IN }).url, 302)
}

/** The rest of the path as it was sent, decoded once. Dot segments never come here: URL parsers resolve them. */
function keyOf({ pathname, search }: URL): string {
  if (search !== '') throw new ServiceError(400, 'ERR_INVALID_REQUEST', 'expected no query')
  if (!pathname.startsWith(OBJECTS)) throw new ServiceError(404, 'ERR_NOT_FOUND', 'no such route')
  try {
    return decodeURIComponent(pathname.slice(OBJECTS.length))
  } catch {
    throw new ServiceError(400, 'ERR_INVALID_KEY', 'key: expected percent-encoded UTF-8')
  }
}
