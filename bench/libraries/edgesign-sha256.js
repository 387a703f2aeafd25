import { sign } from 'edgesign'
import { ENDPOINT, REGION } from '../work.js'

/** Of each body, which is hashed; so much that the rest does not count, and so little that the instance is kept. */
export const BLOCKS = 8192

/** One block of SHA-256 as the module has it, for each key: what is signed is beside the point. */
export function make(credentials) {
  const body = new Uint8Array(64 * BLOCKS)
  const request = { method: 'PUT', url: `${ENDPOINT}/media/k`, body }
  return (keys) => {
    keys.forEach(() => sign(request, { service: 's3', region: REGION, credentials }))
    return []
  }
}
