//! What of a body is signed.

use crate::crypto::sha256;
use crate::hex::{hex, is_sha256};
use alloc::string::String;

/// The last line of a canonical request: what of the body is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayloadHash {
    /// Nothing for a body that is not signed.
    sha256: String,
}

impl PayloadHash {
    /// Nothing is signed: the signature is good for any body. What S3 expects of presigned URLs.
    pub const UNSIGNED: Self = Self { sha256: String::new() };

    /// The hash of a body.
    #[must_use]
    pub fn of(body: &[u8]) -> Self {
        Self { sha256: hex(&sha256(&[body])) }
    }

    /// What `x-amz-content-sha256` may say: 64 lower-case hex digits or `UNSIGNED-PAYLOAD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            UNSIGNED_PAYLOAD => Some(Self::UNSIGNED),
            hash if is_sha256(hash) => Some(Self { sha256: hash.into() }),
            _ => None,
        }
    }

    /// As in the canonical request.
    #[must_use]
    pub fn as_str(&self) -> &str {
        if self.sha256.is_empty() { UNSIGNED_PAYLOAD } else { &self.sha256 }
    }
}

const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";
/// For people: what is no payload hash.
pub(crate) const EXPECTED_HASH: &str = "expected 64 lower-case hex digits or UNSIGNED-PAYLOAD";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_payload_hashes() {
        assert_eq!(PayloadHash::parse("UNSIGNED-PAYLOAD"), Some(PayloadHash::UNSIGNED));
        assert_eq!(PayloadHash::UNSIGNED.as_str(), "UNSIGNED-PAYLOAD");
        assert_eq!(PayloadHash::parse(PayloadHash::of(b"").as_str()), Some(PayloadHash::of(b"")));
        for text in ["", "STREAMING", "x\ny"] {
            assert_eq!(PayloadHash::parse(text), None);
        }
    }
}
