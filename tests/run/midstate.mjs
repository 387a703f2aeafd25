// SHA-256's state after one block: what HMAC keeps of a key, and as good as the key. No library gives it out.
//
// Source: FIPS 180-4, sections 4.2.2, 5.3.3 and 6.2.2.

const primes = []
for (let number = 2; primes.length < 64; number++) {
  if (primes.every((prime) => number % prime !== 0)) primes.push(number)
}
const fraction = (number) => ((number - Math.floor(number)) * 2 ** 32) >>> 0
const K = primes.map((prime) => fraction(Math.cbrt(prime)))
const START = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))
const rotate = (word, by) => (word >>> by) | (word << (32 - by))

/**
 * The eight words after a first block of 64 bytes.
 *
 * @param {Buffer} block
 */
export function midstate(block) {
  const w = Array.from({ length: 16 }, (_, i) => block.readUInt32BE(4 * i))
  for (let i = 16; i < 64; i++) {
    const small0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ (w[i - 15] >>> 3)
    const small1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ (w[i - 2] >>> 10)
    w[i] = (w[i - 16] + small0 + w[i - 7] + small1) >>> 0
  }
  let [a, b, c, d, e, f, g, h] = START
  for (let i = 0; i < 64; i++) {
    const choice = (e & f) ^ (~e & g)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const first = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + K[i] + w[i]) >>> 0
    const second = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority) >>> 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) >>> 0, c, b, a, (first + second) >>> 0]
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + START[i]) >>> 0)
}
