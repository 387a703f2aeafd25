// No secret is ever printed: not in an error about it, not in one about the line or the argument that it is in.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endpoints, profiles } from './cases/profiles.mjs'
import { requests } from './cases/requests.mjs'
import { texts } from './cases/texts.mjs'
import { ID, KEYS, SECRET, cli } from './run.mjs'

const KEY = 's3://media/a.txt'
const env = { ...KEYS, AWS_REGION: 'eu-west-1' }
const keys = `aws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`

/** Every run of eight characters of the secret: a part of it is too much, too. */
const PARTS = Array.from({ length: SECRET.length - 7 }, (_, start) => SECRET.slice(start, start + 8))

function assertSilent({ stdout, stderr }, name) {
  const said = decodeURIComponent(stdout) + stderr
  const shown = PARTS.find((part) => said.toLowerCase().includes(part.toLowerCase()))
  assert.equal(shown, undefined, `${name} prints a part of the secret`)
}

test('the scan finds a secret', () => {
  assert.throws(() => assertSilent({ stdout: '', stderr: `line 8: ${SECRET}` }, 'it'))
  assert.throws(() => assertSilent({ stdout: `x=${SECRET.slice(20).toLowerCase()}`, stderr: '' }, 'it'))
  assert.throws(() => assertSilent({ stdout: `x=${encodeURIComponent(SECRET.slice(10, 18))}`, stderr: '' }, 'it'))
})

test('as an argument', () => {
  const places = [
    ...[[SECRET], ['presign', SECRET], ['presign', `s3://${SECRET}`], ['presign', KEY, SECRET], [SECRET, KEY]],
    ...[
      ['presign', KEY, `--${SECRET}`],
      ['presign', KEY, `-${SECRET}`],
      ['presign', KEY, `--secret=${SECRET}`],
    ],
    ...[
      ['presign', KEY, `--json=${SECRET}`],
      ['presign', KEY, '--endpoint-url', `https://${SECRET}@example.com`],
    ],
    ...['region', 'endpoint-url', 'profile', 'method', 'expires-in'].flatMap((name) => [
      ['presign', KEY, `--${name}`, SECRET],
      ['presign', KEY, `--${name}=${SECRET}`],
      ['presign', KEY, `--${name}`, `-${SECRET}`],
    ]),
    ['presign', KEY, '--endpoint-url', `https://${SECRET}`],
  ]
  for (const argv of places) {
    const outcome = cli(argv, { env })
    assert.notEqual(outcome.status, 0, argv.join(' '))
    assertSilent(outcome, argv.join(' '))
  }
})

test('in a variable', () => {
  const names = [
    ...['AWS_ACCESS_KEY_ID', 'AWS_REGION', 'AWS_PROFILE', 'AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3'],
    ...['AWS_CREDENTIAL_EXPIRATION'],
  ]
  for (const name of names) {
    const outcome = cli(['presign', KEY], { env: { ...env, [name]: SECRET } })
    assert.notEqual(outcome.status, 0, name)
    assertSilent(outcome, name)
  }
})

test('as the wrong half of a key', () => {
  const given = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: SECRET }
  for (const half of [{}, { AWS_SECRET_ACCESS_KEY: ID }, { AWS_SECRET_ACCESS_KEY: SECRET }]) {
    const outcome = cli(['presign', KEY], { env: { ...given, ...half } })
    assert.match(outcome.stderr, /^edgesign: ERR_INVALID_CREDENTIALS: /)
    assertSilent(outcome, JSON.stringify(half))
  }
  const newline = cli(['presign', KEY], { env: { ...env, AWS_SECRET_ACCESS_KEY: `${SECRET}\n` } })
  assertSilent(newline, 'a secret with a newline')
  const minio = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'minioadmin', AWS_SECRET_ACCESS_KEY: 'minioadmin' }
  assert.equal(cli(['presign', KEY], { env: minio }).status, 0)
})

test('in a file, where it does not belong', () => {
  const values = ['region', 'endpoint_url', 'services', 's3', 'role_arn', 'sso_account_id', 's3 =\n  addressing_style']
  const lines = [
    ...values.map((name) => `${name} = ${SECRET}`),
    ...[SECRET, `= ${SECRET}`, `[${SECRET}`, `s3 =\n  ${SECRET}`, `[${SECRET}]\n[${SECRET}]`],
    ...[`x = ${SECRET}\nx = ${SECRET}`, `${SECRET} =\n${SECRET} =`, `aws_session_token = a\n  ${SECRET}`],
  ]
  for (const line of lines) {
    const region = line.startsWith('region') ? '' : 'region = eu-west-1\n'
    const text = `[default]\n${keys}${region}${line}\n`
    for (const given of [{ config: text }, { credentials: text }]) {
      const outcome = cli(['presign', KEY], { env: {}, ...given })
      assert.equal(outcome.status, 1, line)
      assertSilent(outcome, line)
    }
  }
})

test('in everything that is compared with the AWS CLI', () => {
  for (const { name, argv, ...given } of [...requests, ...profiles, ...endpoints, ...texts])
    assertSilent(cli(['presign', ...argv], given), name)
})
