// What ends a presigned URL that is out already: the story as people know it from AWS.

import { deriveSigningKey } from 'edgesign'
import { getSessionToken } from 'edgesign/credentials'
import { revokeSessionsBefore, toDenyPolicy, toIamPolicy } from 'edgesign/grants'
import { ALL, answered, denied, principals, refused } from './iam.js'

/**
 * @param {import('./iam.js').Server} server
 * @returns {[string, () => Promise<void>][]}
 */
export function revocation(server) {
  const { s3, region, deleteKey } = server
  const { user, assumable, signed, stored } = principals(server)
  const second = () => new Promise((resolve) => setTimeout(resolve, 1000 - (Date.now() % 1000) + 50))

  /** URLs that read and write, of one who may. */
  const urls = (key, credentials) => ['GetObject', 'PutObject'].map((name) => signed(name, { key, credentials }))

  return [
    [
      "a user's URLs end when all is denied, and work again when it no longer is",
      async () => {
        const [{ key }, alice] = [await stored(), await user()]
        const before = urls(key, alice.credentials)
        for (const url of before) await answered(200, url)
        await alice.attach('deny', toDenyPolicy('everything'))
        for (const url of before) await denied(url)
        // Signing asks nobody, so it goes on: what it gives is worth nothing.
        const since = urls(key, alice.credentials)
        for (const url of since) await denied(url)
        await alice.detach('deny')
        for (const url of [...before, ...since]) await answered(200, url)
      },
    ],
    [
      'what a grant allows is denied, and nothing else',
      async () => {
        const [{ folder, key }, other, alice] = [await stored(), await stored(), await user()]
        const { credentials } = alice
        const [got, put] = urls(key, credentials)
        const listed = signed('ListObjectsV2', { prefix: folder, credentials })
        const [otherGot] = urls(other.key, credentials)
        const all = [got, put, listed, otherGot]
        for (const url of all) await answered(200, url)
        const operations = ['GetObject', 'ListObjectsV2']
        await alice.attach('deny', toDenyPolicy({ bucket: 'e2e', prefix: folder, operations }))
        await denied(got)
        await denied(listed)
        await answered(200, put)
        await answered(200, otherGot)
        await answered(200, signed('ListObjectsV2', { prefix: other.folder, credentials }))
        await alice.detach('deny')
        for (const url of all) await answered(200, url)
      },
    ],
    [
      'named keys are denied, and no others',
      async () => {
        const [{ folder, key }, alice] = [await stored(), await user()]
        const beside = await stored(folder)
        const [got, besideGot] = [key, beside.key].map((key) =>
          signed('GetObject', { key, credentials: alice.credentials }),
        )
        await answered(200, got)
        await alice.attach('deny', toDenyPolicy({ bucket: 'e2e', keys: [key], operations: ['GetObject'] }))
        await denied(got)
        await answered(200, besideGot)
      },
    ],
    [
      "a role's URLs end when all is denied to it, those of its signing keys too",
      async () => {
        const [{ key }, role, bystander] = [await stored(), await assumable(), await user()]
        const session = await role.assume()
        const all = [session, deriveSigningKey(session, { region })].flatMap((credentials) => urls(key, credentials))
        for (const url of all) await answered(200, url)
        await role.attach('deny', toDenyPolicy('everything'))
        for (const url of all) await denied(url)
        await denied(signed('GetObject', { key, credentials: await role.assume() }))
        await answered(200, signed('GetObject', { key, credentials: bystander.credentials }))
        await role.detach('deny')
        for (const url of all) await answered(200, url)
      },
    ],
    [
      "a user's session tokens are denied what the user is, a role's are not",
      async () => {
        const [{ key }, role] = [await stored(), await assumable()]
        const { caller } = role
        const own = await getSessionToken({
          endpoint: s3,
          region,
          credentials: caller.credentials,
          durationSeconds: 900,
        })
        const users = [caller.credentials, own].flatMap((credentials) => urls(key, credentials))
        const roles = urls(key, await role.assume())
        for (const url of [...users, ...roles]) await answered(200, url)
        await caller.attach('deny', toDenyPolicy('everything'))
        for (const url of users) await denied(url)
        for (const url of roles) await answered(200, url)
      },
    ],
    [
      'sessions from before a date end, with their URLs; later ones live',
      async () => {
        const [{ key }, role] = [await stored(), await assumable()]
        const older = urls(key, await role.assume())
        await second()
        const date = new Date()
        await second()
        const newer = urls(key, await role.assume())
        for (const url of [...older, ...newer]) await answered(200, url)
        await role.attach('revoke', revokeSessionsBefore(date))
        for (const url of older) await denied(url)
        for (const url of newer) await answered(200, url)
        await role.attach('revoke', revokeSessionsBefore(new Date(date - 3_600_000)))
        for (const url of older) await answered(200, url)
        await role.detach('revoke')
        for (const url of [...older, ...newer]) await answered(200, url)
      },
    ],
    [
      'a deleted access key ends its URLs, those of its signing keys too',
      async () => {
        const [{ key }, alice] = [await stored(), await user()]
        const { name, credentials } = alice
        const all = [credentials, deriveSigningKey(credentials, { region })].flatMap((each) => urls(key, each))
        for (const url of all) await answered(200, url)
        await deleteKey(name, credentials)
        for (const url of all) await refused(url)
      },
    ],
    [
      "sessions are revoked, a user's own key is not",
      async () => {
        const [{ key }, alice] = [await stored(), await user()]
        const got = signed('GetObject', { key, credentials: alice.credentials })
        await alice.attach('revoke', revokeSessionsBefore(new Date(Date.now() + 3_600_000)))
        await answered(200, got)
      },
    ],
    ...AWS_ALONE.flatMap(([name, limits, condition]) => [
      [
        `what is allowed by ${name} is not allowed here`,
        async () => {
          const { key } = await stored()
          const [alice, limited] = [await user(), await user(toIamPolicy(ALL, limits))]
          await answered(200, signed('GetObject', { key, credentials: alice.credentials }))
          await denied(signed('GetObject', { key, credentials: limited.credentials }))
        },
      ],
      [
        `what is denied by ${name} is not denied here`,
        async () => {
          const [{ key }, alice] = [await stored(), await user()]
          const signingDate = new Date(Date.now() - 60_000)
          const got = signed('GetObject', { key, credentials: alice.credentials, signingDate })
          const [everything] = toDenyPolicy('everything').Statement
          await alice.attach('deny', { Version: '2012-10-17', Statement: [{ ...everything, Condition: condition }] })
          await answered(200, got)
        },
      ],
    ]),
  ]
}

/**
 * Conditions that no server here has: each is true of a URL signed a minute ago. `toIamPolicy` writes them all the same, so
 * what is known of them is what AWS documents.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
 */
const AWS_ALONE = [
  ['s3:authType', { authType: 'REST-QUERY-STRING' }, { StringEquals: { 's3:authType': 'REST-QUERY-STRING' } }],
  ['s3:signatureAge', { maxSignatureAge: 900 }, { NumericGreaterThan: { 's3:signatureAge': '1000' } }],
]
