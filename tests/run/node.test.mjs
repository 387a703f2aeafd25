// The contract and the end-to-end suite on Node.

import { test } from 'node:test'
import { contract } from '../contract.js'
import { endToEnd } from '../e2e.js'
import { server } from './server.mjs'

for (const [name, run] of contract) test(name, run)
for (const [name, run] of endToEnd(server())) test(`server: ${name}`, run)
