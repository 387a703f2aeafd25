// 10,000 random requests presigned here and by botocore.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Presigner, presign } from 'edgesign'
import { verify } from 'edgesign/verify'
import { botocore } from '../../tools/oracles.mjs'
import { Draw, NASTY } from '../botocore/draw.mjs'
import { COMMON_OPERATIONS, OPERATIONS, randomRequest } from '../botocore/requests.mjs'
import { TABLE } from '../botocore/table.mjs'

const COUNT = 10_000
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32))
const draw = new Draw(seed)
const requests = Array.from({ length: COUNT }, () => randomRequest(draw))

let theirs

test(`${COUNT} random requests are presigned as by botocore (SEED=${seed} repeats them)`, () => {
  theirs = presignedByBotocore(requests.map((request) => request.theirs))
  for (const [index, request] of requests.entries()) {
    try {
      assert.deepEqual(comparable(presigned(request, index)), comparable(theirs[index]))
    } catch (error) {
      console.log(`request ${index} of SEED=${seed}:`, JSON.stringify(request, null, 2))
      throw error
    }
  }
})

test('what botocore has presigned verifies, as what it is', () => {
  for (const [index, { operation, options }] of requests.entries()) {
    const { method, url, headers, contentLength } = theirs[index]
    const sent = contentLength === undefined ? headers : { ...headers, 'content-length': String(contentLength) }
    const { endpoint, region, credentials, signingDate: now } = options
    const verified = verify({ method, url, headers: sent }, { region, credentials, endpoint, now })
    const expected = { operation, bucket: options.bucket, key: options.key }
    const { bucket, key } = verified
    assert.deepEqual(
      { ...verified, operation: verified.operation, bucket, key },
      { ...verified, ...expected },
      JSON.stringify({ options, url }),
    )
  }
})

test('all of the table of operations is drawn', () => {
  assert.deepEqual(TABLE.map(({ name }) => name).sort(), Object.keys(OPERATIONS).sort())
  for (const [operation, columns] of Object.entries(OPERATIONS)) {
    const drawn = requests.filter((request) => request.operation === operation)
    const names = new Set(
      drawn.flatMap(({ options: { query, headers, ...options } }) => Object.keys({ ...query, ...headers, ...options })),
    )
    for (const name of columns.join(' ').split(' ').filter(Boolean))
      assert(names.has(name.replace('!', '')), `${operation}: ${name}`)
    console.log(`${String(drawn.length).padStart(5)} ${operation}`)
    assert(drawn.length > COUNT / (operation in COMMON_OPERATIONS ? 50 : 500), operation)
  }
})

test('all kinds of places, credentials and characters are drawn', () => {
  const kinds = {
    'virtual-hosted': ({ theirs }) => theirs.addressingStyle === 'virtual-hosted',
    path: ({ theirs }) => theirs.addressingStyle === 'path',
    AWS: ({ theirs }) => theirs.endpoint === null,
    'another endpoint': ({ theirs }) => theirs.endpoint !== null,
    'an endpoint with a base path': ({ theirs }) => /[^/]\/[^/]/.test(theirs.endpoint ?? ''),
    'with a token': ({ theirs }) => theirs.sessionToken !== null,
    'without a token': ({ theirs }) => theirs.sessionToken === null,
    'a secret': ({ options }) => 'secretAccessKey' in options.credentials,
    'a signing key': ({ options }) => 'signingKey' in options.credentials,
    'two signing keys': ({ options }) => Array.isArray(options.credentials),
    'a parameter that S3 does not know': ({ theirs }) =>
      Object.keys(theirs.query).some((name) => !/^[a-z]{2}/.test(name)),
  }
  for (const [kind, is] of Object.entries(kinds)) {
    const count = requests.filter(is).length
    console.log(`${String(count).padStart(5)} ${kind}`)
    assert(count > COUNT / 50, kind)
  }
  for (const text of NASTY) {
    const count = requests.filter(({ options }) => options.key?.includes(text)).length
    assert(count > COUNT / 100, `${JSON.stringify(text)} in ${count} keys`)
  }
})

/** Every other one by way of a Presigner. */
function presigned({ operation, options }, index) {
  if (index % 2) return presign(operation, options)
  const { endpoint, addressingStyle, region, credentials, ...rest } = options
  return new Presigner({ endpoint, addressingStyle, region, credentials }).presign(operation, rest)
}

/** All in one process: starting botocore takes longer than a thousand signatures. */
function presignedByBotocore(cases) {
  const input = cases.map((line) => JSON.stringify(line)).join('\n')
  const program = fileURLToPath(new URL('../botocore/sign.py', import.meta.url))
  const { status, stdout, stderr } = spawnSync(botocore(), [program], { input, encoding: 'utf8', maxBuffer: 2 ** 28 })
  assert.equal(status, 0, stderr)
  const lines = stdout.trim().split('\n')
  assert.equal(lines.length, cases.length)
  return lines.map((line) => JSON.parse(line))
}

/** The order of parameters and the case of header names is free, and so are spaces in values that are signed as one. */
function comparable({ method, url, headers, contentLength }) {
  const [, scheme, host, path, query] = /^(https?):\/\/([^/?]+)(\/[^?]*)\?(.*)$/.exec(url)
  const length = contentLength === undefined ? [] : [['content-length', String(contentLength)]]
  const sent = [...Object.entries(headers), ...length].map(([name, value]) => [name.toLowerCase(), trimAll(value)])
  const parameters = query.split('&').map((pair) => pair.split('=').map(decodeURIComponent))
  return { method, scheme, host, path, parameters: parameters.sort(byName), headers: Object.fromEntries(sent) }
}

const byName = ([left], [right]) => (left < right ? -1 : 1)
const trimAll = (value) => value.trim().replace(/ +/g, ' ')
