// The suites of Ceph on ministack: an emulator, but one that others wrote, and with AWS's error codes.

import { after, test } from 'node:test'
import { sign } from 'edgesign'
import { agreement } from '../agreement.js'
import { endToEnd } from '../e2e.js'
import { answered } from '../iam.js'
import { revocation } from '../revocation.js'
import { startIssuer } from '../servers/issuer.mjs'
import { startMinistack } from '../servers/ministack.mjs'
import { sessions } from '../sessions.js'
import { createBuckets, testWithDifferences } from './differences.mjs'

const ministack = await startMinistack()
after(ministack.stop)
const issuer = await startIssuer()
after(issuer.stop)
await createBuckets(ministack)

const NO_TOKENS = 'ministack takes any identity token'

/** What ministack does otherwise than AWS, with what the suites say to it. */
const DIFFERENCES = {
  'a request is signed in its header': ['ministack does not hash bodies', /expected a refusal, got 200/],
  'a session signs with its token and as long as its user may': [
    'its sessions are made by STS: see below',
    /no sessions/,
  ],
  "an identity token's session with a grant does what the grant allows, and nothing else": [
    `${NO_TOKENS}, and no session policy with it`,
    /expected 403, got 200: kept/,
  ],
  "an identity token that is not the issuer's is refused": [
    NO_TOKENS,
    /expected "ERR_CREDENTIALS_UNAVAILABLE,AccessDenied", got ","/,
  ],
  'an expired identity token is refused': [NO_TOKENS, /expected "ERR_CREDENTIALS_UNAVAILABLE,AccessDenied", got ","/],
}

testWithDifferences(
  [...endToEnd(ministack), ...sessions({ ...ministack, issuer }), ...agreement(ministack), ...revocation(ministack)],
  DIFFERENCES,
)

test('a request is signed in its header, though ministack does not hash its body', async () => {
  const { s3, region, credentials } = ministack
  const options = { service: 's3', region, credentials }
  const put = sign({ url: `${s3}/e2e/ministack`, method: 'PUT', body: 'signed' }, options)
  await answered(200, put, 'signed')
  await answered(403, { ...put, url: `${s3}/e2e/another` }, 'signed')
  await answered(403, { ...put, headers: { ...put.headers, 'x-amz-content-sha256': '0'.repeat(64) } }, 'signed')
})
