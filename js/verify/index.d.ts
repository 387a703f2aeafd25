import type { Credentials, Endpoint, OperationName } from '../index.js'

export { SigningError, isSigningError } from '../index.js'

/** A request as it arrived: a web `Request`, or what of it counts. */
export interface ReceivedRequest {
  method: string
  /** Absolute, as it was sent: for Node's `http`, `https://${request.headers.host}${request.url}`. Its host is the one that counts. */
  url: string
  /** A `Headers`, or a plain object such as Node's `request.headers`. */
  headers?:
    Iterable<readonly [string, string]> | Readonly<Record<string, string | readonly string[] | undefined>> | undefined
}

/** A form as it arrived, by POST. */
export interface ReceivedForm {
  method?: 'POST' | undefined
  /** Absolute, as it was sent. */
  url: string
  /**
   * A `FormData`, as `request.formData()` gives it, which ends in the field `file`; or the other fields. What stands behind
   * the file, and what comes twice, is refused: so whatever you read of the form was looked at.
   */
  fields:
    | Iterable<readonly [string, string | { readonly size: number; readonly name?: string | undefined }]>
    | Readonly<Record<string, string>>
  /** Bytes of the file, if `fields` does not hold it. Needed where the policy limits them. */
  contentLength?: number | undefined
  /** That of the file, if `fields` does not hold it: what `${filename}` in the key stands for. */
  filename?: string | undefined
}

/** Whom to let in, and where. */
export interface VerifyOptions {
  /** The one region that signatures may be for, such as `eu-west-1` or `auto`. Default: the endpoint's. */
  region?: string | undefined
  /** The one service. Default: `s3`. */
  service?: string | undefined
  /**
   * Where the buckets are, as for signing: the host has to be this one, or `bucket.` and this one. Default, as for signing: AWS
   * in `region`; any host for another service than S3. `null` takes any host, with the bucket as first segment of the path.
   */
  endpoint?: string | Endpoint | null | undefined
  /** As for signing. Default: `include`. */
  sessionTokenMode?: 'include' | 'exclude' | 's3session' | undefined
  /**
   * The body, if it is at hand: its hash has to be the one that was signed, if one was. Services other than S3 sign the
   * body of every request.
   */
  body?: string | Uint8Array | undefined
  /** Default: now. */
  now?: Date | undefined
}

/** The scope that a signature names. */
export interface ClaimedScope {
  /** UTC, such as `20130524`. */
  date: string
  region: string
  service: string
}

/**
 * The credentials of an access key, at the scope that a signature names: nobody has proven anything yet. `undefined` if there
 * are none.
 */
export type Lookup = (
  accessKeyId: string,
  scope: ClaimedScope,
) => Credentials | undefined | null | Promise<Credentials | undefined | null>

/** What was signed, and by whom. Frozen. */
export interface Verified {
  readonly ok: true
  /** How it was signed, in the words of `s3:authType`. */
  readonly authType: 'REST-QUERY-STRING' | 'REST-HEADER' | 'POST'
  readonly accessKeyId: string
  readonly region: string
  readonly service: string
  readonly signingDate: Date
  /** After which it is refused: the request's own end, or that of the credentials. */
  readonly expiresAt: Date
  /**
   * What it does. `undefined` if it is not just what one operation of S3 takes, and for other services: then look at the
   * request yourself, or refuse it.
   */
  readonly operation: OperationName | undefined
  readonly bucket: string | undefined
  /** Decoded. Of a form, with the name of the file in the place of `${filename}`. */
  readonly key: string | undefined
  /**
   * The parameters of the query but for those of the signature, decoded. Read these, not the URL, which another parser may take
   * for something else. None comes twice where there is an `operation`.
   */
  readonly query: Readonly<Record<string, string>>
  /** In lower case. No other header was signed. None that begins with `x-amz-` was sent, but for `x-amz-content-sha256` and
   * `x-amz-cf-id` beside a presigned URL, which say nothing. */
  readonly signedHeaders: readonly string[]
  /**
   * SHA-256 of the body, in hexadecimal, or `UNSIGNED-PAYLOAD`: any body. Where it is a hash and no `body` was given, compare
   * it when you read the body.
   */
  readonly payloadHash: string
}

/** AWS's error codes. Where S3 says `AccessDenied` for what has expired, this is `RequestExpired`. */
export type RefusalCode =
  | 'AccessDenied'
  | 'AuthorizationHeaderMalformed'
  | 'AuthorizationQueryParametersError'
  | 'ExpiredToken'
  | 'InvalidAccessKeyId'
  | 'InvalidArgument'
  | 'InvalidPolicyDocument'
  | 'InvalidRequest'
  | 'InvalidToken'
  | 'InvalidURI'
  | 'MissingAuthenticationToken'
  | 'NotImplemented'
  | 'RequestExpired'
  | 'RequestHeaderSectionTooLarge'
  | 'RequestTimeTooSkewed'
  | 'SignatureDoesNotMatch'
  | 'XAmzContentSHA256Mismatch'

/** Why a request is not to be let in. Frozen; it holds no secret, and not what the signature should have been. */
export interface Refused {
  readonly ok: false
  readonly code: RefusalCode
  /** For people: what of the request is at fault. */
  readonly detail: string
  /** The HTTP status to answer with. */
  readonly status: number
}

/**
 * Verifies a request that is signed by Signature Version 4, in its query, its `Authorization` header or the fields of a form.
 * What is wrong with the request is in the result; what is wrong with the options, or with the kind of a value, throws.
 *
 * It does not remember: who has a presigned URL can use it until it ends, as often as they like.
 *
 * @throws {TypeError} `ERR_INVALID_ARG_TYPE`
 * @throws {SigningError} `ERR_INVALID_CREDENTIALS`, `ERR_INVALID_REGION`, `ERR_INVALID_SERVICE`, `ERR_INVALID_ENDPOINT`,
 * `ERR_TOO_LARGE`
 */
export function verify(
  request: ReceivedRequest | ReceivedForm,
  options: VerifyOptions & {
    /** Who may sign. Of several, the one of the request's access key and date counts. */
    credentials: Credentials
    lookup?: undefined
  },
): Verified | Refused

/** As above, with credentials that are looked up once the access key is known. */
export function verify(
  request: ReceivedRequest | ReceivedForm,
  options: VerifyOptions & { lookup: Lookup; credentials?: undefined },
): Promise<Verified | Refused>
