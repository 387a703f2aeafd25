// Attribute lists (draft-pantos-hls-rfc8216bis-20, 4.2) and variables (4.3).

import { SigningError } from '../errors.js'

/** Characters of a line, or of all variables together. */
export const MAX = 65_536

/**
 * An attribute, and where in the list its text begins, if it is a quoted string.
 *
 * @typedef {{ name: string, text: string | undefined, at: number }} Attribute
 */

/**
 * Reads an attribute list. A `,` or `=` in a quoted string is a part of it.
 *
 * @param {string} list
 */
export function readAttributes(list) {
  /** @type {Attribute[]} */
  const attributes = []
  for (let start = 0; start < list.length; start = ATTRIBUTE.lastIndex) {
    ATTRIBUTE.lastIndex = start
    const [all, name = '', text] = ATTRIBUTE.exec(list) ?? []
    if (all === undefined) throw new SigningError('ERR_INVALID_PLAYLIST', 'attributes: expected NAME=value,...')
    attributes.push({ name, text, at: start + all.indexOf('"') + 1 })
  }
  return attributes
}

/** Spaces are not allowed around names and values, but players take them. Each character fits in one way: no time to lose. */
const ATTRIBUTE = /[ \t]*([^\s=",]+)[ \t]*=(?:[ \t]*"([^"]*)"[ \t]*|[^",]*)(?:,|$)/y

const TOO_LONG = `variables: expected at most ${MAX} characters`

/** What EXT-X-DEFINE has defined. */
export class Variables {
  /** @type {Map<string, string>} */
  #values = new Map()
  #size = 0

  /**
   * The value of an imported one is in another playlist, that of a query parameter in the player's URL: they stay unknown.
   *
   * @param {Attribute[]} attributes of EXT-X-DEFINE
   */
  define(attributes) {
    const [name, given] = ['NAME', 'VALUE'].map((wanted) => attributes.find(({ name }) => name === wanted)?.text)
    if (name === undefined) return
    if (given === undefined || this.#values.has(name))
      throw new SigningError('ERR_INVALID_PLAYLIST', 'variables: expected one VALUE for each NAME')
    const value = this.substitute(given)
    this.#size += name.length + value.length
    if (this.#size > MAX) throw new SigningError('ERR_TOO_LARGE', TOO_LONG)
    this.#values.set(name, value)
  }

  /** @param {string} text */
  substitute(text) {
    if (!text.includes('{$')) return text
    let length = text.length
    return text.replace(/\{\$([A-Za-z0-9_-]+)\}/g, (_, name) => {
      const value = this.#values.get(name)
      if (value === undefined)
        throw new SigningError('ERR_INVALID_PLAYLIST', 'variables: expected those that have a VALUE before')
      length += value.length
      if (length > MAX) throw new SigningError('ERR_TOO_LARGE', TOO_LONG)
      return value
    })
  }
}
