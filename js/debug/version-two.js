// What Signature Version 2 signs, in parts: it has no canonical request, but a string to sign that says as much.
//
// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html

/** @typedef {import('./canonical.js').Part} Part */

/** The parameters that are signed; all others may be added and dropped. */
const SIGNED =
  /^(acl|cors|delete|lifecycle|location|logging|notification|partNumber|policy|requestPayment|restore|tagging|torrent|uploadId|uploads|versionId|versioning|versions|website|response-[a-z-]+)$/

/** The lines that there always are: part, name, and what is put before the value. @type {[Part['part'], string, string][]} */
const FIRST = [
  ['method', '', ''],
  ['header', 'content-md5', 'content-md5:'],
  ['header', 'content-type', 'content-type:'],
  ['parameter', 'Expires', 'Expires='],
]

/** @param {Parameters<typeof import('./canonical.js').canonicalParts>[0]} sent @returns {Part[]} */
export function partsOf({ found: { url, bucket, addressingStyle, signature }, method, headers }) {
  const value = (/** @type {string} */ name) => headers && (headers[name] ?? '')
  const pairs = [...Object.entries(headers ?? {}), ...url.pairs.map(({ name, value }) => [name, value])]
  const lines = pairs.filter(([name = '']) => name.startsWith('x-amz-')).map((pair) => pair.join(':'))
  const parameters = url.pairs.filter(({ name }) => SIGNED.test(name))
  const texts = parameters.map(({ name, value, text }) => (text.includes('=') ? `${name}=${value}` : name))
  return [
    ...firstOf([method, value('content-md5'), value('content-type'), signature.expiresText]),
    ...lines.sort().map((text) => named('header', text)),
    { part: 'path', name: '', text: addressingStyle === 'path' ? url.path : `/${bucket}${url.path}` },
    ...texts.sort().map((text) => named('parameter', text)),
  ]
}

/** The same of a string to sign, as far as it goes. @param {string[]} lines @returns {Part[]} */
export function partsIn(lines) {
  const rest = lines.slice(4)
  const [path, ...query] = rest.at(-1)?.startsWith('/') ? String(rest.pop()).split(/[?&]/) : []
  return [
    ...firstOf(lines.slice(0, 4)),
    ...rest.map((text) => named('header', text)),
    ...(path === undefined ? [] : [{ part: /** @type {const} */ ('path'), name: '', text: path }]),
    ...query.map((text) => named('parameter', text)),
  ]
}

/** @param {(string | undefined)[]} values undefined: nobody said */
const firstOf = (values) =>
  FIRST.slice(0, values.length).map(([part, name, before], index) => {
    const value = values[index]
    return { part, name, text: value === undefined ? undefined : before + value }
  })

/** @param {'header' | 'parameter'} part @param {string} text @returns {Part} */
const named = (part, text) => ({ part, name: String(text.split(/[:=]/, 1)[0]), text })

/** The string to sign again. @param {Part[]} parts @param {(part: Part) => string} shown */
export function textOf(parts, shown) {
  const first = parts.slice(0, 4).map((part) => shown(part).replace(/^[\w-]+[:=]/, ''))
  const rest = parts.slice(4)
  const of = (/** @type {Part['part']} */ wanted) => rest.filter(({ part }) => part === wanted).map(shown)
  const query = of('parameter').join('&')
  return [...first, ...of('header'), of('path') + (query && `?${query}`)].join('\n')
}
