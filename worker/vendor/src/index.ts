// The vendor's only way in: the service binding of the public Worker.

import { WorkerEntrypoint } from 'cloudflare:workers'
import type { Env } from './configuration.ts'
import { type Vended, refused } from './vended.ts'

export { Vendor } from './vendor.ts'

export default class extends WorkerEntrypoint<Env> {
  /** Signing keys for today and tomorrow, or why there are none. */
  async credentials(): Promise<Vended> {
    try {
      return await this.env.VENDOR.getByName('vendor').credentials()
    } catch (error) {
      return refused(error)
    }
  }

  /** The vendor has no route. Should somebody give it one, there is nothing to see. */
  override fetch() {
    return new Response(null, { status: 404 })
  }
}
