// Sessions of a server with STS: what may be signed with them, and what they are good for.

import { deriveSigningKey } from 'edgesign'
import { assumeRoleWithWebIdentity, getSessionToken } from 'edgesign/credentials'
import { toIamPolicy } from 'edgesign/grants'
import { equal } from './expect.js'
import { ALL, answered, denied, principals, refused } from './iam.js'

/**
 * @param {import('./iam.js').Server & { issuer: import('./servers/issuer.mjs').Issuer }} server
 * @returns {[string, () => Promise<void>][]}
 */
export function sessions(server) {
  const { s3, region, account, issuer, iam } = server
  const { user, role, assumable, signed, stored } = principals(server)
  const sts = { endpoint: s3, region }

  /** The session reads below the folder, and does nothing else: what is refused is what it is refused for. */
  async function readsOnly(folder, key, credentials) {
    const other = await stored()
    await answered(200, signed('GetObject', { key, credentials }))
    await denied(signed('GetObject', { key: other.key, credentials }))
    for (const operation of ['PutObject', 'DeleteObject']) await denied(signed(operation, { key, credentials }))
    await denied(signed('ListObjectsV2', { prefix: folder, credentials }))
    equal(await answered(200, signed('GetObject', { key })), 'kept')
  }

  const reading = (folder) => ({ bucket: 'e2e', prefix: folder, operations: ['GetObject'] })

  const webRole = once(async () => {
    const { url, thumbprint } = issuer
    await iam('CreateOpenIDConnectProvider', {
      Url: url,
      'ThumbprintList.member.1': thumbprint,
      'ClientIDList.member.1': issuer.audience,
    })
    const Federated = [`arn:aws:iam::${account}:oidc-provider/${url.replace('http://', '')}`]
    return role({ Federated }, 'sts:AssumeRoleWithWebIdentity')
  })

  async function byToken(webIdentityToken, options) {
    const { roleArn } = await webRole()
    return assumeRoleWithWebIdentity({ ...sts, webIdentityToken, roleArn, roleSessionName: 'tests', ...options })
  }

  /** The server refuses to make a session: it answers, and says no. */
  async function noSession(providerCode, promised) {
    const error = await promised.then(
      () => new Error('expected an error'),
      (error) => error,
    )
    equal([error.code, error.providerCode].join(), ['ERR_CREDENTIALS_UNAVAILABLE', providerCode].join())
  }

  return [
    [
      "a role's session does what the role may",
      async () => {
        const { folder, key } = await stored()
        const credentials = await (await assumable()).assume()
        await answered(200, signed('GetObject', { key, credentials }))
        await answered(200, signed('ListObjectsV2', { prefix: folder, credentials }))
        await answered(200, signed('PutObject', { key, credentials }))
        await answered(204, signed('DeleteObject', { key, credentials }))
      },
    ],
    [
      "a role's session with a grant does what the grant allows, and nothing else",
      async () => {
        const { folder, key } = await stored()
        const credentials = await (await assumable()).assume({ grant: reading(folder) })
        await readsOnly(folder, key, credentials)
      },
    ],
    [
      "a session's grant is no wider than its role",
      async () => {
        const { key } = await stored()
        const { assume } = await assumable(READ_ONLY)
        const credentials = await assume({ grant: ALL })
        await answered(200, signed('GetObject', { key, credentials }))
        await denied(signed('PutObject', { key, credentials }))
      },
    ],
    [
      'a session with a grant lists below its prefix only',
      async () => {
        const { folder, key } = await stored()
        const grant = { bucket: 'e2e', prefix: folder, operations: ['ListObjectsV2'] }
        const credentials = await (await assumable()).assume({ grant })
        const list = (prefix) => signed('ListObjectsV2', { prefix, credentials })
        const xml = await answered(200, list(folder))
        equal(xml.includes(`<Key>${key}</Key>`), true)
        for (const prefix of [undefined, 'iam/', folder.slice(0, -1)]) await denied(list(prefix))
        await denied(signed('GetObject', { key, credentials }))
      },
    ],
    [
      "a session's signing key signs as the session does",
      async () => {
        const { folder, key } = await stored()
        const session = await (await assumable()).assume({ grant: reading(folder) })
        const credentials = deriveSigningKey(session, { region })
        equal('secretAccessKey' in credentials, false)
        await readsOnly(folder, key, credentials)
      },
    ],
    [
      'a session token is sent, and as it is',
      async () => {
        const { key } = await stored()
        const session = await (await assumable()).assume()
        const { sessionToken, ...without } = session
        const altered = {
          ...session,
          sessionToken: sessionToken.replace(/.(?=.{20}$)/, (c) => (c === 'A' ? 'B' : 'A')),
        }
        const got = signed('GetObject', { key, credentials: session })
        const token = /&X-Amz-Security-Token=[^&]+/
        equal(token.test(got.url), true)
        await answered(200, got)
        await refused({ ...got, url: got.url.replace(token, '') })
        await refused(signed('GetObject', { key, credentials: without }))
        await refused(signed('GetObject', { key, credentials: altered }))
      },
    ],
    [
      'an ended session ends its URLs',
      async () => {
        const { key } = await stored()
        const session = await (await assumable()).assume({ durationSeconds: 3 })
        const got = signed('GetObject', { key, credentials: session, expiresIn: 3600 })
        equal(got.limitedBy, 'credentials')
        // A URL that says that it lives longer than its session does not.
        const { expiration, ...unlimited } = session
        const longer = signed('GetObject', { key, credentials: unlimited, expiresIn: 3600 })
        equal(longer.expiresIn, 3600)
        await answered(200, got)
        await answered(200, longer)
        await new Promise((resolve) => setTimeout(resolve, Date.parse(expiration) - Date.now() + 1100))
        await refused(got)
        await refused(longer)
      },
    ],
    [
      "a user's session token works as long as its user may",
      async () => {
        const { key } = await stored()
        const alice = await user()
        const session = await getSessionToken({ ...sts, credentials: alice.credentials, durationSeconds: 900 })
        equal(session.accessKeyId === alice.credentials.accessKeyId, false)
        const got = signed('GetObject', { key, credentials: session, expiresIn: 3600 })
        equal(got.limitedBy, 'credentials')
        await answered(200, got)
        await alice.detach('allow')
        await denied(got)
      },
    ],
    [
      'an identity token becomes a session',
      async () => {
        const { folder, key } = await stored()
        const credentials = await byToken(issuer.token({ sub: 'user-42' }))
        await answered(200, signed('GetObject', { key, credentials }))
        await answered(200, signed('ListObjectsV2', { prefix: folder, credentials }))
      },
    ],
    [
      "an identity token's session with a grant does what the grant allows, and nothing else",
      async () => {
        const { folder, key } = await stored()
        const credentials = await byToken(issuer.token({ sub: 'user-42' }), { grant: reading(folder) })
        await readsOnly(folder, key, credentials)
      },
    ],
    [
      "an identity token that is not the issuer's is refused",
      async () => {
        await byToken(issuer.token({ sub: 'user-42' }))
        await noSession('AccessDenied', byToken(issuer.forged({ sub: 'user-42' })))
      },
    ],
    [
      'an expired identity token is refused',
      async () => {
        await byToken(issuer.token({ sub: 'user-42' }))
        await noSession(
          'AccessDenied',
          byToken(issuer.token({ sub: 'user-42', exp: Math.floor(Date.now() / 1000) - 60 })),
        )
      },
    ],
    [
      'a role that does not trust the user is refused',
      async () => {
        const [{ assume }, stranger] = [await assumable(), await user()]
        await assume()
        await noSession('AccessDenied', assume({ credentials: stranger.credentials }))
      },
    ],
  ]
}

const READ_ONLY = toIamPolicy({ bucket: 'e2e', operations: ['GetObject'] })

/** @template T @param {() => Promise<T>} make @returns {() => Promise<T>} */
function once(make) {
  let made
  return () => (made ??= make())
}
