// /v1/denials: the deny list, for operators.

import { read, readJson } from './body.ts'
import type { RequestContext } from './context.ts'
import type { Denial, DenialKind } from './denials.ts'
import { ServiceError } from './errors.ts'

const KINDS: DenialKind[] = ['subject', 'tokenId', 'prefix']

export async function listDenials(c: RequestContext) {
  return c.json({ denials: await c.var.service.denials.list() })
}

export async function putDenial(c: RequestContext) {
  const { until, ...rest } = read.fields('the body', await readJson(c), ['kind', 'value', 'until'])
  await c.var.service.denials.put({ ...readDenial(rest), ...(until !== undefined && { until: readEnd(until) }) })
  return c.body(null, 204)
}

export async function deleteDenial(c: RequestContext) {
  const { kind, value } = readDenial(read.fields('the query', c.req.query(), ['kind', 'value']))
  await c.var.service.denials.remove(kind, value)
  return c.body(null, 204)
}

function readDenial({ kind, value }: { kind?: unknown; value?: unknown }): Denial {
  return { kind: read.oneOf('kind', kind, KINDS), value: read.text('value', value) }
}

/** Read strictly: a date that was mistyped would deny nothing, or for too short. */
function readEnd(value: unknown): string {
  const text = read.text('until', value, 32)
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) ? Date.parse(text) : NaN
  if (time > Date.now()) return new Date(time).toISOString()
  throw new ServiceError(400, 'ERR_INVALID_REQUEST', 'until: expected a time to come, as 2030-01-31T00:00:00Z')
}
