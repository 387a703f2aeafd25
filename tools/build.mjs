// Builds the WebAssembly module, its glue and the inline copy into wasm/, and holds the package to its size.

import { readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root, run } from './run.mjs'
import { setupBuild, wasmBindgenPath } from './setup.mjs'

export async function build() {
  run('cargo', ['rustc', '--quiet', '--locked', '--lib', '--crate-type', 'cdylib', ...MODULE, '--config', REMAP])
  run(wasmBindgenPath, [
    '--target',
    'bundler',
    '--no-typescript',
    '--out-dir',
    'wasm',
    `target/${TARGET}/release/edgesign.wasm`,
  ])
  const file = join(root, 'wasm/edgesign_bg.wasm')
  run(process.execPath, ['node_modules/binaryen/bin/wasm-opt', ...OPTIMISE, file, '-o', file])
  const module = readFileSync(file)
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(module)).map(({ name }) => name)
  writeFileSync(
    join(root, 'wasm/imports.js'),
    `// Generated from edgesign_bg.wasm: what it imports. The glue as a whole would be twice as long in a bundle.
import { ${imported.join(', ')} } from './edgesign_bg.js'
export const imports = { './edgesign_bg.js': { ${imported.join(', ')} } }
`,
  )
  const base64 = module.toString('base64')
  writeFileSync(
    join(root, 'wasm/inline.js'),
    `// Generated from edgesign_bg.wasm.\nexport const base64 =\n  '${base64}'\n`,
  )
  for (const [name, types] of Object.entries(TYPES)) writeFileSync(join(root, 'wasm', name), types)
  const { checkSize } = await import('./size.mjs') // now that what it imports is installed
  await checkSize()
}

const TARGET = 'wasm32-unknown-unknown'
/** Where crates lie on this machine is nobody's business, and would make each machine build another module. */
const CRATES = process.env.CARGO_HOME ?? join(homedir(), '.cargo')
const REMAP = `target.${TARGET}.rustflags=['--remap-path-prefix=${CRATES}=cargo']`
const MODULE = ['-p', 'edgesign', '--no-default-features', '--features', 'module', '--release', '--target', TARGET]
/** For the type checker, which would otherwise look into what is generated. */
const TYPES = {
  'edgesign_bg.d.ts': `export function call(input: Uint8Array): Uint8Array
export function __wbg_set_wasm(exports: WebAssembly.Exports): void
`,
  'edgesign_bg.d.wasm.ts': 'declare const module: WebAssembly.Module\nexport default module\n',
  'imports.d.ts': 'export const imports: WebAssembly.Imports\n',
  'inline.d.ts': 'export const base64: string\n',
}
/** Each feature by name: with all of them, Node 20, Bun and Deno refuse the module. */
const OPTIMISE = [
  ...['--one-caller-inline-max-function-size=0', '--low-memory-unused', '-O3', '--flatten', '--rereloop', '-Oz', '-Oz'],
  '--strip-debug',
  '--strip-producers',
  '--strip-target-features',
  ...['bulk-memory', 'sign-ext', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types', 'multivalue'].map(
    (f) => `--enable-${f}`,
  ),
]

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  setupBuild()
  await build()
}
