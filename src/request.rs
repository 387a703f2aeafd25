//! An HTTP request that is about to be signed.

use crate::error::{Error, ErrorKind};
use crate::text::{contains, lists, split, split_once};
use crate::uri::{Slash, is_unreserved, percent_decode, uri_encode};
use alloc::string::String;
use alloc::vec::Vec;
use core::mem::swap;

/// A request: method, address, query parameters and the headers that are signed with it.
///
/// All of it is kept as it is signed and sent: the path and the query parameters percent-encoded, and parameters and
/// headers (with `host`) in canonical order. So both are written by walking over them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub(crate) method: Method,
    pub(crate) scheme: &'static str,
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
}

/// An HTTP method: upper-case letters and hyphens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method(String);

/// How often a service percent-encodes the path before it signs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PercentEncodingMode {
    /// Once: S3.
    Single,
    /// Once more than it is sent: every other AWS service.
    Double,
}

impl Method {
    /// # Errors
    /// [`ErrorKind::InvalidMethod`] unless it is 1 to 32 upper-case letters or hyphens.
    pub fn new(method: &str) -> Result<Self, Error> {
        let valid = (1..=32).contains(&method.len()) && method.bytes().all(|b| b.is_ascii_uppercase() || b == b'-');
        if !valid {
            return Err(Error::new(ErrorKind::InvalidMethod, "method", "expected an HTTP method in upper case"));
        }
        Ok(Self(method.into()))
    }

    /// As it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Request {
    /// A request for any absolute http(s) URL, as a URL parser writes it: `https://host[:port]/path[?query]`.
    ///
    /// A path that is signed as S3 does (`Single`) is decoded and encoded anew, so that what is sent is what is signed.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidUrl`] for user information, a fragment, a `+` in the query (a space to some servers, a plus to
    /// others), a broken percent-encoding, or an encoded `/` in a path that is encoded once; [`ErrorKind::TooLarge`] over
    /// 65536 bytes. Dot segments are signed as they stand: a URL parser has to resolve them first.
    pub fn from_url(method: &str, url: &str, encoding: PercentEncodingMode) -> Result<Self, Error> {
        if url.len() > MAX_URL {
            return Err(Error::new(ErrorKind::TooLarge, "url", "expected at most 65536 bytes"));
        }
        if contains(url, b'#') {
            return Err(invalid_url("a fragment is never sent; leave it out"));
        }
        let (scheme, rest) = split_scheme(url).ok_or_else(|| invalid_url("expected https:// or http://"))?;
        let (address, query) = split_once(rest, b'?').unwrap_or((rest, ""));
        let (host, path) = split_path(address);
        let path = if path.is_empty() { "/" } else { path };
        if !is_authority(host) {
            return Err(invalid_url("expected a lower-case host with an optional port and no user information"));
        }
        let path = match encoding {
            PercentEncodingMode::Single => encode_anew(path)?,
            PercentEncodingMode::Double if path.bytes().all(|b| b.is_ascii_graphic()) => path.into(),
            PercentEncodingMode::Double => return Err(invalid_url("expected a percent-encoded path")),
        };
        let mut request = Self::new(Method::new(method)?, scheme, host.into(), path);
        request.add_query_string(query)?;
        Ok(request)
    }

    pub(crate) fn new(method: Method, scheme: &'static str, host: String, path: String) -> Self {
        let mut request = Self { method, scheme, host: String::new(), path, query: Vec::new(), headers: Vec::new() };
        request.add_header("host", &host);
        request.host = host;
        request
    }

    /// Adds a query parameter, not encoded. The same name may come more than once.
    ///
    /// # Errors
    /// [`ErrorKind::ReservedQueryParameter`] for the signer's own `X-Amz-*` and an empty name; [`ErrorKind::TooLarge`].
    pub fn query(&mut self, name: &str, value: &str) -> Result<(), Error> {
        if name.is_empty() || is_signers_own(name) {
            let expected = "set by the signer from its options";
            return Err(Error::new(ErrorKind::ReservedQueryParameter, name, expected));
        }
        bounded(name, value, self.query.len())?;
        self.add_query(name, value);
        Ok(())
    }

    /// Binds a header: whoever sends the request must send it with just this value. The same name may come more than
    /// once and is then joined by commas.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidHeader`] for what is no header, what the signer sets itself, and what proxies change;
    /// [`ErrorKind::TooLarge`].
    pub fn header(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let lower = name.to_ascii_lowercase();
        if lower.is_empty() || !lower.bytes().all(is_token) {
            return Err(invalid_header(name, "not a header name (RFC 9110, section 5.6.2)"));
        }
        if lists(UNSIGNABLE, &lower) || is_signers_own(&lower) {
            return Err(invalid_header(name, "set by the signer, the client or a proxy; it cannot be bound"));
        }
        if !value.bytes().all(|b| b == b' ' || b.is_ascii_graphic()) {
            return Err(invalid_header(name, "expected printable ASCII; encode anything else (RFC 2047, RFC 8187)"));
        }
        if lower == "content-length" && !is_length(value) {
            return Err(invalid_header(name, "expected a number of bytes"));
        }
        bounded(name, value, self.headers().count())?;
        self.add_header(&lower, trim(value));
        Ok(())
    }

    /// Moves a bound header into the query, where AWS honours it without the sender having to set it. The parameter is
    /// written as `name` is.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidHeader`] if it is not bound, or is one that no server enforces in the query: content-type,
    /// content-length, Content-MD5, checksums, customer-provided keys.
    ///
    /// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.
    pub fn hoist(&mut self, name: &str) -> Result<(), Error> {
        if !is_hoistable(&name.to_ascii_lowercase()) {
            return Err(invalid_header(name, "not enforced in the query; bind it as a header"));
        }
        let bound = self.headers.len();
        let Self { headers, query, .. } = self;
        headers.retain(|(bound, value)| {
            let hoisted = bound.eq_ignore_ascii_case(name);
            if hoisted {
                insert(query, (encoded(name), encoded(value)), |left, right| left <= right);
            }
            !hoisted
        });
        if self.headers.len() == bound {
            return Err(invalid_header(name, "asked to hoist but not bound"));
        }
        Ok(())
    }

    /// The headers that the sender must set: those bound, without `host`, which every client sets itself.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().filter(|(name, _)| name != "host").map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &str {
        self.method.as_str()
    }

    /// Without the checks that keep callers from the signer's own parameters.
    pub(crate) fn add_query(&mut self, name: &str, value: &str) {
        insert(&mut self.query, (encoded(name), encoded(value)), |left, right| left <= right);
    }

    /// As [`add_query`](Self::add_query), for a header in lower case.
    pub(crate) fn add_header(&mut self, name: &str, value: &str) {
        insert(&mut self.headers, (name.into(), value.into()), |left, right| left.0 <= right.0);
    }

    /// The value of a query parameter, encoded, by its name as it is decoded.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        let name = encoded(name);
        self.query.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())
    }

    /// The value of a bound header, by its lower-case name.
    pub(crate) fn bound(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(bound, _)| bound == name).map(|(_, value)| value.as_str())
    }

    fn add_query_string(&mut self, query: &str) -> Result<(), Error> {
        if contains(query, b'+') {
            return Err(invalid_url("a + in the query is a space to some servers; write %20 or %2B"));
        }
        let broken = || invalid_url("a broken percent-encoding in the query");
        for pair in split(query, b'&').filter(|pair| !pair.is_empty()) {
            let (name, value) = split_once(pair, b'=').unwrap_or((pair, ""));
            let name = percent_decode(name).ok_or_else(broken)?;
            self.query(&name, &percent_decode(value).ok_or_else(broken)?)?;
        }
        Ok(())
    }
}

/// Host with port, and the path from its slash on, or nothing.
pub(crate) fn split_path(address: &str) -> (&str, &str) {
    let at = address.bytes().position(|b| b == b'/').unwrap_or(address.len());
    (address.get(..at).unwrap_or_default(), address.get(at..).unwrap_or_default())
}

/// Without the spaces around it.
fn trim(mut text: &str) -> &str {
    while let Some(rest) = text.strip_prefix(" ").or_else(|| text.strip_suffix(" ")) {
        text = rest;
    }
    text
}

/// A whole number of bytes that JavaScript can hold, too: fewer than 10^15.
fn is_length(value: &str) -> bool {
    (1..=15).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}

type Pair = (String, String);

/// Adds a pair behind all that may stand before it: values of one header stay as they came.
fn insert(list: &mut Vec<Pair>, pair: Pair, in_order: fn(&Pair, &Pair) -> bool) {
    list.push(pair);
    for at in (1..list.len()).rev() {
        match list.get_mut(at - 1..=at) {
            Some([left, right]) if !in_order(left, right) => swap(left, right),
            _ => return,
        }
    }
}

fn encoded(text: &str) -> String {
    let mut out = String::new();
    uri_encode(&mut out, text, Slash::Encode);
    out
}

/// Scheme with its slashes, and what stands behind them.
pub(crate) fn split_scheme(url: &str) -> Option<(&'static str, &str)> {
    ["https://", "http://"].into_iter().find_map(|scheme| Some((scheme, url.strip_prefix(scheme)?)))
}

/// Whether `host[:port]` is as a URL parser writes it. Which hosts are names of something is the endpoint's to know.
pub(crate) fn is_authority(authority: &str) -> bool {
    let (host, port) = split_once(authority, b':').unwrap_or((authority, "0"));
    (1..=253).contains(&host.len())
        && host.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_'))
        && (1..=5).contains(&port.len())
        && port.bytes().all(|b| b.is_ascii_digit())
}

fn encode_anew(path: &str) -> Result<String, Error> {
    let mut out = String::with_capacity(path.len());
    for segment in split(path, b'/').skip(1) {
        let segment = percent_decode(segment).ok_or_else(|| invalid_url("a broken percent-encoding in the path"))?;
        if contains(&segment, b'/') {
            return Err(invalid_url("%2F in the path is a / to S3; write it as one"));
        }
        out.push('/');
        uri_encode(&mut out, &segment, Slash::Encode);
    }
    Ok(out)
}

/// A name that belongs to the signature itself, in the query or in a header.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.
fn is_signers_own(name: &str) -> bool {
    const OWN: &str = "x-amz-algorithm x-amz-credential x-amz-date x-amz-expires x-amz-security-token \
                       x-amz-s3session-token x-amz-signature x-amz-signedheaders";
    lists(OWN, name)
}

/// Whether AWS enforces the header when it is signed in the query instead.
fn is_hoistable(lower: &str) -> bool {
    let bound_to_the_body = lower.starts_with("x-amz-checksum-") || lower == "x-amz-content-sha256";
    let secret = ["x-amz-server-side-encryption-customer-", "x-amz-copy-source-server-side-encryption-customer-"];
    (lower.starts_with("x-amz-") && !bound_to_the_body && !secret.iter().any(|start| lower.starts_with(start)))
        || matches!(lower, "if-match" | "if-none-match")
}

/// RFC 9110, section 5.6.2.
const fn is_token(byte: u8) -> bool {
    is_unreserved(byte) || matches!(byte, b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'^' | b'`' | b'|')
}

fn bounded(name: &str, value: &str, count: usize) -> Result<(), Error> {
    if name.len() > MAX_NAME || value.len() > MAX_VALUE || count >= MAX_COUNT {
        let expected = "expected at most 128 of a kind, with names of 256 and values of 8192 bytes";
        return Err(Error::new(ErrorKind::TooLarge, name, expected));
    }
    Ok(())
}

fn invalid_url(expected: &'static str) -> Error {
    Error::new(ErrorKind::InvalidUrl, "url", expected)
}

fn invalid_header(name: &str, expected: &'static str) -> Error {
    Error::new(ErrorKind::InvalidHeader, name, expected)
}

/// Headers that are set or changed on the way, so that a signature over them would break.
///
/// Source: botocore's `SIGNED_HEADERS_BLACKLIST`, with `host` and `authorization`, which the signer sets.
const UNSIGNABLE: &str = "authorization baggage connection expect host keep-alive proxy-authenticate \
    proxy-authorization te traceparent tracestate trailer transfer-encoding upgrade user-agent x-amzn-trace-id";
const MAX_URL: usize = 65_536;
const MAX_NAME: usize = 256;
/// S3 takes 8 KB of request headers in all.
const MAX_VALUE: usize = 8192;
const MAX_COUNT: usize = 128;

#[cfg(test)]
mod tests {
    use super::*;

    fn get(url: &str) -> Result<Request, Error> {
        Request::from_url("GET", url, PercentEncodingMode::Single)
    }

    #[test]
    fn reads_a_url() {
        let request = get("http://127.0.0.1:9000/b/a%20(1)?uploads&prefix=a%2Fb").unwrap();
        assert_eq!((request.scheme, request.host.as_str()), ("http://", "127.0.0.1:9000"));
        assert_eq!(request.path, "/b/a%20%281%29");
        assert_eq!(request.query, [("prefix".into(), "a%2Fb".into()), ("uploads".into(), String::new())]);
    }

    #[test]
    fn refuses_urls_that_would_be_read_differently() {
        let urls = [
            "ftp://h/",
            "//h/",
            "https:///k",
            "https://user@h/",
            "https://H/",
            "https://h:99999999/",
            "https://h/#f",
            "https://h/a%2Fb",
            "https://h/%zz",
            "https://h/%ff",
            "https://h/?a=b+c",
            "https://h/?a=%",
        ];
        for url in urls {
            assert_eq!(get(url).unwrap_err().code(), "ERR_INVALID_URL", "{url}");
        }
        assert_eq!(get("https://h/?X-Amz-Expires=1").unwrap_err().code(), "ERR_RESERVED_QUERY_PARAMETER");
        assert_eq!(get(&["https://h/", &"a".repeat(70_000)].concat()).unwrap_err().code(), "ERR_TOO_LARGE");
    }

    #[test]
    fn binds_a_header_or_says_why_not() {
        let mut request = get("https://h/").unwrap();
        request.header("X-Amz-Meta-A", "  a  b ").unwrap();
        assert_eq!(request.headers().collect::<Vec<_>>(), [("x-amz-meta-a", "a  b")]);
        let long = "v".repeat(8193);
        let refused = [
            ("", "v", "ERR_INVALID_HEADER"),
            ("a b", "v", "ERR_INVALID_HEADER"),
            ("Host", "h", "ERR_INVALID_HEADER"),
            ("X-Amz-Date", "v", "ERR_INVALID_HEADER"),
            ("x-a", "a\r\nb", "ERR_INVALID_HEADER"),
            ("x-a", "a\tb", "ERR_INVALID_HEADER"),
            ("x-a", "é", "ERR_INVALID_HEADER"),
            ("content-length", "-1", "ERR_INVALID_HEADER"),
            ("content-length", "", "ERR_INVALID_HEADER"),
            ("content-length", "1000000000000000", "ERR_INVALID_HEADER"),
            ("x-a", long.as_str(), "ERR_TOO_LARGE"),
        ];
        for (name, value, code) in refused {
            assert_eq!(request.header(name, value).unwrap_err().code(), code, "{name}");
        }
    }

    #[test]
    fn hoists_only_what_is_enforced_there() {
        let mut request = get("https://h/").unwrap();
        for name in ["content-type", "content-md5", "x-amz-checksum-sha256", "x-amz-meta-a", "if-none-match"] {
            request.header(name, "v").unwrap();
        }
        for name in ["content-type", "Content-MD5", "x-amz-checksum-sha256", "x-amz-acl", "content-length"] {
            assert_eq!(request.hoist(name).unwrap_err().code(), "ERR_INVALID_HEADER", "{name}");
        }
        request.hoist("x-amz-meta-a").unwrap();
        request.hoist("If-None-Match").unwrap();
        assert_eq!(request.query, [("If-None-Match".into(), "v".into()), ("x-amz-meta-a".into(), "v".into())]);
        assert_eq!(request.headers().count(), 3);
    }

    #[test]
    fn knows_methods() {
        assert_eq!(Method::new("M-SEARCH").unwrap().as_str(), "M-SEARCH");
        for method in ["", "get", "GET ", "G\nE", &"A".repeat(33)] {
            assert_eq!(Method::new(method).unwrap_err().code(), "ERR_INVALID_METHOD");
        }
    }
}
