// What the vendor is told, by variables and secrets: read once, and refused as a whole when a part of it is wrong.

import { type Grant, sign } from 'edgesign'
import { toIamPolicy } from 'edgesign/grants'
import type { Vendor } from './vendor.ts'
import { ConfigurationError } from './vended.ts'

export interface Env {
  VENDOR: DurableObjectNamespace<Vendor>
  /** Secrets: the long-lived key. */
  ACCESS_KEY_ID: string
  SECRET_ACCESS_KEY: string
  /** Where the buckets are: `auto` for Cloudflare R2. */
  REGION: string
  /** JSON: the role to assume, see {@link Sts}; or `none`: the long-lived key itself is vended, as signing keys. */
  STS: unknown
  /** JSON: the grant that the role's session is held to. */
  GRANT?: unknown
}

export interface Configuration {
  credentials: { accessKeyId: string; secretAccessKey: string }
  region: string
  sts: Sts | undefined
}

export interface Sts {
  /** Default: AWS's in `region`. */
  endpoint?: string
  region: string
  roleArn: string
  roleSessionName: string
  /** Seconds. */
  durationSeconds: number
  externalId?: string
  grant: Grant & { maxExpiresIn: number }
}

/**
 * How many seconds before its end a session is replaced, beyond the life of the longest URL: for failures of STS, and for
 * isolates that keep what they were given for a while.
 */
export const SLACK = 300
/** The least seconds from one refresh to the next that is planned. */
export const MIN_PERIOD = 60
/** Seconds. AWS's, and short enough that no session sees more than two dates. */
const MAX_DURATION = 43_200

/** Characters of a session policy, by STS's service model. */
const MAX_POLICY = 2048

export function configure(env: Env): Configuration {
  const credentials = {
    accessKeyId: text('ACCESS_KEY_ID', env.ACCESS_KEY_ID),
    secretAccessKey: text('SECRET_ACCESS_KEY', env.SECRET_ACCESS_KEY),
  }
  const region = text('REGION', env.REGION)
  sign({ url: 'https://localhost/' }, { region, service: 's3', credentials }) // throws if one of them is malformed
  if (env.STS !== 'none') return { credentials, region, sts: readSts(json('STS', env.STS), json('GRANT', env.GRANT)) }
  if (env.GRANT === undefined) return { credentials, region, sts: undefined }
  throw invalid('GRANT', 'none where STS is none: nothing would hold the long-lived key to it')
}

/** What may be kept from one start of the object to the next only while it stays the same. */
export function identityOf({ credentials, region, sts }: Configuration): string {
  return JSON.stringify([credentials.accessKeyId, region, sts ?? 'none'])
}

type Check = [expected: string, test: (value: unknown) => boolean]
const matches =
  (pattern: RegExp): Check[1] =>
  (value) =>
    typeof value === 'string' && pattern.test(value)

/** The lengths and letters are those of STS's service model. */
const FIELDS: Record<string, Check> = {
  endpoint: ['an https URL (http on this machine only), or nothing', (value) => value === undefined || isSafe(value)],
  region: ['letters, digits and hyphens', matches(/^[a-z0-9-]{1,64}$/)],
  roleArn: ['the ARN of a role', matches(/^arn:[!-~]{16,2044}$/)],
  roleSessionName: ['2 to 64 letters, digits or any of _+=,.@-', matches(/^[\w+=,.@-]{2,64}$/)],
  durationSeconds: [
    `whole seconds, 900 to ${MAX_DURATION}`,
    (value) => Number.isInteger(value) && Number(value) >= 900 && Number(value) <= MAX_DURATION,
  ],
  externalId: [
    '2 to 1224 letters, digits or any of _+=,.@:/-, or nothing',
    (value) => value === undefined || matches(/^[\w+=,.@:/-]{2,1224}$/)(value),
  ],
}

function readSts(given: Record<string, unknown>, grant: Record<string, unknown>): Sts {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(FIELDS, name))
  if (unknown !== undefined) throw invalid(`STS.${unknown.slice(0, 64)}`, 'no field of this name')
  for (const [name, [expected, test]] of Object.entries(FIELDS)) {
    if (!test(given[name])) throw invalid(`STS.${name}`, expected)
  }
  const sts = { ...given, grant } as unknown as Sts
  toIamPolicy(sts.grant, { maxLength: MAX_POLICY }) // throws if it is malformed, or too long
  if (grant.maxExpiresIn === undefined)
    throw invalid('GRANT.maxExpiresIn', 'the life of the longest URL: sessions are replaced before they cut it')
  const least = sts.grant.maxExpiresIn + SLACK + MIN_PERIOD
  if (sts.durationSeconds >= least) return sts
  throw invalid('STS.durationSeconds', `${least} or more, for URLs of GRANT.maxExpiresIn`)
}

function text(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value
  throw invalid(name, 'a text')
}

/** An object: as it is, from wrangler.jsonc, or as the JSON of a text. */
function json(name: string, value: unknown): Record<string, unknown> {
  const parsed = typeof value === 'string' ? parse(value) : value
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed }
  throw invalid(name, 'a JSON object')
}

/** The parser's own message would repeat a part of the text. */
function parse(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

/** Over http, whoever is on the way would read the session's secret. */
function isSafe(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false
  const { protocol, hostname } = new URL(value)
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname))
}

const invalid = (name: string, expected: string) => new ConfigurationError(`${name}: expected ${expected}`)
