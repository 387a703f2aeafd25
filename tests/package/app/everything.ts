// All of the public API as a strict TypeScript program uses it, in a project that knows neither DOM nor Node.

import {
  Presigner,
  SigningError,
  deriveSigningKey,
  isSigningError,
  presign,
  presignPost,
  presignUrl,
  randomKey,
  sign,
  type AddressingStyle,
  type Body,
  type CommonOptions,
  type Credentials,
  type Endpoint,
  type OperationName,
  type Operations,
  type Presigned,
  type PresignedPost,
  type PresignerOptions,
  type PresignPostOptions,
  type PresignUrlOptions,
  type PostWarning,
  type SecretCredentials,
  type SignOptions,
  type SignRequest,
  type Signed,
  type SigningErrorCode,
  type SigningKeyCredentials,
} from 'edgesign'
import {
  assumeRole,
  assumeRoleWithWebIdentity,
  createSession,
  getSessionToken,
  type AskOptions,
  type TemporaryCredentials,
} from 'edgesign/credentials'
import { CAUSES, diagnose, inspect, type Diagnosis } from 'edgesign/debug'
import { aws, custom, r2 } from 'edgesign/endpoints'
import { presignPlaylist, presignPlaylistText, type ByteTransform, type PlaylistOptions } from 'edgesign/hls'
import {
  Presigner as ManyPresigner,
  presignChunks,
  presignMany,
  type ManyOptions,
  type ObjectOperationName,
  type PresignedMany,
} from 'edgesign/many'
import { revokeSessionsBefore, toDenyPolicy, toIamPolicy, type Grant, type Policy } from 'edgesign/grants'
import { verify, type ReceivedRequest, type Refused, type Verified, type VerifyOptions } from 'edgesign/verify'

const secret: SecretCredentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  expiration: new Date(Date.now() + 3_600_000),
}
const style: AddressingStyle = 'path'
const endpoints: Endpoint[] = [
  aws({ region: 'eu-west-1', addressingStyle: style }),
  r2({ accountId: '0'.repeat(32), jurisdiction: 'eu' }),
  custom({ url: 'https://s3.example.com', region: 'here' }),
]
const signingKey: SigningKeyCredentials = deriveSigningKey(secret, { region: 'auto' })
const credentials: Credentials = [signingKey, secret]
const shared: PresignerOptions = { bucket: 'media', credentials, expiresIn: 300, minExpiresIn: 1 }

const common: CommonOptions = { signingDate: new Date(), query: { 'x-id': 'a' }, headers: { 'x-amz-meta-a': 'b' } }
const part = { key: 'k', uploadId: 'u', partNumber: 1 }
const copySource = { bucket: 'media', key: 'k', versionId: 'v' }
type Shown =
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
  | 'PutBucketCors'
  | 'PutObjectAcl'
type All = { [O in OperationName]: Operations[O] }
/** Of every operation with options of its own, and of one of each kind without: a missing one, and one too many, is an error. */
const options: All = {
  ...({} as Omit<All, Shown>),
  GetObject: { key: 'k', response: { contentDisposition: 'attachment' } },
  HeadObject: { key: 'k', versionId: 'v' },
  PutObject: { key: 'k', contentType: 'image/png', contentLength: 5, ifNoneMatch: '*', metadata: { owner: '42' } },
  DeleteObject: { key: 'k' },
  DeleteObjects: { contentMd5: '1B2M2Y8AsgTpgAmY7PhCfg==' },
  CopyObject: { key: 'k', copySource },
  ListObjectsV2: { prefix: 'a/', delimiter: '/', maxKeys: 5 },
  HeadBucket: common,
  ListBuckets: {},
  CreateMultipartUpload: { key: 'k', storageClass: 'STANDARD_IA' },
  UploadPart: part,
  UploadPartCopy: { ...part, copySource },
  CompleteMultipartUpload: { key: 'k', uploadId: 'u' },
  AbortMultipartUpload: { key: 'k', uploadId: 'u' },
  ListParts: { key: 'k', uploadId: 'u' },
  ListMultipartUploads: { prefix: 'a/' },
  GetObjectTagging: { key: 'k' },
  PutObjectTagging: { key: 'k', contentMd5: '1B2M2Y8AsgTpgAmY7PhCfg==' },
  GetObjectAttributes: { key: 'k', objectAttributes: ['ETag'] },
  PutBucketCors: { contentMd5: '1B2M2Y8AsgTpgAmY7PhCfg==' },
  PutObjectAcl: { key: 'k', versionId: 'v', headers: { 'x-amz-acl': 'private' } },
}

const one = <O extends OperationName>(operation: O): Presigned =>
  presign(operation, { ...shared, region: 'eu-west-1', credentials: secret, ...options[operation] })
for (const operation of Object.keys(options) as OperationName[]) holds(one(operation).url.startsWith('https://'))
for (const endpoint of endpoints) {
  const presigner = new Presigner({ ...shared, endpoint })
  const { url, method, headers, contentLength, expiresAt, expiresIn, limitedBy } = presigner.presign('PutObject', {
    ...options.PutObject,
    key: randomKey('a/', { extension: 'png' }),
    credentials: secret,
  })
  const named: Readonly<Record<string, string>> = headers
  holds(url.length > 0 && method === 'PUT' && named['content-type'] === 'image/png' && contentLength === 5)
  holds(expiresAt.getTime() > Date.now() && expiresIn === 300 && limitedBy === 'request')
}

const upload: PresignPostOptions = {
  ...{ ...shared, region: 'eu-west-1', credentials: secret, key: 'in/${filename}', contentType: 'image/png' },
  ...{ contentLengthRange: [1, 5], metadata: { owner: '42' }, tagging: { project: 'blue' } },
  ...{ fields: { success_action_status: '201' }, startsWith: { 'x-amz-meta-name': '' } },
}
const post: PresignedPost = presignPost(upload)
const warned: readonly PostWarning[] = post.warnings
holds(post.fields['key'] === upload.key && warned[0] === 'KEY_CHOSEN_BY_SENDER' && post.expiresIn === 300)
holds(new Presigner(shared).presignPost({ ...upload, key: 'k' }).url === post.url)

const body: Body = new Uint8Array(3)
const how: SignOptions = { service: 's3', region: 'eu-west-1', credentials: secret }
const request: SignRequest = { url: 'https://media.s3.eu-west-1.amazonaws.com/k', method: 'PUT', body }
const signed: Signed = sign(request, how)
holds(signed.headers['authorization']?.startsWith('AWS4-HMAC-SHA256 '))
const any: PresignUrlOptions = { ...how, service: 'execute-api', method: 'GET', sessionTokenMode: 'include' }
holds(presignUrl('https://a.execute-api.eu-west-1.amazonaws.com/b', any).url.includes('X-Amz-Signature='))

const code: SigningErrorCode = 'ERR_INVALID_KEY'
try {
  one('GetObject')
  presign('GetObject', { ...shared, region: 'eu-west-1', credentials: secret, key: '..' })
  holds(false)
} catch (error) {
  if (!isSigningError(error)) throw error
  const typed: SigningError = error
  holds(typed.code === code && typed.name === 'SigningError')
}
holds(new SigningError(code, 'message', { cause: 1 }) instanceof Error)

const inspection = inspect(one('GetObject').url)
holds(inspection.ok && inspection.bucket === 'media' && inspection.state === 'valid')
const diagnosis: Diagnosis = diagnose({ url: one('GetObject').url, status: 403, body: '', credentials: secret })
holds(diagnosis.causes.every(({ code }) => code in CAUSES))

const grant: Grant = { bucket: 'media', prefix: 'users/42/', operations: ['GetObject'] }
const policies: Policy[] = [
  toIamPolicy(grant, { authType: 'REST-QUERY-STRING', maxSignatureAge: 900 }),
  toDenyPolicy(grant),
  toDenyPolicy('everything'),
  revokeSessionsBefore(new Date()),
]
holds(policies.every(({ Statement }) => Statement.length === 1))
const offline = async (): Promise<never> => {
  throw new Error('offline')
}
const ask: AskOptions = { region: 'eu-west-1', timeout: 1000, fetch: offline }
const role = { ...ask, roleArn: 'arn:aws:iam::123456789012:role/signer', roleSessionName: 'edge' }
const asked: Promise<TemporaryCredentials>[] = [
  assumeRole({ ...role, credentials, grant }),
  assumeRoleWithWebIdentity({ ...role, webIdentityToken: 'a.b.c' }),
  getSessionToken({ ...ask, credentials: secret }),
  createSession({ ...ask, credentials: secret, bucket: 'media--euw1-az1--x-s3' }),
]
for (const session of asked) {
  const use = ({ sessionToken }: TemporaryCredentials): string => sessionToken
  const failed: unknown = await session.then(use, (error: unknown) => error)
  holds(isSigningError(failed) && failed.providerCode === undefined && failed.status === undefined)
}

const playlist: PlaylistOptions = {
  ...{ key: 'films/index.m3u8', credentials: secret, expiresIn: 3600 },
  presigner: { presignMany: (_, { keys }: { keys: string[] }) => ({ urls: keys }) },
  playlists: (key) => `/${key}`,
}
const stream: ByteTransform = presignPlaylist(playlist)
holds(typeof stream.readable === 'object' && presignPlaylistText('#EXTM3U\na.ts', playlist) === '#EXTM3U\nfilms/a.ts')

const received: ReceivedRequest = one('GetObject')
const whom: VerifyOptions = { region: 'eu-west-1' }
const reading: ObjectOperationName = 'GetObject'
const keys: ManyOptions<'GetObject'> = {
  ...common,
  region: 'eu-west-1',
  bucket: 'media',
  keys: ['a', 'b'],
  credentials: secret,
}
const several: PresignedMany = presignMany(reading, keys)
const chunks: PresignedMany[] = [
  ...presignChunks('GetObject', { ...keys, keys: new Set(['a']) }),
  new ManyPresigner(shared).presignMany('PutObject', {
    region: 'eu-west-1',
    keys: ['c'],
    contentType: 'a/b',
    credentials: secret,
  }),
]
holds(several.urls.length === 2 && chunks.every(({ urls }) => urls.length === 1))

const verified: Verified | Refused = verify(received, { ...whom, credentials: secret })
const looked = await verify(received, { ...whom, lookup: async () => secret })
const form = verify(
  { url: 'https://s3.eu-west-1.amazonaws.com/media', fields: { key: 'k' } },
  { ...whom, credentials: secret },
)
holds(
  verified.ok && verified.operation === 'GetObject' && looked.ok && !form.ok && form.code === 'InvalidPolicyDocument',
)

/** What the types refuse: nothing of it is run. */
export function refused(): void {
  // @ts-expect-error -- there is no such operation
  presign('GetNothing', { ...shared, key: 'k' })
  // @ts-expect-error -- no key
  presign('GetObject', { ...shared })
  // @ts-expect-error -- an option of another operation
  presign('GetObject', { ...shared, key: 'k', contentLength: 5 })
  // @ts-expect-error -- a promise of credentials
  const pending = new Presigner({ credentials: Promise.resolve(secret) })
  pending.presign('GetObject', { key: 'k' })
  // @ts-expect-error -- a form is one of S3's: no headers
  presignPost({ ...upload, headers: {} })
  // @ts-expect-error -- a result is read only
  one('GetObject').url = ''
  // @ts-expect-error -- no secret
  deriveSigningKey(signingKey, { region: 'auto' })
}

function holds(truth: boolean | undefined): asserts truth {
  if (!truth) throw new Error('not as declared')
}
