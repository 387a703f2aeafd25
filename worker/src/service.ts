// All that an isolate keeps between requests: the configuration and what was fetched, as values.

import { type Grant, type OperationName, type Presigned, Presigner } from 'edgesign'
import { type Config, readConfig } from './config.ts'
import { VendedCredentials } from './credentials.ts'
import { DenyList } from './deny-list.ts'
import type { Env } from './env.ts'
import { type Caller, TokenVerifier } from './token.ts'
import { type Options, reachOf } from './reach.ts'

/** Signs what one caller may have signed now. */
export type Sign = (operation: OperationName, options: Options) => Presigned

export class Service {
  readonly config: Config
  readonly tokens: TokenVerifier
  readonly denials: DenyList
  readonly #credentials: VendedCredentials
  readonly #presigner: Presigner

  constructor(env: Env) {
    const config = readConfig(env)
    this.config = config
    this.tokens = new TokenVerifier(config.jwt)
    this.denials = new DenyList(env.DENIALS, config.denialsCacheSeconds)
    this.#credentials = new VendedCredentials(env.VENDOR, config.grant.maxExpiresIn)
    this.#presigner = new Presigner({ endpoint: config.endpoint, grant: config.grant })
  }

  /** What both the caller's grant and this Worker's own allow, and the deny list does not refuse. */
  async signer(caller: Caller): Promise<Sign> {
    const grant = caller.grant as Grant
    const presigner = this.#presigner.within(grant)
    const denied = await this.denials.read()
    denied.checkCaller(caller)
    const credentials = await this.#credentials.get()
    return (operation, options) => {
      denied.checkReach(reachOf(operation, options))
      const minExpiresIn = leastOf(this.config.minExpiresIn, grant.maxExpiresIn, options.expiresIn)
      return presigner.presign(operation, { minExpiresIn, ...options, credentials } as never)
    }
  }
}

/** A URL may be as short as it was asked for or granted: it is what else cuts it that makes it useless. */
const leastOf = (...limits: unknown[]) => Math.min(...limits.filter((limit) => typeof limit === 'number'))

const services = new WeakMap<Env, { service: Service } | { error: unknown }>()

/** The service of this isolate; the same error for every request if its configuration is wrong. */
export function serviceOf(env: Env): Service {
  let made = services.get(env)
  if (made === undefined) {
    made = make(env)
    services.set(env, made)
  }
  if ('error' in made) throw made.error
  return made.service
}

function make(env: Env) {
  try {
    return { service: new Service(env) }
  } catch (error) {
    return { error }
  }
}
