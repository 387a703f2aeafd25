// The benchmark, with so little work that its times say nothing: what it prints, and that it times no URL that is wrong.

import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { after, test } from 'node:test'
import { presign } from 'edgesign'
import { blocksOf } from '../../bench/blocks.mjs'
import { check } from '../../bench/check.mjs'
import { LIBRARIES, NOTHING, OURS, SHA256 } from '../../bench/libraries.mjs'
import { startNode } from '../../bench/node.mjs'
import { measureRequests } from '../../bench/requests.mjs'
import { measure } from '../../bench/rounds.mjs'
import { measured, write } from '../../bench/sections.mjs'
import { limit, limitOfMany, nativeTable, requests } from '../../bench/table.mjs'
import { BUCKET, EXPIRES_IN, REGION, credentialsOf, keysOf, playlistOf } from '../../bench/work.js'
import { root } from '../../tools/run.mjs'

const dir = mkdtempSync(join(tmpdir(), 'edgesign-bench-'))
after(() => rmSync(dir, { recursive: true, force: true }))

const cellsOf = (line) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())

const SPREAD = /^-?[\d.]+ \(-?[\d.]+ to -?[\d.]+\)$/
const NUMBER = /^-?[\d.]+$/

for (const [name, title] of [
  ['node', `Node ${process.versions.node}`],
  ['workerd', 'workerd '],
  ['chromium', 'Chromium '],
]) {
  test(`the table of ${name}`, async () => {
    const section = await measured(name, { keys: 3, rounds: 1 })
    assert.ok(section.startsWith(`### ${title}`), section)
    const [head, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'))
    const ratios = OURS.map((ours) => `÷ ${ours.name}`)
    assert.deepEqual(cellsOf(head), [
      ...['', 'µs a URL', ...ratios, 'µs with a token', ...ratios],
      ...['first call, ms', 'and import, ms'],
    ])
    const libraries = LIBRARIES.filter(({ onlyNode }) => name === 'node' || !onlyNode)
    assert.deepEqual(
      rows.map((row) => cellsOf(row)[0]),
      libraries.map((library) => library.name),
    )
    for (const [index, row] of rows.map(cellsOf).entries()) {
      const noTokens = libraries[index].noTokens
      const expected = [
        ...[SPREAD, ...OURS.map(() => NUMBER)],
        ...(noTokens ? [/^knows none$/, ...OURS.map(() => /^$/)] : [SPREAD, ...OURS.map(() => NUMBER)]),
        ...[SPREAD, SPREAD],
      ]
      const [, ...cells] = row
      assert.equal(cells.length, expected.length)
      cells.forEach((cell, column) => assert.match(cell, expected[column], `${row}`))
    }
    assert.match(
      section,
      /A block of SHA-256 takes the module -?[\d.]+ \(-?[\d.]+ to -?[\d.]+\) ns\.\n\nWithout a token, 27\.0 /,
    )
    assert.equal(/\n\nA request whose answer is a playlist of 3 segments/.test(section), name === 'workerd')
  })
}

const asked = (token, count = 2) => ({ token, count })
const signed = (token, key, { operation = 'GetObject', ...rest } = {}) => {
  const credentials = credentialsOf(token)
  return presign(operation, { region: REGION, bucket: BUCKET, expiresIn: EXPIRES_IN, key, credentials, ...rest }).url
}
const urlsOf = (token, count = 2) => keysOf(count).map((key) => signed(token, key))

test('URLs are checked', () => {
  const [key] = keysOf(1)
  const [url, other] = urlsOf(true)
  check('it', [url, other], asked(true))
  check('it', urlsOf(false), asked(false))
  const wrong = {
    'too few': [url],
    'another key': [other, url],
    'another signature': [url.replace(/.{8}$/, '00000000'), other],
    'no token': urlsOf(false),
    'another operation': [signed(true, key, { operation: 'GetObjectTagging' }), other],
    'another bucket': [signed(true, key, { bucket: 'other' }), other],
    'another region': [signed(true, key, { region: 'eu-west-2' }), other],
    'another expiry': [signed(true, key, { expiresIn: 301 }), other],
  }
  for (const [why, urls] of Object.entries(wrong)) assert.throws(() => check('it', urls, asked(true)), /it/, why)
  assert.throws(() => check('it', urlsOf(true), asked(false)), /it/)
})

/** A runtime in which everything takes a millisecond, and libraries sign what they are told. */
const runtimeOf = (urls) => ({
  name: 'none',
  run: async ({ file }, { token, count }) => ({
    time: file === SHA256.file ? 0.064 * count : 1,
    urls: urls(file, token, count),
  }),
  first: async () => ({ load: 2, sign: 1 }),
  stop: async () => {},
})

test('what is timed has been checked, with and without a token', async () => {
  const [fine, tokenless] = [
    { file: 'fine', name: 'fine' },
    { file: 'tokenless', name: 'tokenless', noTokens: true },
  ]
  const right = (file, token, count) => urlsOf(token && file === 'fine', count)
  const work = { keys: 2, rounds: 3 }
  const { times, block } = await measure(runtimeOf(right), [fine, tokenless], work)
  assert.deepEqual(block, [500, 500, 500]) // ns of 128 bodies
  assert.deepEqual(times.get(fine).plain, [500, 500, 500])
  assert.deepEqual(times.get(tokenless).token, [])
  await assert.rejects(measure(runtimeOf(right), [{ ...tokenless, noTokens: false }], work), /InvalidToken/)
  const knowing = [{ ...fine, noTokens: true }]
  await assert.rejects(measure(runtimeOf(right), knowing, work), /Missing expected rejection/)
  for (const bad of [true, false]) {
    const wrong = (file, token, count) => urlsOf(token, count).map((url) => (token === bad ? `${url}0` : url))
    await assert.rejects(measure(runtimeOf(wrong), [fine], work), /fine/)
  }
})

test('all run as often before they are timed, and first calls come last', async () => {
  const asked = []
  const { run, ...runtime } = runtimeOf((_, token, count) => urlsOf(token, count))
  const noted = async (kind, { file }) => asked.push(`${kind} ${file}`)
  const noting = {
    ...runtime,
    run: (library, work) => noted('run', library).then(() => run(library, work)),
    first: (library) => noted('first', library).then(() => runtime.first(library)),
  }
  const libraries = ['a', 'b'].map((file) => ({ file, name: file }))
  await measure(noting, libraries, { keys: 2, rounds: 1 })
  const times = (what, among = asked) => among.filter((one) => one === what).length
  // Three times and then once, without and with a token; a block takes two bodies.
  assert.deepEqual([times('run a'), times('run b'), times(`run ${SHA256.file}`)], [8, 8, 8])
  const afterwards = asked.slice(asked.indexOf('first a'))
  assert.deepEqual(afterwards, [...Array(3).fill('first a'), ...Array(3).fill('first b')])
})

test('a process can be asked many times', async () => {
  const warnings = []
  process.on('warning', ({ message }) => warnings.push(message))
  const runtime = await startNode()
  for (let i = 0; i < 12; i++) await runtime.run(NOTHING, { token: false, count: 0 })
  await runtime.stop()
  assert.deepEqual(warnings, [])
})

test('the answers to whole requests are checked', async () => {
  const asked = []
  const runtimeOf = (answer) => ({
    answer: async (kind, count, isolate) => {
      asked.push(`${kind} ${isolate}`)
      return { time: isolate === 'later' ? 1 : 2, text: answer(kind, count) }
    },
  })
  const answers = (urls) => ({ stored: playlistOf(keysOf(2)), playlist: playlistOf(urls), urls: urls.join('\n') })
  const work = { keys: 2, rounds: 2 }
  const times = await measureRequests(
    runtimeOf((kind) => answers(urlsOf(false))[kind]),
    work,
  )
  const each = { first: [2, 2], later: [1, 1] }
  assert.deepEqual(times, { playlist: each, stored: each, urls: each })
  const isolates = asked.filter((path) => !path.endsWith(' later'))
  assert.equal(new Set(isolates).size, 6, `${isolates}`)
  for (const bad of ['playlist', 'urls']) {
    const wrong = (kind) => answers(urlsOf(kind === bad))[kind]
    await assert.rejects(measureRequests(runtimeOf(wrong), work), new RegExp(`a request for ${bad}: `))
  }
})

test('blocks of SHA-256', () => {
  const { secretAccessKey } = credentialsOf(false)
  // HMAC of so little as a date takes four: two of its key, the date, and the hash of both. The string to sign has 133
  // bytes and the canonical request 285: with 9 bytes and more behind them, 3 blocks and 5.
  const [url] = urlsOf(false, 1)
  const blocks = blocksOf(url, secretAccessKey)
  assert.deepEqual(blocks, { key: 16, request: 5, signature: 6 })
  const requestOf = (length) => blocksOf(signed(false, 'k'.repeat(length)), secretAccessKey).request
  assert.deepEqual([requestOf(60), requestOf(61)], [5, 6]) // 311 bytes and 312
  assert.throws(() => blocksOf(url.replace(/.$/, 'x'), secretAccessKey))
  assert.match(limit([blocks], [100], [5.4]), /^27\.0 blocks a URL \(16 for .* take 2\.70 µs, 50 % of `presign`$/)
  assert.match(limitOfMany([blocks], [100], [0.5]), /^8\.00 of them .* take 0\.80 µs, and `presignMany` takes 0\.50$/)
})

test('the line of whole requests', () => {
  const times = (first, later) => ({ first: [first], later: [later] })
  const said = requests({ playlist: times(20, 10), stored: times(4, 2), urls: times(8, 6) }, 5)
  const expected = [
    ['playlist of 5 segments, presigned on its way through, takes', 10, 20],
    ['the same playlist as it is takes', 2, 4],
    ['5 URLs of `presignMany` takes', 6, 8],
  ]
  for (const [words, later, first] of expected) {
    const [one, other] = [later, first].map((time) => `${time.toPrecision(3)} \\([^)]*\\)`)
    assert.match(said, new RegExp(`${words} ${one} ms of CPU, and ${other} in a new isolate`))
  }
})

test('the table of Rust', () => {
  const rows = [
    { name: 'ours', one: [1000, 3000, 2000], many: [1500] },
    { name: 'theirs', one: [4000], many: [3000] },
    { name: 'all at once', many: [300] },
  ]
  assert.deepEqual(nativeTable(rows).split('\n').map(cellsOf).slice(2), [
    ['ours', '2.00 (1.00 to 3.00)', '1.00', '1.50 (1.50 to 1.50)', '1.00'],
    ['theirs', '4.00 (4.00 to 4.00)', '2.00', '3.00 (3.00 to 3.00)', '2.00'],
    ['all at once', '', '', '0.30 (0.30 to 0.30)', '0.20'],
  ])
})

test('a section goes where its last one was', async () => {
  const file = join(dir, 'README.md')
  const names = ['node', 'workerd', 'chromium', 'native']
  writeFileSync(file, readFileSync(join(root, 'bench/README.md')))
  for (const name of names) await write(name, `### ${name} was here`, file)
  const text = readFileSync(file, 'utf8')
  for (const name of names) {
    assert.ok(text.includes(`<!-- ${name} -->\n\n### ${name} was here\n\n<!-- end of ${name} -->`), name)
  }
  await assert.rejects(write('elsewhere', '', file), /no place for elsewhere/)
})

test('options that are none', () => {
  const said = (...args) => {
    const { status, stderr } = spawnSync(process.execPath, ['bench/run.mjs', ...args], { cwd: root, encoding: 'utf8' })
    assert.notEqual(status, 0)
    return stderr
  }
  assert.match(said('--keys', '0'), /edgesign: --keys 0: expected a whole number from 1/)
  assert.match(said('--rounds', 'many'), /edgesign: --rounds many: expected a whole number from 1/)
  assert.match(
    said('--only', 'elsewhere'),
    /edgesign: --only elsewhere: expected node or workerd or chromium or native/,
  )
  assert.match(said('--fast'), /Unknown option '--fast'/)
})
