// Which bucket of which provider a host and a path mean.
//
// Sources: AWS's endpoint rules for S3, as botocore ships them (endpoint-rule-set-1.json); for the others, each provider's
// own page on its endpoints.

/** `[…]` is what may be missing; `{…}` one of these. */
const PARTS = {
  bucket: '.+',
  accessPoint: '[a-z0-9-]+',
  account: '\\d{12}',
  outpost: 'op-[a-z0-9]+(?:\\.ec2)?',
  zone: '[a-z0-9-]+',
  vpce: 'vpce-[a-z0-9-]+',
  region: '[a-z]{2,4}(?:-[a-z]+)+-\\d+',
  area: '[a-z0-9-]+',
  aws: '(?:amazonaws\\.com(?:\\.cn)?|amazonaws\\.eu|c2s\\.ic\\.gov|sc2s\\.sgov\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)',
  hex: '[0-9a-f]{32}',
  name: '[a-z0-9-]+',
}

/**
 * Provider, kind, host, and what the host does not say.
 *
 * @type {[provider: string, kind: import('./index.d.ts').AddressKind, host: string, more?: { region?: string, path?: string }][]}
 */
const HOSTS = [
  ['AWS', 'multi-region-access-point', '{accessPoint}.mrap.accesspoint.s3-global.{aws}', { region: '*' }],
  ['AWS', 'access-point', '{accessPoint}-{account}.s3-accesspoint[-fips][.dualstack].{region}.{aws}'],
  ['AWS', 'access-point', '{accessPoint}-{account}.accesspoint.{vpce}.s3.{region}.vpce.{aws}'],
  ['AWS', 'object-lambda', '{accessPoint}-{account}.s3-object-lambda[-fips].{region}.{aws}'],
  ['AWS', 'outpost', '{accessPoint}-{account}.{outpost}.s3-outposts[-fips].{region}.{aws}'],
  ['AWS', 'outpost', '{bucket}.{outpost}.s3-outposts[-fips].{region}.{aws}'],
  // Of the zone, or of all: s3express-control.
  ['AWS', 'directory-bucket', '[{bucket}.]s3express[-fips]-{zone}[.dualstack].{region}.{aws}'],
  ['AWS', 'accelerate', '{bucket}.s3-accelerate[.dualstack].{aws}'],
  ['AWS', 'website', '{bucket}.s3-website-{region}.{aws}'],
  ['AWS', 'website', '{bucket}.s3-website.{region}.{aws}'],
  ['AWS', 'bucket', '[{bucket}.]bucket.{vpce}.s3.{region}.vpce.{aws}'],
  ['AWS', 'bucket', '[{bucket}.]s3[-fips][.dualstack].{region}.{aws}'],
  ['AWS', 'bucket', '[{bucket}.]s3[-fips]-{region}.{aws}'],
  ['AWS', 'bucket', '[{bucket}.]s3[-external-1].{aws}', { region: 'us-east-1' }],
  ['R2', 'bucket', '[{bucket}.]{hex}[.eu][.fedramp].r2.cloudflarestorage.com', { region: 'auto' }],
  // Not the name of the bucket, but it stands for one.
  ['R2', 'public', '{bucket}.r2.dev'],
  ['B2', 'bucket', '[{bucket}.]s3.{area}.backblazeb2.com'],
  ['Wasabi', 'bucket', '[{bucket}.]s3.wasabisys.com', { region: 'us-east-1' }],
  ['Wasabi', 'bucket', '[{bucket}.]s3.{area}.wasabisys.com'],
  ['Hetzner', 'bucket', '[{bucket}.]{area}.your-objectstorage.com'],
  ['DigitalOcean Spaces', 'cdn', '{bucket}.{area}.cdn.digitaloceanspaces.com'],
  ['DigitalOcean Spaces', 'bucket', '[{bucket}.]{area}.digitaloceanspaces.com'],
  ['Google Cloud Storage', 'bucket', '[{bucket}.]storage.googleapis.com', { region: 'auto' }],
  ['Tigris', 'bucket', '[{bucket}.]t3.storage.dev', { region: 'auto' }],
  ['Tigris', 'bucket', '[{bucket}.]fly.storage.tigris.dev', { region: 'auto' }],
  ['Supabase', 'bucket', '{name}[.storage].supabase.co', { path: '/storage/v1/s3' }],
  ['Scaleway', 'bucket', '[{bucket}.]s3.{area}.scw.cloud'],
  ['OVH', 'bucket', '[{bucket}.]s3.{area}.io.cloud.ovh.net'],
  ['OVH', 'bucket', '[{bucket}.]s3.{area}.io.cloud.ovh.us'],
  ['Linode', 'bucket', '[{bucket}.]{area}.linodeobjects.com'],
  ['Oracle', 'bucket', '{name}.compat.objectstorage.{area}.oraclecloud.com'],
  ['Oracle', 'bucket', '{bucket}.vhcompat.objectstorage.{area}.oraclecloud.com'],
  ['IBM', 'bucket', '[{bucket}.]s3[.private][.direct].{area}.cloud-object-storage.appdomain.cloud'],
  ['IDrive e2', 'bucket', '[{bucket}.]{name}.{area}.idrivee2-{zone}.com'],
  ['Storj', 'bucket', '[{bucket}.]gateway.storjshare.io'],
  ['Storj', 'bucket', '[{bucket}.]gateway.{area}.storjshare.io'],
  ['Alibaba Cloud', 'bucket', '[{bucket}.]s3.{area}.aliyuncs.com'],
  ['Alibaba Cloud', 'bucket', '[{bucket}.]{area}.aliyuncs.com'],
  ['LocalStack', 'bucket', '[{bucket}.]s3.localhost.localstack.cloud'],
  ['LocalStack', 'bucket', '[{bucket}.]s3.{area}.localhost.localstack.cloud'],
]

/** @param {string} template */
function compile(template) {
  const optional = template.replace(/\./g, '\\.').replace(/\[/g, '(?:').replace(/\]/g, ')?')
  const named = optional.replace(
    /\{(\w+)\}/g,
    (_, name) => `(?<${name}>${PARTS[/** @type {keyof typeof PARTS} */ (name)]})`,
  )
  return new RegExp(`^${named}$`)
}

const COMPILED = HOSTS.map(([provider, kind, host, more = {}]) => ({ provider, kind, pattern: compile(host), ...more }))

/**
 * What a host and a path say of where the object is. Of a host that nobody knows, it is assumed: path style, unless the host
 * begins like `bucket.s3.`.
 *
 * @param {string} hostname
 * @param {string} path as it stands in the URL
 */
export function locate(hostname, path) {
  for (const { pattern, provider, kind, region, path: base = '' } of COMPILED) {
    const { groups } = pattern.exec(hostname) ?? {}
    if (groups === undefined || !`${path}/`.startsWith(`${base}/`)) continue
    return {
      provider,
      kind,
      region: groups['region'] ?? groups['area'] ?? region,
      account: groups['account'] ?? groups['hex'],
      accessPoint: groups['accessPoint'],
      isAssumed: false,
      ...placed(groups['bucket'], groups['accessPoint'] !== undefined, path.slice(base.length)),
    }
  }
  const [, bucket] = /^(.+)\.s3\./.exec(hostname) ?? []
  return { ...NOBODY, ...placed(bucket, false, path) }
}

const NOBODY = {
  provider: undefined,
  kind: undefined,
  region: undefined,
  account: undefined,
  accessPoint: undefined,
  isAssumed: true,
}

/**
 * @param {string | undefined} bucket of the host
 * @param {boolean} hasAccessPoint
 * @param {string} path
 */
function placed(bucket, hasAccessPoint, path) {
  const rest = path.replace(/^\//, '')
  if (bucket !== undefined || hasAccessPoint)
    return { addressingStyle: /** @type {const} */ ('virtual-hosted'), bucket, rawKey: rest }
  const [first = ''] = rest.split('/', 1)
  return {
    addressingStyle: /** @type {const} */ ('path'),
    bucket: first === '' ? undefined : first,
    rawKey: rest.slice(first.length + 1),
  }
}
