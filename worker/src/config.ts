// The configuration: variables of the Worker, read once per isolate. Where anything is signed for, and whom it believes,
// comes from here and never from a request.

import { type Endpoint, type Grant, isSigningError, presign } from 'edgesign'
import { aws, custom, r2 } from 'edgesign/endpoints'
import type { Env } from './env.ts'
import { ServiceError } from './errors.ts'
import { type Fields, Reader } from './values.ts'

export interface Config {
  endpoint: Endpoint
  /** What this Worker may sign at most, whatever a caller's token says. */
  grant: Grant & { maxExpiresIn: number }
  jwt: JwtConfig
  /** Absent: there are no routes for operators. */
  operatorAudience: string | undefined
  denialsCacheSeconds: number
  minExpiresIn: number
  uploads: UploadsConfig
  corsOrigins: readonly string[]
}

export interface JwtConfig {
  algorithm: 'HS256' | 'RS256' | 'ES256' | 'EdDSA'
  issuer: string
  audience: string
  /** The name of the claim that holds the grant. */
  grantClaim: string
  /** The secret of HS256, or where the public keys are. */
  keys: { secret: Uint8Array } | { jwksUrl: string; cacheSeconds: number }
}

export interface UploadsConfig {
  /** Whether the provider enforces If-None-Match. */
  ifNoneMatch: boolean
  /** Bytes: an upload above `threshold` is made in parts of `partSize`. Absent: never. */
  multipart: { threshold: number; partSize: number } | undefined
}

/** Reads the variables; the error says which is wrong, and repeats no value. */
export function readConfig(env: Env): Config {
  const unbound = BINDINGS.find((name) => env[name] === undefined)
  if (unbound !== undefined) throw invalid(unbound, 'a binding of this name')
  const given = (name: Variable, otherwise?: unknown) => parsed(name, env[name] ?? otherwise)
  const whole = (name: Variable, otherwise: number, [least, most]: [number, number]) =>
    read.integer(name, given(name, otherwise), least, most)
  const [endpoint, grant] = [readEndpoint(given('ENDPOINT')), readGrant(given('GRANT'))]
  checkSigns(endpoint, grant)
  const jwt = readJwt(given('JWT'), env.JWT_SECRET)
  return {
    endpoint,
    grant,
    jwt,
    operatorAudience: readOperatorAudience(env.OPERATOR_AUDIENCE, jwt),
    denialsCacheSeconds: whole('DENIALS_CACHE_SECONDS', 5, [0, 300]),
    minExpiresIn: whole('MIN_EXPIRES_IN', 30, [1, grant.maxExpiresIn]),
    uploads: readUploads(given('UPLOADS', {})),
    corsOrigins: read.list('CORS_ORIGINS', given('CORS_ORIGINS', []), 0, 100).map(readOrigin),
  }
}

type Variable = Exclude<keyof Env, (typeof BINDINGS)[number]>

const BINDINGS = ['VENDOR', 'DENIALS', 'RATE_LIMIT'] as const

const invalid = (name: string, expected: string) =>
  new ServiceError(500, 'ERR_CONFIGURATION', `${name}: expected ${expected}`)

const read = new Reader(invalid)

/** Variables come as JSON, or as a text of it from the dashboard and .dev.vars. */
function parsed(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    throw invalid(name, 'JSON')
  }
}

const PROVIDERS = {
  aws: { make: aws, options: ['region', 'addressingStyle'] },
  r2: { make: r2, options: ['accountId', 'jurisdiction'] },
  custom: { make: custom, options: ['url', 'region', 'addressingStyle'] },
}

function readEndpoint(value: unknown): Endpoint {
  const { provider, ...options } = read.object('ENDPOINT', value)
  const { make, options: known } =
    PROVIDERS[read.oneOf('ENDPOINT.provider', provider, Object.keys(PROVIDERS) as (keyof typeof PROVIDERS)[])]
  read.fields('ENDPOINT', options, known)
  return configured('ENDPOINT', () => make(options as never))
}

/** How long its longest URL lives is needed to know when credentials are too old. */
function readGrant(value: unknown): Config['grant'] {
  const grant = read.object('GRANT', value)
  const maxExpiresIn = read.integer('GRANT.maxExpiresIn', grant.maxExpiresIn, 1, 604_800)
  return { ...(grant as unknown as Grant), maxExpiresIn }
}

/** Signs once, so that a wrong region, bucket or grant is found before a caller comes. What is not granted is no fault. */
function checkSigns(endpoint: Endpoint, grant: Grant) {
  const shared = { endpoint, bucket: 'example', credentials: EXAMPLE }
  configured('ENDPOINT', () => presign('HeadBucket', shared))
  configured('GRANT', () => {
    try {
      presign('HeadBucket', { ...shared, grant })
    } catch (error) {
      if (!isSigningError(error) || error.code !== 'ERR_NOT_GRANTED') throw error
    }
  })
}

/** AWS's documentation has these: they sign nothing anywhere. */
const EXAMPLE = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }

function configured<T>(name: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw new ServiceError(500, 'ERR_CONFIGURATION', `${name}: ${(error as Error).message}`)
  }
}

function readJwt(value: unknown, secret: unknown): JwtConfig {
  const fields = read.fields('JWT', value, [
    ...['algorithm', 'issuer', 'audience', 'grantClaim', 'jwksUrl', 'jwksCacheSeconds'],
  ])
  const algorithm = read.oneOf('JWT.algorithm', fields.algorithm, ['HS256', 'RS256', 'ES256', 'EdDSA'])
  return {
    algorithm,
    issuer: read.text('JWT.issuer', fields.issuer),
    audience: read.text('JWT.audience', fields.audience),
    grantClaim: read.text('JWT.grantClaim', fields.grantClaim ?? 'grant'),
    keys: algorithm === 'HS256' ? readSecret(fields, secret) : readJwks(fields, secret),
  }
}

/** https://www.rfc-editor.org/rfc/rfc7518#section-3.2: no shorter than the hash. */
function readSecret(fields: Fields, value: unknown) {
  if (fields.jwksUrl !== undefined) throw invalid('JWT.jwksUrl', 'none with HS256')
  const secret = new TextEncoder().encode(read.text('JWT_SECRET', value, 4096))
  if (secret.length < 32) throw invalid('JWT_SECRET', '32 bytes or more')
  return { secret }
}

function readJwks(fields: Fields, secret: unknown) {
  if (secret !== undefined) throw invalid('JWT_SECRET', 'none but with HS256')
  const jwksUrl = read.text('JWT.jwksUrl', fields.jwksUrl)
  const url = URL.canParse(jwksUrl) ? new URL(jwksUrl) : undefined
  const isLocal = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost'
  if (url?.protocol !== 'https:' && !(isLocal && url?.protocol === 'http:'))
    throw invalid('JWT.jwksUrl', 'an https URL')
  return { jwksUrl, cacheSeconds: read.integer('JWT.jwksCacheSeconds', fields.jwksCacheSeconds ?? 300, 0, 86_400) }
}

/** With the audience of callers, each of them would be an operator. */
function readOperatorAudience(value: unknown, jwt: JwtConfig) {
  if (value === undefined || value === '') return undefined
  if (value === jwt.audience) throw invalid('OPERATOR_AUDIENCE', 'another than JWT.audience')
  return read.text('OPERATOR_AUDIENCE', value)
}

/**
 * Bytes: a part has 5 MiB at least, and what is put at once, also as a part, 5 GiB at most.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
 */
const MIN_PART = 5 * 2 ** 20
export const MAX_PUT = 5 * 2 ** 30

function readUploads(value: unknown): UploadsConfig {
  const { ifNoneMatch = false, multipart } = read.fields('UPLOADS', value, ['ifNoneMatch', 'multipart'])
  return {
    ifNoneMatch: read.boolean('UPLOADS.ifNoneMatch', ifNoneMatch),
    multipart: multipart === undefined ? undefined : readMultipart(multipart),
  }
}

function readMultipart(value: unknown) {
  const { threshold, partSize } = read.fields('UPLOADS.multipart', value, ['threshold', 'partSize'])
  return {
    threshold: read.integer('UPLOADS.multipart.threshold', threshold, 1, MAX_PUT),
    partSize: read.integer('UPLOADS.multipart.partSize', partSize, MIN_PART, MAX_PUT),
  }
}

/** As a browser sends it: compared as a text. */
function readOrigin(value: unknown): string {
  const origin = read.text('CORS_ORIGINS', value)
  if (URL.canParse(origin) && new URL(origin).origin === origin) return origin
  throw invalid('CORS_ORIGINS', 'origins, as https://app.example.com')
}
