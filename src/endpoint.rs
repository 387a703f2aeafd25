//! Where a bucket and a key are on the network.

use crate::error::{Error, ErrorKind};
use crate::key::{check_bucket, check_key};
use crate::operation::{Level, Operation};
use crate::origin::{is_ipv4_address, split_origin};
use crate::request::{Request, Target};
use crate::rule::{DIGIT, HYPHEN, LOWER, consists_of};
use crate::text::{Put, concat, contains, split, split_once};
use crate::uri::{Slash, is_unreserved, uri_encode};
use alloc::string::String;

/// An S3 service: AWS's in one region, or anybody else's at a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endpoint<'a> {
    scheme: &'a str,
    /// In parts, so that nothing is copied.
    host: [&'a str; 4],
    base_path: &'a str,
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

impl<'a> Endpoint<'a> {
    /// AWS's regional endpoint: `https://s3.<region>.amazonaws.com`, or the suffix of the region's partition.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidRegion`] for what cannot be part of a host name.
    pub fn aws(region: &'a str, addressing_style: AddressingStyle) -> Result<Self, Error> {
        if !is_label(region) {
            let expected = "expected the name of an AWS region, such as eu-west-1";
            return Err(Error::new(ErrorKind::InvalidRegion, "region", expected));
        }
        let host = ["s3.", region, ".", dns_suffix(region)];
        Ok(Self { scheme: "https://", host, base_path: "", addressing_style })
    }

    /// Any S3-compatible service at `http(s)://host[:port][/base/path]`, written as a URL parser writes it.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidEndpoint`] for anything else: upper case, a default port, user information, a query, a fragment,
    /// dot segments, IPv6 addresses; and for virtual-hosted style on an IP address.
    pub fn custom(url: &'a str, addressing_style: AddressingStyle) -> Result<Self, Error> {
        let invalid = |expected| Error::new(ErrorKind::InvalidEndpoint, "endpoint", expected);
        let (scheme, host, path) = split_origin(url)
            .ok_or_else(|| invalid("expected http(s)://host[:port][/path] as a URL parser writes it"))?;
        let base_path = path.strip_suffix("/").unwrap_or(path);
        if !split(base_path, b'/').skip(1).all(is_plain_segment) || contains(path, b'?') || contains(path, b'#') {
            let expected = "expected a base path of letters, digits and -._~, without . or .. segments or a query";
            return Err(invalid(expected));
        }
        let name = split_once(host, b':').map_or(host, |(name, _)| name);
        if addressing_style == AddressingStyle::VirtualHosted && is_ipv4_address(name) {
            return Err(invalid("an IP address has no virtual hosts; use path style"));
        }
        Ok(Self::parsed([scheme, host], base_path, addressing_style))
    }

    /// As [`custom`](Self::custom), of a URL that a URL parser has taken apart and written.
    pub(crate) const fn parsed(
        [scheme, host]: [&'a str; 2],
        base_path: &'a str,
        addressing_style: AddressingStyle,
    ) -> Self {
        Self { scheme, host: [host, "", "", ""], base_path, addressing_style }
    }

    /// The request for an operation on a bucket (all but `ListBuckets`) and a key (those on objects), which is not encoded.
    /// What else it takes is added to the request, which refuses all that belongs to another operation.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidBucket`], [`ErrorKind::InvalidKey`]; [`ErrorKind::MissingParameter`] if one of them is not there.
    pub fn request(&self, operation: Operation, bucket: Option<&str>, key: Option<&str>) -> Result<Request, Error> {
        let level = operation.level();
        check_target(level, bucket, key)?;
        let bucket = bucket.filter(|_| level != Level::Service).unwrap_or_default();

        let (mut host, mut path) = (String::new(), String::from(self.base_path));
        if self.addressing_style == AddressingStyle::VirtualHosted && self.can_host(bucket) {
            host.put(bucket).put(".");
        } else if !bucket.is_empty() {
            path.put("/").put(bucket);
        }
        if path.len() == self.base_path.len() || key.is_some() {
            path.put("/");
        }
        uri_encode(&mut path, key.unwrap_or_default(), Slash::Keep);
        for part in &self.host {
            host.put(part);
        }
        let key = key.unwrap_or_default();
        let target = Target { operation, bucket: bucket.into(), key: key.into(), has_version: false };
        let mut request = Request::new(Some(target), operation.method(), [self.scheme, &host], path);
        let (name, value) = split_once(operation.subresource(), b'=').unwrap_or((operation.subresource(), ""));
        if !name.is_empty() {
            request.add_query(name, value);
        }
        Ok(request)
    }

    /// Bucket and key of a request to `host` for a path that is decoded: what [`request`](Self::request) makes, taken apart,
    /// in either addressing style. Nothing for another host or base path.
    pub(crate) fn locate<'b>(&self, host: &'b str, path: &'b str) -> Option<(&'b str, &'b str)> {
        let own = concat(&self.host);
        let path = path.strip_prefix(self.base_path)?;
        if host == own {
            return path_style(path);
        }
        let bucket = host.strip_suffix(own.as_str())?.strip_suffix('.')?;
        Some((bucket, path.strip_prefix('/')?))
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

/// Bucket and key of a path that is decoded.
pub(crate) fn path_style(path: &str) -> Option<(&str, &str)> {
    let path = path.strip_prefix('/')?;
    Some(split_once(path, b'/').unwrap_or((path, "")))
}

/// Whether bucket and key are there where they belong, and what they have to be.
fn check_target(level: Level, bucket: Option<&str>, key: Option<&str>) -> Result<(), Error> {
    let missing = |name| Err(Error::new(ErrorKind::MissingParameter, name, "this operation needs it"));
    if level != Level::Service {
        let Some(bucket) = bucket else { return missing("bucket") };
        check_bucket(bucket)?;
    }
    match (level, key) {
        (Level::Object, Some(key)) => check_key(key),
        (Level::Object, None) => missing("key"),
        (_, None) => Ok(()),
        _ => Err(Error::new(ErrorKind::InvalidKey, "key", "does not belong to this operation")),
    }
}

/// A path segment that no encoder and no URL parser changes.
fn is_plain_segment(segment: &str) -> bool {
    !matches!(segment, "" | "." | "..") && segment.bytes().all(is_unreserved)
}

/// A label of a host name that every URL parser keeps: `xn--` ones are checked and may be refused.
fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && consists_of(label, &[LOWER, DIGIT, HYPHEN])
        && !label.starts_with('-')
        && !label.ends_with('-')
        && !label.starts_with("xn--")
}

/// Source: botocore's `partitions.json`.
fn dns_suffix(region: &str) -> &'static str {
    split(PARTITIONS, b' ')
        .filter_map(|partition| split_once(partition, b':'))
        .find(|(prefix, _)| region.starts_with(prefix))
        .map_or("amazonaws.com", |(_, suffix)| suffix)
}

/// The beginning of the names of a partition's regions, and its DNS suffix.
const PARTITIONS: &str = "cn-:amazonaws.com.cn eusc-:amazonaws.eu us-iso-:c2s.ic.gov us-isob-:sc2s.sgov.gov \
    eu-isoe-:cloud.adc-e.uk us-isof-:csp.hci.ic.gov";

#[cfg(test)]
mod tests {
    use super::*;
    use AddressingStyle::{Path, VirtualHosted};

    fn url(endpoint: &Endpoint<'_>, bucket: &str, key: &str) -> String {
        endpoint.request(Operation::find("GetObject").unwrap(), Some(bucket), Some(key)).unwrap().url()
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
            assert!(
                url(&Endpoint::aws(region, Path).unwrap(), "b", "k").ends_with(&[suffix, "/b/k"].concat()),
                "{region}"
            );
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
    fn asks_for_what_the_operation_acts_on() {
        let endpoint = Endpoint::aws("us-east-1", VirtualHosted).unwrap();
        let request = |operation, bucket, key| endpoint.request(Operation::find(operation).unwrap(), bucket, key);
        let code = |operation, bucket, key| request(operation, bucket, key).unwrap_err().code();
        assert_eq!(code("GetObject", Some("media"), None), "ERR_MISSING_PARAMETER");
        assert_eq!(code("GetObject", None, Some("k")), "ERR_MISSING_PARAMETER");
        assert_eq!(code("GetObject", Some("a/b"), Some("k")), "ERR_INVALID_BUCKET");
        assert_eq!(code("GetObject", Some("media"), Some("../k")), "ERR_INVALID_KEY");
        assert_eq!(code("HeadBucket", Some("media"), Some("k")), "ERR_INVALID_KEY");
        assert_eq!(request("ListBuckets", Some("media"), None).unwrap().url(), "https://s3.us-east-1.amazonaws.com/");
        let path = Endpoint::custom("https://h/base", Path).unwrap();
        let head = path.request(Operation::find("HeadBucket").unwrap(), Some("media"), None).unwrap();
        assert_eq!(head.url(), "https://h/base/media");
        let list = request("ListObjectsV2", Some("media"), None).unwrap();
        assert_eq!(list.url(), "https://media.s3.us-east-1.amazonaws.com/?list-type=2");
    }
}
