// The little of XML that providers of credentials write: elements in elements, and text. No document type, so no entities but
// XML's five; no attributes but namespaces, which are not looked at; no comments, no CDATA.

/** @typedef {{ name: string, text: string, children: Element[] }} Element */

const DECLARATION = /^\s*<\?xml [^<>]*\?>/
const TOKEN = /<(\/?)([A-Za-z]\w*)((?:\s+xmlns(?::\w+)?=(?:"[^"<&]*"|'[^'<&]*'))*)\s*(\/?)>|([^<]+)/gy

/**
 * The root element, or nothing if it is anything else than that.
 *
 * @param {string} xml
 * @returns {Element | undefined}
 */
export function parse(xml) {
  const content = xml.replace(DECLARATION, '')
  const top = element('')
  const open = [top]
  let end = 0
  for (const token of content.matchAll(TOKEN)) {
    end += token[0].length
    if (!take(open, token)) return undefined
  }
  return end === content.length && open.length === 1 && isPure(top) && top.children.length === 1
    ? top.children[0]
    : undefined
}

/**
 * Takes a tag or a text into the elements that are open; says whether it may be there.
 *
 * @param {Element[]} open
 * @param {RegExpExecArray} token
 */
function take(open, [, slash, name = '', attributes, isEmpty, text]) {
  const inner = open.at(-1)
  if (inner === undefined) return false
  if (text !== undefined) {
    inner.text += text
    return !text.replace(REFERENCE, '').includes('&')
  }
  if (slash) return !attributes && !isEmpty && open.pop()?.name === name && isPure(inner)
  const child = element(name)
  inner.children.push(child)
  if (!isEmpty) open.push(child)
  return true
}

/** @param {string} name @returns {Element} */
const element = (name) => ({ name, text: '', children: [] })

/**
 * Whether an element has text or elements, not both.
 *
 * @param {Element} element
 */
const isPure = ({ text, children }) => children.length === 0 || text.trim() === ''

/**
 * The one element of this name in another.
 *
 * @param {Element | undefined} parent
 * @param {string} name
 */
export function only(parent, name) {
  const [found, ...others] = parent?.children.filter((child) => child.name === name) ?? []
  return others.length === 0 ? found : undefined
}

/**
 * The text of an element, if it is printable ASCII without spaces, as everything is that is read here. A character by its
 * number is never a part of that.
 *
 * @param {Element | undefined} element
 */
export function valueOf(element) {
  const text = element?.text.replace(REFERENCE, (_, name) => ENTITIES[name] ?? ' ') ?? ''
  return /^[!-~]+$/.test(text) ? text : undefined
}

const REFERENCE = /&(amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);/g
/** @type {Record<string, string>} */
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
