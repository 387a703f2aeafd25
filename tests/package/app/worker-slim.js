// A Worker that brings the module itself.

import module from 'edgesign/edgesign.wasm'
import { initialize } from 'edgesign/slim'
import { report } from './slim/report.js'

initialize(module)

export default { fetch: async () => Response.json({ report: await report(), node: 'process' in globalThis }) }
