// Which operation a request is: the twin of the table in src/operation.rs, to which tests/debug/operations.test.mjs holds it.

const split = (/** @type {string} */ names) => names.split(' ')

/**
 * By method and level, each operation with the parameters and headers that make it this one.
 *
 * @type {Record<string, string[]>}
 */
const OPERATIONS = {
  'GET object': [
    ...split('GetObject ListParts:uploadId GetObjectTagging:tagging'),
    ...split('GetObjectAttributes:attributes:x-amz-object-attributes GetObjectAcl:acl'),
    ...split(
      'GetObjectAnnotation:annotation:annotationName GetObjectLegalHold:legal-hold GetObjectRetention:retention',
    ),
    ...split('GetObjectTorrent:torrent ListObjectAnnotations:annotation'),
  ],
  'HEAD object': [...split('HeadObject')],
  'PUT object': [
    ...split('PutObject CopyObject:x-amz-copy-source UploadPart:partNumber:uploadId'),
    ...split('UploadPartCopy:partNumber:uploadId:x-amz-copy-source PutObjectTagging:tagging PutObjectAcl:acl'),
    ...split(
      'PutObjectAnnotation:annotation:annotationName PutObjectLegalHold:legal-hold PutObjectRetention:retention',
    ),
    ...split('UpdateObjectEncryption:encryption'),
  ],
  'DELETE object': [
    ...split('DeleteObject AbortMultipartUpload:uploadId DeleteObjectAnnotation:annotation:annotationName'),
    ...split('DeleteObjectTagging:tagging'),
  ],
  'POST bucket': [
    ...split('DeleteObjects:delete CreateBucketMetadataConfiguration:metadataConfiguration'),
    ...split('CreateBucketMetadataTableConfiguration:metadataTable'),
  ],
  'GET bucket': [
    ...split('ListObjectsV2:list-type ListMultipartUploads:uploads GetBucketAbac:abac'),
    ...split('GetBucketAccelerateConfiguration:accelerate GetBucketAcl:acl'),
    ...split('GetBucketAnalyticsConfiguration:analytics:id GetBucketCors:cors GetBucketEncryption:encryption'),
    ...split('GetBucketIntelligentTieringConfiguration:intelligent-tiering:id'),
    ...split('GetBucketInventoryConfiguration:inventory:id GetBucketLifecycleConfiguration:lifecycle'),
    ...split(
      'GetBucketLocation:location GetBucketLogging:logging GetBucketMetadataConfiguration:metadataConfiguration',
    ),
    ...split('GetBucketMetadataTableConfiguration:metadataTable GetBucketMetricsConfiguration:metrics:id'),
    ...split('GetBucketNotificationConfiguration:notification GetBucketOwnershipControls:ownershipControls'),
    ...split('GetBucketPolicy:policy GetBucketPolicyStatus:policyStatus GetBucketReplication:replication'),
    ...split('GetBucketRequestPayment:requestPayment GetBucketTagging:tagging GetBucketVersioning:versioning'),
    ...split('GetBucketWebsite:website GetObjectLockConfiguration:object-lock GetPublicAccessBlock:publicAccessBlock'),
    ...split('ListBucketAnalyticsConfigurations:analytics'),
    ...split('ListBucketIntelligentTieringConfigurations:intelligent-tiering'),
    ...split('ListBucketInventoryConfigurations:inventory ListBucketMetricsConfigurations:metrics'),
    ...split('ListObjectVersions:versions ListObjects'),
  ],
  'HEAD bucket': [...split('HeadBucket')],
  'GET service': [...split('ListBuckets')],
  'POST object': [...split('CreateMultipartUpload:uploads CompleteMultipartUpload:uploadId RestoreObject:restore')],
  'PUT bucket': [
    ...split('CreateBucket PutBucketAbac:abac PutBucketAccelerateConfiguration:accelerate PutBucketAcl:acl'),
    ...split('PutBucketAnalyticsConfiguration:analytics:id PutBucketCors:cors PutBucketEncryption:encryption'),
    ...split('PutBucketIntelligentTieringConfiguration:intelligent-tiering:id'),
    ...split('PutBucketInventoryConfiguration:inventory:id PutBucketLifecycleConfiguration:lifecycle'),
    ...split('PutBucketLogging:logging PutBucketMetricsConfiguration:metrics:id'),
    ...split('PutBucketNotificationConfiguration:notification PutBucketOwnershipControls:ownershipControls'),
    ...split('PutBucketPolicy:policy PutBucketReplication:replication PutBucketRequestPayment:requestPayment'),
    ...split('PutBucketTagging:tagging PutBucketVersioning:versioning PutBucketWebsite:website'),
    ...split('PutObjectLockConfiguration:object-lock PutPublicAccessBlock:publicAccessBlock'),
    ...split('UpdateBucketMetadataAnnotationTableConfiguration:metadataAnnotationTable'),
    ...split('UpdateBucketMetadataInventoryTableConfiguration:metadataInventoryTable'),
    ...split('UpdateBucketMetadataJournalTableConfiguration:metadataJournalTable'),
  ],
  'DELETE bucket': [
    ...split('DeleteBucket DeleteBucketAnalyticsConfiguration:analytics:id DeleteBucketCors:cors'),
    ...split('DeleteBucketEncryption:encryption DeleteBucketIntelligentTieringConfiguration:intelligent-tiering:id'),
    ...split('DeleteBucketInventoryConfiguration:inventory:id DeleteBucketLifecycle:lifecycle'),
    ...split('DeleteBucketMetadataConfiguration:metadataConfiguration'),
    ...split('DeleteBucketMetadataTableConfiguration:metadataTable DeleteBucketMetricsConfiguration:metrics:id'),
    ...split('DeleteBucketOwnershipControls:ownershipControls DeleteBucketPolicy:policy'),
    ...split('DeleteBucketReplication:replication DeleteBucketTagging:tagging DeleteBucketWebsite:website'),
    ...split('DeletePublicAccessBlock:publicAccessBlock'),
  ],
}

const TABLE = Object.entries(OPERATIONS).flatMap(([place, operations]) =>
  operations.map((text) => {
    const [method = '', level = ''] = place.split(' ')
    const [name = '', ...needs] = text.split(':')
    return { name, method, level, needs }
  }),
)

/** The methods of S3. */
export const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE']

/**
 * The operations that a request can be: of each method the one that takes most of what is there.
 *
 * @param {{ method: string | undefined, level: 'service' | 'bucket' | 'object', names: string[] }} request with the names of
 *   its parameters and of its headers, or of those that are signed
 * @returns {{ name: string, method: string }[]}
 */
export function operationsOf({ method, level, names }) {
  const fits = TABLE.filter((row) => row.level === level && row.needs.every((name) => names.includes(name)))
  const most = Math.max(0, ...fits.map(({ needs }) => needs.length))
  const asked = method === undefined ? METHODS : [method]
  return asked.flatMap((method) => fits.filter((row) => row.method === method && row.needs.length === most).slice(0, 1))
}

/** @param {string} operation its method, if there is such an operation */
export const methodOf = (operation) => TABLE.find(({ name }) => name === operation)?.method
