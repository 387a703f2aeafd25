// What a server said: XML or JSON, whole or cut off, or a page of somebody in between.

/**
 * @typedef {object} Answer
 * @property {number | undefined} status
 * @property {string | undefined} code
 * @property {string | undefined} message
 * @property {Record<string, string>} fields every element or member that holds a text, by its name
 * @property {string} body
 * @property {boolean} isTruncated
 * @property {boolean} isEmpty whether it is known that there is none
 * @property {Record<string, string>} headers
 */

/**
 * @param {{ status?: unknown, body?: unknown, responseHeaders?: unknown }} given
 * @param {(text: string) => string} hide what a server repeats of the request may be confidential
 * @returns {Answer}
 */
export function readAnswer({ status, body, responseHeaders }, hide) {
  const text = typeof body === 'string' ? body.slice(0, LONGEST_BODY).trim() : ''
  const headers = headersOf(responseHeaders) ?? {}
  const { fields, isTruncated } = text.startsWith('{') || text.startsWith('[') ? readJson(text) : readXml(text)
  const ofHeader = headers['x-amz-error-code'] ?? headers['x-minio-error-code']
  const ofMessage = headers['x-amz-error-message'] ?? headers['x-minio-error-desc']?.replace(/^"|"$/g, '')
  const code = [fields['Code'], fields['__type'], fields['code'], fields['reason'], fields['error'], ofHeader].find(
    isCode,
  )
  const message = fields['Message'] ?? fields['message'] ?? fields['msg'] ?? ofMessage
  return {
    status: typeof status === 'number' && status > 0 ? status : undefined,
    code: code?.replace(/^.*#/, ''),
    message: hide([message, fields['Details']].filter(Boolean).join(' ')).slice(0, LONGEST_TEXT) || undefined,
    fields,
    body: text,
    isTruncated,
    isEmpty: body === '',
    headers,
  }
}

/** No error is longer. */
const LONGEST_BODY = 1_000_000
/** Nor is what it says in words, in which much is looked for. */
const LONGEST_TEXT = 4000

/** @param {string | undefined} text */
const isCode = (text) => text !== undefined && text.length <= 200 && /^[\w.#]*[A-Za-z]\w*$/.test(text)

/**
 * Headers by lower-case names, or nothing if there are none to read.
 *
 * @param {unknown} given
 * @returns {Record<string, string> | undefined}
 */
export function headersOf(given) {
  if (typeof given !== 'object' || given === null) return undefined
  const isIterable = typeof (/** @type {any} */ (given)[Symbol.iterator]) === 'function'
  const entries = isIterable ? [.../** @type {Iterable<any>} */ (given)] : Object.entries(given)
  const pairs = entries.filter((entry) => Array.isArray(entry) && typeof entry[0] === 'string' && isText(entry[1]))
  // Without a prototype: a signed header may be called constructor.
  return Object.assign(
    Object.create(null),
    Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), String(value)])),
  )
}

/** What Node gives for a header is a text or a list of texts. @param {unknown} value @returns {boolean} */
const isText = (value) =>
  typeof value === 'string' || typeof value === 'number' || (Array.isArray(value) && value.every(isText))

const LEAF = /<([A-Za-z][\w-]*)(?:\s[^<>]*)?>(?:<!\[CDATA\[((?:(?!<!\[CDATA\[)[\s\S])*?)\]\]>|([^<]*))<\/\1\s*>/g
/** What was being said when the text ended. */
const OPEN_END = /<([A-Za-z][\w-]*)>([^<]*)$/

/** @param {string} text */
function readXml(text) {
  /** @type {Record<string, string>} */
  const fields = {}
  for (const [, name = '', cdata, content = ''] of text.matchAll(LEAF)) fields[name] ??= cdata ?? unescapeXml(content)
  const [, name = '', rest = ''] = OPEN_END.exec(text) ?? []
  if (name !== '') fields[name] ??= unescapeXml(rest)
  const isTruncated =
    /<(Error|ErrorResponse|Response)[\s>]/.test(text) && !/<\/(Error|ErrorResponse|Response)>\s*$/.test(text)
  return { fields, isTruncated }
}

const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/** @param {string} text */
function unescapeXml(text) {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,8}));/gi, (entity, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES.get(name) ?? entity
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity
  })
}

/** @param {string} text */
function readJson(text) {
  /** @type {Record<string, string>} */
  const fields = {}
  try {
    collect(JSON.parse(text), fields)
    return { fields, isTruncated: false }
  } catch {
    for (const [, name = '', value = ''] of text.matchAll(/"(\w+)"\s*:\s*"((?:[^"\\]|\\.)*)/g))
      fields[name] ??= value.replace(/\\(.)/g, '$1')
    return { fields, isTruncated: true }
  }
}

/** Every text in a value, by the name it has. @param {unknown} value @param {Record<string, string>} fields */
function collect(value, fields, depth = 0) {
  if (typeof value !== 'object' || value === null || depth > 8) return
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === 'string') fields[name] ??= inner
    else collect(inner, fields, depth + 1)
  }
}
