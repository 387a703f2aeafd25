// Where secrets are not: after every call, the whole memory of the WebAssembly instances is searched.

import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { Presigner, deriveSigningKey, presign, presignPost, presignUrl, sign } from 'edgesign'
import { presignChunks, presignMany, presign as presignOne } from 'edgesign/many'
import { verify } from 'edgesign/verify'
import { wasmExports as manyExports } from '../../js/many/wasm.js'
import { wasmExports as verifierExports } from '../../js/verify/wasm.js'
import { wasmExports } from '../../js/wasm.js'
import { midstate } from './midstate.mjs'

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey }
const signingDate = new Date('2026-11-24T00:00:00Z')
const several = { region: 'eu-west-1', bucket: 'media', credentials, signingDate }
const options = { ...several, key: 'k' }

const hmac = (key, message) => createHmac('sha256', key).update(message).digest()
const date = hmac(`AWS4${secretAccessKey}`, '20261124')
const region = hmac(date, 'eu-west-1')
const service = hmac(region, 's3')
const signingKey = hmac(service, 'aws4_request')
/** HMAC's inner and outer key (RFC 2104): as good as the key. */
const padded = (key) => [0x36, 0x5c].map((pad) => Buffer.from(key.subarray(0, 24).map((byte) => byte ^ pad)))

/** What HMAC keeps of a key after its first block, in both byte orders: half of the words would be found. */
function midstates(key) {
  return [0x36, 0x5c].flatMap((pad) => {
    const words = midstate(
      Buffer.alloc(64)
        .fill(key, 0, key.length)
        .map((byte) => byte ^ pad),
    ).slice(0, 4)
    return ['writeUInt32LE', 'writeUInt32BE'].map((write) => {
      const bytes = Buffer.alloc(16)
      words.forEach((word, i) => bytes[write](word, 4 * i))
      return bytes
    })
  })
}

const SECRETS = [Buffer.from(secretAccessKey), date, region, service, signingKey]
const KEYS = [Buffer.from(`AWS4${secretAccessKey}`), ...SECRETS.slice(1)]
const TRACES = [...SECRETS, ...KEYS.flatMap(padded), ...KEYS.flatMap(midstates)]

const memory = () => Buffer.from(wasmExports().memory.buffer)
const manyMemory = () => Buffer.from(manyExports().memory.buffer)
const verifierMemory = () => Buffer.from(verifierExports().memory.buffer)
const found = (search = memory) => TRACES.flatMap((trace, index) => (search().includes(trace) ? [index] : []))

test('the state of SHA-256 after a block is the known one', () => {
  const message = Buffer.from('a'.repeat(55))
  const block = Buffer.alloc(64)
  block.set(message)
  block.set([0x80], 55)
  block.writeUInt32BE(8 * 55, 60)
  const hash = midstate(block).map((word) => word.toString(16).padStart(8, '0'))
  assert.equal(hash.join(''), createHash('sha256').update(message).digest('hex'))
})

test('the search finds what is there', () => {
  verify({ method: 'GET', url: presign('GetObject', options).url }, { region: 'eu-west-1', credentials })
  presignMany('GetObject', { ...several, keys: ['k'] })
  for (const searched of [memory, manyMemory, verifierMemory]) {
    TRACES.forEach((trace, index) => {
      const at = searched().length - 4096
      searched().set(trace, at)
      assert.deepEqual(found(searched).includes(index), true)
      searched().fill(0, at, at + trace.length)
    })
    assert.deepEqual(found(searched), [])
  }
})

const delegated = {
  ...credentials,
  secretAccessKey: undefined,
  signingKey,
  date: '20261124',
  region: 'eu-west-1',
  service: 's3',
}
const url = 'https://media.s3.eu-west-1.amazonaws.com/k'
const any = { service: 's3', region: 'eu-west-1', credentials, signingDate }
const form = { ...options, key: 'in/${filename}', contentLengthRange: [1, 5], startsWith: { 'content-type': 'image/' } }
const calls = {
  'presign with a secret': () => presign('GetObject', options),
  'presign with a signing key': () => presign('GetObject', { ...options, credentials: delegated }),
  'presign with several signing keys': () => presign('GetObject', { ...options, credentials: [delegated, delegated] }),
  'presign with a long key': () =>
    presign('PutObject', { ...options, key: 'ü'.repeat(500), metadata: { a: 'b'.repeat(2000) } }),
  presignPost: () => presignPost(form),
  'presignPost with a signing key and a token': () =>
    presignPost({ ...form, credentials: { ...delegated, sessionToken: 't'.repeat(1000) } }),
  presignUrl: () => presignUrl(url, any),
  sign: () => sign({ url, method: 'PUT', body: 'x'.repeat(100_000) }, any),
  deriveSigningKey: () => deriveSigningKey(credentials, { region: 'eu-west-1', date: signingDate }),
  'presignUrl with a signing key': () => presignUrl(url, { ...any, credentials: delegated }),
  'sign with a signing key': () => sign({ url, method: 'PUT', body: 'x' }, { ...any, credentials: delegated }),
  'deriveSigningKey with a signing key': () => deriveSigningKey(delegated, { region: 'eu-west-1', date: signingDate }),
  'presign with a session token': () =>
    presign('GetObject', { ...options, credentials: { ...credentials, sessionToken: 't'.repeat(4096) } }),
  'a bad key': () => presign('GetObject', { ...options, key: '..' }),
  'an unknown operation': () => presign('Nothing', options),
  'an expired credential': () =>
    presign('GetObject', { ...options, credentials: { ...credentials, expiration: signingDate } }),
  'another date': () =>
    presign('GetObject', { ...options, credentials: delegated, signingDate: new Date('2026-11-25T00:00:00Z') }),
  'another region': () => presign('GetObject', { ...options, credentials: delegated, region: 'eu-west-2' }),
  'a bad service': () => presignUrl(url, { ...any, credentials: delegated, service: 'sts' }),
  'a bad URL': () => presignUrl('https://h.example/?a=b+c', any),
  'a bad body hash': () => sign({ url, body: { sha256: 'short' } }, any),
  'a bad lifetime': () => presign('GetObject', { ...options, expiresIn: 0 }),
  'a bad endpoint': () => presign('GetObject', { ...options, endpoint: 'https://u@h.example' }),
  'a bad form': () => presignPost({ ...form, fields: { success_action_status: '404' } }),
  'a bad size of a form': () => presignPost({ ...form, metadata: { a: 'a'.repeat(8000), b: 'b'.repeat(8000) } }),
  'a bad size': () => presign('GetObject', { ...options, key: 'k'.repeat(1025) }),
  'a bad secret': () =>
    presign('GetObject', { ...options, credentials: { ...credentials, secretAccessKey: `${secretAccessKey}\n` } }),
  'a bad scope to derive for': () => deriveSigningKey(delegated, { region: 'eu-west-2', date: signingDate }),
  'a bad header': () => presign('PutObject', { ...options, headers: { host: 'h' } }),
  'a bad token': () => presign('PutObject', { ...options, credentials: { ...credentials, sessionToken: ' ' } }),
  'a bad signing key': () =>
    presign('PutObject', { ...options, credentials: [delegated, { ...delegated, date: 'never' }] }),
}

for (const [name, call] of Object.entries(calls)) {
  test(`no secret is left after ${name}`, () => {
    const fails = /^an? (bad|un|ex|other)|^another/.test(name)
    if (fails) assert.throws(call, { name: 'SigningError' })
    else assert.ok(call())
    assert.deepEqual(found(), [])
  })
}

const keys = Array.from({ length: 300 }, (_, at) => `${'k'.repeat(at)}/${at}`)
const batches = {
  'many with a secret': () => presignMany('GetObject', { ...several, keys }),
  'many with a signing key': () => presignMany('GetObject', { ...several, keys, credentials: delegated }),
  none: () => presignMany('GetObject', { ...several, keys: [] }),
  'one after another': () => ['a', 'b', 'c'].map((key) => presignOne('GetObject', { ...several, key })),
  'a bad key among many': () => presignMany('GetObject', { ...several, keys: [...keys.slice(0, 9), '..'] }),
}

for (const [name, call] of Object.entries(batches)) {
  test(`no secret is left after presigning ${name}`, () => {
    if (name.startsWith('a bad')) assert.throws(call, { name: 'SigningError', index: 9 })
    else assert.ok(call())
    assert.deepEqual(found(manyMemory), [])
  })
}

test('a million keys take the memory of one chunk', () => {
  const million = (function* () {
    for (let at = 0; at < 1_000_000; at++) yield `users/42/${at}.jpg`
  })()
  const sizes = new Set()
  let count = 0
  for (const { urls } of presignChunks('GetObject', { ...several, keys: million })) {
    count += urls.length
    sizes.add(manyMemory().length)
  }
  assert.equal(count, 1_000_000)
  assert.ok(Math.max(...sizes) <= 1024 * 1024, [...sizes].join())
})

const verifying = { region: 'eu-west-1', credentials, now: signingDate }
const received = { method: 'GET', url: presign('GetObject', options).url }
const header = sign({ url, method: 'PUT', body: 'x'.repeat(100_000) }, any)
const verifications = {
  'a URL': () => verify(received, verifying),
  'a URL, with a signing key': () => verify(received, { ...verifying, credentials: delegated }),
  'a header': () => verify(header, verifying),
  'a header and its body': () => verify(header, { ...verifying, body: 'x'.repeat(100_000) }),
  'a request that is refused': () => verify({ ...received, method: 'PUT' }, verifying),
  'a request that nobody signed': () => verify({ method: 'GET', url }, verifying),
  'a form that nobody signed': () => verify({ url, fields: { key: 'k' } }, verifying),
}

for (const [name, call] of Object.entries(verifications)) {
  test(`no secret is left after verifying ${name}`, () => {
    assert.equal(call().ok, !/refused|nobody/.test(name))
    assert.deepEqual(found(verifierMemory), [])
  })
}

test('100,000 verifications leave the memory as large as it was', () => {
  const all = Object.values(verifications).filter((_, index) => index !== 3)
  for (let i = 0; i < 1000; i++) all.forEach((call) => call())
  const before = verifierMemory().length
  for (let i = 0; i < 100_000; i++) all[i % all.length]()
  assert.equal(verifierMemory().length, before)
})

test('200,000 Presigners and URLs leave the memory as large as it was', () => {
  const call = () =>
    new Presigner({ region: 'eu-west-1', bucket: 'media', credentials }).presign('GetObject', { key: 'k' })
  for (let i = 0; i < 1000; i++) call()
  const before = memory().length
  for (let i = 0; i < 200_000; i++) call()
  assert.equal(memory().length, before)
})

test('20,000 errors leave the memory as large as it was', () => {
  const failing = () => {
    for (const call of Object.values(calls).slice(-2)) assert.throws(call, { name: 'SigningError' })
  }
  failing()
  const before = memory().length
  for (let i = 0; i < 10_000; i++) failing()
  assert.equal(memory().length, before)
})

test('what one call needs is not kept for the next', () => {
  const old = wasmExports().memory
  sign({ url, method: 'PUT', body: 'x'.repeat(2_000_000) }, any)
  assert.ok(old.buffer.byteLength > 2_000_000)
  assert.equal(
    Buffer.from(old.buffer).every((byte) => byte === 0),
    true,
  )
  presign('GetObject', options)
  assert.ok(memory().length < 1_000_000)
})

test('a trap is an error, and the next call gets a new instance', () => {
  const { url: signed } = presign('GetObject', options)
  sign({ url, method: 'PUT', body: 'x'.repeat(2_000_000) }, any) // its instance is not kept
  const { Instance } = WebAssembly
  let old
  WebAssembly.Instance = function instantiate(module) {
    const { exports } = new Instance(module)
    old = exports.memory
    // Nothing can be read behind the end of the memory.
    this.exports = { ...exports, sign: (_, length) => exports.sign(old.buffer.byteLength, length) }
  }
  try {
    assert.throws(
      () => presign('GetObject', options),
      ({ code, cause }) => code === 'ERR_INTERNAL' && cause instanceof WebAssembly.RuntimeError,
    )
  } finally {
    WebAssembly.Instance = Instance
  }
  assert.equal(
    Buffer.from(old.buffer).every((byte) => byte === 0),
    true,
  )
  assert.equal(presign('GetObject', options).url, signed)
  assert.notEqual(wasmExports().memory, old)
  assert.deepEqual(found(), [])
})

test('slim signs once it has the module', () => {
  // A process of its own, which nothing has brought a module yet.
  const script = `
    import { initialize, presign, randomKey } from 'edgesign/slim'
    import { readFileSync } from 'node:fs'
    for (const call of [() => randomKey(''), () => presign('GetObject', options())]) {
      try { call() } catch (error) { console.log(error.name, error.code) }
    }
    initialize(new WebAssembly.Module(readFileSync('wasm/edgesign_bg.wasm')))
    console.log(presign('GetObject', options()).url)
    function options() {
      const options = ${JSON.stringify(options)}
      return { ...options, signingDate: new Date(options.signingDate) }
    }`
  const cwd = new URL('../..', import.meta.url)
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd, encoding: 'utf8' })
  const notReady = 'SigningError ERR_WASM_NOT_READY'
  assert.deepEqual(output.trim().split('\n'), [notReady, notReady, presign('GetObject', options).url])
})

test('want of stack costs the instance, and nothing else', () => {
  const expected = presign('GetObject', options).url
  const asked = { ...options, key: 'z'.repeat(300), credentials: { ...credentials, sessionToken: 't'.repeat(1500) } }
  const down = (depth) => (depth > 0 ? [down(depth - 1)] : presign('GetObject', asked))
  const fits = (depth) => {
    try {
      return Boolean(down(depth))
    } catch {
      return false
    }
  }
  let failed = 0
  for (let round = 0; round < 20; round++) {
    let [most, over] = [100, 100_000] // anew each time: compiled code needs less
    while (over - most > 1) {
      const middle = (most + over) >> 1
      if (fits(middle)) most = middle
      else over = middle
    }
    for (let depth = most - 3; depth < most + 60; depth++) {
      failed += Number(!fits(depth))
      assert.equal(wasmExports() === undefined || found().length === 0, true)
      assert.equal(presign('GetObject', options).url, expected)
    }
  }
  assert.ok(failed > 0)
})

test('slim verifies once it has the module', () => {
  const script = `
    import { initialize, verify } from 'edgesign/verify/slim'
    import { readFileSync } from 'node:fs'
    const options = ${JSON.stringify({ region: 'eu-west-1', credentials })}
    const call = () => verify(${JSON.stringify(received)}, { ...options, now: new Date('${signingDate.toISOString()}') })
    try { call() } catch (error) { console.log(error.name, error.code) }
    initialize(new WebAssembly.Module(readFileSync('wasm/verify/verify_bg.wasm')))
    console.log(call().key)`
  const cwd = new URL('../..', import.meta.url)
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd, encoding: 'utf8' })
  assert.deepEqual(output.trim().split('\n'), ['SigningError ERR_WASM_NOT_READY', 'k'])
})
