//! Step 1 of SigV4: the request in the one form that signer and server both compute.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.

use crate::crypto::{Sha256Output, sha256};
use crate::hex::{is_sha256, push_hex};
use crate::request::{PercentEncodingMode, Request};
use crate::text::{last, split};
use crate::uri::{Slash, uri_encode};
use alloc::string::String;
use core::fmt;

/// Method, path, query, headers, names of the signed headers and payload hash: a line each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CanonicalRequest {
    text: String,
}

/// The names of the headers that are signed, in lower case and order: `content-type;host`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedHeaders {
    text: String,
}

/// What of the body is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayloadHash {
    /// Nothing: the signature is good for any body. What S3 expects of presigned URLs.
    Unsigned,
    /// The body's SHA-256, in lower-case hexadecimal.
    Sha256(String),
}

/// How a service wants paths in the canonical request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathRules {
    /// Once for S3, once more than sent for every other service.
    pub percent_encoding: PercentEncodingMode,
    /// Off for S3, whose keys may hold `//`; on for every other service.
    pub normalization: UriPathNormalizationMode,
}

/// Whether dot segments and repeated slashes are removed from the canonical path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UriPathNormalizationMode {
    /// RFC 3986, section 6.2.2.3.
    Enabled,
    /// Left as they are.
    Disabled,
}

impl CanonicalRequest {
    /// The canonical form of a request.
    #[must_use]
    pub fn new(
        request: &Request,
        signed_headers: &SignedHeaders,
        payload_hash: &PayloadHash,
        rules: PathRules,
    ) -> Self {
        let mut text = String::with_capacity(512);
        text.push_str(request.method.as_str());
        text.push('\n');
        push_canonical_uri(&mut text, &request.path, rules);
        text.push('\n');
        push_canonical_query_string(&mut text, request);
        text.push('\n');
        push_canonical_headers(&mut text, request);
        text.push('\n');
        text.push_str(signed_headers.as_str());
        text.push('\n');
        text.push_str(payload_hash.as_str());
        Self { text }
    }

    /// As AWS shows it under `<CanonicalRequest>` when a signature does not match.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn hash(&self) -> Sha256Output {
        sha256(self.text.as_bytes())
    }
}

impl SignedHeaders {
    /// `host` and every bound header of the request.
    #[must_use]
    pub fn new(request: &Request) -> Self {
        let mut text = String::new();
        let mut last = "";
        for (name, _) in &request.headers {
            if name != last {
                text.push_str(if text.is_empty() { "" } else { ";" });
                text.push_str(name);
            }
            last = name;
        }
        Self { text }
    }

    /// As in `X-Amz-SignedHeaders`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl PayloadHash {
    /// The hash of a body.
    #[must_use]
    pub fn of(body: &[u8]) -> Self {
        let mut hex = String::with_capacity(64);
        push_hex(&mut hex, &sha256(body));
        Self::Sha256(hex)
    }

    /// What `x-amz-content-sha256` may say: 64 lower-case hex digits or `UNSIGNED-PAYLOAD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            UNSIGNED_PAYLOAD => Some(Self::Unsigned),
            hash if is_sha256(hash) => Some(Self::Sha256(hash.into())),
            _ => None,
        }
    }

    /// The last line of a canonical request.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unsigned => UNSIGNED_PAYLOAD,
            Self::Sha256(hash) => hash,
        }
    }
}

impl PathRules {
    /// S3 encodes once and keeps every slash; no other service does.
    #[must_use]
    pub fn for_service(service: &str) -> Self {
        if service.starts_with("s3") { Self::S3 } else { Self::OTHER }
    }

    /// As S3 does.
    pub const S3: Self =
        Self { percent_encoding: PercentEncodingMode::Single, normalization: UriPathNormalizationMode::Disabled };

    /// As every other service does.
    pub const OTHER: Self =
        Self { percent_encoding: PercentEncodingMode::Double, normalization: UriPathNormalizationMode::Enabled };
}

/// Appends the query parameters, encoded and in order of name and value: what is signed and what is sent.
pub(crate) fn push_canonical_query_string(out: &mut String, request: &Request) {
    let mut separator = "";
    for (name, value) in &request.query {
        for part in [separator, name, "=", value] {
            out.push_str(part);
        }
        separator = "&";
    }
}

fn push_canonical_uri(out: &mut String, path: &str, rules: PathRules) {
    let normalized;
    let path = match rules.normalization {
        UriPathNormalizationMode::Disabled => path,
        UriPathNormalizationMode::Enabled => {
            normalized = normalize(path);
            &normalized
        }
    };
    match rules.percent_encoding {
        PercentEncodingMode::Single => out.push_str(path),
        PercentEncodingMode::Double => uri_encode(out, path, Slash::Keep),
    }
}

/// Without empty, `.` and `..` segments; a slash at the end stays.
fn normalize(path: &str) -> String {
    let mut out = String::from("/");
    for segment in split(path, b'/') {
        match segment {
            "" | "." => {}
            ".." => {
                out.pop();
                while out.pop().is_some_and(|c| c != '/') {}
                out.push('/');
            }
            other => {
                out.push_str(other);
                out.push('/');
            }
        }
    }
    let directory = matches!(last(path, b'/'), "" | "." | "..");
    if !directory {
        out.pop();
    }
    out
}

fn push_canonical_headers(out: &mut String, request: &Request) {
    let mut last = "";
    for (name, value) in &request.headers {
        if name == last {
            out.pop(); // the line break: one header given several times is one list
            out.push(',');
        } else {
            out.push_str(name);
            out.push(':');
        }
        push_collapsed(out, value);
        out.push('\n');
        last = name;
    }
}

/// Appends the value with every run of spaces as one.
fn push_collapsed(out: &mut String, value: &str) {
    for (index, word) in split(value, b' ').filter(|word| !word.is_empty()).enumerate() {
        out.push_str(if index == 0 { "" } else { " " });
        out.push_str(word);
    }
}

const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

impl fmt::Display for CanonicalRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalizes_paths() {
        let cases = [("/", "/"), ("//a//", "/a/"), ("/a/..", "/"), ("/a/../../b", "/b"), ("/./a/.", "/a/"), ("", "/")];
        for (path, expected) in cases {
            assert_eq!(normalize(path), expected, "{path}");
        }
    }

    #[test]
    fn sorts_by_name_before_value() {
        let mut request = Request::from_url("GET", "https://h/", PercentEncodingMode::Single).unwrap();
        for (name, value) in [("a-b", "1"), ("a", "2"), ("a", "1"), ("A", "é")] {
            request.query(name, value).unwrap();
        }
        let mut out = String::new();
        push_canonical_query_string(&mut out, &request);
        assert_eq!(out, "A=%C3%A9&a=1&a=2&a-b=1");
    }

    #[test]
    fn collapses_spaces_and_joins_lists() {
        let mut request = Request::from_url("GET", "https://h/", PercentEncodingMode::Single).unwrap();
        for value in ["  b   c ", "a"] {
            request.header("x-l", value).unwrap();
        }
        let mut out = String::new();
        push_canonical_headers(&mut out, &request);
        assert_eq!(out, "host:h\nx-l:b c,a\n");
        assert_eq!(SignedHeaders::new(&request).as_str(), "host;x-l");
    }

    #[test]
    fn reads_payload_hashes() {
        assert_eq!(PayloadHash::parse("UNSIGNED-PAYLOAD"), Some(PayloadHash::Unsigned));
        assert_eq!(PayloadHash::parse(PayloadHash::of(b"").as_str()), Some(PayloadHash::of(b"")));
        assert_eq!(PayloadHash::parse("STREAMING"), None);
    }
}
