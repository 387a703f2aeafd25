// What is refused before anything is asked.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assumeRole, assumeRoleWithWebIdentity, createSession, getSessionToken } from 'edgesign/credentials'
import { bucket, credentials, grant, region, role, secretAccessKey, webIdentityToken } from './sts.mjs'

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
      ...['arn', [1], [], null, {}].map((policyArns) => ({ policyArns })),
      ...[1, null, undefined, '', [], new Map()].map((policy) => ({ policy })),
      { policy: '{}', grant },
    ]) {
      await refuses(name, change, 'ERR_INVALID_ARG_TYPE')
    }
    await refuses(name, { grant: { ...grant, sub: 'x' } }, 'ERR_INVALID_GRANT')
    for (const none of [null, undefined]) await refuses(name, { grant: none }, 'ERR_INVALID_GRANT')
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
    `${'a'.repeat(55)}--a--x-s3`,
    'a--b.c--x-s3',
  ]) {
    await refuses('createSession', { bucket }, 'ERR_INVALID_BUCKET')
  }
  for (const sessionMode of ['readonly', 1, null])
    await refuses('createSession', { sessionMode }, 'ERR_INVALID_ARG_TYPE')
  assert.equal(sent, 0)
})
