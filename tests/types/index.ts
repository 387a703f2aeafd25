// What callers of `edgesign` may write, and what they may not.

import {
  type Credentials,
  type Grant,
  type OperationName,
  type Presigned,
  type PresignedPost,
  type SecretCredentials,
  type Signed,
  type SigningErrorCode,
  type SigningKeyCredentials,
  Presigner,
  SigningError,
  deriveSigningKey,
  isSigningError,
  presign,
  presignPost,
  presignUrl,
  randomKey,
  sign,
} from 'edgesign'
import { initialize, presign as slimPresign } from 'edgesign/slim'
import { type Same, expect } from './expect.js'

declare const credentials: SecretCredentials
declare const env: { SESSION_TOKEN?: string }
const media = { region: 'eu-west-1', bucket: 'media', credentials }
const object = { ...media, key: 'a.txt' }
const part = { ...object, uploadId: 'u', partNumber: 1 }

// The operations, and no others.
expect<
  Same<
    OperationName,
    | 'GetObject'
    | 'HeadObject'
    | 'PutObject'
    | 'DeleteObject'
    | 'DeleteObjects'
    | 'CopyObject'
    | 'ListObjectsV2'
    | 'HeadBucket'
    | 'ListBuckets'
    | 'CreateMultipartUpload'
    | 'UploadPart'
    | 'UploadPartCopy'
    | 'CompleteMultipartUpload'
    | 'AbortMultipartUpload'
    | 'ListParts'
    | 'ListMultipartUploads'
    | 'GetObjectTagging'
    | 'PutObjectTagging'
    | 'GetObjectAttributes'
    | 'CreateBucket'
    | 'CreateBucketMetadataConfiguration'
    | 'CreateBucketMetadataTableConfiguration'
    | 'DeleteBucket'
    | 'DeleteBucketAnalyticsConfiguration'
    | 'DeleteBucketCors'
    | 'DeleteBucketEncryption'
    | 'DeleteBucketIntelligentTieringConfiguration'
    | 'DeleteBucketInventoryConfiguration'
    | 'DeleteBucketLifecycle'
    | 'DeleteBucketMetadataConfiguration'
    | 'DeleteBucketMetadataTableConfiguration'
    | 'DeleteBucketMetricsConfiguration'
    | 'DeleteBucketOwnershipControls'
    | 'DeleteBucketPolicy'
    | 'DeleteBucketReplication'
    | 'DeleteBucketTagging'
    | 'DeleteBucketWebsite'
    | 'DeleteObjectAnnotation'
    | 'DeleteObjectTagging'
    | 'DeletePublicAccessBlock'
    | 'GetBucketAbac'
    | 'GetBucketAccelerateConfiguration'
    | 'GetBucketAcl'
    | 'GetBucketAnalyticsConfiguration'
    | 'GetBucketCors'
    | 'GetBucketEncryption'
    | 'GetBucketIntelligentTieringConfiguration'
    | 'GetBucketInventoryConfiguration'
    | 'GetBucketLifecycleConfiguration'
    | 'GetBucketLocation'
    | 'GetBucketLogging'
    | 'GetBucketMetadataConfiguration'
    | 'GetBucketMetadataTableConfiguration'
    | 'GetBucketMetricsConfiguration'
    | 'GetBucketNotificationConfiguration'
    | 'GetBucketOwnershipControls'
    | 'GetBucketPolicy'
    | 'GetBucketPolicyStatus'
    | 'GetBucketReplication'
    | 'GetBucketRequestPayment'
    | 'GetBucketTagging'
    | 'GetBucketVersioning'
    | 'GetBucketWebsite'
    | 'GetObjectAcl'
    | 'GetObjectAnnotation'
    | 'GetObjectLegalHold'
    | 'GetObjectLockConfiguration'
    | 'GetObjectRetention'
    | 'GetObjectTorrent'
    | 'GetPublicAccessBlock'
    | 'ListBucketAnalyticsConfigurations'
    | 'ListBucketIntelligentTieringConfigurations'
    | 'ListBucketInventoryConfigurations'
    | 'ListBucketMetricsConfigurations'
    | 'ListObjectAnnotations'
    | 'ListObjectVersions'
    | 'ListObjects'
    | 'PutBucketAbac'
    | 'PutBucketAccelerateConfiguration'
    | 'PutBucketAcl'
    | 'PutBucketAnalyticsConfiguration'
    | 'PutBucketCors'
    | 'PutBucketEncryption'
    | 'PutBucketIntelligentTieringConfiguration'
    | 'PutBucketInventoryConfiguration'
    | 'PutBucketLifecycleConfiguration'
    | 'PutBucketLogging'
    | 'PutBucketMetricsConfiguration'
    | 'PutBucketNotificationConfiguration'
    | 'PutBucketOwnershipControls'
    | 'PutBucketPolicy'
    | 'PutBucketReplication'
    | 'PutBucketRequestPayment'
    | 'PutBucketTagging'
    | 'PutBucketVersioning'
    | 'PutBucketWebsite'
    | 'PutObjectAcl'
    | 'PutObjectAnnotation'
    | 'PutObjectLegalHold'
    | 'PutObjectLockConfiguration'
    | 'PutObjectRetention'
    | 'PutPublicAccessBlock'
    | 'RestoreObject'
    | 'UpdateBucketMetadataAnnotationTableConfiguration'
    | 'UpdateBucketMetadataInventoryTableConfiguration'
    | 'UpdateBucketMetadataJournalTableConfiguration'
    | 'UpdateObjectEncryption'
  >
>()
// @ts-expect-error no such operation
presign('getObject', object)
// @ts-expect-error a string may be anything
presign('GetObject' as string, object)
// @ts-expect-error options are needed
presign('ListBuckets')

// Options are those of the operation.
presign('GetObject', { ...object, versionId: 'v', response: { contentDisposition: 'attachment' } })
presign('PutObject', { ...object, contentType: 'image/jpeg', contentLength: 3, ifNoneMatch: '*', tagging: { a: 'b' } })
presign('PutObject', { ...object, checksum: { algorithm: 'SHA256', value: '' }, metadata: { a: 'b' } })
presign('CopyObject', { ...object, copySource: { bucket: 'b', key: 'k' } })
presign('UploadPart', { ...part, contentLength: 3 })
presign('UploadPartCopy', { ...part, copySource: { bucket: 'b', key: 'k', versionId: 'v' } })
presign('CompleteMultipartUpload', { ...object, uploadId: 'u', ifNoneMatch: '*' })
presign('ListObjectsV2', { ...media, prefix: 'users/', delimiter: '/', maxKeys: 10, encodingType: 'url' })
presign('ListBuckets', { region: 'us-east-1', credentials })
presign('GetObjectAttributes', { ...object, objectAttributes: ['ETag'] })
presign('HeadBucket', { ...media, query: { 'x-id': 'HeadBucket' }, headers: { 'x-amz-request-payer': 'requester' } })
// @ts-expect-error an object has a key
presign('GetObject', media)
// @ts-expect-error a bucket has none
presign('HeadBucket', { ...media, key: 'a.txt' })
// @ts-expect-error what is downloaded is not bound
presign('GetObject', { ...object, contentLength: 3 })
// @ts-expect-error PutObject makes the version
presign('PutObject', { ...object, versionId: 'v' })
// @ts-expect-error what to copy is not said
presign('CopyObject', object)
// @ts-expect-error a part is of an upload
presign('UploadPart', { ...object, partNumber: 1 })
// @ts-expect-error a part has a number
presign('UploadPart', { ...object, uploadId: 'u' })
// @ts-expect-error the attributes are not said
presign('GetObjectAttributes', object)
// @ts-expect-error no such algorithm
presign('PutObject', { ...object, checksum: { algorithm: 'MD5', value: '' } })
// @ts-expect-error no header of the answer
presign('GetObject', { ...object, response: { etag: 'e' } })
// @ts-expect-error an option of an unknown name
presign('GetObject', { ...object, expires: 3600 })

// Options that all of them take.
presign('GetObject', { ...object, expiresIn: 60, minExpiresIn: 30, signingDate: new Date(), hoist: ['x-amz-acl'] })
// @ts-expect-error seconds are a number
presign('GetObject', { ...object, expiresIn: '60' })
// @ts-expect-error a date is a Date
presign('GetObject', { ...object, signingDate: 1_795_435_200 })
// @ts-expect-error a Headers has no entries of its own
presign('GetObject', { ...object, headers: new Headers() })
// @ts-expect-error an endpoint is a string, or one of edgesign/endpoints
presign('GetObject', { ...object, endpoint: new URL('https://s3.example.com') })
// @ts-expect-error no such style
presign('GetObject', { ...object, addressingStyle: 'vhost' })

// What may be absent may be undefined: options are often made of what may be absent elsewhere.
const versionId: string | undefined = env.SESSION_TOKEN
presign('GetObject', { ...object, versionId, expiresIn: undefined, endpoint: undefined, hoist: undefined })
presign('DeleteObject', { ...object, versionId, ifMatch: versionId })
presign('ListBuckets', { region: 'us-east-1', credentials, prefix: versionId, continuationToken: versionId })
presign('ListMultipartUploads', { ...media, prefix: versionId, delimiter: versionId, encodingType: undefined })
presign('GetObjectTagging', { ...object, versionId })
presign('PutObjectTagging', { ...object, versionId })
presign('GetObjectAttributes', { ...object, versionId, objectAttributes: [] })
presign('GetObject', { ...object, response: undefined })

// Credentials: with a secret, with a signing key, or several; never both in one, nor a way to get them.
const signingKey = deriveSigningKey(credentials, { region: 'auto' })
expect<Same<typeof signingKey, SigningKeyCredentials>>()
const several: Credentials = [signingKey, signingKey]
presign('GetObject', { ...object, credentials: several })
presign('GetObject', { ...object, credentials: { ...credentials, sessionToken: env.SESSION_TOKEN, expiration: '' } })
// @ts-expect-error await it
presign('GetObject', { ...object, credentials: Promise.resolve(credentials) })
// @ts-expect-error call it
presign('GetObject', { ...object, credentials: () => credentials })
// @ts-expect-error a secret is needed
presign('GetObject', { ...object, credentials: { accessKeyId: 'a' } })
// @ts-expect-error a signing key is of a date, a region and a service
presign('GetObject', { ...object, credentials: { accessKeyId: 'a', signingKey: new Uint8Array(32) } })
// @ts-expect-error it takes a secret
deriveSigningKey(signingKey, { region: 'auto' })
// @ts-expect-error the region is needed
deriveSigningKey(credentials, {})

// Results.
const presigned = presign('PutObject', object)
expect<Same<typeof presigned, Presigned>>()
expect<Same<Presigned['url'], string>>()
expect<Same<Presigned['contentLength'], number | undefined>>()
expect<Same<Presigned['expiresAt'], Date>>()
expect<Same<Presigned['expiresIn'], number>>()
expect<Same<Presigned['limitedBy'], 'request' | 'credentials' | 'grant'>>()
expect<
  Same<keyof Presigned, 'url' | 'method' | 'headers' | 'contentLength' | 'expiresAt' | 'expiresIn' | 'limitedBy'>
>()
void fetch(presigned.url, { method: presigned.method, headers: presigned.headers })
// @ts-expect-error frozen
presigned.url = ''
// @ts-expect-error frozen, too
presigned.headers['content-type'] = 'text/plain'

// A Presigner: the same, with what is shared given once.
const presigner = new Presigner({ ...media, expiresIn: 300 })
expect<Same<ReturnType<typeof presigner.presign>, Presigned>>()
presigner.presign('GetObject', { key: 'a.txt' })
presigner.presign('UploadPart', { key: 'a.txt', uploadId: 'u', partNumber: 1 })
// @ts-expect-error an object has a key
presigner.presign('GetObject', {})
// @ts-expect-error nothing to share
new Presigner()
// @ts-expect-error a key is not shared
new Presigner({ ...media, key: 'a.txt' })

// Forms: what S3 heeds in one, and what it answers with is read only.
expect<Same<ReturnType<typeof presignPost>, PresignedPost>>()
const post = presignPost({
  ...{ ...object, key: 'in/${filename}', contentType: 'image/png', metadata: { a: 'b' }, tagging: { a: 'b' } },
  ...{ checksum: { algorithm: 'SHA256', value: '' }, storageClass: 'STANDARD_IA', expiresIn: 60 },
  contentLengthRange: [1, 5_000_000],
  fields: { success_action_status: '201' },
  startsWith: { 'x-amz-meta-name': '' },
})
expect<Same<(typeof post.warnings)[number], 'ANY_KEY' | 'KEY_CHOSEN_BY_SENDER' | 'ACL_CHOSEN_BY_SENDER' | 'REDIRECT'>>()
expect<Same<ReturnType<Presigner['presignPost']>, PresignedPost>>()
new Presigner(media).presignPost({ key: 'a.txt' })
// @ts-expect-error a form has a key
presignPost(media)
// @ts-expect-error a range has two ends
presignPost({ ...object, contentLengthRange: [5] })
// @ts-expect-error a form has fields
presignPost({ ...object, headers: { acl: 'private' } })
// @ts-expect-error S3 has no conditional forms
presignPost({ ...object, ifNoneMatch: '*' })
// @ts-expect-error a form's tags are XML, which is made of this
presignPost({ ...object, tagging: 'a=b' })
// @ts-expect-error the fields are signed
post.fields['key'] = 'b.txt'

// Any URL, with a body or its hash.
const sts = { service: 'sts', region: 'eu-west-1', credentials }
expect<Same<ReturnType<typeof presignUrl>, Presigned>>()
presignUrl('https://sts.eu-west-1.amazonaws.com/', { ...sts, method: 'POST', body: '', expiresIn: 60 })
presignUrl('https://h.example/', { ...sts, sessionTokenMode: 'exclude' })
// @ts-expect-error a URL would be written anew
presignUrl(new URL('https://h.example/'), sts)
// @ts-expect-error which service?
presignUrl('https://h.example/', { region: 'eu-west-1', credentials })
// @ts-expect-error neither included nor excluded
presignUrl('https://h.example/', { ...sts, sessionTokenMode: 'none' })
// @ts-expect-error a stream has to be hashed first
sign({ url: 'https://h.example/', body: new ReadableStream() }, sts)
const signed = sign({ url: 'https://h.example/', body: { sha256: '0'.repeat(64) } }, sts)
expect<Same<typeof signed, Signed>>()
sign({ url: 'https://h.example/', body: new Uint8Array(1) }, sts)
// @ts-expect-error a header is good for 15 minutes, always
sign({ url: 'https://h.example/' }, { ...sts, expiresIn: 60 })

expect<Same<ReturnType<typeof randomKey>, string>>()
randomKey('users/42/', { extension: 'jpg' })
// @ts-expect-error the prefix may be empty, not absent
randomKey()

// Errors: the codes are a union of literals, to be matched one by one.
function status(error: unknown): number {
  if (!isSigningError(error)) throw error
  expect<Same<typeof error, SigningError>>()
  expect<Same<typeof error.code, SigningErrorCode>>()
  // @ts-expect-error no such code
  if (error.code === 'ERR_INVALID_KEYS') return 500
  return error.code === 'ERR_INVALID_KEY' ? 400 : 500
}
expect<Same<Parameters<typeof status>, [unknown]>>()
expect<Same<string extends SigningErrorCode ? true : false, false>>()
new SigningError('ERR_TOO_LARGE', 'body: too large', { cause: new Error('why') })
// @ts-expect-error no such code
new SigningError('ERR_ANYTHING', '')

// slim is the same, and one function more.
expect<Same<typeof slimPresign, typeof presign>>()
expect<Same<Parameters<typeof initialize>, [WebAssembly.Module]>>()

// Grants.
const grant: Grant = {
  bucket: 'media',
  prefix: 'users/42/',
  operations: ['GetObject'],
  notAfter: '2026-11-25T00:00:00Z',
}
expect<Same<ReturnType<Presigner['within']>, Presigner>>()
new Presigner({ ...media, grant }).within({ bucket: 'media', keys: ['a.txt'], operations: ['GetObject', 'PutObject'] })
presign('GetObject', { ...object, grant })
// @ts-expect-error no such operation
new Presigner({ ...media, grant: { bucket: 'media', operations: ['s3:GetObject'] } })
// @ts-expect-error a grant is for a bucket
new Presigner({ ...media, grant: { operations: ['GetObject'] } })
// @ts-expect-error no such field
new Presigner({ ...media, grant: { ...grant, expiresIn: 60 } })
// @ts-expect-error undefined would be no limit
new Presigner({ ...media, grant: undefined })
// @ts-expect-error undefined would be a wider grant
new Presigner({ ...media, grant: { bucket: 'media', operations: ['GetObject'], prefix: undefined } })
// @ts-expect-error a header of the answer by its option's name
new Presigner({ ...media, grant: { ...grant, responseOverrides: ['content-type'] } })
