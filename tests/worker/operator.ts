// An operator, who changes the deny list, and a caller who meets it.

import type { Env } from '../../worker/src/env.ts'
import { OPERATORS, bearer, call, codeOf, post, token } from './call.ts'

const operator = async () => bearer(await token({ aud: OPERATORS, sub: 'operator', grant: undefined }))

export async function put(env: Env, denial: object) {
  const headers = { 'content-type': 'application/json', ...(await operator()) }
  return codeOf(await call(env, '/v1/denials', { method: 'PUT', headers, body: JSON.stringify(denial) }))
}

export const remove = async (env: Env, query: string) =>
  codeOf(await call(env, `/v1/denials?${query}`, { method: 'DELETE', headers: await operator() }))

export async function list(env: Env): Promise<unknown[]> {
  const response = await call(env, '/v1/denials', { headers: await operator() })
  return ((await response.json()) as { denials: unknown[] }).denials
}

export const get = { operation: 'GetObject', key: 'users/42/a' }
export const signs = async (env: Env, request: object = get, claims = {}) =>
  codeOf(await post(env, '/v1/presign', request, await token(claims)))
export const SIGNED = '200 undefined'
export const DENIED = '403 ERR_DENIED'
