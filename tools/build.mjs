// Builds the WebAssembly modules and their inline copies into wasm/, and holds the package to its size.

import { readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root, run } from './run.mjs'
import { setupBuild, wasmBindgenPath } from './setup.mjs'

export async function build() {
  MODULES.forEach(buildModule)
  const { checkSize } = await import('./size.mjs') // now that what it imports is installed
  await checkSize()
}

/** Each is the crate with one of its features, and exports one function. */
const MODULES = [
  { name: 'edgesign', feature: 'signer', entry: 'sign', folder: 'wasm', simd: false },
  { name: 'many', feature: 'many', entry: 'presign', folder: 'wasm/many', simd: true },
  { name: 'verify', feature: 'verifier', entry: 'verify', folder: 'wasm/verify', simd: false },
]

/** A module, and an inline copy of it. */
function buildModule({ name, feature, entry, folder, simd }) {
  const crate = ['--lib', '--crate-type', 'cdylib', '-p', 'edgesign', '--no-default-features']
  const module = ['--features', `module,${feature}`, '--release', '--target', TARGET]
  const flags = [REMAP, STACK, ...(simd ? ['-Ctarget-feature=+simd128'] : [])].map((flag) => `'${flag}'`)
  const config = `target.${TARGET}.rustflags=[${flags.join(', ')}]`
  run('cargo', ['rustc', '--quiet', '--locked', ...crate, ...module, '--config', config])
  const bindgen = ['--target', 'bundler', '--no-typescript', '--out-dir', folder, '--out-name', name]
  run(wasmBindgenPath, [...bindgen, `target/${TARGET}/release/edgesign.wasm`])
  const path = (file) => join(root, folder, file)
  const file = path(`${name}_bg.wasm`)
  const features = simd ? [...FEATURES, '--enable-simd'] : FEATURES
  binaryen('wasm-opt', [...features, ...OPTIMISE, file, '-o', file])
  const graph = join(root, 'target/graph.json')
  writeFileSync(graph, JSON.stringify(reaching(['memory', entry, '__wbindgen_malloc'])))
  binaryen('wasm-metadce', [...features, '--graph-file', graph, file, '-o', file])
  const base64 = readFileSync(file, 'base64')
  writeFileSync(path('inline.js'), `// Generated from ${name}_bg.wasm.\nexport const base64 =\n  '${base64}'\n`)
  for (const [file, types] of Object.entries(TYPES)) writeFileSync(path(file.replace('NAME', name)), types)
}

/** What js/module.js uses. What else wasm-bindgen puts there goes, and all imports with it. */
const reaching = (exports) => [
  { name: 'js', root: true, reaches: exports },
  ...exports.map((name) => ({ name, export: name })),
]

function binaryen(tool, args) {
  run(process.execPath, [`node_modules/binaryen/bin/${tool}`, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

const TARGET = 'wasm32-unknown-unknown'
/** Where crates lie on this machine is nobody's business, and would make each machine build another module. */
const CRATES = process.env.CARGO_HOME ?? join(homedir(), '.cargo')
const REMAP = `--remap-path-prefix=${CRATES}=cargo`
/** Of which no call uses 4 KB; so stack, data and heap fit into one page, which js/module.js writes anew after every call. */
const STACK = '-Clink-arg=-zstack-size=16384'
/** For the type checker, which would otherwise look into what is generated. */
const TYPES = {
  'NAME_bg.d.wasm.ts': 'declare const module: WebAssembly.Module\nexport default module\n',
  'inline.d.ts': 'export const base64: string\n',
}
/** Each feature by name: with all of them, Node 20, Bun and Deno refuse the module. */
const FEATURES = [
  'bulk-memory',
  'sign-ext',
  'mutable-globals',
  'nontrapping-float-to-int',
  'reference-types',
  'multivalue',
].map((feature) => `--enable-${feature}`)
const OPTIMISE = [
  ...['--one-caller-inline-max-function-size=0', '--low-memory-unused', '-O3', '--flatten', '--rereloop', '-Oz', '-Oz'],
  '--strip-debug',
  '--strip-producers',
  '--strip-target-features',
]

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  setupBuild()
  await build()
}
