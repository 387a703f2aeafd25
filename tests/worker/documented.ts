// What worker/openapi.json says of a reply.

import { type Schema, Validator } from '@cfworker/json-schema'
import { expect } from 'vitest'
import document from '../../worker/openapi.json' with { type: 'json' }

interface Documented {
  content?: { 'application/json': { schema: Schema } }
  headers?: Record<string, unknown>
}

const paths = document.paths as unknown as Record<string, Record<string, { responses: Record<string, object> }>>

const nameOf = (method: string, path: string, status: string | number) => `${method.toUpperCase()} ${path} ${status}`

/** All that is documented, as in `GET /healthz 200`. */
export const documented = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([, { responses }]) => responses !== undefined)
    .flatMap(([method, { responses }]) => Object.keys(responses).map((status) => nameOf(method, path, status))),
)

/** All that was seen. */
export const seen = new Set<string>()

/** Holds a reply of a documented route against the document. */
export async function checkDocumented(request: Request, response: Response) {
  const path = routeOf(new URL(request.url).pathname)
  const operation = paths[path]?.[request.method.toLowerCase()]
  if (operation === undefined) return
  const name = nameOf(request.method, path, response.status)
  expect(documented).toContain(name)
  seen.add(name)
  const { content, headers = {} } = resolve(operation.responses[response.status]!)
  for (const header of Object.keys(headers)) expect(response.headers.get(header), `${name}: ${header}`).toBeTruthy()
  checkBody(name, await response.text(), content?.['application/json'].schema)
}

export const routeOf = (path: string) => (path.startsWith('/v1/objects/') ? '/v1/objects/{key}' : path)

function resolve(response: Documented & { $ref?: string }): Documented {
  if (response.$ref === undefined) return response
  return (document.components.responses as Record<string, object>)[response.$ref.split('/').at(-1)!] as Documented
}

/** Whether a value is as a schema of the document says. */
export const isValid = (value: unknown, schema: Schema) =>
  new Validator({ ...schema, components: document.components }, '2020-12').validate(value)

function checkBody(name: string, body: string, schema: Schema | undefined) {
  if (schema === undefined) return expect(body, name).toBe('')
  const { valid, errors } = isValid(JSON.parse(body), schema)
  return expect(valid, `${name}: ${JSON.stringify(errors)}`).toBe(true)
}
