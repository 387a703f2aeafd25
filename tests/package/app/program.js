// Node, Bun, Deno.

import { credentialContract } from './credentials.js'
import { report } from './report.js'

console.log(JSON.stringify(await report(credentialContract)))
