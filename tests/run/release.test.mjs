// tools/release.mjs --dry-run, in a repository of its own that is ready to be released, and what keeps it from that.

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const repository = mkdtempSync(join(tmpdir(), 'edgesign-release-'))
after(() => rmSync(repository, { recursive: true, force: true }))

const env = {
  ...process.env,
  CARGO_TARGET_DIR: join(root, 'target'),
  ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  ...{
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@example.com',
  },
  // Whatever runs this, nothing here is a workflow that may publish.
  ...{ GITHUB_REPOSITORY: '', ACTIONS_ID_TOKEN_REQUEST_URL: '' },
}
const git = (...args) => execFileSync('git', args, { cwd: repository, env, encoding: 'utf8' })
/** Higher than any that is published, which npm looks at even in a dry run. */
const VERSION = '9999.0.0'

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
const present = files.split('\0').filter((file) => file !== '' && existsSync(join(root, file)))
for (const file of [...present, 'wasm']) {
  cpSync(join(root, file), join(repository, file), { recursive: true })
}
change('CHANGELOG.md', /^## \[Unreleased\]$/m, `## [Unreleased]\n\n## [${VERSION}] - 2026-11-25`)
for (const file of ['package.json', 'package-lock.json']) change(file, /"version": ".*?"/, `"version": "${VERSION}"`)
change('Cargo.toml', /^version = .*/m, `version = "${VERSION}"`)
for (const file of ['Cargo.lock', 'fuzz/Cargo.lock']) {
  change(file, /^name = "edgesign"\nversion = .*/m, `name = "edgesign"\nversion = "${VERSION}"`)
}
git('init', '--quiet')
commit()
const ready = git('rev-parse', 'HEAD').trim()

test('a commit that is ready could be published, and is not', () => {
  const { status, said } = release('--dry-run')
  assert.equal(status, 0, said)
  assert.match(said, /could be published: nothing was/)
  assert.match(said, /\(dry-run\)/)
})

test('only the release workflow publishes', () => {
  const { status, said } = release()
  assert.notEqual(status, 0)
  assert.match(said, /only the release workflow publishes/)
  assert.match(release('--dryrun').said, /usage/)
})

/** What is wrong, how it comes to be, and whether the suite has passed since. */
const FAULTS = {
  'uncommitted changes': () => writeFileSync(join(repository, 'new.txt'), ''),
  'npm test has not passed': () => {
    appendFileSync(join(repository, 'README.md'), '\nAn afterthought.\n')
    commit({ passed: false })
  },
  'the package is not the one': () => appendFileSync(join(repository, 'wasm/inline.js'), '// another build\n'),
  'Cargo.toml says 1.2.3': () => {
    change('Cargo.toml', /^version = .*/m, 'version = "1.2.3"')
    commit()
  },
  'fuzz/Cargo.lock says 1.2.3': () => {
    change('fuzz/Cargo.lock', /^name = "edgesign"\nversion = .*/m, 'name = "edgesign"\nversion = "1.2.3"')
    commit()
  },
  'expected an empty [Unreleased]': () => {
    change('CHANGELOG.md', /^## \[Unreleased\]$/m, '## [Unreleased]\n\n- More.')
    commit()
  },
  'YYYY-MM-DD" after [Unreleased]': () => {
    change('CHANGELOG.md', / - 2026-11-25/, '')
    commit()
  },
  'not expected in the package: js/notes.txt': () => {
    writeFileSync(join(repository, 'js/notes.txt'), '')
    commit()
  },
  'not in the package: LICENSE-MIT': () => {
    change('package.json', /"LICENSE-APACHE",\s+"LICENSE-MIT"/, '"LICENSE-APACHE"')
    commit()
  },
  'no install scripts': () => {
    change('package.json', /"scripts": \{/, '"scripts": {\n    "postinstall": "true",')
    commit()
  },
}

for (const [message, fault] of Object.entries(FAULTS)) {
  test(`no release: ${message}`, () => {
    git('reset', '--quiet', '--hard', ready)
    git('clean', '--quiet', '-df')
    cpSync(join(root, 'wasm'), join(repository, 'wasm'), { recursive: true })
    pass()
    fault()
    const { status, said } = release('--dry-run')
    assert.notEqual(status, 0)
    assert.ok(said.includes(message), said)
  })
}

/** Commits everything; the suite is said to have passed for it, if not told otherwise. */
function commit({ passed = true } = {}) {
  git('add', '--all')
  git('commit', '--quiet', '--message', 'A commit')
  if (passed) pass()
}

function pass() {
  const script = "import('./tools/passed.mjs').then((passed) => passed.recordPassed())"
  execFileSync(process.execPath, ['--eval', script], { cwd: repository, env })
}

function change(file, from, to) {
  const path = join(repository, file)
  const text = readFileSync(path, 'utf8')
  assert.match(text, from)
  writeFileSync(path, text.replace(from, to))
}

function release(...args) {
  const script = join(repository, 'tools/release.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: dirname(script),
    env,
    encoding: 'utf8',
  })
  return { status, said: stdout + stderr }
}
