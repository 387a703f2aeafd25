// Node, Bun, Deno: the module is a file of the package.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { initialize } from 'edgesign/slim'
import { report } from './slim/report.js'

const file = fileURLToPath(import.meta.resolve('edgesign/edgesign.wasm'))
initialize(new WebAssembly.Module(readFileSync(file)))
console.log(JSON.stringify(await report()))
