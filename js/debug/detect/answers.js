// What the server says itself, in its words: those of AWS, and of others where they differ.
//
// Sources: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
// https://developers.cloudflare.com/r2/api/error-codes/, https://cloud.google.com/storage/docs/xml-api/reference-status;
// minio/minio, cmd/api-errors.go; deuxfleurs-org/garage, src/api/common/signature/payload.rs and src/api/s3/post_object.rs.

/** @typedef {import('../index.d.ts').CauseCode} Code */
/** @typedef {import('../observation.js').Observation} Observation */
/** @typedef {{ code: Code, certainty: 'certain' | 'likely' | 'possible', evidence: string[] }} Found */
/**
 * @typedef {object} Rule
 * @property {Code} cause
 * @property {RegExp} [code]
 * @property {RegExp} [text] of the message
 * @property {number[]} [status] any of these
 * @property {(observation: Observation) => boolean} [when]
 */

const hasHeader =
  (/** @type {string} */ name) =>
  (/** @type {Observation} */ { headers, found }) =>
    headers?.[name] !== undefined || found.signature.signedHeaders.includes(name)

/** @param {Observation} observation */
const isSigned = ({ found, headers }) =>
  found.signature.scheme !== undefined || headers?.['authorization'] !== undefined

/** Texts about the keys of SSE-C, and no names of users and buckets that look like it. */
const OF_SSE_C =
  /stored using a form of server side encryption|customer provided keys must provide|encryption parameters (are not applicable|did not match)|MD5 hash of the key did not match|secret key was invalid for the specified algorithm/i

/** Only after a signature was found right, or before it was looked at. @type {Rule[]} */
const OF_OBJECTS = [
  // In these texts are names that others chose: they come before all that looks for words.
  {
    cause: 'network-not-allowed',
    text: /not authorized to perform.*(explicit deny in a|because no) VPC endpoint policy/is,
    when: isSigned,
  },
  {
    cause: 'not-allowed',
    text: /not authorized to perform|explicit deny|denied by|row-level security|not allowed for this key/i,
    when: isSigned,
  },
  { cause: 'mfa-required', text: /^MFA authentication must be used/i },
  { cause: 'requester-pays', code: /^UserProjectMissing$/ },
  { cause: 'cors', code: /^AccessForbidden$/ },
  { cause: 'cors', when: ({ method }) => method === 'OPTIONS' },
  { cause: 'no-such-key', code: /^NoSuchKey$/ },
  { cause: 'no-such-bucket', code: /^NoSuchBucket$/ },
  { cause: 'no-such-version', code: /^NoSuchVersion$/ },
  { cause: 'no-such-upload', code: /^NoSuchUpload$/ },
  {
    cause: 'form-malformed',
    code: /^(MalformedPOSTRequest|IncorrectNumberOfFilesInPostRequest|MaxPostPreDataLengthExceededError)$/,
  },
  { cause: 'form-malformed', text: /bucket POST must (be of|contain)|exactly one file upload/i },
  {
    cause: 'form-malformed',
    text: /multipart boundary|did not contain a file|: no \w+ was provided|^bad request: field .* more than once/i,
    when: ({ found }) => found.form !== undefined,
  },
  { cause: 'already-exists', code: /^PreconditionFailed$/, when: hasHeader('if-none-match') },
  { cause: 'precondition-failed', code: /^(PreconditionFailed|ConditionalRequestConflict)$/ },
  { cause: 'range', code: /^InvalidRange$/ },
  { cause: 'archived', code: /^InvalidObjectState$/ },
  { cause: 'acl-not-supported', code: /^AccessControlListNotSupported$/ },
  { cause: 'encryption-key', text: OF_SSE_C },
  { cause: 'encryption-key', code: /CustomerEncryptionKey/ },
  { cause: 'body-hash-mismatch', code: /^XAmzContentSHA256Mismatch$/ },
  { cause: 'checksum-mismatch', code: /^(BadDigest|InvalidDigest|CrcMismatch)$/ },
  { cause: 'length-required', code: /^MissingContentLength$/ },
  { cause: 'length-required', code: /^NotImplemented$/, when: hasHeader('transfer-encoding') },
  {
    cause: 'length-required',
    code: /^NotImplemented$/,
    when: ({ answer }) => /transfer-encoding/i.test(answer.fields['Header'] ?? ''),
  },
  {
    cause: 'policy-expired',
    code: /^(?!ExpiredToken)/,
    text: /expired|expiration date is in the past/i,
    when: ({ found }) => found.form !== undefined,
  },
  { cause: 'policy-expired', text: /policy expired/i },
  { cause: 'field-not-in-policy', text: /extra input fields|policy missing condition|' is not allowed in policy/i },
  { cause: 'upload-too-large', code: /^EntityTooLarge$/ },
  { cause: 'upload-too-small', code: /^EntityTooSmall$/ },
  {
    cause: 'policy-violated',
    text: /according to policy|policy condition|allowed in policy|required in policy|not match policy/i,
  },
  { cause: 'policy-violated', code: /^InvalidPolicyDocument$/ },
  { cause: 'form-unsupported', status: [405, 412, 501], when: ({ found }) => found.form !== undefined },
  { cause: 'slow-down', code: /^(SlowDown|TooManyRequests|ServiceUnavailable|RequestLimitExceeded)$/ },
]

/** Of the signature's parameters, read before it is computed. @type {Rule[]} */
const OF_SIGNATURES = [
  {
    cause: 'signature-version-2',
    text: /require AWS Signature Version 4|(SigV2|V2 signature) authorization (mechanism )?is not supported/i,
  },
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
  { cause: 'expires-out-of-range', text: /X-Amz-Expires (should|must|may|is) /i },
  { cause: 'parameter-repeated', text: /more than once|duplicate query parameter/i },
  { cause: 'date-malformed', text: /ISO8601 Long Format/i },
  { cause: 'credentials-expired', code: /^(ExpiredToken|ExpiredTokenException)$/ },
  { cause: 'token-missing', code: /^InvalidToken$/, when: ({ found }) => found.signature.token === undefined },
  { cause: 'token-invalid', code: /^(InvalidToken|InvalidTokenId)$/ },
  { cause: 'unknown-access-key', code: /^(InvalidAccessKeyId|NotSignedUp|InvalidSecurity)$/ },
  { cause: 'unknown-access-key', code: /^Unauthorized$/, when: isSigned },
  { cause: 'unknown-access-key', text: /no such key: |credential access key has length/i },
  { cause: 'user-suspended', code: /^(UserSuspended|AccountProblem)$/ },
  { cause: 'bucket-disabled', code: /^AllAccessDisabled$/ },
  { cause: 'wrong-region', text: /the region ('.*' )?is wrong|region does not match|unexpected scope/i },
  {
    cause: 'wrong-region',
    code: /^(PermanentRedirect|TemporaryRedirect|Redirect|InvalidRegion|InvalidRegionName|IllegalLocationConstraintException)$/,
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
  {
    cause: 'header-missing',
    text: /included in signedheaders, but not in the request|signed header .* is not present/i,
  },
  { cause: 'two-signatures', text: /only one auth mechanism/i },
  { cause: 'algorithm-unsupported', text: /X-Amz-Algorithm only supports/i },
  {
    cause: 'signature-version-2',
    text: /mechanism you have provided is not supported|anonymous access/i,
    when: ({ found }) => found.signature.scheme === 'SigV2',
  },
  { cause: 'mixed-dialects', code: /^ExcessHeaderValues$/ },
]

/** Of what the server does not do, unless the request is for something else than it was signed for. @type {Rule[]} */
const OF_OPERATIONS = [
  { cause: 'operation-unsupported', code: /^(NotImplemented|MethodNotAllowed|UnsupportedOperation)$/ },
]

/** Of those that say no more than that it is not there; the other codes of 404 are not about the object. */
const NOT_FOUND = /^(not_?found)?$/i

/** What is left: status codes, and codes of which nothing is known. @type {Rule[]} */
const OF_STATUS = [
  { cause: 'url-too-long', status: [414, 431] },
  {
    cause: 'url-too-long',
    status: [400],
    text: /too (long|large)/i,
    when: ({ answer }) => answer.code !== 'KeyTooLongError',
  },
  { cause: 'precondition-failed', status: [412] },
  { cause: 'length-required', status: [411] },
  { cause: 'upload-too-large', status: [413] },
  { cause: 'operation-unsupported', status: [405, 501] },
  { cause: 'slow-down', status: [429, 503] },
  { cause: 'range', status: [416] },
  { cause: 'no-such-key', status: [404], code: NOT_FOUND, when: ({ found }) => found.key !== '' },
  { cause: 'no-such-bucket', status: [404], code: NOT_FOUND },
  { cause: 'server-error', when: ({ answer: { status = 0 } }) => status >= 500 },
  { cause: 'server-error', code: /^InternalError$/ },
  // So do Ceph and R2 say it.
  {
    cause: 'token-invalid',
    code: /^InvalidArgument$/,
    when: ({ found, answer: { message = 'session token' } }) =>
      found.signature.token !== undefined && /(security|session).?token/i.test(message),
  },
  // Whatever it is, it is in what the server says.
  { cause: 'invalid-request', code: /./, when: ({ answer: { status = 400 } }) => status >= 400 && status < 500 },
]

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
