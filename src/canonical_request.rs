//! Step 1 of SigV4: the request in the one form that signer and server both compute.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.

use crate::crypto::{Sha256Output, sha256};
use crate::payload_hash::PayloadHash;
use crate::request::{CONTENT_SHA256, PercentEncodingMode, Request};
use crate::text::{Put, before_last, lists, split};
use crate::uri::{Slash, uri_encoded};
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
    /// The canonical form of a request. An `x-amz-content-sha256` that is bound takes the place of `payload_hash`, and so
    /// pins the body.
    #[must_use]
    pub fn new(request: &Request, payload_hash: &PayloadHash, rules: PathRules) -> Self {
        let mut text = String::with_capacity(512);
        text.put(&request.method).put("\n").put(&canonical_uri(&request.path, rules));
        text.put("\n").put(request.query.joined());
        text.put("\n").put(&canonical_headers(request));
        text.put("\n").put(SignedHeaders::new(request).as_str());
        text.put("\n").put(request.bound(CONTENT_SHA256).unwrap_or(payload_hash.as_str()));
        Self { text }
    }

    /// As AWS shows it under `<CanonicalRequest>` when a signature does not match.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The last line but one: the names of the headers that are signed.
    pub(crate) fn signed_headers(&self) -> &str {
        let before = before_last(&self.text, b'\n');
        before.get(before_last(before, b'\n').len() + 1..).unwrap_or_default()
    }

    pub(crate) fn hash(&self) -> Sha256Output {
        sha256(&[self.text.as_bytes()])
    }
}

impl SignedHeaders {
    /// `host` and every bound header of the request.
    #[must_use]
    pub fn new(request: &Request) -> Self {
        let mut text = String::new();
        let mut last = "";
        for (name, _) in request.headers.iter() {
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

impl PathRules {
    /// S3 encodes once and keeps every slash; no other service does.
    #[must_use]
    pub fn for_service(service: &str) -> Self {
        if lists("s3 s3express s3-object-lambda s3-outposts", service) { Self::S3 } else { Self::OTHER }
    }

    /// As S3 does.
    pub const S3: Self =
        Self { percent_encoding: PercentEncodingMode::Single, normalization: UriPathNormalizationMode::Disabled };

    /// As every other service does.
    pub const OTHER: Self =
        Self { percent_encoding: PercentEncodingMode::Double, normalization: UriPathNormalizationMode::Enabled };
}

fn canonical_uri(path: &str, rules: PathRules) -> String {
    let normalized = match rules.normalization {
        UriPathNormalizationMode::Disabled => path.into(),
        UriPathNormalizationMode::Enabled => normalize(path),
    };
    match rules.percent_encoding {
        PercentEncodingMode::Single => normalized,
        PercentEncodingMode::Double => uri_encoded(&normalized, Slash::Keep),
    }
}

/// Without empty, `.` and `..` segments; a slash at the end stays.
fn normalize(path: &str) -> String {
    let mut out = String::new();
    let mut end = "/";
    for segment in split(path, b'/') {
        end = if matches!(segment, "" | "." | "..") { "/" } else { "" };
        if segment == ".." {
            out = before_last(&out, b'/').into();
        } else if end.is_empty() {
            out.put("/").put(segment);
        }
    }
    out.put(end);
    out
}

/// A line for each name: its values without spaces around them and with single ones inside, joined by commas.
fn canonical_headers(request: &Request) -> String {
    let mut out = String::new();
    let mut last = "";
    for (name, value) in request.headers.iter() {
        if name == last {
            out.push(',');
        } else {
            out.push_str(if last.is_empty() { "" } else { "\n" });
            out.push_str(name);
            out.push(':');
        }
        push_collapsed(&mut out, value);
        last = name;
    }
    out.push('\n');
    out
}

fn push_collapsed(out: &mut String, value: &str) {
    let mut gap = "";
    for word in split(value, b' ').filter(|word| !word.is_empty()) {
        out.push_str(gap);
        out.push_str(word);
        gap = " ";
    }
}

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
        let cases = [
            ("/", "/"),
            ("/..", "/"),
            ("/a/b/../..", "/"),
            ("/a/b/../c", "/a/c"),
            ("//a//", "/a/"),
            ("/a/..", "/"),
            ("/a/../../b", "/b"),
            ("/./a/.", "/a/"),
            ("", "/"),
        ];
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
        assert_eq!(request.query.joined(), "A=%C3%A9&a=1&a=2&a-b=1");
    }

    #[test]
    fn collapses_spaces_and_joins_lists() {
        let mut request = Request::from_url("GET", "https://h/", PercentEncodingMode::Single).unwrap();
        for value in ["  b   c ", "a"] {
            request.header("x-l", value).unwrap();
        }
        assert_eq!(canonical_headers(&request), "host:h\nx-l:b c,a\n");
        assert_eq!(SignedHeaders::new(&request).as_str(), "host;x-l");
    }
}
