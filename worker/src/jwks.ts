// The public keys of the issuer. What is cached is the JSON, never a promise and nothing that keeps one (as the key sets of
// jose do): a request that awaits the promise of another hangs for ever when that one is cancelled.
//
// So requests cannot wait for each other. While there are keys, or the last try has failed, one of them asks and the others go
// on with what there is. With neither, as on a cold start, each request asks: there is nothing to go on with, and no value
// tells whether the one that asked first is still there.

import type { JSONWebKeySet } from 'jose'
import { readBounded } from './bounded.ts'
import { ServiceError } from './errors.ts'

const TIMEOUT = 3000
const MAX_BYTES = 65_536
/** Milliseconds: a token with an unknown key id makes it look again no sooner. */
const COOLDOWN = 30_000
/** The same after a failure. */
const RETRY_AFTER = 5000

export class Jwks {
  readonly #url: string
  readonly #cacheTime: number
  #held: JSONWebKeySet = { keys: [] }
  #staleAt = 0
  #askAgainAt = 0
  #hasFailed = false

  constructor({ jwksUrl, cacheSeconds }: { jwksUrl: string; cacheSeconds: number }) {
    this.#url = jwksUrl
    this.#cacheTime = cacheSeconds * 1000
  }

  /** The keys; fetched again for a key id that is not among them, since the issuer may have a new one. */
  async keys(keyId: string | undefined): Promise<JSONWebKeySet> {
    const now = Date.now()
    if (this.#isDue(keyId, now)) await this.#refresh(now)
    if (this.#isUsable(Date.now())) return this.#held
    throw new ServiceError(
      503,
      'ERR_JWKS_UNAVAILABLE',
      'the keys of the issuer cannot be had: nothing is believed without',
    )
  }

  #isDue(keyId: string | undefined, now: number): boolean {
    if (now < this.#staleAt && has(this.#held, keyId)) return false
    const isCold = !this.#isUsable(now) && !this.#hasFailed
    return isCold || now >= this.#askAgainAt
  }

  /** Stale keys serve for as long as another request may be asking for new ones. */
  #isUsable(now: number): boolean {
    return now < this.#staleAt + TIMEOUT
  }

  async #refresh(now: number) {
    this.#askAgainAt = now + RETRY_AFTER // before it asks, for those that come meanwhile
    const keys = await fetchJson(this.#url).catch(() => undefined)
    this.#hasFailed = !isKeySet(keys)
    if (!isKeySet(keys)) return
    this.#held = keys
    this.#staleAt = Date.now() + this.#cacheTime
    this.#askAgainAt = Date.now() + Math.min(COOLDOWN, this.#cacheTime)
  }
}

const has = ({ keys }: JSONWebKeySet, keyId: string | undefined) =>
  keyId === undefined || keys.some(({ kid }) => kid === keyId)

/** A redirect is no answer: it would let whoever can make one choose the keys. */
async function fetchJson(url: string): Promise<unknown> {
  const signal = AbortSignal.timeout(TIMEOUT)
  const response = await fetch(url, { redirect: 'manual', signal, headers: { accept: 'application/json' } })
  const bytes = response.status === 200 ? await readBounded(response.body, MAX_BYTES) : undefined
  if (bytes === undefined) await response.body?.cancel()
  return bytes && JSON.parse(new TextDecoder().decode(bytes))
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  const keys = (value as { keys?: unknown } | undefined)?.keys
  return Array.isArray(keys) && keys.every((key) => typeof key === 'object' && key !== null)
}
