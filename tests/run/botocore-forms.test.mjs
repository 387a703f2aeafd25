// 1,000 random forms presigned here and by botocore.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { presignPost } from 'edgesign'
import { botocore } from '../../tools/oracles.mjs'
import { Draw } from '../botocore/draw.mjs'
import { randomForm, randomPlaces } from '../botocore/forms.mjs'

const COUNT = 1000
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32))
const draw = new Draw(seed)
const places = randomPlaces(draw, 16)
const forms = Array.from({ length: COUNT }, () => randomForm(draw, draw.one(places)))

test(`${COUNT} random forms are presigned as by botocore (SEED=${seed} repeats them)`, () => {
  const ours = forms.map(({ options }) => presignPost(options))
  const theirs = presignedByBotocore(forms.map((form, i) => ({ ...form.theirs, policy: ours[i].fields.policy })))
  for (const [index, form] of forms.entries()) {
    try {
      assert.deepEqual(comparable(ours[index]), comparable(theirs[index]))
      // Of the same policy, the same signature: the order of the conditions is free.
      assert.equal(ours[index].fields['x-amz-signature'], theirs[index].signature)
    } catch (error) {
      console.log(`form ${index} of SEED=${seed}:`, JSON.stringify(form, null, 2))
      throw error
    }
  }
})

test('all kinds of forms are drawn', () => {
  const kinds = {
    'virtual-hosted': ({ theirs }) => theirs.addressingStyle === 'virtual-hosted',
    path: ({ theirs }) => theirs.addressingStyle === 'path',
    AWS: ({ theirs }) => theirs.endpoint === null,
    'another endpoint': ({ theirs }) => theirs.endpoint !== null,
    'with a token': ({ theirs }) => theirs.sessionToken !== null,
    'a signing key': ({ options }) => 'signingKey' in options.credentials,
    'a key that the sender chooses': ({ options }) => options.key.endsWith('${filename}'),
    'a length': ({ options }) => options.contentLengthRange !== undefined,
    'something open': ({ options }) => Object.keys(options.startsWith).length > 0,
    'a key that JSON escapes': ({ options }) => /["\\$\0\t]/.test(options.key.replace('${filename}', '')),
  }
  for (const [kind, is] of Object.entries(kinds)) {
    const count = forms.filter(is).length
    console.log(`${String(count).padStart(5)} ${kind}`)
    assert(count > COUNT / 20, kind)
  }
})

/** All in one process. */
function presignedByBotocore(cases) {
  const input = cases.map((line) => JSON.stringify(line)).join('\n')
  const program = fileURLToPath(new URL('../botocore/post.py', import.meta.url))
  const { status, stdout, stderr } = spawnSync(botocore(), [program], { input, encoding: 'utf8', maxBuffer: 2 ** 28 })
  assert.equal(status, 0, stderr)
  const lines = stdout.trim().split('\n')
  assert.equal(lines.length, cases.length)
  return lines.map((line) => JSON.parse(line))
}

/** The order of conditions and the case of names are free, and there are two ways to write an equality. */
function comparable({ url, fields: { policy, 'x-amz-signature': signature, ...fields } }) {
  assert.match(signature, /^[0-9a-f]{64}$/)
  const { conditions, expiration, ...rest } = JSON.parse(Buffer.from(policy, 'base64').toString())
  const ordered = conditions.map((condition) => JSON.stringify(asList(condition))).sort()
  return { url, fields: byName(fields), conditions: ordered, expiration: Date.parse(expiration), rest }
}

const byName = (fields) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]))

function asList(condition) {
  if (!Array.isArray(condition)) return Object.entries(condition).flatMap(([name, value]) => ['eq', `$${name}`, value])
  const [kind, name, value] = condition
  return kind === 'content-length-range' ? condition : [kind, name.toLowerCase(), value]
}
