// The files of the demo bucket, made on the spot.

import { deflateSync } from 'node:zlib'

/** @returns {{ key: string, contentType: string, body: string | Uint8Array }[]} */
export function demoFiles() {
  return [
    { key: 'welcome.txt', contentType: 'text/plain; charset=utf-8', body: WELCOME },
    { key: 'images/sunset.png', contentType: 'image/png', body: png(480, 270, sunset) },
  ]
}

const WELCOME = `Willkommen, bienvenue, ようこそ!

This object is private. You read it through a presigned URL: whoever has the URL may do
one thing with one object for a limited time, without an account.
`

/** A sun over hills: red, green and blue (0 to 255) at a place (0 to 1, from the top left). */
function sunset(x, y) {
  const hill = 0.72 + 0.06 * Math.sin(x * 7) + 0.03 * Math.sin(x * 17)
  if (y > hill) return [40 - 25 * (y - hill), 30 + 40 * (y - hill), 60]
  const glow = Math.max(0, 1 - Math.hypot((x - 0.62) * 1.78, y - 0.6) / 0.5)
  const sun = Math.hypot((x - 0.62) * 1.78, y - 0.6) < 0.12 ? 1 : glow ** 2 * 0.6
  return [250 - 130 * (1 - y) * (1 - sun), 90 + 60 * y + 100 * sun, 120 - 40 * y + 40 * sun]
}

/** A PNG in true colour, 8 bits a channel (https://www.w3.org/TR/png-3/). */
function png(width, height, colour) {
  const row = (y) => [0, ...Array.from({ length: width }, (_, x) => colour(x / width, y / height)).flat()]
  const rows = Array.from({ length: height }, (_, y) =>
    Uint8Array.from(row(y), (value) => Math.min(255, Math.max(0, value))),
  )
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const chunks = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat([signature, ...chunks])
}

function chunk(type, data) {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(content))
  return Buffer.concat([length, content, check])
}

/** The CRC of PNG's chunks: annex D of the specification. */
function crc32(bytes) {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
