// A Worker.

import { credentialContract } from './credentials.js'
import { report } from './report.js'

export default {
  fetch: async () => Response.json({ report: await report(credentialContract), node: 'process' in globalThis }),
}
