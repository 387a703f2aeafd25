//! An HTTP request that is about to be signed.

use crate::copy_source::{COPY_SOURCE, CopySource};
use crate::error::{Error, ErrorKind};
use crate::key::check_key;
use crate::operation::{Level, Operation};
use crate::origin::split_origin;
use crate::pairs::{Form, Pairs};
use crate::payload_hash::{EXPECTED_HASH, PayloadHash};
use crate::rule::{DIGIT, HYPHEN, HYPHEN_AND_DOT, LOWER, Rule, UPPER, consists_of};
use crate::text::{Put, concat, contains, lists, split, split_once, starts_with_any};
use crate::uri::{Slash, percent_decode, uri_encoded};
use alloc::string::String;

/// A request: method, address, query parameters and the headers that are signed with it.
///
/// All of it is kept as it is signed and sent: the path and the query parameters percent-encoded, and parameters and
/// headers (with `host`) in canonical order. So both are written by walking over them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What it does to what, where that is an operation of S3: then nothing may stand in it that makes another one of it.
    pub(crate) target: Option<Target>,
    /// What it copies, where that was not given as a header.
    pub(crate) copy_source: Option<Target>,
    pub(crate) method: String,
    /// Scheme and host.
    pub(crate) origin: String,
    pub(crate) path: String,
    pub(crate) query: Pairs,
    pub(crate) headers: Pairs,
}

/// What an operation of S3 acts on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) operation: Operation,
    /// Empty for all buckets.
    pub(crate) bucket: String,
    /// As it is, not encoded; empty for a bucket.
    pub(crate) key: String,
    /// Whether it is one version of an object. That of what is copied: the request's own is a query parameter.
    pub(crate) has_version: bool,
}

/// How often a service percent-encodes the path before it signs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PercentEncodingMode {
    /// Once: S3.
    Single,
    /// Once more than it is sent: every other AWS service.
    Double,
}

impl Request {
    /// A request for any absolute http(s) URL, as a URL parser writes it: `https://host[:port]/path[?query]`.
    ///
    /// A path that is signed as S3 does (`Single`) is decoded and encoded anew, so that what is sent is what is signed.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidMethod`]; [`ErrorKind::InvalidUrl`] for user information, a fragment, a `+` in the query (a space to
    /// some servers, a plus to others), a broken percent-encoding, or an encoded `/` in a path that is encoded once;
    /// [`ErrorKind::TooLarge`] over 65536 bytes. Dot segments are signed as they stand: a URL parser has to resolve them first.
    pub fn from_url(method: &str, url: &str, encoding: PercentEncodingMode) -> Result<Self, Error> {
        URL.check(url)?;
        let (scheme, host, rest) = split_origin(url).ok_or_else(|| invalid_url(URL.expected))?;
        let (path, query) = split_once(rest, b'?').unwrap_or((rest, ""));
        let mut request = match encoding {
            PercentEncodingMode::Single => Self::parsed(method, [scheme, host], &decode_path(path)?, encoding)?,
            PercentEncodingMode::Double => Self::parsed(method, [scheme, host], path, encoding)?,
        };
        request.add_query_string(query)?;
        Ok(request)
    }

    /// As [`from_url`](Self::from_url), of a URL that a URL parser has taken apart and written: without its query, and with its
    /// path decoded where it is encoded once.
    pub(crate) fn parsed(
        method: &str,
        origin: [&str; 2],
        path: &str,
        encoding: PercentEncodingMode,
    ) -> Result<Self, Error> {
        METHOD.check(method)?;
        let path = match encoding {
            PercentEncodingMode::Single => uri_encoded(path, Slash::Keep),
            PercentEncodingMode::Double => path.into(),
        };
        Ok(Self::new(None, method, origin, path))
    }

    pub(crate) fn new(target: Option<Target>, method: &str, [scheme, host]: [&str; 2], path: String) -> Self {
        let path = if path.is_empty() { "/".into() } else { path };
        let (query, mut headers) = (Pairs::new(Form::Query), Pairs::new(Form::Headers));
        headers.add("host", host);
        Self { target, copy_source: None, method: method.into(), origin: concat(&[scheme, host]), path, query, headers }
    }

    /// Makes it the request for another object, with all that was added to it.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidKey`], also if it is not for an object; [`ErrorKind::TooLarge`].
    pub(crate) fn replace_key(&mut self, key: &str) -> Result<(), Error> {
        check_key(key)?;
        let target = self.target.as_mut().filter(|target| target.operation.level() == Level::Object);
        let Some(target) = target else {
            return Err(Error::new(ErrorKind::InvalidKey, "keys", "this operation takes none"));
        };
        self.path.truncate(self.path.len() - uri_encoded(&target.key, Slash::Keep).len());
        self.path.put(&uri_encoded(key, Slash::Keep));
        target.key = key.into();
        Ok(())
    }

    /// Adds a query parameter, not encoded. Only in a request for a URL may the same name come more than once.
    ///
    /// # Errors
    /// [`ErrorKind::ReservedQueryParameter`] for the signer's own `X-Amz-*`, an empty name, and what does not belong to the
    /// operation; [`ErrorKind::TooLarge`] for a name of more than 256 bytes, a value of more than 8192, and more than 128.
    pub fn query(&mut self, name: &str, value: &str) -> Result<(), Error> {
        QUERY_NAME.check_as(name, name)?;
        QUERY_VALUE.check_as(name, value)?;
        if let Some(fault) = self.fault_in_query(name, value) {
            return Err(Error::new(ErrorKind::ReservedQueryParameter, name, fault));
        }
        bounded(name, &self.query)?;
        self.add_query(name, value);
        Ok(())
    }

    /// Binds a header: whoever sends the request must send it with just this value. Only in a request for a URL may the same
    /// name come more than once; the values are then joined by commas.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidHeader`] for what is no header, what the signer sets itself, what proxies change, and what does not
    /// belong to the operation; [`ErrorKind::TooLarge`] as for [`query`](Self::query).
    pub fn header(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let lower = name.to_ascii_lowercase();
        HEADER_NAME.check_as(name, &lower)?;
        HEADER_VALUE.check_as(name, value)?;
        if let Some(fault) = self.fault_in_header(&lower, value) {
            return Err(invalid_header(name, fault));
        }
        bounded(name, &self.headers)?;
        self.add_header(name, trim(value));
        Ok(())
    }

    /// Binds `x-amz-copy-source`.
    ///
    /// # Errors
    /// As [`header`](Self::header), and those of [`CopySource::header`].
    pub fn copy_source(&mut self, source: &CopySource<'_>) -> Result<(), Error> {
        self.header(COPY_SOURCE, &source.header()?)?;
        let CopySource { bucket, key, version_id } = source;
        let operation = Operation::find("GetObject")?;
        let has_version = version_id.is_some();
        self.copy_source = Some(Target { operation, bucket: (*bucket).into(), key: (*key).into(), has_version });
        Ok(())
    }

    /// Moves a bound header into the query, where AWS honours it without the sender having to set it. The parameter is
    /// written as `name` is.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidHeader`] if it is not bound, stands in the query already, or is one that no server enforces there:
    /// content-type, content-length, Content-MD5, checksums, customer-provided keys.
    ///
    /// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.
    pub fn hoist(&mut self, name: &str) -> Result<(), Error> {
        let lower = name.to_ascii_lowercase();
        let enforced = is_hoistable(&lower) && !starts_with_any(&lower, UNENFORCED);
        if !enforced || self.bound(&lower).is_none() || self.in_query(&lower).is_some() {
            return Err(invalid_header(name, "expected a bound header that counts in the query"));
        }
        let mut kept = Pairs::new(Form::Headers);
        for (bound, value) in self.headers.iter() {
            if bound == lower {
                self.query.add(&encoded(name), &encoded(value));
            } else {
                kept.add(bound, value);
            }
        }
        self.headers = kept;
        Ok(())
    }

    /// The headers that the sender must set: those bound, without `host`, which every client sets itself.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().filter(|(name, _)| *name != "host")
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The URL, with the query as it is signed.
    #[must_use]
    pub fn url(&self) -> String {
        let query = self.query.joined();
        concat(&[&self.origin, &self.path, if query.is_empty() { "" } else { "?" }, query])
    }

    /// Whether all is there that the operation needs.
    ///
    /// # Errors
    /// [`ErrorKind::MissingParameter`].
    pub(crate) fn check_complete(&self) -> Result<(), Error> {
        let Some(operation) = self.operation() else { return Ok(()) };
        let is_missing = |value: Option<&str>| value.is_none_or(str::is_empty);
        let query = operation.needed_query().find(|name| is_missing(self.query_value(name)));
        let bound = |name| self.bound(name).or(self.in_query(name));
        let missing = query.or_else(|| operation.needed_headers().find(|name| is_missing(bound(name))));
        missing.map_or(Ok(()), |name| Err(Error::new(ErrorKind::MissingParameter, name, "this operation needs it")))
    }

    /// Without the checks that keep callers from the signer's own parameters.
    pub(crate) fn add_query(&mut self, name: &str, value: &str) {
        self.query.add(&encoded(name), &encoded(value));
    }

    /// As [`add_query`](Self::add_query), for a header.
    pub(crate) fn add_header(&mut self, name: &str, value: &str) {
        self.headers.add(&name.to_ascii_lowercase(), value);
    }

    fn operation(&self) -> Option<Operation> {
        self.target.as_ref().map(|target| target.operation)
    }

    /// The value of a query parameter, encoded, by its name as it is decoded.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        self.query.value(&encoded(name))
    }

    /// The value of a bound header, by its lower-case name.
    pub(crate) fn bound(&self, name: &str) -> Option<&str> {
        self.headers.value(name)
    }

    /// The bound content-length, in bytes.
    pub(crate) fn content_length(&self) -> Option<u64> {
        let digits = self.bound(CONTENT_LENGTH)?;
        Some(digits.bytes().fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
    }

    /// The value of a header that was hoisted, or of a parameter of that name, in whatever spelling of it.
    pub(crate) fn in_query(&self, lower: &str) -> Option<&str> {
        self.query.iter().find(|(name, _)| name.eq_ignore_ascii_case(lower)).map(|(_, value)| value)
    }

    fn add_query_string(&mut self, query: &str) -> Result<(), Error> {
        if contains(query, b'+') {
            return Err(invalid_url("a + in the query is a space to some servers; write %20 or %2B"));
        }
        let broken = || invalid_url(BROKEN);
        for pair in split(query, b'&').filter(|pair| !pair.is_empty()) {
            let (name, value) = split_once(pair, b'=').unwrap_or((pair, ""));
            let name = percent_decode(name).ok_or_else(broken)?;
            self.query(&name, &percent_decode(value).ok_or_else(broken)?)?;
        }
        Ok(())
    }

    /// What is wrong with a query parameter of this name and value.
    fn fault_in_query(&self, name: &str, value: &str) -> Option<&'static str> {
        let lower = name.to_ascii_lowercase();
        if is_signers_own(&lower) {
            return Some("set by the signer");
        }
        if lower == CONTENT_SHA256 && value != PayloadHash::UNSIGNED.as_str() {
            return Some("counts as a header only");
        }
        let operation = self.operation()?;
        if !operation.takes_query(name, &lower) {
            return Some("does not belong to this operation");
        }
        self.query_value(name).map(|_| TWICE)
    }

    /// What is wrong with a header of this name, in lower case, and value.
    fn fault_in_header(&self, lower: &str, value: &str) -> Option<&'static str> {
        if lists(UNSIGNABLE, lower) || is_signers_own(lower) {
            return Some("set by the signer, client or proxies");
        }
        match lower {
            CONTENT_LENGTH if !is_length(value) => return Some("expected a number of bytes"),
            CONTENT_SHA256 if PayloadHash::parse(value).is_none() => return Some(EXPECTED_HASH),
            CONTENT_LENGTH | CONTENT_SHA256 => {}
            _ if !self.operation()?.takes_header(lower) => return Some("does not belong to this operation"),
            _ => {}
        }
        self.bound(lower).or_else(|| self.in_query(lower)).map(|_| TWICE)
    }
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
    (1..=15).contains(&value.len()) && consists_of(value, &[DIGIT])
}

fn encoded(text: &str) -> String {
    uri_encoded(text, Slash::Encode)
}

fn decode_path(path: &str) -> Result<String, Error> {
    let mut out = String::with_capacity(path.len());
    for segment in split(path, b'/').skip(1) {
        let segment = percent_decode(segment).ok_or_else(|| invalid_url(BROKEN))?;
        if contains(&segment, b'/') {
            return Err(invalid_url("%2F in the path is a / to S3; write it as one"));
        }
        out.put("/").put(&segment);
    }
    Ok(out)
}

/// A name that belongs to the signature itself, in the query or in a header.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.
pub(crate) fn is_signers_own(lower: &str) -> bool {
    const OWN: &str = "algorithm credential date expires security-token s3session-token signature signedheaders";
    lower.strip_prefix("x-amz-").is_some_and(|name| lists(OWN, name))
}

/// Whether a parameter of this name counts as a header of this name.
pub(crate) fn is_hoistable(lower: &str) -> bool {
    lower.starts_with("x-amz-") || lists("if-match if-none-match", lower)
}

/// Whether there is room for one more.
fn bounded(name: &str, pairs: &Pairs) -> Result<(), Error> {
    if pairs.iter().count() < MAX_COUNT && pairs.joined().len() < MAX_BYTES {
        return Ok(());
    }
    Err(Error::new(ErrorKind::TooLarge, name, "expected at most 128 of a kind, in 64 KiB"))
}

fn invalid_url(expected: &'static str) -> Error {
    Error::new(ErrorKind::InvalidUrl, "url", expected)
}

fn invalid_header(name: &str, expected: &'static str) -> Error {
    Error::new(ErrorKind::InvalidHeader, name, expected)
}

static METHOD: Rule = Rule {
    name: "method",
    allowed: &[UPPER, HYPHEN],
    invalid: ErrorKind::InvalidMethod,
    lengths: (1, 32),
    too_long: ErrorKind::InvalidMethod,
    expected: "expected an HTTP method in upper case",
};
/// RFC 3986's characters but `#`: a fragment is never sent.
static URL: Rule = Rule {
    name: "url",
    allowed: &[
        (b'!', b'!'),
        (b'$', b';'),
        (b'=', b'='),
        (b'?', b'['),
        (b']', b']'),
        (b'_', b'_'),
        (b'a', b'z'),
        (b'~', b'~'),
    ],
    invalid: ErrorKind::InvalidUrl,
    lengths: (1, 65_536),
    too_long: ErrorKind::TooLarge,
    expected: "expected http(s)://host[:port]/path[?query] as a URL parser writes it, of at most 65536 bytes",
};
static QUERY_NAME: Rule = Rule {
    name: "query",
    allowed: ANY,
    invalid: ErrorKind::ReservedQueryParameter,
    lengths: (1, 256),
    too_long: ErrorKind::TooLarge,
    expected: NAME_AND_VALUE,
};
static QUERY_VALUE: Rule = Rule {
    name: "query",
    allowed: ANY,
    invalid: ErrorKind::ReservedQueryParameter,
    lengths: (0, 8192),
    too_long: ErrorKind::TooLarge,
    expected: NAME_AND_VALUE,
};
/// RFC 9110, section 5.6.2, in lower case.
static HEADER_NAME: Rule = Rule {
    name: "headers",
    allowed: &[
        LOWER,
        DIGIT,
        HYPHEN_AND_DOT,
        (b'!', b'!'),
        (b'#', b'\''),
        (b'*', b'+'),
        (b'^', b'`'),
        (b'|', b'|'),
        (b'~', b'~'),
    ],
    invalid: ErrorKind::InvalidHeader,
    lengths: (1, 256),
    too_long: ErrorKind::TooLarge,
    expected: "expected a header name of at most 256 bytes",
};
/// S3 takes 8 KB of request headers in all.
static HEADER_VALUE: Rule = Rule {
    name: "headers",
    allowed: &[(b' ', b'~')],
    invalid: ErrorKind::InvalidHeader,
    lengths: (0, 8192),
    too_long: ErrorKind::TooLarge,
    expected: "expected at most 8192 bytes of printable ASCII",
};
/// The header that says how long the body is.
pub(crate) const CONTENT_LENGTH: &str = "content-length";
/// The header that carries the payload hash.
pub(crate) const CONTENT_SHA256: &str = "x-amz-content-sha256";
const ANY: &[(u8, u8)] = &[(0, 0xff)];
const NAME_AND_VALUE: &str = "expected 1 to 256 bytes, the value 8192";
const MAX_COUNT: usize = 128;
const MAX_BYTES: usize = 65_536;
const BROKEN: &str = "a broken percent-encoding";
const TWICE: &str = "given twice";
/// What no server enforces in the query, and secrets.
const UNENFORCED: &str = "x-amz-checksum- x-amz-content-sha256 x-amz-server-side-encryption-customer- \
    x-amz-copy-source-server-side-encryption-customer-";
/// Headers that are set or changed on the way, so that a signature over them would break.
///
/// Source: botocore's `SIGNED_HEADERS_BLACKLIST`, with `host` and `authorization`, which the signer sets.
const UNSIGNABLE: &str = "authorization baggage connection expect host keep-alive proxy-authenticate \
    proxy-authorization te traceparent tracestate trailer transfer-encoding upgrade user-agent x-amzn-trace-id";

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn get(url: &str) -> Result<Request, Error> {
        Request::from_url("GET", url, PercentEncodingMode::Single)
    }

    #[test]
    fn reads_a_url() {
        let request = get("http://127.0.0.1:9000/b/a%20(1)?uploads&prefix=a%2Fb").unwrap();
        assert_eq!(request.url(), "http://127.0.0.1:9000/b/a%20%281%29?prefix=a%2Fb&uploads=");
        assert_eq!(request.bound("host"), Some("127.0.0.1:9000"));
        assert_eq!(get("https://h").unwrap().url(), "https://h/");
        assert_eq!(get("https://h?a=b").unwrap().url(), "https://h/?a=b");
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
            "https://h:443/",
            "https://h/a b",
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
        for reserved in ["https://h/?X-Amz-Expires=1", "https://h/?X-Amz-Content-Sha256=0"] {
            assert_eq!(get(reserved).unwrap_err().code(), "ERR_RESERVED_QUERY_PARAMETER");
        }
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
        assert_eq!(request.query.joined(), "If-None-Match=v&x-amz-meta-a=v");
        assert_eq!(request.headers().count(), 3);
    }

    #[test]
    fn knows_methods() {
        let of = |method| Request::from_url(method, "https://h/", PercentEncodingMode::Single);
        assert_eq!(of("M-SEARCH").unwrap().method(), "M-SEARCH");
        for method in ["", "get", "GET ", "G\nE", &"A".repeat(33)] {
            assert_eq!(of(method).unwrap_err().code(), "ERR_INVALID_METHOD");
        }
    }

    fn of(operation: &str) -> Request {
        let operation = Operation::find(operation).unwrap();
        let target = Target { operation, bucket: "b".into(), key: "k".into(), has_version: false };
        Request::new(Some(target), operation.method(), ["https://", "h"], "/k".into())
    }

    #[test]
    fn an_operation_needs_its_parameters() {
        let code = |request: &Request| request.check_complete().map_or_else(|e| e.code(), |()| "");
        assert_eq!(code(&of("GetObject")), "");
        let mut part = of("UploadPartCopy");
        part.query("partNumber", "1").unwrap();
        assert_eq!(code(&part), "ERR_MISSING_PARAMETER");
        part.query("uploadId", "u").unwrap();
        assert_eq!(code(&part), "ERR_MISSING_PARAMETER");
        part.copy_source(&CopySource { bucket: "media", key: "k", version_id: None }).unwrap();
        assert_eq!(code(&part), "");
        let mut empty = of("AbortMultipartUpload");
        empty.query("uploadId", "").unwrap();
        assert_eq!(code(&empty), "ERR_MISSING_PARAMETER");
    }

    #[test]
    fn nothing_comes_twice_or_by_a_side_door() {
        let mut put = of("PutObject");
        put.query("x-a", "1").unwrap();
        put.header("x-amz-meta-a", "1").unwrap();
        for name in ["x-a", "a", "x-amz-acl", "X-Amz-Copy-Source", "Content-Type", "If-Match", "acl", "uploadId"] {
            assert_eq!(put.query(name, "v").unwrap_err().code(), "ERR_RESERVED_QUERY_PARAMETER", "{name}");
        }
        for name in ["X-Amz-Meta-A", "X-Amz-Copy-Source", "x-amz-object-attributes"] {
            assert_eq!(put.header(name, "v").unwrap_err().code(), "ERR_INVALID_HEADER", "{name}");
        }
        let source = CopySource { bucket: "media", key: "k", version_id: None };
        assert_eq!(put.copy_source(&source).unwrap_err().code(), "ERR_INVALID_HEADER");
        let mut url = get("https://h/?a=1&a=2&acl").unwrap();
        url.header("x-l", "1").unwrap();
        url.header("x-l", "2").unwrap();
        assert_eq!(url.headers().count(), 2);
    }

    #[test]
    fn holds_at_most_128_of_a_kind() {
        let mut request = get("https://h/").unwrap();
        for at in 0..128 {
            let name = alloc::format!("p{at}");
            request.query(&name, "").unwrap();
            let fits = request.header(&name, "").is_ok(); // beside the host
            assert_eq!(fits, at < 127);
        }
        assert_eq!(request.query("p", "").unwrap_err().code(), "ERR_TOO_LARGE");
        assert_eq!(request.header("p", "").unwrap_err().code(), "ERR_TOO_LARGE");
    }

    #[test]
    fn holds_at_most_64_kib_of_a_kind() {
        let mut request = get("https://h/").unwrap();
        for at in 0..7 {
            request.query(&alloc::format!("p{at}"), &"v".repeat(8192)).unwrap();
        }
        request.query("p7", &"v".repeat(65_536 - 7 * 8196 - 3)).unwrap();
        assert_eq!(request.query.joined().len(), 65_536);
        assert_eq!(request.query("p8", "").unwrap_err().code(), "ERR_TOO_LARGE");
    }

    #[test]
    fn a_needed_header_may_be_hoisted_once() {
        let source = CopySource { bucket: "media", key: "k", version_id: None };
        let mut copy = of("CopyObject");
        copy.copy_source(&source).unwrap();
        copy.hoist("X-Amz-Copy-Source").unwrap();
        assert!(copy.check_complete().is_ok());
        assert_eq!(copy.copy_source(&source).unwrap_err().code(), "ERR_INVALID_HEADER");
        assert_eq!(copy.hoist("x-amz-copy-source").unwrap_err().code(), "ERR_INVALID_HEADER");
    }

    #[test]
    fn length_and_hash_of_a_body_come_once() {
        let mut request = get("https://h/").unwrap();
        let hash = PayloadHash::of(b"");
        for (name, value) in [("content-length", "1"), (CONTENT_SHA256, hash.as_str())] {
            request.header(name, value).unwrap();
            assert_eq!(request.header(name, value).unwrap_err().code(), "ERR_INVALID_HEADER");
        }
        assert_eq!(
            get("https://h/").unwrap().header(CONTENT_SHA256, "no hash").unwrap_err().code(),
            "ERR_INVALID_HEADER"
        );
    }
}
