// Random forms that nothing is wrong with: each as the options of this package and as what botocore takes.
//
// Left out, since botocore does otherwise: a `${filename}` that is not the end of the key. It then binds the key as it stands,
// which no form can meet once S3 has put the name in.

import { elsewhere, onAws, bucket, key, randomSigner } from './requests.mjs'

/** What takes any text, and how it is called in a form. */
const TEXTS = {
  contentType: 'content-type',
  cacheControl: 'cache-control',
  contentDisposition: 'content-disposition',
  contentEncoding: 'content-encoding',
  storageClass: 'x-amz-storage-class',
  serverSideEncryption: 'x-amz-server-side-encryption',
  sseKmsKeyId: 'x-amz-server-side-encryption-aws-kms-key-id',
}
const FIELDS = ['acl', 'Expires', 'X-Amz-Website-Redirect-Location', 'x-ignore-a', 'X-Odd']
const OPEN = ['Content-MD5', 'success_action_redirect', 'x-amz-meta-open']
const ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256']

/** Places to send forms to: each takes botocore a client of its own. A number is no region to these. */
export function randomPlaces(draw, count) {
  const place = (_, i) => (i % 2 ? onAws(draw) : elsewhere(draw, { bucket: 'b', key: 'k' }))
  return Array.from({ length: count }, place).filter(({ theirs }) => !/^\d+$/.test(theirs.region))
}

export function randomForm(draw, place) {
  const some = (names) => names.filter(() => draw.maybe(0.3))
  const value = () => draw.printable().trim()
  const texts = Object.fromEntries(some(Object.keys(TEXTS)).map((name) => [name, value()]))
  const metadata = draw.record(() => [draw.text('aBz09-_.', 1, 9), value()])
  const fields = Object.fromEntries(some(FIELDS).map((name) => [name, value()]))
  if (draw.maybe()) fields.success_action_status = draw.one(['200', '201', '204'])
  const startsWith = Object.fromEntries(some(OPEN).map((name) => [name, value()]))
  const checksum = { algorithm: draw.one(ALGORITHMS), value: draw.base64() }
  const least = draw.below(1e6)
  const contentLengthRange = draw.maybe() ? [least, least + draw.below(5e9)] : undefined
  const bound = {
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [TEXTS[name], text])),
    ...Object.fromEntries(Object.entries(metadata).map(([name, text]) => [`x-amz-meta-${name.toLowerCase()}`, text])),
    ...Object.fromEntries(Object.entries(fields).map(([name, text]) => [name.toLowerCase(), text])),
    [`x-amz-checksum-${checksum.algorithm.toLowerCase()}`]: checksum.value,
  }
  const conditions = [
    ...Object.entries(bound).map(([name, text]) => ({ [name]: text })),
    ...Object.entries(startsWith).map(([name, text]) => ['starts-with', `$${name}`, text]),
    ...(contentLengthRange ? [['content-length-range', ...contentLengthRange]] : []),
  ]
  const shared = { bucket: bucket(draw), key: formKey(draw) }
  const signer = randomSigner(draw, place.theirs.region)
  const options = { ...shared, ...texts, metadata, checksum, fields, startsWith, contentLengthRange }
  return {
    options: { ...options, ...place.options, ...signer.options },
    theirs: { ...shared, fields: bound, conditions, ...place.theirs, ...signer.theirs },
  }
}

const formKey = (draw) => key(draw).replace(/[\r\n]/g, 'n') + (draw.maybe() ? '${filename}' : 'k')
