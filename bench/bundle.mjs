// A library and the work in one file, as an application would bundle it.

import { build } from 'esbuild'
import { basename, join } from 'node:path'
import { root } from '../tools/run.mjs'

/**
 * @param {string} file of `libraries/`
 * @param {string} code what becomes of `run`
 * @param {string[]} conditions that the packages' exports know
 * @returns {Promise<{ code: string, modules: Record<string, Uint8Array> }>} and the WebAssembly modules beside it
 */
export async function bundle(file, code, conditions) {
  const contents = `import { make } from './libraries/${file}.js'
    import { programOf } from './program.js'
    const run = programOf(make)
    ${code}`
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
