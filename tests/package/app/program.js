// Node, Bun, Deno.

import { otherContracts } from './others.js'
import { report } from './report.js'

console.log(JSON.stringify(await report(otherContracts)))
