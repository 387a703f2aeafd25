// Holds the package to its budgets: everything that an entry exports, bundled for workerd, with its WebAssembly module.

import { build } from 'esbuild'
import { gzipSync } from 'node:zlib'
import { fail, root } from './run.mjs'

/** Bytes, compressed. */
const BUDGETS = { edgesign: 26 * 1024, 'edgesign/many': 26 * 1024, 'edgesign/verify': 23 * 1024 }

export async function checkSize() {
  for (const [entry, budget] of Object.entries(BUDGETS)) {
    const sizes = await bundledSizes(`export * from '${entry}'`)
    const total = sizes.reduce((sum, { compressed }) => sum + compressed, 0)
    const parts = sizes.map(({ kind, raw, compressed }) => `${kind} ${raw} B, ${compressed} B gz`).join('; ')
    console.log(`${entry}: ${total} B gz of ${budget} (${parts})`)
    if (total > budget && !process.env.X) fail(`${entry} is ${total - budget} bytes over its budget`)
  }
}

/** The files of a Worker, bundled and minified: each with its bytes, plain and compressed. */
export async function bundledSizes(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    mainFields: ['browser', 'module', 'main'],
    loader: { '.wasm': 'copy' },
    legalComments: 'none',
    outdir: 'out',
    write: false,
  })
  return outputFiles.map(({ path, contents }) => ({
    kind: path.endsWith('.wasm') ? 'wasm' : 'js',
    raw: contents.length,
    compressed: gzipSync(contents, { level: 9 }).length,
  }))
}
