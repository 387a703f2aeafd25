// Those who call the public Worker: who they are, what they ask, and how they go away.

import { once } from 'node:events'
import { request } from 'node:http'
import { SignJWT } from 'jose'

export const OPERATIONS = ['GetObject', 'PutObject']
export const JWT = {
  algorithm: 'HS256',
  issuer: 'https://issuer.example.com',
  audience: 'https://edgesign.example.com',
}
export const JWT_SECRET = 'not a secret, but 32 bytes or more'

/** The token of a caller who may do all under its own prefix. */
function tokenOf(subject) {
  const grant = { bucket: 'e2e', prefix: `two-workers/${subject}/`, operations: OPERATIONS }
  const claims = new SignJWT({ grant }).setProtectedHeader({ alg: JWT.algorithm }).setSubject(subject)
  const issued = claims.setIssuer(JWT.issuer).setAudience(JWT.audience).setExpirationTime('5m')
  return issued.sign(new TextEncoder().encode(JWT_SECRET))
}

/** What asks for the URL of an upload of `owner`'s. */
async function question(caller, owner = caller) {
  const headers = { authorization: `Bearer ${await tokenOf(caller)}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ operation: 'PutObject', key: `two-workers/${owner}/a.txt`, expiresIn: 900 })
  return { method: 'POST', headers, body }
}

export async function presign({ url }, { caller = 'caller-0', owner } = {}) {
  const response = await fetch(`${url}v1/presign`, await question(caller, owner))
  return { status: response.status, ...(await response.json()) }
}

/** Asks, and gives what cancels it: a reset, since workerd takes a mere end of the connection for a client that listens. */
export async function presignCancellably({ url }) {
  const { body, ...options } = await question('caller-0')
  const asked = request(`${url}v1/presign`, options).end(body)
  const failed = once(asked, 'error')
  return async () => {
    asked.socket.resetAndDestroy()
    await failed
  }
}
