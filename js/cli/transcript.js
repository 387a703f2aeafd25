// What curl -v writes: the request behind >, the answer behind <, remarks behind *, and the body somewhere in between. Or a
// request alone, as it goes over the wire.

/** @typedef {{ method: string, url: string, headers: Record<string, string> }} Sent */
/** @typedef {{ sent: Sent | undefined, status: number | undefined, responseHeaders: Record<string, string>, body: string }} Transcript */

const REQUEST_LINE = /^([A-Z]+) (\S+) HTTP\/[\d.]+$/
const STATUS_LINE = /^HTTP\/[\d.]+ (\d{3})/
/** Curl's remarks, its signs of data that was read or written, and its progress meter. */
const NO_BODY = /^(\*|[{}] \[|\s*% Total|\s*Dload|\s*[\d.]+\w? +[\d.]+\w? .*--:--:--|\s*\d+ +\d+ +\d+ +\d+ )/
/** Curl writes this right behind a body that has no line break at its end. Source: curl/curl, lib/ */
const GLUED =
  /\* (Connection #\d+ to host|[Cc]losing connection|shutting down connection|HTTP\/2 |HTTP\/3 |\[HTTP|TLSv1|OpenSSL |SSL_|Recv failure|Send failure|[Tt]ransfer closed|upload completely|abort upload|we are done).*$/

/**
 * The last request of a transcript, and its answer: of those before, such as the ones to a proxy, the last is the outcome.
 *
 * @param {string} text
 * @returns {Transcript}
 */
export function readTranscript(text) {
  const lines = text.replaceAll('\r', '\n').split('\n')
  if (!lines.some((line) => line.startsWith('> '))) return readPlain(text)
  const of = (/** @type {string} */ sign) =>
    lines.filter((line) => line.startsWith(`${sign} `)).map((line) => line.slice(2))
  const [sent, answered] = [lastMessage(of('>'), REQUEST_LINE), lastMessage(of('<'), STATUS_LINE)]
  const body = lines
    .filter((line) => !/^[<>]( |$)/.test(line) && !NO_BODY.test(line))
    .map((line) => line.replace(GLUED, ''))
  const isEncrypted = /^\* .*(SSL connection|ALPN|TLS handshake|port 443)/m.test(text)
  return {
    sent: sent && requestOf(sent, isEncrypted),
    status: answered && Number(STATUS_LINE.exec(answered.line)?.[1]),
    responseHeaders: answered?.headers ?? {},
    body: body.join('\n').trim(),
  }
}

/** A request as it goes over the wire, to a server that speaks TLS unless it is on this machine. @param {string} text @returns {Transcript} */
function readPlain(text) {
  const [head = ''] = text.trim().replaceAll('\r\n', '\n').split('\n\n', 1)
  const sent = lastMessage(head.split('\n'), REQUEST_LINE)
  const isLocal = /^(localhost|127\.[\d.]+|\[::1\])(:|$)/.test(sent?.headers['host'] ?? '')
  const request = sent && requestOf(sent, !isLocal)
  return { sent: request, status: undefined, responseHeaders: {}, body: request ? '' : text.trim() }
}

/**
 * @param {string[]} lines
 * @param {RegExp} first
 */
function lastMessage(lines, first) {
  const at = lines.findLastIndex((line) => first.test(line.trim()))
  if (at < 0) return undefined
  const pairs = lines.slice(at + 1).map((line) => /^([\w-]+): ?(.*)$/.exec(line.trim()))
  const headers = pairs.filter((pair) => pair !== null).map(([, name = '', value = '']) => [name.toLowerCase(), value])
  return {
    line: String(lines[at]).trim(),
    headers: /** @type {Record<string, string>} */ (Object.fromEntries(headers)),
  }
}

/**
 * @param {{ line: string, headers: Record<string, string> }} message
 * @param {boolean} isEncrypted
 * @returns {Sent | undefined}
 */
function requestOf({ line, headers }, isEncrypted) {
  const [, method = '', target = ''] = REQUEST_LINE.exec(line) ?? []
  if (!target.startsWith('/')) return /^https?:/.test(target) ? { method, url: target, headers } : undefined
  if (headers['host'] === undefined) return undefined
  return { method, url: `${isEncrypted ? 'https' : 'http'}://${headers['host']}${target}`, headers }
}
