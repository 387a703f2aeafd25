// Which actions of IAM an operation needs.
//
// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html

/** @typedef {'objects' | 'list' | 'bucket' | 'service'} Kind */

/** Of each operation, as in the core's table: tests/run/grants.test.mjs compares them. @type {Record<string, string>} */
export const ACTIONS = {
  GetObject: 'GetObject',
  HeadObject: 'GetObject',
  PutObject: 'PutObject',
  DeleteObject: 'DeleteObject',
  DeleteObjects: 'DeleteObject',
  CopyObject: 'PutObject',
  ListObjectsV2: 'ListBucket',
  HeadBucket: 'ListBucket',
  ListBuckets: 'ListAllMyBuckets',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  UploadPartCopy: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  AbortMultipartUpload: 'AbortMultipartUpload',
  ListParts: 'ListMultipartUploadParts',
  ListMultipartUploads: 'ListBucketMultipartUploads',
  GetObjectTagging: 'GetObjectTagging',
  PutObjectTagging: 'PutObjectTagging',
  GetObjectAttributes: 'GetObjectAttributes',
}

/** What the others act on is objects. @type {Record<string, Kind>} */
const KINDS = { ListBucket: 'list', ListBucketMultipartUploads: 'bucket', ListAllMyBuckets: 'service' }

/** The action in whose place another stands when a version is named. @type {Record<string, string>} */
const OF_VERSIONS = {
  GetObject: 'GetObjectVersion',
  DeleteObject: 'DeleteObjectVersion',
  GetObjectTagging: 'GetObjectVersionTagging',
  PutObjectTagging: 'PutObjectVersionTagging',
  GetObjectAttributes: 'GetObjectVersionAttributes',
}

const STORES = ['PutObject', 'CopyObject', 'CreateMultipartUpload']
const DELETES = ['DeleteObject', 'DeleteObjects']
/** What headers need besides: the action, the operations that take them, their names. @type {[string, string[], RegExp][]} */
const OF_HEADERS = [
  ['PutObjectAcl', STORES, /^x-amz-(acl$|grant-)/i],
  ['PutObjectTagging', STORES, /^x-amz-tagging$/i],
  ['PutObjectRetention', STORES, /^x-amz-object-lock-(mode|retain-until-date)$/i],
  ['PutObjectLegalHold', STORES, /^x-amz-object-lock-legal-hold$/i],
  ['BypassGovernanceRetention', DELETES, /^x-amz-bypass-governance-retention$/i],
]

/**
 * The actions that a grant needs, without `s3:`, and what each acts on.
 *
 * @param {import('../index.d.ts').Grant} grant
 * @param {boolean} withVersions
 * @returns {[action: string, kind: Kind][]}
 */
export function actionsOf({ operations, headers = [] }, withVersions) {
  const own = operations.flatMap((operation) =>
    // Attributes are for those who may read the object.
    operation === 'GetObjectAttributes' ? ['GetObject', 'GetObjectAttributes'] : [String(ACTIONS[operation])],
  )
  const versions = withVersions ? own.flatMap((action) => OF_VERSIONS[action] ?? []) : []
  const bound = OF_HEADERS.filter(
    ([, takenBy, name]) =>
      headers.some((header) => name.test(header)) && operations.some((own) => takenBy.includes(own)),
  )
  const actions = new Set([...own, ...versions, ...bound.map(([action]) => action)])
  return [...actions].map((action) => [action, KINDS[action] ?? 'objects'])
}
