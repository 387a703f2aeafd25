// POST /v1/presign: one URL, or up to 1,000.

import type { OperationName } from 'edgesign'
import { read, readJson } from './body.ts'
import type { RequestContext } from './context.ts'
import { ServiceError, toServiceError } from './errors.ts'
import type { Sign } from './service.ts'
import type { Fields } from './values.ts'

const MAX_REQUESTS = 1000

/** Those options of edgesign that a caller may choose. Where it is signed for, and with what, is not among them. */
export const OPTIONS = [
  ...['key', 'expiresIn', 'minExpiresIn', 'versionId', 'uploadId', 'partNumber', 'response', 'copySource', 'headers'],
  ...['prefix', 'delimiter', 'maxKeys', 'startAfter', 'continuationToken', 'encodingType', 'objectAttributes'],
  ...['contentType', 'contentLength', 'contentMd5', 'contentDisposition', 'contentEncoding', 'contentLanguage'],
  ...['cacheControl', 'checksum', 'metadata', 'tagging', 'storageClass', 'serverSideEncryption', 'sseKmsKeyId'],
  ...['ifMatch', 'ifNoneMatch'],
]

export async function presignRoute(c: RequestContext) {
  const body = read.object('the body', await readJson(c))
  const isBatch = 'requests' in body
  const requests = isBatch ? readRequests(body) : [body]
  c.var.log.operation = isBatch ? 'many' : nameOf(body.operation)
  c.var.log.count = requests.length
  const sign = await c.var.service.signer(c.var.caller)
  if (!isBatch) return c.json(signOne(sign, body))
  return c.json({ results: requests.map((request, index) => atIndex(index, () => signOne(sign, request))) })
}

/** For the log: a text of the caller's that is no name is not repeated there. */
const nameOf = (operation: unknown) => (/^[A-Za-z0-9]{1,40}$/.test(String(operation)) ? String(operation) : 'unknown')

function readRequests(body: Fields): unknown[] {
  const { requests } = read.fields('the body', body, ['requests'])
  if (Array.isArray(requests) && requests.length > MAX_REQUESTS) {
    throw new ServiceError(413, 'ERR_TOO_LARGE', `requests: expected at most ${MAX_REQUESTS}`)
  }
  return read.list('requests', requests, 1, MAX_REQUESTS)
}

function signOne(sign: Sign, request: unknown) {
  const { operation, ...options } = read.fields('the request', request, ['operation', ...OPTIONS])
  checkHeaders(options.headers)
  return sign(read.text('operation', operation, 64) as OperationName, options)
}

/** The deny list has to see what is copied. */
function checkHeaders(headers: unknown) {
  if (headers === undefined) return
  const source = Object.keys(read.object('headers', headers)).find((name) => /^x-amz-copy-source$/i.test(name))
  if (source !== undefined) throw new ServiceError(400, 'ERR_INVALID_REQUEST', `${source}: expected copySource instead`)
}

/** One that is refused refuses the batch, and the error says which. */
function atIndex<T>(index: number, make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw toServiceError(error).at(index)
  }
}
