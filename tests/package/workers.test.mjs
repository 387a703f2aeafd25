// The contract in workerd, with and without `nodejs_compat`, in Workers bundled by wrangler and by esbuild.

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { build } from 'esbuild'
import { app, kept, made, output, snapshot, tool } from './installed.mjs'
import { COMPATIBILITY_DATE, ENTRIES, answerOf, modules } from './workerd.mjs'

const OPTIONS = {
  absWorkingDir: app,
  bundle: true,
  format: 'esm',
  conditions: ['workerd', 'worker', 'browser'],
  loader: { '.wasm': 'copy' },
}
const BUNDLERS = { wrangler, esbuild }
const FLAGS = { 'without nodejs_compat': [], 'with nodejs_compat': ['nodejs_compat'] }

for (const [bundler, bundle] of Object.entries(BUNDLERS)) {
  for (const [how, flags] of Object.entries(FLAGS)) {
    for (const [file, entry] of Object.entries(ENTRIES)) {
      test(`workerd ${how}, bundled by ${bundler}: the contract of edgesign${entry.slice(1)}`, async () => {
        const name = `${bundler}-${flags.length}-${file}`
        await bundle(file, name, flags)
        const { report, node } = await answerOf(modules(made(name)), flags)
        assert.equal(node, flags.length > 0)
        kept(report, entry)
      })
    }
  }
}

test('the entry for workerd exports what the others do', async () => {
  const { metafile } = await build({
    ...OPTIONS,
    stdin: { contents: "export * from 'edgesign'", resolveDir: app },
    outdir: made('exports'),
    metafile: true,
  })
  const { exports } = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint)
  assert.deepEqual(exports.sort(), snapshot().exports['.'])
})

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
  return build({ ...OPTIONS, entryPoints: [`${file}.js`], outdir: made(name) })
}
