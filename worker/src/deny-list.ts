// The deny list as this isolate has it, and what it says of a request.

import { inTime } from './bounded.ts'
import type { Denial, DenialKind, DenyListStore } from './denials.ts'
import type { Env } from './env.ts'
import { ServiceError } from './errors.ts'
import type { Caller } from './token.ts'

const TIMEOUT = 3000

export class DenyList {
  readonly #namespace: Env['DENIALS']
  readonly #cacheSeconds: number
  #held: { denials: Denial[]; at: number } | undefined

  constructor(namespace: Env['DENIALS'], cacheSeconds: number) {
    this.#namespace = namespace
    this.#cacheSeconds = cacheSeconds
  }

  /** What is denied, as it was some seconds ago at most. */
  async read(): Promise<Denied> {
    const now = Date.now()
    if (!this.#held || now >= this.#held.at + this.#cacheSeconds * 1000) {
      this.#held = { denials: await this.list(), at: now }
    }
    return new Denied(this.#held.denials.filter(({ until }) => until === undefined || Date.parse(until) > now))
  }

  list(): Promise<Denial[]> {
    return this.#ask((denials) => denials.list())
  }

  async put(denial: Denial) {
    const isKept = await this.#ask((denials) => denials.put(denial))
    this.#held = undefined
    if (!isKept)
      throw new ServiceError(409, 'ERR_TOO_MANY_DENIALS', 'the deny list is full: remove what has done its work')
  }

  async remove(kind: DenialKind, value: string) {
    const wasThere = await this.#ask((denials) => denials.remove(kind, value))
    this.#held = undefined
    if (!wasThere) throw new ServiceError(404, 'ERR_NOT_FOUND', 'no such denial')
  }

  /** Unreachable means closed: without the list nothing is signed. */
  async #ask<T>(ask: (denials: DenyListStore) => Promise<T>): Promise<T> {
    try {
      return await inTime(TIMEOUT, ask(this.#namespace.getByName('denials')))
    } catch {
      throw new ServiceError(503, 'ERR_DENIALS_UNAVAILABLE', 'the deny list cannot be read: nothing is signed without')
    }
  }
}

/** Which objects a request reaches: `keys` one by one, and all those that begin with `prefix`. */
export interface Reach {
  keys: string[]
  prefix?: string
}

export class Denied {
  readonly #denials: Denial[]

  constructor(denials: Denial[]) {
    this.#denials = denials
  }

  checkCaller({ subject, tokenId }: Caller) {
    this.#check(
      ({ kind, value }) => (kind === 'subject' && value === subject) || (kind === 'tokenId' && value === tokenId),
    )
  }

  /** A list that begins above a denied prefix would show what is below it. */
  checkReach({ keys, prefix }: Reach) {
    const isDenied = (denied: string) =>
      keys.some((key) => key.startsWith(denied)) ||
      (prefix !== undefined && (prefix.startsWith(denied) || denied.startsWith(prefix)))
    this.#check(({ kind, value }) => kind === 'prefix' && isDenied(value))
  }

  #check(isDenied: (denial: Denial) => boolean) {
    if (this.#denials.some(isDenied)) throw new ServiceError(403, 'ERR_DENIED', 'this has been revoked')
  }
}
