// From what was typed to a presigned URL, or to what is wrong with it.

import { presign, presignPost, type Presigned, type PresignedPost, type SecretCredentials } from 'edgesign'
import { operationEntry, optionField, type OperationName, type OptionName } from './fields.ts'
import type { Local } from './local.ts'
import { provider } from './providers.ts'
import type { Settings } from './settings.ts'
import type { Layout } from './url-parts.ts'

export type Outcome =
  | { kind: 'url'; presigned: Presigned }
  | { kind: 'form'; post: PresignedPost }
  | { kind: 'error'; code: string; message: string; field: string }

/** The values that code and signing share: options by their names in edgesign. */
export type Options = Record<string, unknown>

export interface Signer {
  settings: Settings
  credentials: SecretCredentials
  local: Local | undefined
}

/** Signs what is set. */
export function sign({ settings, credentials, local }: Signer): Outcome {
  try {
    const base = { endpoint: provider(settings.provider).endpoint(settings, local), credentials }
    const options = { ...base, ...optionsOf(settings) }
    if (settings.operation === 'PostObject') return { kind: 'form', post: presignPost(options as never) }
    return { kind: 'url', presigned: presign(settings.operation, options as never) }
  } catch (error) {
    return failed(error as Error & { code?: string })
  }
}

/** Where the bucket stands in a URL that was signed: the style that is asked for is not always the one that a bucket can have. */
export function layoutOf({ settings, local }: Signer, signed: string): Layout {
  const { url } = provider(settings.provider).endpoint(settings, local)
  const { bucket, operation } = settings
  const { host } = new URL(signed)
  const isInHost = url ? host !== new URL(url).host : host.startsWith(`${bucket}.s3.`)
  const base = url ? new URL(url).pathname.replace(/\/$/, '') : ''
  return { bucket, isInHost, base, hasKey: !operationEntry(operation).noKey }
}

/** Signs one operation on the set bucket and key, for as long as is set, with options of its own. */
export function signOperation(
  { settings, credentials, local }: Signer,
  name: OperationName,
  options: Options,
): Presigned {
  const endpoint = provider(settings.provider).endpoint(settings, local)
  const { bucket, key, expiresIn } = settings
  return presign(
    name as 'GetObject',
    { endpoint, credentials, bucket, key, expiresIn: Number(expiresIn), ...options } as never,
  )
}

export function optionsOf(settings: Settings): Options {
  const { fields, noKey } = operationEntry(settings.operation)
  const { bucket, key, expiresIn } = settings
  const options: Options = { bucket, ...(noKey ? {} : { key }), expiresIn: Number(expiresIn || NaN) }
  for (const name of fields) if (settings[name] !== '') put(options, name, settings[name])
  return settings.operation === 'PostObject' ? withLengths(options) : options
}

function put(options: Options, name: OptionName, text: string) {
  const { path, kind } = optionField(name)
  const [first, second] = path
  const value = READ[name]?.(text) ?? (kind === 'number' ? Number(text) : text)
  options[first] = second ? { ...(options[first] as object), [second]: value } : value
}

const READ: Partial<Record<OptionName, (text: string) => unknown>> = {
  checksum: (value) => ({ algorithm: 'SHA256', value }),
  copySource: (text) => ({ bucket: text.split('/')[0], key: text.split('/').slice(1).join('/') }),
  headers: readHeaders,
}

/** `name: value`, one a line. */
export function readHeaders(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', ...value] = line.split(':')
      return [name.trim().toLowerCase(), value.join(':').trim()]
    }),
  )
}

function withLengths({ leastLength, mostLength, ...options }: Options): Options {
  if (leastLength === undefined && mostLength === undefined) return options
  return { ...options, contentLengthRange: [leastLength ?? 0, mostLength ?? 5 * 1024 ** 3] }
}

/** The core's messages begin with the name of what is wrong. */
function failed({ code = 'ERR_INTERNAL', message }: Error & { code?: string }): Outcome {
  const name = /^[\w.-]+(?=:)/.exec(message)?.[0] ?? ''
  const field = FIELD_OF[name] ?? FIELD_BY_CODE[code] ?? name
  return { kind: 'error', code, message, field }
}

const FIELD_BY_CODE: Record<string, string> = {
  ERR_INVALID_HEADER: 'headers',
  ERR_UNSUPPORTED_BY_PROVIDER: 'operation',
}

/** Where the name of an option is not that of its field. */
const FIELD_OF: Record<string, string> = {
  'content-type': 'contentType',
  'content-length': 'contentLength',
  contentLengthRange: 'mostLength',
  'x-amz-checksum-sha256': 'checksum',
  'checksum.value': 'checksum',
  'x-amz-copy-source': 'copySource',
  'copySource.bucket': 'copySource',
  'copySource.key': 'copySource',
}
