// What `diagnose` says of the answers that vendors document, and what it does not say.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { presign, presignUrl } from 'edgesign'
import { CAUSES, diagnose } from 'edgesign/debug'
import { DOCUMENTED, SAID, STATUS, get, now, shared, xml } from './cases/documented.mjs'

for (const [source, cause, failure] of DOCUMENTED) {
  test(`${cause}, from ${source}: ${failure.status ?? 'no status'}`, () => {
    const { causes } = diagnose({ now, ...failure })
    assert.equal(causes[0]?.code, cause, JSON.stringify(causes, null, 2))
  })
}

test('what the server says in words is certain, without a status too', () => {
  for (const [cause, code, message] of SAID) {
    const [{ code: found, certainty }] = diagnose({ url: get(), method: 'GET', now, body: xml(code, message) }).causes
    assert.deepEqual([found, certainty], [cause, 'certain'], `${code}: ${message}`)
  }
})

test('what it says by its status alone is likely', () => {
  for (const [cause, status] of STATUS) {
    const [{ code, certainty }] = diagnose({ url: get(), now, status, body: '' }).causes
    assert.deepEqual([code, certainty], [cause, 'likely'], String(status))
  }
  const bucket = presign('ListObjectsV2', { ...shared, key: undefined }).url
  assert.equal(diagnose({ url: bucket, now, status: 404 }).causes[0].code, 'no-such-bucket')
  const long = { url: get(), now, status: 400, body: xml('BadRequest', 'URI too long') }
  assert.equal(diagnose(long).causes[0].code, 'url-too-long')
})

test('what some servers say of the time by the code for clocks', () => {
  const at = (minutes) => ({ url: get(), now: now.getTime() + minutes * 60_000, body: xml('RequestTimeTooSkewed') })
  const found = [-60, 0, 60].map((minutes) => diagnose(at(minutes)).causes[0].code)
  assert.deepEqual(found, ['not-yet-valid', 'clock-skew', 'expired'])
})

test('an argument that is invalid beside a token is the token, as Ceph and R2 say it', () => {
  const url = get({ credentials: { ...shared.credentials, sessionToken: 'a' } })
  const first = (message) => {
    const [{ code, certainty }] = diagnose({ url, now, status: 400, body: xml('InvalidArgument', message) }).causes
    return `${certainty} ${code}`
  }
  for (const message of [undefined, 'X-Amz-Security-Token']) assert.equal(first(message), 'likely token-invalid')
  for (const message of ['Part number must be an integer', 'The continuation token provided is incorrect'])
    assert.equal(first(message), 'likely invalid-request', message)
  assert.equal(first('Only one auth mechanism allowed'), 'certain two-signatures')
})

test('a region that the server expects is in the evidence', () => {
  const [, , failure] = DOCUMENTED.find(([, cause]) => cause === 'wrong-region')
  assert.ok(diagnose({ now, ...failure }).causes[0].evidence.includes('Region: eu-central-1'))
})

test('whatever else an answer tells is in the evidence', () => {
  const TOLD = [
    ...['Region', 'Endpoint', 'HeadersNotSigned', 'ParameterName', 'Expires', 'ServerTime', 'StorageClass', 'Key'],
    ...['BucketName', 'Bucket', 'Condition', 'MaxSizeAllowed', 'MinSizeAllowed', 'Header'],
  ]
  for (const name of TOLD) {
    const body = xml('PreconditionFailed', '', `<${name}>told</${name}>`)
    const [{ evidence }] = diagnose({ url: get(), now, method: 'GET', status: 412, body }).causes
    assert.deepEqual(evidence, ['the server says 412 PreconditionFailed', `${name}: told`])
  }
})

test('a redirect is a failure, and what else was asked for is none', () => {
  const of = (status, more) =>
    diagnose({ url: get(), now, method: 'GET', status, ...more }).causes.map(({ code }) => code)
  for (const status of [301, 307]) assert.deepEqual(of(status), ['unexplained'], String(status))
  for (const status of [200, 204, 206, 302, 303, 304, 308]) assert.deepEqual(of(status), [], String(status))
  assert.deepEqual(of(302, { body: xml('Redirect') }), ['wrong-region'])
})

test('what MinIO says of a HEAD, in headers and in quotes', () => {
  const responseHeaders = {
    'X-Minio-Error-Code': 'NoSuchKey',
    'X-Minio-Error-Desc': '"The specified key does not exist."',
  }
  const { answer } = diagnose({ url: get(), now, method: 'HEAD', status: 404, responseHeaders })
  assert.deepEqual([answer.code, answer.message], ['NoSuchKey', 'The specified key does not exist.'])
})

test('JSON is read as deep as anybody nests it', () => {
  const nested = (depth) => `${'{"a":'.repeat(depth)}{"code":"NoSuchKey"}${'}'.repeat(depth)}`
  const of = (depth) => diagnose({ url: get(), now, method: 'GET', status: 400, body: nested(depth) }).answer.code
  assert.deepEqual([0, 8, 9].map(of), ['NoSuchKey', 'NoSuchKey', undefined])
})

test('what CORS has to allow is in the evidence, and the rule in what to change', () => {
  const { url } = presign('PutObject', { ...shared, contentType: 'image/png', metadata: { a: 'b' } })
  const [cors] = diagnose({ url, now, body: 'TypeError: Failed to fetch' }).causes
  assert.match(cors.evidence.join(), /content-type, x-amz-meta-a/)
  const { AllowedOrigins, AllowedMethods, AllowedHeaders } = JSON.parse(/\{.*\}/.exec(cors.change)[0])
  assert.equal(
    AllowedOrigins.length > 0 && AllowedMethods.includes('PUT') && AllowedHeaders.includes('content-type'),
    true,
  )
})

test('a bare denial has a second and a third cause, with how to tell', () => {
  const denial = { status: 403, body: xml('AccessDenied', 'Access Denied') }
  const { causes } = diagnose({ url: get(), now, method: 'GET', ...denial })
  const expected = [
    ['not-allowed', 'likely'],
    ['maybe-not-there', 'possible'],
    ['requester-pays', 'possible'],
  ]
  assert.deepEqual(
    causes.map(({ code, certainty }) => [code, certainty]),
    expected,
  )
  const tells = [/AKIAIOSFODNN7EXAMPLE is refused/, /For photo\.jpg, a signer/, /GetBucketRequestPayment of media says/]
  for (const [index, { code, tell }] of causes.entries()) {
    assert.match(tell, tells[index])
    assert.notEqual(tell, CAUSES[code].tell, 'the table names no case')
  }
})

test('a text that is no URL is explained, and garbage as well', () => {
  for (const given of [
    undefined,
    null,
    {},
    { url: 'abc' },
    { url: 5, status: 'a', body: 7, headers: 5, credentials: 5 },
  ]) {
    const found = diagnose(given)
    assert.deepEqual([found.causes, found.inspection.ok], [[], false])
  }
})

/** What looks wrong, and is not: nothing of it is claimed for certain. */
test('no cause is claimed for what is right', () => {
  const failed = { now, status: 403, body: xml('SignatureDoesNotMatch') }
  const first = (given) => diagnose({ ...failed, ...given }).causes[0]
  const named = get({ response: { contentType: 'image/png' } })
  assert.notEqual(first({ url: named, method: 'HEAD' }).certainty, 'certain', 'HEAD takes the parameters of GET')
  const slot = presign('PutObject', { ...shared, contentLength: 5 }).url
  assert.notEqual(first({ url: slot, method: 'PUT', headers: {} }).certainty, 'certain', 'a client sets the length')
  const sts = { service: 'sts', region: 'eu-west-1', credentials: shared.credentials, signingDate: now }
  const { url } = presignUrl('https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity', sts)
  assert.equal(first({ url }).code, 'wrong-secret', 'another service has its own name')
  const tigris = get().replace('media.s3.eu-west-1.amazonaws.com', 'media.t3.storage.dev')
  const quarter = tigris.replace('Expires=900', 'Expires=7776000')
  assert.equal(first({ url: quarter }).code, 'wrong-secret', 'Tigris takes 90 days')
})

test('what the server says comes before what only looks wrong', () => {
  const headers = { authorization: 'Bearer a' }
  const body = xml('ExpiredToken', 'The provided token has expired.')
  assert.equal(diagnose({ url: get(), now, headers, status: 400, body }).causes[0].code, 'credentials-expired')
  assert.equal(diagnose({ url: get(), now, headers, status: 400, body: '' }).causes[0].code, 'two-signatures')
})

test('credentials of every kind tell another method, as they are tried', () => {
  const { credentials } = shared
  const host = 'https://media--euw1-az1--x-s3.s3express-euw1-az1.eu-west-1.amazonaws.com'
  const express = { service: 's3express', sessionTokenMode: 's3session', region: 'eu-west-1', signingDate: now }
  const session = { ...credentials, sessionToken: 'a+b/c==' }
  const urls = [
    [get(), [credentials, { ...credentials, accessKeyId: 'other' }]],
    [get({ credentials: session }), session],
    [get({ credentials: session }), credentials],
    [presignUrl(`${host}/k`, { ...express, credentials: session }).url, session],
  ]
  for (const [url, credentials] of urls) {
    const failed = {
      url,
      credentials,
      now,
      method: 'DELETE',
      headers: {},
      status: 403,
      body: xml('SignatureDoesNotMatch'),
    }
    const [first] = diagnose(failed).causes
    assert.deepEqual([first.code, first.evidence], ['method-changed', ['the signature is that of GET']])
  }
})
