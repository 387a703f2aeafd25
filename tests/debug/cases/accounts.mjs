// Failures that need users and sessions.

import { setTimeout } from 'node:timers/promises'
import { presign, presignPost } from 'edgesign'
import { toDenyPolicy } from 'edgesign/grants'
import { principals } from '../../iam.js'
import { upload } from './forms.mjs'
import { exchange } from './wire.mjs'

/**
 * @param {{ s3: string, region: string }} server
 * @param {{ denied: () => Promise<any>, session: (seconds: number) => Promise<any> }} make credentials: of a user to whom
 *   everything is denied, and of a session
 * @returns {[name: string, cause: string, fail: () => Promise<object>][]}
 */
function accounts({ s3, region }, { denied, session }) {
  const got = (credentials, edit = (url) => url) => {
    const options = { endpoint: s3, region, bucket: 'e2e', key: 'dir/a b+c.txt' }
    return exchange({ url: edit(presign('GetObject', { ...options, credentials }).url) })
  }
  const form = (credentials) => presignPost({ endpoint: s3, region, bucket: 'e2e', key: 'incoming/a.txt', credentials })
  const withoutToken = (url) => url.replace(/X-Amz-Security-Token=[^&]+&/, '')
  return [
    ['of a user to whom it is denied', 'not-allowed', async () => got(await denied())],
    ['a form of a user to whom it is denied', 'not-allowed', async () => upload(form(await denied()))],
    [
      'a form of a user to whom it is denied, with the credentials',
      'not-allowed',
      async () => {
        const credentials = await denied()
        return { ...(await upload(form(credentials))), credentials }
      },
    ],
    [
      'of a session that has ended',
      'credentials-expired',
      async () => {
        const { expiration, ...credentials } = await session(2)
        await setTimeout(Date.parse(expiration) - Date.now() + 1100)
        return got(credentials)
      },
    ],
    ['of a session, without its token', 'token-missing', async () => got(await session(900), withoutToken)],
    [
      'of a session, with another token',
      'token-invalid',
      async () => got({ ...(await session(900)), sessionToken: 'bm8gdG9rZW4=' }),
    ],
    [
      'of a session, with another token, with the credentials',
      'token-invalid',
      async () => {
        const credentials = await session(900)
        return { ...(await got({ ...credentials, sessionToken: 'bm8gdG9rZW4=' })), credentials }
      },
    ],
  ]
}

/** The local server, whose control API has users and sessions. */
export function ofControl(server) {
  const ask = async (method, path, body = {}) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(server.control + path, { method, headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  return accounts(server, {
    denied: async () => {
      const [accessKeyId, secretAccessKey] = ['AKIADENIEDEXAMPLE000', 'example-secret-of-denied']
      await ask('PUT', `/users/${accessKeyId}`, { secretAccessKey })
      await ask('POST', `/users/${accessKeyId}/deny`)
      return { accessKeyId, secretAccessKey }
    },
    session: (expiresIn) => ask('POST', '/sessions', { accessKeyId: server.credentials.accessKeyId, expiresIn }),
  })
}

/** A server with IAM and STS. */
export function ofIam(server) {
  const { user, assumable } = principals(server)
  return accounts(server, {
    denied: async () => {
      const { credentials, attach } = await user()
      await attach('deny', toDenyPolicy('everything'))
      return credentials
    },
    session: async (durationSeconds) => (await assumable()).assume({ durationSeconds }),
  })
}
