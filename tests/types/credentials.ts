// What callers of `edgesign/credentials` may write, and what they may not.

import {
  type Grant,
  type SecretCredentials,
  Presigner,
  type SigningError,
  deriveSigningKey as deriveOfIndex,
  presign,
} from 'edgesign'
import {
  type TemporaryCredentials,
  assumeRole,
  assumeRoleWithWebIdentity,
  createSession,
  deriveSigningKey,
  getSessionToken,
} from 'edgesign/credentials'
import { toIamPolicy } from 'edgesign/grants'
import { type Same, expect } from './expect.js'

declare const credentials: SecretCredentials
declare const grant: Grant
declare const fetcher: { fetch: typeof fetch }
const place = { region: 'eu-west-1' }
const role = { ...place, roleArn: 'arn:aws:iam::123456789012:role/signer', roleSessionName: 'edge' }
const signed = { ...place, credentials }

expect<Same<Awaited<ReturnType<typeof assumeRole>>, TemporaryCredentials>>()
expect<Same<Awaited<ReturnType<typeof assumeRoleWithWebIdentity>>, TemporaryCredentials>>()
expect<Same<Awaited<ReturnType<typeof getSessionToken>>, TemporaryCredentials>>()
expect<Same<Awaited<ReturnType<typeof createSession>>, TemporaryCredentials>>()
expect<Same<typeof deriveSigningKey, typeof deriveOfIndex>>()
expect<Same<SigningError['providerCode' | 'requestId'], string | undefined>>()
expect<Same<SigningError['status'], number | undefined>>()

const session = await assumeRole({ ...role, credentials, grant, signal: AbortSignal.timeout(1000), timeout: 500 })
presign('GetObject', { ...place, bucket: 'media', key: 'a', credentials: session })
new Presigner({ ...place, credentials: deriveSigningKey(session, { region: 'eu-west-1' }) })
// @ts-expect-error frozen
session.sessionToken = ''

await assumeRole({ ...role, credentials, policy: toIamPolicy(grant), tags: { team: 'a' }, transitiveTagKeys: ['team'] })
await assumeRole({ ...role, credentials, policy: '{}', policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] })
await assumeRole({ ...role, credentials, fetch, endpoint: undefined, durationSeconds: 900, externalId: 'a' })
await assumeRole({ ...role, credentials, fetch: (url, init) => fetcher.fetch(url, init), sourceIdentity: 'user' })
await assumeRoleWithWebIdentity({ ...role, webIdentityToken: 'a.b.c', endpoint: 'http://127.0.0.1:9000' })
await getSessionToken({ ...signed, serialNumber: 'GAHT12345678', tokenCode: '123456' })
await createSession({ ...signed, bucket: 'media--euw1-az1--x-s3', sessionMode: 'ReadOnly' })
// @ts-expect-error who asks?
await assumeRole(role)
// @ts-expect-error of which role?
await assumeRole({ ...signed, roleSessionName: 'edge' })
// @ts-expect-error where?
await getSessionToken({ credentials })
// @ts-expect-error await it first
await assumeRole({ ...role, credentials: Promise.resolve(credentials) })
// @ts-expect-error not an object of rights
await assumeRole({ ...role, credentials, policy: 1 })
// @ts-expect-error no grant by mistake would be no limit
await assumeRole({ ...role, credentials, grant: undefined })
// @ts-expect-error a web identity signs nothing
await assumeRoleWithWebIdentity({ ...role, webIdentityToken: 'a.b.c', credentials })
// @ts-expect-error it cannot be limited
await getSessionToken({ ...signed, grant })
// @ts-expect-error which bucket?
await createSession(signed)
// @ts-expect-error no such mode
await createSession({ ...signed, bucket: 'media--euw1-az1--x-s3', sessionMode: 'readonly' })
