//! The table of S3 operations: one line each.

use crate::error::{Error, ErrorKind};
use crate::text::{lists, split};

/// An S3 operation: what its request looks like and what may stand in it.
///
/// Source: the S3 service model (2006-03-01) as botocore ships it; actions from
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html>.
#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    /// AWS's name, such as `GetObject`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// What it acts on.
    pub level: Level,
    /// The query parameter that selects the operation, such as `uploads` or `list-type=2`, or nothing.
    pub subresource: &'static str,
    /// The IAM action that allows it, without `s3:`.
    pub iam_action: &'static str,
    /// The query parameters it takes; a `!` marks those it needs.
    query: &'static str,
    /// The headers it needs, which make it another operation than without them.
    headers: &'static str,
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

use Level::{Bucket, Object, Service};

#[rustfmt::skip]
static OPERATIONS: [Operation; 19] = [
    row("GetObject",               "GET",    Object,  "",            "GetObject",                  READ,                       ""),
    row("HeadObject",              "HEAD",   Object,  "",            "GetObject",                  READ,                       ""),
    row("PutObject",               "PUT",    Object,  "",            "PutObject",                  "",                         ""),
    row("DeleteObject",            "DELETE", Object,  "",            "DeleteObject",               "versionId",                ""),
    row("DeleteObjects",           "POST",   Bucket,  "delete",      "DeleteObject",               "",                         ""),
    row("CopyObject",              "PUT",    Object,  "",            "PutObject",                  "",                         "x-amz-copy-source"),
    row("ListObjectsV2",           "GET",    Bucket,  "list-type=2", "ListBucket",                 LIST,                       ""),
    row("HeadBucket",              "HEAD",   Bucket,  "",            "ListBucket",                 "",                         ""),
    row("ListBuckets",             "GET",    Service, "",            "ListAllMyBuckets",           LIST_BUCKETS,               ""),
    row("CreateMultipartUpload",   "POST",   Object,  "uploads",     "PutObject",                  "",                         ""),
    row("UploadPart",              "PUT",    Object,  "",            "PutObject",                  "partNumber! uploadId!",    ""),
    row("UploadPartCopy",          "PUT",    Object,  "",            "PutObject",                  "partNumber! uploadId!",    "x-amz-copy-source"),
    row("CompleteMultipartUpload", "POST",   Object,  "",            "PutObject",                  "uploadId!",                ""),
    row("AbortMultipartUpload",    "DELETE", Object,  "",            "AbortMultipartUpload",       "uploadId!",                ""),
    row("ListParts",               "GET",    Object,  "",            "ListMultipartUploadParts",   LIST_PARTS,                 ""),
    row("ListMultipartUploads",    "GET",    Bucket,  "uploads",     "ListBucketMultipartUploads", LIST_UPLOADS,               ""),
    row("GetObjectTagging",        "GET",    Object,  "tagging",     "GetObjectTagging",           "versionId",                ""),
    row("PutObjectTagging",        "PUT",    Object,  "tagging",     "PutObjectTagging",           "versionId",                ""),
    row("GetObjectAttributes",     "GET",    Object,  "attributes",  "GetObjectAttributes",        "versionId",                "x-amz-object-attributes"),
];

const READ: &str = "partNumber response-cache-control response-content-disposition response-content-encoding \
                    response-content-language response-content-type response-expires versionId";
const LIST: &str = "continuation-token delimiter encoding-type fetch-owner max-keys prefix start-after";
const LIST_BUCKETS: &str = "bucket-region continuation-token max-buckets prefix";
const LIST_PARTS: &str = "max-parts part-number-marker uploadId!";
const LIST_UPLOADS: &str = "delimiter encoding-type key-marker max-uploads prefix upload-id-marker";

/// Subresources of the operations that are not in the table: they would make one of those of any request.
///
/// Source: the S3 service model.
const OTHER_SUBRESOURCES: &str = "abac accelerate acl analytics annotation cors encryption intelligent-tiering inventory \
    legal-hold lifecycle location logging metadataAnnotationTable metadataConfiguration metadataInventoryTable \
    metadataJournalTable metadataTable metrics notification object-lock ownershipControls policy policyStatus \
    publicAccessBlock renameObject replication requestPayment restore retention select select-type session torrent \
    version-id-marker versioning versions website";

impl Operation {
    /// The operation of that name.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownOperation`] if there is none, or it is spelled differently.
    pub fn find(name: &str) -> Result<&'static Self, Error> {
        let expected = "expected the name of an S3 operation, such as GetObject";
        OPERATIONS
            .iter()
            .find(|operation| operation.name == name)
            .ok_or_else(|| Error::new(ErrorKind::UnknownOperation, name, expected))
    }

    /// Every operation in the table.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        OPERATIONS.iter()
    }

    /// Whether `name` may be a query parameter of this operation: its own, or one that means nothing to S3.
    pub(crate) fn check_query(&self, name: &str) -> Result<(), Error> {
        if self.takes(name) || !is_known(name) {
            return Ok(());
        }
        Err(Error::new(ErrorKind::ReservedQueryParameter, name, "does not belong to this operation"))
    }

    /// Whether `name` may be a bound header: one that makes an operation may only stand where it is needed.
    pub(crate) fn check_header(&self, name: &str) -> Result<(), Error> {
        let family = |operation: &Self| operation.needed_headers().any(|needed| starts_with(name, needed));
        let other = starts_with(name, "x-amz-rename-source") || OPERATIONS.iter().any(family);
        if !other || family(self) {
            return Ok(());
        }
        Err(Error::new(ErrorKind::InvalidHeader, name, "would make another operation of this one"))
    }

    /// The query parameters it needs.
    pub(crate) fn needed_query(&self) -> impl Iterator<Item = &'static str> {
        split(self.query, b' ').filter_map(|name| name.strip_suffix("!"))
    }

    /// The headers it needs, in lower case.
    pub(crate) fn needed_headers(&self) -> impl Iterator<Item = &'static str> {
        split(self.headers, b' ').filter(|name| !name.is_empty())
    }

    fn takes(&self, name: &str) -> bool {
        split(self.query, b' ').any(|own| bare(own) == name)
    }
}

/// Whether S3 gives the parameter a meaning for some operation, in any spelling of upper and lower case.
fn is_known(name: &str) -> bool {
    let is = |known: &str| bare(known).eq_ignore_ascii_case(name);
    lists(OTHER_SUBRESOURCES, name)
        || OPERATIONS.iter().any(|operation| {
            split(operation.query, b' ').any(is) || split(operation.subresource, b'=').next().is_some_and(is)
        })
}

/// A parameter without the mark of those that are needed.
fn bare(name: &str) -> &str {
    name.strip_suffix("!").unwrap_or(name)
}

fn starts_with(name: &str, prefix: &str) -> bool {
    name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

const fn row(
    name: &'static str,
    method: &'static str,
    level: Level,
    subresource: &'static str,
    iam_action: &'static str,
    query: &'static str,
    headers: &'static str,
) -> Operation {
    Operation { name, method, level, subresource, iam_action, query, headers }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(name: &str) -> &'static Operation {
        Operation::find(name).unwrap()
    }

    #[test]
    fn finds_by_exact_name() {
        assert_eq!(find("UploadPart").method, "PUT");
        for name in ["getObject", "GetObject ", "", "SelectObjectContent"] {
            assert_eq!(Operation::find(name).unwrap_err().code(), "ERR_UNKNOWN_OPERATION");
        }
    }

    #[test]
    fn a_parameter_of_another_operation_is_refused() {
        let get = find("GetObject");
        for name in ["versionId", "response-expires", "partNumber", "x-id", "utm_source"] {
            assert!(get.check_query(name).is_ok(), "{name}");
        }
        for name in [
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
            assert_eq!(get.check_query(name).unwrap_err().code(), "ERR_RESERVED_QUERY_PARAMETER", "{name}");
        }
        assert!(find("PutObject").check_query("response-expires").is_err());
        assert!(find("UploadPart").check_query("uploadId").is_ok());
    }

    #[test]
    fn a_header_that_makes_another_operation_is_refused() {
        for name in ["x-amz-copy-source", "X-Amz-Copy-Source", "x-amz-copy-source-range", "x-amz-rename-source"] {
            assert_eq!(find("PutObject").check_header(name).unwrap_err().code(), "ERR_INVALID_HEADER", "{name}");
        }
        assert!(find("CopyObject").check_header("x-amz-copy-source-if-match").is_ok());
        assert!(find("PutObject").check_header("x-amz-meta-copy-source").is_ok());
    }

    #[test]
    fn knows_what_is_needed() {
        assert!(find("UploadPart").needed_query().eq(["partNumber", "uploadId"]));
        assert!(find("UploadPartCopy").needed_headers().eq(["x-amz-copy-source"]));
        assert_eq!(find("GetObject").needed_query().count() + find("GetObject").needed_headers().count(), 0);
    }
}
