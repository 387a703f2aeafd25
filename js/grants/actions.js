// Which actions of IAM an operation needs.
//
// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html

/** @typedef {'objects' | 'list' | 'bucket' | 'service'} Kind */

const split = (/** @type {string} */ names) => names.split(' ')

/** On objects. */
const OBJECT = [
  ...split('GetObject HeadObject PutObject DeleteObject CopyObject CreateMultipartUpload UploadPart'),
  ...split('UploadPartCopy CompleteMultipartUpload AbortMultipartUpload ListParts GetObjectTagging'),
  ...split('PutObjectTagging GetObjectAttributes DeleteObjectAnnotation DeleteObjectTagging GetObjectAcl'),
  ...split('GetObjectAnnotation GetObjectLegalHold GetObjectRetention GetObjectTorrent ListObjectAnnotations'),
  ...split('PutObjectAcl PutObjectAnnotation PutObjectLegalHold PutObjectRetention RestoreObject'),
  ...split('UpdateObjectEncryption'),
]
/** On buckets. */
const BUCKET = [
  ...split('DeleteObjects ListObjectsV2 HeadBucket ListMultipartUploads CreateBucket'),
  ...split('CreateBucketMetadataConfiguration CreateBucketMetadataTableConfiguration DeleteBucket'),
  ...split('DeleteBucketAnalyticsConfiguration DeleteBucketCors DeleteBucketEncryption'),
  ...split('DeleteBucketIntelligentTieringConfiguration DeleteBucketInventoryConfiguration DeleteBucketLifecycle'),
  ...split('DeleteBucketMetadataConfiguration DeleteBucketMetadataTableConfiguration'),
  ...split('DeleteBucketMetricsConfiguration DeleteBucketOwnershipControls DeleteBucketPolicy'),
  ...split('DeleteBucketReplication DeleteBucketTagging DeleteBucketWebsite DeletePublicAccessBlock GetBucketAbac'),
  ...split('GetBucketAccelerateConfiguration GetBucketAcl GetBucketAnalyticsConfiguration GetBucketCors'),
  ...split('GetBucketEncryption GetBucketIntelligentTieringConfiguration GetBucketInventoryConfiguration'),
  ...split('GetBucketLifecycleConfiguration GetBucketLocation GetBucketLogging GetBucketMetadataConfiguration'),
  ...split('GetBucketMetadataTableConfiguration GetBucketMetricsConfiguration GetBucketNotificationConfiguration'),
  ...split('GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus GetBucketReplication'),
  ...split('GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite'),
  ...split('GetObjectLockConfiguration GetPublicAccessBlock ListBucketAnalyticsConfigurations'),
  ...split('ListBucketIntelligentTieringConfigurations ListBucketInventoryConfigurations'),
  ...split('ListBucketMetricsConfigurations ListObjectVersions ListObjects PutBucketAbac'),
  ...split('PutBucketAccelerateConfiguration PutBucketAcl PutBucketAnalyticsConfiguration PutBucketCors'),
  ...split('PutBucketEncryption PutBucketIntelligentTieringConfiguration PutBucketInventoryConfiguration'),
  ...split('PutBucketLifecycleConfiguration PutBucketLogging PutBucketMetricsConfiguration'),
  ...split('PutBucketNotificationConfiguration PutBucketOwnershipControls PutBucketPolicy PutBucketReplication'),
  ...split('PutBucketRequestPayment PutBucketTagging PutBucketVersioning PutBucketWebsite'),
  ...split('PutObjectLockConfiguration PutPublicAccessBlock UpdateBucketMetadataAnnotationTableConfiguration'),
  ...split('UpdateBucketMetadataInventoryTableConfiguration UpdateBucketMetadataJournalTableConfiguration'),
]
/** Of operations whose action has another name. */
const NAMES = [
  ...split('HeadObject:GetObject DeleteObjects:DeleteObject CopyObject:PutObject ListObjectsV2:ListBucket'),
  ...split('ListObjects:ListBucket ListObjectVersions:ListBucketVersions HeadBucket:ListBucket'),
  ...split('ListBuckets:ListAllMyBuckets CreateMultipartUpload:PutObject UploadPart:PutObject'),
  ...split('UploadPartCopy:PutObject CompleteMultipartUpload:PutObject ListParts:ListMultipartUploadParts'),
  ...split('ListMultipartUploads:ListBucketMultipartUploads GetBucketCors:GetBucketCORS'),
  ...split('PutBucketCors:PutBucketCORS DeleteBucketCors:PutBucketCORS'),
  ...split('GetBucketEncryption:GetEncryptionConfiguration PutBucketEncryption:PutEncryptionConfiguration'),
  ...split('DeleteBucketEncryption:PutEncryptionConfiguration'),
  ...split('GetBucketLifecycleConfiguration:GetLifecycleConfiguration'),
  ...split('PutBucketLifecycleConfiguration:PutLifecycleConfiguration'),
  ...split('DeleteBucketLifecycle:PutLifecycleConfiguration GetBucketReplication:GetReplicationConfiguration'),
  ...split('PutBucketReplication:PutReplicationConfiguration DeleteBucketReplication:PutReplicationConfiguration'),
  ...split('GetBucketNotificationConfiguration:GetBucketNotification'),
  ...split('PutBucketNotificationConfiguration:PutBucketNotification'),
  ...split('GetBucketAccelerateConfiguration:GetAccelerateConfiguration'),
  ...split('PutBucketAccelerateConfiguration:PutAccelerateConfiguration'),
  ...split('GetBucketAnalyticsConfiguration:GetAnalyticsConfiguration'),
  ...split('ListBucketAnalyticsConfigurations:GetAnalyticsConfiguration'),
  ...split('PutBucketAnalyticsConfiguration:PutAnalyticsConfiguration'),
  ...split('DeleteBucketAnalyticsConfiguration:PutAnalyticsConfiguration'),
  ...split('GetBucketInventoryConfiguration:GetInventoryConfiguration'),
  ...split('ListBucketInventoryConfigurations:GetInventoryConfiguration'),
  ...split('PutBucketInventoryConfiguration:PutInventoryConfiguration'),
  ...split('DeleteBucketInventoryConfiguration:PutInventoryConfiguration'),
  ...split('GetBucketMetricsConfiguration:GetMetricsConfiguration'),
  ...split('ListBucketMetricsConfigurations:GetMetricsConfiguration'),
  ...split('PutBucketMetricsConfiguration:PutMetricsConfiguration'),
  ...split('DeleteBucketMetricsConfiguration:PutMetricsConfiguration'),
  ...split('GetBucketIntelligentTieringConfiguration:GetIntelligentTieringConfiguration'),
  ...split('ListBucketIntelligentTieringConfigurations:GetIntelligentTieringConfiguration'),
  ...split('PutBucketIntelligentTieringConfiguration:PutIntelligentTieringConfiguration'),
  ...split('DeleteBucketIntelligentTieringConfiguration:PutIntelligentTieringConfiguration'),
  ...split('DeleteBucketOwnershipControls:PutBucketOwnershipControls DeleteBucketTagging:PutBucketTagging'),
  ...split('GetPublicAccessBlock:GetBucketPublicAccessBlock PutPublicAccessBlock:PutBucketPublicAccessBlock'),
  ...split('DeletePublicAccessBlock:PutBucketPublicAccessBlock'),
  ...split('GetObjectLockConfiguration:GetBucketObjectLockConfiguration'),
  ...split('PutObjectLockConfiguration:PutBucketObjectLockConfiguration'),
  ...split('CreateBucketMetadataConfiguration:CreateBucketMetadataTableConfiguration'),
  ...split('GetBucketMetadataConfiguration:GetBucketMetadataTableConfiguration'),
  ...split('DeleteBucketMetadataConfiguration:DeleteBucketMetadataTableConfiguration'),
].map((pair) => pair.split(':'))

/** Of each operation, as in the core's table: tests/run/grants.test.mjs compares them. @type {Record<string, string>} */
export const ACTIONS = {
  ...Object.fromEntries([...OBJECT, ...BUCKET, 'ListBuckets'].map((name) => [name, name])),
  ...Object.fromEntries(NAMES),
}

/** Lists of keys, which can be held to a prefix. */
export const LISTS = ['ListObjects', 'ListObjectsV2', 'ListObjectVersions', 'ListMultipartUploads']
/** What reaches more than some objects. */
export const OF_BUCKETS = [...BUCKET, 'ListBuckets']

/** What the others act on is objects. @type {Record<string, Kind>} */
const KINDS = {
  ...Object.fromEntries(BUCKET.map((name) => [ACTIONS[name], /** @type {Kind} */ ('bucket')])),
  DeleteObject: 'objects',
  ListBucket: 'list',
  ListBucketVersions: 'list',
  ListAllMyBuckets: 'service',
}

/** The action in whose place another stands when a version is named. @type {Record<string, string>} */
const OF_VERSIONS = {
  GetObject: 'GetObjectVersion',
  DeleteObject: 'DeleteObjectVersion',
  GetObjectAcl: 'GetObjectVersionAcl',
  PutObjectAcl: 'PutObjectVersionAcl',
  DeleteObjectTagging: 'DeleteObjectVersionTagging',
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
