// Every form of host is turned back into what it was made of: AWS's as botocore's rules make them, the others' as documented.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { inspect } from 'edgesign/debug'
import { presign } from 'edgesign'
import { aws, r2 } from 'edgesign/endpoints'
import { botocore } from '../../tools/oracles.mjs'

const made = JSON.parse(
  execFileSync(botocore(), [fileURLToPath(new URL('hosts.py', import.meta.url))], { encoding: 'utf8' }),
)

test(`what botocore's endpoint rules make: ${made.length} forms`, () => {
  assert.ok(made.length > 400)
  for (const { url, bucket, name, region } of made) {
    const found = inspect(`${url}/a/b%20c.txt`)
    const isPoint = bucket.startsWith('arn:')
    assert.deepEqual([found.provider, found.isAddressAssumed], ['AWS', false], url)
    assert.equal(isPoint ? found.accessPoint : found.bucket, name, url)
    assert.equal(found.key, 'a/b c.txt', url)
    assert.equal(found.addressingStyle, url.endsWith(`/${bucket}`) ? 'path' : 'virtual-hosted', url)
    const unsaid = { accelerate: undefined, 'multi-region-access-point': '*' }
    assert.equal(found.region, found.addressKind in unsaid ? unsaid[found.addressKind] : region, url)
    if (isPoint && found.addressKind !== 'multi-region-access-point') assert.equal(found.account, '123456789012', url)
  }
})

test('every kind of host of AWS is among them, or below', () => {
  const kinds = new Set(made.map(({ url }) => inspect(url).addressKind))
  const all = [
    'access-point',
    'accelerate',
    'bucket',
    'directory-bucket',
    'multi-region-access-point',
    'object-lambda',
    'outpost',
  ]
  assert.deepEqual([...kinds].sort(), all.sort())
})

const ACCOUNT = '0123456789abcdef0123456789abcdef'

/** Host and path, provider, kind, style, region, bucket, key. */
const OTHERS = [
  ['media.s3-us-west-2.amazonaws.com/k', 'AWS', 'bucket', 'virtual-hosted', 'us-west-2', 'media', 'k'],
  ['s3-us-west-2.amazonaws.com/media/k', 'AWS', 'bucket', 'path', 'us-west-2', 'media', 'k'],
  ['media.s3-external-1.amazonaws.com/k', 'AWS', 'bucket', 'virtual-hosted', 'us-east-1', 'media', 'k'],
  ['media.s3-website-us-west-2.amazonaws.com/k', 'AWS', 'website', 'virtual-hosted', 'us-west-2', 'media', 'k'],
  ['media.s3-website.eu-central-1.amazonaws.com/k', 'AWS', 'website', 'virtual-hosted', 'eu-central-1', 'media', 'k'],
  [
    'media.bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com/k',
    'AWS',
    'bucket',
    'virtual-hosted',
    'us-east-1',
    'media',
    'k',
  ],
  [
    'bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com/media/k',
    'AWS',
    'bucket',
    'path',
    'us-east-1',
    'media',
    'k',
  ],
  [
    'a--op-s3.op-01234567890123456.s3-outposts.us-west-2.amazonaws.com/k',
    'AWS',
    'outpost',
    'virtual-hosted',
    'us-west-2',
    'a--op-s3',
    'k',
  ],
  ['gateway.eu1.storjshare.io/media/k', 'Storj', 'bucket', 'path', 'eu1', 'media', 'k'],
  [
    'media.oss-cn-hangzhou.aliyuncs.com/k',
    'Alibaba Cloud',
    'bucket',
    'virtual-hosted',
    'oss-cn-hangzhou',
    'media',
    'k',
  ],
  ['s3.eu-west-1.localhost.localstack.cloud/media/k', 'LocalStack', 'bucket', 'path', 'eu-west-1', 'media', 'k'],
  [`${ACCOUNT}.r2.cloudflarestorage.com/media/k`, 'R2', 'bucket', 'path', 'auto', 'media', 'k'],
  [`${ACCOUNT}.eu.r2.cloudflarestorage.com/media/k`, 'R2', 'bucket', 'path', 'auto', 'media', 'k'],
  [`${ACCOUNT}.fedramp.r2.cloudflarestorage.com/media/k`, 'R2', 'bucket', 'path', 'auto', 'media', 'k'],
  [`media.${ACCOUNT}.r2.cloudflarestorage.com/k`, 'R2', 'bucket', 'virtual-hosted', 'auto', 'media', 'k'],
  ['pub-0a1b2c.r2.dev/k/l', 'R2', 'public', 'virtual-hosted', undefined, 'pub-0a1b2c', 'k/l'],
  ['s3.us-west-004.backblazeb2.com/media/k', 'B2', 'bucket', 'path', 'us-west-004', 'media', 'k'],
  ['media.s3.us-west-004.backblazeb2.com/k', 'B2', 'bucket', 'virtual-hosted', 'us-west-004', 'media', 'k'],
  ['s3.wasabisys.com/media/k', 'Wasabi', 'bucket', 'path', 'us-east-1', 'media', 'k'],
  ['s3.eu-central-1.wasabisys.com/media/k', 'Wasabi', 'bucket', 'path', 'eu-central-1', 'media', 'k'],
  ['media.s3.eu-central-1.wasabisys.com/k', 'Wasabi', 'bucket', 'virtual-hosted', 'eu-central-1', 'media', 'k'],
  ['media.fsn1.your-objectstorage.com/k', 'Hetzner', 'bucket', 'virtual-hosted', 'fsn1', 'media', 'k'],
  ['hel1.your-objectstorage.com/media/k', 'Hetzner', 'bucket', 'path', 'hel1', 'media', 'k'],
  ['media.nyc3.digitaloceanspaces.com/k', 'DigitalOcean Spaces', 'bucket', 'virtual-hosted', 'nyc3', 'media', 'k'],
  ['nyc3.digitaloceanspaces.com/media/k', 'DigitalOcean Spaces', 'bucket', 'path', 'nyc3', 'media', 'k'],
  ['media.nyc3.cdn.digitaloceanspaces.com/k', 'DigitalOcean Spaces', 'cdn', 'virtual-hosted', 'nyc3', 'media', 'k'],
  ['storage.googleapis.com/media/k', 'Google Cloud Storage', 'bucket', 'path', 'auto', 'media', 'k'],
  ['media.storage.googleapis.com/k', 'Google Cloud Storage', 'bucket', 'virtual-hosted', 'auto', 'media', 'k'],
  ['media.t3.storage.dev/k', 'Tigris', 'bucket', 'virtual-hosted', 'auto', 'media', 'k'],
  ['fly.storage.tigris.dev/media/k', 'Tigris', 'bucket', 'path', 'auto', 'media', 'k'],
  [
    'abcdefghijklmnopqrst.storage.supabase.co/storage/v1/s3/media/a/k',
    'Supabase',
    'bucket',
    'path',
    undefined,
    'media',
    'a/k',
  ],
  ['s3.fr-par.scw.cloud/media/k', 'Scaleway', 'bucket', 'path', 'fr-par', 'media', 'k'],
  ['media.s3.nl-ams.scw.cloud/k', 'Scaleway', 'bucket', 'virtual-hosted', 'nl-ams', 'media', 'k'],
  ['media.s3.gra.io.cloud.ovh.net/k', 'OVH', 'bucket', 'virtual-hosted', 'gra', 'media', 'k'],
  ['s3.us-east-va.io.cloud.ovh.us/media/k', 'OVH', 'bucket', 'path', 'us-east-va', 'media', 'k'],
  ['media.us-east-1.linodeobjects.com/k', 'Linode', 'bucket', 'virtual-hosted', 'us-east-1', 'media', 'k'],
  ['eu-central-1.linodeobjects.com/media/k', 'Linode', 'bucket', 'path', 'eu-central-1', 'media', 'k'],
  [
    'ns1.compat.objectstorage.eu-frankfurt-1.oraclecloud.com/media/k',
    'Oracle',
    'bucket',
    'path',
    'eu-frankfurt-1',
    'media',
    'k',
  ],
  [
    'media.vhcompat.objectstorage.eu-frankfurt-1.oraclecloud.com/k',
    'Oracle',
    'bucket',
    'virtual-hosted',
    'eu-frankfurt-1',
    'media',
    'k',
  ],
  ['media.s3.eu-de.cloud-object-storage.appdomain.cloud/k', 'IBM', 'bucket', 'virtual-hosted', 'eu-de', 'media', 'k'],
  ['s3.private.eu-de.cloud-object-storage.appdomain.cloud/media/k', 'IBM', 'bucket', 'path', 'eu-de', 'media', 'k'],
  ['l4g4.ch11.idrivee2-2.com/media/k', 'IDrive e2', 'bucket', 'path', 'ch11', 'media', 'k'],
  ['gateway.storjshare.io/media/k', 'Storj', 'bucket', 'path', undefined, 'media', 'k'],
  ['media.gateway.storjshare.io/k', 'Storj', 'bucket', 'virtual-hosted', undefined, 'media', 'k'],
  [
    'media.s3.oss-eu-central-1.aliyuncs.com/k',
    'Alibaba Cloud',
    'bucket',
    'virtual-hosted',
    'oss-eu-central-1',
    'media',
    'k',
  ],
  ['media.s3.localhost.localstack.cloud:4566/k', 'LocalStack', 'bucket', 'virtual-hosted', undefined, 'media', 'k'],
  ['127.0.0.1:9000/media/k', undefined, undefined, 'path', undefined, 'media', 'k'],
  ['media.s3.example.com/k', undefined, undefined, 'virtual-hosted', undefined, 'media', 'k'],
]

test('what the others document', () => {
  for (const [address, provider, kind, style, region, bucket, key] of OTHERS) {
    const found = inspect(`https://${address}`)
    const said = [found.provider, found.addressKind, found.addressingStyle, found.region, found.bucket, found.key]
    assert.deepEqual(said, [provider, kind, style, region, bucket, key], address)
    assert.equal(found.isAddressAssumed, provider === undefined, address)
  }
})

test('an access point by PrivateLink', () => {
  const host = 'point-123456789012.accesspoint.vpce-1a2b-5e6f.s3.us-east-1.vpce.amazonaws.com'
  const { addressKind, accessPoint, account, region, key } = inspect(`https://${host}/k`)
  assert.deepEqual(
    [addressKind, accessPoint, account, region, key],
    ['access-point', 'point', '123456789012', 'us-east-1', 'k'],
  )
})

test('what this package makes', () => {
  const credentials = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  }
  const key = 'a b/ü+%?#&/c.txt'
  const endpoints = [
    aws({ region: 'eu-west-1' }),
    aws({ region: 'cn-north-1', addressingStyle: 'path' }),
    r2({ accountId: ACCOUNT, jurisdiction: 'eu' }),
  ]
  for (const endpoint of endpoints) {
    const found = inspect(
      presign('PutObject', { endpoint, bucket: 'media', key, contentType: 'text/plain', credentials }).url,
    )
    assert.deepEqual(
      [found.bucket, found.key, found.region, found.operation],
      ['media', key, endpoint.region, 'PutObject'],
    )
    assert.deepEqual(found.credentialScope?.region, endpoint.region)
  }
})
