// `npm run bench`: builds, and prints how this package does beside its peers; see README.md.

import { parseArgs } from 'node:util'
import { build } from '../tools/build.mjs'
import { fail } from '../tools/run.mjs'
import { setupBuild } from '../tools/setup.mjs'

const NAMES = ['node', 'workerd', 'chromium', 'native']
const OPTIONS = {
  keys: { type: 'string', default: '10000' },
  rounds: { type: 'string', default: '7' },
  only: { type: 'string', multiple: true, default: NAMES },
  write: { type: 'boolean', default: false },
}

const { keys, rounds, only, write } = parseArgs({ options: OPTIONS }).values
const work = { keys: countOf('keys', keys), rounds: countOf('rounds', rounds) }

const unknown = only.find((name) => !NAMES.includes(name))
if (unknown !== undefined) fail(`--only ${unknown}: expected ${NAMES.join(' or ')}`)

setupBuild()
await build()
const sections = await import('./sections.mjs') // now that what it imports is installed
for (const name of only) {
  const section = await sections.measured(name, work)
  console.log(`\n${section}`)
  if (write) await sections.write(name, section)
}

function countOf(name, text) {
  const count = Number(text)
  return Number.isSafeInteger(count) && count > 0 ? count : fail(`--${name} ${text}: expected a whole number from 1`)
}
