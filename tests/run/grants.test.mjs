// Grants as IAM policies: the documents, what the core's table and IAM's own data say of them, and what is refused.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Presigner, SigningError } from 'edgesign'
import { revokeSessionsBefore, toDenyPolicy, toIamPolicy } from 'edgesign/grants'
import { ACTIONS, actionsOf } from '../../js/grants/actions.js'
import { parliament } from '../../tools/oracles.mjs'
import vectors from '../grants.json' with { type: 'json' }

const user = { bucket: 'media', prefix: 'users/42/', operations: ['GetObject', 'PutObject', 'ListObjectsV2'] }
const table = readFileSync(new URL('../../src/operation.rs', import.meta.url), 'utf8')
const HEADERS = [
  ...['x-amz-acl', 'x-amz-grant-read', 'x-amz-tagging', 'x-amz-object-lock-mode', 'x-amz-object-lock-legal-hold'],
  'x-amz-bypass-governance-retention',
]
const everything = { bucket: 'media', operations: Object.keys(ACTIONS), versions: true, headers: HEADERS }
const policy = (...Statement) => ({ Version: '2012-10-17', Statement })
const code = (run) => {
  try {
    run()
    return null
  } catch (error) {
    return error.code
  }
}

test('a grant under a prefix: objects, and lists of that prefix or a longer one', () => {
  assert.deepEqual(
    toIamPolicy(user),
    policy(
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::media/users/42/*' },
      {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: 'arn:aws:s3:::media',
        Condition: { StringLike: { 's3:prefix': 'users/42/*' } },
      },
    ),
  )
})

test('a grant of keys, and of a whole bucket', () => {
  const keys = { bucket: 'media', keys: ['a.txt', 'dir/ü $b.txt'], operations: ['GetObject', 'HeadObject'] }
  const Resource = ['arn:aws:s3:::media/a.txt', 'arn:aws:s3:::media/dir/ü $b.txt']
  assert.deepEqual(toIamPolicy(keys), policy({ Effect: 'Allow', Action: 's3:GetObject', Resource }))
  const operations = ['ListObjectsV2', 'HeadBucket', 'ListMultipartUploads', 'DeleteObjects', 'ListBuckets']
  const Action = ['s3:ListBucket', 's3:ListBucketMultipartUploads']
  assert.deepEqual(
    toIamPolicy({ bucket: 'media', operations }),
    policy(
      { Effect: 'Allow', Action, Resource: 'arn:aws:s3:::media' },
      { Effect: 'Allow', Action: 's3:DeleteObject', Resource: 'arn:aws:s3:::media/*' },
      { Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' },
    ),
  )
})

test('the kind and the age of a signature, the end of the grant and the partition', () => {
  const grant = { ...user, operations: ['GetObject'], notAfter: new Date('2026-12-01T00:00:00.999Z') }
  const options = { authType: 'REST-QUERY-STRING', maxSignatureAge: 900, partition: 'aws-us-gov' }
  assert.deepEqual(
    toIamPolicy(grant, options),
    policy({
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: 'arn:aws-us-gov:s3:::media/users/42/*',
      Condition: {
        StringEquals: { 's3:authType': 'REST-QUERY-STRING' },
        NumericLessThanEquals: { 's3:signatureAge': '900000' },
        DateLessThan: { 'aws:CurrentTime': '2026-12-01T00:00:00Z' },
      },
    }),
  )
  const [objects, list] = toIamPolicy({ ...user, notAfter: '2026-12-01T00:00:00Z' }, options).Statement
  assert.deepEqual(list.Condition, { StringLike: { 's3:prefix': 'users/42/*' }, ...objects.Condition })
})

test('what the fields of a grant need besides, and nothing that they do not', () => {
  const actions = (operations, fields = {}) =>
    [toIamPolicy({ bucket: 'media', operations, ...fields }).Statement[0].Action].flat().map((name) => name.slice(3))
  const headers = HEADERS.map((name) => name.toUpperCase())
  assert.deepEqual(actions(['GetObjectAttributes']), ['GetObject', 'GetObjectAttributes'])
  assert.deepEqual(actions(['GetObject', 'DeleteObject'], { versions: true }), [
    ...['GetObject', 'DeleteObject', 'GetObjectVersion', 'DeleteObjectVersion'],
  ])
  assert.deepEqual(actions(['PutObject'], { versions: true }), ['PutObject'])
  assert.deepEqual(actions(['GetObject'], { headers }), ['GetObject'])
  assert.deepEqual(actions(['UploadPart'], { headers }), ['PutObject'])
  assert.deepEqual(actions(['DeleteObject'], { headers }), ['DeleteObject', 'BypassGovernanceRetention'])
  for (const operation of ['PutObject', 'CopyObject', 'CreateMultipartUpload']) {
    const bound = ['PutObjectAcl', 'PutObjectTagging', 'PutObjectRetention', 'PutObjectLegalHold']
    assert.deepEqual(actions([operation], { headers }), ['PutObject', ...bound])
    assert.deepEqual(actions([operation], { headers: ['x-amz-website-redirect-location'] }), ['PutObject'])
  }
})

test('the denial of a grant is as wide: every version, at any time, whoever signed and how', () => {
  const grant = { ...user, operations: [...user.operations, 'ListMultipartUploads'], notAfter: '2026-12-01T00:00:00Z' }
  assert.deepEqual(
    toDenyPolicy(grant, { partition: 'aws-cn' }),
    policy(
      {
        Effect: 'Deny',
        Action: ['s3:GetObject', 's3:PutObject', 's3:GetObjectVersion'],
        Resource: 'arn:aws-cn:s3:::media/users/42/*',
      },
      {
        Effect: 'Deny',
        Action: 's3:ListBucket',
        Resource: 'arn:aws-cn:s3:::media',
        Condition: { StringLike: { 's3:prefix': 'users/42/*' } },
      },
      { Effect: 'Deny', Action: 's3:ListBucketMultipartUploads', Resource: 'arn:aws-cn:s3:::media' },
    ),
  )
  const denied = toDenyPolicy(everything).Statement.flatMap(({ Action }) => Action)
  const allowed = toIamPolicy(everything).Statement.flatMap(({ Action }) => Action)
  assert.deepEqual(denied, allowed)
  assert.deepEqual(toDenyPolicy('everything'), policy({ Effect: 'Deny', Action: '*', Resource: '*' }))
})

test('the sessions of a role end as the console of AWS ends them, to the second', () => {
  for (const date of [new Date('2026-11-25T12:00:00.001Z'), '2026-11-25T13:00:01+01:00']) {
    const Condition = { DateLessThan: { 'aws:TokenIssueTime': '2026-11-25T12:00:01Z' } }
    assert.deepEqual(revokeSessionsBefore(date), policy({ Effect: 'Deny', Action: '*', Resource: '*', Condition }))
  }
  for (const date of [
    undefined,
    null,
    0,
    '',
    'today',
    '2026-11-25',
    '2026-11-31T00:00:00Z',
    new Date(NaN),
    new Date(8e15),
    new Date(-1e12),
  ]) {
    assert.equal(
      code(() => revokeSessionsBefore(date)),
      'ERR_INVALID_ARG_TYPE',
    )
  }
})

test('what a policy would read as a pattern is not allowed, and denied at least', () => {
  for (const [text, denied] of [
    ['a*/', 'a?/'],
    ['?/', '?/'],
    ['${aws:username}/', '?{aws:username}/'],
    ['${*}/', '?{?}/'],
    ['$${a}/', '$?{a}/'],
  ]) {
    for (const field of [{ prefix: text }, { keys: ['b', text] }]) {
      const grant = { bucket: 'media', operations: ['GetObject'], ...field }
      assert.equal(
        code(() => toIamPolicy(grant)),
        'ERR_INVALID_GRANT',
        text,
      )
      const { Resource } = toDenyPolicy(grant).Statement[0]
      assert.deepEqual(
        Resource,
        field.prefix ? `arn:aws:s3:::media/${denied}*` : [`arn:aws:s3:::media/b`, `arn:aws:s3:::media/${denied}`],
      )
    }
  }
  for (const prefix of ['$/', '$Recycle.Bin/', 'a{b}$/', '\'"\\/', 'é日/']) {
    const { Resource } = toIamPolicy({ ...user, prefix, operations: ['GetObject'] }).Statement[0]
    assert.equal(Resource, `arn:aws:s3:::media/${prefix}*`)
  }
  for (const make of [toIamPolicy, toDenyPolicy]) {
    const directory = { bucket: 'media--euw1-az1--x-s3', operations: ['GetObject'] }
    assert.throws(() => make(directory), { code: 'ERR_INVALID_GRANT', message: /^bucket: no directory bucket/ })
  }
  const uploads = { ...user, operations: ['ListMultipartUploads'] }
  assert.throws(() => toIamPolicy(uploads), { code: 'ERR_INVALID_GRANT', message: /^ListMultipartUploads: IAM cannot/ })
})

test('a policy that is too long for its purpose is refused', () => {
  const grant = { bucket: 'media', keys: ['é'], operations: ['GetObject'] }
  const length = JSON.stringify(toIamPolicy(grant)).length + '\\u00e9'.length - 1
  toIamPolicy(grant, { maxLength: length })
  assert.throws(() => toIamPolicy(grant, { maxLength: length - 1 }), {
    code: 'ERR_TOO_LARGE',
    message: `policy: ${length} characters, at most ${length - 1} are possible`,
  })
})

test('wrong options are refused', () => {
  for (const [name, values] of Object.entries({
    partition: ['', 'aws*', 'AWS', 'aws-', 'arn:aws', null, 1],
    authType: ['', 'REST', 'rest-header', null, ['POST']],
    maxSignatureAge: [0, 604_801, 1.5, '900', null, NaN],
    maxLength: [0, -1, 1.5, '2048', null],
    effect: ['Deny'],
  })) {
    for (const value of values) {
      assert.throws(
        () => toIamPolicy(user, { [name]: value }),
        { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' },
        name,
      )
    }
  }
  assert.throws(() => toDenyPolicy(user, { authType: 'POST' }), { code: 'ERR_INVALID_ARG_TYPE' })
  assert.throws(() => toDenyPolicy('everything', { partition: 'x' }), { code: 'ERR_INVALID_ARG_TYPE' })
  assert.throws(() => toDenyPolicy('all'), { code: 'ERR_INVALID_GRANT' })
})

test("the actions are those of the core's table", () => {
  const others = new Map(
    /IAM_ACTIONS: &str = "(.*?)";/s
      .exec(table)[1]
      .replace(/\\\n */g, '')
      .split(' ')
      .map((pair) => pair.split(':')),
  )
  const lines = /OPERATIONS: &str = "\\\n(.*?)";/s
    .exec(table)[1]
    .replace(/\\\n */g, '')
    .split('\n')
  const rows = lines.map((line) => line.split(' '))
  assert.equal(rows.length, 107)
  assert.deepEqual(Object.fromEntries(rows.map(([, name]) => [name, others.get(name) ?? name])), ACTIONS)
  for (const [, name, , level, query] of rows) {
    const grant = { bucket: 'media', operations: [name] }
    const isOnObjects = actionsOf(grant, false).every(([, kind]) => kind === 'objects')
    assert.equal(isOnObjects, level === 'object' || name === 'DeleteObjects', name)
    // DeleteObjects names versions in its body.
    const takesVersion = (/\bversionId\b/.test(query) && !SAME.includes(name)) || name === 'DeleteObjects'
    assert.equal(actionsOf(grant, true).length > actionsOf(grant, false).length, takesVersion, name)
  }
})

/** What parliament has not heard of yet: S3's annotations, encryption of what is stored, tags for access, metadata tables. */
const NEWER =
  /^s3:((Get|Put|Delete)ObjectAnnotation|ListObjectAnnotations|UpdateObjectEncryption|(Get|Put)BucketAbac|UpdateBucketMetadata\w+)$/

/** Operations that name a version and have no other action for it. */
const SAME = [
  ...['GetObjectLegalHold', 'PutObjectLegalHold', 'GetObjectRetention', 'PutObjectRetention', 'RestoreObject'],
  ...['GetObjectAnnotation', 'PutObjectAnnotation', 'DeleteObjectAnnotation', 'ListObjectAnnotations'],
  'UpdateObjectEncryption',
]

test('IAM has these actions, on these resources, with these conditions', () => {
  const options = { authType: 'POST', maxSignatureAge: 1 }
  const policies = [
    toIamPolicy({ ...everything, notAfter: new Date() }, options),
    toIamPolicy(user, { ...options, partition: 'aws-cn' }),
    toIamPolicy({ bucket: 'media', keys: ['a', 'b'], operations: ['GetObject'] }),
    toDenyPolicy(everything),
    toDenyPolicy({ ...user, operations: [...user.operations, 'ListMultipartUploads'] }),
    toDenyPolicy('everything'),
    revokeSessionsBefore(new Date()),
  ]
  const altered = (from, to) => JSON.parse(JSON.stringify(toIamPolicy(user)).replace(from, to))
  const wrong = [altered('GetObject', 'GetObjects'), altered('ListBucket', 'ListBucketMultipartUploads')]
  const findings = judged([...policies, ...wrong])
  assert.deepEqual(findings.splice(-2), [['UNKNOWN_ACTION'], ['UNKNOWN_CONDITION_FOR_ACTION']])
  assert.deepEqual(findings.flat(), [])
})

/** What parliament finds in each. */
function judged(policies) {
  const program = `
import json, sys
from parliament import analyze_policy_string
for line in sys.stdin:
    found = analyze_policy_string(line).findings
    print(json.dumps([[f.issue, str(f.detail)] for f in found]))
`
  const input = policies.map((policy) => `${JSON.stringify(policy)}\n`).join('')
  const { status, stdout, stderr } = spawnSync(parliament(), ['-W', 'ignore', '-c', program], {
    input,
    encoding: 'utf8',
  })
  assert.equal(status, 0, stderr)
  const lines = stdout.trim().split('\n')
  assert.equal(lines.length, policies.length)
  return lines.map((line) =>
    JSON.parse(line)
      .filter(([issue, detail]) => !isExpected(issue, detail))
      .map(([issue]) => issue),
  )
}

/** What is not for a policy of a grant to mend. */
function isExpected(issue, detail) {
  // Its data want an access point for this action as well as an object, and no statement has both.
  if (issue === 'RESOURCE_MISMATCH') return detail.includes('accesspoint')
  // Who may change a bucket's policy may do more than the policy says: a grant that names it wants just that.
  if (issue === 'RESOURCE_POLICY_PRIVILEGE_ESCALATION') return true
  return issue === 'UNKNOWN_ACTION' && NEWER.test(detail.replace('Unknown action ', ''))
}

test('a grant is invalid where it is for the core', () => {
  const credentials = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  }
  const named = vectors.cases.flatMap(({ grants }) => grants).map((grant) => vectors.grants[grant] ?? grant)
  const keyed = KEYED.map((keys) => ({ bucket: 'media', keys, operations: ['GetObject'] }))
  const all = [...named, ...keyed, ...FIELDS.map((fields) => ({ ...user, ...fields }))]
  const counts = { valid: 0, invalid: 0 }
  for (const grant of all) {
    const presigner = () => new Presigner({ region: 'eu-west-1', credentials, grant })
    const byCore = code(() => presigner().presign('HeadBucket', { bucket: 'media' })) === 'ERR_INVALID_GRANT'
    counts[byCore ? 'invalid' : 'valid'] += 1
    assert.equal(
      code(() => toDenyPolicy(grant)),
      byCore ? 'ERR_INVALID_GRANT' : null,
      JSON.stringify(grant),
    )
  }
  assert.ok(counts.valid > 50 && counts.invalid > 50, JSON.stringify(counts))
  assert.throws(
    () => toIamPolicy(undefined),
    (error) => error instanceof SigningError && error.code === 'ERR_INVALID_GRANT',
  )
})

/** Right ones and wrong ones. */
const FIELDS = [
  {},
  { prefix: 'é/' },
  ...['users/42', '', '/', '//', './', '../', 'a/../', 'a/.', `${'é'.repeat(512)}/`, 'a\ud800/', null, 1].map(
    (prefix) => ({ prefix }),
  ),
  ...['', '.', '..', 'a/b', 'a b', 'ä', 'A_b.c-9', '...', 'b'.repeat(255), 'b'.repeat(256), null].map((bucket) => ({
    bucket,
  })),
  ...[[], ['getObject'], ['SelectObjectContent'], ['constructor'], ['__proto__'], 'GetObject', [null], [undefined]].map(
    (operations) => ({ operations }),
  ),
  ...Object.keys(ACTIONS).flatMap((operation) => [
    { operations: [operation] },
    { operations: ['GetObject', operation], contentTypes: ['image/png'] },
    { operations: [operation], maxContentLength: 0 },
  ]),
  ...[0, 1, 604_800, 604_801, 1.5, '60', NaN, null].map((maxExpiresIn) => ({ maxExpiresIn })),
  ...['sub', 'Prefix', 'constructor', '__proto__x'].map((name) => ({ [name]: 'x' })),
  ...[[], null, 'image/png', [1]].map((contentTypes) => ({ contentTypes })),
  ...['tomorrow', 0, null, new Date(NaN)].map((notAfter) => ({ notAfter })),
  ...[['contentDisposition'], ['content-disposition'], [], null].map((responseOverrides) => ({ responseOverrides })),
  ...[true, false, 1, null].map((versions) => ({ versions })),
  { keys: ['users/42/a'] },
]
const KEYS = ['a', '', '.', '..', 'a/../b', 'a/..b', '/', 'é'.repeat(512), 'é'.repeat(513), null]
const KEYED = [[], null, 'a', ...KEYS.map((key) => [key]), ...KEYS.map((key) => ['a', key])]
