// The state of the page. Credentials are here, in memory, and nowhere else.

import { computed, signal } from '@preact/signals'
import type { SecretCredentials } from 'edgesign'
import type { OperationName } from './fields.ts'
import type { Local } from './local.ts'
import { sign, type Outcome, type Signer } from './signing.ts'
import { DEFAULTS, type Settings } from './settings.ts'

/** AWS's documented example: it signs, and opens nothing. */
export const EXAMPLE_SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

export const local = signal<Local | undefined>(undefined)
export const settings = signal<Settings>(DEFAULTS)
export const secrets = signal({ secretAccessKey: EXAMPLE_SECRET, sessionToken: '' })

/** The time, second by second, for what counts down. */
export const now = signal(Date.now())
setInterval(() => (now.value = Date.now()), 1000)

/** Changes when the same shall be signed again, with the time of then. */
const signedAgain = signal(0)
export const signAgain = () => (signedAgain.value += 1)

export const set = (changes: Partial<Settings>) => (settings.value = { ...settings.value, ...changes })

const STORES: OperationName[] = ['PutObject', 'PostObject', 'CreateMultipartUpload']
const isStoring = () => STORES.includes(settings.value.operation)
let isTyped = false

/** A key that is typed for what is stored stays; one that was typed for another operation is not meant for it. */
export function typeKey(key: string) {
  isTyped = isStoring()
  set({ key })
}

/** A key for a file, unless one was typed. */
export function proposeKey(key: string) {
  if (isStoring() && !isTyped) set({ key })
}

/** What was bound for one operation is not meant for the next. */
export function chooseOperation(operation: OperationName) {
  if (operation === settings.value.operation) return
  set({ operation, contentType: '', contentLength: '', leastLength: '', mostLength: '', checksum: '', headers: '' })
}

/** What signs, as it is set now. */
export function signer(): Signer {
  const { accessKeyId } = settings.value
  const { secretAccessKey, sessionToken } = secrets.value
  const credentials: SecretCredentials = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
  return { settings: settings.value, credentials, local: local.value }
}

/** What is set, signed. */
export const outcome = computed<Outcome>(() => {
  void signedAgain.value
  return sign(signer())
})

/** The local server, its bucket, and its example key. */
export function takeLocal(found: Local) {
  local.value = found
  set({ provider: 'local', bucket: found.bucket, key: 'images/sunset.png', accessKeyId: found.credentials.accessKeyId })
}
