// An issuer of identity tokens, as OpenID Connect has them: its keys are found over HTTP, on 127.0.0.1.

import { execFile } from 'node:child_process'
import { X509Certificate, createSign } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { promisify } from 'node:util'

/** @typedef {Awaited<ReturnType<typeof startIssuer>>} Issuer */

/** Starts an issuer; it answers as long as this process lives, or until it is stopped. */
export async function startIssuer() {
  const [key, other] = await Promise.all([makeKey(), makeKey()])
  const server = createServer((request, response) => {
    const document = documents(url, key)[request.url]
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(document))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${server.address().port}`
  const signWith = (pem) => (claims) => jwt({ iss: url, aud: AUDIENCE, iat: now(), exp: now() + 600, ...claims }, pem)
  return {
    url,
    audience: AUDIENCE,
    thumbprint: new X509Certificate(key.certificate).fingerprint.replaceAll(':', ''),
    /** A token with these claims. */
    token: signWith(key.privateKey),
    /** The same, signed with a key that is not the issuer's. */
    forged: signWith(other.privateKey),
    stop: () => server.close(),
  }
}

/** Whom the tokens are for. */
const AUDIENCE = 'edgesign-tests'
const now = () => Math.floor(Date.now() / 1000)
const KEY_ID = 'issuer-key'

function documents(url, { certificate }) {
  const { raw, publicKey } = new X509Certificate(certificate)
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'RS256', use: 'sig' }
  return {
    '/.well-known/openid-configuration': { issuer: url, jwks_uri: `${url}/keys` },
    // Ceph takes the key from the certificate, whose thumbprint it has been told.
    '/keys': { keys: [{ ...jwk, x5c: [raw.toString('base64')] }] },
  }
}

/** A key and a certificate that says nothing but its key. */
async function makeKey() {
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=issuer', '-days', '2', '-keyout', '-']
  const { stdout } = await promisify(execFile)('openssl', args)
  const [privateKey, certificate] = stdout.split(/(?=-----BEGIN CERTIFICATE)/)
  return { privateKey, certificate }
}

function jwt(claims, privateKey) {
  const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid: KEY_ID })}.${encode(claims)}`
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`
}
