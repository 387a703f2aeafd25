//! Bytes on their way in: written to a temporary file and hashed, checked against what was promised.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use md5::{Digest as _, Md5};
use s3s::checksum::ChecksumHasher;

use super::Store;
use crate::encode::hex;
use crate::error::{ApiError, ApiResult};
use crate::users::random;

/// The largest body S3 takes in one request.
const MAX_SIZE: u64 = 5 * 1024 * 1024 * 1024;

/// What the request said of its body. Checksums are base64 under the names `CRC32`, `CRC32C`, `CRC64NVME`, `SHA1`
/// and `SHA256`; one named with an empty value is calculated but not checked.
#[derive(Debug, Default, Clone)]
pub(crate) struct Expected {
    pub(crate) content_md5: Option<String>,
    pub(crate) checksums: BTreeMap<String, String>,
    pub(crate) size: Option<u64>,
}

pub(crate) struct Digests {
    md5: Md5,
    checksums: ChecksumHasher,
}

impl Digests {
    /// CRC64NVME is S3's own choice where the client makes none.
    pub(crate) fn new(expected: &Expected) -> Self {
        let wanted = |name: &str| expected.checksums.contains_key(name);
        let checksums = ChecksumHasher {
            crc32: wanted("CRC32").then(Default::default),
            crc32c: wanted("CRC32C").then(Default::default),
            sha1: wanted("SHA1").then(Default::default),
            sha256: wanted("SHA256").then(Default::default),
            crc64nvme: (wanted("CRC64NVME") || expected.checksums.is_empty()).then(Default::default),
        };
        Self { md5: Md5::new(), checksums }
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.md5.update(bytes);
        self.checksums.update(bytes);
    }

    /// The MD5 and the checksums by name.
    fn finish(self) -> (Vec<u8>, BTreeMap<String, String>) {
        let sums = self.checksums.finalize();
        let named = [
            ("CRC32", sums.checksum_crc32),
            ("CRC32C", sums.checksum_crc32c),
            ("CRC64NVME", sums.checksum_crc64nvme),
            ("SHA1", sums.checksum_sha1),
            ("SHA256", sums.checksum_sha256),
        ];
        let found = named.into_iter().filter_map(|(name, sum)| Some((name.to_owned(), sum?))).collect();
        (self.md5.finalize().to_vec(), found)
    }
}

/// Compares with what was promised; gives the MD5 in hexadecimal and the checksums.
pub(crate) fn check_digests(digests: Digests, expected: &Expected) -> ApiResult<(String, BTreeMap<String, String>)> {
    let (md5, found) = digests.finish();
    if let Some(promised) = &expected.content_md5 {
        let promised = BASE64
            .decode(promised)
            .ok()
            .filter(|bytes| bytes.len() == md5.len())
            .ok_or_else(|| ApiError::bad_request("InvalidDigest", "The Content-MD5 you specified was invalid."))?;
        if promised != md5 {
            let text = "The Content-MD5 you specified did not match what we received.";
            return Err(ApiError::bad_request("BadDigest", text));
        }
    }
    for (name, promised) in expected.checksums.iter().filter(|(_, promised)| !promised.is_empty()) {
        if found.get(name) != Some(promised) {
            let text = format!("The {name} you specified did not match the calculated checksum.");
            return Err(ApiError::bad_request("BadDigest", text));
        }
    }
    Ok((hex(&md5), found))
}

/// A temporary file; it goes when it is dropped, unless it was renamed.
pub(crate) struct TempFile {
    path: PathBuf,
}

impl TempFile {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        // Not there: it was renamed. Otherwise the next start clears it.
        let _ = fs::remove_file(&self.path);
    }
}

pub(crate) struct Incoming {
    file: File,
    temp: TempFile,
    size: u64,
    digests: Digests,
    expected: Expected,
}

/// A whole body that is what was promised.
pub(crate) struct Received {
    pub(super) temp: TempFile,
    pub(crate) size: u64,
    pub(crate) etag: String,
    pub(crate) checksums: BTreeMap<String, String>,
}

impl Store {
    pub(crate) fn receive(&self, expected: Expected) -> ApiResult<Incoming> {
        if expected.size.is_some_and(|size| size > MAX_SIZE) {
            return Err(too_large());
        }
        let temp = TempFile { path: self.temp_dir().join(random(16)?) };
        let file = File::create_new(&temp.path)?;
        Ok(Incoming { file, temp, size: 0, digests: Digests::new(&expected), expected })
    }
}

impl Incoming {
    pub(crate) fn write(&mut self, bytes: &[u8]) -> ApiResult<()> {
        self.size += bytes.len() as u64;
        if self.size > MAX_SIZE {
            return Err(too_large());
        }
        self.digests.update(bytes);
        Ok(self.file.write_all(bytes)?)
    }

    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// A trailer comes after the bytes.
    pub(crate) fn expect_checksum(&mut self, name: &str, value: &str) {
        self.expected.checksums.insert(name.to_owned(), value.to_owned());
    }

    pub(crate) fn finish(self) -> ApiResult<Received> {
        if self.expected.size.is_some_and(|size| size != self.size) {
            let text = "You did not provide the number of bytes specified by the Content-Length HTTP header";
            return Err(ApiError::bad_request("IncompleteBody", text));
        }
        let (etag, checksums) = check_digests(self.digests, &self.expected)?;
        Ok(Received { temp: self.temp, size: self.size, etag, checksums })
    }
}

fn too_large() -> ApiError {
    let text = "Your proposed upload exceeds the maximum allowed size";
    ApiError::bad_request("EntityTooLarge", text).with("MaxSizeAllowed", MAX_SIZE.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(md5: Option<&str>, checksum: Option<(&str, &str)>) -> Result<String, &'static str> {
        let checksums = checksum.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
        let expected = Expected { content_md5: md5.map(str::to_owned), checksums, size: None };
        let mut digests = Digests::new(&expected);
        digests.update(b"hello");
        check_digests(digests, &expected).map(|(etag, _)| etag).map_err(|error| error.code)
    }

    #[test]
    fn digests_are_checked() {
        assert_eq!(outcome(Some("XUFAKrxLKna5cZ2REBfFkg=="), None).unwrap(), "5d41402abc4b2a76b9719d911017c592");
        assert_eq!(outcome(Some("XUFAKrxLKna5cZ2REBfFkA=="), None), Err("BadDigest"));
        assert_eq!(outcome(Some("XUFA"), None), Err("InvalidDigest"));
    }

    /// Each against a value that other software calculated.
    #[test]
    fn checksums_are_checked() {
        let good = [
            ("CRC32", "NhCmhg=="),
            ("CRC32C", "mnG7TA=="),
            ("CRC64NVME", "M3eFcAZSQlc="),
            ("SHA1", "qvTGHdzF6KLavt4PO0gs2a6pQ00="),
            ("SHA256", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="),
        ];
        for (name, value) in good {
            assert!(outcome(None, Some((name, value))).is_ok(), "{name}");
            assert_eq!(outcome(None, Some((name, "AAAAAA=="))), Err("BadDigest"), "{name}");
        }
    }
}
