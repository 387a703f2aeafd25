// edgesign/credentials over real sockets: what is asked, compared with botocore, and every way in which there is no answer.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { getEventListeners } from 'node:events'
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
import { FIELDS, answerXml, credentialsXml, startFakeSts } from './fake-sts.mjs'

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey }
const region = 'eu-west-1'
const role = { roleArn: 'arn:aws:iam::123456789012:role/signer', roleSessionName: 'edge' }
const webIdentityToken = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1c2VyIn0.c2lnbmF0dXJl'
const bucket = 'media--euw1-az1--x-s3'
const grant = { bucket: 'media', prefix: 'users/日本 42/', operations: ['GetObject', 'ListObjectsV2'] }
const expected = {
  accessKeyId: FIELDS.AccessKeyId,
  secretAccessKey: FIELDS.SecretAccessKey,
  sessionToken: FIELDS.SessionToken,
  expiration: '2099-12-31T23:59:59.000Z',
}

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

/** Whether an error is the one of every failure, says nothing that is secret, and has these fields. */
function unavailable(action, message = /./, { providerCode, requestId, status } = {}) {
  return (error) => {
    assert.equal(error.name, 'SigningError')
    assert.equal(error.code, 'ERR_CREDENTIALS_UNAVAILABLE', error.stack)
    assert.ok(error.message.startsWith(`${action}: `), error.message)
    assert.match(error.message, message)
    assert.deepEqual([error.providerCode, error.requestId, error.status], [providerCode, requestId, status])
    const shown = [error.stack, error.cause?.stack, JSON.stringify(error)].join()
    for (const secret of [secretAccessKey, webIdentityToken, FIELDS.SecretAccessKey, FIELDS.SessionToken, '</']) {
      assert.ok(!shown.includes(secret), shown)
    }
    return true
  }
}

/** Asks a provider that answers so. */
async function asking(answer, options = {}) {
  const sts = await startFakeSts(answer)
  try {
    return await assumeRole({ endpoint: sts.endpoint, region, credentials, ...role, ...options })
  } finally {
    await sts.close()
  }
}

const says = (body, headers = {}, status = 200) => {
  return (response) => response.writeHead(status, { 'content-type': 'text/xml', ...headers }).end(body)
}
const inResult = (content) => answerXml('AssumeRole', content)
const without = (name) => Object.fromEntries(Object.entries(FIELDS).filter(([field]) => field !== name))
const DOCTYPE = '<!DOCTYPE a [<!ENTITY b "c">]>'
const BOMB = `<!DOCTYPE a [<!ENTITY a0 "x">${Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i + 1} "&a${i};&a${i};">`).join('')}]>`
const good = inResult(credentialsXml())

test('answers as providers write them', async () => {
  for (const [name, body, headers] of [
    ['STS', good],
    ['no namespace', good.replace(/ xmlns="[^"]*"/, '')],
    ['two namespaces, quoted otherwise', good.replace(/ xmlns="[^"]*"/, " xmlns='a'  xmlns:xsi='b' ")],
    ['a declaration', `<?xml version="1.0" encoding="UTF-8"?>\n${good}\n`],
    ['a byte order mark', `\ufeff${good}`],
    ['indented', good.replace(/></g, '>\n  <')],
    ['empty elements', inResult(`${credentialsXml()}<SourceIdentity/><A></A><B />`)],
    ['what is not looked at, with characters by number', inResult(`${credentialsXml()}<A>a &#39;b&#x27; é</A>`)],
    ['another content type', good, { 'content-type': 'application/xml;charset=UTF-8' }],
    ['a fraction of a second', good.replace('59Z', '59.000000000Z')],
  ]) {
    assert.deepEqual(await asking(says(body, headers)), expected, name)
  }
  const SessionToken = '&amp;&lt;&gt;&quot;&apos;'
  const answer = await asking(says(inResult(credentialsXml({ ...FIELDS, SessionToken }))))
  assert.equal(answer.sessionToken, '&<>"\'')
})

test('an answer that is not just as expected is none', async () => {
  const credentials = credentialsXml()
  for (const [name, body, headers = {}] of [
    ['empty', ''],
    ['text', 'AccessDenied'],
    ['HTML', good, { 'content-type': 'text/html' }],
    ['JSON', JSON.stringify(FIELDS), { 'content-type': 'application/json' }],
    ['no content type', good, { 'content-type': '' }],
    ['XML of another kind', good, { 'content-type': 'application/xml+x' }],
    ['a document type', DOCTYPE + good],
    ['a document type after the declaration', `<?xml version="1.0"?>${DOCTYPE}${good}`],
    ['an entity bomb', BOMB + inResult(credentialsXml({ ...FIELDS, SessionToken: '&a9;' }))],
    ['an unknown entity', inResult(credentialsXml({ ...FIELDS, SessionToken: 'a&b;' }))],
    ['an unknown entity elsewhere', inResult(`${credentials}<A>&b;</A>`)],
    ['a lone ampersand', inResult(`${credentials}<A>a & b</A>`)],
    ['a character by number', inResult(credentialsXml({ ...FIELDS, SessionToken: '&#65;' }))],
    ['CDATA', inResult(credentialsXml({ ...FIELDS, SessionToken: '<![CDATA[a]]>' }))],
    ['a comment', inResult(`<!-- a -->${credentials}`)],
    ['an instruction', inResult(`<?a b?>${credentials}`)],
    ['an attribute', good.replace('<Credentials>', '<Credentials a="b">')],
    ['a prefix', good.replace(/(<\/?)Credentials/g, '$1sts:Credentials')],
    ['two credentials', inResult(credentials + credentials)],
    ['no credentials', inResult('')],
    ['credentials elsewhere', inResult(`<Other>${credentials}</Other>`)],
    ['credentials deeper', inResult(`<Credentials>${credentials}</Credentials>`)],
    ['credentials of another action', answerXml('GetSessionToken')],
    ['an error with success', '<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>'],
    ['no wrapping', credentials],
    ['a second root', good + good],
    ['text behind', `${good}a`],
    ['text between', good.replace('<Credentials>', 'a<Credentials>')],
    ['cut off', good.slice(0, -5)],
    ['crossed tags', good.replace('</SessionToken>', '</Expiration>')],
    ['one more end', `${good}</AssumeRoleResponse>`],
    ['a fifth field', inResult(credentialsXml({ ...FIELDS, Endpoint: 'evil.example' }))],
    ['a field twice', inResult(credentials.replace('<SessionToken>', '<SessionToken>a</SessionToken><SessionToken>'))],
    ...Object.keys(FIELDS).map((field) => [`no ${field}`, inResult(credentialsXml(without(field)))]),
    ...Object.keys(FIELDS).map((field) => [`empty ${field}`, inResult(credentialsXml({ ...FIELDS, [field]: '' }))]),
    ...Object.keys(FIELDS).map((field) => [
      `elements in ${field}`,
      inResult(credentialsXml({ ...FIELDS, [field]: `<a>${FIELDS[field]}</a>` })),
    ]),
    ...['a b', 'a\nb', ' a', 'é', '\u0000'].map((value) => [
      `a secret of ${JSON.stringify(value)}`,
      inResult(credentialsXml({ ...FIELDS, SecretAccessKey: value })),
    ]),
    ...['2020-01-01T00:00:00Z', new Date(Date.now() - 1).toISOString(), '1970-01-01T00:00:00Z'].map((Expiration) => [
      `expired ${Expiration}`,
      inResult(credentialsXml({ ...FIELDS, Expiration })),
    ]),
    ...['never', '2099-12-31', '4102444799', '2099-13-31T00:00:00Z'].map((Expiration) => [
      `an expiration of ${Expiration}`,
      inResult(credentialsXml({ ...FIELDS, Expiration })),
    ]),
  ]) {
    await assert.rejects(asking(says(body, headers)), unavailable('AssumeRole', /wrong answer/, { status: 200 }), name)
  }
  const invalid = Buffer.concat([Buffer.from(good), Buffer.from([0xff])])
  await assert.rejects(asking(says(invalid)), unavailable('AssumeRole', /failed/))
})

test('a refusal tells its code, the request and the status', async () => {
  const sts = (code) =>
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code>` +
    `<Message>User &#39;x&#39; of ${secretAccessKey}</Message></Error><RequestId>c6104cbe-af31</RequestId></ErrorResponse>`
  const s3 = '<?xml version="1.0"?><Error><Code>SlowDown</Code><RequestId>tx0-1</RequestId><HostId>a</HostId></Error>'
  const id = { 'x-amzn-requestid': 'from-header' }
  for (const [status, body, headers, providerCode, requestId] of [
    [403, sts('AccessDenied'), {}, 'AccessDenied', 'c6104cbe-af31'],
    [400, sts('ExpiredTokenException'), id, 'ExpiredTokenException', 'c6104cbe-af31'],
    [503, s3, {}, 'SlowDown', 'tx0-1'],
    [403, '<Error><Code>AccessDenied</Code></Error>', { 'x-amz-request-id': 'tx1' }, 'AccessDenied', 'tx1'],
    [500, '', id, undefined, 'from-header'],
    [404, '<html><body>no</body></html>', { 'content-type': 'text/html' }, undefined, undefined],
    [400, '{"Error":{"Code":"A"}}', {}, undefined, undefined],
    [400, `${DOCTYPE}${s3}`, {}, undefined, undefined],
    [400, sts(`<b>${secretAccessKey}</b>`), {}, undefined, 'c6104cbe-af31'],
    [400, sts('a b'), {}, undefined, 'c6104cbe-af31'],
    [400, sts('a'.repeat(129)), {}, undefined, 'c6104cbe-af31'],
    [201, good, {}, undefined, undefined],
    [204, '', {}, undefined, undefined],
  ]) {
    const message = new RegExp(`refused with ${[status, providerCode].filter(Boolean).join(' ')}$`)
    await assert.rejects(
      asking(says(body, headers, status)),
      unavailable('AssumeRole', message, { providerCode, requestId, status }),
    )
  }
})

test('a redirect is not followed', async () => {
  const other = await startFakeSts()
  for (const status of [301, 302, 303, 304, 307, 308]) {
    const location = `${other.endpoint}/`
    await assert.rejects(asking(says(good, { location }, status)), unavailable('AssumeRole', /redirect/, { status }))
  }
  assert.deepEqual(other.requests, [])
  await other.close()
  const followed = Object.defineProperty(new Response(good), 'redirected', { value: true })
  const opaque = Object.defineProperty(new Response(good), 'type', { value: 'opaqueredirect' })
  for (const response of [followed, opaque]) {
    const options = { ...role, region, credentials, fetch: async () => response }
    await assert.rejects(assumeRole(options), unavailable('AssumeRole', /redirect/, { status: 200 }))
  }
})

test('a provider that is down, breaks off, or answers without end', async () => {
  const { endpoint, close } = await startFakeSts()
  await close()
  const options = { endpoint, region, credentials, ...role }
  await assert.rejects(assumeRole(options), (error) => {
    assert.match(String(error.cause.cause?.code), /ECONNREFUSED/)
    return unavailable('AssumeRole', /failed/)(error)
  })
  for (const answer of [
    (response) => response.destroy(),
    (response) => response.writeHead(200, { 'content-type': 'text/xml', 'content-length': 9999 }).end(good),
    (response) => {
      response.writeHead(200, { 'content-type': 'text/xml' }).write(good)
      setTimeout(() => response.destroy(), 20)
    },
    says(inResult(`${credentialsXml()}<A>${'a'.repeat(65_536)}</A>`)),
    (response) => {
      response.writeHead(200, { 'content-type': 'text/xml' })
      const timer = setInterval(() => response.write('a'.repeat(10_000)), 1)
      response.on('close', () => clearInterval(timer))
    },
    says('a'.repeat(70_000), {}, 500),
  ]) {
    await assert.rejects(asking(answer), unavailable('AssumeRole', /failed/))
  }
  assert.deepEqual(await asking(says(inResult(`${credentialsXml()}<A>${'a'.repeat(60_000)}</A>`))), expected)
})

test('a provider that is slow, and a caller that does not wait', async () => {
  const never = () => {}
  const halfway = (response) => response.writeHead(200, { 'content-type': 'text/xml' }).write(good.slice(0, 50))
  for (const answer of [never, halfway]) {
    const start = performance.now()
    await assert.rejects(asking(answer, { timeout: 50 }), unavailable('AssumeRole', /no answer within 50 ms/))
    assert.ok(performance.now() - start < 2000)
    const controller = new AbortController()
    const reason = new Error('the caller has gone')
    setTimeout(() => controller.abort(reason), 50)
    await assert.rejects(asking(answer, { signal: controller.signal }), (error) => {
      assert.equal(error.cause, reason)
      return unavailable('AssumeRole', /aborted/)(error)
    })
  }
  // Also a fetch that minds no signal.
  const fetch = () => new Promise(never)
  await assert.rejects(
    assumeRole({ ...role, region, credentials, fetch, timeout: 20 }),
    unavailable('AssumeRole', /no answer within 20 ms/),
  )
})

test('nothing is sent for who has gone already, and nothing is left behind', async () => {
  const sts = await startFakeSts()
  const options = { endpoint: sts.endpoint, region, credentials, ...role }
  await assert.rejects(assumeRole({ ...options, signal: AbortSignal.abort() }), unavailable('AssumeRole', /aborted/))
  assert.deepEqual(sts.requests, [])
  const { signal } = new AbortController()
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const before = timers()
  await assumeRole({ ...options, signal, timeout: 100_000 })
  assert.deepEqual([getEventListeners(signal, 'abort').length, timers()], [0, before])
  await sts.close()
})

test('what is wrong is said before anything is sent', async () => {
  let sent = 0
  const fetch = async () => {
    sent += 1
    throw new Error('offline')
  }
  const asks = {
    assumeRole: [assumeRole, { region, credentials, ...role, fetch }],
    assumeRoleWithWebIdentity: [assumeRoleWithWebIdentity, { region, webIdentityToken, ...role, fetch }],
    getSessionToken: [getSessionToken, { region, credentials, fetch }],
    createSession: [createSession, { region, credentials, bucket, fetch }],
  }
  const refuses = (name, change, code) => {
    const [ask, options] = asks[name]
    const given = Object.fromEntries(Object.entries({ ...options, ...change }))
    return assert.rejects(
      async () => ask(given),
      (error) => {
        assert.equal(error.code, code, `${name} ${JSON.stringify(change)}: ${error.stack}`)
        assert.equal(error instanceof TypeError, code === 'ERR_INVALID_ARG_TYPE')
        assert.ok(![secretAccessKey, webIdentityToken].some((secret) => error.stack.includes(secret)))
        return true
      },
    )
  }
  for (const name of Object.keys(asks)) {
    await refuses(name, { region: undefined }, 'ERR_MISSING_PARAMETER')
    await refuses(name, { region: 'x.evil/#' }, 'ERR_INVALID_REGION')
    await refuses(name, { region: 1 }, 'ERR_INVALID_ARG_TYPE')
    for (const endpoint of [
      'sts.example.com',
      'https://u:p@a.example',
      'https://a.example/?b',
      'ftp://a.example',
      '',
    ]) {
      await refuses(name, { endpoint }, 'ERR_INVALID_ENDPOINT')
    }
    for (const change of [
      ...[null, new URL('https://sts.example.com'), 1].map((endpoint) => ({ endpoint })),
      ...[0, 1.5, '1000', Infinity, 2 ** 31, null].map((timeout) => ({ timeout })),
      ...[null, 'abort', {}].map((signal) => ({ signal })),
      ...[null, {}, 'fetch'].map((fetch) => ({ fetch })),
      { roleARN: 'a' },
      { signingDate: new Date() },
    ]) {
      await refuses(name, change, 'ERR_INVALID_ARG_TYPE')
    }
    const [ask] = asks[name]
    for (const options of [undefined, null, 'a', []])
      await assert.rejects(ask(options), { code: 'ERR_INVALID_ARG_TYPE' })
  }
  for (const name of ['assumeRole', 'assumeRoleWithWebIdentity']) {
    for (const needed of ['roleArn', 'roleSessionName']) {
      for (const value of [undefined, '']) await refuses(name, { [needed]: value }, 'ERR_MISSING_PARAMETER')
      await refuses(name, { [needed]: 1 }, 'ERR_INVALID_ARG_TYPE')
    }
    for (const change of [
      ...['a', 'a b', 'a/b', 'é'.repeat(4), 'a'.repeat(65), 'ab\n'].map((roleSessionName) => ({ roleSessionName })),
      ...[0, -1, 1.5, '900', null].map((durationSeconds) => ({ durationSeconds })),
      ...['arn', [1], null, {}].map((policyArns) => ({ policyArns })),
      ...[1, null, [], new Map()].map((policy) => ({ policy })),
      { policy: '{}', grant },
    ]) {
      await refuses(name, change, 'ERR_INVALID_ARG_TYPE')
    }
    await refuses(name, { grant: { ...grant, sub: 'x' } }, 'ERR_INVALID_GRANT')
    await refuses(name, { grant: null }, 'ERR_INVALID_GRANT')
    await refuses(name, { grant: { ...grant, prefix: 'a*/' } }, 'ERR_INVALID_GRANT')
    const keys = Array.from({ length: 60 }, (_, i) => `users/42/some/key/${i}`)
    await refuses(name, { grant: { bucket: 'media', keys, operations: ['GetObject'] } }, 'ERR_TOO_LARGE')
    await refuses(name, { policy: ' '.repeat(2049) }, 'ERR_TOO_LARGE')
  }
  for (const change of [
    ...['a', 'a b', 1, null].map((sourceIdentity) => ({ sourceIdentity })),
    ...['12345', '1234567', 'abcdef', 123456, '123456\n'].map((tokenCode) => ({ tokenCode })),
    ...[null, [], { a: 1 }, [{ Key: 'a', Value: 'b' }]].map((tags) => ({ tags })),
    { externalId: 1 },
    { transitiveTagKeys: 'a' },
    { credentials: undefined },
    { credentials: Promise.resolve(credentials) },
    { webIdentityToken },
  ]) {
    await refuses('assumeRole', change, 'ERR_INVALID_ARG_TYPE')
  }
  await refuses('assumeRole', { credentials: { ...credentials, expiration: new Date(0) } }, 'ERR_CREDENTIALS_EXPIRED')
  await refuses('assumeRole', { credentials: { accessKeyId: 'a' } }, 'ERR_INVALID_CREDENTIALS')
  await refuses('assumeRoleWithWebIdentity', { webIdentityToken: undefined }, 'ERR_MISSING_PARAMETER')
  await refuses('assumeRoleWithWebIdentity', { webIdentityToken: null }, 'ERR_INVALID_ARG_TYPE')
  await refuses('assumeRoleWithWebIdentity', { credentials }, 'ERR_INVALID_ARG_TYPE')
  await refuses('getSessionToken', { grant }, 'ERR_INVALID_ARG_TYPE')
  await refuses('createSession', { bucket: undefined }, 'ERR_MISSING_PARAMETER')
  for (const bucket of [
    'media',
    'media--x-s3',
    '--a--x-s3',
    'evil.example/#--a--x-s3',
    'Media--a--x-s3',
    'a--b.c--x-s3',
  ]) {
    await refuses('createSession', { bucket }, 'ERR_INVALID_BUCKET')
  }
  for (const sessionMode of ['readonly', 1, null])
    await refuses('createSession', { sessionMode }, 'ERR_INVALID_ARG_TYPE')
  assert.equal(sent, 0)
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
