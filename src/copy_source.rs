//! What is copied.

use crate::error::Error;
use crate::key::{check_bucket, check_key};
use crate::text::concat;
use crate::uri::{Slash, uri_encode};
use alloc::string::String;

/// The object that `CopyObject` and `UploadPartCopy` copy.
#[derive(Debug, Clone, Copy)]
pub struct CopySource<'a> {
    /// Its bucket.
    pub bucket: &'a str,
    /// Its key, not encoded.
    pub key: &'a str,
    /// Its version, if not the latest.
    pub version_id: Option<&'a str>,
}

impl CopySource<'_> {
    /// `bucket/key[?versionId=...]`, percent-encoded: the value of `x-amz-copy-source`.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidBucket`](crate::ErrorKind::InvalidBucket), [`ErrorKind::InvalidKey`](crate::ErrorKind::InvalidKey).
    ///
    /// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html>.
    pub fn header(&self) -> Result<String, Error> {
        check_bucket(self.bucket)?;
        check_key(self.key)?;
        let mut out = concat(&[self.bucket, "/"]);
        uri_encode(&mut out, self.key, Slash::Keep);
        if let Some(version_id) = self.version_id {
            out.push_str("?versionId=");
            uri_encode(&mut out, version_id, Slash::Encode);
        }
        Ok(out)
    }
}

/// The header that names the source.
pub(crate) const COPY_SOURCE: &str = "x-amz-copy-source";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_the_key_and_the_version() {
        let source = CopySource { bucket: "media", key: "a b/é", version_id: Some("v/1") };
        assert_eq!(source.header().unwrap(), "media/a%20b/%C3%A9?versionId=v%2F1");
        assert_eq!(CopySource { version_id: None, ..source }.header().unwrap(), "media/a%20b/%C3%A9");
        assert_eq!(CopySource { bucket: "a/b", ..source }.header().unwrap_err().code(), "ERR_INVALID_BUCKET");
        assert_eq!(CopySource { key: "../x", ..source }.header().unwrap_err().code(), "ERR_INVALID_KEY");
    }
}
