// Who signs, where and when.

import { SigningError, argTypeError } from './errors.js'
import { integer, isBytes, isS3, optional, text } from './values.js'

/** @typedef {import('./values.js').Options} Options */

/**
 * Reads who signs, where and when.
 *
 * @param {Options} options
 * @param {unknown} region
 * @param {unknown} service
 */
export function readSigner(options, region, service) {
  const now = Date.now()
  const { signingDate, sessionTokenMode = 'include', allowRevealingToken = false } = options
  const date = roundDown(signingDate === undefined ? now : readDate('signingDate', signingDate), options)
  const mode = TOKEN_MODES.indexOf(sessionTokenMode)
  if (mode < 0) throw argTypeError('sessionTokenMode', TOKEN_MODES.join(' or '))
  if (typeof allowRevealingToken !== 'boolean') throw argTypeError('allowRevealingToken', 'a boolean')
  return [
    ...[writeDate(date), seconds(date), seconds(now)],
    ...readCredentials(options.credentials),
    ...[optional('region', region), optional('service', service), isS3(service), mode, allowRevealingToken],
  ]
}

/**
 * Reads for how long.
 *
 * @param {Options} options
 */
export function readLifetime({ expiresIn = 900, minExpiresIn = 1, stableFor = 0 }) {
  // At the end of the stretch, what was asked for is left.
  return [readSeconds('expiresIn', expiresIn) + stableFor, readSeconds('minExpiresIn', minExpiresIn) + stableFor]
}

/**
 * @param {string} name
 * @param {unknown} value
 */
function readSeconds(name, value) {
  if (typeof value === 'number') return value
  throw argTypeError(name, 'a number of seconds')
}

/**
 * The beginning of a stretch of time in which URLs stay the same, but not before the UTC date, for which signing keys are.
 *
 * @param {number} time
 * @param {Options} options
 */
function roundDown(time, { stableFor }) {
  if (stableFor === undefined) return time
  const stretch = Number(integer('stableFor', stableFor, 1, 604_800)) * 1000
  return Math.max(time - (time % stretch), time - (time % 86_400_000))
}

/**
 * @param {unknown} given
 * @returns {import('./wire.js').Value[]} how many there are, and what they are
 */
export function readCredentials(given) {
  const several = Array.isArray(given) ? given : [given]
  if (several.length === 0 || several.length > 16) throw argTypeError('credentials', '1 to 16')
  /** @type {import('./wire.js').Value[]} */
  const values = [several.length]
  for (const one of several) values.push(...readOneCredentials(one))
  return values
}

/** @param {any} given */
function readOneCredentials(given) {
  if (typeof given !== 'object' || given === null || typeof given.then === 'function')
    throw argTypeError('credentials', 'an object: await a promise before signing')
  const { accessKeyId, secretAccessKey, signingKey, sessionToken, expiration } = given
  if ((secretAccessKey === undefined) === (signingKey === undefined))
    throw new SigningError('ERR_INVALID_CREDENTIALS', 'credentials: expected either a secretAccessKey or a signingKey')
  if (signingKey !== undefined && !isBytes(signingKey)) throw argTypeError('signingKey', 'a Uint8Array of 32 bytes')
  const scope = (/** @type {string} */ name) => signingKey && text(name, given[name])
  return [
    signingKey,
    text('accessKeyId', accessKeyId),
    optional('secretAccessKey', secretAccessKey),
    ...[scope('date'), scope('region'), scope('service')],
    optional('sessionToken', sessionToken),
    expiration === undefined ? NaN : seconds(readDate('expiration', expiration)),
  ]
}

/**
 * Milliseconds since 1970 of a `Date`, or of an ISO 8601 string for an end, since credentials and grants cross JSON.
 *
 * @param {'signingDate' | 'expiration' | 'notAfter'} name
 * @param {any} value
 */
export function readDate(name, value) {
  const isEnd = name !== 'signingDate'
  const isText = isEnd && typeof value === 'string'
  if (!isText && typeof value?.getTime !== 'function')
    throw argTypeError(name, isEnd ? 'a Date or an ISO 8601 date' : 'a Date')
  const time = Number(isText ? (isIso8601(value) ? Date.parse(value) : NaN) : value.getTime())
  if (Math.abs(time) <= 8.64e15) return time // what a Date can hold
  const code = isEnd ? 'ERR_INVALID_CREDENTIALS' : 'ERR_INVALID_SIGNING_DATE'
  throw new SigningError(code, `${name}: expected a valid date`)
}

/**
 * As in `X-Amz-Date`: `20130524T000000Z`.
 *
 * @param {number} time
 */
export function writeDate(time) {
  const iso = new Date(time).toISOString() // 2013-05-24T00:00:00.000Z
  if (time >= 0 && iso.length === 24) return `${iso.slice(0, 19).replace(/\W/g, '')}Z`
  throw new SigningError('ERR_INVALID_SIGNING_DATE', 'signingDate: expected a year from 1970 to 9999')
}

export const TOKEN_MODES = ['include', 'exclude', 's3session']
/**
 * A day that there is not is no date: engines would take a later one.
 *
 * @param {string} text
 */
export function isIso8601(text) {
  const day = text.slice(0, 10)
  return ISO_8601.test(text) && new Date(`${day}T00:00Z`).toJSON()?.slice(0, 10) === day
}

const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/

/** @param {number} milliseconds */
export const seconds = (milliseconds) => Math.floor(milliseconds / 1000)
