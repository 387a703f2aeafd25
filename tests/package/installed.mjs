// The installed package, and how the contract's outcome in a runtime is held to.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contract } from '../contract.js'
import { otherContracts } from '../others.js'

export const root = fileURLToPath(new URL('../..', import.meta.url))

const dir = process.env.EDGESIGN_PACKAGE
if (!dir) throw new Error('EDGESIGN_PACKAGE is not set: run these tests with node tools/package.mjs')

export const tarball = join(dir, 'edgesign.tgz')
/** The folder that the package is installed in. */
export const app = join(dir, 'app')

/** Where what is made of it goes, so that it is not taken for a part of the app. */
export const made = (name) => join(dir, 'made', name)

/** Where a file of this repository's tools is. */
export const tool = (path) => join(root, 'node_modules', path)

/** Runs a program in the app's folder, away from this repository, and returns what it prints. */
export const output = (command, args, env) => outputIn(app, command, args, env)

export function outputIn(cwd, command, args, env = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NODE_PATH: '', NODE_TEST_CONTEXT: undefined, ...env },
  })
  if (status === 0) return stdout.trim()
  throw new Error(`${[command, ...args].join(' ')}: ${error?.message ?? `exit code ${status}`}\n${stdout}${stderr}`)
}

/** Whether a report is that of the whole contract of an entry, kept: with the slim one, the module is not brought twice. */
export function kept(report, entry = '.') {
  const tests = entry === '.' ? [...contract, ...otherContracts] : contract
  const failures = report.filter(([, failure]) => failure !== null)
  assert.deepEqual(failures, [])
  assert.deepEqual(
    report.map(([name]) => name),
    tests.map(([name]) => name),
  )
}

const snapshotPath = join(root, 'tests/package/snapshot.json')
export const snapshot = () => JSON.parse(readFileSync(snapshotPath, 'utf8'))

/** Holds a part of the snapshot to what is there now; `node tools/package.mjs --update` writes it anew. */
export function matches(part, actual) {
  if (process.env.EDGESIGN_UPDATE) {
    writeFileSync(snapshotPath, JSON.stringify({ ...snapshot(), [part]: actual }, null, 2) + '\n')
  }
  assert.deepEqual(actual, snapshot()[part], 'if this change is meant: node tools/package.mjs --update')
}
