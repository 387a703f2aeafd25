import module from 'edgesign/edgesign.wasm'
import { initialize } from 'edgesign/slim'
import { test } from 'vitest'
import { contract } from './slim/contract.js'

initialize(module)
for (const [name, run] of contract) test(name, run)
