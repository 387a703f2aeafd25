// The configuration: what is wrong in it is said, to everybody, and nothing is signed.

import { expect, test } from 'vitest'
import { readConfig } from '../../worker/src/config.ts'
import type { Env } from '../../worker/src/env.ts'
import { AUDIENCE, GRANT, JWT, call, codeOf, configured, post } from './call.ts'

const SECRET = 'a secret of the tests, which has more than 32 bytes'
const aws = { provider: 'aws', region: 'eu-west-1' }
const r2 = { provider: 'r2', accountId: '0123456789abcdef0123456789abcdef' }
const custom = { provider: 'custom', url: 'https://s3.example.com', region: 'us-east-1' }
const hs256 = { ...JWT, algorithm: 'HS256', jwksUrl: undefined }

test.each<[string, Partial<Env>]>([
  ['AWS', { ENDPOINT: aws }],
  ['R2', { ENDPOINT: { ...r2, jurisdiction: 'eu' } }],
  ['another', { ENDPOINT: { ...custom, addressingStyle: 'virtual-hosted' } }],
  ['a secret', { JWT: hs256, JWT_SECRET: SECRET }],
  ['no operators', { OPERATOR_AUDIENCE: '' }],
  ['texts of JSON', { ENDPOINT: JSON.stringify(aws), MIN_EXPIRES_IN: '5', CORS_ORIGINS: '["https://a.example.com"]' }],
  ['a grant of single keys', { GRANT: { ...GRANT, prefix: undefined, keys: ['a'], operations: ['GetObject'] } }],
])('%s', async (_, overrides) => {
  const env = configured({ ...overrides, ...(overrides.GRANT ? { GRANT: withoutUndefined(overrides.GRANT) } : {}) })
  expect((await call(env, '/healthz')).status).toBe(200)
})

const withoutUndefined = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown

test('what is not given has a default', () => {
  const { denialsCacheSeconds, minExpiresIn, uploads, corsOrigins, operatorAudience, jwt } = readConfig({
    ...configured(),
    ...{ DENIALS_CACHE_SECONDS: undefined, UPLOADS: undefined, OPERATOR_AUDIENCE: undefined },
  })
  expect({ denialsCacheSeconds, minExpiresIn, corsOrigins }).toEqual({
    denialsCacheSeconds: 5,
    minExpiresIn: 30,
    corsOrigins: [],
  })
  expect([uploads, operatorAudience]).toEqual([{ ifNoneMatch: false, multipart: undefined }, undefined])
  expect([jwt.grantClaim, jwt.keys]).toEqual(['grant', { jwksUrl: JWT.jwksUrl, cacheSeconds: 300 }])
})

test.each<[string, Partial<Env>, string]>([
  ['no vendor', { VENDOR: undefined as never }, 'VENDOR'],
  ['no deny list', { DENIALS: undefined as never }, 'DENIALS'],
  ['no rate limit', { RATE_LIMIT: undefined as never }, 'RATE_LIMIT'],
  ['no endpoint', { ENDPOINT: undefined }, 'ENDPOINT'],
  ['an endpoint that is no JSON', { ENDPOINT: 'https://s3.example.com' }, 'ENDPOINT'],
  ['an unknown provider', { ENDPOINT: { ...aws, provider: 'toString' } }, 'ENDPOINT.provider'],
  ['a region that is a host', { ENDPOINT: { ...aws, region: 'x.evil/#' } }, 'ENDPOINT'],
  ['no region', { ENDPOINT: { provider: 'aws' } }, 'ENDPOINT'],
  ['an account that is a host', { ENDPOINT: { ...r2, accountId: 'evil/' } }, 'ENDPOINT'],
  ['a jurisdiction that is a host', { ENDPOINT: { ...r2, jurisdiction: 'x.evil/#' } }, 'ENDPOINT'],
  ['a URL for AWS', { ENDPOINT: { ...aws, url: 'https://x.evil' } }, 'url'],
  ['a URL with a user', { ENDPOINT: { ...custom, url: 'https://a@x.evil' } }, 'ENDPOINT'],
  ['a URL with a query', { ENDPOINT: { ...custom, url: 'https://x.evil/?a' } }, 'ENDPOINT'],
  ['a style that is none', { ENDPOINT: { ...custom, addressingStyle: 'both' } }, 'ENDPOINT'],
  ['no grant', { GRANT: undefined }, 'GRANT'],
  ['a grant without an end', { GRANT: { ...GRANT, maxExpiresIn: undefined } }, 'GRANT.maxExpiresIn'],
  ['a grant without a bucket', { GRANT: { operations: ['GetObject'], maxExpiresIn: 60 } }, 'GRANT'],
  ['a grant with an unknown field', { GRANT: { ...GRANT, admin: true } }, 'GRANT'],
  ['a grant of an unknown operation', { GRANT: { ...GRANT, operations: ['GetEverything'] } }, 'GRANT'],
  ['a prefix without a slash', { GRANT: { ...GRANT, prefix: 'users' } }, 'GRANT'],
  ['no tokens', { JWT: undefined }, 'JWT'],
  ['the algorithm none', { JWT: { ...JWT, algorithm: 'none' } }, 'JWT.algorithm'],
  ['several algorithms', { JWT: { ...JWT, algorithm: ['HS256', 'RS256'] } }, 'JWT.algorithm'],
  ['no issuer', { JWT: { ...JWT, issuer: undefined } }, 'JWT.issuer'],
  ['no audience', { JWT: { ...JWT, audience: '' } }, 'JWT.audience'],
  ['an unknown field', { JWT: { ...JWT, jku: 'https://x.evil' } }, 'jku'],
  ['no keys', { JWT: { ...JWT, jwksUrl: undefined } }, 'JWT.jwksUrl'],
  ['keys over http', { JWT: { ...JWT, jwksUrl: 'http://issuer.example.com/jwks.json' } }, 'JWT.jwksUrl'],
  ['keys of a file', { JWT: { ...JWT, jwksUrl: 'file:///etc/passwd' } }, 'JWT.jwksUrl'],
  ['keys and a secret', { JWT_SECRET: SECRET }, 'JWT_SECRET'],
  ['no secret', { JWT: hs256 }, 'JWT_SECRET'],
  ['a short secret', { JWT: hs256, JWT_SECRET: SECRET.slice(0, 31) }, 'JWT_SECRET'],
  ['a secret and keys', { JWT: { ...JWT, algorithm: 'HS256' }, JWT_SECRET: SECRET }, 'JWT.jwksUrl'],
  ['operators of the callers’ audience', { OPERATOR_AUDIENCE: AUDIENCE }, 'OPERATOR_AUDIENCE'],
  ['a long cache', { DENIALS_CACHE_SECONDS: 301 }, 'DENIALS_CACHE_SECONDS'],
  ['a cache in words', { DENIALS_CACHE_SECONDS: 'five' }, 'DENIALS_CACHE_SECONDS'],
  ['lives that no URL may have', { MIN_EXPIRES_IN: 3601 }, 'MIN_EXPIRES_IN'],
  ['an answer in words', { UPLOADS: { ifNoneMatch: 'yes' } }, 'UPLOADS.ifNoneMatch'],
  [
    'small parts',
    { UPLOADS: { multipart: { threshold: 1, partSize: 5 * 2 ** 20 - 1 } } },
    'UPLOADS.multipart.partSize',
  ],
  ['no threshold', { UPLOADS: { multipart: { partSize: 5 * 2 ** 20 } } }, 'UPLOADS.multipart.threshold'],
  ['every origin', { CORS_ORIGINS: ['*'] }, 'CORS_ORIGINS'],
  ['an origin with a path', { CORS_ORIGINS: ['https://app.example.com/'] }, 'CORS_ORIGINS'],
  ['an origin that is a text', { CORS_ORIGINS: 'https://app.example.com' }, 'CORS_ORIGINS'],
])('%s: ERR_CONFIGURATION', async (_, overrides, name) => {
  const env = configured(overrides)
  const health = await call(env, '/healthz')
  const { error } = (await health.json()) as { error: { code: string; message: string } }
  expect([health.status, error.code]).toEqual([500, 'ERR_CONFIGURATION'])
  expect(error.message.startsWith(name), error.message).toBe(true)
  expect(error.message).not.toMatch(/evil|a secret of/)
  const signed = await post(env, '/v1/presign', { operation: 'GetObject', key: 'users/42/a' })
  expect(await codeOf(signed)).toBe('500 ERR_CONFIGURATION')
})

test('the configuration is read once', async () => {
  let reads = 0
  const counted = { get: (target: Env, name: keyof Env) => (name === 'GRANT' && reads++, target[name]) }
  const env = new Proxy(configured(), counted as ProxyHandler<Env>)
  for (let i = 0; i < 3; i++) await call(env, '/healthz')
  expect(reads).toBe(1)
})
