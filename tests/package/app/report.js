// Runs the contract and says what came of it, in any runtime.

import * as edgesign from 'edgesign'
import { contract } from './contract.js'

/** @returns {Promise<{ names: string[], results: [string, string | null][] }>} */
export async function report() {
  const results = []
  for (const [name, run] of contract) results.push([name, await failure(run)])
  return { names: Object.keys(edgesign).sort(), results }
}

async function failure(run) {
  try {
    await run()
    return null
  } catch (error) {
    return String(error)
  }
}
