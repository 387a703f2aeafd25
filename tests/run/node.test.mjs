// The contract and the end-to-end suite on Node.

import { test } from 'node:test'
import { contract } from '../contract.js'
import { credentialContract, credentialsAt } from '../credentials.js'
import { endToEnd } from '../e2e.js'
import { formContract } from '../forms.js'
import { verifyContract } from '../verify.js'
import { server } from './server.mjs'

for (const [name, run] of [...contract, ...verifyContract, ...formContract, ...credentialContract]) test(name, run)
for (const [name, run] of [...endToEnd(server()), ...credentialsAt(server())]) test(`server: ${name}`, run)
