// What is typed and what comes back, in this process and from the installed program.

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { KEYS, cli, makeHome } from './run.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const env = { ...KEYS, AWS_REGION: 'eu-west-1' }
const KEY = 's3://media/a b.txt'

test('--help and --version', () => {
  for (const argv of [['--help'], ['-h'], ['presign', '--help'], ['presign', KEY, '--help']]) {
    const { status, stdout, stderr } = cli(argv, { env: {} })
    assert.deepEqual([status, stderr], [0, ''])
    for (const option of ['expires-in', 'method', 'region', 'endpoint-url', 'profile', 'json', 'help', 'version'])
      assert.match(stdout, new RegExp(`^ .*--${option}\\b`, 'm'))
    assert.ok(stdout.split('\n').every((line) => line.length <= 120))
  }
  assert.deepEqual(cli(['--version'], { env: {} }), { status: 0, stdout: `${version}\n`, stderr: '' })
})

test('usage that is not followed: status 2, nothing on standard output', () => {
  const wrong = [
    ...[[], ['sign'], ['presign'], ['presign', KEY, KEY], ['presign', KEY, '--expires', '1'], ['presign', KEY, '-x']],
    ...['1h', '1.5', '', 'NaN', '0x10', '1e3', ' 1'].map((seconds) => ['presign', KEY, '--expires-in', seconds]),
    ...['POST', 'PATCH', '', 'constructor', 'G ET'].map((method) => ['presign', KEY, '--method', method]),
    ...['region', 'endpoint-url', 'profile', 'method', 'expires-in'].map((name) => ['presign', KEY, `--${name}`]),
    ...['region', 'endpoint-url', 'profile'].map((name) => ['presign', KEY, `--${name}`, '']),
    ...[
      ['presign', KEY, '--region', '--json'],
      ['presign', KEY, '--json=yes'],
    ],
  ]
  for (const argv of wrong) {
    const { status, stdout, stderr } = cli(argv, { env })
    assert.deepEqual([status, stdout], [2, ''], argv.join(' '))
    assert.match(stderr, /^edgesign: ERR_USAGE: .*\(see edgesign --help\)\n$/, argv.join(' '))
  }
})

test('what cannot be signed: status 1, the code of the library', () => {
  const wrong = {
    ERR_INVALID_BUCKET: [
      ['presign', 's3:///a'],
      ['presign', 's3://a b/c'],
      ['presign', 'https://media/a'],
    ],
    ERR_INVALID_KEY: [
      ['presign', 's3://media'],
      ['presign', 's3://media/'],
      ['presign', 's3://media/../b'],
    ],
    ERR_INVALID_EXPIRES_IN: ['0', '604801', '9'.repeat(400)].map((n) => ['presign', KEY, '--expires-in', n]),
    ERR_INVALID_REGION: [['presign', KEY, '--region', 'eu west']],
    ERR_INVALID_ENDPOINT: [['presign', KEY, '--endpoint-url', 'ftp://example.com']],
  }
  for (const [code, commands] of Object.entries(wrong)) {
    for (const argv of commands) {
      const { status, stdout, stderr } = cli(argv, { env })
      assert.deepEqual([status, stdout], [1, ''], argv.join(' '))
      assert.match(stderr, new RegExp(`^edgesign: ${code}: .*\n$`), argv.join(' '))
    }
  }
})

test('--method, each as the library signs it, and --json', async () => {
  const { presign } = await import('edgesign')
  const operations = {
    GET: 'GetObject',
    HEAD: 'HeadObject',
    PUT: 'PutObject',
    DELETE: 'DeleteObject',
    put: 'PutObject',
  }
  for (const [method, operation] of Object.entries(operations)) {
    const { stdout } = cli(['presign', KEY, '--method', method, '--json', '--expires-in', '60'], { env })
    const { expiresAt, ...made } = JSON.parse(stdout)
    assert.deepEqual(Object.keys(made), ['url', 'method', 'headers', 'expiresIn', 'limitedBy'])
    assert.equal(made.method, method.toUpperCase())
    const credentials = { accessKeyId: KEYS.AWS_ACCESS_KEY_ID, secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY }
    const options = { region: 'eu-west-1', bucket: 'media', key: 'a b.txt', expiresIn: 60, credentials }
    const expected = presign(operation, { ...options, signingDate: new Date('2026-11-24T12:00:00Z') })
    assert.deepEqual([made.url, expiresAt], [expected.url, expected.expiresAt.toISOString()])
    assert.equal(cli(['presign', KEY, '--method', method, '--expires-in', '60'], { env }).stdout, `${made.url}\n`)
  }
})

test("the README's commands", () => {
  const section = /## From the command line\n\n```sh\n(.*?)```/s.exec(
    readFileSync(join(root, 'README.md'), 'utf8'),
  )?.[1]
  const commands = section.trimEnd().split('\n')
  const keys = (id) =>
    `region = eu-west-1\naws_access_key_id = ${id}\naws_secret_access_key = ${KEYS.AWS_SECRET_ACCESS_KEY}\n`
  const home = makeHome({ credentials: `[default]\n${keys('AKIADEFAULT')}[uploads]\n${keys('AKIAUPLOADS')}` })
  const [download, upload, local] = commands.map((command) => {
    const [npx, name, ...argv] = command.split(' ')
    assert.deepEqual([npx, name], ['npx', 'edgesign'])
    const { status, stdout, stderr } = spawn(process.execPath, [join(root, 'js/cli/bin.js'), ...argv], {
      HOME: home,
      USERPROFILE: home,
    })
    assert.deepEqual([status, stderr], [0, ''], command)
    return stdout
  })
  assert.match(
    download,
    /^https:\/\/media\.s3\.eu-west-1\.amazonaws\.com\/photo\.jpg\?.*=AKIADEFAULT%2F.*-Expires=300&/,
  )
  assert.equal(JSON.parse(upload).method, 'PUT')
  assert.match(JSON.parse(upload).url, /^https:\/\/media\.s3\.[^?]*\/incoming\/photo\.jpg\?.*=AKIAUPLOADS%2F/)
  assert.match(local, /^http:\/\/127\.0\.0\.1:9000\/media\/photo\.jpg\?/)
})

/** The program in a process of its own; nothing of this one's environment reaches it but where programs are. */
function spawn(program, argv, vars) {
  const { status, stdout, stderr } = spawnSync(program, argv, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...vars },
  })
  return { status, stdout, stderr }
}

test('the program, with the clock of the machine', () => {
  const program = [process.execPath, join(root, 'js/cli/bin.js')]
  const run = (argv, vars) => spawn(program[0], [program[1], ...argv], vars)
  const before = Date.now() - 1000
  const { status, stdout, stderr } = run(['presign', KEY, '--json'], env)
  const { url, expiresAt, expiresIn } = JSON.parse(stdout)
  assert.deepEqual([status, stderr, expiresIn], [0, '', 3600])
  assert.match(url, /^https:\/\/media\.s3\.eu-west-1\.amazonaws\.com\/a%20b\.txt\?/)
  assert.ok(Date.parse(expiresAt) - 3_600_000 >= before && Date.parse(expiresAt) - 3_600_000 <= Date.now())
  assert.deepEqual(run(['--version'], {}), { status: 0, stdout: `${version}\n`, stderr: '' })
  assert.equal(run([], {}).status, 2)
  const home = makeHome({ config: '[default]\nregion = eu-west-1\ncredential_process = x\n' })
  const failed = run(['presign', KEY], { HOME: home, USERPROFILE: home })
  assert.deepEqual([failed.status, failed.stdout], [1, ''])
  assert.match(failed.stderr, /^edgesign: ERR_CREDENTIALS_UNAVAILABLE: credential_process of the profile: [^\n]*\n$/)
})

test('the program as npm installs it, without any other package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'edgesign-installed-'))
  const npm = (...args) =>
    execFileSync('npm', args, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' })
  try {
    const [{ filename }] = JSON.parse(npm('pack', '--json', '--ignore-scripts', '--pack-destination', folder))
    npm('install', '--prefix', folder, '--offline', '--no-audit', '--no-fund', join(folder, filename))
    const program = join(folder, 'node_modules/.bin/edgesign')
    assert.deepEqual(spawn(program, ['--version'], {}), { status: 0, stdout: `${version}\n`, stderr: '' })
    assert.match(
      spawn(program, ['presign', KEY], env).stdout,
      /^https:\/\/media\.s3\..*X-Amz-Signature=[0-9a-f]{64}\n$/,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a reader that has had enough is no error', () => {
  const command = `"${process.execPath}" "${join(root, 'js/cli/bin.js')}" --help | { exec 0<&-; sleep 1; }`
  const { stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' })
  assert.equal(stderr, '')
})
