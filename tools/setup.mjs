// Gets what building and testing need and the machine does not have: quiet when there is nothing to do, and clear about
// what it cannot get. Only packages of npm, crates.io, rustup and, for the tests, Debian and PyPI are used.

import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setupCargoTools } from './cargo-tools.mjs'
import { awsCli } from './aws-cli.mjs'
import { python3 } from './python.mjs'
import { apt } from './apt.mjs'
import { botocore, ceph, localstack, ministack, parliament, swift } from './oracles.mjs'
import { fail, output, root, run } from './run.mjs'

/** What `npm start` needs. */
export function setupBuild() {
  node()
  nodeModules()
  rust()
  wasmBindgen()
}

/** What `npm test` needs beyond that. */
export function setupTests() {
  setupBuild()
  const missing = [
    ['chromium', 'chromium'],
    ['chromedriver', 'chromium-driver'],
    ['c++', 'g++'], // libFuzzer is C++
    ['firefox-esr', 'firefox-esr'],
    ['curl', 'curl'],
    ['ps', 'procps'],
  ].filter(([program]) => output(program, ['--version']) === undefined)
  if (python3() === undefined) missing.push(['python3', 'python3-venv'])
  if (missing.length > 0) apt(missing.map(([, name]) => name))
  setupCargoTools()
  awsCli()
  botocore()
  parliament()
  swift()
  ceph()
  ministack()
  localstack()
}

function node() {
  if (Number(process.versions.node.split('.')[0]) < 20) fail(`Node 20 or newer is needed, this is ${process.version}`)
}

function nodeModules() {
  const installed = join(root, 'node_modules/.package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs) return
  run('npm', ['ci', '--no-audit', '--no-fund'], { shell: process.platform === 'win32' })
}

function rust() {
  if (output('cargo', ['--version']) === undefined) fail('Rust is needed: see https://rustup.rs')
  const library = join(output('rustc', ['--print', 'sysroot']), 'lib/rustlib/wasm32-unknown-unknown')
  if (!existsSync(library)) run('rustup', ['target', 'add', 'wasm32-unknown-unknown'])
}

/** The bindings generator has to be of the very version of the library that is linked. */
function wasmBindgen() {
  const version = /^wasm-bindgen = .*"=(.+?)"/m.exec(readFileSync(join(root, 'Cargo.toml'), 'utf8'))[1]
  if (output(wasmBindgenPath, ['--version']) === `wasm-bindgen ${version}`) return
  run('cargo', ['install', 'wasm-bindgen-cli', '--version', version, '--root', '.tools', '--force'])
}

export const wasmBindgenPath = join(root, '.tools/bin/wasm-bindgen')
export const testRunnerPath = join(root, '.tools/bin/wasm-bindgen-test-runner')
