// What goes out: texts, and between them the URLs of keys, which are presigned many at a time.

import { SigningError, isSigningError } from '../errors.js'

/** Keys of a batch, and characters that wait in one: enough to make each worth its while. */
const MANY = 1024
const LONG = 131_072
/** Characters. */
const PIECE = 32_768

export class Batch {
  /** @type {(keys: string[]) => readonly string[]} */
  #presign
  /** @type {(string | number)[]} a number is the place of a key */
  #parts = []
  #length = 0
  /** @type {Map<string, number>} each once, with its place: one file can have all segments */
  #keys = new Map()
  /** @type {number[]} where each stands first */
  #lines = []

  /** @param {(keys: string[]) => readonly string[]} presign */
  constructor(presign) {
    this.#presign = presign
  }

  get isFull() {
    return this.#keys.size >= MANY || this.#length >= LONG
  }

  /** @param {string} text */
  addText(text) {
    this.#parts.push(text)
    this.#length += text.length
  }

  /**
   * @param {string} key
   * @param {number} line
   */
  addKey(key, line) {
    const place = this.#keys.get(key) ?? this.#lines.push(line) - 1
    this.#keys.set(key, place)
    this.#parts.push(place)
    this.#length += key.length
  }

  /** Everything that was added since the last time, with the URLs, in pieces: putting together a long text takes longer. */
  *take() {
    const urls = this.#urls()
    let text = ''
    for (const part of this.#parts) {
      text += typeof part === 'number' ? urls[part] : part
      if (text.length < PIECE) continue
      yield text
      text = ''
    }
    this.#parts = []
    this.#length = 0
    this.#keys.clear()
    this.#lines = []
    yield text
  }

  #urls() {
    if (this.#keys.size === 0) return []
    try {
      return this.#presign([...this.#keys.keys()])
    } catch (error) {
      const { index } = /** @type {{ index?: number }} */ (error)
      throw index === undefined ? error : located(error, this.#lines[index])
    }
  }
}

/**
 * The same error, which says where: nobody knows the keys of a batch by number.
 *
 * @param {unknown} error
 * @param {number | undefined} line
 */
export function located(error, line) {
  if (!isSigningError(error)) return error
  return new SigningError(error.code, `line ${line}: ${error.message.replace(/^keys\[\d+\]/, 'key')}`, { cause: error })
}
