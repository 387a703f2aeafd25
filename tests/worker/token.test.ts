// Who is let in: the attacks on tokens, and on where the keys come from.

import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import {
  AUDIENCE,
  type Claims,
  JWT,
  OPERATORS,
  TEST,
  bearer,
  call,
  claims,
  codeOf,
  configured,
  inAnHour,
  token,
} from './call.ts'

const env = configured()
const SECRET = 'a secret of the tests, which has more than 32 bytes'
const secretEnv = configured({ JWT: { ...JWT, algorithm: 'HS256', jwksUrl: undefined }, JWT_SECRET: SECRET })

const enter = async (authorization: string | undefined, at = env) =>
  codeOf(await call(at, '/v1/objects/users/42/a', authorization === undefined ? {} : { headers: { authorization } }))
const enterWith = async (token: string, at = env) => enter(`Bearer ${token}`, at)
const IN = '302 undefined'
const INVALID = '401 ERR_INVALID_TOKEN'

const bytes = (text: string) => new TextEncoder().encode(text)
const encode = (value: unknown) =>
  btoa(String.fromCharCode(...bytes(JSON.stringify(value))))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=/g, '')

const secretToken = (secret: string, header = {}) =>
  new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', ...header }).sign(bytes(secret))

test.each(['RS256', 'ES256', 'EdDSA'])('%s is taken where it is configured, and nowhere else', async (algorithm) => {
  for (const configuredAlgorithm of ['RS256', 'ES256', 'EdDSA']) {
    const at = configured({ JWT: { ...JWT, algorithm: configuredAlgorithm } })
    expect(await enterWith(await token({}, { algorithm }), at)).toBe(algorithm === configuredAlgorithm ? IN : INVALID)
  }
  expect(await enterWith(await token({}, { algorithm }), secretEnv)).toBe(INVALID)
})

test('HS256 is taken where it is configured', async () => {
  expect(await enterWith(await secretToken(SECRET), secretEnv)).toBe(IN)
  expect(await enterWith(await secretToken(`${SECRET}.`), secretEnv)).toBe(INVALID)
  expect(await enterWith(await secretToken(SECRET), env)).toBe(INVALID)
})

test('a public key is no secret: HS256 signed with it is refused', async () => {
  const { publicKey } = TEST.keys.RS256!
  const at = configured({ JWT: { ...JWT, algorithm: 'RS256' } })
  for (const secret of [JSON.stringify(publicKey), (publicKey as { n: string }).n, publicKey.kid]) {
    expect(await enterWith(await secretToken(secret, { kid: publicKey.kid }), at)).toBe(INVALID)
  }
})

test.each(['none', 'None', 'NONE', ''])('alg %j is refused', async (alg) => {
  for (const signature of ['', 'AAAA']) {
    const unsigned = `${encode({ alg })}.${encode(claims())}.${signature}`
    expect(await enterWith(unsigned)).toBe(INVALID)
    expect(await enterWith(unsigned, secretEnv)).toBe(INVALID)
  }
})

test('a signature of another key, or of other claims, is refused', async () => {
  expect(await enterWith(await token({}, { keys: TEST.others }))).toBe(INVALID)
  const [header, , signature] = (await token()).split('.')
  expect(await enterWith(`${header}.${encode(claims({ sub: 'another' }))}.${signature}`)).toBe(INVALID)
  expect(await enterWith(`${header}.${encode(claims())}.`)).toBe(INVALID)
})

test.each([
  ['jku', `${TEST.issuerUrl}/jwks/attack`],
  ['x5u', `${TEST.issuerUrl}/jwks/attack`],
  ['jwk', TEST.others.ES256!.publicKey],
  ['x5c', ['AAAA']],
  ['crit', ['exp']],
  ['crit', ['b64']],
])('the header %s is refused', async (name, value) => {
  // jose would not sign some of them.
  const [, payload, signature] = (await token({}, { keys: TEST.others })).split('.')
  const header = encode({ alg: 'ES256', kid: 'key-ES256', [name]: value })
  expect(await enterWith(`${header}.${payload}.${signature}`)).toBe(INVALID)
  expect(await (await fetch(`${TEST.issuerUrl}/count/attack`)).text()).toBe('0')
})

test('the header jku is refused under a good signature, too', async () => {
  expect(await enterWith(await token({}, { header: { jku: JWT.jwksUrl } }))).toBe(INVALID)
  expect(await enterWith(await token({}, { header: { typ: 'at+jwt' } }))).toBe(IN)
})

test('a token has 8 KiB at most', async () => {
  expect(await enterWith(await token({ padding: 'a'.repeat(5000) }))).toBe(IN)
  expect(await enterWith(await token({ padding: 'a'.repeat(6000) }))).toBe(INVALID)
})

const past = () => inAnHour() - 7200

test.each<[string, () => Claims, string]>([
  ['no exp', () => ({ exp: undefined }), INVALID],
  ['an exp that is a text', () => ({ exp: String(inAnHour()) }), INVALID],
  ['an exp in the past', () => ({ exp: past() }), '401 ERR_TOKEN_EXPIRED'],
  ['an nbf in the future', () => ({ nbf: inAnHour() }), INVALID],
  ['no aud', () => ({ aud: undefined }), INVALID],
  ['another aud', () => ({ aud: `${AUDIENCE}/` }), INVALID],
  ['the operators’ aud', () => ({ aud: OPERATORS }), INVALID],
  ['several aud', () => ({ aud: ['another', AUDIENCE] }), IN],
  ['no iss', () => ({ iss: undefined }), INVALID],
  ['another iss', () => ({ iss: 'https://issuer.example.com.evil' }), INVALID],
  ['no sub', () => ({ sub: undefined }), INVALID],
  ['an empty sub', () => ({ sub: '' }), INVALID],
  ['a sub that is none', () => ({ sub: 42 }), INVALID],
  ['a long sub', () => ({ sub: 'a'.repeat(256) }), INVALID],
  ['a jti that is none', () => ({ jti: 42 }), INVALID],
  ['no jti', () => ({ jti: undefined }), IN],
  ['no grant', () => ({ grant: undefined }), INVALID],
  ['a grant of another name', () => ({ grant: undefined, scope: claims().grant }), INVALID],
])('%s', async (_, change, expected) => {
  expect(await enterWith(await token(change()))).toBe(expected)
})

test.each(['../43', 'users/43/', '43/../42', '/', '%2e%2e/43'])('the subject %j opens nothing', async (sub) => {
  const authorization = bearer(await token({ sub }))
  expect((await call(env, '/v1/objects/users/42/a', { headers: authorization })).status).toBe(302)
  expect((await call(env, '/v1/objects/users/43/a', { headers: authorization })).status).toBe(403)
})

test('the grant is in the claim that is configured', async () => {
  const at = configured({ JWT: { ...JWT, grantClaim: 'https://example.com/grant' } })
  expect(await enterWith(await token(), at)).toBe(INVALID)
  expect(await enterWith(await token({ grant: undefined, 'https://example.com/grant': claims().grant }), at)).toBe(IN)
})

test.each([
  ['nothing', undefined, '401 ERR_MISSING_TOKEN'],
  ['an empty header', '', INVALID],
  ['a password', 'Basic dXNlcjpwYXNz', INVALID],
  ['no token', 'Bearer ', INVALID],
  ['two parts', 'Bearer a.b', INVALID],
  ['five parts', 'Bearer a.b.c.d.e', INVALID],
  ['no base64', 'Bearer !.!.!', INVALID],
  ['no JSON', 'Bearer aaaa.aaaa.aaaa', INVALID],
  ['a long one', `Bearer ${'a'.repeat(9000)}.${'a'.repeat(9000)}.a`, INVALID],
  ['100,000 letters', `Bearer ${'a'.repeat(100_000)}`, INVALID],
])('%s instead of a token', async (_, authorization, expected) => {
  expect(await enter(authorization)).toBe(expected)
})

test('a token in the query or a cookie is none', async () => {
  const good = await token()
  expect(await codeOf(await call(env, `/v1/objects/users/42/a?access_token=${good}`))).toBe('401 ERR_MISSING_TOKEN')
  expect(await codeOf(await call(env, '/v1/objects/a', { headers: { cookie: `token=${good}` } }))).toBe(
    '401 ERR_MISSING_TOKEN',
  )
})

test.each(['redirect', 'slow', 'huge', 'text', 'other', 'failing'])('a %s JWKS: closed, and still up', async (kind) => {
  const at = configured({ JWT: { ...JWT, jwksUrl: `${TEST.issuerUrl}/${kind}/${kind}` } })
  expect(await enterWith(await token(), at)).toBe('503 ERR_JWKS_UNAVAILABLE')
  expect((await call(at, '/healthz')).status).toBe(200)
  expect(await (await fetch(`${TEST.issuerUrl}/count/redirected`)).text()).toBe('0')
})

test('an unreachable JWKS: closed', async () => {
  const at = configured({ JWT: { ...JWT, jwksUrl: 'http://127.0.0.1:1/' } })
  expect(await enterWith(await token(), at)).toBe('503 ERR_JWKS_UNAVAILABLE')
})

const countOf = async (name: string) => Number(await (await fetch(`${TEST.issuerUrl}/count/${name}`)).text())

test('the JWKS is cached, and looked at again when it is old', async () => {
  const at = configured({ JWT: { ...JWT, jwksUrl: `${TEST.issuerUrl}/jwks/cached`, jwksCacheSeconds: 1 } })
  for (let i = 0; i < 5; i++) expect(await enterWith(await token(), at)).toBe(IN)
  expect(await countOf('cached')).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 1100))
  expect(await enterWith(await token(), at)).toBe(IN)
  expect(await countOf('cached')).toBe(2)
})

test('unknown key ids do not make it ask again and again', async () => {
  const at = configured({ JWT: { ...JWT, jwksUrl: `${TEST.issuerUrl}/jwks/unknown` } })
  for (let i = 0; i < 5; i++) expect(await enterWith(await token({}, { header: { kid: `${i}` } }), at)).toBe(INVALID)
  expect(await countOf('unknown')).toBe(1)
})
