// The public keys of the issuer. What is cached is the JSON, never a promise and nothing that keeps one (as the key sets of
// jose do): a request that awaits the promise of another hangs for ever when that one is cancelled.

import type { JSONWebKeySet } from 'jose'
import { readBounded } from './bounded.ts'
import { ServiceError } from './errors.ts'

const TIMEOUT = 3000
const MAX_BYTES = 65_536
/** Milliseconds: a token with an unknown key id makes it look again no sooner. */
const COOLDOWN = 30_000

export class Jwks {
  readonly #url: string
  readonly #cacheSeconds: number
  #held: { keys: JSONWebKeySet; at: number } | undefined

  constructor({ jwksUrl, cacheSeconds }: { jwksUrl: string; cacheSeconds: number }) {
    this.#url = jwksUrl
    this.#cacheSeconds = cacheSeconds
  }

  /** The keys; fetched again for a key id that is not among them, since the issuer may have a new one. */
  async keys(keyId: string | undefined): Promise<JSONWebKeySet> {
    const held = this.#held
    const age = Date.now() - (held?.at ?? 0)
    if (held && age < this.#cacheSeconds * 1000 && (age < COOLDOWN || has(held.keys, keyId))) return held.keys
    const keys = await fetchKeys(this.#url)
    this.#held = { keys, at: Date.now() }
    return keys
  }
}

const has = ({ keys }: JSONWebKeySet, keyId: string | undefined) =>
  keyId === undefined || keys.some(({ kid }) => kid === keyId)

async function fetchKeys(url: string): Promise<JSONWebKeySet> {
  const keys = await fetchJson(url).catch(() => undefined)
  if (isKeySet(keys)) return keys
  throw new ServiceError(
    503,
    'ERR_JWKS_UNAVAILABLE',
    'the keys of the issuer cannot be had: nothing is believed without',
  )
}

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
