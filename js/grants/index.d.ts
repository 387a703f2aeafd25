import type { Grant } from '../index.js'

export type { Grant }

/** A policy document of IAM. Plain data: `JSON.stringify` it, without spaces for Ceph. */
export interface Policy {
  Version: '2012-10-17'
  Statement: PolicyStatement[]
}

export interface PolicyStatement {
  Effect: 'Allow' | 'Deny'
  Action: string | string[]
  Resource: string | string[]
  /** Operators, condition keys, values. */
  Condition?: Record<string, Record<string, string>>
}

export interface DenyPolicyOptions {
  /** As in ARNs: `'aws-cn'`, `'aws-us-gov'`, … Default: `'aws'`, also of the servers that are not AWS's. */
  partition?: string | undefined
}

export interface IamPolicyOptions extends DenyPolicyOptions {
  /** Allow requests of this kind only, so that a stolen credential is good for nothing else. For AWS alone: to others it allows nothing. */
  authType?: 'REST-QUERY-STRING' | 'REST-HEADER' | 'POST' | undefined
  /** Seconds, 1 to 604800: allow requests that were signed less long ago. For AWS alone: to others it allows nothing. */
  maxSignatureAge?: number | undefined
  /**
   * Characters of JSON without spaces, in ASCII: a longer policy is `ERR_TOO_LARGE`. A session policy has at most 2048, an
   * inline policy of a role 10240.
   */
  maxLength?: number | undefined
}

/**
 * The IAM policy that allows what a grant allows, and as little else as IAM has words for: for a role, or as a session policy.
 *
 * What IAM has no words for is left to the core: `maxExpiresIn` (see `maxSignatureAge`), `contentTypes`,
 * `maxContentLength`, `responseOverrides`; and that `HeadObject` reads no body, `HeadBucket` no keys and `UploadPart` only stores
 * parts: the actions are those of `GetObject`, `ListObjectsV2` and `PutObject`. Refused as `ERR_INVALID_GRANT` are keys and prefixes with `*`, `?` or `${`, which
 * are patterns in a policy, and `ListMultipartUploads` under a prefix, which IAM cannot limit, and directory buckets. To delete on a condition, grant `GetObject`, too. To copy an object that has tags,
 * grant `GetObjectTagging` and the header `x-amz-tagging` too; keys of KMS need a policy of their own.
 */
export function toIamPolicy(grant: Grant, options?: IamPolicyOptions): Policy

/**
 * The IAM policy that denies what a grant allows, of every version, or everything: attached to the user or role that signs, it
 * ends the URLs that are out; detached, they work again.
 */
export function toDenyPolicy(grant: Grant | 'everything', options?: DenyPolicyOptions): Policy

/**
 * The IAM policy that ends every session of a role that began before a date (a `Date` or ISO 8601), and the URLs that were
 * signed with them. It does not touch long-lived keys, which have no session.
 */
export function revokeSessionsBefore(date: Date | string): Policy
