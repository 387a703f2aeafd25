// The contract in runtimes that run files of a folder: Node, Bun and Deno.

import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { app, kept, output, tool } from './installed.mjs'

const denoDir = mkdtempSync(join(tmpdir(), 'edgesign-deno-'))
after(() => rmSync(denoDir, { recursive: true, force: true }))

const bun = program('bun', ['bun/bin/bun.exe', ...platformPackages('@oven', /^bun-/, 'bin/bun')])
const deno = program('deno', platformPackages('@deno', /./, 'deno'))
const denoEnv = { DENO_DIR: denoDir, DENO_NO_UPDATE_CHECK: '1' }

const RUNTIMES = {
  [`Node ${process.versions.node}`]: (file) => output(process.execPath, [file]),
  [bun.version]: (file) => output(bun.path, ['--no-install', file]),
  // Nothing is permitted but to read this folder, where slim's program looks for the module.
  [deno.version]: (file) => output(deno.path, ['run', ...ALONE, `--allow-read=${app}`, file], denoEnv),
}
const ALONE = ['--no-prompt', '--no-remote', '--node-modules-dir=manual']

for (const [runtime, run] of Object.entries(RUNTIMES)) {
  test(`${runtime}: the contract`, () => kept(JSON.parse(run('program.js'))))
  test(`${runtime}: the contract, slim`, () => kept(JSON.parse(run('program-slim.js')), './slim'))
}

test('CommonJS can require it', () => {
  const code = "console.log(Object.keys(require('edgesign')).length, Object.keys(require('edgesign/endpoints')).length)"
  const [all, endpoints] = output(process.execPath, ['--no-warnings', '--input-type=commonjs', '-e', code]).split(' ')
  assert.ok(Number(all) >= 8 && Number(endpoints) >= 3, `${all} and ${endpoints} names`)
})

/** The binaries for this machine: npm installs none of another platform. */
function platformPackages(scope, name, file) {
  const packages = existsSync(tool(scope)) ? readdirSync(tool(scope)).filter((found) => name.test(found)) : []
  return packages.map((found) => join(scope, found, file))
}

/**
 * The first binary that runs: in its platform's package, or where an install script, which may not have run, has
 * moved it to.
 */
function program(name, paths) {
  for (const path of paths.map(tool)) {
    const version = existsSync(path) && versionOf(path)
    if (version) return { path, version: `${name} ${version}` }
  }
  throw new Error(`${name} does not run from ${paths.join(' or ')}: npm ci`)
}

function versionOf(path) {
  try {
    return /\d+\.\d+\.\d+/.exec(output(path, ['--version'], { DENO_DIR: denoDir }))?.[0]
  } catch {
    return undefined
  }
}
