// What is in the package, and what the tools that judge packages say of it.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { lstatSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { app, matches, output, tarball, tool } from './installed.mjs'

const installed = join(app, 'node_modules/edgesign')
const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))

test('it was copied here, not linked to where it was made', () => {
  assert.equal(lstatSync(installed).isSymbolicLink(), false)
  assert.deepEqual(
    readdirSync(join(app, 'node_modules')).filter((name) => !name.startsWith('.')),
    ['edgesign'],
  )
  assert.equal(readdirSync(join(app, 'node_modules')).includes('.bin'), manifest.bin !== undefined)
})

test('the files are those that are meant to be in it', () => {
  const entries = readdirSync(installed, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  matches('files', paths.map((path) => path.slice(installed.length + 1).replaceAll('\\', '/')).sort())
})

test('every entry exports what it is meant to', () => {
  matches('exports', JSON.parse(output(process.execPath, ['surface.js'])))
})

test('nothing comes along or runs at installation', () => {
  const dependencies = Object.keys(manifest).filter((name) => /dependenc/i.test(name) && name !== 'devDependencies')
  assert.deepEqual(dependencies, [])
  // https://docs.npmjs.com/cli/using-npm/scripts: these run where a package is installed; node-gyp if it finds its file
  const atInstall = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare', 'prepublish']
  assert.deepEqual(
    Object.keys(manifest.scripts).filter((name) => atInstall.includes(name)),
    [],
  )
  assert.equal(readdirSync(installed).includes('binding.gyp'), false)
})

test('publint finds nothing', () => {
  const { stdout, status } = spawnSync(process.execPath, [tool('publint/src/cli.js'), 'run', tarball, '--strict'], {
    encoding: 'utf8',
  })
  assert.equal(status, 0, stdout)
  assert.match(stdout, /All good!/)
})

/** What attw may find, and why it is accepted: [kind, how it resolves, entries]. */
const ACCEPTED = [
  // `moduleResolution: node10` knows no `exports`, so no package with subpaths but for stub folders. TypeScript 6 has
  // deprecated it, TypeScript 7 has none.
  [
    'NoResolution',
    'node10',
    [
      '.',
      './slim',
      './edgesign.wasm',
      './endpoints',
      './grants',
      './credentials',
      './debug',
      './hls',
      './many',
      './many/slim',
      './many.wasm',
      './verify',
      './verify/slim',
      './verify.wasm',
    ],
  ],
  // The package is ES modules only. CommonJS reaches it with `import()`, and with `require` from Node 20.19 on: tested
  // with the programs.
  [
    'CJSResolvesToESM',
    'node16-cjs',
    [
      ...['.', './slim', './endpoints', './grants', './credentials', './debug', './hls'],
      ...['./many', './many/slim', './verify', './verify/slim'],
    ],
  ],
  // Only Cloudflare Workers, whose modules are ES modules, import the files themselves.
  ['CJSResolvesToESM', 'node16-cjs', ['./edgesign.wasm', './many.wasm', './verify.wasm']],
]

test('attw finds what is accepted, and nothing else', () => {
  const { stdout } = spawnSync(process.execPath, [tool('@arethetypeswrong/cli/dist/index.js'), tarball, '-f', 'json'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  const { analysis } = JSON.parse(stdout)
  assert.equal(analysis.types.kind, 'included')
  const found = analysis.problems.map(({ kind, resolutionKind, entrypoint, ...rest }) =>
    [kind, resolutionKind, entrypoint ?? JSON.stringify(rest)].join(' '),
  )
  const accepted = ACCEPTED.flatMap(([kind, how, entries]) => entries.map((entry) => [kind, how, entry].join(' ')))
  assert.deepEqual(found.sort(), accepted.sort())
})
