// A Worker.

import { report } from './report.js'

export default { fetch: async () => Response.json({ report: await report(), node: 'process' in globalThis }) }
