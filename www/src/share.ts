// A user of the local server, who signs URLs that are given away, and what becomes of these.

import { signal } from '@preact/signals'
import { presign, isSigningError, type Grant, type Presigned } from 'edgesign'
import { localEndpoint, putUser, setDenied, type Local } from './local.ts'
import { elementText, isOk, parseXml, send } from './try/send.ts'

export interface Event {
  at: Date
  what: string
  /** The status of the answer, if one was asked for. */
  status?: number
  code?: string
}

export const shared = signal<Presigned | undefined>(undefined)
export const isDenied = signal(false)
export const events = signal<Event[]>([])

/** What went wrong, and beside what to say it. */
export const trouble = signal<{ at: 'key' | 'sign' | 'revoke'; message: string } | undefined>(undefined)

async function attempt(at: 'sign' | 'revoke', work: () => Promise<void>) {
  trouble.value = undefined
  try {
    await work()
  } catch (error) {
    const { message } = error as Error
    if (isSigningError(error)) trouble.value = { at: 'key', message: message.replace(/^key: /, '') }
    else trouble.value = { at, message: `The local server does not do it: is it still running? (${message})` }
  }
}

const note = (event: Omit<Event, 'at'>) => (events.value = [{ at: new Date(), ...event }, ...events.value])

/** Made anew with each page: what is denied here disturbs nobody else. */
const bytes = crypto.getRandomValues(new Uint8Array(24))
const random = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
export const alice = { accessKeyId: `ALICE${random.slice(0, 8).toUpperCase()}`, secretAccessKey: random.slice(8) }

/** No browser shall keep the object: the URL has to be seen failing. */
const FRESH = { cacheControl: 'no-store' }

export const share = (local: Local, key: string, expiresIn: number) =>
  attempt('sign', async () => {
    const options = { endpoint: localEndpoint(local), bucket: local.bucket, credentials: alice }
    const presigned = presign('GetObject', { ...options, key, expiresIn, response: FRESH })
    await putUser(local, alice)
    shared.value = presigned
    note({ what: `Alice signs a URL for ${key}, good for ${expiresIn} seconds` })
    await check()
  })

/** Asks for the object by the very URL that was shared. */
export async function check() {
  const { url, method, headers } = shared.value!
  const answer = await send({ url, method, headers }, { signal: new AbortController().signal })
  const code = isOk(answer) ? 'OK' : elementText(await parseXml(answer), 'Code') || 'no answer'
  const message = isOk(answer) ? '' : elementText(await parseXml(answer), 'Message')
  note({ what: `The URL is opened${message && `: ${message}`}`, status: answer.status, code })
}

export const deny = (local: Local, denied: boolean) =>
  attempt('revoke', async () => {
    await setDenied(local, alice.accessKeyId, denied)
    isDenied.value = denied
    note({ what: denied ? 'Alice is denied everything' : 'Alice is allowed again' })
    await check()
  })

/** What comes of signing within a grant. */
export type Granted = { url: string; expiresIn: number; limitedBy: string } | { code: string; message: string }

export function signWithin(local: Local, grant: Grant, key: string, expiresIn: number): Granted {
  try {
    const options = { endpoint: localEndpoint(local), credentials: alice, grant, key, expiresIn }
    return presign('GetObject', options)
  } catch (error) {
    if (!isSigningError(error)) throw error
    return { code: error.code, message: error.message }
  }
}
