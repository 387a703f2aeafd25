import type { Credentials, Grant, SecretCredentials, SigningKeyCredentials } from '../index.js'
import type { Policy } from '../grants/index.js'

export type { Credentials, Grant, Policy, SecretCredentials, SigningKeyCredentials }
export { deriveSigningKey } from '../index.js'

/** Temporary credentials. Frozen. */
export interface TemporaryCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  /** ISO 8601, in the future. */
  readonly expiration: string
}

/** The platform's `fetch`, where its types are known. */
export type Fetch = typeof globalThis extends { fetch: infer F } ? F : (url: string, init: object) => Promise<unknown>
/** The platform's `AbortSignal`, where its types are known. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer S } } ? S : object

/**
 * How and whom to ask. What fails on the way or at the provider is a `SigningError` with the code `ERR_CREDENTIALS_UNAVAILABLE`,
 * and as `cause` what `fetch` threw; what is wrong with the options or with the asker's own credentials has its own code.
 */
export interface AskOptions {
  /** A URL: MinIO's and Ceph's STS is where their S3 is. Only `https` keeps what is sent secret. Default: AWS's in `region`. */
  endpoint?: string | undefined
  /** Of the endpoint, and of the credential scope of a signed request. */
  region: string
  /** Ends the request. */
  signal?: Signal | undefined
  /** Milliseconds for all of it. Default: 10000. */
  timeout?: number | undefined
  /** Default: the global one. */
  fetch?: Fetch | undefined
}

interface SignedOptions extends AskOptions {
  /** Of who asks: await what promises them. */
  credentials: Credentials
}

interface DurationOptions {
  /** How long the credentials live. AWS: 900 to 43200, or to what the role allows. Default: the server's, as 3600. */
  durationSeconds?: number | undefined
}

interface SecondFactorOptions {
  /** Of the device. */
  serialNumber?: string | undefined
  /** The six digits that it shows. */
  tokenCode?: string | undefined
}

interface RoleOptions extends DurationOptions {
  roleArn: string
  /** 2 to 64 letters, digits or `_+=,.@-`. It stands in logs, and policies can revoke by it. */
  roleSessionName: string
  /** What the credentials are limited to, as by `toIamPolicy`. Undefined is an error: leave it out for no limit. */
  grant?: Grant
  /** The session policy itself, instead of a grant's. At most 2048 characters of JSON. */
  policy?: Policy | Readonly<Record<string, unknown>> | string
  /** Of managed policies to limit the credentials to. */
  policyArns?: readonly string[] | undefined
}

export interface AssumeRoleOptions extends SignedOptions, RoleOptions, SecondFactorOptions {
  externalId?: string | undefined
  /** 2 to 64 letters, digits or `_+=,.@-`. It stays through chained roles. */
  sourceIdentity?: string | undefined
  tags?: Readonly<Record<string, string>> | undefined
  transitiveTagKeys?: readonly string[] | undefined
}

export interface AssumeRoleWithWebIdentityOptions extends AskOptions, RoleOptions {
  /** The identity provider's token. */
  webIdentityToken: string
}

export interface GetSessionTokenOptions extends SignedOptions, DurationOptions, SecondFactorOptions {}

export interface CreateSessionOptions extends SignedOptions {
  /** A directory bucket, as `media--euw1-az1--x-s3`. */
  bucket: string
  /** Default: `'ReadWrite'`, or what is allowed of it. */
  sessionMode?: 'ReadOnly' | 'ReadWrite' | undefined
}

/** Temporary credentials of a role, no wider than `grant` or `policy`. */
export function assumeRole(options: AssumeRoleOptions): Promise<TemporaryCredentials>

/** Temporary credentials of a role for whoever an identity token is about. Nothing is signed: the token is all that is sent. */
export function assumeRoleWithWebIdentity(options: AssumeRoleWithWebIdentityOptions): Promise<TemporaryCredentials>

/** Temporary credentials of the user itself, with the same rights. */
export function getSessionToken(options: GetSessionTokenOptions): Promise<TemporaryCredentials>

/** Five minutes of one directory bucket of S3 Express One Zone. */
export function createSession(options: CreateSessionOptions): Promise<TemporaryCredentials>
