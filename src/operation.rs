//! The table of S3 operations: one line each.

use crate::error::{Error, ErrorKind};
use crate::text::{split, split_once};
use core::fmt;

/// An S3 operation: what its request looks like and what may stand in it.
///
/// Source: the S3 service model (2006-03-01) as botocore ships it; actions from
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html>.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Operation {
    /// Its line of the table.
    line: &'static str,
}

/// What an operation acts on, and so what the path holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// All buckets: an empty path.
    Service,
    /// One bucket.
    Bucket,
    /// One object in a bucket.
    Object,
}

/// Method, name, subresource, level, query parameters (those with `!` are needed), headers that it needs and that make it
/// another operation than without them; `-` is none. A text, which is a third of the size of structs; in this order, with
/// rows of a kind together, it compresses best.
const OPERATIONS: &str = "\
GET GetObject - object partNumber,response-cache-control,response-content-disposition,response-content-encoding,\
    response-content-language,response-content-type,response-expires,versionId -
HEAD HeadObject - object partNumber,response-cache-control,response-content-disposition,response-content-encoding,\
    response-content-language,response-content-type,response-expires,versionId -
PUT PutObject - object - -
PUT CopyObject - object - x-amz-copy-source
GET GetObjectTorrent torrent object - -
POST CreateMultipartUpload uploads object - -
DELETE DeleteObject - object versionId -
GET GetObjectAcl acl object versionId -
PUT PutObjectAcl acl object versionId -
GET GetObjectAttributes attributes object versionId x-amz-object-attributes
PUT UpdateObjectEncryption encryption object versionId -
GET GetObjectLegalHold legal-hold object versionId -
PUT PutObjectLegalHold legal-hold object versionId -
POST RestoreObject restore object versionId -
GET GetObjectRetention retention object versionId -
PUT PutObjectRetention retention object versionId -
DELETE DeleteObjectTagging tagging object versionId -
GET GetObjectTagging tagging object versionId -
PUT PutObjectTagging tagging object versionId -
GET ListParts - object max-parts,part-number-marker,uploadId! -
PUT UploadPart - object partNumber!,uploadId! -
PUT UploadPartCopy - object partNumber!,uploadId! x-amz-copy-source
DELETE AbortMultipartUpload - object uploadId! -
POST CompleteMultipartUpload - object uploadId! -
GET ListObjectAnnotations annotation object annotation-prefix,continuation-token,max-annotation-results,versionId -
DELETE DeleteObjectAnnotation annotation object annotationName!,versionId -
GET GetObjectAnnotation annotation object annotationName!,versionId -
PUT PutObjectAnnotation annotation object annotationName!,versionId -
DELETE DeleteBucket - bucket - -
HEAD HeadBucket - bucket - -
PUT CreateBucket - bucket - -
GET GetBucketAbac abac bucket - -
PUT PutBucketAbac abac bucket - -
GET GetBucketAccelerateConfiguration accelerate bucket - -
PUT PutBucketAccelerateConfiguration accelerate bucket - -
GET GetBucketAcl acl bucket - -
PUT PutBucketAcl acl bucket - -
DELETE DeleteBucketCors cors bucket - -
GET GetBucketCors cors bucket - -
PUT PutBucketCors cors bucket - -
POST DeleteObjects delete bucket - -
DELETE DeleteBucketEncryption encryption bucket - -
GET GetBucketEncryption encryption bucket - -
PUT PutBucketEncryption encryption bucket - -
DELETE DeleteBucketLifecycle lifecycle bucket - -
GET GetBucketLifecycleConfiguration lifecycle bucket - -
PUT PutBucketLifecycleConfiguration lifecycle bucket - -
GET GetBucketLocation location bucket - -
GET GetBucketLogging logging bucket - -
PUT PutBucketLogging logging bucket - -
PUT UpdateBucketMetadataAnnotationTableConfiguration metadataAnnotationTable bucket - -
DELETE DeleteBucketMetadataConfiguration metadataConfiguration bucket - -
GET GetBucketMetadataConfiguration metadataConfiguration bucket - -
POST CreateBucketMetadataConfiguration metadataConfiguration bucket - -
PUT UpdateBucketMetadataInventoryTableConfiguration metadataInventoryTable bucket - -
PUT UpdateBucketMetadataJournalTableConfiguration metadataJournalTable bucket - -
DELETE DeleteBucketMetadataTableConfiguration metadataTable bucket - -
GET GetBucketMetadataTableConfiguration metadataTable bucket - -
POST CreateBucketMetadataTableConfiguration metadataTable bucket - -
GET GetBucketNotificationConfiguration notification bucket - -
PUT PutBucketNotificationConfiguration notification bucket - -
GET GetObjectLockConfiguration object-lock bucket - -
PUT PutObjectLockConfiguration object-lock bucket - -
DELETE DeleteBucketOwnershipControls ownershipControls bucket - -
GET GetBucketOwnershipControls ownershipControls bucket - -
PUT PutBucketOwnershipControls ownershipControls bucket - -
DELETE DeleteBucketPolicy policy bucket - -
GET GetBucketPolicy policy bucket - -
PUT PutBucketPolicy policy bucket - -
GET GetBucketPolicyStatus policyStatus bucket - -
DELETE DeletePublicAccessBlock publicAccessBlock bucket - -
GET GetPublicAccessBlock publicAccessBlock bucket - -
PUT PutPublicAccessBlock publicAccessBlock bucket - -
DELETE DeleteBucketReplication replication bucket - -
GET GetBucketReplication replication bucket - -
PUT PutBucketReplication replication bucket - -
GET GetBucketRequestPayment requestPayment bucket - -
PUT PutBucketRequestPayment requestPayment bucket - -
DELETE DeleteBucketTagging tagging bucket - -
GET GetBucketTagging tagging bucket - -
PUT PutBucketTagging tagging bucket - -
GET GetBucketVersioning versioning bucket - -
PUT PutBucketVersioning versioning bucket - -
DELETE DeleteBucketWebsite website bucket - -
GET GetBucketWebsite website bucket - -
PUT PutBucketWebsite website bucket - -
GET ListBucketAnalyticsConfigurations analytics bucket continuation-token -
GET ListBucketIntelligentTieringConfigurations intelligent-tiering bucket continuation-token -
GET ListBucketInventoryConfigurations inventory bucket continuation-token -
GET ListBucketMetricsConfigurations metrics bucket continuation-token -
GET ListObjectsV2 list-type=2 bucket continuation-token,delimiter,encoding-type,fetch-owner,max-keys,prefix,\
    start-after -
GET ListObjectVersions versions bucket delimiter,encoding-type,key-marker,max-keys,prefix,version-id-marker -
GET ListMultipartUploads uploads bucket delimiter,encoding-type,key-marker,max-uploads,prefix,upload-id-marker -
GET ListObjects - bucket delimiter,encoding-type,marker,max-keys,prefix -
DELETE DeleteBucketAnalyticsConfiguration analytics bucket id! -
GET GetBucketAnalyticsConfiguration analytics bucket id! -
PUT PutBucketAnalyticsConfiguration analytics bucket id! -
DELETE DeleteBucketIntelligentTieringConfiguration intelligent-tiering bucket id! -
GET GetBucketIntelligentTieringConfiguration intelligent-tiering bucket id! -
PUT PutBucketIntelligentTieringConfiguration intelligent-tiering bucket id! -
DELETE DeleteBucketInventoryConfiguration inventory bucket id! -
GET GetBucketInventoryConfiguration inventory bucket id! -
PUT PutBucketInventoryConfiguration inventory bucket id! -
DELETE DeleteBucketMetricsConfiguration metrics bucket id! -
GET GetBucketMetricsConfiguration metrics bucket id! -
PUT PutBucketMetricsConfiguration metrics bucket id! -
GET ListBuckets - service bucket-region,continuation-token,max-buckets,prefix -";

/// Operations that an IAM action of another name allows.
const IAM_ACTIONS: &str = "HeadObject:GetObject DeleteObjects:DeleteObject CopyObject:PutObject ListObjectsV2:ListBucket \
    ListObjects:ListBucket ListObjectVersions:ListBucketVersions HeadBucket:ListBucket \
    ListBuckets:ListAllMyBuckets CreateMultipartUpload:PutObject UploadPart:PutObject UploadPartCopy:PutObject \
    CompleteMultipartUpload:PutObject ListParts:ListMultipartUploadParts \
    ListMultipartUploads:ListBucketMultipartUploads GetBucketCors:GetBucketCORS PutBucketCors:PutBucketCORS \
    DeleteBucketCors:PutBucketCORS GetBucketEncryption:GetEncryptionConfiguration \
    PutBucketEncryption:PutEncryptionConfiguration DeleteBucketEncryption:PutEncryptionConfiguration \
    GetBucketLifecycleConfiguration:GetLifecycleConfiguration \
    PutBucketLifecycleConfiguration:PutLifecycleConfiguration DeleteBucketLifecycle:PutLifecycleConfiguration \
    GetBucketReplication:GetReplicationConfiguration PutBucketReplication:PutReplicationConfiguration \
    DeleteBucketReplication:PutReplicationConfiguration GetBucketNotificationConfiguration:GetBucketNotification \
    PutBucketNotificationConfiguration:PutBucketNotification \
    GetBucketAccelerateConfiguration:GetAccelerateConfiguration \
    PutBucketAccelerateConfiguration:PutAccelerateConfiguration \
    GetBucketAnalyticsConfiguration:GetAnalyticsConfiguration \
    ListBucketAnalyticsConfigurations:GetAnalyticsConfiguration \
    PutBucketAnalyticsConfiguration:PutAnalyticsConfiguration \
    DeleteBucketAnalyticsConfiguration:PutAnalyticsConfiguration \
    GetBucketInventoryConfiguration:GetInventoryConfiguration \
    ListBucketInventoryConfigurations:GetInventoryConfiguration \
    PutBucketInventoryConfiguration:PutInventoryConfiguration \
    DeleteBucketInventoryConfiguration:PutInventoryConfiguration \
    GetBucketMetricsConfiguration:GetMetricsConfiguration \
    ListBucketMetricsConfigurations:GetMetricsConfiguration \
    PutBucketMetricsConfiguration:PutMetricsConfiguration \
    DeleteBucketMetricsConfiguration:PutMetricsConfiguration \
    GetBucketIntelligentTieringConfiguration:GetIntelligentTieringConfiguration \
    ListBucketIntelligentTieringConfigurations:GetIntelligentTieringConfiguration \
    PutBucketIntelligentTieringConfiguration:PutIntelligentTieringConfiguration \
    DeleteBucketIntelligentTieringConfiguration:PutIntelligentTieringConfiguration \
    DeleteBucketOwnershipControls:PutBucketOwnershipControls DeleteBucketTagging:PutBucketTagging \
    GetPublicAccessBlock:GetBucketPublicAccessBlock PutPublicAccessBlock:PutBucketPublicAccessBlock \
    DeletePublicAccessBlock:PutBucketPublicAccessBlock \
    GetObjectLockConfiguration:GetBucketObjectLockConfiguration \
    PutObjectLockConfiguration:PutBucketObjectLockConfiguration \
    CreateBucketMetadataConfiguration:CreateBucketMetadataTableConfiguration \
    GetBucketMetadataConfiguration:GetBucketMetadataTableConfiguration \
    DeleteBucketMetadataConfiguration:DeleteBucketMetadataTableConfiguration";

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Operation {
    /// The operation of that name.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownOperation`] if there is none, or it is spelled differently.
    pub fn find(name: &str) -> Result<Self, Error> {
        let expected = "expected the name of an S3 operation, such as GetObject";
        Self::all()
            .find(|operation| operation.name() == name)
            .ok_or_else(|| Error::new(ErrorKind::UnknownOperation, name, expected))
    }

    /// Every operation in the table.
    pub fn all() -> impl Iterator<Item = Self> {
        split(OPERATIONS, b'\n').map(|line| Self { line })
    }

    /// AWS's name, such as `GetObject`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.column(1)
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &'static str {
        self.column(0)
    }

    /// What it acts on.
    #[must_use]
    pub fn level(&self) -> Level {
        match self.column(3) {
            "service" => Level::Service,
            "bucket" => Level::Bucket,
            _ => Level::Object,
        }
    }

    /// The query parameter that selects the operation, such as `uploads` or `list-type=2`, or nothing.
    #[must_use]
    pub fn subresource(&self) -> &'static str {
        self.column(2)
    }

    /// The IAM action that allows it, without `s3:`.
    #[must_use]
    pub fn iam_action(&self) -> &'static str {
        let name = self.name();
        let other = split(IAM_ACTIONS, b' ').filter_map(|pair| split_once(pair, b':')).find(|(of, _)| *of == name);
        other.map_or(name, |(_, action)| action)
    }

    fn column(&self, index: usize) -> &'static str {
        split(self.line, b' ').nth(index).filter(|column| *column != "-").unwrap_or_default()
    }

    /// Whether `name` may be a query parameter of this operation: its own, or one that S3 only writes to its access log.
    /// A header that S3 honours in the query is hoisted there, with the checks of a header.
    ///
    /// Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html>, "Custom access log information".
    pub(crate) fn takes_query(&self, name: &str, lower: &str) -> bool {
        (name.starts_with("x-") && !lower.starts_with("x-amz-")) || self.has_query(name)
    }

    /// Whether `name` is a query parameter of its own.
    pub(crate) fn has_query(&self, name: &str) -> bool {
        split(self.column(4), b',').any(|own| own.strip_suffix("!").unwrap_or(own) == name)
    }

    /// Whether `name` may be a bound header: one that makes an operation may only stand where it is needed.
    pub(crate) fn takes_header(&self, lower: &str) -> bool {
        let makes = |operation: &Self| operation.needed_headers().any(|needed| lower.starts_with(needed));
        makes(self) || !(lower.starts_with("x-amz-rename-source") || Self::all().any(|other| makes(&other)))
    }

    /// The query parameters it needs.
    pub(crate) fn needed_query(&self) -> impl Iterator<Item = &'static str> {
        split(self.column(4), b',').filter_map(|name| name.strip_suffix("!"))
    }

    /// The headers it needs, in lower case.
    pub(crate) fn needed_headers(&self) -> impl Iterator<Item = &'static str> {
        split(self.column(5), b',').filter(|name| !name.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(name: &str) -> Operation {
        Operation::find(name).unwrap()
    }

    #[test]
    fn finds_by_exact_name() {
        assert_eq!(find("UploadPart").method(), "PUT");
        assert_eq!(alloc::format!("{:?}", find("UploadPart")), "UploadPart");
        for name in ["getObject", "GetObject ", "", "SelectObjectContent"] {
            assert_eq!(Operation::find(name).unwrap_err().code(), "ERR_UNKNOWN_OPERATION");
        }
    }

    #[test]
    fn every_line_has_its_columns() {
        let names: alloc::vec::Vec<_> = Operation::all().map(|operation| operation.name()).collect();
        assert_eq!(names.len(), 107);
        for line in OPERATIONS.lines() {
            assert_eq!(line.split(' ').count(), 6, "{line}");
            assert!(matches!(line.split(' ').nth(3), Some("service" | "bucket" | "object")), "{line}");
        }
        let list = find("ListObjectsV2");
        assert_eq!((list.method(), list.level(), list.subresource()), ("GET", Level::Bucket, "list-type=2"));
        assert_eq!(list.iam_action(), "ListBucket");
    }

    #[test]
    fn only_its_own_parameters_are_taken() {
        let get = find("GetObject");
        for name in ["versionId", "response-expires", "partNumber", "x-id", "x-campaign"] {
            assert!(get.takes_query(name, &name.to_lowercase()), "{name}");
        }
        for name in [
            "",
            "utm_source",
            "X-Id",
            "x-amz-acl",
            "X-Amz-Acl",
            "x-Amz-Acl",
            "x-AMZ-copy-source",
            "content-type",
            "acl",
            "ACL",
            "uploadId",
            "UPLOADID",
            "uploads",
            "list-type",
            "tagging",
            "versions",
            "max-keys",
            "versionid",
        ] {
            assert!(!get.takes_query(name, &name.to_lowercase()), "{name}");
        }
        assert!(!find("PutObject").takes_query("response-expires", &"response-expires".to_lowercase()));
        assert!(find("UploadPart").takes_query("uploadId", &"uploadId".to_lowercase()));
    }

    #[test]
    fn a_header_that_makes_another_operation_is_refused() {
        for name in ["x-amz-copy-source", "x-amz-copy-source-range", "x-amz-rename-source"] {
            assert!(!find("PutObject").takes_header(name), "{name}");
        }
        assert!(find("CopyObject").takes_header("x-amz-copy-source-if-match"));
        assert!(find("PutObject").takes_header("x-amz-meta-copy-source"));
    }

    #[test]
    fn knows_what_is_needed() {
        assert!(find("UploadPart").needed_query().eq(["partNumber", "uploadId"]));
        assert!(find("UploadPartCopy").needed_headers().eq(["x-amz-copy-source"]));
        assert_eq!(find("GetObject").needed_query().count() + find("GetObject").needed_headers().count(), 0);
    }
}
