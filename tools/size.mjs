// Holds the package to its budget: everything that `edgesign` exports, bundled for workerd, with the WebAssembly module.

import { build } from 'esbuild'
import { gzipSync } from 'node:zlib'
import { fail, root } from './run.mjs'

/** Bytes, compressed. */
const BUDGET = 28 * 1024

export async function checkSize() {
  const sizes = await bundledSizes("export * from 'edgesign'")
  const total = sizes.reduce((sum, { compressed }) => sum + compressed, 0)
  const parts = sizes.map(({ kind, raw, compressed }) => `${kind} ${raw} B, ${compressed} B gz`).join('; ')
  console.log(`size: ${total} B gz of ${BUDGET} (${parts})`)
  if (total > BUDGET) fail(`the package is ${total - BUDGET} bytes over its budget`)
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
