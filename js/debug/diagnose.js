// From a request and its answer to the causes, the most likely first.

import { CAUSES, tellOf } from './causes/index.js'
import { canonicalText, serverText, shownLine } from './canonical.js'
import {
  answersOfObjects,
  answersOfOperations,
  answersOfSignatures,
  answersOfStatus,
  saidBy,
} from './detect/answers.js'
import { hypotheses, isRight } from './detect/hypotheses.js'
import { mismatch } from './detect/mismatch.js'
import { sessions } from './detect/sessions.js'
import { isSilent, silence } from './detect/silence.js'
import { contradictions, denials, structure, time } from './detect/structure.js'
import { inspect } from './inspect.js'
import { observe } from './observation.js'
import { sealed } from './sealed.js'
import { binds } from './warnings.js'

/** @typedef {import('./observation.js').Observation} Observation */
/** @typedef {import('./detect/answers.js').Found} Found */

/**
 * Says why a request with a presigned URL, or a form, failed.
 *
 * @example
 * const response = await fetch(url, { method, headers, body })
 * if (!response.ok) console.log(diagnose({ url, method, headers, status: response.status, body: await response.text() }).causes)
 *
 * @type {typeof import('./index.d.ts').diagnose}
 */
export function diagnose(failure) {
  const given = failure ?? {}
  const { url, fields, method } = given
  const text = fields === undefined ? url : { url, fields }
  const observation = observe(given)
  if ('problem' in observation)
    return Object.freeze({
      causes: Object.freeze([]),
      inspection: inspect(text),
      answer: NONE,
      canonicalRequest: undefined,
    })
  const { now, answer, hide } = observation
  const { status, code, message, isTruncated } = answer
  return Object.freeze({
    causes: Object.freeze(hasFailed(observation) ? causesOf(observation) : []),
    inspection: inspect(text, { method, now }),
    answer: sealed({ status, code, message, isTruncated }, hide),
    canonicalRequest: isMismatch(observation) ? sealed(canonicalOf(observation), hide) : undefined,
  })
}

const NONE = Object.freeze({ status: undefined, code: undefined, message: undefined, isTruncated: false })
const RANKS = ['certain', 'likely', 'possible']

/**
 * A redirect is one where it says so: after a form, it is what was asked for. A copy, or parts that are joined, can fail after
 * the status was sent.
 *
 * @param {Observation} observation
 */
function hasFailed({ method, answer: { status, code, headers } }) {
  if (status === undefined || status >= 400) return true
  if (status === 200) return (method === 'PUT' || method === 'POST') && code !== undefined
  return status === 301 || status === 307 || (status >= 300 && (code ?? headers['x-amz-bucket-region']) !== undefined)
}

/** @param {Observation} observation */
function isMismatch({ answer: { code, message } }) {
  return (
    code === 'SignatureDoesNotMatch' || /signature.*(does not match|invalid)|invalid signature/i.test(message ?? '')
  )
}

/** @param {Observation} observation */
function causesOf(observation) {
  const rank = (/** @type {Found} */ { certainty }) => RANKS.indexOf(certainty)
  const found = [...detect(observation)].sort((a, b) => rank(a) - rank(b))
  const sorted = found.filter(({ code }, index) => found.findIndex((other) => other.code === code) === index)
  const [first] = sorted
  const shown = first === undefined ? [UNEXPLAINED] : first.certainty === 'certain' ? [first] : sorted.slice(0, 3)
  const facts = factsOf(observation)
  return shown.map(({ code, ...one }) => {
    const ofCase = { ...one, tell: tellOf(code, facts) }
    return Object.freeze({ code, ...CAUSES[code], ...sealed(ofCase, observation.hide) })
  })
}

/** What differs from case to case in how to tell. @param {Observation} observation */
function factsOf({ found: { url, signature, key, bucket }, method, isMethodKnown }) {
  return {
    key,
    bucket,
    method,
    host: url.host,
    headers: signature.signedHeaders.filter((name) => name !== 'host').join(', '),
    signer: signature.accessKeyId,
    sent: isMethodKnown ? method : undefined,
    length: String(url.path.length + url.query.length),
  }
}

/** @type {Found} */
const UNEXPLAINED = { code: 'unexplained', certainty: 'possible', evidence: [] }

/**
 * In the order in which a server comes to an answer, and what it says before what can only be seen: the first that finds
 * something is believed.
 *
 * @type {((observation: Observation) => Found[])[]}
 */
const STAGES = [
  (observation) => (isSilent(observation) ? unanswered(observation) : []),
  answersOfObjects,
  structure,
  sessions,
  answersOfSignatures,
  contradictions,
  undone,
  (observation) => (isMismatch(observation) ? mismatch(observation) : []),
  denied,
  answersOfStatus,
]

/** @param {Observation} observation @returns {Found[]} */
function detect(observation) {
  for (const stage of STAGES) {
    const found = stage(observation)
    if (found.length > 0) return found
  }
  return []
}

/**
 * What was said of the connection is why. But a browser that says nothing may have hidden an answer: before CORS, it is what is
 * wrong with the request itself. Both have to be put right, so none of it is certain.
 *
 * @param {Observation} observation
 */
function unanswered(observation) {
  const found = silence(observation)
  if (found.every(({ code }) => code !== 'cors')) return found
  const wrong = [...structure(observation), ...contradictions(observation), ...time(observation)]
  return [...wrong.map(likely), ...found]
}

/** What the server does not do; of a method that nobody knows, it may be another one than was signed. @param {Observation} observation */
function undone(observation) {
  const found = answersOfOperations(observation)
  if (observation.isMethodKnown || found.length === 0) return found
  return [...found, { code: /** @type {const} */ ('method-changed'), evidence: ['nobody said which was sent'] }].map(
    likely,
  )
}

/** Refused, and the answer does not say why. @param {Observation} observation @returns {Found[]} */
function denied(observation) {
  const { found, answer, method, headers } = observation
  const isDenied = answer.code === undefined ? [400, 401, 403].includes(answer.status ?? 0) : DENIAL.test(answer.code)
  if (!isDenied) return []
  const page = answer.code === undefined ? IN_BETWEEN.exec(answer.body.slice(0, 20_000)) : null
  if (page) return [{ code: 'blocked-on-the-way', certainty: 'likely', evidence: [`the page says: ${page[0]}`] }]
  const unsigned = denials(observation)
  // It may have been signed in a header.
  if (unsigned.length > 0) return headers === undefined ? unsigned.map(likely) : unsigned
  const late = time(observation)
  if (late.some(({ certainty }) => certainty === 'certain')) return late
  // Only who reads is not told that there is nothing.
  const isRead = found.form === undefined && ['GET', 'HEAD'].includes(method)
  const notThere = isRead ? [possible({ code: 'maybe-not-there', evidence: [`the key is ${found.key}`] })] : []
  const isProved = isRight(observation)
  const proof = isProved ? ['the signature is right for what was sent and the given credentials'] : []
  /** @type {Pick<Found, 'code' | 'evidence'>} */
  const notAllowed = { code: 'not-allowed', evidence: [...saidBy(observation), ...proof] }
  const suspects = found.form === undefined ? mismatch(observation) : ofForms(observation)
  const isOfAws = answer.code !== undefined && found.provider === 'AWS'
  const isDisproved = found.form !== undefined && !isOfAws && suspects.some(({ certainty }) => certainty === 'likely')
  // Without a body, as after HEAD, it may as well be the signature, unless that is proved. Of forms, some say no more.
  if ((answer.code === undefined && !isProved) || isDisproved)
    return [...late, ...suspects, possible(notAllowed), ...notThere]
  // Whoever says that access is denied has found the signature right: others say what is wrong with it, and AWS always does.
  const others = isOfAws ? unpaid(observation) : suspects
  return [...late, likely(notAllowed), ...notThere, ...others.map(possible)]
}

/** That the requester pays has to be said, and AWS does not say so. @param {Observation} observation @returns {Pick<Found, 'code' | 'evidence'>[]} */
function unpaid({ found, headers }) {
  const name = 'x-amz-request-payer'
  const isSaid = headers?.[name] !== undefined || binds(found, name)
  return isSaid ? [] : [{ code: 'requester-pays', evidence: [`${name} is neither signed nor sent`] }]
}

const DENIAL = /^(AccessDenied|Forbidden|Unauthorized)$/i

/** Pages of CDNs and firewalls. */
const IN_BETWEEN =
  /attention required! \| cloudflare|cloudflare ray id|generated by cloudfront|request blocked|incapsula incident|errors\.edgesuite\.net|access denied.{0,40}akamai/i

/** Without the credentials, nothing of a form's signature can be seen. @param {Observation} observation @returns {Found[]} */
function ofForms(observation) {
  const tried = hypotheses(observation)
  const unseen = [possible({ code: 'wrong-secret', evidence: ["the form's signature was not looked at here"] })]
  const unknown = possible({ code: 'unknown-access-key', evidence: ["the form's access key was not looked at here"] })
  return [...(tried.length > 0 ? tried : unseen), unknown]
}

/** @param {Pick<Found, 'code' | 'evidence'>} found @returns {Found} */
const possible = ({ code, evidence }) => ({ code, certainty: 'possible', evidence })
/** @param {Pick<Found, 'code' | 'evidence'>} found @returns {Found} */
const likely = ({ code, evidence }) => ({ code, certainty: 'likely', evidence })

/** @param {Observation} observation */
function canonicalOf({ parts, comparison, answer, hide }) {
  if (parts.length === 0) return undefined
  const lines = (comparison ?? []).map((line) => shownLine(line, hide))
  return { sent: canonicalText(parts, hide), server: serverText(answer, hide), lines }
}
