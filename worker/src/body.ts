// The JSON of a request.

import type { Context } from 'hono'
import { readBounded } from './bounded.ts'
import { ServiceError } from './errors.ts'
import { Reader } from './values.ts'

const MAX_BODY = 2 ** 20

/** Reads values of a request. */
export const read = new Reader(
  (name, expected) => new ServiceError(400, 'ERR_INVALID_REQUEST', `${name}: expected ${expected}`),
)

/** Bounded before it is parsed. */
export async function readJson({ req }: Context): Promise<unknown> {
  if (!/^application\/json\s*(;|$)/i.test(req.header('content-type') ?? '')) {
    throw new ServiceError(415, 'ERR_UNSUPPORTED_MEDIA_TYPE', 'expected application/json')
  }
  const isLong = Number(req.header('content-length') ?? 0) > MAX_BODY
  const bytes = isLong ? undefined : await readBounded(req.raw.body, MAX_BODY)
  if (bytes === undefined) throw new ServiceError(413, 'ERR_TOO_LARGE', `expected a body of at most ${MAX_BODY} bytes`)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes))
  } catch {
    throw new ServiceError(400, 'ERR_INVALID_JSON', 'expected JSON')
  }
}
