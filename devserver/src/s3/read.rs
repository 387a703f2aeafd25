//! `GetObject` and `HeadObject`.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;

use bytes::Bytes;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::{StatusCode, Uri};
use s3s::dto::{
    GetObjectInput, GetObjectOutput, HeadObjectInput, HeadObjectOutput, StreamingBlob, Timestamp, TimestampFormat,
};
use s3s::{S3Error, S3ErrorCode, S3Request, S3Response, S3Result};
use time::OffsetDateTime;

use super::{Answer, Operations};
use crate::encode::parse_query;
use crate::error::{ApiError, ApiResult};
use crate::store::{ObjectMeta, matches, precondition_failed};

const CHUNK: usize = 256 * 1024;

pub(super) fn timestamp(seconds: i64) -> Option<Timestamp> {
    OffsetDateTime::from_unix_timestamp(seconds).ok().map(Timestamp::from)
}

pub(super) fn get(operations: &Operations, request: S3Request<GetObjectInput>) -> Answer<GetObjectOutput> {
    let input = &request.input;
    let (meta, file) = operations.store.open_object(&input.bucket, &input.key)?;
    check_conditions(input, &meta)?;
    let part = part_range(&meta, input.part_number)?;
    let range = input.range.map(|range| range.check(meta.size)).transpose();
    let range = range.map_err(|_| invalid_range())?.or(part);
    let headers = object_headers(&meta, range.as_ref(), &request.uri, input.checksum_mode.is_some());
    let range = range.unwrap_or(0..meta.size);
    let content_length = i64::try_from(range.end - range.start).ok();
    let chunks = Chunks::new(file, range).map_err(ApiError::from)?;
    let body = Some(StreamingBlob::wrap(futures::stream::iter(chunks)));
    let mut response = S3Response::new(GetObjectOutput { body, content_length, ..Default::default() });
    response.headers = headers;
    Ok(response)
}

/// It is a GET whose body is not sent; hyper leaves the body away.
pub(super) fn head(operations: &Operations, request: S3Request<HeadObjectInput>) -> Answer<HeadObjectOutput> {
    let got = get(operations, request.map_input(into_get))?;
    let output = HeadObjectOutput { content_length: got.output.content_length, ..Default::default() };
    Ok(S3Response::with_headers(output, got.headers))
}

fn into_get(input: HeadObjectInput) -> GetObjectInput {
    GetObjectInput {
        bucket: input.bucket,
        key: input.key,
        checksum_mode: input.checksum_mode,
        if_match: input.if_match,
        if_modified_since: input.if_modified_since,
        if_none_match: input.if_none_match,
        if_unmodified_since: input.if_unmodified_since,
        part_number: input.part_number,
        range: input.range,
        ..Default::default()
    }
}

/// In the order of RFC 9110: a matching `ETag` outweighs a time.
fn check_conditions(input: &GetObjectInput, meta: &ObjectMeta) -> S3Result<()> {
    let modified_after = |limit: &Timestamp| timestamp(meta.last_modified).is_some_and(|time| time > *limit);
    match (&input.if_match, &input.if_unmodified_since) {
        (Some(condition), _) if !matches(condition, &meta.etag) => return Err(precondition_failed("If-Match").into()),
        (None, Some(limit)) if modified_after(limit) => return Err(precondition_failed("If-Unmodified-Since").into()),
        _ => {}
    }
    let same = match (&input.if_none_match, &input.if_modified_since) {
        (Some(condition), _) => matches(condition, &meta.etag),
        (None, Some(limit)) => !modified_after(limit),
        (None, None) => false,
    };
    if same { Err(not_modified(meta)) } else { Ok(()) }
}

fn not_modified(meta: &ObjectMeta) -> S3Error {
    let mut error = S3Error::new(S3ErrorCode::NotModified);
    let mut headers = HeaderMap::new();
    insert(&mut headers, "etag", &format!("\"{}\"", meta.etag));
    insert(&mut headers, "last-modified", &http_date(meta.last_modified));
    error.set_headers(headers);
    error
}

fn invalid_range() -> ApiError {
    ApiError::new(StatusCode::RANGE_NOT_SATISFIABLE, "InvalidRange", "The requested range is not satisfiable")
}

/// An object that was not uploaded in parts is one part.
fn part_range(meta: &ObjectMeta, number: Option<i32>) -> ApiResult<Option<Range<u64>>> {
    let Some(number) = number else { return Ok(None) };
    if number == 1 && meta.parts.is_empty() {
        return Ok(Some(0..meta.size).filter(|range| !range.is_empty()));
    }
    let index = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    let found = index.and_then(|index| Some((meta.parts.get(..index)?.iter().sum(), meta.parts.get(index)?)));
    let range = found.map(|(start, size): (u64, &u64)| start..start + size);
    let text = "The requested partnumber is not satisfiable";
    range.map(Some).ok_or_else(|| ApiError::new(StatusCode::RANGE_NOT_SATISFIABLE, "InvalidPartNumber", text))
}

fn object_headers(meta: &ObjectMeta, range: Option<&Range<u64>>, uri: &Uri, checksums: bool) -> HeaderMap {
    let mut headers = HeaderMap::new();
    insert(&mut headers, "content-type", "binary/octet-stream");
    insert(&mut headers, "accept-ranges", "bytes");
    insert(&mut headers, "etag", &format!("\"{}\"", meta.etag));
    insert(&mut headers, "last-modified", &http_date(meta.last_modified));
    for (name, value) in meta.description.headers.iter().filter(|(_, value)| *value != "STANDARD") {
        insert(&mut headers, name, value);
    }
    for (name, value) in &meta.description.metadata {
        insert(&mut headers, &format!("x-amz-meta-{name}"), value);
    }
    insert_counts(&mut headers, meta);
    if checksums && range.is_none() {
        insert_checksums(&mut headers, meta);
    }
    if let Some(range) = range {
        insert(&mut headers, "content-range", &format!("bytes {}-{}/{}", range.start, range.end - 1, meta.size));
    }
    insert_overrides(&mut headers, uri);
    headers
}

fn insert_counts(headers: &mut HeaderMap, meta: &ObjectMeta) {
    for (name, count) in
        [("x-amz-tagging-count", meta.description.tags.len()), ("x-amz-mp-parts-count", meta.parts.len())]
    {
        if count > 0 {
            insert(headers, name, &count.to_string());
        }
    }
}

fn insert_checksums(headers: &mut HeaderMap, meta: &ObjectMeta) {
    for (name, value) in &meta.checksums {
        insert(headers, &format!("x-amz-checksum-{}", name.to_lowercase()), value);
    }
    insert(headers, "x-amz-checksum-type", "FULL_OBJECT");
}

/// `response-*` parameters stand in for the stored headers.
fn insert_overrides(headers: &mut HeaderMap, uri: &Uri) {
    const NAMES: [&str; 6] =
        ["cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires"];
    for pair in parse_query(uri.query().unwrap_or_default()) {
        let name = str::from_utf8(&pair.name).ok().and_then(|name| name.strip_prefix("response-"));
        if let Some(name) = name.filter(|name| NAMES.contains(name)) {
            insert(headers, name, &String::from_utf8_lossy(&pair.value));
        }
    }
}

/// What cannot be a header, such as a line break in metadata from a form, is left away.
fn insert(headers: &mut HeaderMap, name: &str, value: &str) {
    if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(value.as_bytes()))
    {
        headers.insert(name, value);
    }
}

fn http_date(seconds: i64) -> String {
    let mut text = Vec::new();
    if let Some(time) = timestamp(seconds) {
        // Writing to memory does not fail.
        let _ = time.format(TimestampFormat::HttpDate, &mut text);
    }
    String::from_utf8(text).unwrap_or_default()
}

/// A range of a file, piece by piece.
struct Chunks {
    file: File,
    left: u64,
}

impl Chunks {
    fn new(mut file: File, range: Range<u64>) -> io::Result<Self> {
        file.seek(SeekFrom::Start(range.start))?;
        Ok(Self { file, left: range.end - range.start })
    }

    fn read(&mut self) -> io::Result<Bytes> {
        let size = usize::try_from(self.left).unwrap_or(CHUNK).min(CHUNK);
        let mut buffer = vec![0; size];
        self.file.read_exact(&mut buffer)?;
        self.left -= size as u64;
        Ok(Bytes::from(buffer))
    }
}

impl Iterator for Chunks {
    type Item = io::Result<Bytes>;

    fn next(&mut self) -> Option<Self::Item> {
        (self.left > 0).then(|| self.read())
    }
}
