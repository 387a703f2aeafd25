// What is being tried: one request at a time, its progress, its answer.

import { signal } from '@preact/signals'
import { failOf } from '../failure.ts'
import { outcome, set, settings, signAgain } from '../store.ts'
import { isOk, send, type Answer, type Progress, type SentRequest } from './send.ts'

export type Attempt =
  | { state: 'idle' }
  | { state: 'sending'; progress: Progress; cancel: () => void }
  | { state: 'cancelled' }
  | { state: 'answered'; answer: Answer }

export const attempt = signal<Attempt>({ state: 'idle' })
export const file = signal<File | undefined>(undefined)

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
  const controller = new AbortController()
  const cancel = () => controller.abort()
  const onProgress = (progress: Progress) => (attempt.value = { state: 'sending', progress, cancel })
  onProgress({ loaded: 0, total: 0 })
  try {
    await answered(await send({ method, url, headers, fields, body }, { signal: controller.signal, onProgress }))
  } catch {
    attempt.value = { state: 'cancelled' }
  }
}

/** Shows an answer; Debug is ready for one that failed. */
export async function answered(answer: Answer) {
  attempt.value = { state: 'answered', answer }
  if (!isOk(answer)) await failOf(answer)
}

/** What of a file the URL is bound to. */
export const bindings = signal({ contentType: true, contentLength: true, checksum: true })

/** Takes a file, and binds what is asked to be bound. */
export async function takeFile(taken: File | undefined) {
  file.value = taken
  if (taken) set({ key: `uploads/${taken.name}` })
  await bind()
}

export async function bind() {
  const bound = bindings.value
  const taken = file.value
  const isUpload = ['PutObject', 'UploadPart'].includes(settings.value.operation)
  set({
    contentType: taken && bound.contentType ? taken.type || 'application/octet-stream' : '',
    contentLength: taken && bound.contentLength ? String(taken.size) : '',
    checksum: taken && bound.checksum && isUpload ? await sha256(taken) : '',
  })
}

async function sha256(blob: Blob) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()))
  return btoa(String.fromCharCode(...digest))
}
