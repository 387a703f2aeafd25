// POST /v1/uploads: a slot for one object, under a key that nobody can guess; for a large one the URLs of all its parts.

import { type Grant, type Presigned, randomKey } from 'edgesign'
import { read, readJson } from './body.ts'
import { readBounded } from './bounded.ts'
import { MAX_PUT, type UploadsConfig } from './config.ts'
import type { RequestContext } from './context.ts'
import { ServiceError } from './errors.ts'
import type { Sign } from './service.ts'

/** What is to be uploaded. */
interface Upload {
  key: string
  contentType: string
  contentLength: number
  /** Seconds, of every URL; undefined: the default of edgesign. */
  expiresIn: number | undefined
  /** `'*'`, where the provider enforces it: the slot can be used once. */
  ifNoneMatch: '*' | undefined
}

/** AWS takes 10,000; parts grow instead, so that replies stay small. */
const MAX_PARTS = 1000
const [CREATE_SECONDS, CREATE_TIMEOUT, MAX_REPLY] = [60, 10_000, 65_536]

export async function uploadRoute(c: RequestContext) {
  const body = read.fields('the body', await readJson(c), ['contentType', 'contentLength', 'extension', 'expiresIn'])
  const { uploads } = c.var.service.config
  const sign = await c.var.service.signer(c.var.caller)
  const most = uploads.multipart ? MAX_PARTS * MAX_PUT : MAX_PUT
  const upload = {
    key: newKey(c, body.extension),
    contentType: read.text('contentType', body.contentType),
    contentLength: read.integer('contentLength', body.contentLength, 0, most),
    expiresIn: body.expiresIn as number | undefined, // edgesign refuses what is none
    ifNoneMatch: uploads.ifNoneMatch ? ('*' as const) : undefined,
  }
  const parts = upload.contentLength > (uploads.multipart?.threshold ?? MAX_PUT) ? uploads.multipart : undefined
  c.var.log.operation = parts ? 'CreateMultipartUpload' : 'PutObject'
  const slot = parts ? await multipart(sign, upload, parts) : { put: sign('PutObject', { ...upload }) }
  return c.json({ key: upload.key, ...slot }, 201)
}

/** Under the narrower prefix of the caller's grant and this Worker's: the core checks that it is within both. */
function newKey(c: RequestContext, extension: unknown): string {
  const { caller, service } = c.var
  const grants = [caller.grant as Grant, service.config.grant]
  if (grants.some(({ keys }) => keys !== undefined)) {
    throw new ServiceError(403, 'ERR_NOT_GRANTED', 'key: a grant of single keys has no room for a new one')
  }
  const [first = '', second = ''] = grants.map(({ prefix }) => prefix ?? '')
  const options = extension === undefined ? {} : { extension: read.text('extension', extension, 64) }
  return randomKey(first.length > second.length ? first : second, options)
}

type Multipart = NonNullable<UploadsConfig['multipart']>

async function multipart(sign: Sign, upload: Upload, { partSize }: Multipart) {
  const size = Math.max(partSize, Math.ceil(upload.contentLength / MAX_PARTS))
  const { key, contentType } = upload
  const create = sign('CreateMultipartUpload', { key, contentType, expiresIn: CREATE_SECONDS })
  multipartUrls(sign, upload, size, 'none') // throws what is refused before there is an upload that nobody ends
  return { multipart: multipartUrls(sign, upload, size, await createUpload(create)) }
}

function multipartUrls(sign: Sign, upload: Upload, partSize: number, uploadId: string) {
  const { key, contentLength, expiresIn, ifNoneMatch } = upload
  const one = { key, uploadId, expiresIn }
  const part = (_: unknown, index: number) => {
    const length = Math.min(partSize, contentLength - index * partSize)
    const partNumber = index + 1
    return { partNumber, ...sign('UploadPart', { ...one, partNumber, contentLength: length }) }
  }
  return {
    uploadId,
    partSize,
    parts: Array.from({ length: Math.ceil(contentLength / partSize) }, part),
    complete: sign('CompleteMultipartUpload', { ...one, ifNoneMatch }),
    abort: sign('AbortMultipartUpload', one),
  }
}

/** The address is that of the configuration: a redirect to another is not followed. */
async function createUpload({ url, method, headers }: Presigned): Promise<string> {
  const id = await send(url, { method, headers, redirect: 'manual', signal: AbortSignal.timeout(CREATE_TIMEOUT) })
  if (id !== undefined) return id
  throw new ServiceError(502, 'ERR_PROVIDER', 'the provider did not create the upload')
}

async function send(url: string, init: RequestInit): Promise<string | undefined> {
  try {
    const response = await fetch(url, init)
    const bytes = await readBounded(response.body, MAX_REPLY)
    if (response.status !== 200 || bytes === undefined) return undefined
    return /<UploadId>([^<>&]{1,1024})<\/UploadId>/.exec(new TextDecoder().decode(bytes))?.[1]
  } catch {
    return undefined
  }
}
