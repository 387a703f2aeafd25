// How the tests call the Worker: with the configuration that a test wants, and a token of whom it wants.

import { env as bound, createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { SignJWT, importJWK } from 'jose'
import { expect, vi } from 'vitest'
import type { DenyListStore } from '../../worker/src/denials.ts'
import worker from '../../worker/src/index.ts'
import type { Env } from '../../worker/src/env.ts'
import { checkDocumented } from './documented.ts'

export const ISSUER = 'https://issuer.example.com'
export const AUDIENCE = 'https://edgesign.example.com'
export const OPERATORS = 'https://edgesign.example.com/operators'

type Keys = Record<string, { publicKey: JsonWebKey & { kid: string }; privateKey: JsonWebKey }>

export const { TEST } = bound as unknown as { TEST: { s3: string; issuerUrl: string; keys: Keys; others: Keys } }

export const OPERATIONS = [
  ...['GetObject', 'HeadObject', 'PutObject', 'DeleteObject', 'CopyObject', 'ListObjectsV2', 'UploadPart'],
  ...['CreateMultipartUpload', 'CompleteMultipartUpload', 'AbortMultipartUpload'],
]

/** The Worker's own grant. */
export const GRANT = { bucket: 'e2e', prefix: 'users/', operations: OPERATIONS, maxExpiresIn: 3600 }
/** A caller's. */
export const CALLER_GRANT = { bucket: 'e2e', prefix: 'users/42/', operations: OPERATIONS }

export const JWT = {
  algorithm: 'ES256',
  issuer: ISSUER,
  audience: AUDIENCE,
  jwksUrl: `${TEST.issuerUrl}/jwks/default`,
}

/** A Worker of its own, with a deny list of its own: nothing is cached yet. */
export function configured(overrides: Partial<Env> = {}): Env {
  const { VENDOR, DENIALS } = bound as unknown as Env
  const list = crypto.randomUUID()
  return {
    ...{ VENDOR, GRANT, JWT, OPERATOR_AUDIENCE: OPERATORS, DENIALS_CACHE_SECONDS: 0 },
    DENIALS: { getByName: () => DENIALS.getByName(list) },
    RATE_LIMIT: { limit: async () => ({ success: true }) },
    ENDPOINT: { provider: 'custom', url: TEST.s3, region: 'us-east-1' },
    UPLOADS: { ifNoneMatch: true },
    ...overrides,
  }
}

/** Stands in for the deny list. */
export const denyList = (store: Partial<Record<keyof DenyListStore, () => Promise<unknown>>>) =>
  ({ getByName: () => store }) as unknown as Env['DENIALS']

/** What the Worker wrote to its log. */
export const logs: string[] = []
vi.spyOn(console, 'log').mockImplementation((line: string) => void logs.push(line))

/** Sends a request, and checks what is true of every reply. */
export async function call(env: Env, path: string, init?: RequestInit): Promise<Response> {
  const start = logs.length
  const context = createExecutionContext()
  const request = new Request(`https://edgesign.example.com${path}`, { redirect: 'manual', ...init })
  const response = await worker.fetch(request as never, env, context)
  await waitOnExecutionContext(context)
  for (const [name, value] of Object.entries(HEADERS)) expect(response.headers.get(name)).toBe(value)
  await checkDocumented(request, response.clone())
  await checkNoLeak(request, response.clone(), start)
  return response
}

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
}

/** Nothing of what was sent or signed is in the log, and nothing secret in an error. */
async function checkNoLeak(request: Request, response: Response, start: number) {
  const body = await response.text()
  if (response.status >= 400) expect(body).not.toMatch(SECRETS)
  expect(body).not.toContain(EXAMPLE.secretAccessKey)
  const lines = logs.slice(start)
  for (const line of lines) expect(line).not.toMatch(SECRETS)
  const { method } = request
  const line = lines.find((line) => JSON.parse(line).method === method && JSON.parse(line).status === response.status)
  expect(line, lines.join('\n')).toBeDefined()
  const [, key] = new URL(request.url).pathname.split('/v1/objects/')
  if (key) expect(line).not.toContain(`"${key}"`)
}

/** Tokens, presigned URLs and where they lead to, the access key id, the secret, the subject. */
const SECRETS = /eyJ|Bearer e|X-Amz-(Cred|Sec|Sig)|127\.0\.0\.1|AKIA|wJalr|user-42/

export interface Claims {
  [claim: string]: unknown
}

export const inAnHour = () => Math.floor(Date.now() / 1000) + 3600

export const claims = (more: Claims = {}): Claims => ({
  ...{ iss: ISSUER, aud: AUDIENCE, sub: 'user-42', jti: 'token-1', exp: inAnHour(), grant: CALLER_GRANT, ...more },
})

/** A token of the issuer's. */
export async function token(more: Claims = {}, { header = {}, algorithm = 'ES256', keys = TEST.keys } = {}) {
  const { privateKey, publicKey } = keys[algorithm]!
  return new SignJWT(claims(more))
    .setProtectedHeader({ alg: algorithm, kid: publicKey.kid, ...header })
    .sign((await importJWK(privateKey as never, algorithm)) as never)
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** Posts JSON as the caller of a token. */
export async function post(env: Env, path: string, body: unknown, authorization?: string) {
  const headers = { 'content-type': 'application/json', ...bearer(authorization ?? (await token())) }
  return call(env, path, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
}

/** AWS's documented example key, of which the vendor's stand-in gives signing keys. */
export const EXAMPLE = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

/** Sends what was presigned to the S3 server. */
export const send = (presigned: { url: string; method: string; headers: Record<string, string> }, body?: BodyInit) =>
  fetch(presigned.url, { method: presigned.method, headers: presigned.headers, body: body ?? null })

/** The status and the code of an error, if it is one. */
export async function codeOf(response: Response): Promise<string> {
  const text = await response.text()
  const { error } = (text === '' ? {} : JSON.parse(text)) as { error?: { code: string } }
  return `${response.status} ${error?.code}`
}
