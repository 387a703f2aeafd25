// The only place where a secret is used. What leaves it are signing keys: an attacker who has one cannot get the secret from
// it, nor any other date, region or service.

import { type SecretCredentials, type SigningKeyCredentials, deriveSigningKey } from 'edgesign'
import { assumeRole } from 'edgesign/credentials'
import { MIN_PERIOD, SLACK, type Configuration, type Sts } from './configuration.ts'

const DAY = 86_400_000

export interface Session {
  keys: TodaysAndTomorrows
  /** Milliseconds since 1970. */
  refreshAt: number
}

/** A session of the configured role, held to the configured grant. Its secret ends with this call. */
export async function startSession({ credentials, region }: Configuration, sts: Sts): Promise<Session> {
  const session = await assumeRole({ ...sts, credentials })
  const now = Date.now()
  // The end that was asked for counts too, should STS name a later one: the keys are of two dates.
  const end = Math.min(Date.parse(session.expiration), now + sts.durationSeconds * 1000)
  const planned = end - (sts.grant.maxExpiresIn + SLACK) * 1000
  return { keys: signingKeys(session, region, now), refreshAt: Math.max(planned, now + MIN_PERIOD * 1000) }
}

/** By UTC. */
type TodaysAndTomorrows = [SigningKeyCredentials, SigningKeyCredentials]

export function signingKeys(credentials: SecretCredentials, region: string, now: number): TodaysAndTomorrows {
  const on = (time: number) => deriveSigningKey(credentials, { region, date: new Date(time) })
  return [on(now), on(now + DAY)]
}

/** Those that can still sign. */
export function alive(keys: SigningKeyCredentials[], now: number): SigningKeyCredentials[] {
  const today = new Date(now).toISOString().slice(0, 10).replaceAll('-', '')
  return keys.filter(({ date, expiration }) => date >= today && Number(new Date(expiration ?? NaN)) > now)
}
