// A Worker.

import { otherContracts } from './others.js'
import { report } from './report.js'

export default {
  fetch: async () => Response.json({ report: await report(otherContracts), node: 'process' in globalThis }),
}
