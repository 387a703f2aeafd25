// How the tests call the gateway: with what was presigned here, and the configuration that a test wants.

import { env as bound } from 'cloudflare:test'
import { type Operations, type Presigned, Presigner, presignUrl, randomKey } from 'edgesign'
import { expect, vi } from 'vitest'
import type { Env } from '../../worker/gateway/src/configuration.ts'
import gateway from '../../worker/gateway/src/index.ts'

export const ENDPOINT = 'https://files.example.com'

/** AWS's documented example key. */
export const EXAMPLE = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

export const { BUCKET } = bound as unknown as Env

/** A gateway of its own, whose configuration nobody has read yet. */
export function configured(overrides: Partial<Env> = {}): Env {
  return { ...(bound as unknown as Env), CREDENTIALS: JSON.stringify([EXAMPLE]), ...overrides }
}

const shared = configured()

export const presigner = new Presigner({ endpoint: ENDPOINT, region: 'auto', bucket: 'media', credentials: EXAMPLE })

/** A key that no other test has. */
export const freshKey = () => randomKey('tests/')

/** What the gateway wrote to its log. */
export const logs: string[] = []
vi.spyOn(console, 'log').mockImplementation((line: string) => void logs.push(line))

const HEADERS = {
  'content-security-policy': 'sandbox',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
}

/** Sends a request, and checks what is true of every reply. */
export async function call(request: Request, env: Env = shared): Promise<Response> {
  const response = await gateway.fetch(request as never, env)
  for (const [name, value] of Object.entries(HEADERS)) expect(response.headers.get(name)).toBe(value)
  expect(response.headers.get('cache-control') ?? 'none').toMatch(
    /^(none|no-store|(public|private), max-age=\d+, must-.*)$/,
  )
  if (request.method === 'HEAD') expect(response.body).toBeNull()
  await checkLog(request, response)
  return response
}

/** One line, that has nothing of the URL; and an error says no secret. */
async function checkLog(request: Request, response: Response) {
  const { requestId, method, status, code } = JSON.parse(logs.at(-1)!)
  expect([requestId, method, status]).toEqual([
    ...[response.headers.get('x-amz-request-id'), request.method, response.status],
  ])
  const path = new URL(request.url).pathname
  for (const secret of [
    request.url,
    EXAMPLE.secretAccessKey,
    'X-Amz-',
    'Signature=',
    path.length > 15 ? path.slice(-9) : '?',
  ])
    expect(logs.at(-1)).not.toContain(secret)
  if (response.status < 400) return expect(code).toBeUndefined()
  expect(code).toMatch(/^[A-Za-z0-9_]+$/)
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(await response.clone().text()).not.toContain(EXAMPLE.secretAccessKey)
}

export const requestOf = ({ url, method, headers }: Presigned, init: RequestInit = {}) =>
  new Request(url, { method, ...init, headers: { ...headers, ...(init.headers as Record<string, string>) } })

/** Presigns an operation and sends it. */
export function send<O extends keyof Operations>(operation: O, options: Operations[O], init?: RequestInit, env?: Env) {
  return call(requestOf(presigner.presign(operation, options), init), env)
}

export const get = (key: string, headers: Record<string, string> = {}) => send('GetObject', { key }, { headers })
export const head = (key: string, headers: Record<string, string> = {}) => send('HeadObject', { key }, { headers })

/** By parameters that are signed as they are. */
export function putWith(key: string, query: Record<string, string>, body = 'new') {
  const options = { method: 'PUT', service: 's3', region: 'auto', credentials: EXAMPLE }
  const presigned = presignUrl(`${ENDPOINT}/media/${key}?${encoded(query)}`, options)
  return call(requestOf(presigned, { body, headers: { 'content-length': lengthOf(body) } }))
}

const encoded = (query: Record<string, string>) =>
  Object.entries(query)
    .map((pair) => pair.map(encodeURIComponent).join('='))
    .join('&')

/** With the length that every client sends. */
export function put(
  key: string,
  body: string | Uint8Array<ArrayBuffer>,
  options: Partial<Operations['PutObject']> = {},
) {
  return send('PutObject', { ...options, key }, { body, headers: { 'content-length': lengthOf(body) } })
}

export const lengthOf = (body: string | Uint8Array) =>
  `${typeof body === 'string' ? new TextEncoder().encode(body).length : body.length}`

/** An object that R2 has, without the gateway's doing. */
export async function stored(body: string | Uint8Array = 'kept', options?: R2PutOptions) {
  const key = freshKey()
  const object = await BUCKET.put(key, body, options)
  return { key, object, unchanged: async () => expect(await textOf(key)).toBe(body) }
}

export const textOf = async (key: string) => (await BUCKET.get(key))?.text()

/** The status and, of an error, its code: in the document, or if there is none in the log. */
export async function codeOf(response: Response): Promise<string> {
  const text = await response.text()
  const [, code] =
    /^<\?xml version="1.0" encoding="UTF-8"\?>\n<Error><Code>(\w+)<\/Code><Message>[^<]+</.exec(text) ?? []
  return `${response.status} ${code ?? JSON.parse(logs.at(-1)!).code}`
}
