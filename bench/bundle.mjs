// Code and what it imports in one file, as an application would bundle it.

import { build } from 'esbuild'
import { basename, join } from 'node:path'
import { root } from '../tools/run.mjs'

/**
 * A library and the work.
 *
 * @param {string} file of `libraries/`
 * @param {string} code what becomes of `run`
 */
export const programWith = (file, code) => `import * as library from './libraries/${file}.js'
  import { programOf } from './program.js'
  const run = programOf(library)
  ${code}`

/**
 * @param {string} contents of a module beside this one
 * @param {string[]} conditions that the packages' exports know
 * @returns {Promise<{ code: string, modules: Record<string, Uint8Array> }>} and the WebAssembly modules beside it
 */
export async function bundle(contents, conditions) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(root, 'bench') },
    ...{ bundle: true, minify: true, format: 'esm', target: 'es2024', legalComments: 'none' },
    ...{ conditions, mainFields: ['browser', 'module', 'main'], loader: { '.wasm': 'copy' } },
    ...{ outdir: 'out', write: false },
  })
  const others = outputFiles.filter(({ path }) => path.endsWith('.wasm'))
  return {
    code: outputFiles.find(({ path }) => path.endsWith('.js')).text,
    modules: Object.fromEntries(others.map(({ path, contents }) => [basename(path), contents])),
  }
}
