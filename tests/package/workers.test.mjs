// The contract in workerd, with and without `nodejs_compat`, in Workers bundled by wrangler and by esbuild.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'
import { app, kept, made, output, tool } from './installed.mjs'

const COMPATIBILITY_DATE = '2026-04-01'
const BUNDLERS = { wrangler, esbuild }
const FLAGS = { 'without nodejs_compat': [], 'with nodejs_compat': ['nodejs_compat'] }
const ENTRIES = { worker: '.', 'worker-slim': './slim' }

for (const [bundler, bundle] of Object.entries(BUNDLERS)) {
  for (const [how, flags] of Object.entries(FLAGS)) {
    for (const [file, entry] of Object.entries(ENTRIES)) {
      test(`workerd ${how}, bundled by ${bundler}: the contract of edgesign${entry.slice(1)}`, async () => {
        const name = `${bundler}-${flags.length}-${file}`
        await bundle(file, name, flags)
        const report = await reportOf(modules(made(name)), flags)
        assert.equal(report.node, flags.length > 0)
        kept(report, entry)
      })
    }
  }
}

function wrangler(file, name, flags) {
  const config = `${name}.json`
  const worker = { name, main: `${file}.js`, compatibility_date: COMPATIBILITY_DATE, compatibility_flags: flags }
  writeFileSync(join(app, config), JSON.stringify(worker))
  const deploy = ['deploy', '--dry-run', '--config', config, '--outdir', made(name)]
  output(process.execPath, [tool('wrangler/bin/wrangler.js'), ...deploy], {
    CI: '1',
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_LOG_PATH: made('wrangler-logs'),
  })
}

function esbuild(file, name) {
  return build({
    absWorkingDir: app,
    entryPoints: [`${file}.js`],
    bundle: true,
    format: 'esm',
    conditions: ['workerd', 'worker', 'browser'],
    loader: { '.wasm': 'copy' },
    outdir: made(name),
  })
}

/** The Worker's code and, beside it, the module, which is in no JavaScript: bytes cannot be compiled in workerd. */
function modules(dir) {
  const [code, ...others] = readdirSync(dir).filter((name) => name.endsWith('.js'))
  const [wasm, ...more] = readdirSync(dir).filter((name) => name.endsWith('.wasm'))
  assert.deepEqual([others, more], [[], []])
  const contents = readFileSync(join(dir, code), 'utf8')
  assert.equal(contents.includes('AGFzbQ'), false, 'the base64 of a module is in the code')
  return [
    { type: 'ESModule', path: code, contents },
    { type: 'CompiledWasm', path: wasm, contents: readFileSync(join(dir, wasm)) },
  ]
}

async function reportOf(modules, compatibilityFlags) {
  const worker = new Miniflare({ modules, compatibilityDate: COMPATIBILITY_DATE, compatibilityFlags })
  try {
    return await (await worker.dispatchFetch('http://localhost/')).json()
  } finally {
    await worker.dispose()
  }
}
