// What the gateway is told, by variables and a secret: read once per isolate, and refused as a whole when a part of it is wrong.

import { type VerifyOptions, verify } from 'edgesign/verify'
import { type Fields, Reader } from '../../src/values.ts'

export interface Env {
  BUCKET: R2Bucket
  ENDPOINT?: unknown
  BUCKET_NAME?: unknown
  REGION?: unknown
  MAX_CONTENT_LENGTH?: unknown
  CORS_ORIGINS?: unknown
  /** The secret. */
  CREDENTIALS?: unknown
}

export interface Configuration {
  bucket: R2Bucket
  bucketName: string
  /** Which requests `verify` lets in, whoever has signed them. */
  checks: VerifyOptions
  /** By the id of the access key. */
  keys: Map<string, Key>
  /** Bytes of an upload. */
  maxContentLength: number
  corsOrigins: readonly string[]
}

/** An access key that the owner of the gateway has made up. Nobody else takes it. */
interface AccessKey {
  accessKeyId: string
  secretAccessKey: string
}

export interface Key {
  credentials: AccessKey
  rule: Rule
}

/** Without any given, an access key may do all of it. */
export interface Rule {
  operations: readonly string[]
  prefix: string
}

export const OPERATIONS = ['GetObject', 'HeadObject', 'PutObject', 'DeleteObject'] as const

/** A variable or the secret is missing or wrong; the message repeats no value. */
export class ConfigurationError extends Error {
  readonly code = 'ERR_CONFIGURATION'
}

const invalid = (name: string, expected: string) => new ConfigurationError(`${name}: expected ${expected}`)

const read = new Reader(invalid)

const configurations = new WeakMap<Env, Configuration>()

export function configurationOf(env: Env): Configuration {
  const kept = configurations.get(env)
  if (kept !== undefined) return kept
  const configuration = configure(env)
  configurations.set(env, configuration)
  return configuration
}

function configure(env: Env): Configuration {
  if (env.BUCKET === undefined) throw invalid('BUCKET', 'a binding of this name')
  const given = (name: keyof Env, otherwise?: unknown) => parsed(name, env[name] ?? otherwise)
  const keys = read.list('CREDENTIALS', given('CREDENTIALS'), 1, 100).map(readKey)
  const byId = new Map(keys.map((key) => [key.credentials.accessKeyId, key]))
  if (byId.size < keys.length) throw invalid('CREDENTIALS', 'each accessKeyId once')
  return {
    bucket: env.BUCKET,
    bucketName: read.text('BUCKET_NAME', env.BUCKET_NAME),
    checks: readChecks(env, keys),
    keys: byId,
    maxContentLength: read.integer('MAX_CONTENT_LENGTH', given('MAX_CONTENT_LENGTH', 100_000_000), 0, MAX_PUT),
    corsOrigins: read.list('CORS_ORIGINS', given('CORS_ORIGINS', []), 0, 100).map(readOrigin),
  }
}

/** Bytes: what R2 takes at once. Source: https://developers.cloudflare.com/r2/platform/limits/ */
const MAX_PUT = 5 * 2 ** 30

/** Variables come as JSON, or as a text of it; the secret always does. */
function parsed(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    throw invalid(name, 'JSON')
  }
}

function readKey(value: unknown): Key {
  const fields = read.fields('CREDENTIALS', value, ['accessKeyId', 'secretAccessKey', 'operations', 'prefix'])
  const accessKeyId = read.text('CREDENTIALS.accessKeyId', fields.accessKeyId, 128)
  return { credentials: { accessKeyId, secretAccessKey: readSecret(fields.secretAccessKey) }, rule: readRule(fields) }
}

/** Whoever sees a URL can try secrets on it, as fast as they like. */
function readSecret(value: unknown): string {
  const secret = read.text('CREDENTIALS.secretAccessKey', value, 256)
  if (secret.length >= 32) return secret
  throw invalid('CREDENTIALS.secretAccessKey', '32 random characters or more')
}

function readRule({ operations = OPERATIONS, prefix = '' }: Fields): Rule {
  const list = read.list('CREDENTIALS.operations', operations, 1, OPERATIONS.length)
  return {
    operations: list.map((operation) => read.oneOf('CREDENTIALS.operations', operation, OPERATIONS)),
    prefix: prefix === '' ? '' : read.text('CREDENTIALS.prefix', prefix),
  }
}

/** Tried on a request without a signature, with each key, so that what is wrong is found before it is needed. */
function readChecks(env: Env, keys: Key[]): VerifyOptions {
  const checks = { region: read.text('REGION', env.REGION), endpoint: read.text('ENDPOINT', env.ENDPOINT) }
  if (!URL.canParse(checks.endpoint) || new URL(checks.endpoint).origin !== checks.endpoint)
    throw invalid('ENDPOINT', 'an origin, as https://files.example.com')
  try {
    for (const { credentials } of keys) verify(new Request(checks.endpoint), { ...checks, credentials })
  } catch (error) {
    throw new ConfigurationError(`ENDPOINT, REGION or CREDENTIALS: ${(error as Error).message}`)
  }
  return checks
}

/** As a browser sends it, compared as a text; or `*`, for all. */
function readOrigin(value: unknown): string {
  const origin = read.text('CORS_ORIGINS', value)
  if (origin === '*' || (URL.canParse(origin) && new URL(origin).origin === origin)) return origin
  throw invalid('CORS_ORIGINS', 'origins, as https://app.example.com, or *')
}
