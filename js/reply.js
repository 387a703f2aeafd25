// What a call gives back.

/** @typedef {ReturnType<typeof import('./wire.js').readReply>} Reply */

/** @param {Reply} reply */
export const linesOf = (reply) => reply.text().split('\n')

/**
 * What was presigned.
 *
 * @param {Reply} reply
 * @returns {any}
 */
export function presigned(reply) {
  const [url, ...request] = linesOf(reply)
  return Object.freeze({ url, ...described(reply, request) })
}

/**
 * How a URL is to be used, and for how long.
 *
 * @param {Reply} reply
 * @param {string[]} request the method, and name and value of every header
 */
export function described({ kind, number: expiresIn, expiresAt }, [method, ...texts]) {
  const { 'content-length': length, ...headers } = headersOf(texts)
  return {
    method,
    headers: Object.freeze(headers),
    contentLength: length && Number(length),
    expiresAt: new Date(expiresAt * 1000),
    expiresIn,
    limitedBy: LIMITED_BY[kind],
  }
}

const LIMITED_BY = /** @type {const} */ (['request', 'credentials', 'grant'])

/**
 * @param {string[]} texts
 * @returns {Record<string, string>}
 */
export function headersOf(texts) {
  /** @type {Record<string, string>} */
  const headers = Object.create(null) // __proto__ is a header name like any other
  for (let i = 0; i < texts.length; i += 2) {
    const [name, value] = /** @type {[string, string]} */ ([texts[i], texts[i + 1]])
    headers[name] = name in headers ? `${headers[name]},${value}` : value
  }
  return headers
}
