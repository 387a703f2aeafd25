// How many blocks of SHA-256 a URL takes, which no signer can do without: SigV4 once more, counting.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'

const BLOCK = 64

/**
 * @param {string} url presigned with nothing but `host` in its headers
 * @param {string} secretAccessKey
 * @returns {{ key: number, request: number, signature: number }} blocks: to derive the signing key, which is the same for
 *   all URLs of a day; to hash the canonical request; and for the signature of the string to sign
 */
export function blocksOf(url, secretAccessKey) {
  let blocks = 0
  const sha256 = (bytes) => {
    blocks += Math.floor((bytes.length + 8) / BLOCK) + 1 // with its length in eight bytes and a bit that ends it
    return createHash('sha256').update(bytes).digest()
  }
  const hmac = (key, text) => {
    const padded = (byte) => Buffer.alloc(BLOCK, byte).map((pad, i) => pad ^ (key[i] ?? 0))
    return sha256(Buffer.concat([padded(0x5c), sha256(Buffer.concat([padded(0x36), Buffer.from(text)]))]))
  }
  const taken = () => {
    const before = blocks
    blocks = 0
    return before
  }

  const [, host, path, query, signature] = /^https:\/\/(.*?)(\/.*?)\?(.*)&X-Amz-Signature=(\w+)$/.exec(url)
  const [scope, date] = ['X-Amz-Credential', 'X-Amz-Date'].map((name) => new URL(url).searchParams.get(name))
  const names = scope.split('/').slice(1)
  const signingKey = names.reduce(hmac, Buffer.from(`AWS4${secretAccessKey}`))
  const key = taken()
  const hash = sha256(Buffer.from(`GET\n${path}\n${query}\nhost:${host}\n\nhost\nUNSIGNED-PAYLOAD`))
  const request = taken()
  const signed = hmac(signingKey, `AWS4-HMAC-SHA256\n${date}\n${names.join('/')}\n${hash.toString('hex')}`)
  assert.equal(signed.toString('hex'), signature)
  return { key, request, signature: taken() }
}
