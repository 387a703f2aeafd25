// What `npm test` has passed for: written at its end, read before a release.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, output, root } from './run.mjs'

const file = join(root, 'target/passed.json')

/** Notes that this commit and this package have passed; with uncommitted changes, that none has. */
export function recordPassed() {
  if (output('git', ['status', '--porcelain']) !== '') return rmSync(file, { force: true })
  mkdirSync(join(root, 'target'), { recursive: true })
  writeFileSync(file, `${JSON.stringify(tested())}\n`)
}

/** Whether it was this very commit, and the very package that would be published: its module is built, not committed. */
export function checkPassed() {
  const { tree, integrity } = tested()
  const passed = read()
  if (passed?.tree !== tree) fail('npm test has not passed for this commit; run it')
  if (passed.integrity !== integrity) fail('the package is not the one that npm test has passed for; run it again')
}

/** What `npm pack` would write: its files, and the hash of it all. */
export function packed() {
  const report = output('npm', ['pack', '--dry-run', '--json', '--ignore-scripts']) ?? fail('npm pack failed')
  return JSON.parse(report)[0]
}

function tested() {
  return { tree: output('git', ['rev-parse', 'HEAD^{tree}']), integrity: packed().integrity }
}

function read() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
