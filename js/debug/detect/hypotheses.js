// With the credentials, it can be tried: which request was the signature made for? Whether it stands in the URL, in a header or
// in a form, the core signs once more.

import { presignUrl, sign } from 'edgesign'
import { readSigner } from '../../signer.js'
import { call } from '../../wasm.js'
import { DERIVE_SIGNING_KEY } from '../../wire.js'
import { METHODS } from '../operations.js'
import { isAuthentication } from '../scheme.js'
import { decode } from '../url.js'

/** @typedef {import('./answers.js').Observation} Observation */
/** @typedef {import('./answers.js').Found} Found */
/** @typedef {{ method: string, host: string, path: string, pairs: { name: string, text: string }[], headers: Record<string, string>, expiresIn: number }} Request */

/** Lives that are asked for most. */
const LIVES = [60, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 28_800, 43_200, 86_400, 172_800, 259_200, 604_800]

/** Each is tried by signing once more: beyond these, it is not tried without one. */
const MOST_PAIRS = 50

/** Whether the signature is the one for what was sent, by the given credentials. @param {Observation} observation */
export function isRight(observation) {
  const own = ownOf(observation)
  return own.length > 0 && observation.isMethodKnown && isSignedFor(requestOf(observation), observation, own)
}

/** @param {Observation} observation @returns {Found[]} */
export function hypotheses(observation) {
  if (!canTry(observation)) return []
  const own = ownOf(observation)
  if (own.length === 0)
    return [
      {
        code: 'wrong-secret',
        certainty: 'possible',
        evidence: ['the credentials that are given are of another access key'],
      },
    ]
  const sent = requestOf(observation)
  if (isSignedFor(sent, observation, own)) return asSent(observation)
  for (const [code, evidence, request] of variants(sent, observation))
    if (isSignedFor(request, observation, own))
      return [{ code, certainty: 'certain', evidence: [`the signature is that of ${evidence}`] }]
  // Of what the core refuses to sign, nothing is known.
  if (signaturesOf(sent, observation, own).length === 0) return []
  return [
    {
      code: 'wrong-secret',
      certainty: 'likely',
      evidence: ['the signature was not made with the given credentials, for this request or one like it'],
    },
  ]
}

/** Whether there is all that is signed, and something to sign with. @param {Observation} observation */
function canTry({ found: { signature }, credentials, headers, isInHeader }) {
  const isKnown = (/** @type {string} */ name) => name === 'host' || headers?.[name] !== undefined
  const { algorithm, signedHeaders } = signature
  // In a URL, the body of S3 is not signed; nobody says here what it was.
  const isBodyKnown = !isInHeader || signedHeaders.includes('x-amz-content-sha256')
  return credentials !== undefined && algorithm === 'AWS4-HMAC-SHA256' && isBodyKnown && signedHeaders.every(isKnown)
}

/** Those of the given credentials that are of this access key. @param {Observation} observation @returns {any[]} */
function ownOf(observation) {
  const { credentials, found } = observation
  if (!canTry(observation)) return []
  return [credentials].flat().filter((one) => one?.accessKeyId === found.signature.accessKeyId)
}

/** @param {Request} request @param {Observation} observation @param {any[]} own */
const isSignedFor = (request, observation, own) =>
  signaturesOf(request, observation, own).includes(observation.found.signature.signature)

/** The signature is right for these credentials, and the server says it is not. @param {Observation} observation @returns {Found[]} */
function asSent({ found, answer, comparison, isMethodKnown, method, headers }) {
  const right = 'the signature is right for what was sent and the given credentials'
  if (comparison !== undefined && !answer.isTruncated) {
    const evidence = [right, 'the server got the same, and has another secret for this key']
    return [{ code: 'wrong-secret', certainty: 'certain', evidence }]
  }
  // What nobody said may have been otherwise.
  const isKnown = isMethodKnown && (headers !== undefined || found.form !== undefined)
  const changed = { code: 'changed-on-the-way', certainty: isKnown ? 'certain' : 'likely', evidence: [right] }
  const sent = {
    code: 'method-changed',
    certainty: 'likely',
    evidence: [`the signature is that of ${method}: was it sent?`],
  }
  return /** @type {Found[]} */ (isMethodKnown ? [changed] : [sent, changed])
}

/** @param {Observation} observation @returns {Request} */
function requestOf({ found: { url, signature }, method, host, headers = {} }) {
  const signed = signature.signedHeaders.filter(
    (name) => name !== 'host' && !isAuthentication(name) && headers[name] !== undefined,
  )
  return {
    method,
    host,
    path: url.path,
    pairs: url.pairs.filter(({ name }) => !isAuthentication(name)),
    headers: Object.fromEntries(signed.map((name) => [name, String(headers[name])])),
    expiresIn: signature.expiresIn ?? 0,
  }
}

/**
 * What may have been signed in place of what was sent.
 *
 * @param {Request} sent
 * @param {Observation} observation
 * @returns {Generator<[cause: import('./answers.js').Code, evidence: string, request: Request]>}
 */
function* variants(sent, { found: { url } }) {
  const { method, path, pairs, headers } = sent
  yield ['host-changed', url.host, { ...sent, host: url.host }]
  for (const other of METHODS) if (other !== method) yield ['method-changed', other, { ...sent, method: other }]
  const first = Math.max(0, pairs.length - MOST_PAIRS)
  for (let count = pairs.length - 1; count >= first; count--)
    yield [
      'parameter-appended',
      `the URL without ${namesOf(pairs.slice(count))}`,
      { ...sent, pairs: pairs.slice(0, count) },
    ]
  for (const { name } of pairs.slice(first))
    yield [
      'parameter-appended',
      `the URL without ${name}`,
      { ...sent, pairs: pairs.filter((pair) => pair.name !== name) },
    ]
  yield ['key-encoded-twice', 'the path decoded once', { ...sent, path: decode(path) }]
  for (const [from, to] of PLUSES) {
    const pluses = {
      path: path.replaceAll(from, to),
      pairs: pairs.map(({ name, text }) => ({ name, text: text.replaceAll(from, to) })),
    }
    yield ['plus-reencoded', `${to} in place of ${from}`, { ...sent, ...pluses }]
  }
  const [type = ''] = (headers['content-type'] ?? '').split(';')
  yield ['header-changed', `content-type: ${type}`, { ...sent, headers: { ...headers, 'content-type': type } }]
  for (const expiresIn of LIVES) yield ['parameter-changed', `X-Amz-Expires=${expiresIn}`, { ...sent, expiresIn }]
}

const PLUSES = /** @type {const} */ ([
  ['+', '%2B'],
  ['%20', '%2B'],
  ['%2B', '%20'],
])

/** @param {{ name: string }[]} pairs */
const namesOf = (pairs) => pairs.map(({ name }) => name).join(', ')

/**
 * What the core signs such a request with, by each of the credentials; nothing for what it refuses to sign.
 *
 * @param {Request} request
 * @param {Observation} observation
 * @param {any[]} credentials
 */
function signaturesOf(request, observation, credentials) {
  const { service, region, token, signedAt } = observation.found.signature
  return credentials.flatMap(({ accessKeyId, secretAccessKey, signingKey, date }) => {
    const secret = signingKey === undefined ? { secretAccessKey } : { signingKey, date, region, service }
    const own = { accessKeyId, ...secret, ...(token && { sessionToken: token }) }
    try {
      const signer = { service, region, signingDate: new Date(signedAt ?? NaN), credentials: own }
      return signatureOf(request, observation, signer)
    } catch {
      return []
    }
  })
}

/**
 * @param {Request} request
 * @param {Observation} observation
 * @param {any} signer
 */
function signatureOf({ method, host, path, pairs, headers, expiresIn }, { found, isInHeader }, signer) {
  const { url, form, signature } = found
  // Of a form, the policy is what is signed.
  if (form !== undefined) {
    const { region, service } = signer
    return [call(DERIVE_SIGNING_KEY, [...readSigner(signer, region, service), form.fields['policy'] ?? '']).text()]
  }
  const query = pairs.map(({ text }) => text.replaceAll('+', '%20')).join('&')
  const address = `${url.scheme}://${host}${path}?${query}`
  const names = [...url.pairs.map(({ name }) => name), ...signature.signedHeaders]
  // Of S3 Express, the token goes by a name of its own.
  const isOfExpress = names.some((name) => /^x-amz-s3session-token$/i.test(name))
  const options = { ...signer, ...(isOfExpress && { sessionTokenMode: 's3session' }) }
  const made = isInHeader
    ? sign({ url: address, method, headers }, options).headers['authorization']
    : presignUrl(address, { ...options, method, headers, expiresIn, allowRevealingToken: true }).url
  const [, signed = '', text] = /SignedHeaders=([^&,]+).*Signature=(\w+)/.exec(made ?? '') ?? []
  // With other headers, it says nothing.
  return decode(signed) === signature.signedHeaders.join(';') ? [text] : []
}
