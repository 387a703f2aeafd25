// A file in parts, several at once; a pause ends those that are on their way, and to resume is to send them again.

import { signal } from '@preact/signals'
import { optionsOf, signOperation, type Options, type Signer } from '../signing.ts'
import type { OperationName } from '../fields.ts'
import { elementText, headerOf, isOk, parseXml, send, type Answer, type Progress } from './send.ts'

export interface Part {
  number: number
  blob: Blob
  loaded: number
  etag: string | undefined
}

/** `blind`: the bucket's CORS rule hides the ETags of the parts, without which they cannot be joined. */
export type Phase = 'running' | 'paused' | 'joining' | 'done' | 'failed' | 'blind' | 'aborted'

/** S3 takes no smaller part but the last, and no more than so many. */
export const LEAST_PART = 5 * 1024 * 1024
const MOST_PARTS = 10_000
const AT_ONCE = 3

export class MultipartUpload {
  readonly parts = signal<Part[]>([])
  readonly phase = signal<Phase>('running')
  /** Of what failed, or of what was made. */
  readonly answer = signal<Answer | undefined>(undefined)
  #uploadId = ''
  #isAborted = false
  #stop = new AbortController()
  readonly #signer: Signer

  constructor(signer: Signer, file: File) {
    this.#signer = signer
    this.parts.value = split(file)
  }

  async start() {
    const answer = await this.#send('CreateMultipartUpload', optionsOf(this.#signer.settings))
    if (!answer) return
    this.#uploadId = elementText(await parseXml(answer), 'UploadId')
    // Meanwhile, somebody may have pressed a button.
    if (this.#isAborted) await this.abort()
    else if (this.phase.value === 'running') await this.resume()
  }

  /** Whether parts are stored that can be gone on with, or thrown away. */
  get isOpen() {
    return this.#uploadId !== ''
  }

  pause() {
    this.#stopAs('paused')
  }

  async resume() {
    this.phase.value = 'running'
    this.answer.value = undefined
    if (!this.isOpen) return
    this.#stop = new AbortController()
    const waiting = this.parts.value.filter(({ etag }) => etag === undefined)
    const one = async () => {
      for (let part = waiting.shift(); part; part = waiting.shift()) if (!(await this.#sendPart(part))) return
    }
    await Promise.all(Array.from({ length: AT_ONCE }, one))
    if (this.phase.value === 'running') await this.#complete()
  }

  /** Throws away what is stored. */
  async abort() {
    this.pause()
    this.#isAborted = true
    if (!this.isOpen) return
    if (!(await this.#send('AbortMultipartUpload', { uploadId: this.#uploadId }))) return
    this.phase.value = 'aborted'
  }

  async #sendPart({ number, blob }: Part): Promise<boolean> {
    const onProgress = ({ loaded }: Progress) => this.#change(number, { loaded: Math.min(loaded, blob.size) })
    const options = { uploadId: this.#uploadId, partNumber: number, contentLength: blob.size }
    const answer = await this.#send('UploadPart', options, { body: blob, onProgress })
    const etag = answer && headerOf(answer, 'etag')
    if (answer && etag === undefined) this.#stopAs('blind')
    this.#change(number, { loaded: etag === undefined ? 0 : blob.size, etag })
    return etag !== undefined
  }

  async #complete() {
    this.phase.value = 'joining'
    const parts = this.parts.value.map(({ number, etag = '' }) => {
      return `<Part><PartNumber>${number}</PartNumber><ETag>${etag.replaceAll('"', '&quot;')}</ETag></Part>`
    })
    const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`
    const answer = await this.#send('CompleteMultipartUpload', { uploadId: this.#uploadId }, { body })
    if (!answer) return
    this.answer.value = answer
    this.phase.value = 'done'
  }

  /** Undefined when it was stopped, or failed. */
  async #send(operation: OperationName, options: Options, sent: Sent = {}): Promise<Answer | undefined> {
    const { method, url, headers } = signOperation(this.#signer, operation, options)
    const { body, onProgress } = sent
    const signal = operation === 'UploadPart' ? this.#stop.signal : new AbortController().signal
    const answer = await send({ method, url, headers, body }, { signal, onProgress }).catch(() => undefined)
    if (answer === undefined) return undefined
    if (isOk(answer)) return answer
    this.#stopAs('failed')
    this.answer.value = answer
    return undefined
  }

  #stopAs(phase: Phase) {
    this.phase.value = phase
    this.#stop.abort()
  }

  #change(number: number, changes: Partial<Part>) {
    this.parts.value = this.parts.value.map((part) => (part.number === number ? { ...part, ...changes } : part))
  }
}

interface Sent {
  body?: Blob | string
  onProgress?: (progress: Progress) => void
}

function split(file: File): Part[] {
  const length = Math.max(LEAST_PART, Math.ceil(file.size / MOST_PARTS))
  return Array.from({ length: Math.max(1, Math.ceil(file.size / length)) }, (_, i) => {
    const blob = file.slice(i * length, (i + 1) * length)
    return { number: i + 1, blob, loaded: 0, etag: undefined }
  })
}
