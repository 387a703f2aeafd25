// The package as npm would publish it: packed, and installed in an empty folder outside of this repository, where nothing
// of the repository can help it. `node tools/package.mjs` runs its suites, or those named, alone; `--update` writes the
// snapshot of what is in it anew.

import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fail, root, run } from './run.mjs'

const SUITES = {
  'the tarball': 'tarball',
  TypeScript: 'types',
  'Node, Bun, Deno': 'programs',
  Workers: 'workers',
  'Workers with Vite': 'vite-worker',
  pages: 'pages',
}

/**
 * Packs and installs the package in `dir`, and gives the suites that try what was installed.
 *
 * @param {string} dir
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string[]} [only] their files' names; default: all
 * @returns {[string, () => void][]}
 */
export function packageSuites(dir, env = process.env, only = []) {
  const chosen = Object.entries(SUITES).filter(([, file]) => only.length === 0 || only.includes(file))
  const suites = chosen.map(([name, file]) => [`package: ${name}`, () => test(file, { ...env, EDGESIGN_PACKAGE: dir })])
  return [['package: packed and installed', () => install(dir)], ...suites]
}

function test(file, env) {
  run(process.execPath, ['--test', `tests/package/${file}.test.mjs`], { env })
}

/** `dir/edgesign.tgz` is the package, `dir/app` the folder with nothing but it and the programs that use it. */
function install(dir) {
  const app = join(dir, 'app')
  mkdirSync(app, { recursive: true })
  refuseHelp(app)
  run('npm', ['pack', '--loglevel', 'error', '--pack-destination', dir], { stdio: ['ignore', 'ignore', 'inherit'] })
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const tarball = join(dir, 'edgesign.tgz')
  copyFileSync(join(dir, `${name}-${version}.tgz`), tarball)
  writeFileSync(join(app, 'package.json'), '{ "private": true, "type": "module" }')
  // Offline: it has no dependencies. Scripts may run: it has none.
  run('npm', ['install', '--loglevel', 'error', '--offline', tarball], { cwd: app })
  cpSync(join(root, 'tests/package/app'), app, { recursive: true })
  copyContract(app, 'edgesign')
  for (const file of ['credentials.js', 'debug.js', 'hls.js', 'many.js', 'verify-forms.js', 'others.js', 'verify.js'])
    copyFileSync(join(root, 'tests', file), join(app, file))
  copyContract(join(app, 'slim'), 'edgesign/slim')
}

/** A folder above with node_modules could stand in for what the package lacks. */
function refuseHelp(dir) {
  const modules = join(dir, 'node_modules')
  if (existsSync(modules)) fail(`${modules} is there: the package has to be installed where nothing is`)
  if (dirname(dir) !== dir) refuseHelp(dirname(dir))
}

/** The contract as it is, but for the entry of the package that it tries. */
function copyContract(dir, entry) {
  mkdirSync(dir, { recursive: true })
  for (const file of ['tests/errors.json', 'tests/grants.json', 'tests/package/app/report.js']) {
    copyFileSync(join(root, file), join(dir, basename(file)))
  }
  for (const file of ['contract.js', 'expect.js', 'forms.js', 'grants.js']) {
    const code = readFileSync(join(root, 'tests', file), 'utf8')
    const parts = code.split("from 'edgesign'")
    if (parts.length !== 2) fail(`tests/${file} has to import edgesign once`)
    writeFileSync(join(dir, file), parts.join(`from '${entry}'`))
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const dir = mkdtempSync(join(tmpdir(), 'edgesign-package-'))
  process.on('exit', () => rmSync(dir, { recursive: true, force: true }))
  const args = process.argv.slice(2)
  const only = args.filter((arg) => arg !== '--update')
  const unknown = only.filter((file) => !Object.values(SUITES).includes(file))
  if (unknown.length > 0) fail(`there is no ${unknown.join(', ')}, only ${Object.values(SUITES).join(', ')}`)
  const update = args.includes('--update') ? { EDGESIGN_UPDATE: '1' } : {}
  for (const [name, suite] of packageSuites(dir, { ...process.env, ...update }, only)) {
    console.log(`\n== ${name}`)
    suite()
  }
}
