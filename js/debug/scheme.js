// How a URL or a form is signed, as far as it says so.
//
// Sources: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html,
// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html (SigV2) and
// https://cloud.google.com/storage/docs/authentication/signatures (GOOG4)

/** @typedef {import('./url.js').Pair} Pair */
/**
 * @typedef {object} SignatureParts
 * @property {import('./index.d.ts').Scheme | undefined} scheme
 * @property {string} [algorithm]
 * @property {string} [credential] as it is written
 * @property {string} [accessKeyId]
 * @property {string} [date] of the credential scope, as the next three
 * @property {string} [region]
 * @property {string} [service]
 * @property {string} [terminal]
 * @property {string} [regionSet]
 * @property {string} [dateText]
 * @property {string} [expiresText]
 * @property {number} [signedAt] in milliseconds
 * @property {number} [expiresIn] in seconds
 * @property {number} [expiresAt] in milliseconds
 * @property {string} [signature]
 * @property {string} [token]
 * @property {string[]} signedHeaders
 * @property {string[]} missing parameters of the signature
 */

const OF_V4 = ['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature']
/** @type {Map<string | undefined, import('./index.d.ts').Scheme>} */
const SCHEMES = new Map([
  ['AWS4-HMAC-SHA256', 'SigV4'],
  ['AWS4-ECDSA-P256-SHA256', 'SigV4A'],
  ['GOOG4-HMAC-SHA256', 'GOOG4'],
  ['GOOG4-RSA-SHA256', 'GOOG4'],
])

/** The signature's own parameters: all others are a part of the request. @param {string} name */
export const isAuthentication = (name) =>
  /^x-(amz|goog)-(algorithm|credential|date|expires|signedheaders|signature|security-token|s3session-token|region-set)$/i.test(
    name,
  ) || ['AWSAccessKeyId', 'GoogleAccessId', 'Signature', 'Expires'].includes(name)

const CONFIDENTIAL = '(?:signature|security-token|s3session-token|customer-key|encryption-key|authorization)'
/** Those of others, such as Azure's and Supabase's: only as a whole name. */
const WHOLE = '(?:sig|token|cookie)'

/** Whether it is the name of what nobody has to see, also escaped once more. @param {string} name */
export const isConfidential = (name) => CONFIDENTIAL_NAME.test(name)
const CONFIDENTIAL_NAME = new RegExp(`(?:(?:^|[-;]|%3B)${CONFIDENTIAL}|^(?:amp;)?${WHOLE})$`, 'i')

/**
 * A text without these values, however often it was encoded: those of a query, and those of a condition in JSON.
 *
 * @param {string} text
 * @param {(value: string) => void} [each] gets what is hidden
 */
export const hidden = (text, each) =>
  text.replace(VALUES, (all, name, ofJson) => {
    each?.(all.slice((name ?? ofJson).length))
    return `${name ?? ofJson}…`
  })
const START = '(?:^|[^\\w-]|%(?:25)*(?:3F|26|3B))'
const NAME = `(?:${CONFIDENTIAL}|${START}${WHOLE})`
const VALUES = new RegExp(
  `(${NAME}(?:=|%(?:25)*3D))(?:(?![&\\s]|%(?:25)*26).)+|(${NAME}["']\\s*[,:]\\s*["'])[^"']+`,
  'gis',
)

/**
 * @param {Pair[]} pairs
 * @returns {'Amz' | 'Goog' | 'V2' | undefined}
 */
function familyOf(pairs) {
  const has = (/** @type {RegExp} */ pattern) => pairs.some(({ name }) => pattern.test(name))
  if (has(/^X-Amz-(Algorithm|Credential|Signature|SignedHeaders)$/i)) return 'Amz'
  if (has(/^X-Goog-(Algorithm|Credential|Signature|SignedHeaders)$/i)) return 'Goog'
  return has(/^(AWSAccessKeyId|GoogleAccessId)$/) && has(/^(Signature|Expires)$/) ? 'V2' : undefined
}

/**
 * What the query says of the signature; nothing of it has to be there, or to be right.
 *
 * @param {Pair[]} pairs
 * @returns {SignatureParts}
 */
export function readSignature(pairs) {
  const family = familyOf(pairs)
  const find = (/** @type {string} */ name) => pairs.find((pair) => pair.name === name)?.value
  if (family === 'V2') return readV2(find)
  if (family === undefined) return { ...NONE }
  const part = (/** @type {string} */ name) => find(`X-${family}-${name}`)
  const algorithm = part('Algorithm')
  const scheme = SCHEMES.get(algorithm)
  return defined({
    ...NONE,
    scheme: scheme ?? (algorithm === undefined ? (family === 'Amz' ? 'SigV4' : 'GOOG4') : undefined),
    algorithm,
    ...readCredential(part('Credential') ?? '', scheme === 'SigV4A'),
    credential: part('Credential'),
    dateText: part('Date'),
    expiresText: part('Expires'),
    ...timesOf(part('Date'), part('Expires')),
    signedHeaders: (part('SignedHeaders') ?? '').split(';').filter(Boolean),
    signature: part('Signature'),
    token: part('Security-Token') ?? part('S3session-Token'),
    regionSet: part('Region-Set'),
    missing: OF_V4.map((name) => `X-${family}-${name}`).filter((name) => !find(name)),
  })
}

/** @type {SignatureParts} */
const NONE = { scheme: undefined, signedHeaders: [], missing: [] }

/**
 * @param {(name: string) => string | undefined} find
 * @returns {SignatureParts}
 */
function readV2(find) {
  const seconds = Number(find('Expires') || NaN)
  return defined({
    ...NONE,
    scheme: /** @type {const} */ ('SigV2'),
    accessKeyId: find('AWSAccessKeyId') ?? find('GoogleAccessId'),
    expiresText: find('Expires'),
    expiresAt: timeOf(seconds * 1000),
    signature: find('Signature'),
    token: find('x-amz-security-token'),
    missing: ['Signature', 'Expires'].filter((name) => !find(name)),
  })
}

/**
 * What an `Authorization` header says of the signature, for a request without one in its query.
 *
 * @param {Record<string, string>} headers by lower-case names
 * @returns {SignatureParts}
 */
export function readAuthorization(headers) {
  const [, algorithm = '', rest = ''] = /^(AWS4-[\w-]+) (.*)$/.exec(headers['authorization'] ?? '') ?? []
  const scheme = SCHEMES.get(algorithm)
  if (scheme === undefined) return NONE
  const part = (/** @type {string} */ name) => new RegExp(`(?:^|[, ])${name}=([^,]*)`).exec(rest)?.[1]
  return defined({
    ...NONE,
    scheme,
    algorithm,
    credential: part('Credential'),
    ...readCredential(part('Credential') ?? '', scheme === 'SigV4A'),
    ...timesOf(headers['x-amz-date'], undefined),
    signedHeaders: (part('SignedHeaders') ?? '').split(';').filter(Boolean),
    signature: part('Signature'),
    token: headers['x-amz-security-token'] ?? headers['x-amz-s3session-token'],
  })
}

/**
 * `AKID/20261123/eu-west-1/s3/aws4_request`; SigV4A's has no region, and an access key may have slashes.
 *
 * @param {string} credential
 * @param {boolean} isRegionless
 * @returns {Pick<SignatureParts, 'accessKeyId' | 'date' | 'region' | 'service' | 'terminal'>}
 */
export function readCredential(credential, isRegionless) {
  const parts = credential.split('/')
  const scope = parts.slice(isRegionless ? -3 : -4)
  const accessKeyId = parts.slice(0, -scope.length).join('/')
  if (accessKeyId === '') return {}
  const [date, region, service, terminal] = isRegionless ? [scope[0], undefined, ...scope.slice(1)] : scope
  return defined({ accessKeyId, date, region, service, terminal })
}

/**
 * @param {string | undefined} date
 * @param {string | undefined} expires
 * @returns {Pick<SignatureParts, 'signedAt' | 'expiresIn' | 'expiresAt'>}
 */
export function timesOf(date, expires) {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date ?? '') ?? []
  const [year = NaN, month = NaN, ...rest] = parts.map(Number)
  const signedAt = timeOf(Date.UTC(year, month - 1, ...rest))
  const expiresIn = /^-?\d{1,12}$/.test(expires ?? '') ? Number(expires) : undefined
  const end = signedAt === undefined || expiresIn === undefined ? NaN : signedAt + expiresIn * 1000
  return defined({ signedAt, expiresIn, expiresAt: timeOf(end) })
}

/** Milliseconds that a `Date` can hold. @param {number} time */
const timeOf = (time) => (Math.abs(time) <= 8.64e15 ? time : undefined)

/**
 * Without what is undefined.
 *
 * @template {object} T
 * @param {T} values
 * @returns {any}
 */
export const defined = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
