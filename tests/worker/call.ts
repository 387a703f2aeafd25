// How the tests call the Worker: with the configuration that a test wants, and a token of whom it wants.

import { env as bound, createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { SignJWT, importJWK } from 'jose'
import { vi } from 'vitest'
import worker from '../../worker/src/index.ts'
import type { Env } from '../../worker/src/env.ts'

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

/** A Worker of its own: nothing is cached yet. */
export function configured(overrides: Partial<Env> = {}): Env {
  const { VENDOR, DENIALS, RATE_LIMIT } = bound as unknown as Env
  return {
    ...{ VENDOR, DENIALS, RATE_LIMIT, GRANT, JWT, OPERATOR_AUDIENCE: OPERATORS, DENIALS_CACHE_SECONDS: 0 },
    ENDPOINT: { provider: 'custom', url: TEST.s3, region: 'us-east-1' },
    UPLOADS: { ifNoneMatch: true },
    ...overrides,
  }
}

/** What the Worker wrote to its log. */
export const logs: string[] = []
vi.spyOn(console, 'log').mockImplementation((line: string) => void logs.push(line))

/** Sends a request, and checks what is true of every reply. */
export async function call(env: Env, path: string, init?: RequestInit): Promise<Response> {
  const context = createExecutionContext()
  const request = new Request(`https://edgesign.example.com${path}`, { redirect: 'manual', ...init })
  const response = await worker.fetch(request as never, env, context)
  await waitOnExecutionContext(context)
  return response
}

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
