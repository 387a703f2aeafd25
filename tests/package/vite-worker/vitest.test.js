import { test } from 'vitest'
import { contract } from './contract.js'

for (const [name, run] of contract) test(name, run)
