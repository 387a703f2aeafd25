//! Where a bucket and a key are on the network.

use crate::error::{Error, ErrorKind};
use crate::key::ObjectKey;
use crate::operation::{Level, Operation};
use crate::request::{Method, Request, is_authority, split_path, split_scheme};
use crate::text::{concat, contains, last, lists, split, split_once};
use crate::uri::{Slash, is_unreserved, uri_encode};
use alloc::string::String;

/// An S3 service: AWS's in one region, or anybody else's at a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    scheme: &'static str,
    host: String,
    base_path: String,
    addressing_style: AddressingStyle,
}

/// Where the bucket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressingStyle {
    /// `https://bucket.host/key`, and path style for a bucket whose name cannot be part of a (TLS) host name.
    VirtualHosted,
    /// `https://host/bucket/key`.
    Path,
}

/// What an operation acts on and with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parameters<'a> {
    /// The bucket, for all operations but `ListBuckets`.
    pub bucket: Option<&'a str>,
    /// The object key, for operations on objects: as it is, not encoded.
    pub key: Option<&'a str>,
    /// Query parameters by their wire names, not encoded.
    pub query: &'a [(&'a str, &'a str)],
    /// Headers to bind.
    pub headers: &'a [(&'a str, &'a str)],
    /// What to copy, for `CopyObject` and `UploadPartCopy`.
    pub copy_source: Option<CopySource<'a>>,
}

/// The object that is copied.
#[derive(Debug, Clone, Copy)]
pub struct CopySource<'a> {
    /// Its bucket.
    pub bucket: &'a str,
    /// Its key, not encoded.
    pub key: &'a str,
    /// Its version, if not the latest.
    pub version_id: Option<&'a str>,
}

impl Endpoint {
    /// AWS's regional endpoint: `https://s3.<region>.amazonaws.com`, or the suffix of the region's partition.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidRegion`] for what cannot be part of a host name.
    pub fn aws(region: &str, addressing_style: AddressingStyle) -> Result<Self, Error> {
        if !is_label(region) {
            return Err(Error::new(
                ErrorKind::InvalidRegion,
                "region",
                "expected the name of an AWS region, such as eu-west-1",
            ));
        }
        let host = concat(&["s3.", region, ".", dns_suffix(region)]);
        Ok(Self { scheme: "https://", host, base_path: String::new(), addressing_style })
    }

    /// Any S3-compatible service at `http(s)://host[:port][/base/path]`, written as a URL parser writes it.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidEndpoint`] for anything else: upper case, a default port, user information, a query, a fragment,
    /// dot segments, IPv6 addresses; and for virtual-hosted style on an IP address.
    pub fn custom(url: &str, addressing_style: AddressingStyle) -> Result<Self, Error> {
        let (scheme, rest) = split_scheme(url).ok_or_else(|| invalid("expected http:// or https://"))?;
        let default_port = if scheme == "https://" { ":443" } else { ":80" };
        let (host, base_path) = split_path(rest);
        let base_path = base_path.strip_suffix("/").unwrap_or(base_path);
        if !is_authority(host) || host.ends_with(default_port) || !is_canonical_host(host) {
            return Err(invalid(
                "expected a lower-case host name or IPv4 address, with a port only if not the default",
            ));
        }
        if !split(base_path, b'/').skip(1).all(is_plain_segment) {
            return Err(invalid(
                "expected a base path of letters, digits and -._~, without . or .. segments or a query",
            ));
        }
        if addressing_style == AddressingStyle::VirtualHosted && is_ipv4_address(host) {
            return Err(invalid("an IP address has no virtual hosts; use path style"));
        }
        Ok(Self { scheme, host: host.into(), base_path: base_path.into(), addressing_style })
    }

    /// The request for an operation, with nothing in it that belongs to another one.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidBucket`], [`ErrorKind::InvalidKey`], [`ErrorKind::MissingParameter`],
    /// [`ErrorKind::ReservedQueryParameter`], [`ErrorKind::InvalidHeader`], [`ErrorKind::TooLarge`].
    pub fn request(&self, operation: &Operation, parameters: &Parameters<'_>) -> Result<Request, Error> {
        let (host, path) = self.address(operation.level, parameters)?;
        let mut request = Request::new(Method::new(operation.method)?, self.scheme, host, path);
        if !operation.subresource.is_empty() {
            let (name, value) = split_once(operation.subresource, b'=').unwrap_or((operation.subresource, ""));
            request.add_query(name, value);
        }
        for (name, value) in parameters.query {
            operation.check_query(name)?;
            check_not_a_header(name)?;
            check_new(request.query_value(name).is_some(), || reserved(name, "given twice"))?;
            request.query(name, value)?;
        }
        for (name, value) in parameters.headers {
            operation.check_header(name)?;
            let twice = request.headers().any(|(own, _)| own.eq_ignore_ascii_case(name));
            check_new(twice, || Error::new(ErrorKind::InvalidHeader, name, "given twice"))?;
            request.header(name, value)?;
        }
        if let Some(source) = parameters.copy_source {
            operation.check_header(COPY_SOURCE)?;
            let twice = request.bound(COPY_SOURCE).is_some();
            check_new(twice, || Error::new(ErrorKind::InvalidHeader, COPY_SOURCE, "given twice"))?;
            request.header(COPY_SOURCE, &source.header()?)?;
        }
        require(operation, &request)?;
        Ok(request)
    }

    /// Host and path of a bucket or an object.
    fn address(&self, level: Level, parameters: &Parameters<'_>) -> Result<(String, String), Error> {
        let bucket = expected_at(level != Level::Service, "bucket", parameters.bucket)?;
        let key = expected_at(level == Level::Object, "key", parameters.key)?;
        let mut path = self.base_path.clone();
        let mut host = self.host.clone();
        if let Some(bucket) = bucket {
            check_bucket(bucket)?;
            if self.addressing_style == AddressingStyle::VirtualHosted && self.can_host(bucket) {
                host = concat(&[bucket, ".", &self.host]);
            } else {
                path.push('/');
                path.push_str(bucket);
            }
        }
        if let Some(key) = key {
            path.push('/');
            uri_encode(&mut path, ObjectKey::parse(key)?.as_str(), Slash::Keep);
        }
        if key.is_none() && path.len() == self.base_path.len() {
            path.push('/');
        }
        Ok((host, path))
    }

    /// Whether the bucket's name can be part of the host name: a dot in it is a level more than TLS wildcards cover.
    ///
    /// Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html>.
    fn can_host(&self, bucket: &str) -> bool {
        let dots_allowed = self.scheme == "http://";
        (3..=63).contains(&bucket.len())
            && split(bucket, b'.').all(is_label)
            && (dots_allowed || !contains(bucket, b'.'))
    }
}

impl CopySource<'_> {
    /// `bucket/key[?versionId=...]`, percent-encoded.
    ///
    /// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html>.
    fn header(&self) -> Result<String, Error> {
        check_bucket(self.bucket)?;
        let mut out = concat(&[self.bucket, "/"]);
        uri_encode(&mut out, ObjectKey::parse(self.key)?.as_str(), Slash::Keep);
        if let Some(version_id) = self.version_id {
            out.push_str("?versionId=");
            uri_encode(&mut out, version_id, Slash::Encode);
        }
        Ok(out)
    }
}

/// `value` where it is expected, an error where it is missing or has no place.
fn expected_at<'a>(expected: bool, name: &'static str, value: Option<&'a str>) -> Result<Option<&'a str>, Error> {
    match (expected, value) {
        (true, None) => Err(Error::new(ErrorKind::MissingParameter, name, "this operation needs it")),
        (false, Some(_)) if name == "key" => {
            Err(Error::new(ErrorKind::InvalidKey, name, "this operation does not act on an object"))
        }
        (false, Some(_)) => Ok(None),
        (_, value) => Ok(value),
    }
}

/// S3 honours some headers in the query: there they are asked for by hoisting, with its checks.
fn check_not_a_header(name: &str) -> Result<(), Error> {
    let lower = name.to_ascii_lowercase();
    if lower.starts_with("x-amz-") || lists("content-type content-length content-md5 if-match if-none-match", name) {
        return Err(reserved(name, "a header; bind it as one and name it in hoist to move it here"));
    }
    Ok(())
}

fn check_new(twice: bool, error: impl FnOnce() -> Error) -> Result<(), Error> {
    if twice { Err(error()) } else { Ok(()) }
}

fn require(operation: &Operation, request: &Request) -> Result<(), Error> {
    let query = operation.needed_query().find(|needed| request.query_value(needed).unwrap_or_default().is_empty());
    let missing = query
        .or_else(|| operation.needed_headers().find(|needed| request.bound(needed).unwrap_or_default().is_empty()));
    missing.map_or(Ok(()), |name| Err(Error::new(ErrorKind::MissingParameter, name, "this operation needs it")))
}

/// What botocore lets through: AWS's rules and those of its oldest buckets.
fn check_bucket(bucket: &str) -> Result<(), Error> {
    let valid = (1..=255).contains(&bucket.len()) && is_plain_segment(bucket) && !contains(bucket, b'~');
    if valid {
        Ok(())
    } else {
        Err(Error::new(ErrorKind::InvalidBucket, "bucket", "expected 1 to 255 letters, digits or -._"))
    }
}

/// A path segment that no encoder and no URL parser changes.
fn is_plain_segment(segment: &str) -> bool {
    !matches!(segment, "" | "." | "..") && segment.bytes().all(is_unreserved)
}

/// A label of a host name that every URL parser keeps: `xn--` ones are checked and may be refused.
fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && label.as_bytes().first() != Some(&b'-')
        && label.as_bytes().last() != Some(&b'-')
        && !label.starts_with("xn--")
}

/// Whether a URL parser would leave `host[:port]` as it is: one whose last label is a number is read as an IPv4 address.
///
/// Source: <https://url.spec.whatwg.org/#ends-in-a-number-checker>.
fn is_canonical_host(authority: &str) -> bool {
    let (host, port) = split_once(authority, b':').unwrap_or((authority, "1"));
    let port = number(port).is_some_and(|port| (1..=65_535).contains(&port));
    let last = last(host, b'.');
    let numeric = last.bytes().all(|b| b.is_ascii_digit()) || last.starts_with("0x");
    port && split(host, b'.').all(|label| !label.is_empty()) && (!numeric || is_ipv4_address(authority))
}

/// Whether the host is an IPv4 address as a URL parser writes it: four numbers without leading zeros.
fn is_ipv4_address(authority: &str) -> bool {
    let host = split(authority, b':').next().unwrap_or_default();
    split(host, b'.').count() == 4 && split(host, b'.').all(|part| number(part).is_some_and(|byte| byte <= 255))
}

/// A decimal number of at most five digits, without leading zeros.
fn number(text: &str) -> Option<u32> {
    let valid = (1..=5).contains(&text.len()) && (text == "0" || text.as_bytes().first() != Some(&b'0'));
    let digits = valid && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.bytes().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
}

/// Source: botocore's `partitions.json`.
fn dns_suffix(region: &str) -> &'static str {
    const PARTITIONS: [(&str, &str); 6] = [
        ("cn-", "amazonaws.com.cn"),
        ("eusc-", "amazonaws.eu"),
        ("us-iso-", "c2s.ic.gov"),
        ("us-isob-", "sc2s.sgov.gov"),
        ("eu-isoe-", "cloud.adc-e.uk"),
        ("us-isof-", "csp.hci.ic.gov"),
    ];
    PARTITIONS.iter().find(|(prefix, _)| region.starts_with(prefix)).map_or("amazonaws.com", |(_, suffix)| suffix)
}

fn reserved(name: &str, expected: &'static str) -> Error {
    Error::new(ErrorKind::ReservedQueryParameter, name, expected)
}

fn invalid(expected: &'static str) -> Error {
    Error::new(ErrorKind::InvalidEndpoint, "endpoint", expected)
}

const COPY_SOURCE: &str = "x-amz-copy-source";

#[cfg(test)]
mod tests {
    use super::*;
    use AddressingStyle::{Path, VirtualHosted};
    use alloc::vec::Vec;

    fn url(endpoint: &Endpoint, bucket: &str, key: &str) -> String {
        let parameters = Parameters { bucket: Some(bucket), key: Some(key), ..Parameters::default() };
        let request = endpoint.request(Operation::find("GetObject").unwrap(), &parameters).unwrap();
        [request.scheme, &request.host, &request.path].concat()
    }

    fn code(operation: &str, parameters: &Parameters<'_>) -> &'static str {
        let endpoint = Endpoint::aws("us-east-1", VirtualHosted).unwrap();
        endpoint.request(Operation::find(operation).unwrap(), parameters).map_or_else(|e| e.code(), |_| "")
    }

    #[test]
    fn aws_addresses() {
        let aws = Endpoint::aws("eu-west-1", VirtualHosted).unwrap();
        assert_eq!(url(&aws, "media", "a b"), "https://media.s3.eu-west-1.amazonaws.com/a%20b");
        for bucket in ["a.b", "UPPER", "a_b", "ab", "-ab", "xn--ab", "abc-"] {
            assert_eq!(url(&aws, bucket, "k"), ["https://s3.eu-west-1.amazonaws.com/", bucket, "/k"].concat());
        }
        let suffixes =
            [("cn-north-1", ".com.cn"), ("eusc-de-east-1", "amazonaws.eu"), ("us-isob-east-1", "sc2s.sgov.gov")];
        for (region, suffix) in suffixes {
            assert!(Endpoint::aws(region, Path).unwrap().host.ends_with(suffix), "{region}");
        }
        for region in ["", "x.evil/#", "EU", "a.b"] {
            assert_eq!(Endpoint::aws(region, Path).unwrap_err().code(), "ERR_INVALID_REGION");
        }
    }

    #[test]
    fn custom_addresses() {
        let custom = |url, style| Endpoint::custom(url, style).unwrap();
        assert_eq!(url(&custom("http://127.0.0.1:9000/", Path), "b", "/k"), "http://127.0.0.1:9000/b//k");
        assert_eq!(url(&custom("https://x.co/s/v1/s3", Path), "b", "k"), "https://x.co/s/v1/s3/b/k");
        assert_eq!(url(&custom("https://x.co", VirtualHosted), "a.bc", "k"), "https://x.co/a.bc/k");
        assert_eq!(url(&custom("http://x.co", VirtualHosted), "a.bc", "k"), "http://a.bc.x.co/k");
        assert_eq!(url(&custom("https://x.co", VirtualHosted), "abc", "/evil/x"), "https://abc.x.co//evil/x");
    }

    #[test]
    fn refuses_endpoints_that_are_read_differently() {
        let urls = [
            "",
            "s3.amazonaws.com",
            "ftp://h",
            "https://",
            "https://H",
            "https://u@h",
            "https://u:p@h",
            "https://h:443",
            "http://h:80",
            "https://h:0",
            "https://h:070",
            "https://h:65536",
            "https://h?x",
            "https://h#x",
            "https://h/a/../b",
            "https://h/./b",
            "https://h//b",
            "https://h/a%20b",
            "https://h.",
            "https://1.2",
            "https://0x7f.1",
            "https://[::1]",
            "https://127.0.0.01",
        ];
        for url in urls {
            assert_eq!(Endpoint::custom(url, Path).map_err(|e| e.code()), Err("ERR_INVALID_ENDPOINT"), "{url}");
        }
        assert_eq!(Endpoint::custom("http://10.0.0.1", VirtualHosted).unwrap_err().code(), "ERR_INVALID_ENDPOINT");
    }

    #[test]
    fn every_bucket_stays_one_segment() {
        for bucket in ["", ".", "..", "a/b", "a%2Fb", "a?b", "a#b", "a b", "ä", "a~", &"b".repeat(256)] {
            let parameters = Parameters { bucket: Some(bucket), ..Parameters::default() };
            assert_eq!(code("HeadBucket", &parameters), "ERR_INVALID_BUCKET", "{bucket}");
        }
    }

    #[test]
    fn asks_for_what_the_operation_needs() {
        let object = Parameters { bucket: Some("media"), key: Some("k"), ..Parameters::default() };
        let bucket = Parameters { bucket: Some("media"), ..Parameters::default() };
        let part: &[_] = &[("partNumber", "1"), ("uploadId", "u")];
        assert_eq!(code("GetObject", &object), "");
        assert_eq!(code("GetObject", &bucket), "ERR_MISSING_PARAMETER");
        assert_eq!(code("GetObject", &Parameters::default()), "ERR_MISSING_PARAMETER");
        assert_eq!(code("HeadBucket", &object), "ERR_INVALID_KEY");
        assert_eq!(code("ListBuckets", &bucket), "");
        assert_eq!(code("UploadPart", &object), "ERR_MISSING_PARAMETER");
        assert_eq!(code("UploadPart", &Parameters { query: part, ..object }), "");
        assert_eq!(code("UploadPartCopy", &Parameters { query: part, ..object }), "ERR_MISSING_PARAMETER");
    }

    #[test]
    fn nothing_comes_twice_or_by_a_side_door() {
        let object = Parameters { bucket: Some("media"), key: Some("k"), ..Parameters::default() };
        let queries: [&[_]; 5] = [
            &[("a", "1"), ("a", "2")],
            &[("x-amz-acl", "v")],
            &[("X-Amz-Copy-Source", "v")],
            &[("Content-Type", "v")],
            &[("If-Match", "v")],
        ];
        for query in queries {
            assert_eq!(code("PutObject", &Parameters { query, ..object }), "ERR_RESERVED_QUERY_PARAMETER", "{query:?}");
        }
        let headers: &[_] = &[("x-amz-meta-a", "1"), ("X-Amz-Meta-A", "2")];
        assert_eq!(code("PutObject", &Parameters { headers, ..object }), "ERR_INVALID_HEADER");
    }

    #[test]
    fn writes_the_copy_source() {
        let copy_source = Some(CopySource { bucket: "media", key: "a b/é", version_id: Some("v/1") });
        let parameters = Parameters { bucket: Some("media"), key: Some("k"), copy_source, ..Parameters::default() };
        let endpoint = Endpoint::aws("us-east-1", VirtualHosted).unwrap();
        let request = endpoint.request(Operation::find("CopyObject").unwrap(), &parameters).unwrap();
        let expected = ("x-amz-copy-source", "media/a%20b/%C3%A9?versionId=v%2F1");
        assert_eq!(request.headers().collect::<Vec<_>>(), [expected]);
        assert_eq!(code("PutObject", &parameters), "ERR_INVALID_HEADER");
    }
}
