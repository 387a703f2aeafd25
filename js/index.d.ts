import type { AddressingStyle, Endpoint } from './endpoints/index.js'

export type { AddressingStyle, Endpoint }

/** What makes an access key sign with its secret. */
export interface SecretCredentials {
  accessKeyId: string
  secretAccessKey: string
  /** Of temporary credentials. It stands in every URL. */
  sessionToken?: string | undefined
  /** When they stop working: a `Date`, or ISO 8601 as in STS's answers. No URL outlives it. */
  expiration?: Date | string | undefined
}

/** What makes an access key sign on one UTC date, in one region, for one service: see {@link deriveSigningKey}. */
export interface SigningKeyCredentials {
  accessKeyId: string
  /** 32 bytes. */
  signingKey: Uint8Array
  /** The UTC date, as in `20261124`. */
  date: string
  region: string
  service: string
  sessionToken?: string | undefined
  expiration?: Date | string | undefined
}

/** Of an array, the first that can sign on the signing date is taken: give today's and tomorrow's signing keys. */
export type Credentials =
  SecretCredentials | SigningKeyCredentials | readonly (SecretCredentials | SigningKeyCredentials)[]

/**
 * What may be signed, for those who shall not sign all that their credentials allow. What it does not name is refused with
 * `ERR_NOT_GRANTED`. It can be JSON; an unknown, undefined or malformed field is `ERR_INVALID_GRANT`.
 */
export interface Grant {
  bucket: string
  /** The objects whose keys begin with this, which ends in `/`. Default, without `keys`: all of the bucket. */
  prefix?: string
  /** The objects with these keys. Not together with `prefix`. */
  keys?: readonly string[]
  /** Lists need a `prefix` in the grant's; under a prefix or keys, other operations on a bucket cannot be granted. */
  operations: readonly OperationName[]
  /** Seconds, 1 to 604800: URLs are cut to it. */
  maxExpiresIn?: number
  /** When the grant ends, and all its URLs: a `Date` or ISO 8601. */
  notAfter?: Date | string
  /** `PutObject` and `CreateMultipartUpload` have to bind one of these content types, exactly. Not together with copies. */
  contentTypes?: readonly string[]
  /** Bytes: `PutObject` and `UploadPart` have to bind a content length of at most this. Not together with copies. */
  maxContentLength?: number
  /** Headers of the answer that may be overridden, as in the option `response`. Default: none. */
  responseOverrides?: readonly (keyof ResponseOptions)[]
  /** Whether a `versionId` may be given. Default: false. */
  versions?: boolean
  /**
   * Further headers that may be bound, by their wire names. Those that open an object to others, redirect, lock or tag it, or
   * change who pays or holds the key are refused without this, such as `x-amz-acl`; so is every header not known to be harmless.
   */
  headers?: readonly string[]
}

/** What may be set once for many calls. */
export interface PresignerOptions {
  /** From `edgesign/endpoints`, or a URL. Default: AWS in `region`. */
  endpoint?: Endpoint | string | undefined
  /** Default: virtual-hosted for AWS, path for a URL. */
  addressingStyle?: AddressingStyle | undefined
  /** Default: the endpoint's. */
  region?: string | undefined
  credentials?: Credentials | undefined
  bucket?: string | undefined
  /** Seconds, 1 to 604800. Default: 900. Cut to what the credentials allow. */
  expiresIn?: number | undefined
  /** Seconds: an error instead of a URL that lives shorter. Default: 1. */
  minExpiresIn?: number | undefined
  /**
   * Seconds: within each such stretch of time, and UTC day, the same call gives the same URL, which caches can keep. It lives that
   * much longer, so that at the end of the stretch `expiresIn` is left. Default: every second its own.
   */
  stableFor?: number | undefined
  /** Sign with a session token that tells its secret to whoever sees the URL (R2's, Supabase's). Default: false, an error. */
  allowRevealingToken?: boolean | undefined
  /** What may be signed. Default, if it is not there at all: whatever the credentials allow. Its bucket is the default bucket. */
  grant?: Grant
}

/** What every operation takes. */
export interface CommonOptions extends PresignerOptions {
  /** Default: now. */
  signingDate?: Date | undefined
  /** Query parameters of the operation by their wire names; besides, `x-...` but not `x-amz-...`: S3 logs those. */
  query?: Record<string, string> | undefined
  /** Headers that the sender must send with just these values. */
  headers?: Record<string, string> | undefined
  /** Bound headers to move into the query, where AWS honours them and the sender need not send them. */
  hoist?: readonly string[] | undefined
}

interface ObjectOptions extends CommonOptions {
  /** The object key as it is, not encoded. No `.` or `..` segment. */
  key: string
}

interface VersionOptions extends ObjectOptions {
  versionId?: string | undefined
}

interface ReadOptions extends VersionOptions {
  partNumber?: number | undefined
  response?: ResponseOptions | undefined
}

/** Headers of the answer, instead of those stored with the object. */
interface ResponseOptions {
  cacheControl?: string
  contentDisposition?: string
  contentEncoding?: string
  contentLanguage?: string
  contentType?: string
  expires?: string
}

interface BodyOptions {
  /** Bytes: the sender must send exactly so many. */
  contentLength?: number | undefined
  /** base64 of the body's MD5. */
  contentMd5?: string | undefined
  /** As in `{ algorithm: 'SHA256', value: base64 }`: S3 refuses a body that does not match. */
  checksum?: { algorithm: 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256'; value: string } | undefined
}

interface StoreOptions {
  contentType?: string | undefined
  cacheControl?: string | undefined
  contentDisposition?: string | undefined
  contentEncoding?: string | undefined
  contentLanguage?: string | undefined
  /** `x-amz-meta-*` headers, by their names without that prefix. Printable ASCII. */
  metadata?: Record<string, string> | undefined
  /** As in `{ project: 'blue' }`, or form-encoded. */
  tagging?: Record<string, string> | string | undefined
  storageClass?: string | undefined
  serverSideEncryption?: 'AES256' | 'aws:kms' | 'aws:kms:dsse' | undefined
  sseKmsKeyId?: string | undefined
}

interface ConditionOptions {
  /** `'*'`: only if there is no such object yet. */
  ifNoneMatch?: string | undefined
  /** An ETag: only if the object still has it. */
  ifMatch?: string | undefined
}

interface CopyOptions {
  copySource: { bucket: string; key: string; versionId?: string | undefined }
}

interface PartOptions extends ObjectOptions {
  uploadId: string
  /** 1 to 10000. */
  partNumber: number
}

interface UploadOptions extends ObjectOptions {
  uploadId: string
}

interface ListOptions extends CommonOptions {
  prefix?: string | undefined
  delimiter?: string | undefined
  maxKeys?: number | undefined
  startAfter?: string | undefined
  continuationToken?: string | undefined
  encodingType?: 'url' | undefined
}

/** Operations on a bucket whose parameters are given by their wire names, in `query` and `headers`. */
type BucketOperationName =
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
  | 'GetObjectLockConfiguration'
  | 'GetPublicAccessBlock'
  | 'ListBucketAnalyticsConfigurations'
  | 'ListBucketIntelligentTieringConfigurations'
  | 'ListBucketInventoryConfigurations'
  | 'ListBucketMetricsConfigurations'
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
  | 'PutObjectLockConfiguration'
  | 'PutPublicAccessBlock'
  | 'UpdateBucketMetadataAnnotationTableConfiguration'
  | 'UpdateBucketMetadataInventoryTableConfiguration'
  | 'UpdateBucketMetadataJournalTableConfiguration'

/** Operations on an object whose other parameters are given by their wire names, in `query` and `headers`. */
type ObjectOperationName =
  | 'DeleteObjectAnnotation'
  | 'DeleteObjectTagging'
  | 'GetObjectAcl'
  | 'GetObjectAnnotation'
  | 'GetObjectLegalHold'
  | 'GetObjectRetention'
  | 'GetObjectTorrent'
  | 'ListObjectAnnotations'
  | 'PutObjectAcl'
  | 'PutObjectAnnotation'
  | 'PutObjectLegalHold'
  | 'PutObjectRetention'
  | 'RestoreObject'
  | 'UpdateObjectEncryption'

/** The options of each operation. */
export interface Operations
  extends
    Record<BucketOperationName, CommonOptions & BodyOptions>,
    Record<ObjectOperationName, VersionOptions & BodyOptions> {
  GetObject: ReadOptions
  HeadObject: ReadOptions
  PutObject: ObjectOptions & BodyOptions & StoreOptions & ConditionOptions
  DeleteObject: VersionOptions & { ifMatch?: string | undefined }
  DeleteObjects: CommonOptions & BodyOptions
  CopyObject: ObjectOptions & CopyOptions & StoreOptions & ConditionOptions
  ListObjectsV2: ListOptions
  HeadBucket: CommonOptions
  ListBuckets: CommonOptions & Pick<ListOptions, 'prefix' | 'continuationToken'>
  CreateMultipartUpload: ObjectOptions & StoreOptions
  UploadPart: PartOptions & BodyOptions
  UploadPartCopy: PartOptions & CopyOptions
  CompleteMultipartUpload: UploadOptions & ConditionOptions & BodyOptions
  AbortMultipartUpload: UploadOptions
  ListParts: UploadOptions
  ListMultipartUploads: CommonOptions & Pick<ListOptions, 'prefix' | 'delimiter' | 'encodingType'>
  GetObjectTagging: VersionOptions
  PutObjectTagging: VersionOptions & BodyOptions
  GetObjectAttributes: VersionOptions & { objectAttributes: readonly string[] }
}

/** The name of an S3 operation. */
export type OperationName = keyof Operations

/** A presigned URL and what belongs to it. Frozen. */
export interface Presigned {
  /** A string: a `URL` object would rewrite the query and break the signature. */
  readonly url: string
  /** The method that the URL is good for. */
  readonly method: string
  /** The headers that the sender must set, with these values. */
  readonly headers: Readonly<Record<string, string>>
  /** The bound content-length, which browsers set by themselves. */
  readonly contentLength: number | undefined
  readonly expiresAt: Date
  /** Seconds from the signing date. */
  readonly expiresIn: number
  /** What made the life of the URL as short as it is. */
  readonly limitedBy: 'request' | 'credentials' | 'grant'
}

/** Presigns one S3 operation. Nothing is sent anywhere. */
export function presign<O extends OperationName>(operation: O, options: Operations[O]): Presigned

/** What a form may upload. */
export interface PresignPostOptions
  extends
    PresignerOptions,
    Omit<StoreOptions, 'contentLanguage' | 'tagging'>,
    Pick<BodyOptions, 'checksum' | 'contentMd5'> {
  /**
   * The object key. It is bound up to a `${filename}` in it, and the rest is the sender's choice: S3 puts the name of the file there,
   * without its folders, but who changes the form may send any key that begins so. No line breaks: browsers change them.
   */
  key: string
  /** Default: now. Servers may take a form before its date. */
  signingDate?: Date | undefined
  /** As in `{ project: 'blue' }`; 10 at most. */
  tagging?: Record<string, string> | undefined
  /** Bytes: the least and the most. Default: any length, 5 GiB at most. */
  contentLengthRange?: readonly [least: number, most: number] | undefined
  /** Further fields, by their wire names, such as `acl` or `success_action_status`: bound with their values. */
  fields?: Record<string, string> | undefined
  /**
   * Fields that the sender has to bring, by their wire names, with how their values have to begin. Of `x-amz-`, only metadata: S3
   * matches the others exactly.
   */
  startsWith?: Record<string, string> | undefined
}

/**
 * What may be wider than it was meant to be: `ANY_KEY` (the whole bucket), `KEY_CHOSEN_BY_SENDER` (`${filename}`: the sender can
 * replace what is there), `ACL_CHOSEN_BY_SENDER`, `REDIRECT` (out of the bucket, to what is told bucket and key).
 */
export type PostWarning = 'ANY_KEY' | 'KEY_CHOSEN_BY_SENDER' | 'ACL_CHOSEN_BY_SENDER' | 'REDIRECT'

/** A form and what belongs to it. Frozen. */
export interface PresignedPost {
  /** Where the form goes, by POST, as `multipart/form-data`. */
  readonly url: string
  /** The fields that it has to have, before the field `file`, which comes last. */
  readonly fields: Readonly<Record<string, string>>
  readonly warnings: readonly PostWarning[]
  readonly expiresAt: Date
  /** Seconds from the signing date. */
  readonly expiresIn: number
  readonly limitedBy: 'request' | 'credentials' | 'grant'
}

/**
 * Presigns a form, as a browser's `<form>` sends it to upload a file. A grant has to allow `PutObject`, and its `headers` name the
 * fields: `acl`, not `x-amz-acl`.
 */
export function presignPost(options: PresignPostOptions): PresignedPost

/** Presigns many times with shared options. It holds no resource: nothing has to be freed. */
export class Presigner {
  constructor(options: PresignerOptions)
  /** The same, but it signs only what `grant` allows, too. */
  within(grant: Grant): Presigner
  /**
   * Presigns one S3 operation; its options come before the Presigner's, but none widens a grant: one that is given here has to
   * allow it as well, and under a grant of the Presigner a call has no endpoint, addressing style or other region.
   */
  presign<O extends OperationName>(operation: O, options: Operations[O]): Presigned
  /** Presigns a form, in the same way. */
  presignPost(options: PresignPostOptions): PresignedPost
}

/** A body, or what is known of it. A stream has to be hashed first. */
export type Body = string | ArrayBuffer | ArrayBufferView | { sha256: string }

/** What signing any URL takes. */
export interface SignOptions {
  /** As in the credential scope: `'s3'`, `'sts'`, `'execute-api'`, … */
  service: string
  region: string
  credentials: Credentials
  /** Default: now. */
  signingDate?: Date | undefined
  /**
   * Whether the session token is signed: `'exclude'` for IoT only; `'s3session'` for that of `createSession`, which S3 Express
   * wants by a name of its own. Default: `'include'`.
   */
  sessionTokenMode?: 'include' | 'exclude' | 's3session' | undefined
}

export interface PresignUrlOptions extends SignOptions {
  /** Default: `'GET'`. */
  method?: string | undefined
  headers?: Record<string, string> | undefined
  hoist?: readonly string[] | undefined
  /** Default: none. Not for S3, where a body is pinned by binding `x-amz-content-sha256` as a header. */
  body?: Body | undefined
  expiresIn?: number | undefined
  minExpiresIn?: number | undefined
  allowRevealingToken?: boolean | undefined
}

/** Presigns any URL of an AWS service. Dot segments and a `+` in the query are refused: they mean different things to different servers. */
export function presignUrl(url: string, options: PresignUrlOptions): Presigned

export interface SignRequest {
  url: string
  /** Default: `'GET'`. */
  method?: string | undefined
  headers?: Record<string, string> | undefined
  body?: Body | undefined
}

/** The request with every header that has to be sent, `authorization` among them. */
export interface Signed {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
}

/** Signs a request in its `Authorization` header, to be sent within 15 minutes. */
export function sign(request: SignRequest, options: SignOptions): Signed

/** An unguessable object key: `prefix`, 32 hexadecimal digits (128 random bits) and `.extension`. */
export function randomKey(prefix: string, options?: { extension?: string | undefined }): string

/** Derives the key that can sign on one UTC date (default: today), in one region, for one service (default: `'s3'`). */
export function deriveSigningKey(
  credentials: SecretCredentials,
  options: { date?: Date | undefined; region: string; service?: string | undefined },
): SigningKeyCredentials

/** What is wrong, in a form that does not change. */
export type SigningErrorCode =
  | 'ERR_INVALID_CREDENTIALS'
  | 'ERR_CREDENTIALS_EXPIRED'
  | 'ERR_INVALID_REGION'
  | 'ERR_INVALID_SERVICE'
  | 'ERR_INVALID_ENDPOINT'
  | 'ERR_INVALID_URL'
  | 'ERR_INVALID_METHOD'
  | 'ERR_INVALID_HEADER'
  | 'ERR_RESERVED_QUERY_PARAMETER'
  | 'ERR_INVALID_EXPIRES_IN'
  | 'ERR_INVALID_SIGNING_DATE'
  | 'ERR_INVALID_BUCKET'
  | 'ERR_INVALID_KEY'
  | 'ERR_UNKNOWN_OPERATION'
  | 'ERR_MISSING_PARAMETER'
  | 'ERR_INVALID_GRANT'
  | 'ERR_NOT_GRANTED'
  | 'ERR_TOKEN_REVEALS_SECRET'
  | 'ERR_UNSUPPORTED_BY_PROVIDER'
  | 'ERR_SIGNING_KEY_SCOPE'
  | 'ERR_CREDENTIALS_UNAVAILABLE'
  | 'ERR_INVALID_PLAYLIST'
  | 'ERR_WASM_NOT_READY'
  | 'ERR_TOO_LARGE'
  | 'ERR_INTERNAL'

/** What signing throws. A value of the wrong JavaScript type is a `TypeError` with code `ERR_INVALID_ARG_TYPE`. */
export class SigningError extends Error {
  constructor(
    code: SigningErrorCode,
    message: string,
    options?: {
      cause?: unknown
      providerCode?: string | undefined
      requestId?: string | undefined
      status?: number | undefined
      index?: number | undefined
    },
  )
  readonly name: 'SigningError'
  readonly code: SigningErrorCode
  /** Of `ERR_CREDENTIALS_UNAVAILABLE`: the provider's own code, as `AccessDenied`. */
  readonly providerCode?: string
  /** Of `ERR_CREDENTIALS_UNAVAILABLE`: how the provider finds the request again. */
  readonly requestId?: string
  /** Of `ERR_CREDENTIALS_UNAVAILABLE`: the HTTP status. */
  readonly status?: number
  /** Of `presignMany`: which of the keys is at fault, if one is. */
  readonly index?: number
}

/** Whether `error` is a {@link SigningError}, also one of another copy of this package. */
export function isSigningError(error: unknown): error is SigningError
