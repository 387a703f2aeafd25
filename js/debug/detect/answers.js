// What the server says itself, in its words: those of AWS, and of others where they differ.
//
// Sources: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
// https://developers.cloudflare.com/r2/api/error-codes/, https://cloud.google.com/storage/docs/xml-api/reference-status;
// the texts of MinIO (cmd/api-errors.go) and garage (api/common/signature).

import { isTemporary } from '../warnings.js'

/** @typedef {import('../observation.js').Observation} Observation */
/** @typedef {{ code: string, certainty: 'certain' | 'likely' | 'possible', evidence: string[] }} Found */
/**
 * @typedef {object} Rule
 * @property {string} cause
 * @property {RegExp} [code]
 * @property {RegExp} [text] of the message
 * @property {number[]} [status] any of these
 * @property {(observation: Observation) => boolean} [when]
 */

const hasHeader =
  (/** @type {string} */ name) =>
  (/** @type {Observation} */ { headers, found }) =>
    headers?.[name] !== undefined || found.signature.signedHeaders.includes(name)

/** Only after a signature was found right, or before it was looked at. @type {Rule[]} */
const OF_OBJECTS = [
  { cause: 'cors', code: /^AccessForbidden$/ },
  { cause: 'cors', when: ({ method }) => method === 'OPTIONS' },
  { cause: 'no-such-key', code: /^NoSuchKey$/ },
  { cause: 'no-such-bucket', code: /^NoSuchBucket$/ },
  { cause: 'no-such-version', code: /^NoSuchVersion$/ },
  { cause: 'no-such-upload', code: /^NoSuchUpload$/ },
  { cause: 'already-exists', code: /^PreconditionFailed$/, when: hasHeader('if-none-match') },
  { cause: 'precondition-failed', code: /^(PreconditionFailed|ConditionalRequestConflict)$/ },
  { cause: 'archived', code: /^InvalidObjectState$/ },
  { cause: 'acl-not-supported', code: /^AccessControlListNotSupported$/ },
  { cause: 'encryption-key', text: /Server Side Encryption|customer.*(encryption|key)|SSE-C/i },
  { cause: 'body-hash-mismatch', code: /^XAmzContentSHA256Mismatch$/ },
  { cause: 'checksum-mismatch', code: /^(BadDigest|InvalidDigest|CrcMismatch)$/ },
  { cause: 'length-required', code: /^MissingContentLength$/ },
  { cause: 'length-required', code: /^NotImplemented$/, when: hasHeader('transfer-encoding') },
  { cause: 'policy-expired', text: /expired/i, when: ({ found }) => found.form !== undefined },
  { cause: 'field-not-in-policy', text: /extra input fields|policy missing condition/i },
  { cause: 'upload-too-large', code: /^EntityTooLarge$/ },
  { cause: 'upload-too-small', code: /^EntityTooSmall$/ },
  { cause: 'policy-violated', text: /according to policy|policy condition/i },
  { cause: 'policy-violated', code: /^InvalidPolicyDocument$/ },
  { cause: 'form-unsupported', status: [405, 412, 501], when: ({ found }) => found.form !== undefined },
  { cause: 'slow-down', code: /^(SlowDown|TooManyRequests|ServiceUnavailable|RequestLimitExceeded)$/ },
]

/** Of the signature's parameters, read before it is computed. @type {Rule[]} */
const OF_SIGNATURES = [
  { cause: 'expired', code: /^ExpiredRequest$/ },
  { cause: 'expired', text: /request (signature )?(has )?expired|date is too old/i },
  { cause: 'not-yet-valid', text: /not yet valid|not valid yet/i },
  {
    cause: 'not-yet-valid',
    code: /^RequestTimeTooSkewed$/,
    when: ({ found, now }) => (found.signature.signedAt ?? 0) > now,
  },
  {
    cause: 'expired',
    code: /^RequestTimeTooSkewed$/,
    when: ({ found, now }) => (found.signature.expiresAt ?? Infinity) <= now,
  },
  { cause: 'clock-skew', code: /^RequestTimeTooSkewed$/ },
  { cause: 'expires-out-of-range', text: /X-Amz-Expires (should|must)/i },
  { cause: 'parameter-repeated', text: /more than once/i },
  { cause: 'date-malformed', text: /ISO8601 Long Format/i },
  { cause: 'credentials-expired', code: /^(ExpiredToken|ExpiredTokenException)$/ },
  { cause: 'token-missing', code: /^InvalidToken$/, when: ({ found }) => found.signature.token === undefined },
  { cause: 'token-invalid', code: /^(InvalidToken|InvalidTokenId)$/ },
  { cause: 'token-invalid', code: /^InvalidArgument$/, when: ({ found }) => found.signature.token !== undefined },
  { cause: 'token-missing', code: /^InvalidAccessKeyId$/, when: ({ found }) => lacksToken(found.signature) },
  { cause: 'unknown-access-key', code: /^(InvalidAccessKeyId|NotSignedUp|InvalidSecurity|Unauthorized)$/ },
  { cause: 'unknown-access-key', text: /no such key: /i },
  { cause: 'user-suspended', code: /^(UserSuspended|AccountProblem|AllAccessDisabled)$/ },
  { cause: 'wrong-region', text: /the region '.*' is wrong|unexpected scope/i },
  {
    cause: 'wrong-region',
    code: /^(PermanentRedirect|TemporaryRedirect|Redirect|InvalidRegion|IllegalLocationConstraintException)$/,
  },
  {
    cause: 'wrong-region',
    status: [301, 307],
    when: ({ answer }) => answer.headers['x-amz-bucket-region'] !== undefined,
  },
  { cause: 'wrong-service', text: /incorrect service/i },
  { cause: 'scope-date-mismatch', text: /invalid credential date/i },
  { cause: 'credential-malformed', text: /credential is mal-?formed|incorrect terminal/i },
  { cause: 'header-not-signed', text: /headers present in the request which were not signed|should be signed/i },
  { cause: 'header-missing', text: /included in signedheaders, but not in the request/i },
  { cause: 'two-signatures', text: /only one auth mechanism/i },
  { cause: 'algorithm-unsupported', text: /X-Amz-Algorithm only supports/i },
  {
    cause: 'signature-version-2',
    text: /mechanism you have provided is not supported/i,
    when: ({ found }) => found.signature.scheme === 'SigV2',
  },
  { cause: 'mixed-dialects', code: /^ExcessHeaderValues$/ },
  { cause: 'not-allowed', text: /not authorized to perform|explicit deny|denied by/i },
]

/** Of what the server does not do, unless the request is for something else than it was signed for. @type {Rule[]} */
const OF_OPERATIONS = [
  { cause: 'operation-unsupported', code: /^(NotImplemented|MethodNotAllowed|UnsupportedOperation)$/ },
]

/** What is left of the answers that name no code. @type {Rule[]} */
const OF_STATUS = [
  { cause: 'url-too-long', status: [414, 431] },
  { cause: 'url-too-long', status: [400], text: /too (long|large)/i },
  { cause: 'precondition-failed', status: [412] },
  { cause: 'length-required', status: [411] },
  { cause: 'upload-too-large', status: [413] },
  { cause: 'operation-unsupported', status: [405, 501] },
  { cause: 'slow-down', status: [429, 503] },
  { cause: 'no-such-key', status: [404], when: ({ found }) => found.key !== '' },
  { cause: 'no-such-bucket', status: [404] },
  { cause: 'server-error', status: [500, 502, 504] },
]

/** @param {{ accessKeyId?: string, token?: string }} signature */
const lacksToken = ({ accessKeyId, token }) => isTemporary({ accessKeyId }) && token === undefined

/** @param {Rule} rule @param {Observation} observation */
function applies({ code, text, status, when }, observation) {
  const { answer } = observation
  return (
    (code === undefined || code.test(answer.code ?? '')) &&
    (text === undefined || text.test(answer.message ?? '')) &&
    (status === undefined || status.includes(answer.status ?? 0)) &&
    (when === undefined || when(observation))
  )
}

/** What else an answer tells, where it has one of these. */
const TELLING = [
  'Region',
  'Endpoint',
  'HeadersNotSigned',
  'ParameterName',
  'Expires',
  'ServerTime',
  'StorageClass',
  'Key',
  'BucketName',
  'Bucket',
  'Condition',
  'MaxSizeAllowed',
  'MinSizeAllowed',
  'Header',
]

/** What the server said, as evidence. @param {Observation} observation */
export function saidBy({ answer: { status, code, message, fields, headers } }) {
  const said = [status, [code, message].filter(Boolean).join(': ')].filter(Boolean).join(' ')
  const more = TELLING.filter((name) => fields[name]).map((name) => `${name}: ${fields[name]}`)
  const region = headers['x-amz-bucket-region']
  return [said && `the server says ${said}`, ...more, region ? `x-amz-bucket-region: ${region}` : ''].filter(Boolean)
}

/** @param {Rule[]} rules @param {'certain' | 'likely'} certainty */
const detector = (rules, certainty) => (/** @type {Observation} */ observation) => {
  const rule = rules.find((rule) => applies(rule, observation))
  return /** @type {Found[]} */ (
    rule === undefined ? [] : [{ code: rule.cause, certainty, evidence: saidBy(observation) }]
  )
}

export const answersOfObjects = detector(OF_OBJECTS, 'certain')
export const answersOfSignatures = detector(OF_SIGNATURES, 'certain')
export const answersOfOperations = detector(OF_OPERATIONS, 'certain')
export const answersOfStatus = detector(OF_STATUS, 'likely')
