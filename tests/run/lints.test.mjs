// That the linters bite: a lint that is spelled wrong, or not switched on for a package, finds nothing and says nothing.
// A copy of the project gets a fault for each, and each has to be found.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { cargoDenyPath } from '../../tools/cargo-tools.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const copy = mkdtempSync(join(tmpdir(), 'edgesign-lints-'))
const COPIED = [
  ...['Cargo.toml', 'Cargo.lock', 'clippy.toml', 'rustfmt.toml', 'deny.toml', 'src', 'devserver', 'tools'],
  ...['package.json', 'tsconfig.json', '.oxlintrc.json', '.prettierrc.json', 'js', 'wasm', 'tests/types'],
]
for (const name of COPIED) cpSync(join(root, name), join(copy, name), { recursive: true })
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir')
after(() => rmSync(copy, { recursive: true, force: true }))

/** Each lint of Cargo.toml, and some of clippy's own, with a fault that it is for. */
const CORE = {
  unsafe_code: 'pub(crate) fn fault_1() { unsafe {} }',
  missing_docs: 'pub fn fault_2() {}',
  missing_debug_implementations: '/// A.\npub struct Fault3;',
  unreachable_pub: 'mod fault_4 { pub fn a() {} }',
  unused_qualifications: 'pub(crate) fn fault_5(a: Option<u8>) -> core::option::Option<u8> { a }',
  elided_lifetimes_in_paths: 'pub(crate) fn fault_6(a: core::str::Chars) -> usize { a.count() }',
  'clippy::must_use_candidate': '/// A.\npub fn fault_7() -> u8 { 7 }',
  'clippy::missing_errors_doc': '/// A.\npub fn fault_8() -> Result<(), u8> { Err(8) }',
  'clippy::unwrap_used': 'pub(crate) fn fault_9(a: Option<u8>) -> u8 { a.unwrap() }',
  'clippy::expect_used': 'pub(crate) fn fault_10(a: Option<u8>) -> u8 { a.expect("a") }',
  'clippy::panic': 'pub(crate) fn fault_11() { panic!() }',
  'clippy::indexing_slicing': 'pub(crate) fn fault_12(a: &[u8]) -> u8 { a[0] }',
  'clippy::allow_attributes_without_reason': '#[allow(dead_code)]\nfn fault_13() {}',
  'clippy::incompatible_msrv':
    'pub(crate) fn fault_14(a: Result<Result<u8, u8>, u8>) -> Result<u8, u8> { a.flatten() }',
}
/** What a library without std cannot do. */
const SERVER = {
  'clippy::dbg_macro': 'pub(crate) fn fault_1() { dbg!(1); }',
  'clippy::print_stdout': 'pub(crate) fn fault_2() { println!("a"); }',
}
const SCRIPT = {
  'eslint(no-debugger)': 'debugger',
  'eslint(no-unused-vars)': 'const unused = 1',
  'eslint(eqeqeq)': 'export const equal = (a, b) => a == b',
  'eslint(no-throw-literal)': "export const reject = () => { throw 'a' }",
  'eslint(no-var)': 'export var old = 1',
  'eslint(prefer-const)': 'export const one = () => { let a = 1; return a }',
}
/** What tsc says of it, one for each option of tsconfig.json that makes it stricter. */
const TYPES = {
  'implicitly has an': 'export const untyped = (a) => a',
  possibly: 'export const first = (/** @type {string[]} */ list) => list[0].length',
  exactOptionalPropertyTypes: '/** @type {{ a?: string }} */\nexport const absent = { a: undefined }',
}

test('clippy, in the core and in the server', () => {
  const faults = { 'src/lib.rs': CORE, 'devserver/src/when.rs': SERVER }
  const args = ['clippy', '--quiet', '--locked', '--workspace', '--all-targets', '--keep-going']
  const said = withFaults(faults, () =>
    complaint('cargo', [...args, '--message-format', 'json', '--', '-D', 'warnings']),
  )
  const messages = said.split('\n').filter((line) => line.startsWith('{"reason":"compiler-message"'))
  const codes = messages.map((line) => JSON.parse(line).message.code?.code)
  assertNames(codes, { ...CORE, ...SERVER })
})

test('rustfmt', () => {
  const said = withFaults({ 'src/hex.rs': ['fn  fault( ) { }'] }, () => complaint('cargo', ['fmt', '--all', '--check']))
  assertNames(said, { 'fn  fault( )': '' })
})

test('rustdoc, and the tests in documentation', () => {
  const link = withFaults({ 'src/operation.rs': ['/// [`Nowhere`]\nimpl Operation {}'] }, () =>
    complaint('cargo', ['doc', '--quiet', '--locked', '--no-deps', '-p', 'edgesign'], { RUSTDOCFLAGS: '-D warnings' }),
  )
  assertNames(link, { 'unresolved link to `Nowhere`': '' })
  const example = ['/// ```\n/// assert_eq!(1, 2);\n/// ```\nimpl Operation {}']
  const failed = withFaults({ 'src/operation.rs': example }, () =>
    complaint('cargo', ['test', '--quiet', '--locked', '-p', 'edgesign']),
  )
  assertNames(failed, { 'assertion `left == right` failed': '', 'src/operation.rs': '' })
})

test('cargo deny', () => {
  const deny = () => complaint(cargoDenyPath, ['--locked', '--workspace', 'check', 'bans', 'licenses', 'sources'])
  const allow = /"MIT", /
  assertNames(withChange('deny.toml', allow, '', deny), { 'license is not explicitly allowed': '' })
  assertNames(withChange('deny.toml', /deny = \["/, 'deny = ["sha2", "', deny), { "crate 'sha2 = ": '' })
})

test('the version of Rust that dependencies ask for', () => {
  const check = [
    '--input-type=module',
    '--eval',
    "import('./tools/checks.mjs').then((checks) => checks.checkRustVersions())",
  ]
  const said = withChange('Cargo.toml', /^rust-version = .*/m, 'rust-version = "1.85"', () =>
    complaint(process.execPath, check),
  )
  assertNames(said, { 'edgesign says Rust 1.85, but ': '' })
})

test('oxlint and prettier', () => {
  const faults = { 'js/fault.js': SCRIPT }
  const said = withFaults(faults, () => complaint(process.execPath, ['node_modules/oxlint/bin/oxlint', 'js']))
  assertNames(said, SCRIPT)
  const prettier = ['node_modules/prettier/bin/prettier.cjs', '--check', 'js']
  assertNames(
    withFaults(faults, () => complaint(process.execPath, prettier)),
    { 'js/fault.js': '' },
  )
})

test('tsc', () => {
  const tsc = ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.json']
  assertNames(
    withFaults({ 'js/fault.js': TYPES }, () => complaint(process.execPath, tsc)),
    TYPES,
  )
  const unused = { 'tests/types/fault.ts': ['// @ts-expect-error nothing\nexport const right = 1'] }
  assertNames(
    withFaults(unused, () => complaint(process.execPath, tsc)),
    { "Unused '@ts-expect-error'": '' },
  )
})

/** Adds faults to files of the copy, for as long as `run` takes. */
function withFaults(files, run) {
  const before = Object.keys(files).map((file) => [file, read(file)])
  for (const [file, faults] of Object.entries(files)) {
    appendFileSync(join(copy, file), `\n${Object.values(faults).join('\n')}\n`)
  }
  try {
    return run()
  } finally {
    for (const [file, text] of before) {
      if (text === undefined) rmSync(join(copy, file))
      else writeFileSync(join(copy, file), text)
    }
  }
}

/** Changes a file of the copy, for as long as `run` takes. */
function withChange(file, from, to, run) {
  const text = read(file)
  assert.match(text, from)
  writeFileSync(join(copy, file), text.replace(from, to))
  try {
    return run()
  } finally {
    writeFileSync(join(copy, file), text)
  }
}

function read(file) {
  try {
    return readFileSync(join(copy, file), 'utf8')
  } catch {
    return undefined
  }
}

/** Runs a program in the copy, which has to fail; what it says. */
function complaint(command, args, env = {}) {
  // What others wrote is compiled once, for the project and for its copy.
  const shared = { CARGO_TARGET_DIR: join(root, 'target'), CARGO_TERM_COLOR: 'never', NO_COLOR: '1' }
  const options = { cwd: copy, encoding: 'utf8', maxBuffer: 1 << 26, env: { ...process.env, ...shared, ...env } }
  const { status, stdout, stderr, error } = spawnSync(command, args, options)
  assert.equal(error, undefined)
  assert.notEqual(status, 0, `${command} ${args.join(' ')} found nothing`)
  return stdout + stderr
}

/** Holds that every name of `faults` is in what was said. */
function assertNames(said, faults) {
  const missed = Object.keys(faults).filter((name) => !said.includes(name))
  assert.deepEqual(missed, [], String(said))
}
