// Measures, and writes what was measured into README.md: a section for each runtime, and one for Rust.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { root } from '../tools/run.mjs'
import { blocksOf } from './blocks.mjs'
import { startChromium } from './chromium.mjs'
import { LIBRARIES } from './libraries.mjs'
import { make } from './libraries/edgesign-presign.js'
import { measureNative } from './native.mjs'
import { startNode } from './node.mjs'
import { measure } from './rounds.mjs'
import { machine, median, spread, tableOf, written } from './table.mjs'
import { credentialsOf, keysOf } from './work.js'
import { startWorkerd } from './workerd.mjs'

const RUNTIMES = { node: startNode, workerd: startWorkerd, chromium: startChromium }

export const NAMES = [...Object.keys(RUNTIMES), 'native']

/**
 * @param {string} name one of `NAMES`
 * @param {{ keys: number, rounds: number }} work
 * @returns {Promise<string>} Markdown
 */
export async function measured(name, work) {
  const on = machine()
  if (name === 'native') return `### Rust\n\n${on}.\n\n${await measureNative()}`
  const libraries = LIBRARIES.filter(({ onlyNode }) => !onlyNode || name === 'node')
  const runtime = await RUNTIMES[name](libraries)
  try {
    const { times, block } = await measure(runtime, libraries, work)
    const [{ plain, token }] = times.values()
    return [
      `### ${runtime.name}`,
      `${on}; ${work.keys} keys, ${work.rounds} rounds.`,
      tableOf(times, libraries.slice(0, 1)),
      `One block of SHA-256 takes ${spread(block)} ns. ${[limit(plain, block, work), limit(token, block, work, true)].join(' ')}`,
    ].join('\n\n')
  } finally {
    await runtime.stop()
  }
}

/** What of `presign` is SHA-256. */
function limit(times, block, { keys: count }, token = false) {
  const credentials = credentialsOf(token)
  const keys = keysOf(Math.min(count, 1000))
  const blocks = make(credentials)(keys).map((url) => blocksOf(url, credentials.secretAccessKey))
  const [key, request, signature] = ['key', 'request', 'signature'].map(
    (of) => blocks.reduce((sum, count) => sum + count[of], 0) / blocks.length,
  )
  const sum = key + request + signature
  const time = (sum * median(block)) / 1000
  const share = Math.round((100 * time) / median(times))
  return `A URL${token ? ' with a token' : ''} takes ${written(sum)} of them (${key} for the signing key, ${written(request)} for the canonical request, ${signature} for the signature): ${written(time)} µs, ${share} % of \`presign\`.`
}

const README = join(root, 'bench/README.md')

/** Puts a section in the place of the last one of that name. */
export async function write(name, section) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`]
  const [before, rest] = readFileSync(README, 'utf8').split(start)
  const after = rest.split(end)[1]
  const text = `${before}${start}\n\n${section}\n\n${end}${after}`
  writeFileSync(README, await format(text, { ...(await resolveConfig(README)), filepath: README }))
}
