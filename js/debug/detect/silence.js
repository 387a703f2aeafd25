// No answer at all: what a browser, curl or Node say then.

/** @typedef {import('./answers.js').Observation} Observation */
/** @typedef {import('./answers.js').Found} Found */

/** @type {[cause: import('./answers.js').Code, text: RegExp][]} */
const TEXTS = [
  [
    'certificate',
    /no alternative certificate subject|certificate subject name .* does not match|certificate's altnames|CERT_ALTNAME_INVALID|CERT_COMMON_NAME_INVALID|BAD_CERT_DOMAIN|hostname mismatch/i,
  ],
  [
    'unreachable',
    /could not resolve|couldn't connect|failed to connect|ENOTFOUND|ECONNREFUSED|EAI_AGAIN|NAME_NOT_RESOLVED|CONNECTION_REFUSED|getaddrinfo|timed out|ETIMEDOUT/i,
  ],
  [
    'tls-failed',
    /certificate (has expired|problem|verify)|self[- ]signed certificate|issuer certificate|verify the first certificate|SELF_SIGNED|ERR_CERT_|ERR_SSL_|SSL_ERROR|SSL_connect|SSL routines|secure TLS connection/i,
  ],
]

/** What `fetch` throws in Chromium, Firefox and Safari, which is the same for CORS and for all else. */
const SILENT = /failed to fetch|networkerror when attempting|load failed|cors/i

/** What Node says, where there is no CORS. */
const NO_BROWSER = /\bfetch failed\b|ECONNRESET|EPIPE|socket hang up|connection (was )?reset/i

/** No error says more. */
const LONGEST = 20_000

/** Whether there was no answer. @param {Observation} observation */
export const isSilent = ({ answer: { status, code, body } }) =>
  status === undefined && code === undefined && !body.startsWith('<')

/** @param {Observation} observation @returns {Found[]} */
export function silence({ answer, found, hide }) {
  const body = hide(answer.body).slice(0, LONGEST)
  for (const line of body.split('\n')) {
    const [cause] = TEXTS.find(([, text]) => text.test(line)) ?? []
    if (cause !== undefined)
      return [{ code: cause, certainty: 'certain', evidence: [`what was said: ${line.slice(0, 1000)}`] }]
  }
  const said = SILENT.test(body) ? `what was said: ${body.slice(0, 1000)}` : 'there is no status and no answer'
  const signed = found.signature.signedHeaders.filter((name) => name !== 'host')
  const needed = signed.length > 0 ? [`the rule has to allow the headers ${signed.join(', ')}`] : []
  const host = `is ${found.url.host} the right host?`
  if (NO_BROWSER.test(body))
    return [{ code: 'unreachable', certainty: 'likely', evidence: [`what was said: ${body.slice(0, 1000)}`, host] }]
  return [
    { code: 'cors', certainty: 'likely', evidence: [said, ...needed] },
    { code: 'unreachable', certainty: 'possible', evidence: [host] },
  ]
}
