// Whole requests to a Worker whose answer is many URLs (answers.js): what has to be within its limit of CPU time.

import { check } from './check.mjs'
import { urlsOf } from './libraries/edgesign-hls.js'

/**
 * @typedef {{ first: number[], later: number[] }} Times milliseconds of CPU, by round: of the first request in a new isolate, and of
 *   one to an isolate that has had many
 *
 * @param {Required<import('./rounds.mjs').Runtime>} runtime
 * @param {{ keys: number, rounds: number }} options
 * @returns {Promise<Record<'playlist' | 'urls' | 'stored', Times>>}
 */
export async function measureRequests(runtime, { keys: count, rounds }) {
  const times = Object.fromEntries(KINDS.map((kind) => [kind, { first: [], later: [] }]))
  for (const kind of KINDS) {
    const { text } = await runtime.answer(kind, count, LATER)
    if (kind !== 'stored') check(`a request for ${kind}`, urlsOf([text]), { token: false, count })
    for (let i = 0; i < WARM_UPS; i++) await runtime.answer(kind, count, LATER)
  }
  for (let round = 0; round < rounds; round++) {
    for (const [kind, { first, later }] of Object.entries(times)) {
      later.push((await runtime.answer(kind, count, LATER)).time)
      first.push((await runtime.answer(kind, count, `${kind}-${round}`)).time)
    }
  }
  return times
}

/** `stored` is the playlist as it is, to compare with. */
const KINDS = ['playlist', 'stored', 'urls']
const LATER = 'later'
const WARM_UPS = 5
