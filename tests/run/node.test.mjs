// The contract and the end-to-end suite on Node.

import { test } from 'node:test'
import { contract } from '../contract.js'
import { credentialsAt } from '../credentials.js'
import { endToEnd } from '../e2e.js'
import { formsAt } from '../e2e-forms.js'
import { otherContracts } from '../others.js'
import { server } from './server.mjs'

for (const [name, run] of [...contract, ...otherContracts]) test(name, run)
const atServer = [...endToEnd(server()), ...formsAt(server()), ...credentialsAt(server())]
for (const [name, run] of atServer) test(`server: ${name}`, run)
