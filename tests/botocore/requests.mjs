// Random requests that nothing is wrong with: each as the options of this package and as botocore's parameters.
//
// Left out, since botocore differs by design or cannot do it:
// - hoist: botocore's signer for queries leaves every header where it is.
// - x-amz-content-sha256: botocore presigns for S3 with UNSIGNED-PAYLOAD, whatever is bound.
// - content-type "application/x-www-form-urlencoded; charset=utf-8": botocore takes it for its own and drops it.
// - the same name twice in a query: botocore keeps the first.
// - buckets named xn--*, --*-s3 or like an IP address: botocore has rules for them (express, outposts), or S3 has none.
// - nothing but a base path: botocore leaves out the slash behind it.
// - odd version IDs of what is copied: botocore writes them into the header without encoding them.
// Left out since they are refused here (tests/errors.json): "." and ".." in keys, header values that are not ASCII.

import { deriveSigningKey } from 'edgesign'
import { aws, custom } from 'edgesign/endpoints'
import { TABLE } from './table.mjs'

const STORE =
  'contentType cacheControl contentDisposition contentEncoding contentLanguage metadata tagging storageClass ' +
  'serverSideEncryption sseKmsKeyId'
const BODY = 'contentLength contentMd5 checksum'
const LIST = 'prefix delimiter encodingType'
const TAKEN = 'x-amz-copy-source-if-match x-amz-copy-source-if-modified-since'

/**
 * The typed options of each common operation, `!` for those it needs, and what it has no option for: parameters and headers.
 */
export const COMMON_OPERATIONS = {
  GetObject: ['key! versionId partNumber response', '', 'range if-none-match if-modified-since x-amz-checksum-mode'],
  HeadObject: ['key! versionId partNumber response', '', 'range if-match'],
  PutObject: [`key! ${BODY} ${STORE} ifNoneMatch ifMatch`, '', 'x-amz-acl x-amz-website-redirect-location'],
  DeleteObject: ['key! versionId ifMatch', '', 'x-amz-mfa'],
  DeleteObjects: ['', '', 'x-amz-mfa content-length content-md5 x-amz-checksum-crc32'],
  CopyObject: [`key! copySource! ${STORE} ifNoneMatch ifMatch`, '', `${TAKEN} x-amz-metadata-directive`],
  ListObjectsV2: [`${LIST} maxKeys startAfter continuationToken`, 'fetch-owner', ''],
  HeadBucket: ['', '', ''],
  ListBuckets: ['prefix continuationToken', 'bucket-region max-buckets', ''],
  CreateMultipartUpload: [`key! ${STORE}`, '', 'x-amz-checksum-algorithm'],
  UploadPart: [`key! uploadId! partNumber! ${BODY}`, '', ''],
  UploadPartCopy: ['key! uploadId! partNumber! copySource!', '', `${TAKEN} x-amz-copy-source-range`],
  CompleteMultipartUpload: ['key! uploadId! checksum ifNoneMatch ifMatch', '', 'content-length content-md5'],
  AbortMultipartUpload: ['key! uploadId!', '', ''],
  ListParts: ['key! uploadId!', 'max-parts part-number-marker', ''],
  ListMultipartUploads: [LIST, 'key-marker max-uploads upload-id-marker', ''],
  GetObjectTagging: ['key! versionId', '', ''],
  PutObjectTagging: ['key! versionId contentMd5', '', 'x-amz-checksum-sha256'],
  GetObjectAttributes: ['key! versionId objectAttributes!', '', 'x-amz-max-parts'],
}

/** The others take all but the key by its wire name. */
const OTHERS = TABLE.filter(({ name }) => !(name in COMMON_OPERATIONS)).map(({ name, level, query, headers }) => [
  name,
  [
    level === 'object' ? 'key!' : '',
    query.join(' '),
    [...headers.map((name) => `${name}!`), 'content-md5', 'x-amz-checksum-sha256'].join(' '),
  ],
])

export const OPERATIONS = { ...COMMON_OPERATIONS, ...Object.fromEntries(OTHERS) }

/** Headers that nearly every operation has, and those that S3 has never heard of. */
const COMMON = 'x-amz-request-payer x-amz-expected-bucket-owner x-odd accept-language X-Upper-Case'

/** @param {import('./draw.mjs').Draw} draw */
export function randomRequest(draw) {
  const operation = draw.one(draw.maybe(0.6) ? Object.keys(COMMON_OPERATIONS) : OTHERS.map(([name]) => name))
  const [typed, query, headers] = OPERATIONS[operation].map((names) => names.split(' ').filter(Boolean))
  const wire = (name) => [name, wireValue(draw, name)]
  const options = {
    ...Object.fromEntries(some(draw, typed).map((name) => [name, optionValue(draw, name)])),
    ...(operation === 'ListBuckets' ? {} : { bucket: bucket(draw) }),
    query: Object.fromEntries([...some(draw, query).map(wire), ...unknownParameters(draw)]),
    headers: Object.fromEntries([...some(draw, headers), ...some(draw, COMMON.split(' '), 0.2)].map(wire)),
  }
  const place = draw.maybe() ? onAws(draw) : elsewhere(draw, options)
  const signer = randomSigner(draw, place.theirs.region)
  return {
    operation,
    options: { ...options, ...place.options, ...signer.options },
    theirs: { operation, ...place.theirs, ...signer.theirs, ...theirParameters(options) },
  }
}

/** Those that are needed and some of the others. */
function some(draw, names, chance) {
  const taken = names.filter((name) => name.endsWith('!') || draw.maybe(chance))
  return taken.map((name) => name.replace('!', ''))
}

const ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256']
const ATTRIBUTES = ['ETag!', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize']
const RESPONSE = 'cacheControl contentDisposition contentEncoding contentLanguage contentType expires'.split(' ')

/** What is neither odd text nor that of a header. */
const VALUES = {
  key,
  encodingType: () => 'url',
  partNumber: (draw) => draw.between(1, 10_000),
  maxKeys: (draw) => draw.below(1001),
  contentLength: (draw) => draw.below(1e12),
  response: (draw) => Object.fromEntries(some(draw, RESPONSE).map((name) => [name, optionValue(draw, name)])),
  expires: (draw) => draw.httpDate(), // a date to botocore, which writes it in this form
  checksum: (draw) => ({ algorithm: draw.one(ALGORITHMS), value: draw.base64() }),
  copySource: (draw) => ({
    bucket: bucket(draw),
    key: key(draw),
    ...(draw.maybe() ? { versionId: draw.word() } : {}),
  }),
  metadata: (draw) => draw.record(() => [draw.text('aBz09-_.', 1, 9), draw.printable()]),
  tagging: (draw) => (draw.maybe() ? tags(draw) : new URLSearchParams(tags(draw)).toString()),
  objectAttributes: (draw) => some(draw, ATTRIBUTES),
  ifNoneMatch: (draw) => draw.one(['*', '"d41d8cd98f00b204e9800998ecf8427e"']),
}
const QUERY_TEXTS = /^(versionId|uploadId|prefix|delimiter|startAfter|continuationToken)$/

function optionValue(draw, name) {
  if (name in VALUES) return VALUES[name](draw)
  return QUERY_TEXTS.test(name) ? draw.nasty(20) : draw.printable()
}

function wireValue(draw, name) {
  if (name.endsWith('-since')) return draw.httpDate()
  if (/^(max-|part-number|content-length|x-amz-max-)/.test(name)) return String(draw.below(1000))
  if (name === 'fetch-owner') return draw.one(['true', 'false'])
  return name.endsWith('-marker') ? draw.nasty(20) : draw.printable()
}

/** `.` and `..` stand in a key for themselves only. */
export function key(draw) {
  const parts = draw.several(1, 4, () => draw.nasty(12)).join(draw.one(['', '/', '//']))
  return parts.replace(/(?<=^|\/)\.\.?(?=\/|$)/g, '$&x')
}

function tags(draw) {
  return draw.record(() => [draw.nasty(6), draw.nasty(6)])
}

/** Most can be part of a host name, some only over http, some never. */
export function bucket(draw) {
  const plain = `${draw.word()}-b0`
  const others = [`${draw.word()}.${draw.word()}x`, `${draw.word()}_A`, `-${draw.word()}`, draw.text('abc', 1, 2)]
  return draw.one([plain, plain, ...others, draw.text('abc', 63, 70)])
}

/** Parameters that mean nothing to S3. */
function unknownParameters(draw) {
  if (draw.maybe(0.7)) return []
  return draw.several(1, 3, () => [
    `x-${draw.one(['q', 'Q', '~', 'é', '😀', '%', '-'])}${draw.nasty(4)}`,
    draw.nasty(20),
  ])
}

const PARTITIONS = ['us', 'eu', 'ap', 'sa', 'cn', 'us-gov', 'us-iso', 'us-isob', 'eu-isoe', 'us-isof', 'eusc-de']

function awsRegion(draw) {
  return `${draw.one(PARTITIONS)}-${draw.one(['north', 'east', 'central'])}-${draw.between(1, 9)}`
}

export function onAws(draw) {
  const [region, addressingStyle] = [awsRegion(draw), draw.one([undefined, 'virtual-hosted', 'path'])]
  return {
    options: draw.maybe() ? { region, addressingStyle } : { endpoint: aws({ region, addressingStyle }) },
    theirs: { endpoint: null, region, addressingStyle: addressingStyle ?? 'virtual-hosted' },
  }
}

export function elsewhere(draw, options) {
  const isAddress = draw.maybe(0.2)
  const addressingStyle = isAddress ? 'path' : draw.one([undefined, 'virtual-hosted', 'path'])
  const labels = isAddress ? draw.several(4, 4, () => draw.below(256)) : draw.several(1, 3, () => `h${draw.word()}`)
  const port = draw.maybe() ? `:${draw.between(1024, 65_535)}` : ''
  const isNothingButBase = options.key === undefined && (addressingStyle === 'virtual-hosted' || !options.bucket)
  const path = draw.several(0, isNothingButBase ? 0 : 2, () => `/${draw.word()}.~_`).join('')
  const endpoint = `${draw.one(['http', 'https'])}://${labels.join('.')}${port}${path}`
  const region = draw.one([awsRegion(draw), 'auto', draw.word()])
  const url = endpoint + draw.one(['', '/'])
  return {
    options: draw.maybe()
      ? { endpoint: url, region, addressingStyle }
      : { endpoint: custom({ url, region, addressingStyle }) },
    theirs: { endpoint, region, addressingStyle: addressingStyle ?? 'path' },
  }
}

/** Who signs and when: with the secret or with a signing key of that day. */
export function randomSigner(draw, region) {
  const secret = {
    accessKeyId: draw.text('ABCDEFGHJKLMNP0123456789', 16, 32) + draw.one(['', ':user']),
    secretAccessKey: draw.graphic(8, 60),
    sessionToken: draw.maybe() ? draw.graphic(1, 800) : undefined,
  }
  const date = draw.time()
  const expiresIn = draw.one([1, 604_800, draw.between(1, 604_800)])
  const signingKey = (shift) => deriveSigningKey(secret, { region, date: new Date((date + shift) * 1000) })
  const credentials = draw.one([secret, signingKey(0), [signingKey(-86_400), signingKey(0)]])
  return {
    options: { credentials, signingDate: new Date(date * 1000 + draw.below(1000)), expiresIn },
    theirs: { ...secret, sessionToken: secret.sessionToken ?? null, date, expiresIn },
  }
}

/** Where botocore's name of a parameter is not the option's with an upper case letter. */
const NAMES = { contentMd5: 'ContentMD5', sseKmsKeyId: 'SSEKMSKeyId' }
const upperFirst = (name) => name[0].toUpperCase() + name.slice(1)

function theirParameters({ query, headers, response = {}, checksum, copySource, ...plain }) {
  const renamed = ([name, value]) => [NAMES[name] ?? upperFirst(name), value]
  const params = Object.fromEntries(Object.entries(plain).map(renamed))
  for (const [name, value] of Object.entries(response)) params[`Response${upperFirst(name)}`] = value
  if (checksum) params[`Checksum${checksum.algorithm}`] = checksum.value
  if (copySource) params.CopySource = Object.fromEntries(Object.entries(copySource).map(renamed))
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  return { params, query, headers: Object.fromEntries(lower) }
}
