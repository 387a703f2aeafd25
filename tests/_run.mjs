import { test } from 'node:test'
import { contract } from './contract.js'
for (const [name, run] of contract) test(name, run)
