// Holds the package to its budget: everything that `edgesign` exports, bundled for workerd, with the WebAssembly module.

import { build } from 'esbuild'
import { gzipSync } from 'node:zlib'
import { fail, root } from './run.mjs'

/** Bytes, compressed. */
const BUDGET = 20 * 1024

export async function checkSize() {
  const { outputFiles } = await build({
    stdin: { contents: "export * from 'edgesign'", resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    loader: { '.wasm': 'copy' },
    legalComments: 'none',
    outdir: 'out',
    write: false,
  })
  const sizes = outputFiles.map(({ path, contents }) => [
    path.endsWith('.wasm') ? 'wasm' : 'js',
    contents.length,
    gzipSync(contents, { level: 9 }).length,
  ])
  const total = sizes.reduce((sum, [, , compressed]) => sum + compressed, 0)
  const parts = sizes.map(([kind, raw, compressed]) => `${kind} ${raw} B, ${compressed} B gz`).join('; ')
  console.log(`size: ${total} B gz of ${BUDGET} (${parts})`)
  if (total > BUDGET) fail(`the package is ${total - BUDGET} bytes over its budget`)
}
