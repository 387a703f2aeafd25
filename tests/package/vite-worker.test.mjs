// The contract in Workers whose project has Vite 8.1 or newer, which takes a `.wasm` import for an instance unless
// Cloudflare's plugins take it first. A project of its own: two versions of Vite do not share Cloudflare's plugins.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { contract } from '../contract.js'
import { app, kept, made, outputIn, root } from './installed.mjs'
import { COMPATIBILITY_DATE, ENTRIES, answerOf, modules } from './workerd.mjs'

const project = made('vite-worker')
const { devDependencies } = JSON.parse(readFileSync(join(root, 'tests/package/vite-worker/package.json'), 'utf8'))
const vite = `Vite ${devDependencies.vite}`

before(() => {
  cpSync(app, project, { recursive: true })
  cpSync(join(root, 'tests/package/vite-worker'), project, { recursive: true })
  const install = spawnSync('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: project })
  assert.equal(install.status, 0, String(install.stderr))
  cpSync(join(app, 'node_modules/edgesign'), join(project, 'node_modules/edgesign'), { recursive: true })
  for (const name of Object.keys(ENTRIES)) {
    const worker = { name, main: `${name}.js`, compatibility_date: COMPATIBILITY_DATE }
    writeFileSync(join(project, `${name}.json`), JSON.stringify(worker))
  }
})

for (const [file, entry] of Object.entries(ENTRIES)) {
  const name = `edgesign${entry.slice(1)}`
  test(`${vite} with Cloudflare's plugin, build: the contract of ${name}`, async () => {
    node(['node_modules/vite/bin/vite.js', 'build'], file)
    kept((await answerOf(modules(join(project, 'dist', file.replace('-', '_'))))).report, entry)
  })
  test(`${vite} with Cloudflare's plugin, dev server: the contract of ${name}`, () => {
    kept(JSON.parse(node(['dev-server.js'], file).split('\n').at(-1)).report, entry)
  })
}

test(`${vite} with Cloudflare's Vitest pool: the contract of edgesign and edgesign/slim`, () => {
  node(['node_modules/vitest/vitest.mjs', 'run', '--reporter=json', '--outputFile=results.json'])
  const { testResults } = JSON.parse(readFileSync(join(project, 'results.json'), 'utf8'))
  assert.equal(testResults.length, 2)
  for (const { assertionResults } of testResults) {
    assert.deepEqual(
      assertionResults.map(({ title, status }) => [title, status]),
      contract.map(([name]) => [name, 'passed']),
    )
  }
})

function node(args, worker) {
  const env = { CI: '1', WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', EDGESIGN_WORKER: worker }
  return outputIn(project, process.execPath, args, env)
}
