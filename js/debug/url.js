// URLs as they are written. The platform's parser would resolve dot segments, encode and decode, and so hide what went wrong.

/** @typedef {{ name: string, value: string, text: string }} Pair decoded, and as it stands in the query */
/**
 * @typedef {{ scheme: string, host: string, hostname: string, port: string, path: string, query: string, pairs: Pair[],
 *   hasUser: boolean }} ReadUrl
 */

const URL_PARTS = /^(https?):\/\/([^/?#\\]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?$/is
const HOST = /^(?:(.*)@)?(\[[\da-f:.]+\]|[\w.~-]+)(?::(\d{1,5}))?$/i

/**
 * The parts of a URL, or what the text is not.
 *
 * @param {unknown} text
 * @returns {ReadUrl | { problem: string }}
 */
export function readUrl(text) {
  if (typeof text !== 'string') return { problem: 'not a text' }
  const given = text.trim()
  if (given === '') return { problem: 'an empty text' }
  if (given.length > 1_000_000) return { problem: 'no URL: it is longer than a million characters' }
  if (/^s3:\/\//i.test(given)) return { problem: 'no URL, but the address of an object: presign it first' }
  if (/^arn:/i.test(given)) return { problem: 'no URL, but an ARN' }
  if (/\s/.test(given)) return { problem: 'no URL: there are spaces or line breaks in it' }
  const [, scheme = '', authority = '', path = '', query = ''] = URL_PARTS.exec(given) ?? []
  if (scheme === '') return { problem: 'no URL: it does not begin with https:// or http://' }
  const [, user, hostname = '', port = ''] = HOST.exec(authority) ?? []
  if (hostname === '') return { problem: 'no URL: there is no host name after //' }
  const host = hostname.toLowerCase()
  return {
    scheme: scheme.toLowerCase(),
    host: port === '' || port === (scheme.toLowerCase() === 'https' ? '443' : '80') ? host : `${host}:${port}`,
    hostname: host,
    port,
    path: path === '' ? '/' : path,
    query,
    pairs: readPairs(query),
    hasUser: user !== undefined,
  }
}

/**
 * @param {string} query
 * @returns {Pair[]}
 */
export function readPairs(query) {
  return query
    .split('&')
    .filter(Boolean)
    .map((text) => {
      const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(text) ?? []
      return { name: decode(name), value: decode(value), text }
    })
}

/**
 * Percent-decoded, or as it is where it is no encoding of UTF-8. A plus sign stays one.
 *
 * @param {string} text
 */
export function decode(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * As it stands in a canonical request.
 *
 * @param {string} text
 */
export function encode(text) {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
