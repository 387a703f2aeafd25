// Random values from one stream of random numbers, so that a seed repeats them all.

/** What encoders, URL parsers, form decoders and sorters trip over. */
export const NASTY = [
  ...' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  ...['//', '%20', '%2F', '%', '+', '..', '\u0000', '\t', '\n', '\u007f', '\u0080', '\u00a0', 'é', 'e\u0301', 'ß'],
  ...['\u2028', '日本', '\ufeff', '\uffff', '😀', '\u{10ffff}', 'ﬁ', 'İ', 'a', 'Z', '0'],
]

const PRINTABLE = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))
const END_OF_TIME = 4_102_444_800 // 2100, in seconds

export class Draw {
  #random

  /** @param {number} seed */
  constructor(seed) {
    this.#random = mulberry32(seed)
  }

  maybe(chance = 0.5) {
    return this.#random() < chance
  }

  below(end) {
    return Math.floor(this.#random() * end)
  }

  between(first, last) {
    return first + this.below(last - first + 1)
  }

  one(list) {
    return list[this.below(list.length)]
  }

  /** From `fewest` to `most` of what `make` makes. */
  several(fewest, most, make) {
    return Array.from({ length: this.between(fewest, most) }, make)
  }

  text(alphabet, shortest, longest) {
    return this.several(shortest, longest, () => this.one(alphabet)).join('')
  }

  word() {
    return this.text('abcdefghijklmnopqrstuvwxyz0123456789', 1, 9)
  }

  nasty(longest) {
    return this.text(NASTY, 1, longest)
  }

  printable(longest = 40) {
    return this.text(PRINTABLE, 1, longest)
  }

  graphic(shortest, longest) {
    return this.text(PRINTABLE.slice(1), shortest, longest)
  }

  base64() {
    return this.text('ABCXYZabcxyz0189+/', 1, 44) + this.one(['', '=', '=='])
  }

  /** Seconds since 1970, from its second day on. */
  time() {
    return this.between(86_400, END_OF_TIME)
  }

  httpDate() {
    return new Date(this.time() * 1000).toUTCString()
  }

  record(make) {
    return Object.fromEntries(this.several(1, 3, make))
  }
}

/** Tommy Ettinger's generator of that name: a number from 0 to 1. */
function mulberry32(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
