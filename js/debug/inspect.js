// What a presigned URL or a form says to whoever reads it. Nothing is sent anywhere, and no text is so wrong that it throws.

import { locate } from './hosts.js'
import { readForm, shownPolicy } from './form.js'
import { holderMay } from './holder.js'
import { methodOf, operationsOf } from './operations.js'
import { isAuthentication, isConfidential, readSignature } from './scheme.js'
import { hiderOf, sealed } from './sealed.js'
import { readToken } from './token.js'
import { decode, readUrl } from './url.js'
import { warningsOf } from './warnings.js'

/**
 * @typedef {import('./url.js').ReadUrl} ReadUrl
 * @typedef {ReturnType<typeof read>} Read
 */

/**
 * Explains a presigned URL, or the URL and fields of a form, without a secret.
 *
 * @example
 * const { provider, bucket, key, expiresAt, warnings } = inspect(url)
 *
 * @type {typeof import('./index.d.ts').inspect}
 */
export function inspect(given, options) {
  const { now = new Date(), method } = options ?? {}
  const found = read(given, method)
  if ('problem' in found) return Object.freeze({ ok: false, problem: String(found.problem) })
  return sealed(describe(found, timeOf(now)), hiderOf(found))
}

/**
 * Everything that is known of a URL or a form, as the parts of this entry use it.
 *
 * @param {unknown} given
 * @param {unknown} [method]
 */
export function read(given, method) {
  const { text, fields } = partsOf(given)
  const url = readUrl(text)
  if ('problem' in url) return url
  const form = fields === undefined ? undefined : readForm(fields)
  const signature = form === undefined ? readSignature(url.pairs) : form.signature
  const { rawKey, ...place } = locate(url.hostname, url.path)
  const key = form === undefined ? decode(rawKey) : (form.fields['key'] ?? '')
  const bucket = place.bucket === undefined ? undefined : decode(place.bucket)
  const request = { url, form, signature, ...place, bucket, key }
  return { ...request, ...operationOf(request, typeof method === 'string' ? method.toUpperCase() : undefined) }
}

/** @param {unknown} given @returns {{ text: unknown, fields?: Record<string, unknown> }} */
function partsOf(given) {
  if (typeof given !== 'object' || given === null || given instanceof URL) return { text: textOf(given) }
  const { url, fields } = /** @type {{ url?: unknown, fields?: any }} */ (given)
  const text = textOf(url)
  return typeof fields === 'object' && fields !== null ? { text, fields } : { text }
}

/** @param {unknown} url */
const textOf = (url) => (url instanceof URL ? url.href : url)

/**
 * Which operations it can be, and which one it is if only one is left. SDKs say it in `x-id`.
 *
 * @param {{ url: ReadUrl, form: unknown, signature: import('./scheme.js').SignatureParts, bucket: string | undefined,
 *   accessPoint: string | undefined, key: string }} request
 * @param {string | undefined} method
 */
function operationOf({ url, form, signature, bucket, accessPoint, key }, method) {
  if (form !== undefined) return { operation: 'PostObject', operations: ['PostObject'] }
  if (signature.service?.startsWith('s3') === false) return { operation: undefined, operations: [] }
  const said = url.pairs.find(({ name }) => name === 'x-id')?.value ?? ''
  const isSaid = method === undefined && methodOf(said) !== undefined
  const container = bucket ?? accessPoint
  const level = container === undefined ? 'service' : key === '' ? 'bucket' : 'object'
  const names = [...url.pairs.map(({ name }) => name), ...signature.signedHeaders]
  const found = operationsOf({ method: method ?? methodOf(said) ?? impliedMethod(names), level, names })
  const operations = isSaid ? [said] : found.map(({ name }) => name)
  return { operation: operations.length === 1 ? operations[0] : undefined, operations }
}

/**
 * The only method that makes sense with these parameters and signed headers.
 *
 * @param {string[]} names
 */
export function impliedMethod(names) {
  const has = (/** @type {RegExp} */ pattern) => names.some((name) => pattern.test(name))
  if (names.includes('partNumber') && names.includes('uploadId')) return 'PUT'
  if (has(/^(content-(type|length|md5|encoding|disposition)|x-amz-(meta-|copy-source|acl|storage-class|tagging))/))
    return has(/^(uploads|uploadId|delete|restore|select)$/) ? 'POST' : 'PUT'
  return has(/^(response-|list-type$)/) ? 'GET' : undefined
}

/**
 * @param {Exclude<Read, { problem: string }>} found
 * @param {number} now
 * @returns {import('./index.d.ts').Inspection}
 */
function describe(found, now) {
  const { url, form, signature, kind } = found
  const { scheme, algorithm, accessKeyId, date, region, regionSet, service, signedHeaders } = signature
  const hasScope = date !== undefined && service !== undefined
  return {
    ok: true,
    url: shownUrl(url),
    scheme,
    algorithm,
    provider: found.provider,
    addressKind: kind,
    addressingStyle: found.addressingStyle,
    isAddressAssumed: found.isAssumed,
    host: url.host,
    region: found.region,
    account: found.account,
    accessPoint: found.accessPoint,
    bucket: found.bucket,
    key: found.key === '' ? undefined : found.key,
    operation: found.operation,
    operations: found.operations,
    accessKeyId,
    credentialScope: hasScope ? { date, region: region ?? regionSet, service } : undefined,
    signedAt: dateOf(signature.signedAt),
    expiresAt: dateOf(signature.expiresAt),
    expiresIn: signature.expiresIn,
    state: stateOf(signature, now),
    signedHeaders,
    parameters: shownParameters(url),
    token: readToken(signature.token, found.provider),
    policy: shownPolicy(form?.policy),
    holderMay: holderMay(found),
    warnings: warningsOf(found, now),
  }
}

/** @param {import('./scheme.js').SignatureParts} signature @param {number} now */
export function stateOf({ signedAt, expiresAt }, now) {
  if (expiresAt === undefined) return undefined
  if (now >= expiresAt) return 'expired'
  return signedAt !== undefined && now < signedAt - SKEW ? 'not-yet-valid' : 'valid'
}

/** How far a signer's clock may be ahead. */
const SKEW = 900_000

/** The parameters of the request, without those of the signature. @param {ReadUrl} url */
function shownParameters({ pairs }) {
  return pairs
    .filter(({ name }) => !isAuthentication(name))
    .map(({ name, value }) => /** @type {const} */ ([name, isConfidential(name) ? '…' : value]))
}

/** A URL without what signs it: nobody can use it. @param {ReadUrl} url */
function shownUrl({ scheme, host, path, query, pairs }) {
  const shown = pairs.map(({ name, text }) => (isConfidential(name) ? `${text.split('=')[0]}=…` : text)).join('&')
  return `${scheme}://${host}${path}${query === '' ? '' : `?${shown}`}`
}

/** @param {number | undefined} time */
const dateOf = (time) => (time === undefined ? undefined : new Date(time))

/** Milliseconds; what is no date is now. @param {unknown} now */
export function timeOf(now) {
  return isTime(now) ? new Date(/** @type {any} */ (now)).getTime() : Date.now()
}

/** @param {unknown} now */
export function isTime(now) {
  const isDate = ['string', 'number'].includes(typeof now) || now instanceof Date
  return isDate && !Number.isNaN(new Date(/** @type {any} */ (now)).getTime())
}
