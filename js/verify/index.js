// Whether a request was signed by whom it says, and for what. Types, docs and errors: index.d.ts.

import { SigningError, argTypeError, isSigningError } from '../errors.js'
import { TOKEN_MODES, readCredentials } from '../signer.js'
import { agreed, awsAddress, readEndpoint } from '../url.js'
import { MAX_BODY, isBytes, isS3, kindOf, known, text } from '../values.js'
import { REFUSED, UNSIGNED } from '../wire.js'
import { judge } from './form.js'
import { readRequest } from './request.js'
import { refusal } from './refusal.js'
import { call } from './wasm.js'

export { SigningError, isSigningError }

/** @typedef {import('../values.js').Options} Options */
/** @typedef {import('./request.js').Received} Received */

/**
 * Verifies a request that is signed in its query, its `Authorization` header or the fields of a form.
 *
 * @example
 * const verified = verify(request, { region: 'auto', credentials })
 * if (!verified.ok) return new Response(verified.detail, { status: verified.status })
 *
 * @type {typeof import('./index.d.ts').verify}
 */
export function verify(/** @type {any} */ given, /** @type {any} */ options) {
  const { credentials, lookup, ...rest } = known(options, OPTIONS)
  const request = readRequest(given)
  const verification = readVerification(rest)
  if (lookup === undefined) return verifyWith(request, verification, readCredentials(credentials))
  if (credentials !== undefined || typeof lookup !== 'function')
    throw argTypeError('lookup', 'a function, in place of credentials')
  return /** @type {any} */ (look(request, lookup).then((found) => verifyWith(request, verification, found)))
}

const OPTIONS = ['credentials', 'lookup', 'region', 'service', 'endpoint', 'sessionTokenMode', 'body', 'now']

/** @param {Options} options */
function readVerification({ service = 's3', sessionTokenMode = 'include', body, now = new Date(), ...place }) {
  const anywhere = place.endpoint === null
  const endpoint = anywhere ? {} : readEndpoint(place.endpoint)
  const region = text('region', agreed('region', place.region, endpoint.region))
  const scope = [region, text('service', service)]
  const { host, basePath } = isS3(service) && !anywhere && !endpoint.host ? awsAddress(region) : endpoint
  const mode = TOKEN_MODES.indexOf(sessionTokenMode)
  if (mode < 0) throw argTypeError('sessionTokenMode', TOKEN_MODES.join(' or '))
  if (kindOf(now) !== 'Date' || !(now.getTime() >= 0)) throw argTypeError('now', 'a Date')
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  if (bytes !== undefined && !isBytes(bytes)) throw argTypeError('body', 'a string or a Uint8Array')
  if (bytes?.length > MAX_BODY)
    throw new SigningError('ERR_TOO_LARGE', 'body: expected at most 64 MiB: compare its hash')
  return {
    now: now.getTime(),
    values: [...scope, isS3(service), mode, host, basePath, bytes],
  }
}

/**
 * The credentials of the access key that a request names. None if it names none, which is what verifying will say.
 *
 * @param {Received} request
 * @param {(accessKeyId: string, scope: Options) => unknown} lookup
 */
async function look(request, lookup) {
  if (request.refused) return NOBODY
  const claim = call(CLAIM, request.values)
  if (claim.kind === REFUSED) return NOBODY
  const [, accessKeyId, date, region, service] = claim.text().split('\n')
  const found = await lookup(String(accessKeyId), { date: date?.slice(0, 8), region, service })
  return found === undefined || found === null ? NOBODY : readCredentials(found)
}

const NOBODY = [0]

/**
 * @param {Received} request
 * @param {ReturnType<typeof readVerification>} verification
 * @param {import('../wire.js').Value[]} credentials
 * @returns {any}
 */
function verifyWith(request, { now, values }, credentials) {
  if (request.refused) return request.refused
  const from = [Math.floor(now / 1000), ...credentials]
  const reply = call(VERIFY, [...request.values, ...from, ...values])
  const [first, ...lines] = reply.text().split('\n')
  if (reply.kind === REFUSED) return refusal(String(first), String(lines[0]), reply.number)
  const [accessKeyId, date, region, service, bucket, key, operation, signedHeaders, payloadHash] = lines
  const verified = {
    ok: true,
    authType: first,
    accessKeyId,
    region,
    service,
    signingDate: readAmzDate(String(date)),
    expiresAt: new Date(reply.expiresAt * 1000),
    operation: operation || undefined,
    bucket: decode(bucket),
    key: decode(key),
    query: Object.freeze(readQuery(request.search)),
    signedHeaders: Object.freeze(signedHeaders ? signedHeaders.split(';') : []),
    payloadHash: payloadHash ?? UNSIGNED,
  }
  return request.form ? judge(verified, request.form, now) : Object.freeze(verified)
}

/**
 * As the module has read it.
 *
 * @param {string} search
 */
function readQuery(search) {
  const pairs = search.slice(1).replaceAll('+', ' ').split('&').filter(Boolean)
  const decoded = pairs.map((pair) => /^([^=]*)=?(.*)/s.exec(pair)?.slice(1).map(decodeURIComponent) ?? [])
  return Object.fromEntries(decoded.filter(([name]) => !SIGNATURE.test(String(name))))
}

const SIGNATURE = /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|s3session-token)$/i

/** @param {string | undefined} encoded */
const decode = (encoded) => (encoded ? decodeURIComponent(encoded) : undefined)

/** @param {string} text as in `X-Amz-Date` */
const readAmzDate = (text) => new Date(text.replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:'))

/** The first number of a call: what it is for. */
const CLAIM = 0
const VERIFY = 1
