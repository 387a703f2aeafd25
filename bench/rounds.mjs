// All libraries in turn, again and again, so that what else the machine does meets all of them.

import assert from 'node:assert/strict'
import { check } from './check.mjs'
import { SHA256 } from './libraries.mjs'
import { BLOCKS } from './libraries/edgesign-sha256.js'

/**
 * @typedef {object} Runtime
 * @property {string} name and version
 * @property {(library: Library, work: Work) => Promise<{ time: number, urls?: string[] }>} run in a program that goes on
 * @property {(library: Library) => Promise<First>} first in a program of its own
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
  for (const library of libraries) {
    await warmUp(runtime, library, { token: false, count })
    if (library.noTokens) await mustFail(runtime, library, { token: true, count })
    else await warmUp(runtime, library, { token: true, count })
  }
  const block = []
  for (let round = 0; round < rounds; round++) {
    block.push(await blockIn(runtime))
    for (const [library, { plain, token, load, sign }] of times) {
      for (let i = 0; i < FIRST_CALLS; i++) {
        const first = await runtime.first(library)
        load.push(first.load)
        sign.push(first.sign)
      }
      const timeOf = async (token) => (1000 * (await runtime.run(library, { token, count })).time) / count
      plain.push(await timeOf(false))
      if (!library.noTokens) token.push(await timeOf(true))
    }
  }
  return { times, block }
}

/** In each round. They are short, and so of little precision alone. */
const FIRST_CALLS = 3

async function blockIn(runtime) {
  const { time } = await runtime.run(SHA256, { token: false, count: BODIES })
  return (1_000_000 * time) / (BODIES * BLOCKS)
}

const BODIES = 20

/** The first time, in which engines compile, what is signed is checked. */
async function warmUp(runtime, library, work) {
  const { urls } = await runtime.run(library, { ...work, wanted: true })
  check(library.name, urls, work)
}

/** Once it knows tokens, it has to be measured with them. */
const mustFail = (runtime, library, work) => assert.rejects(warmUp(runtime, library, work), /InvalidToken/)
