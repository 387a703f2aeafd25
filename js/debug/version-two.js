// What Signature Version 2 signs. It has no canonical request, but its string to sign says as much: here it is brought into the
// form of one, so that both are compared alike.
//
// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html

/** The parameters that are signed; all others may be added and dropped. */
const SIGNED =
  /^(acl|cors|delete|lifecycle|location|logging|notification|partNumber|policy|requestPayment|restore|tagging|torrent|uploads|uploadId|version(Id|ing|s)|website|response-.+)$/

/** @param {Parameters<typeof import('./canonical.js').canonicalParts>[0]} sent */
export function stringToSign({ found: { url, bucket, addressingStyle, signature }, method, headers = {} }) {
  const pairs = [...Object.entries(headers), ...url.pairs.map(({ name, value }) => [name, value])]
  const amz = pairs.filter(([name]) => name?.startsWith('x-amz-')).map((pair) => pair.join(':'))
  const signed = url.pairs.filter(({ name }) => SIGNED.test(name))
  const query = signed.map(({ name, value, text }) => (text.includes('=') ? `${name}=${value}` : name)).sort()
  const resource = `${addressingStyle === 'path' ? '' : `/${bucket}`}${url.path}${query.length > 0 ? '?' : ''}${query.join('&')}`
  const { 'content-md5': digest = '', 'content-type': type = '' } = headers
  return [method, digest, type, signature.expiresText, ...amz.sort(), resource].join('\n')
}

/** @param {string} text a string to sign */
export function asCanonicalRequest(text) {
  const [method, digest, type, expires, ...rest] = text.split('\n')
  const [path, ...query] = (rest.pop() ?? '').split(/[?&]/)
  const parameters = [`Expires=${expires}`, ...query].join('&')
  return [method, path, parameters, `content-md5:${digest}`, `content-type:${type}`, ...rest].join('\n')
}
