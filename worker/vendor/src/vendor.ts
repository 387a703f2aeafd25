// One object for the whole world: it alone uses the long-lived key, calls STS, and keeps what came of it.
//
// In its storage are signing keys, the session token and when to go on, so that an object that was evicted need not ask STS
// again. A secret access key is never there: the session's ends with the call that used it, and another session is one
// call away.

import { DurableObject } from 'cloudflare:workers'
import { isSigningError } from 'edgesign'
import { type Configuration, type Env, configure, identityOf } from './configuration.ts'
import { type Session, alive, signingKeys, startSession } from './session.ts'
import { type Refusal, type Vended, refused } from './vended.ts'

/** Seconds until STS is asked again after a failure; twice that after the next, and so on. */
const FIRST_RETRY = 5
const LAST_RETRY = 60

interface Failure {
  error: Refusal
  /** How many there were in a row. */
  count: number
  /** Milliseconds since 1970: until then nobody asks STS. */
  retryAt: number
}

export class Vendor extends DurableObject<Env> {
  #configuration: Configuration | { error: Refusal }
  /**
   * The refresh under way, for all who wait. It belongs to the object, as all I/O here does: it goes on when the request that
   * started it is cancelled. Between the requests of a Worker, which have each their own, no promise may be shared.
   */
  #refreshing: Promise<void> | undefined

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#configuration = this.#configure()
  }

  async credentials(): Promise<Vended> {
    const configuration = this.#configuration
    if ('error' in configuration) return configuration
    const { credentials, region, sts } = configuration
    if (sts === undefined) return { credentials: signingKeys(credentials, region, Date.now()) }
    const refreshed = this.#isDue() ? this.#refresh() : this.#refreshing
    if (this.#keys().length === 0) await refreshed // else the old ones do, whatever becomes of the refresh
    const keys = this.#keys()
    return keys.length > 0 ? { credentials: keys } : { error: this.#failure?.error ?? ENDED }
  }

  /** Never throws, and plans its own next run, after a failure too. */
  override async alarm() {
    await this.#refresh()
  }

  /** What was kept under another configuration is thrown away. */
  #configure(): Configuration | { error: Refusal } {
    const { kv } = this.ctx.storage
    try {
      const configuration = configure(this.env)
      const identity = identityOf(configuration)
      if (kv.get('identity') === identity) return configuration
      for (const name of ['session', 'failure']) kv.delete(name)
      kv.put('identity', identity)
      return configuration
    } catch (error) {
      console.error(line('configuration refused', refused(error).error))
      return refused(error)
    }
  }

  /** A dead STS is asked no sooner than planned, however many requests there are. */
  #isDue(): boolean {
    const now = Date.now()
    if (this.#failure) return now >= this.#failure.retryAt
    return this.#keys().length === 0 || now >= Number(this.#session?.refreshAt)
  }

  #refresh(): Promise<void> {
    this.#refreshing ??= this.#replace().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  async #replace(): Promise<void> {
    const configuration = this.#configuration
    if ('error' in configuration || configuration.sts === undefined) return // an alarm of an earlier configuration
    try {
      await this.#keep(await startSession(configuration, configuration.sts))
    } catch (error) {
      await this.#keepFailure(error)
    }
  }

  async #keep(session: Session): Promise<void> {
    const { kv } = this.ctx.storage
    kv.put('session', session)
    kv.delete('failure')
    await this.ctx.storage.setAlarm(session.refreshAt)
    const [{ accessKeyId, expiration }] = session.keys
    console.log(line('session started', { accessKeyId, expiration, refreshAt: iso(session.refreshAt) }))
  }

  async #keepFailure(error: unknown): Promise<void> {
    const count = (this.#failure?.count ?? 0) + 1
    const retryAt = Date.now() + Math.min(FIRST_RETRY * 2 ** (count - 1), LAST_RETRY) * 1000
    const failure: Failure = { ...refused(error), count, retryAt }
    this.ctx.storage.kv.put('failure', failure)
    await this.ctx.storage.setAlarm(retryAt)
    const fields = { ...failure.error, ...reasonOf(error), count, retryAt: iso(retryAt) }
    console.error(line('session not started', fields))
  }

  get #session() {
    return this.ctx.storage.kv.get<Session>('session')
  }

  get #failure() {
    return this.ctx.storage.kv.get<Failure>('failure')
  }

  /** Of the session, as long as it lives. */
  #keys() {
    return alive(this.#session?.keys ?? [], Date.now())
  }
}

const ENDED: Refusal = { code: 'ERR_CREDENTIALS_UNAVAILABLE', message: 'the session has ended while it was handed out' }

/** What the log says beyond the code: what STS said, or the name of an error that nobody expected. */
function reasonOf(error: unknown) {
  if (!isSigningError(error)) return { name: (error as Error).name }
  const { providerCode, requestId, status } = error
  return { providerCode, requestId, status }
}

/** Of the log. */
const line = (event: string, fields: object) => JSON.stringify({ event, ...fields })

const iso = (time: number) => new Date(time).toISOString()
