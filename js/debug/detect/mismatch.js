// Why a signature does not match: from the server's own canonical request, from the request, and with credentials by trying.

import { isConfidential } from '../scheme.js'
import { decode } from '../url.js'
import { appendedTo, isTemporary, isTracker } from '../warnings.js'
import { hypotheses } from './hypotheses.js'

/** @typedef {import('./answers.js').Observation} Observation */
/** @typedef {import('./answers.js').Found} Found */

/** @param {Observation} observation @returns {Found[]} */
export function mismatch(observation) {
  const different = differences(observation)
  if (different.length > 0) return different
  const tried = hypotheses(observation)
  if (tried.some(({ certainty }) => certainty === 'certain')) return tried
  const host = otherHost(observation)
  // With the credentials, both hosts were tried.
  if (host.length > 0 && !tried.some(({ certainty }) => certainty === 'likely')) return host
  const missing = missingHeaders(observation)
  if (missing.some(({ certainty }) => certainty === 'certain')) return missing
  const suspects = [...missing, ...seen(observation), ...tried]
  const hasLikely = suspects.some(({ certainty }) => certainty !== 'possible')
  // Where nobody said what was sent, all is a guess.
  if (!observation.isMethodKnown) return [...secret(observation, 'possible'), ...suspects]
  return [...suspects, ...secret(observation, hasLikely ? 'possible' : 'likely')]
}

/** What clients set by themselves, so that callers do not say it. */
const BY_ITSELF = ['host', 'content-length']

/** @param {Observation} observation */
function missingOf({ found, headers }) {
  if (headers === undefined) return []
  return found.signature.signedHeaders.filter((name) => !BY_ITSELF.includes(name) && headers[name] === undefined)
}

/** A client may have set it itself, unless the server shows that it did not. @param {Observation} observation @returns {Found[]} */
function missingHeaders(observation) {
  const missing = missingOf(observation)
  if (missing.length === 0) return []
  const isShown = observation.comparison !== undefined && !observation.answer.isTruncated
  return [(isShown ? certain : likely)('header-missing', `signed, and not sent: ${missing.join(', ')}`)]
}

/** @param {Observation} observation @returns {Found[]} */
function otherHost({ found: { url, signature }, host }) {
  const sent = host.toLowerCase().replace(url.scheme === 'https' ? /:443$/ : /:80$/, '')
  if (sent === url.host || !signature.signedHeaders.includes('host')) return []
  return [certain('host-changed', `the URL says ${url.host}, the Host header ${host}`)]
}

/** What the server got otherwise than it was sent: the first part is the culprit. @param {Observation} observation @returns {Found[]} */
function differences({ comparison }) {
  const different = comparison?.filter(({ same }) => !same) ?? []
  return different.slice(0, 1).map(({ part, name, sent, server }) => {
    const evidence = [`sent: ${shown(name, sent)}`, `the server got: ${shown(name, server)}`]
    return { code: culprit(part, name, sent, server), certainty: 'certain', evidence }
  })
}

/** @param {string} name @param {string | undefined} text */
const shown = (name, text) =>
  text === undefined ? 'nothing' : isConfidential(decode(name)) ? `${name}, with a value` : text

/**
 * @param {import('../index.d.ts').ComparedLine['part']} part
 * @param {string} name
 * @param {string | undefined} sent
 * @param {string | undefined} server
 */
function culprit(part, name, sent, server) {
  if (part === 'method') return 'method-changed'
  if (part === 'path') return ofPath(sent ?? '', server ?? '')
  if (part === 'signed headers') return 'header-missing'
  if (part === 'payload hash') return 'body-hash-mismatch'
  if (part === 'header' && name === 'host') return 'host-changed'
  const isEmpty = server === undefined || (part === 'header' && /^[^:]*:$/.test(server))
  if (part === 'header') return isEmpty ? 'header-missing' : 'header-changed'
  if (server === undefined) return 'parameter-dropped'
  if (sent === undefined) return 'parameter-appended'
  return withoutPlus(sent) === withoutPlus(server) ? 'plus-reencoded' : 'parameter-changed'
}

/** @param {string} sent @param {string} server */
function ofPath(sent, server) {
  if (server.replaceAll('%25', '%') === sent.replaceAll('%25', '%')) return 'key-encoded-twice'
  if (withoutPlus(sent) === withoutPlus(server)) return 'plus-reencoded'
  return cleaned(sent) === cleaned(server) ? 'path-normalised' : 'path-changed'
}

/** @param {string} text */
const withoutPlus = (text) => text.replace(/%2B|%20|\+/gi, '+')

/** @param {string} path */
const cleaned = (path) => new URL(path.replace(/\/{2,}/g, '/'), 'http://a').pathname

/** What the request looks like, where nobody says more. @param {Observation} observation @returns {Found[]} */
function seen(observation) {
  const { found } = observation
  const { signature, url } = found
  /** @type {Found[]} */
  const suspects = []
  const appended = appendedTo(found)
  if (appended.length > 0)
    suspects.push({
      code: 'parameter-appended',
      certainty: appended.some(isTracker) ? 'certain' : 'likely',
      evidence: [`behind the signature: ${appended.join(', ')}`],
    })
  if (/%25[\da-f]{2}/i.test(url.path)) suspects.push(likely('key-encoded-twice', `the path is ${url.path}`))
  if (isTemporary({ accessKeyId: signature.accessKeyId }) && signature.token === undefined)
    suspects.push(likely('token-missing', `the access key id is ${signature.accessKeyId}`))
  suspects.push(...otherMethod(observation))
  suspects.push(...boundHeaders(observation))
  if (found.isAssumed && observation.comparison === undefined && signature.signedHeaders.includes('host'))
    suspects.push({
      code: 'host-changed',
      certainty: 'possible',
      evidence: [`signed for ${url.host}: behind a proxy, the server may be called otherwise`],
    })
  if (url.query.includes('+'))
    suspects.push(likely('plus-reencoded', 'there is a + in the query, where signers write %20 or %2B'))
  return suspects
}

/** Most URLs are for GET or PUT. @param {Observation} observation @returns {Found[]} */
function otherMethod({ method, isMethodKnown, isMethodGiven, answer }) {
  if (method === 'HEAD') return [likely('method-changed', 'HEAD was sent; most URLs are for GET')]
  if (!isMethodKnown && answer.isEmpty)
    return [likely('method-changed', 'the answer has no body, as one to HEAD; most URLs are for GET')]
  if (!isMethodKnown) return [{ ...likely('method-changed', 'nobody said which was sent'), certainty: 'possible' }]
  const isOdd = !isMethodGiven && !['GET', 'PUT'].includes(method)
  return isOdd ? [likely('method-changed', `the server got ${method}; is the URL for it?`)] : []
}

/** @param {Observation} observation @returns {Found[]} */
function boundHeaders(observation) {
  const { found, headers, isInHeader, comparison } = observation
  // Those that a signer of headers adds, it sends as well.
  if (isInHeader) return []
  const ofVersionTwo = Object.keys(headers ?? {}).filter((name) => /^(content-(md5|type)$|x-amz-)/.test(name))
  const { scheme, signedHeaders } = found.signature
  const bound = scheme === 'SigV2' ? ofVersionTwo : signedHeaders.filter((name) => name !== 'host')
  if (headers === undefined && comparison !== undefined) return shownHeaders(comparison, observation)
  if (bound.length === 0 || missingOf(observation).length > 0) return []
  if (headers === undefined) {
    const signed = `signed: ${bound.join(', ')}; `
    return [
      likely('header-missing', `${signed}have they been sent?`),
      likely('header-changed', `${signed}have they been sent with these values?`),
    ]
  }
  const values = bound.map((name) => (isConfidential(name) ? name : `${name}: ${headers[name] ?? 'set by the client'}`))
  return [likely('header-changed', `sent: ${values.join(', ')}; are these the values that were signed?`)]
}

/**
 * What the server got, where nobody said what was sent.
 *
 * @param {import('../canonical.js').Compared[]} comparison
 * @param {Observation} observation
 * @returns {Found[]}
 */
function shownHeaders(comparison, { found, answer }) {
  const lines = comparison.filter(({ part, name }) => part === 'header' && name !== 'host')
  const isGot = (/** @type {{ server: string | undefined }} */ { server }) =>
    server !== undefined && !/^[^:]*:$/.test(server)
  const missing = lines.filter((line) => !isGot(line) && found.signature.signedHeaders.includes(line.name))
  if (missing.length > 0 && !answer.isTruncated)
    return [likely('header-missing', `the server got no ${missing.map(({ name }) => name).join(', ')}`)]
  const values = lines.filter(isGot).map(({ name, server }) => shown(name, server))
  return values.length === 0
    ? []
    : [likely('header-changed', `the server got ${values.join(', ')}; is it what was signed?`)]
}

/** @param {Observation} observation @param {'likely' | 'possible'} certainty @returns {Found[]} */
function secret({ comparison, answer }, certainty) {
  const evidence = comparison
    ? "the server's canonical request is that of what was sent"
    : `nothing else is to be seen${answer.fields['CanonicalRequest'] === undefined ? '; the server does not show its canonical request' : ''}`
  return [{ code: 'wrong-secret', certainty, evidence: [evidence] }]
}

/** @param {Found['code']} code @param {string} evidence @returns {Found} */
const certain = (code, evidence) => ({ code, certainty: 'certain', evidence: [evidence] })
/** @param {Found['code']} code @param {string} evidence @returns {Found} */
const likely = (code, evidence) => ({ code, certainty: 'likely', evidence: [evidence] })
