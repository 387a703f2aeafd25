// What is wrong or dangerous about a URL, whoever uses it.

import { conditionOn } from './form.js'
import { isAuthentication } from './scheme.js'
import { readToken } from './token.js'

/** @typedef {import('./holder.js').Found} Found */
/** @typedef {(found: Found, now: number) => boolean} Test */

/** Nginx and others stop here unless told otherwise: https://nginx.org/en/docs/http/ngx_http_core_module.html#large_client_header_buffers */
export const LONGEST = 8000
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp.html: 12 hours of a role, 36 of a user's session. */
const LONGEST_ROLE = 43_200
const WEEK = 604_800
/** Tigris takes 90 days, as it documents, and IBM any time. */
const WITHOUT_WEEK = ['Tigris', 'IBM']
const HTML = /^\s*(text\/html|application\/xhtml\+xml|image\/svg\+xml|text\/xml|application\/xml)/i

/** @type {[code: string, text: string, test: Test][]} */
const WARNINGS = [
  ['not-signed', 'nothing in it is a signature', ({ signature }) => signature.scheme === undefined],
  ['html-escaped', 'its & are written &amp;: it was copied out of HTML', isHtmlEscaped],
  ['encoded-twice', 'its percent signs are encoded once more: %25 for %', isEncodedTwice],
  ['incomplete', 'parameters of the signature are missing: it was cut off, or put together by hand', isIncomplete],
  [
    'token-reveals-secret',
    'whoever sees it can compute the secret from the token in it: revoke these credentials, and sign without a token',
    (found) => readToken(found.signature.token, found.provider)?.revealsSecret === true,
  ],
  [
    'content-type-not-bound',
    'it lets the sender choose the content type, so also text/html: sign content-type',
    (found) => found.operation === 'PutObject' && !binds(found, 'content-type'),
  ],
  // A URL does not say its method.
  [
    'content-type-not-bound-if-put',
    'if it is for PUT, it lets the sender choose the content type, so also text/html: sign content-type',
    maybePuts,
  ],
  [
    'html-response',
    'it makes the answer a web page: scripts in the object run in the name of this host',
    ({ url }) => url.pairs.some(({ name, value }) => name === 'response-content-type' && HTML.test(value)),
  ],
  ['policy-any-key', 'the policy lets the sender store under any key: bind it, or how it begins', coversAnyKey],
  [
    'appended',
    'parameters stand behind the signature: added later, they break it',
    (found) => appendedTo(found).length > 0,
  ],
  [
    'longer-than-credentials',
    "it asks to live longer than a role's temporary credentials can: it ends with them, after 12 hours at most (36 of a user's session)",
    ({ signature }) => isTemporary(signature) && (signature.expiresIn ?? 0) > LONGEST_ROLE,
  ],
  ['outlives-token', 'it asks to live longer than its token says that the credentials do', outlivesToken],
  [
    'expires-out-of-range',
    'X-Amz-Expires has to be a whole number from 1 to 604800, a week',
    (found) => found.signature.expiresText !== undefined && !hasPossibleLife(found),
  ],
  [
    'url-too-long',
    `it is longer than many proxies take (${LONGEST} characters)`,
    ({ url }) => url.path.length + url.query.length > LONGEST,
  ],
  [
    'no-signatures-here',
    'this host never looks at signatures: sign for the S3 endpoint instead',
    ({ kind }) => kind === 'website' || kind === 'public',
  ],
  [
    'signature-version-2',
    'Signature Version 2 is old: newer regions and most providers refuse it, and it binds no headers of the URL',
    ({ signature }) => signature.scheme === 'SigV2',
  ],
  [
    'host-not-signed',
    'the host is not signed: AWS refuses it',
    ({ signature: { scheme, signedHeaders } }) =>
      scheme === 'SigV4' && signedHeaders.length > 0 && !signedHeaders.includes('host'),
  ],
  [
    'dot-segments',
    'its path has . or .. segments: browsers and most clients resolve them before they send, which breaks the signature',
    ({ url }) => /\/(\.|%2e){1,2}(\/|$)/i.test(url.path),
  ],
  ['not-encrypted', 'it goes over http: everybody on the way can read and use it', isOpen],
  [
    'user-in-url',
    'it has a user name before the host: clients make an Authorization header of it, and two signatures are refused',
    ({ url }) => url.hasUser,
  ],
]

/** @param {Found} found @param {number} now */
export function warningsOf(found, now) {
  return WARNINGS.filter(([, , test]) => test(found, now)).map(([code, text]) => ({ code, text }))
}

/** Whether a server can take its X-Amz-Expires. @param {Found} found */
export function hasPossibleLife({ provider = '', signature: { scheme, expiresIn = NaN } }) {
  return scheme === 'SigV2' || (expiresIn >= 1 && (expiresIn <= WEEK || WITHOUT_WEEK.includes(provider)))
}

/** Access keys of temporary credentials. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export const isTemporary = (
  /** @type {{ accessKeyId?: string | undefined, token?: string | undefined }} */ signature,
) => signature.accessKeyId?.startsWith('ASIA') === true || signature.token !== undefined

/** @param {Found} found */
export function isHtmlEscaped({ url }) {
  return url.pairs.some(({ name }) => /^amp;/i.test(name))
}

/** @param {Found} found */
export function isEncodedTwice({ url }) {
  // Other values may have a %2F of their own: tags, the source of a copy, a prefix.
  const isEncoded = url.pairs.some(
    ({ name, value }) => /^X-(Amz|Goog)-(Credential|SignedHeaders)$/i.test(name) && /%(2F|3B)/i.test(value),
  )
  // Encoded as a whole, the query is one name without a value.
  return isEncoded || (!url.query.includes('=') && /%26X-(Amz|Goog)-/i.test(url.query))
}

/** @param {Found} found */
function isIncomplete({ signature }) {
  return signature.scheme !== undefined && signature.missing.length > 0
}

/** Whether the signature holds for one value of a header only; that of SigV2 always has the content type. @param {Found} found @param {string} name */
export const binds = ({ signature, url }, name) =>
  signature.signedHeaders.includes(name) ||
  url.pairs.some((pair) => pair.name.toLowerCase() === name) ||
  (signature.scheme === 'SigV2' && name === 'content-type')

/** @param {Found} found */
function maybePuts(found) {
  const { operations, signature } = found
  const isOpen = operations.length > 1 && operations.includes('PutObject') && signature.scheme !== undefined
  return isOpen && !binds(found, 'content-type')
}

/** @param {Found} found */
function coversAnyKey({ form }) {
  if (form === undefined) return false
  const [rule, start] = conditionOn(form.policy, 'key') ?? []
  return rule === undefined || (rule === 'starts-with' && start === '')
}

/**
 * Parameters behind the signature. Most signers write it last; those of the AWS SDK for JavaScript sort all parameters, and
 * such a query is left alone.
 *
 * @param {Found} found
 */
export function appendedTo({ url: { pairs }, signature }) {
  const at = pairs.findIndex(({ name }) => /^X-(Amz|Goog)-Signature$|^Signature$/.test(name))
  if (at < 0 || signature.scheme === 'SigV2') return []
  const names = pairs.map(({ name }) => name)
  const sorted = [...names].sort((a, b) => (a < b ? -1 : 1))
  if (names.every((name, index) => name === sorted[index]) && !names.slice(at).some(isTracker)) return []
  return names.slice(at + 1).filter((name) => !isAuthentication(name) && name !== 'x-id')
}

/** What mailers, advertisers and cache busters append. @param {string} name */
export const isTracker = (name) =>
  /^(utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|_ga|_|cb|nocache|cachebust\w*)$/i.test(name)

/** @param {Found} found */
function outlivesToken({ signature, provider }) {
  const end = Number(readToken(signature.token, provider)?.claims?.['exp'])
  return signature.expiresAt !== undefined && signature.expiresAt > end * 1000
}

/** @param {Found} found */
function isOpen({ url: { scheme, hostname } }) {
  return (
    scheme === 'http' && !/^(127\.[\d.]+|\[::1\]|(.+\.)?localhost|.+\.localhost\.localstack\.cloud)$/.test(hostname)
  )
}
