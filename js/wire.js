// The bytes that cross the boundary: see src/wasm/wire.rs for the other side.

import { SigningError } from './errors.js'

/** What a call to sign begins with: what it is for. */
export const PRESIGN = 0
export const PRESIGN_URL = 1
export const SIGN_URL = 2
export const RANDOM_KEY = 3
export const DERIVE_SIGNING_KEY = 4
export const PRESIGN_POST = 5
export const PREPARE = 6
export const SIGN_KEYS = 7
/** In place of a payload hash: any body. */
export const UNSIGNED = 'UNSIGNED-PAYLOAD'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const NONE = 0xffffffff
const HEAD = 13
const FAILED = 0xff
/** A reply that is a refusal: see js/verify. */
export const REFUSED = 0xfe
const KEPT = 65_536

let bytes = new Uint8Array(4096)
let view = new DataView(bytes.buffer)
let end = 0

/**
 * What a call is made of: numbers and choices; texts and bytes, or none of them; and lists.
 *
 * @typedef {number | boolean | string | Uint8Array | undefined | Value[]} Value
 */

/** @param {Value} value */
function write(value) {
  if (typeof value === 'string') return writeText(value)
  if (ArrayBuffer.isView(value)) return writeBytes(value)
  if (!Array.isArray(value)) return writeNumber(value === undefined ? NONE : Number(value))
  writeNumber(value.length)
  value.forEach(write)
}

/** @param {number} value */
function writeNumber(value) {
  reserve(8)
  view.setFloat64(end, value, true)
  end += 8
}

/**
 * The beginning, if it is ASCII, is faster written than handed to the encoder.
 *
 * @param {string} value
 */
function writeText(value) {
  reserve(8 + value.length * 3)
  const start = end + 8
  let at = 0
  for (; at < value.length && at < 64; at++) {
    const code = value.charCodeAt(at)
    if (code > 127) break
    bytes[start + at] = code
  }
  if (at < value.length) at += encoder.encodeInto(value.slice(at), bytes.subarray(start + at)).written
  writeNumber(at)
  end += at
}

/** @param {Uint8Array} value */
function writeBytes(value) {
  writeNumber(value.length)
  reserve(value.length)
  bytes.set(value, end)
  end += value.length
}

/**
 * Writes one call, hands it over, and wipes it: it holds secrets.
 *
 * @template T
 * @param {Value[]} values
 * @param {(input: Uint8Array) => T} use
 * @returns {T}
 */
export function written(values, use) {
  if (end > 0) throw new SigningError('ERR_INTERNAL', 'a call within a call')
  try {
    values.forEach(write)
    return use(bytes.subarray(0, end))
  } finally {
    bytes.fill(0, 0, end)
    end = 0
    if (bytes.length > KEPT) resize(4096)
  }
}

/** @param {Uint8Array} bytes of a reply */
export const textOf = (bytes) => decoder.decode(bytes)

/**
 * Reads a reply.
 *
 * @param {Uint8Array} reply
 */
export function readReply(reply) {
  const head = new DataView(reply.buffer, reply.byteOffset)
  const number = head.getUint32(1, true)
  const bytes = reply.subarray(HEAD)
  if (reply[0] === FAILED) {
    const [code, message] = /** @type {[any, string]} */ (decoder.decode(bytes).split('\n'))
    throw new SigningError(code, message, { index: number === NONE ? undefined : number })
  }
  return {
    kind: /** @type {number} */ (reply[0]),
    number,
    expiresAt: head.getFloat64(5, true),
    bytes,
    text: () => decoder.decode(bytes),
  }
}

/** @param {number} length */
function reserve(length) {
  if (end + length > bytes.length) resize(Math.max(2 * bytes.length, end + length))
}

/** @param {number} length */
function resize(length) {
  const old = bytes
  bytes = new Uint8Array(length)
  bytes.set(old.subarray(0, end))
  old.fill(0)
  view = new DataView(bytes.buffer)
}
