// The canonical request of what was sent, beside the one that the server shows when a signature does not match. Of Signature
// Version 2, it is the string to sign in that form.
//
// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html

import { isS3 } from '../values.js'
import { isConfidential } from './scheme.js'
import { decode, encode } from './url.js'
import { asCanonicalRequest, stringToSign } from './version-two.js'

/** @typedef {import('./index.d.ts').ComparedLine} Line */
/** @typedef {{ part: Line['part'], name: string, text: string | undefined }} Part undefined: nobody said what was sent */

const UNSIGNED = 'UNSIGNED-PAYLOAD'

/**
 * @param {{ found: Exclude<import('./inspect.js').Read, { problem: string }>, method: string, host: string,
 *   headers: Record<string, string> | undefined }} sent
 * @returns {Part[]} none for a signature that has no canonical request
 */
export function canonicalParts(sent) {
  const { found, method, host, headers } = sent
  const { url, signature } = found
  if (signature.scheme === 'SigV2') {
    const isKnown = (/** @type {Part} */ { part }) => headers !== undefined || part !== 'header'
    const parts = partsIn(asCanonicalRequest(stringToSign(sent)).split('\n'))
    return parts.map((part) => (isKnown(part) ? part : { ...part, text: undefined }))
  }
  if (!['SigV4', 'SigV4A', 'GOOG4'].includes(signature.scheme ?? '')) return []
  const path = url.path.split('/').map((segment) => encode(decode(segment)))
  const query = url.pairs
    .filter(({ name }) => !/^X-(Amz|Goog)-Signature$/.test(name))
    .map(({ name, value }) => [encode(name), encode(value)])
    .sort(([a, b], [c, d]) => (a === c ? order(b, d) : order(a, c)))
  const value = (/** @type {string} */ name) => (name === 'host' ? host : headers?.[name])
  return [
    { part: 'method', name: '', text: method },
    { part: 'path', name: '', text: path.join('/') },
    ...query.map(([name = '', value]) => ({
      part: /** @type {const} */ ('parameter'),
      name,
      text: `${name}=${value}`,
    })),
    ...signature.signedHeaders.flatMap((name) =>
      headerParts(name, value(name), headers !== undefined && name !== 'content-length'),
    ),
    { part: 'signed headers', name: '', text: signature.signedHeaders.join(';') },
    { part: 'payload hash', name: '', text: payloadHash(signature, headers) },
  ]
}

/** @param {string | undefined} a @param {string | undefined} b */
const order = (a = '', b = '') => (a < b ? -1 : a > b ? 1 : 0)

/**
 * @param {string} name
 * @param {string | undefined} value
 * @param {boolean} isKnown
 * @returns {Part[]} none for a header that was not sent
 */
function headerParts(name, value, isKnown) {
  if (value !== undefined) return [{ part: 'header', name, text: `${name}:${value.trim().replace(/ +/g, ' ')}` }]
  return isKnown ? [] : [{ part: 'header', name, text: undefined }]
}

/**
 * Storage leaves the body unsigned, unless a header says what it is; all else signs it.
 *
 * @param {import('./scheme.js').SignatureParts} signature
 * @param {Record<string, string> | undefined} headers
 */
function payloadHash({ signedHeaders, service }, headers) {
  if (signedHeaders.includes('x-amz-content-sha256')) return headers?.['x-amz-content-sha256']
  return isS3(service) || service === 'storage' ? UNSIGNED : undefined
}

/** As the server shows it, as far as the answer goes. @param {import('./answer.js').Answer} answer @returns {Part[] | undefined} */
function serverParts(answer) {
  const { CanonicalRequest, StringToSign = '' } = answer.fields
  // That of Version 4 begins with its algorithm, and has nothing but a hash of what is compared.
  const isVersionTwo = /^[A-Z]+\n/.test(StringToSign) && !isCut(answer)
  const text = CanonicalRequest || (isVersionTwo && asCanonicalRequest(StringToSign))
  if (!text) return undefined
  const lines = text.split('\n')
  // What was cut off in the middle is no difference.
  if (isCut(answer)) lines.pop()
  return partsIn(lines)
}

/** @param {string[]} lines @returns {Part[]} */
function partsIn(lines) {
  const [method, path, query, ...rest] = lines
  const end = rest.indexOf('')
  const headers = end < 0 ? rest : rest.slice(0, end)
  const [signed, payload] = end < 0 ? [] : rest.slice(end + 1)
  const parts = /** @type {[Line['part'], string | undefined][]} */ ([
    ['method', method],
    ['path', path],
    ...(query ?? '')
      .split('&')
      .filter(Boolean)
      .map((text) => ['parameter', text]),
    ...headers.map((text) => ['header', text]),
    ['signed headers', signed],
    ['payload hash', payload],
  ])
  return parts
    .filter(([, text]) => text !== undefined)
    .map(([part, text = '']) => ({ part, name: nameOf(part, text), text }))
}

/** The method that the server got, if it shows its canonical request. @param {import('./answer.js').Answer} answer */
export const serverMethod = (answer) => serverParts(answer)?.find(({ part }) => part === 'method')?.text

/** Whether the canonical request itself was cut off. @param {import('./answer.js').Answer} answer */
const isCut = ({ isTruncated, body, fields }) =>
  isTruncated && !body.includes(fields['CanonicalRequest'] ? '</CanonicalRequest>' : '</StringToSign>')

/** @param {Line['part']} part @param {string} text */
function nameOf(part, text) {
  if (part === 'parameter') return text.split('=')[0] ?? ''
  return part === 'header' ? (text.split(':')[0] ?? '') : ''
}

/**
 * Both, part by part: undefined if the server shows none.
 *
 * @param {Part[]} sent
 * @param {import('./answer.js').Answer} answer
 * @param {Exclude<import('./inspect.js').Read, { problem: string }>} found
 * @returns {Compared[] | undefined}
 */
export function compare(sent, answer, { signature, isAssumed }) {
  const server = serverParts(answer)
  if (server === undefined || sent.length === 0) return undefined
  const left = [...server]
  const lines = sent.map(({ part, name, text }) => {
    const at = left.findIndex((other) => other.part === part && other.name === name)
    const [other] = at < 0 ? [] : left.splice(at, 1)
    return { part, name, sent: text, server: other?.text, isKnown: text !== undefined }
  })
  const wasCut = isCut(answer)
  // Where nobody said which headers were sent, none is one too many.
  const isKnown = !sent.some(({ part, text }) => part === 'header' && text === undefined)
  const added = left.map(({ part, name, text }) => ({
    part,
    name,
    sent: undefined,
    server: text,
    isKnown: isKnown || part !== 'header',
  }))
  // Version 2 has the bucket in the path, also where a host that nobody knows stands for it.
  const isBelow = (/** @type {{ part: string, sent: string | undefined, server: string | undefined }} */ line) =>
    isAssumed && signature.scheme === 'SigV2' && line.part === 'path' && line.server?.endsWith(line.sent ?? '') === true
  return [...lines, ...added].map((line) => ({ ...line, same: isSame(line, wasCut) || isBelow(line) }))
}

/** @typedef {{ part: Line['part'], name: string, sent: string | undefined, server: string | undefined, same: boolean }} Compared */

/**
 * @param {{ sent: string | undefined, server: string | undefined, isKnown: boolean }} line
 * @param {boolean} wasCut
 */
function isSame({ sent, server, isKnown }, wasCut) {
  return !isKnown || sent === server || (wasCut && server === undefined)
}

/**
 * For whoever looks at it: without confidential values, and with marks where nothing had to be hidden.
 *
 * @param {Compared} line
 * @param {(text: string) => string} hide
 * @returns {Line}
 */
export function shownLine({ part, name, sent, server, same }, hide) {
  const [left, right] = [sent, server].map((text) => text && shownText({ part, name, text }, hide))
  const isWhole = left === sent && right === server
  const marks = !same && isWhole && sent !== undefined && server !== undefined ? marksOf(sent, server) : undefined
  return { part, sent: left, server: right, same, marks }
}

/** @param {Part} part @param {(text: string) => string} hide */
const shownText = ({ part, name, text }, hide) =>
  isConfidential(decode(name)) ? `${name}${part === 'header' ? ':' : '='}…` : hide(text ?? `${name}:?`)

/** Where two texts differ, but for what they begin and end with. @param {string} a @param {string} b @returns {Line['marks']} */
function marksOf(a, b) {
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++
  return { sent: [start, a.length - end], server: [start, b.length - end] }
}

/**
 * The canonical request as a text, without confidential values.
 *
 * @param {Part[]} parts
 * @param {(text: string) => string} hide
 */
export function canonicalText(parts, hide) {
  const of = (/** @type {Line['part']} */ wanted) =>
    parts.filter(({ part }) => part === wanted).map((part) => shownText(part, hide))
  const query = of('parameter').join('&')
  return [of('method'), of('path'), query, ...of('header'), '', of('signed headers'), of('payload hash')].join('\n')
}

/** The server's, without confidential values. @param {import('./answer.js').Answer} answer @param {(text: string) => string} hide */
export function serverText(answer, hide) {
  const parts = serverParts(answer)
  return parts && canonicalText(parts, hide)
}
