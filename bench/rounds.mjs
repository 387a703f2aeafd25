// All libraries in turn, again and again, so that what else the machine does meets all of them.

import assert from 'node:assert/strict'
import { check } from './check.mjs'
import { SHA256 } from './libraries.mjs'
import { BODIES } from './libraries/edgesign-sha256.js'

/**
 * @typedef {object} Runtime
 * @property {string} name and version
 * @property {(library: Library, work: Work) => Promise<{ time: number, urls?: string[] }>} run in a program that goes on
 * @property {(library: Library) => Promise<First>} first in a program of its own
 * @property {(kind: string, count: number, isolate: string) => Promise<{ time: number, text: string }>} [answer] of a Worker
 *   to a request, and the milliseconds for which it computes, where that is known
 * @property {() => Promise<unknown>} stop
 *
 * @typedef {import('./libraries.mjs').Library} Library
 * @typedef {{ token: boolean, count: number, wanted?: boolean }} Work
 * @typedef {{ load: number, sign: number }} First milliseconds of the first call: with what loads the library, and alone
 * @typedef {{ plain: number[], token: number[], load: number[], sign: number[] }} Times by round: microseconds of one URL,
 *   without and with a session token, which is empty where a library knows no tokens; and milliseconds of first calls
 */

/**
 * @param {Runtime} runtime
 * @param {Library[]} libraries
 * @param {{ keys: number, rounds: number }} options
 * @returns {Promise<{ times: Map<Library, Times>, block: number[] }>} and nanoseconds of one block of SHA-256, by round
 */
export async function measure(runtime, libraries, { keys: count, rounds }) {
  const times = new Map(libraries.map((library) => [library, { plain: [], token: [], load: [], sign: [] }]))
  for (let i = 0; i < WARM_UPS; i++) await blockIn(runtime)
  for (const library of libraries) {
    await warmUp(runtime, library, { token: false, count })
    if (library.noTokens) await mustFail(runtime, library, { token: true, count })
    else await warmUp(runtime, library, { token: true, count })
  }
  const block = []
  for (let round = 0; round < rounds; round++) {
    block.push(await blockIn(runtime))
    for (const [library, { plain, token }] of times) {
      const timeOf = async (token) => (1000 * (await runtime.run(library, { token, count })).time) / count
      plain.push(await timeOf(false))
      if (!library.noTokens) token.push(await timeOf(true))
    }
    for (const [library, { load, sign }] of times) {
      for (let i = 0; i < FIRST_CALLS; i++) {
        const first = await runtime.first(library)
        load.push(first.load)
        sign.push(first.sign)
      }
    }
  }
  return { times, block }
}

/** In each round. They are short, and so of little precision alone. */
const FIRST_CALLS = 3

/** By the difference between a body of many blocks and one of a single block: the rest of the signature does not count. */
async function blockIn(runtime) {
  const timeOf = async (count) => (await runtime.run(SHA256, { token: false, count })).time
  const [one, many] = [await timeOf(1), await timeOf(1 + BLOCKS)]
  return (1_000_000 * (many - one)) / (BODIES * BLOCKS)
}

/** Of each body: enough to take longer than the rest, and little to copy. */
const BLOCKS = 1024

/** The first time, what is signed is checked; then until engines have compiled what is run so often. */
async function warmUp(runtime, library, work) {
  const { urls } = await runtime.run(library, { ...work, wanted: true })
  check(library.name, urls, work)
  for (let i = 1; i < WARM_UPS; i++) await runtime.run(library, work)
}

/** After one, of 2,000 keys, some still took up to twice as long as later. */
const WARM_UPS = 3

/** Once it knows tokens, it has to be measured with them. */
const mustFail = (runtime, library, work) => assert.rejects(warmUp(runtime, library, work), /InvalidToken/)
