// The signing keys of the vendor, as this isolate has them: as values, never as a promise (see jwks.ts).

import type { SigningKeyCredentials } from 'edgesign'
import { inTime } from './bounded.ts'
import type { Env } from './env.ts'
import { ServiceError } from './errors.ts'
import { writeEvent } from './log.ts'

const SECOND = 1000
/** How long keys are used before the vendor is asked for newer ones. So late at most does a new key of its come here. */
const REFRESH_AFTER = 300 * SECOND
/** The same when it failed, or had nothing that lasts. */
const RETRY_AFTER = 10 * SECOND
/** The vendor may have to ask STS first. */
const TIMEOUT = 15 * SECOND

export class VendedCredentials {
  readonly #vendor: Env['VENDOR']
  /** Milliseconds: how long the longest URL lives. */
  readonly #longest: number
  #held: SigningKeyCredentials[] = []
  #askAgainAt = 0

  constructor(vendor: Env['VENDOR'], maxExpiresIn: number) {
    this.#vendor = vendor
    this.#longest = maxExpiresIn * SECOND
  }

  /** Keys that can sign now. Old ones serve while they are valid and there are no others; expired ones never. */
  async get(): Promise<SigningKeyCredentials[]> {
    const now = Date.now()
    if (now >= this.#askAgainAt || !canSign(this.#held, now)) await this.#refresh(now)
    if (canSign(this.#held, Date.now())) return this.#held
    throw new ServiceError(503, 'ERR_CREDENTIALS_UNAVAILABLE', 'there are no credentials to sign with')
  }

  /** What is kept can sign the longest URL until it is refreshed. */
  async #refresh(asked: number) {
    this.#askAgainAt = asked + RETRY_AFTER // one request asks, the others go on with what there is
    const credentials = await this.#ask()
    const now = Date.now()
    if (!canSign(credentials, now)) return
    this.#held = credentials
    if (lasts(credentials, now + REFRESH_AFTER + this.#longest)) this.#askAgainAt = now + REFRESH_AFTER
  }

  /** None if it fails, which is logged: with old ones in use nobody else would notice. */
  async #ask(): Promise<SigningKeyCredentials[]> {
    try {
      const reply = await inTime(TIMEOUT, this.#vendor.credentials())
      if ('credentials' in reply) return reply.credentials
      writeEvent('credentials', reply.error.code)
    } catch {
      writeEvent('credentials', 'ERR_VENDOR_UNREACHABLE')
    }
    return []
  }
}

/** Whether one of them is for today (UTC) and has not expired. */
function canSign(credentials: SigningKeyCredentials[], now: number) {
  const today = new Date(now).toISOString().slice(0, 10).replaceAll('-', '')
  return credentials.some((one) => one.date === today && endOf(one) > now)
}

const lasts = (credentials: SigningKeyCredentials[], until: number) => credentials.every((one) => endOf(one) >= until)

const endOf = ({ expiration }: SigningKeyCredentials) =>
  expiration === undefined ? Infinity : new Date(expiration).getTime()
