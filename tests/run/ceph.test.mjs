// Ceph's object gateway: the end-to-end suite, sessions that are held to a grant, and what ends URLs that are out.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { presign, randomKey } from 'edgesign'
import { agreement } from '../agreement.js'
import { endToEnd } from '../e2e.js'
import { CEPH_TESTS, formsAt } from '../e2e-forms.js'
import { answered, denied, refused } from '../iam.js'
import { revocation } from '../revocation.js'
import { startCeph } from '../servers/ceph.mjs'
import { startIssuer } from '../servers/issuer.mjs'
import { sessions } from '../sessions.js'
import { createBuckets, testWithDifferences } from './differences.mjs'

const ceph = await startCeph()
after(ceph.stop)
const issuer = await startIssuer()
after(issuer.stop)
await createBuckets(ceph)

/** What Ceph does otherwise than S3, with what the suites say to it. */
const DIFFERENCES = {
  'a bound checksum is the only one accepted': ['Ceph 16 knows no checksums but MD5', /expected a refusal, got 200/],
  'a bound checksum of a form is the only one accepted': ['Ceph 16 knows no checksums', /expected a refusal, got 204/],
  'of the name of the file, its folders are left out': ['Ceph keeps them', /got "forms\/[0-9a-f]+\/a\/b\/c.txt"/],
  'a form stores what a file is served with': ['Ceph stores the type only', /expected "no-store", got null/],
  'an expired URL is refused': [
    'Ceph gives no reason',
    /Request has expired in .*<Code>AccessDenied<\/Code><Message><\/Message>/,
  ],
  'a session signs with its token and as long as its user may': [
    'its sessions are made by STS: see below',
    /no sessions/,
  ],
}

testWithDifferences(
  [...endToEnd(ceph), ...formsAt(ceph), ...sessions({ ...ceph, issuer }), ...agreement(ceph), ...revocation(ceph)],
  DIFFERENCES,
)

test('each of the tests of forms that Ceph has is covered here', () => {
  const names = formsAt(ceph).map(([name]) => name)
  for (const [theirs, ours] of Object.entries(CEPH_TESTS)) assert.ok(names.includes(ours), theirs)
  assert.equal(Object.keys(CEPH_TESTS).length, 36)
})

const { s3, region, credentials } = ceph
const shared = { endpoint: s3, region, bucket: 'e2e', credentials }

test('an expired URL is refused, though Ceph does not say why', async () => {
  const key = randomKey('ceph/')
  await answered(200, presign('PutObject', { ...shared, key }))
  const signingDate = new Date(Date.now() - 3_600_000)
  const got = (expiresIn) => presign('GetObject', { ...shared, key, signingDate, expiresIn })
  await answered(200, got(3700))
  await denied(got(3599))
})

test('a bound checksum is signed, though Ceph does not compute it', async () => {
  // Of another body.
  const checksum = { algorithm: 'SHA256', value: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=' }
  const bound = presign('PutObject', { ...shared, key: randomKey('ceph/'), checksum })
  await answered(200, bound)
  await refused({ ...bound, headers: { 'x-amz-checksum-sha256': 'b3RoZXI=' } })
  await refused({ ...bound, headers: {} })
})

test('Ceph looks at no region: Swift does, so the suites belong together', async () => {
  const key = randomKey('ceph/')
  await answered(200, presign('PutObject', { ...shared, key, region: 'eu-west-1' }))
  assert.equal(await answered(200, presign('GetObject', { ...shared, key })), 'new')
})
