// Our command line against AWS's own, on the same command lines, environments, files and clock. Equal means: scheme, host,
// path and every query parameter with its value, byte by byte as they stand in the URL, the signature among them; only
// the order of the parameters may differ. Where the AWS CLI refuses, ours does.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { awsCli } from '../../tools/aws-cli.mjs'
import { endpoints, profiles } from './cases/profiles.mjs'
import { requests } from './cases/requests.mjs'
import { texts } from './cases/texts.mjs'
import { NOW, cli, makeHome } from './run.mjs'

/** What both are given; the AWS CLI asks no metadata service, and has no other host for us-east-1. */
const BOTH = { AWS_EC2_METADATA_DISABLED: 'true', AWS_S3_US_EAST_1_REGIONAL_ENDPOINT: 'regional' }

function prepare({ argv, env, config, credentials, elsewhere = {} }) {
  const home = makeHome({ config, credentials })
  mkdirSync(join(home, 'elsewhere'))
  for (const [name, content] of Object.entries(elsewhere)) writeFileSync(join(home, 'elsewhere', name), content)
  return { argv, env: { HOME: home, ...BOTH, ...env }, home }
}

/** What the AWS CLI says to each, all in one process. */
function askAws(prepared) {
  const now = NOW.toISOString().slice(0, 19)
  const input = prepared.map(({ argv, env }) => ({ argv: ['s3', 'presign', ...argv], env, now }))
  const { status, stdout, stderr } = spawnSync(awsCli(), [join(import.meta.dirname, 'aws_cli.py')], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  assert.equal(status, 0, stderr)
  return JSON.parse(stdout)
}

/** The URL with its parameters in order, and nothing decoded. */
function parts(stdout) {
  const [address, query] = stdout.trimEnd().split('?')
  return [address, ...query.split('&').sort()]
}

function compare(cases) {
  const prepared = cases.map(prepare)
  const theirs = askAws(prepared)
  assert.equal(theirs.length, cases.length)
  cases.forEach(({ name, refused }, index) => {
    const { argv, env, home } = prepared[index]
    const [their, our] = [theirs[index], cli(['presign', ...argv], { env, home })]
    assert.equal(their.status === 0, refused === undefined, `${name}: the AWS CLI: ${their.stderr}`)
    if (refused !== undefined) return assertRefused(our, refused, name)
    assert.equal(our.stderr, '', name)
    assert.deepEqual(parts(our.stdout), parts(their.stdout), name)
  })
}

function assertRefused({ status, stdout, stderr }, says, name) {
  assert.deepEqual([status, stdout], [1, ''], name)
  assert.match(stderr, says, name)
}

test('keys, buckets, regions, tokens, lifetimes and endpoints', () => compare(requests))

test('the environment, the files and their profiles', () => compare(profiles))

test('endpoint URLs', () => compare(endpoints))

test('how the files are written', () => compare(texts))

test('what the AWS CLI signs and we do not', () => {
  const env = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_DEFAULT_REGION: 'eu-west-1' }
  const cases = {
    ERR_INVALID_KEY: ['s3://media/../other/a.txt'], // no client sends such a path as it is signed
    ERR_INVALID_EXPIRES_IN: ['s3://media/a.txt', '--expires-in', '604801'], // S3 answers 400
  }
  const prepared = Object.values(cases).map((argv) => prepare({ argv, env }))
  askAws(prepared).forEach(({ status }) => assert.equal(status, 0))
  Object.keys(cases).forEach((code, index) => {
    const { argv, home } = prepared[index]
    assert.match(cli(['presign', ...argv], { env, home }).stderr, new RegExp(`^edgesign: ${code}: `))
  })
})
