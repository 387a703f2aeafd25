// Publishes the package to npm and the crate to crates.io, from the workflow that a tag starts
// (.github/workflows/release.yml). `--dry-run` does everything but publish, and asks for no login.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkPassed, packed } from './passed.mjs'
import { fail, output, root, run } from './run.mjs'

const TEXTS = ['README.md', 'CHANGELOG.md', 'LICENSE-APACHE', 'LICENSE-MIT', 'package.json']
const EXPECTED =
  /^(js\/.+\.(js|d\.ts)|wasm\/(edgesign_bg|many\/many_bg|verify\/verify_bg)\.(js|wasm)|wasm\/((many|verify)\/)?(imports|inline)\.js)$/
const PUBLISH = ['publish', '--provenance', '--ignore-scripts', '--access', 'public']
const read = (file) => readFileSync(join(root, file), 'utf8')
const manifest = JSON.parse(read('package.json'))
const { name, version } = manifest

const args = process.argv.slice(2)
if (args.some((arg) => arg !== '--dry-run')) fail('usage: node tools/release.mjs [--dry-run]')
const dryRun = args.length > 0

if (!dryRun) checkWorkflow()
checkCommitted()
checkVersions()
checkPassed()
checkPackage()
// Builds the crate from what would be uploaded.
run('cargo', ['package', '--quiet', '--locked', '-p', name])
if (dryRun) run('npm', [...PUBLISH, '--dry-run'])
else publish()
console.log(`${name} ${version} ${dryRun ? 'could be published: nothing was' : 'is published'}`)

/** Provenance says which workflow of which repository built a package; nothing else can be believed to have. */
function checkWorkflow() {
  const { GITHUB_REPOSITORY: repository, ACTIONS_ID_TOKEN_REQUEST_URL: idToken } = process.env
  if (!repository || !idToken) fail('only the release workflow publishes; try --dry-run')
  const url = manifest.repository?.url ?? ''
  if (!url.endsWith(`/${repository}.git`)) fail(`package.json: expected a repository of ${repository}, not "${url}"`)
  const tags = output('git', ['tag', '--points-at', 'HEAD'])?.split('\n') ?? []
  if (!tags.includes(`v${version}`)) fail(`this commit has no tag v${version}`)
}

function checkCommitted() {
  const changes = output('git', ['status', '--porcelain']) ?? fail('this is no git repository')
  if (changes !== '') fail(`uncommitted changes:\n${changes}`)
}

/** All that say a version say the same, and the changelog says what is in it. */
function checkVersions() {
  const inLock = /^name = "edgesign"\nversion = "(.+)"/m
  const versions = {
    'package-lock.json': JSON.parse(read('package-lock.json')).version,
    'Cargo.toml': /^version = "(.+)"/m.exec(read('Cargo.toml'))?.[1],
    'Cargo.lock': inLock.exec(read('Cargo.lock'))?.[1],
    'fuzz/Cargo.lock': inLock.exec(read('fuzz/Cargo.lock'))?.[1],
  }
  for (const [file, found] of Object.entries(versions)) {
    if (found !== version) fail(`${file} says ${found}, package.json ${version}`)
  }
  const [unreleased, latest] = read('CHANGELOG.md').split(/^## /m).slice(1)
  if (!/^\[Unreleased\]\s*$/.test(unreleased ?? '')) fail('CHANGELOG.md: expected an empty [Unreleased] first')
  const heading = `[${version}] - `
  if (!latest?.startsWith(heading) || !/^\d{4}-\d\d-\d\d\n/.test(latest.slice(heading.length))) {
    fail(`CHANGELOG.md: expected "## ${heading}YYYY-MM-DD" after [Unreleased]`)
  }
}

/** What people install: all that package.json names, the licences, and nothing by accident. */
function checkPackage() {
  const files = new Set(packed().files.map(({ path }) => path))
  const named = targets([manifest.exports, manifest.bin ?? []]).map((path) => path.replace(/^\.\//, ''))
  const missing = [...named, ...TEXTS].filter((path) => !files.has(path))
  if (missing.length > 0) fail(`not in the package: ${missing.join(', ')}`)
  const strange = [...files].filter((path) => !EXPECTED.test(path) && !TEXTS.includes(path))
  if (strange.length > 0) fail(`not expected in the package: ${strange.join(', ')}`)
  const scripts = Object.keys(manifest.scripts).filter((script) => /install|prepare|publish|pack/.test(script))
  if (scripts.length > 0 || manifest.dependencies) fail('the package may have no install scripts and no dependencies')
}

/** The files that an entry of package.json names, under whatever conditions. */
function targets(entry) {
  return typeof entry === 'string' ? [entry] : Object.values(entry).flatMap(targets)
}

/** Each where it is not published yet, so that a release that failed halfway can be run again. */
function publish() {
  if (output('npm', ['view', `${name}@${version}`, 'version']) !== version) {
    run('npm', PUBLISH)
  }
  const published = output('cargo', ['info', '--registry', 'crates-io', `${name}@${version}`])
  if (published === undefined) run('cargo', ['publish', '--locked', '--no-verify', '-p', name])
}
