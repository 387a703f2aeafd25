//! What a request's headers, or a form's fields, say of the object they write.

use std::collections::BTreeMap;

use hyper::HeaderMap;

use crate::encode::parse_query;
use crate::error::{ApiError, ApiResult};
use crate::store::{Description, Expected};

const KEPT: [&str; 7] = [
    "content-type",
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "expires",
    "x-amz-storage-class",
];
const CHECKSUM: &str = "x-amz-checksum-";
const ALGORITHMS: [&str; 5] = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"];

/// Names in lower case, and values.
pub(crate) type Given<'a> = Vec<(&'a str, String)>;

pub(crate) fn given(headers: &HeaderMap) -> Given<'_> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    headers.iter().map(|(name, value)| (name.as_str(), text(value.as_bytes()))).collect()
}

pub(crate) fn describe(given: &Given<'_>) -> ApiResult<Description> {
    let mut description = Description::default();
    for (name, value) in given {
        if KEPT.contains(name) && !value.is_empty() {
            description.headers.insert((*name).to_owned(), value.clone());
        } else if let Some(name) = name.strip_prefix("x-amz-meta-") {
            description.metadata.insert(name.to_owned(), value.clone());
        } else if *name == "x-amz-tagging" {
            description.tags = parse_tags(value)?;
        }
    }
    drop_aws_chunked(&mut description.headers);
    Ok(description)
}

/// It is said of the transfer, not of the object.
fn drop_aws_chunked(headers: &mut BTreeMap<String, String>) {
    let Some(value) = headers.remove("content-encoding") else { return };
    let kept: Vec<_> = value.split(',').map(str::trim).filter(|name| *name != "aws-chunked").collect();
    if !kept.is_empty() {
        headers.insert("content-encoding".to_owned(), kept.join(","));
    }
}

/// `a=b&c=d`, form-encoded.
fn parse_tags(value: &str) -> ApiResult<Vec<(String, String)>> {
    let utf8 = |bytes| String::from_utf8(bytes).ok();
    let tags: Option<Vec<_>> =
        parse_query(value).into_iter().map(|pair| Some((utf8(pair.name)?, utf8(pair.value)?))).collect();
    check_tags(tags.unwrap_or_default())
}

pub(super) fn check_tags(tags: Vec<(String, String)>) -> ApiResult<Vec<(String, String)>> {
    let error = |text: &str| Err(ApiError::bad_request("InvalidTag", text));
    let mut names: Vec<_> = tags.iter().map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() < tags.len() {
        return error("Cannot provide multiple Tags with the same key");
    }
    if tags.len() > 10 {
        return Err(ApiError::bad_request("BadRequest", "Object tags cannot be greater than 10"));
    }
    if tags.iter().any(|(name, _)| name.is_empty() || name.chars().count() > 128) {
        return error("The TagKey you have provided is invalid");
    }
    if tags.iter().any(|(_, value)| value.chars().count() > 256) {
        return error("The TagValue you have provided is invalid");
    }
    Ok(tags)
}

/// The promises made of the body. An algorithm only named is calculated too.
pub(crate) fn expected(given: &Given<'_>, size: Option<u64>) -> ApiResult<Expected> {
    let mut expected = Expected { size, ..Expected::default() };
    for (name, value) in given {
        match *name {
            "content-md5" => expected.content_md5 = Some(value.clone()),
            "x-amz-checksum-algorithm" | "x-amz-sdk-checksum-algorithm" => note(&mut expected, value, ""),
            "x-amz-trailer" => note(&mut expected, value.strip_prefix(CHECKSUM).unwrap_or_default(), ""),
            _ => note(&mut expected, name.strip_prefix(CHECKSUM).unwrap_or_default(), value),
        }
    }
    if expected.checksums.values().filter(|value| !value.is_empty()).count() > 1 {
        let text = "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.";
        return Err(ApiError::bad_request("InvalidRequest", text));
    }
    Ok(expected)
}

fn note(expected: &mut Expected, algorithm: &str, value: &str) {
    let algorithm = algorithm.to_uppercase();
    if !ALGORITHMS.contains(&algorithm.as_str()) {
        return;
    }
    let known = expected.checksums.entry(algorithm).or_default();
    if known.is_empty() {
        value.clone_into(known);
    }
}

/// An aws-chunked body's length is that of what it carries.
pub(super) fn content_length(headers: &HeaderMap) -> Option<u64> {
    let value = headers.get("x-amz-decoded-content-length").or_else(|| headers.get("content-length"))?;
    value.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs<'a>(list: &[(&'a str, &str)]) -> Given<'a> {
        list.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
    }

    #[test]
    fn headers_that_describe_are_kept() {
        let given = pairs(&[
            ("content-type", "a/b"),
            ("content-encoding", "aws-chunked, gzip"),
            ("x-amz-meta-a", "1"),
            ("x-amz-tagging", "a=b+c&d=%26"),
            ("x-amz-acl", "private"),
        ]);
        let description = describe(&given).unwrap();
        let headers: Vec<_> = description.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(headers, [("content-encoding", "gzip"), ("content-type", "a/b")]);
        assert_eq!(description.metadata.get("a").map(String::as_str), Some("1"));
        assert_eq!(description.tags, [("a".to_owned(), "b c".to_owned()), ("d".to_owned(), "&".to_owned())]);
    }

    #[test]
    fn tags_are_few_and_different() {
        assert_eq!(parse_tags("a=1&a=2").unwrap_err().code, "InvalidTag");
        assert_eq!(parse_tags("=1").unwrap_err().code, "InvalidTag");
        assert!(parse_tags("a=1&b=1&c&d&e&f&g&h&i&j").is_ok());
        assert!(parse_tags("a=1&b=1&c&d&e&f&g&h&i&j&k").is_err());
    }

    #[test]
    fn checksums_that_are_promised() {
        let found = expected(&pairs(&[("x-amz-checksum-crc32", "x"), ("x-amz-sdk-checksum-algorithm", "CRC32")]), None);
        assert_eq!(found.unwrap().checksums, BTreeMap::from([("CRC32".to_owned(), "x".to_owned())]));
        let named = expected(&pairs(&[("x-amz-trailer", "x-amz-checksum-sha256")]), None).unwrap();
        assert_eq!(named.checksums, BTreeMap::from([("SHA256".to_owned(), String::new())]));
        let two = pairs(&[("x-amz-checksum-crc32", "x"), ("x-amz-checksum-sha1", "y")]);
        assert_eq!(expected(&two, None).unwrap_err().code, "InvalidRequest");
    }
}
