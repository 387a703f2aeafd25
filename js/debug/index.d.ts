import type { Credentials } from '../index.d.ts'

/** How a URL is signed: `'POST'` is a form with a policy. */
export type Scheme = 'SigV4' | 'SigV4A' | 'SigV2' | 'GOOG4' | 'POST'

/** What a host is for. `website` and `public` never look at signatures. */
export type AddressKind =
  | 'bucket'
  | 'access-point'
  | 'multi-region-access-point'
  | 'object-lambda'
  | 'outpost'
  | 'directory-bucket'
  | 'accelerate'
  | 'website'
  | 'public'
  | 'cdn'

/** A text that is no URL. */
export interface NotInspected {
  readonly ok: false
  /** What the text is not. */
  readonly problem: string
}

/** What a presigned URL, or a form, says. Frozen. Signatures and tokens are not in it. */
export interface Inspection {
  readonly ok: true
  /** Without what signs it. */
  readonly url: string
  readonly scheme: Scheme | undefined
  readonly algorithm: string | undefined
  /** Such as `'AWS'` or `'R2'`; undefined for a host that is not known. */
  readonly provider: string | undefined
  readonly addressKind: AddressKind | undefined
  readonly addressingStyle: 'virtual-hosted' | 'path'
  /** Whether bucket and key are a guess: nobody knows the rules of this host. */
  readonly isAddressAssumed: boolean
  readonly host: string
  /** The region that the host says, which need not be the signed one. */
  readonly region: string | undefined
  readonly account: string | undefined
  readonly accessPoint: string | undefined
  readonly bucket: string | undefined
  readonly key: string | undefined
  /** The name of the S3 operation, if it can be only one. */
  readonly operation: string | undefined
  /** All that it can be: the URL does not say its method. */
  readonly operations: readonly string[]
  readonly accessKeyId: string | undefined
  /** For SigV4A, `region` is the set of regions, which may be `'*'`. */
  readonly credentialScope:
    { readonly date: string; readonly region: string | undefined; readonly service: string } | undefined
  readonly signedAt: Date | undefined
  readonly expiresAt: Date | undefined
  readonly expiresIn: number | undefined
  readonly state: 'not-yet-valid' | 'valid' | 'expired' | undefined
  /** The headers that the sender must send as they were signed. */
  readonly signedHeaders: readonly string[]
  /** The signed parameters, without those of the signature. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
  readonly token: { readonly revealsSecret: boolean; readonly claims: Record<string, unknown> | undefined } | undefined
  readonly policy: { readonly expiration: string | undefined; readonly conditions: readonly unknown[] } | undefined
  /** What whoever holds it can do, beyond what it was made for. */
  readonly holderMay: readonly string[]
  readonly warnings: readonly { readonly code: string; readonly text: string }[]
}

/** A `URL`, of whatever runtime. */
export interface UrlObject {
  readonly href: string
}

/** The address and the fields of a form, as `presignPost` gives them. */
export interface Form {
  readonly url: string | UrlObject
  readonly fields: Readonly<Record<string, string>>
}

export interface InspectOptions {
  /** Default: the clock. */
  now?: Date | string | number | undefined
  /** The method that is used, or meant. */
  method?: string | undefined
}

/** Explains a presigned URL without a secret. Nothing is sent anywhere, and nothing throws: of garbage, it says what it is not. */
export function inspect(url: string | UrlObject | Form, options?: InspectOptions): Inspection | NotInspected

/** The code of a cause: one of {@link CAUSES}. Later versions may have more. */
export type CauseCode =
  | 'wrong-secret'
  | 'signature-altered'
  | 'method-changed'
  | 'host-changed'
  | 'header-missing'
  | 'header-changed'
  | 'header-not-signed'
  | 'parameter-appended'
  | 'parameter-dropped'
  | 'parameter-changed'
  | 'plus-reencoded'
  | 'key-encoded-twice'
  | 'path-normalised'
  | 'path-changed'
  | 'changed-on-the-way'
  | 'body-hash-mismatch'
  | 'expired'
  | 'not-yet-valid'
  | 'clock-skew'
  | 'expires-out-of-range'
  | 'date-malformed'
  | 'credentials-expired'
  | 'token-invalid'
  | 'token-missing'
  | 'unknown-access-key'
  | 'user-suspended'
  | 'wrong-region'
  | 'wrong-service'
  | 'scope-date-mismatch'
  | 'credential-malformed'
  | 'not-signed'
  | 'url-cut-off'
  | 'url-html-escaped'
  | 'url-encoded-twice'
  | 'parameter-missing'
  | 'parameter-repeated'
  | 'algorithm-unsupported'
  | 'signature-version-2'
  | 'two-signatures'
  | 'mixed-dialects'
  | 'no-signatures-here'
  | 'url-too-long'
  | 'not-allowed'
  | 'network-not-allowed'
  | 'mfa-required'
  | 'requester-pays'
  | 'maybe-not-there'
  | 'no-such-key'
  | 'no-such-bucket'
  | 'bucket-disabled'
  | 'no-such-version'
  | 'no-such-upload'
  | 'already-exists'
  | 'precondition-failed'
  | 'range'
  | 'archived'
  | 'acl-not-supported'
  | 'encryption-key'
  | 'checksum-mismatch'
  | 'length-required'
  | 'upload-too-large'
  | 'upload-too-small'
  | 'invalid-request'
  | 'operation-unsupported'
  | 'policy-expired'
  | 'policy-violated'
  | 'field-not-in-policy'
  | 'form-malformed'
  | 'form-unsupported'
  | 'cors'
  | 'unreachable'
  | 'certificate'
  | 'tls-failed'
  | 'blocked-on-the-way'
  | 'slow-down'
  | 'server-error'
  | 'unexplained'

/** A cause as the table has it. */
export interface Cause {
  /** What happened, in one sentence. */
  readonly sentence: string
  /** How to tell. */
  readonly tell: string
  /** What to change. */
  readonly change: string
}

/** Every cause that `diagnose` knows, by its code. */
export const CAUSES: Readonly<Record<CauseCode, Cause>>

/** A `Headers`, or the like, or a plain object. */
export type SentHeaders = Iterable<readonly [name: string, value: string]> | Readonly<Record<string, string>>

export interface Failure {
  /** As it was sent. A `URL` has parsed it, and may have changed it. */
  url: string | UrlObject
  /** The fields of the form, if one was sent. */
  fields?: Readonly<Record<string, string>> | undefined
  /** Default: what the URL implies, or `GET`. */
  method?: string | undefined
  /** All headers that were sent; what is not given is not known. */
  headers?: SentHeaders | undefined
  /** Of the answer; none or 0 where a browser says no more than that it failed. */
  status?: number | undefined
  /** Of the answer: XML, JSON, or the beginning of one; or the text of the error that `fetch` threw. */
  body?: string | undefined
  responseHeaders?: SentHeaders | undefined
  /** Those that signed: tells a wrong secret from all else. They are in nothing that is returned. */
  credentials?: Credentials | undefined
  /** When it was sent. Default: the `date` of the answer, or the clock. */
  now?: Date | string | number | undefined
}

/** Of its texts, `tell` names what is asked for in this case. */
export interface Finding extends Cause {
  readonly code: CauseCode
  readonly certainty: 'certain' | 'likely' | 'possible'
  /** What of this request and this answer says so. */
  readonly evidence: readonly string[]
}

/** A part of the canonical request, as it was sent and as the server has it; absent where it is only on the other side. */
export interface ComparedLine {
  readonly part: 'method' | 'path' | 'parameter' | 'header' | 'signed headers' | 'payload hash'
  readonly sent: string | undefined
  readonly server: string | undefined
  readonly same: boolean
  /** Where they differ: from and to, in `sent` and in `server`. */
  readonly marks: { readonly sent: readonly [number, number]; readonly server: readonly [number, number] } | undefined
}

export interface Diagnosis {
  /** The most likely first; no more than three, one if it is certain, none if nothing failed. */
  readonly causes: readonly Finding[]
  readonly inspection: Inspection | NotInspected
  /** What the server said, as far as it could be read. */
  readonly answer: {
    readonly status: number | undefined
    readonly code: string | undefined
    readonly message: string | undefined
    readonly isTruncated: boolean
  }
  /**
   * Where a signature was refused; of SigV2, which has none, the string to sign in that form. `lines` compares with the server's,
   * if it showed its own.
   */
  readonly canonicalRequest:
    { readonly sent: string; readonly server: string | undefined; readonly lines: readonly ComparedLine[] } | undefined
}

/** Says why a request with a presigned URL, or a form, failed, and what to change. Nothing is sent anywhere. */
export function diagnose(failure: Failure): Diagnosis
