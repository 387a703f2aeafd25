// Who calls: a JWT whose issuer, audience, algorithm and keys are all fixed by the configuration.

import {
  type JWTPayload,
  type ProtectedHeaderParameters,
  createLocalJWKSet,
  decodeProtectedHeader,
  errors,
  jwtVerify,
} from 'jose'
import type { JwtConfig } from './config.ts'
import { ServiceError } from './errors.ts'
import { Jwks } from './jwks.ts'

/** Whom a token stands for. */
export interface Caller {
  issuer: string
  subject: string
  tokenId: string | undefined
  claims: JWTPayload
}

/** With a grant and a few claims of its own no honest token is longer. */
const MAX_TOKEN = 8192
/** Headers by which a token would bring its own keys, or its own rules. */
const REFUSED_HEADERS = ['jku', 'jwk', 'x5u', 'x5c', 'crit']

export class TokenVerifier {
  readonly #config: JwtConfig
  readonly #jwks: Jwks | undefined

  constructor(config: JwtConfig) {
    this.#config = config
    this.#jwks = 'secret' in config.keys ? undefined : new Jwks(config.keys)
  }

  /** The caller, if the token is meant for `audience` and has the `needed` claims. */
  async verify(authorization: string | undefined, audience: string, needed: string[]): Promise<Caller> {
    const token = bearer(authorization)
    const key = await this.#key(checkedHeader(token, this.#config.algorithm))
    const { algorithm, issuer } = this.#config
    const options = { algorithms: [algorithm], issuer, audience, requiredClaims: ['exp', 'sub', ...needed] }
    const { payload } = await jwtVerify(token, key as never, options).catch(refuse)
    return { issuer, subject: text('sub', payload.sub), tokenId: optional('jti', payload.jti), claims: payload }
  }

  /** A set of keys for this request alone: see jwks.ts. */
  async #key(header: ProtectedHeaderParameters) {
    if (this.#jwks === undefined) return (this.#config.keys as { secret: Uint8Array }).secret
    return createLocalJWKSet(await this.#jwks.keys(header.kid))
  }
}

function bearer(authorization: string | undefined): string {
  if (authorization === undefined)
    throw new ServiceError(401, 'ERR_MISSING_TOKEN', 'Authorization: expected Bearer and a JWT')
  const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization.slice(0, MAX_TOKEN + 8)) ?? []
  if (token === undefined || token.length > MAX_TOKEN) throw invalid('expected Bearer and a signed JWT')
  return token
}

/** Looked at before any key is fetched for it. */
function checkedHeader(token: string, algorithm: string): ProtectedHeaderParameters {
  const header = decoded(token)
  if (header.alg !== algorithm) throw invalid(`expected the algorithm ${algorithm}`)
  const refused = REFUSED_HEADERS.find((name) => name in header)
  if (refused !== undefined) throw invalid(`the header ${refused} is not taken`)
  return header
}

function decoded(token: string): ProtectedHeaderParameters {
  try {
    return decodeProtectedHeader(token)
  } catch {
    throw invalid('expected a signed JWT')
  }
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
