// `npm test`: sets up what is missing, builds, and runs every suite; prints how long each took.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.mjs'
import { checkDependencies, checkDocumentation, checkRustVersions } from './checks.mjs'
import { fuzz } from './fuzz.mjs'
import { recordPassed } from './passed.mjs'
import { packageSuites } from './package.mjs'
import { buildPage } from './page.mjs'
import { output, root, run } from './run.mjs'
import { buildServer, startServer } from './server.mjs'
import { setupTests, testRunnerPath } from './setup.mjs'

const times = []
const timed = async (name, suite) => {
  console.log(`\n== ${name}`)
  const start = Date.now()
  await suite()
  times.push(`${((Date.now() - start) / 1000).toFixed(1).padStart(7)} s  ${name}`)
}

await timed('setup', setupTests)
await timed('build: the package', build)
await timed('build: the S3 server', buildServer)
await timed('build: the demo page', buildPage)

const dir = mkdtempSync(join(tmpdir(), 'edgesign-test-'))
const server = await startServer(dir, ['--port', '0', '--control-port', '0', '--bucket', 'e2e', '--bucket', 'other'])
const env = { ...process.env, EDGESIGN_S3: server.s3, EDGESIGN_CONTROL: server.control }

await timed('lints', () => {
  run('cargo', ['fmt', '--all', '--check'])
  run('cargo', ['clippy', '--quiet', '--locked', '--workspace', '--all-targets', '--', '-D', 'warnings'])
  for (const module of ['signer', 'many', 'verifier']) {
    run('cargo', [
      ...['clippy', '--quiet', '--locked', '-p', 'edgesign', '--lib'],
      ...['--features', `module,${module}`, '--target', 'wasm32-unknown-unknown', '--', '-D', 'warnings'],
    ])
  }
  run('cargo', ['fmt', '--manifest-path', 'fuzz/Cargo.toml', '--check'])
  run('cargo', [
    ...['clippy', '--quiet', '--locked', '--manifest-path', 'fuzz/Cargo.toml', '--target-dir', 'target/fuzz-lints'],
    ...['--', '-D', 'warnings'],
  ])
  const bench = ['--manifest-path', 'bench/native/Cargo.toml']
  run('cargo', ['fmt', ...bench, '--check'])
  // Without criterion, which takes as long as all of the rest.
  run('cargo', [
    'clippy',
    '--quiet',
    '--locked',
    ...bench,
    '--lib',
    '--target-dir',
    'target/bench',
    '--',
    '-D',
    'warnings',
  ])
  checkRustVersions()
  run(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--check', '.'])
  run(process.execPath, ['node_modules/oxlint/bin/oxlint', 'js', 'tools', 'tests', 'worker', 'www', 'bench'])
  run(process.execPath, ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.json'])
  run(process.execPath, ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.cli.json'])
  run(process.execPath, ['node_modules/typescript/bin/tsc', '--project', 'worker/tsconfig.json'])
  run(process.execPath, ['node_modules/typescript/bin/tsc', '--project', 'www/tsconfig.json'])
  run(process.execPath, ['node_modules/typescript/bin/tsc', '--project', 'worker/vendor/tsconfig.json'])
  run(process.execPath, ['node_modules/typescript/bin/tsc', '--project', 'worker/gateway/tsconfig.json'])
})
await timed('lints bite', () => run(process.execPath, ['--test', 'tests/run/lints.test.mjs']))
await timed('a release, tried', () => run(process.execPath, ['--test', 'tests/run/release.test.mjs']))
await timed('Rust: documentation', checkDocumentation)
await timed('Rust: dependencies', checkDependencies)
await timed('Rust: the core', () => run('cargo', ['test', '--quiet', '--locked', '-p', 'edgesign']))
await timed('Rust: the S3 server', () => run('cargo', ['test', '--quiet', '--locked', '-p', 'edgesign-devserver']))
await timed('Rust: a minute of fuzzing', fuzz)
await timed('Rust: in Chromium', () => {
  const test = ['test', '--locked', '-p', 'edgesign', '--target', 'wasm32-unknown-unknown']
  const browser = {
    CHROMEDRIVER: output('which', ['chromedriver']),
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: testRunnerPath,
  }
  run('cargo', [...test, '--test', 'wasm'], { env: { ...env, ...browser } })
  const simd = `target.wasm32-unknown-unknown.rustflags=['-Ctarget-feature=+simd128']`
  run('cargo', [...test, '--lib', '--config', simd, 'lanes'], { env: { ...env, ...browser } })
})
await timed('JavaScript: Node', () =>
  run(
    process.execPath,
    ['--test', 'tests/run/node.test.mjs', 'tests/run/memory.test.mjs', 'tests/run/readme.test.mjs'],
    { env },
  ),
)
await timed('JavaScript: the command line', () => {
  const suites = ['aws-cli', 'settings', 'usage', 'secrets', 'server', 'debug'].map(
    (name) => `tests/cli/${name}.test.mjs`,
  )
  run(process.execPath, ['--test', ...suites], { env })
})
// One by one: vitest fails where a project has no tests, but not where another one has.
for (const project of ['contract', 'worker', 'vendor', 'gateway']) {
  await timed(`JavaScript: workerd, ${project}`, () =>
    run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--project', project], { env }),
  )
}
await timed('The Worker, over sockets', () => run(process.execPath, ['--test', 'tests/run/worker.test.mjs'], { env }))
await timed('Both Workers, over sockets', () =>
  run(process.execPath, ['--test', 'tests/run/two-workers.test.mjs'], { env }),
)
await timed('The gateway, over sockets', () =>
  run(process.execPath, ['--test', 'tests/run/gateway.test.mjs', 'tests/run/gateway-pages.test.mjs']),
)
await timed('npm run worker', () => run(process.execPath, ['--test', 'tests/run/worker-command.test.mjs']))
await timed('JavaScript: Chromium', () => run(process.execPath, ['--test', 'tests/run/chromium.test.mjs'], { env }))
for (const name of ['page', 'samples', 'static', 'looks']) {
  await timed(`The page: ${name}`, () => run(process.execPath, ['--test', `tests/www/${name}.test.mjs`]))
}
for (const [name, suite] of packageSuites(join(dir, 'package'))) await timed(name, suite)

await timed('JavaScript: beside its peers', () => run(process.execPath, ['--test', 'tests/run/peers.test.mjs']))
await timed('The benchmark', () => run(process.execPath, ['--test', 'tests/run/bench.test.mjs']))
await timed('JavaScript: as botocore', () =>
  run(process.execPath, [
    '--test',
    'tests/run/operations.test.mjs',
    'tests/run/botocore.test.mjs',
    'tests/run/botocore-forms.test.mjs',
  ]),
)
await timed('JavaScript: grants', () => run(process.execPath, ['--test', 'tests/run/grants.test.mjs']))
await timed('JavaScript: credentials', () => {
  const suites = ['asked', 'answers', 'connections', 'refused', 'workerd']
  run(process.execPath, ['--test', ...suites.map((name) => `tests/credentials/${name}.test.mjs`)])
})
await timed('JavaScript: why it fails', () => {
  const suites = [
    ...['inspect', 'hosts', 'operations', 'failures', 'documented', 'first', 'credentials', 'secrets'],
    ...['page', 'browsers'],
  ]
  run(process.execPath, ['--test', ...suites.map((name) => `tests/debug/${name}.test.mjs`)])
})
await timed('JavaScript: HLS', () =>
  run(process.execPath, ['--test', 'tests/hls/rewrite.test.mjs', 'tests/hls/player.test.mjs']),
)
await timed('JavaScript: on Swift', () => run(process.execPath, ['--test', 'tests/run/swift.test.mjs']))
await timed('JavaScript: on Ceph', () => run(process.execPath, ['--test', 'tests/run/ceph.test.mjs']))
await timed('JavaScript: on ministack', () => run(process.execPath, ['--test', 'tests/run/ministack.test.mjs']))

server.stop()
rmSync(dir, { recursive: true, force: true })
recordPassed()
console.log(`\n${times.join('\n')}\nall suites passed in ${root.split(/[\\/]/).at(-2)}`)
