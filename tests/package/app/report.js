// Runs the contract and says what came of it, in any runtime. It does not import the package itself: a bundler may leave
// out all that the contract's own imports do not name.

import { contract } from './contract.js'

/** @returns {Promise<[string, string | null][]>} each test of the contract, and of others, and how it failed */
export async function report(others = []) {
  const results = []
  for (const [name, run] of [...contract, ...others]) results.push([name, await failure(run)])
  return results
}

async function failure(run) {
  try {
    await run()
    return null
  } catch (error) {
    return String(error)
  }
}
