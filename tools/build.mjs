// Builds the WebAssembly modules, their glue and inline copies into wasm/, and holds the package to its size.

import { readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root, run } from './run.mjs'
import { setupBuild, wasmBindgenPath } from './setup.mjs'

export async function build() {
  buildModule('edgesign', 'signer', 'wasm')
  buildModule('verify', 'verifier', 'wasm/verify')
  const { checkSize } = await import('./size.mjs') // now that what it imports is installed
  await checkSize()
}

/** The module that has one feature of the crate, its glue, and an inline copy. */
function buildModule(name, feature, folder) {
  const crate = ['--lib', '--crate-type', 'cdylib', '-p', 'edgesign', '--no-default-features']
  const module = ['--features', `module,${feature}`, '--release', '--target', TARGET]
  run('cargo', ['rustc', '--quiet', '--locked', ...crate, ...module, '--config', REMAP])
  const bindgen = ['--target', 'bundler', '--no-typescript', '--out-dir', folder, '--out-name', name]
  run(wasmBindgenPath, [...bindgen, `target/${TARGET}/release/edgesign.wasm`])
  const path = (file) => join(root, folder, file)
  const file = path(`${name}_bg.wasm`)
  run(process.execPath, ['node_modules/binaryen/bin/wasm-opt', ...OPTIMISE, file, '-o', file])
  const bytes = readFileSync(file)
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(bytes)).map(({ name }) => name)
  writeFileSync(
    path('imports.js'),
    `// Generated from ${name}_bg.wasm: what it imports. The glue as a whole would be twice as long in a bundle.
import { ${imported.join(', ')} } from './${name}_bg.js'
export const imports = { './${name}_bg.js': { ${imported.join(', ')} } }
`,
  )
  const base64 = bytes.toString('base64')
  writeFileSync(path('inline.js'), `// Generated from ${name}_bg.wasm.\nexport const base64 =\n  '${base64}'\n`)
  for (const [file, types] of Object.entries(TYPES)) writeFileSync(path(file.replace('NAME', name)), types)
}

const TARGET = 'wasm32-unknown-unknown'
/** Where crates lie on this machine is nobody's business, and would make each machine build another module. */
const CRATES = process.env.CARGO_HOME ?? join(homedir(), '.cargo')
const REMAP = `target.${TARGET}.rustflags=['--remap-path-prefix=${CRATES}=cargo']`
/** For the type checker, which would otherwise look into what is generated. */
const TYPES = {
  'NAME_bg.d.ts': `export function call(input: Uint8Array): Uint8Array
export function __wbg_set_wasm(exports: WebAssembly.Exports): void
`,
  'NAME_bg.d.wasm.ts': 'declare const module: WebAssembly.Module\nexport default module\n',
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
