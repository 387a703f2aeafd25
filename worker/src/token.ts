// Who calls: a JWT whose issuer, audience, algorithm and keys are all fixed by the configuration.

import { type JWTHeaderParameters, type JWTVerifyGetKey, createLocalJWKSet, errors, jwtVerify } from 'jose'
import type { JwtConfig } from './config.ts'
import { ServiceError } from './errors.ts'
import { Jwks } from './jwks.ts'

/** Whom a token stands for. */
export interface Caller {
  issuer: string
  subject: string
  tokenId: string | undefined
  /** As it is in the token: nothing of it has been checked. */
  grant: unknown
}

/** With a grant and a few claims of its own no honest token is longer. */
const MAX_TOKEN = 8192
/** Headers by which a token would bring its own keys. jose refuses what is in `crit`. */
const REFUSED_HEADERS = ['jku', 'jwk', 'x5u', 'x5c', 'crit']

export class TokenVerifier {
  readonly #config: JwtConfig
  readonly #key: JWTVerifyGetKey

  constructor(config: JwtConfig) {
    this.#config = config
    this.#key = 'secret' in config.keys ? secretKey(config.keys) : publicKey(new Jwks(config.keys))
  }

  /** The caller, if the token is meant for `audience` and has the `needed` claims. */
  async verify(authorization: string | undefined, audience: string, needed: string[]): Promise<Caller> {
    const { algorithm, issuer, grantClaim } = this.#config
    const options = { algorithms: [algorithm], issuer, audience, requiredClaims: ['exp', 'sub', ...needed] }
    const { payload } = await jwtVerify(bearer(authorization), this.#key, options).catch(refuse)
    const { sub, jti, [grantClaim]: grant } = payload
    return { issuer, subject: text('sub', sub), tokenId: optional('jti', jti), grant }
  }
}

const secretKey =
  ({ secret }: { secret: Uint8Array }): JWTVerifyGetKey =>
  (header) => {
    checkHeader(header)
    return secret
  }

/** A set of keys for each request alone: see jwks.ts. */
const publicKey =
  (jwks: Jwks): JWTVerifyGetKey =>
  async (header, token) => {
    checkHeader(header)
    return createLocalJWKSet(await jwks.keys(header.kid))(header, token)
  }

function checkHeader(header: JWTHeaderParameters) {
  const refused = REFUSED_HEADERS.find((name) => name in header)
  if (refused !== undefined) throw invalid(`the header ${refused} is not taken`)
}

function bearer(authorization: string | undefined): string {
  if (authorization === undefined) {
    throw new ServiceError(401, 'ERR_MISSING_TOKEN', 'Authorization: expected Bearer and a JWT')
  }
  const [, token] = /^Bearer ([\w.-]+)$/i.exec(authorization) ?? []
  if (token === undefined || token.length > MAX_TOKEN) throw invalid('expected Bearer and a signed JWT')
  return token
}

function refuse(error: unknown): never {
  if (error instanceof errors.JWTExpired) throw new ServiceError(401, 'ERR_TOKEN_EXPIRED', 'the token has expired')
  if (error instanceof errors.JWTClaimValidationFailed)
    throw invalid(`the claim ${error.claim} is missing or not as it has to be`)
  if (error instanceof errors.JOSEError) throw invalid('its signature or its form is wrong')
  throw error
}

const invalid = (message: string) => new ServiceError(401, 'ERR_INVALID_TOKEN', `the token is not valid: ${message}`)

/** https://openid.net/specs/openid-connect-core-1_0.html#IDToken: a subject has at most 255 characters. */
function text(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '' && value.length <= 255) return value
  throw invalid(`the claim ${name} is not a text of 1 to 255 characters`)
}

const optional = (name: string, value: unknown) => (value === undefined ? undefined : text(name, value))
