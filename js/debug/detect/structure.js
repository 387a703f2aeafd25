// What can be seen in the request alone, whatever the server says of it.

import { methodOf } from '../operations.js'
import { impliedMethod, stateOf } from '../inspect.js'
import { hasPossibleLife, isEncodedTwice, isHtmlEscaped } from '../warnings.js'

/** @typedef {import('./answers.js').Code} Code */
/** @typedef {import('./answers.js').Observation} Observation */
/** @typedef {(observation: Observation) => string | false | undefined} Test gives the evidence */

/** In the order in which a server stumbles over them. @type {[cause: Code, test: Test][]} */
const OF_URLS = [
  [
    'no-signatures-here',
    ({ found }) => ['website', 'public'].includes(found.kind ?? '') && `the host is ${found.url.host}`,
  ],
  ['url-html-escaped', ({ found }) => isHtmlEscaped(found) && `a parameter is called ${nameOf(found, /^amp;/i)}`],
  ['url-encoded-twice', ({ found }) => isEncodedTwice(found) && 'there is %25 in the query, in place of %'],
  ['algorithm-unsupported', algorithm],
  ['url-cut-off', cutOff],
  [
    'parameter-missing',
    ({ found }) => found.signature.missing.length > 0 && `missing: ${found.signature.missing.join(', ')}`,
  ],
  ['parameter-repeated', repeated],
  ['signature-altered', alteredSignature],
  [
    'date-malformed',
    ({ found: { signature } }) =>
      isV4(signature) && signature.signedAt === undefined && `X-Amz-Date is ${signature.dateText}`,
  ],
  ['expires-out-of-range', outOfRange],
  [
    'credential-malformed',
    ({ found: { signature } }) =>
      isV4(signature) && !CREDENTIAL.test(signature.credential ?? '') && `X-Amz-Credential is ${signature.credential}`,
  ],
  [
    'scope-date-mismatch',
    ({ found: { signature } }) =>
      isV4(signature) &&
      !signature.dateText?.startsWith(signature.date ?? '-') &&
      `the scope is of ${signature.date}, X-Amz-Date ${signature.dateText}`,
  ],
  [
    'wrong-service',
    ({ found: { signature, url } }) =>
      isV4(signature) &&
      signature.scheme !== 'GOOG4' &&
      !/^s3(express|-object-lambda|-outposts)?$/.test(signature.service ?? '') &&
      !isHostOf(url.hostname, signature.service ?? '') &&
      `the scope is of the service ${signature.service}`,
  ],
]

/** What does not fit together; a server may put up with it. @type {[cause: Code, test: Test][]} */
const CONTRADICTIONS = [
  [
    'two-signatures',
    ({ headers, found: { signature } }) =>
      signature.scheme !== undefined && headers?.['authorization'] !== undefined && 'an Authorization header was sent',
  ],
  ['method-changed', contradictedMethod],
]

const CREDENTIAL = /^.+\/\d{8}\/(.*\/)?[\w-]+\/(aws4|goog4)_request$/

/** @param {import('../scheme.js').SignatureParts} signature */
const isV4 = ({ scheme }) => scheme === 'SigV4' || scheme === 'SigV4A' || scheme === 'GOOG4'

/** Whether a label of the host is the service, or begins with it, as in `lambda-url`. @param {string} hostname @param {string} service */
const isHostOf = (hostname, service) =>
  hostname.split('.').some((label) => label === service || (service !== '' && label.startsWith(`${service}-`)))

/** @param {Observation['found']} found @param {RegExp} pattern */
const nameOf = ({ url }, pattern) => url.pairs.find(({ name }) => pattern.test(name))?.name

/** @type {Test} */
function algorithm({ found: { signature } }) {
  return (
    signature.scheme === undefined && signature.algorithm !== undefined && `X-Amz-Algorithm is ${signature.algorithm}`
  )
}

/** @type {Test} */
function cutOff({ found: { signature, url } }) {
  const { length } = signature.signature ?? ''
  if (signature.scheme === 'SigV4' && length > 0 && length < 64) return `the signature has ${length} digits, not 64`
  const last = url.pairs.at(-1)?.name
  return signature.missing.some((name) => name.endsWith('-Signature')) && `the URL ends after ${last}`
}

/** @type {Test} */
function repeated({ found }) {
  const names = found.url.pairs.map(({ name }) => name).filter((name) => /^X-(Amz|Goog)-/.test(name))
  const seen = new Set()
  const twice = names.find((name) => seen.size === seen.add(name).size)
  return twice !== undefined && `${twice} is there twice`
}

/** @type {Test} */
function alteredSignature({ found: { signature } }) {
  const text = signature.signature ?? ''
  return (
    signature.scheme === 'SigV4' &&
    !/^[0-9a-f]{64}$/.test(text) &&
    `it has ${text.length} characters${/[A-F]/.test(text) ? ', some of them upper-case' : ''}`
  )
}

/** @type {Test} */
function outOfRange({ found }) {
  return isV4(found.signature) && !hasPossibleLife(found) && `X-Amz-Expires is ${found.signature.expiresText}`
}

/** A URL whose parameters can only be for another method: HEAD takes those of GET. @type {Test} */
function contradictedMethod({ found, method, isMethodKnown }) {
  if (!isMethodKnown) return false
  const names = found.url.pairs.map(({ name }) => name)
  const said = methodOf(found.url.pairs.find(({ name }) => name === 'x-id')?.value ?? '')
  const implied = said ?? impliedMethod(names)
  const isOther = implied !== undefined && implied !== method && !(said === undefined && method === 'HEAD')
  return isOther && `${method} was sent, and the URL is for ${implied}`
}

/** @param {[cause: Code, test: Test][]} tests */
const detector = (tests) => (/** @type {Observation} */ observation) => {
  const { found, isInHeader, answer } = observation
  // A server that fails has not said anything of the request.
  const isBroken = (answer.status ?? 0) >= 500 && answer.code === undefined
  if (found.form !== undefined || isInHeader || isBroken) return []
  for (const [code, test] of tests) {
    const evidence = test(observation)
    if (evidence) return [certain(code, evidence)]
  }
  return []
}

/** @param {Code} code @param {string} evidence @returns {import('./answers.js').Found} */
const certain = (code, evidence) => ({ code, certainty: 'certain', evidence: [evidence] })

/** Of what is refused without a reason. @type {[cause: Code, test: Test][]} */
const OF_DENIALS = [['not-signed', unsigned]]

/** Without a signature of any kind: CloudFront has its own, and forms have it in their body. @type {Test} */
function unsigned({ found: { signature, url }, headers, method }) {
  const isForm = method === 'POST' && /^multipart\/form-data/i.test(headers?.['content-type'] ?? '')
  const isOther = headers?.['authorization'] !== undefined || url.pairs.some(({ name }) => name === 'Key-Pair-Id')
  return signature.scheme === undefined && !isForm && !isOther && 'no parameter of a signature is in the query'
}

export const structure = detector(OF_URLS)
export const denials = detector(OF_DENIALS)
export const contradictions = detector(CONTRADICTIONS)

/**
 * Whether the time is right, where the server does not say. Whoever looks at a failure later has another clock than it had.
 *
 * @param {Observation} observation
 * @returns {import('./answers.js').Found[]}
 */
export function time({ found: { signature, form }, now, isNowKnown }) {
  const state = stateOf(signature, now)
  if (state !== 'expired' && state !== 'not-yet-valid') return []
  const isOver = state === 'expired'
  const ofEnd = form === undefined ? 'expired' : 'policy-expired'
  const text = isOver ? `it ended at ${iso(signature.expiresAt)}` : `it begins at ${iso(signature.signedAt)}`
  const made = isNowKnown ? `the request was made at ${iso(now)}` : `it is ${iso(now)}; when was the request made?`
  return [
    {
      code: isOver ? ofEnd : 'not-yet-valid',
      certainty: isNowKnown ? 'certain' : 'likely',
      evidence: [`${text}; ${made}`],
    },
  ]
}

/** @param {number | undefined} time */
const iso = (time) => (time === undefined ? '?' : new Date(time).toISOString())
