// What the page shows, worked out by other means.

import { createHmac } from 'node:crypto'
import { credentials } from './servers.mjs'

export function signature(toSign, scope) {
  const key = scope
    .split('/')
    .reduce((key, part) => createHmac('sha256', key).update(part).digest(), `AWS4${credentials.secretAccessKey}`)
  return createHmac('sha256', key).update(toSign).digest('hex')
}

/** The picture that the path of dots draws, four pixels a dot. */
export function image(dots, path) {
  const [scale, width] = [4, dots * 4]
  const data = new Uint8Array(width * width * 4).fill(255)
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)/g)) {
    for (let i = 0; i < scale * scale; i++) {
      const at = (Number(y) * scale + Math.floor(i / scale)) * width + Number(x) * scale + (i % scale)
      data.fill(0, at * 4, at * 4 + 3)
    }
  }
  return { width, height: width, data }
}
