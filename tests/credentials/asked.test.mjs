// What is asked for credentials, compared with botocore.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { deriveSigningKey as derive } from 'edgesign'
import {
  assumeRole,
  assumeRoleWithWebIdentity,
  createSession,
  deriveSigningKey,
  getSessionToken,
} from 'edgesign/credentials'
import { toIamPolicy } from 'edgesign/grants'
import { botocore } from '../../tools/oracles.mjs'
import {
  FIELDS,
  answerXml,
  bucket,
  credentials,
  credentialsXml,
  expected,
  good,
  grant,
  region,
  role,
  startFakeSts,
  unavailable,
  webIdentityToken,
} from './sts.mjs'

/** Each function, what it is asked, and the same for botocore. */
const CASES = [
  [assumeRole, { ...role, credentials }, 'AssumeRole', { RoleArn: role.roleArn, RoleSessionName: 'edge' }],
  [
    assumeRole,
    {
      ...{ ...role, durationSeconds: 900, externalId: 'a b+c&d=é%20', sourceIdentity: 'user@example.com', grant },
      ...{ policyArns: ['arn:aws:iam::aws:policy/A', 'arn:aws:iam::aws:policy/B'], tags: { team: 'a b', 'x/y': '*' } },
      ...{ transitiveTagKeys: ['team'], serialNumber: 'arn:aws:iam::123456789012:mfa/user', tokenCode: '012345' },
      credentials: { ...credentials, sessionToken: FIELDS.SessionToken, expiration: FIELDS.Expiration },
    },
    'AssumeRole',
    {
      ...{ RoleArn: role.roleArn, RoleSessionName: 'edge', DurationSeconds: 900, ExternalId: 'a b+c&d=é%20' },
      Policy: JSON.stringify(toIamPolicy(grant)).replace('日本', '\\u65e5\\u672c').replace('日本', '\\u65e5\\u672c'),
      PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/A' }, { arn: 'arn:aws:iam::aws:policy/B' }],
      Tags: [
        { Key: 'team', Value: 'a b' },
        { Key: 'x/y', Value: '*' },
      ],
      ...{ TransitiveTagKeys: ['team'], SerialNumber: 'arn:aws:iam::123456789012:mfa/user', TokenCode: '012345' },
      SourceIdentity: 'user@example.com',
    },
  ],
  [
    assumeRoleWithWebIdentity,
    { ...role, webIdentityToken, durationSeconds: 3600, policy: { Version: '2012-10-17', Statement: [] } },
    'AssumeRoleWithWebIdentity',
    {
      ...{ RoleArn: role.roleArn, RoleSessionName: 'edge', WebIdentityToken: webIdentityToken, DurationSeconds: 3600 },
      Policy: '{"Version":"2012-10-17","Statement":[]}',
    },
  ],
  [getSessionToken, { credentials }, 'GetSessionToken', {}],
  [
    getSessionToken,
    { credentials, durationSeconds: 3600, serialNumber: 'GAHT12345678', tokenCode: '123456' },
    'GetSessionToken',
    { DurationSeconds: 3600, SerialNumber: 'GAHT12345678', TokenCode: '123456' },
  ],
  [createSession, { credentials, bucket }, 'CreateSession', { Bucket: bucket }],
  [
    createSession,
    { credentials, bucket, sessionMode: 'ReadOnly' },
    'CreateSession',
    { Bucket: bucket, SessionMode: 'ReadOnly' },
  ],
]
const serviceOf = (operation) => (operation === 'CreateSession' ? 's3' : 'sts')

test('what is asked is what botocore asks, signed as it signs, and the answer is read', async () => {
  const sts = await startFakeSts()
  const asked = []
  for (const [ask, options] of CASES) {
    const answer = await ask({ endpoint: sts.endpoint, region, ...options })
    assert.deepEqual(answer, expected)
    assert.ok(Object.isFrozen(answer))
    asked.push(sts.requests.at(-1))
  }
  await sts.close()
  const theirs = askedByBotocore(
    CASES.map(([, options, operation, params], index) => ({
      ...{ service: serviceOf(operation), operation, params, region },
      ...signedCase(sts.endpoint, asked[index], options),
    })),
  )
  for (const [index, { method, headers, body }] of asked.entries()) {
    const { method: theirMethod, headers: theirHeaders, body: pairs, authorization } = theirs[index]
    assert.equal(method, theirMethod)
    assert.deepEqual(parametersOf(body), textsOf(pairs ?? {}))
    assert.ok(!body.includes('+'), 'Ceph does not decode a +')
    if (pairs) assert.equal(headers['content-type'], theirHeaders['Content-Type'].split(';')[0])
    assert.equal(headers['x-amz-create-session-mode'], theirHeaders['x-amz-create-session-mode'])
    assert.equal(headers.authorization, CASES[index][1].credentials && authorization)
  }
})

/** What botocore needs to sign the request that was sent. */
function signedCase(endpoint, { method, path, headers, body }, { credentials: given }) {
  if (given === undefined) return {}
  const signed = /SignedHeaders=([^,]*)/.exec(headers.authorization)[1].split(';')
  const own = (name) => !['host', 'x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'].includes(name)
  const kept = signed.filter(own).map((name) => [name, headers[name]])
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headers['x-amz-date']).map(Number)
  const [year, month, ...rest] = parts
  return {
    date: Date.UTC(year, month - 1, ...rest) / 1000,
    credentials: {
      access_key: given.accessKeyId,
      secret_key: given.secretAccessKey,
      token: given.sessionToken ?? null,
    },
    sent: { method, url: endpoint + path, headers: Object.fromEntries(kept), body },
  }
}

const textsOf = (pairs) => Object.fromEntries(Object.entries(pairs).map(([name, value]) => [name, String(value)]))
const parametersOf = (body) => Object.fromEntries(new URLSearchParams(body))

function askedByBotocore(cases) {
  const input = cases.map((line) => JSON.stringify(line)).join('\n')
  const program = fileURLToPath(new URL('../botocore/ask.py', import.meta.url))
  const { status, stdout, stderr } = spawnSync(botocore(), [program], { input, encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  const lines = stdout.trim().split('\n')
  assert.equal(lines.length, cases.length)
  return lines.map((line) => JSON.parse(line))
}

test("without an endpoint, AWS's of the region is asked, in every partition", async () => {
  const regions = [
    ...['eu-west-1', 'us-east-1', 'us-gov-west-1', 'cn-north-1', 'eusc-de-east-1', 'us-iso-east-1'],
    ...['us-isob-east-1', 'eu-isoe-west-1', 'us-isof-south-1'],
  ]
  const urls = []
  const fetch = async (url, { redirect }) => {
    assert.equal(redirect, 'manual')
    urls.push(url)
    const headers = { 'content-type': 'application/xml; charset=utf-8' }
    const isExpress = url.includes('?session')
    const body = isExpress
      ? `<CreateSessionResult>${credentialsXml()}</CreateSessionResult>`
      : answerXml('GetSessionToken')
    return new Response(body, { headers })
  }
  for (const region of regions) {
    await getSessionToken({ region, credentials, fetch })
    await createSession({ region, credentials, bucket, fetch })
  }
  const theirs = askedByBotocore(
    regions.flatMap((region) => [
      { service: 'sts', operation: 'GetSessionToken', params: {}, region },
      { service: 's3', operation: 'CreateSession', params: { Bucket: bucket }, region },
    ]),
  )
  assert.deepEqual(
    urls.map((url) => url.replace('?session=', '?session')),
    theirs.map(({ url }) => url),
  )
})

test('an endpoint may have a base path, and a directory bucket a host of its own there', async () => {
  const urls = []
  const fetch = async (url) => {
    urls.push(url)
    throw new Error('offline')
  }
  const options = { region, credentials, bucket, fetch }
  for (const endpoint of ['https://sts.example.com', 'https://sts.example.com/base/', 'http://10.0.0.1:9000/base']) {
    await assert.rejects(assumeRole({ ...role, region, credentials, fetch, endpoint }), unavailable('AssumeRole'))
    await assert.rejects(createSession({ ...options, endpoint }), unavailable('CreateSession'))
  }
  assert.deepEqual(urls, [
    'https://sts.example.com/',
    `https://${bucket}.sts.example.com/?session=`,
    'https://sts.example.com/base/',
    `https://${bucket}.sts.example.com/base/?session=`,
    'http://10.0.0.1:9000/base/',
    `http://10.0.0.1:9000/base/${bucket}?session=`,
  ])
})

test('a web identity is all that is sent: nothing signed, no credentials', async () => {
  const sts = await startFakeSts()
  await assumeRoleWithWebIdentity({ endpoint: sts.endpoint, region, ...role, webIdentityToken })
  await sts.close()
  const [{ headers, path, body }] = sts.requests
  assert.deepEqual(
    Object.keys(headers).filter((name) => /^(authorization|cookie|x-amz-)/.test(name)),
    [],
  )
  assert.equal(path, '/')
  assert.ok(body.includes(webIdentityToken))
})

test("a session policy is the grant's in the role's partition, or one's own as it is", async () => {
  const sent = async (options) => {
    const sts = await startFakeSts()
    await assumeRole({ endpoint: sts.endpoint, region, credentials, ...role, ...options })
    await sts.close()
    return new URLSearchParams(sts.requests[0].body).get('Policy')
  }
  const resource = async (roleArn) => JSON.parse(await sent({ roleArn, grant })).Statement[0].Resource
  assert.equal(await resource('arn:aws-cn:iam::1:role/a'), 'arn:aws-cn:s3:::media/users/日本 42/*')
  assert.equal(await resource('arn:aws:iam:::role/signer'), 'arn:aws:s3:::media/users/日本 42/*')
  assert.equal(await resource('arn:xxx:xxx:xxx:xxxx'), 'arn:aws:s3:::media/users/日本 42/*') // what MinIO's documentation gives
  assert.equal(await sent({ policy: ' {"Version": "2012-10-17"} ' }), ' {"Version": "2012-10-17"} ')
  assert.equal(await sent({ policy: 'a'.repeat(2048) }), 'a'.repeat(2048))
  assert.equal(await sent({ policy: { a: '€ b' } }), '{"a":"\\u20ac b"}')
  assert.equal(await sent({}), null)
})

test('fetch is called as a function, not as a method', async () => {
  const fetch = async function () {
    assert.equal(this, undefined)
    return new Response(good, { headers: { 'content-type': 'text/xml' } })
  }
  assert.deepEqual(await assumeRole({ ...role, region, credentials, fetch }), expected)
  assert.equal(deriveSigningKey, derive)
})
