// Measures, and writes what was measured into README.md: a section for each runtime, and one for Rust.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { root } from '../tools/run.mjs'
import { blocksOf } from './blocks.mjs'
import { startChromium } from './chromium.mjs'
import { LIBRARIES, OURS } from './libraries.mjs'
import { make } from './libraries/edgesign-presign.js'
import { measureNative } from './native.mjs'
import { startNode } from './node.mjs'
import { measureRequests } from './requests.mjs'
import { measure } from './rounds.mjs'
import { limit, limitOfMany, machine, nativeTable, requests, spread, table } from './table.mjs'
import { credentialsOf, keysOf } from './work.js'
import { startWorkerd } from './workerd.mjs'

const RUNTIMES = { node: startNode, workerd: startWorkerd, chromium: startChromium }

/**
 * @param {string} name a runtime's, or `native`
 * @param {{ keys: number, rounds: number }} work
 * @returns {Promise<string>} Markdown
 */
export const measured = (name, work) => (name === 'native' ? natively() : inRuntime(name, work))

async function inRuntime(name, work) {
  const on = machine()
  const libraries = LIBRARIES.filter(({ onlyNode }) => !onlyNode || name === 'node')
  const runtime = await RUNTIMES[name](libraries)
  try {
    const { times, block } = await measure(runtime, libraries, work)
    const limits = (token) => {
      const blocks = blocksOfOurs(token, work.keys)
      const [one, many] = OURS.map((ours) => times.get(ours)[token ? 'token' : 'plain'])
      return `${limit(blocks, block, one)}; ${limitOfMany(blocks, block, many)}`
    }
    return [
      `### ${runtime.name}`,
      `${on}; keys: ${work.keys}, rounds: ${work.rounds}.`,
      table(times, OURS),
      `A block of SHA-256 takes the module ${spread(block)} ns.`,
      `Without a token, ${limits(false)}. With one, ${limits(true)}.`,
      ...(runtime.answer ? [requests(await measureRequests(runtime, work), work.keys)] : []),
    ].join('\n\n')
  } finally {
    await runtime.stop()
  }
}

function natively() {
  const on = machine()
  const { rows, block } = measureNative()
  const ours = rows[0].one.map((nanoseconds) => nanoseconds / 1000)
  return [
    '### Rust',
    `${on}; criterion's samples, of which the median, the least and the most.`,
    nativeTable(rows),
    `A block of SHA-256 takes the crate \`sha2\` ${spread(block)} ns. ${limit(blocksOfOurs(false, 2), block, ours)}.`,
  ].join('\n\n')
}

/** Of each URL of `presign`. */
function blocksOfOurs(token, count) {
  const credentials = credentialsOf(token)
  return make(credentials)(keysOf(count)).map((url) => blocksOf(url, credentials.secretAccessKey))
}

const README = join(root, 'bench/README.md')

/** Puts a section in the place of the last one of that name. */
export async function write(name, section, file = README) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`]
  const old = readFileSync(file, 'utf8')
  const [before, after] = [old.indexOf(start), old.indexOf(end)]
  if (before < 0 || after < before) throw new Error(`${file} has no place for ${name}`)
  const text = `${old.slice(0, before)}${start}\n\n${section}\n\n${old.slice(after)}`
  writeFileSync(file, await format(text, { ...(await resolveConfig(README)), filepath: README }))
}
