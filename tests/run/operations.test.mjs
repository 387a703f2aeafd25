// The table of operations against the model of S3 that botocore ships, and what the operations it adds are for.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { presign } from 'edgesign'
import { botocore } from '../../tools/oracles.mjs'
import { TABLE } from '../botocore/table.mjs'

/** Operations that are not in the table, and why. */
const EXCLUDED = {
  CreateSession: 'its answer is a secret: createSession of edgesign/credentials asks for it',
  GetBucketLifecycle: 'GetBucketLifecycleConfiguration has replaced it, with the same request',
  GetBucketNotification: 'GetBucketNotificationConfiguration has replaced it, with the same request',
  ListDirectoryBuckets: 'only at the control endpoint of S3 Express, for a service of its own',
  PutBucketLifecycle: 'PutBucketLifecycleConfiguration has replaced it, with the same request',
  PutBucketNotification: 'PutBucketNotificationConfiguration has replaced it, with the same request',
  RenameObject: 'only for directory buckets of S3 Express, which take sessions',
  SelectObjectContent: 'closed to new customers since 2024; a URL would allow any query',
  WriteGetObjectResponse: 'a Lambda function sends it, to an address that it gets with its event',
}

const { status, stdout, stderr } = spawnSync(
  botocore(),
  [fileURLToPath(new URL('../botocore/model.py', import.meta.url))],
  { encoding: 'utf8', maxBuffer: 2 ** 26 },
)
assert.equal(status, 0, stderr)
const model = new Map(JSON.parse(stdout).map((operation) => [operation.name, operation]))

test('every operation of the model is in the table, or is excluded for a reason', () => {
  const names = [...TABLE.map(({ name }) => name), ...Object.keys(EXCLUDED)]
  assert.deepEqual(names.sort(), [...model.keys()].sort())
  assert.equal(model.size, 116)
})

for (const row of TABLE) {
  test(`${row.name} is as in the model`, () => {
    const { method, level, subresource, query, headers } = model.get(row.name)
    assert.deepEqual([row.method, row.level, row.subresource], [method, level, subresource])
    const parameters = Object.entries(query).map(([name, isNeeded]) => (isNeeded ? `${name}!` : name))
    assert.deepEqual(row.query.toSorted(), parameters.sort())
    const needed = Object.entries(headers).flatMap(([name, isNeeded]) => (isNeeded ? [name.toLowerCase()] : []))
    assert.deepEqual(row.headers.toSorted(), needed.sort())
  })
}

test('where AWS requires a checksum of the body, it is bound', () => {
  const needing = TABLE.filter(({ name }) => model.get(name).needsChecksum)
  assert.ok(needing.length > 20)
  for (const { name, level, query } of needing) {
    const needed = query
      .filter((parameter) => parameter.endsWith('!'))
      .map((parameter) => [parameter.slice(0, -1), 'x'])
    const { headers } = presign(name, {
      ...{ region: 'eu-west-1', bucket: 'media', credentials: EXAMPLE },
      ...(level === 'object' && { key: 'k' }),
      query: Object.fromEntries(needed),
      checksum: { algorithm: 'SHA256', value: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' },
      contentMd5: '1B2M2Y8AsgTpgAmY7PhCfg==',
    })
    assert.deepEqual(Object.keys(headers).sort(), ['content-md5', 'x-amz-checksum-sha256'], name)
  }
})

/** AWS's documented example. */
const EXAMPLE = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
