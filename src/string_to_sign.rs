//! Step 2 of SigV4: what the signature is made of.

use crate::canonical_request::CanonicalRequest;
use crate::credential_scope::CredentialScope;
use crate::date::AmzDate;
use crate::hex::push_hex;
use crate::text::Put;
use alloc::string::String;
use core::fmt;

/// Algorithm, date, credential scope and the hash of the canonical request: a line each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StringToSign {
    text: String,
}

impl StringToSign {
    /// The string to sign for a canonical request.
    #[must_use]
    pub fn new(date: &AmzDate, scope: &CredentialScope<'_>, canonical_request: &CanonicalRequest) -> Self {
        let mut text = String::with_capacity(160);
        text.put(ALGORITHM).put("\n").put(date.as_str()).put("\n").put(&scope.text()).put("\n");
        push_hex(&mut text, &canonical_request.hash());
        Self { text }
    }

    /// As AWS shows it under `<StringToSign>` when a signature does not match.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for StringToSign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The algorithm's name, as in `X-Amz-Algorithm`.
pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
