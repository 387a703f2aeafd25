// What is being tried: one request at a time, its progress, its answer.

import { computed, effect, signal, untracked } from '@preact/signals'
import { failOf } from '../failure.ts'
import { operationEntry, type OptionName } from '../fields.ts'
import { outcome, proposeKey, set, settings, signAgain } from '../store.ts'
import { isOk, send, type Answer, type Progress, type SentRequest } from './send.ts'

export type Attempt =
  | { state: 'idle' }
  | { state: 'sending'; progress: Progress; cancel: () => void }
  | { state: 'cancelled' }
  | { state: 'answered'; answer: Answer }

export const attempt = signal<Attempt>({ state: 'idle' })
export const file = signal<File | undefined>(undefined)

/** Stops what is on its way, and takes away what has come. */
export function clearAttempt() {
  sending.abort()
  attempt.value = { state: 'idle' }
}

let sending = new AbortController()

// An answer to one operation is none to the next.
const operation = computed(() => settings.value.operation)
effect(() => {
  void operation.value
  untracked(clearAttempt)
})

/** Signs what is set, now, and sends it. */
export async function sendSigned(body?: Blob | string) {
  signAgain()
  const found = outcome.value
  if (found.kind === 'error') return
  if (found.kind === 'form')
    await run({ method: 'POST', headers: {}, ...found.post, ...(body !== undefined && { body }) })
  else await run({ ...found.presigned, ...(body !== undefined && { body }) })
}

async function run({ method, url, headers, fields, body }: SentRequest) {
  clearAttempt()
  const own = new AbortController()
  const { signal } = (sending = own)
  const cancel = () => {
    own.abort()
    attempt.value = { state: 'cancelled' }
  }
  const onProgress = (progress: Progress) => {
    if (!signal.aborted) attempt.value = { state: 'sending', progress, cancel }
  }
  onProgress({ loaded: 0, total: 0 })
  const answer = await send({ method, url, headers, fields, body }, { signal, onProgress }).catch(() => undefined)
  // Who has cancelled it, or gone on to something else, waits for no answer.
  if (!answer || signal.aborted) return
  attempt.value = { state: 'answered', answer }
  await handOver(answer)
}

/** Debug is ready for what has failed. */
export async function handOver(answer: Answer) {
  if (!isOk(answer) && !answer.isStopped) await failOf(answer)
}

/** What of a file the URL is bound to. */
export const bindings = signal({ contentType: true, contentLength: true, checksum: true })
/** A file is hashed as a whole, in memory, which browsers do on https and localhost only. */
export const canHash = (taken: File | undefined) => isSecureContext && (taken?.size ?? 0) <= MOST_HASHED
const MOST_HASHED = 512 * 1024 * 1024
/** Whether a file is being hashed: nothing is sent meanwhile, since it would not be bound. */
export const isBinding = signal(false)

/** Takes a file, and binds what is asked to be bound. */
export async function takeFile(taken: File | undefined) {
  file.value = taken
  if (taken) proposeKey(`uploads/${taken.name}`)
  await bind()
}

export async function bind() {
  const taken = file.value
  if (!taken) return
  const [bound, asked] = [bindings.value, operation.value]
  isBinding.value = true
  const checksum = bound.checksum && canHash(taken) && takes('checksum') ? await sha256(taken).catch(forget) : ''
  // Another file, choice or operation has come meanwhile.
  if (taken !== file.value || bound !== bindings.value || asked !== operation.value) return
  const length = bound.contentLength ? String(taken.size) : ''
  const contentType = bound.contentType ? taken.type || 'application/octet-stream' : ''
  set({ contentType, contentLength: length, leastLength: length, mostLength: length, checksum })
  isBinding.value = false
}

/** It cannot be read: it has changed or is gone since it was chosen. */
const forget = () => void (file.value = undefined)

export const takes = (name: OptionName) => operationEntry(operation.value).fields.includes(name)

async function sha256(blob: Blob) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()))
  return btoa(String.fromCharCode(...digest))
}
