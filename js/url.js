// URLs: read by the platform's own parser, so that what is signed is what it sends.

import { SigningError, argTypeError } from './errors.js'
import { isPlain, known, text } from './values.js'

/** @typedef {'ERR_INVALID_URL' | 'ERR_INVALID_ENDPOINT'} Code */
/** @typedef {import('./values.js').Options} Options */

/**
 * A URL, if the parser changes nothing of what it says.
 *
 * @param {unknown} value
 * @param {(expected: string) => SigningError} fail
 */
function parse(value, fail) {
  const given = text('url', value)
  // What the parser strips or reads as a slash comes first, so that no dot segment hides behind it.
  const path = given
    .replace(/[\t\n\r]|[\0-\x20]+$/g, '')
    .replace(/[?#].*$/s, '')
    .replace(/\\/g, '/')
  const expected = 'a plain http(s) URL without user, fragment, . or .. segments'
  /** @type {URL} */
  let url
  try {
    url = new URL(given)
  } catch {
    throw fail(expected) // no cause: it would show the whole URL
  }
  const changes = url.username || url.password || /#/.test(given) || /\/(\.|%2e){1,2}(\/|$)/i.test(path)
  const isAddress = /^https?:$/.test(url.protocol) && /^[\w.-]{1,253}$/.test(url.hostname) && url.port !== '0'
  if (changes || !isAddress) throw fail(expected)
  return url
}

/**
 * Reads a URL to be signed: its path decoded for S3, which encodes it once, and its parameters.
 *
 * @param {unknown} value
 * @param {boolean} isS3
 */
export function readUrl(value, isS3) {
  const fail = failure('url', 'ERR_INVALID_URL')
  const { protocol, host, pathname, search } = parse(value, fail)
  const decode = (/** @type {string} */ part) => {
    try {
      return decodeURIComponent(part)
    } catch {
      throw fail('a percent-encoding of UTF-8')
    }
  }
  if (/\+/.test(search)) throw fail('%20 or %2B for + in the query')
  if (isS3 && /%2f/i.test(pathname)) throw fail('/ for %2F in the path')
  const path = isS3 ? decode(pathname) : pathname
  const pairs = search.slice(1).split('&').filter(Boolean)
  const query = pairs.flatMap((pair) => {
    const [, name, value] = /** @type {[string, string, string]} */ (
      /** @type {unknown} */ (/^([^=]*)=?(.*)/.exec(pair))
    )
    return [decode(name), decode(value)]
  })
  return [`${protocol}//`, host, path, query]
}

/**
 * @param {string} name
 * @param {Code} code
 */
const failure = (name, code) => (/** @type {string} */ expected) =>
  new SigningError(code, `${name}: expected ${expected}`)

const ENDPOINT = ['provider', 'url', 'region', 'addressingStyle', 'check']

/**
 * Reads an endpoint: what it says, and its origin and base path if it has a URL.
 *
 * @param {unknown} endpoint
 * @returns {Options}
 */
export function readEndpoint(endpoint) {
  if (endpoint === undefined) return {}
  if (typeof endpoint === 'string') return readAddress(endpoint)
  if (!isPlain(endpoint)) throw argTypeError('endpoint', 'a URL as a string, or an endpoint of edgesign/endpoints')
  const { url, ...rest } = known(endpoint, ENDPOINT)
  return url === undefined ? rest : { ...rest, ...readAddress(url) }
}

/** @param {unknown} value */
function readAddress(value) {
  const fail = failure('endpoint', 'ERR_INVALID_ENDPOINT')
  const { pathname, search, hostname, host, protocol } = parse(value, fail)
  if (search || !/^(\/[\w.~-]+)*\/?$/.test(pathname) || /(^|\.)\.|\.$/.test(hostname))
    throw fail('a host name, and a base path of letters, digits and -._~')
  const basePath = pathname.replace(/\/$/, '')
  return { scheme: `${protocol}//`, host, basePath, isAddress: /^[\d.]+$/.test(hostname) }
}

/**
 * @param {'region' | 'addressingStyle'} name
 * @param {any} asked
 * @param {any} own
 */
export function agreed(name, asked, own) {
  if (asked === undefined || own === undefined || asked === own) return asked === undefined ? own : asked
  const code = name === 'region' ? 'ERR_INVALID_REGION' : 'ERR_INVALID_ENDPOINT'
  throw new SigningError(code, `${name}: not the endpoint's`)
}

/**
 * AWS's address in a region.
 *
 * @param {string} region
 */
export function awsAddress(region) {
  if (!/^(?!xn--)[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/.test(region))
    throw new SigningError('ERR_INVALID_REGION', 'region: expected an AWS region, such as eu-west-1')
  const suffix = Object.entries(PARTITIONS).find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'amazonaws.com'
  return { scheme: 'https://', host: `s3.${region}.${suffix}`, basePath: '', addressingStyle: 'virtual-hosted' }
}

/** The beginning of the names of a partition's regions, and its DNS suffix. Source: botocore's `partitions.json`. */
const PARTITIONS = {
  'cn-': 'amazonaws.com.cn',
  'eusc-': 'amazonaws.eu',
  'us-iso-': 'c2s.ic.gov',
  'us-isob-': 'sc2s.sgov.gov',
  'eu-isoe-': 'cloud.adc-e.uk',
  'us-isof-': 'csp.hci.ic.gov',
}
