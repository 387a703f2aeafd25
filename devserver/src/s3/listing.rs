//! `ListObjects` and `ListObjectsV2`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use s3s::dto::{
    CommonPrefix, ETag, EncodingType, ListObjectsInput, ListObjectsOutput, ListObjectsV2Input, ListObjectsV2Output,
    Object, ObjectStorageClass,
};
use s3s::{S3Request, S3Response};

use super::{Answer, Operations, bucket};
use crate::encode::encode_listed;
use crate::error::{ApiError, ApiResult};
use crate::store::{Asked, Item, ObjectMeta, page};

const MOST: i32 = 1000;

/// How names are written in the answer. Encoded, a key may have characters that XML has not.
#[derive(Clone, Copy)]
pub(super) struct Names {
    url: bool,
}

impl Names {
    pub(super) fn of(encoding_type: Option<&EncodingType>) -> Self {
        Self { url: encoding_type.is_some_and(|encoding| encoding.as_str() == EncodingType::URL) }
    }

    pub(super) fn write(self, name: &str) -> String {
        if self.url { encode_listed(name) } else { name.to_owned() }
    }
}

struct Page {
    contents: Vec<Object>,
    common_prefixes: Vec<CommonPrefix>,
    /// The name the next page starts after.
    next: Option<String>,
}

impl Page {
    fn read(operations: &Operations, bucket: &str, asked: &Asked<'_>, names: Names, owner: bool) -> ApiResult<Self> {
        let objects = operations.store.objects(bucket)?;
        let keys: Vec<_> = objects.iter().map(|meta| meta.key.as_str()).collect();
        let (items, next) = page(&keys, asked);
        let mut found = Self { contents: Vec::new(), common_prefixes: Vec::new(), next: next.map(str::to_owned) };
        for item in items {
            match item {
                Item::Key(index) => found.contents.extend(objects.get(index).map(|meta| entry(meta, names, owner))),
                Item::CommonPrefix(prefix) => {
                    found.common_prefixes.push(CommonPrefix { prefix: Some(names.write(prefix)) });
                }
            }
        }
        Ok(found)
    }

    fn len(&self) -> i32 {
        i32::try_from(self.contents.len() + self.common_prefixes.len()).unwrap_or(MOST)
    }
}

fn entry(meta: &ObjectMeta, names: Names, owner: bool) -> Object {
    let class = meta.description.headers.get("x-amz-storage-class").map_or("STANDARD", String::as_str);
    Object {
        key: Some(names.write(&meta.key)),
        size: i64::try_from(meta.size).ok(),
        e_tag: Some(ETag::Strong(meta.etag.clone())),
        last_modified: super::read::timestamp(meta.last_modified),
        storage_class: Some(ObjectStorageClass::from(class.to_owned())),
        owner: owner.then(bucket::owner),
        ..Default::default()
    }
}

fn max_keys(asked: Option<i32>) -> ApiResult<usize> {
    let error =
        |_| ApiError::bad_request("InvalidArgument", "Argument maxKeys must be an integer between 0 and 2147483647");
    usize::try_from(asked.unwrap_or(MOST).min(MOST)).map_err(error)
}

pub(super) fn version_2(
    operations: &Operations,
    request: S3Request<ListObjectsV2Input>,
) -> Answer<ListObjectsV2Output> {
    let input = request.input;
    let token = input.continuation_token.as_deref().map(read_token).transpose()?;
    let asked = Asked {
        prefix: input.prefix.as_deref().unwrap_or_default(),
        delimiter: input.delimiter.as_deref().unwrap_or_default(),
        after: token.as_deref().or(input.start_after.as_deref()).unwrap_or_default(),
        max_keys: max_keys(input.max_keys)?,
    };
    let names = Names::of(input.encoding_type.as_ref());
    let owner = input.fetch_owner.unwrap_or(false);
    let page = Page::read(operations, &input.bucket, &asked, names, owner)?;
    Ok(S3Response::new(ListObjectsV2Output {
        key_count: Some(page.len()),
        is_truncated: Some(page.next.is_some()),
        next_continuation_token: page.next.map(|name| BASE64.encode(name)),
        contents: Some(page.contents),
        common_prefixes: Some(page.common_prefixes),
        name: Some(input.bucket),
        prefix: Some(names.write(asked.prefix)),
        delimiter: input.delimiter.as_deref().map(|text| names.write(text)),
        start_after: input.start_after.as_deref().map(|text| names.write(text)),
        max_keys: i32::try_from(asked.max_keys).ok(),
        continuation_token: input.continuation_token,
        encoding_type: input.encoding_type,
        ..Default::default()
    }))
}

fn read_token(token: &str) -> ApiResult<String> {
    let name = BASE64.decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    name.ok_or_else(|| ApiError::bad_request("InvalidArgument", "The continuation token provided is incorrect"))
}

pub(super) fn version_1(operations: &Operations, request: S3Request<ListObjectsInput>) -> Answer<ListObjectsOutput> {
    let input = request.input;
    let asked = Asked {
        prefix: input.prefix.as_deref().unwrap_or_default(),
        delimiter: input.delimiter.as_deref().unwrap_or_default(),
        after: input.marker.as_deref().unwrap_or_default(),
        max_keys: max_keys(input.max_keys)?,
    };
    let names = Names::of(input.encoding_type.as_ref());
    let page = Page::read(operations, &input.bucket, &asked, names, true)?;
    // Without a delimiter the last key is the marker, and S3 says no more of it.
    let next_marker = page.next.as_deref().filter(|_| !asked.delimiter.is_empty()).map(|name| names.write(name));
    Ok(S3Response::new(ListObjectsOutput {
        is_truncated: Some(page.next.is_some()),
        next_marker,
        contents: Some(page.contents),
        common_prefixes: Some(page.common_prefixes),
        name: Some(input.bucket),
        prefix: Some(names.write(asked.prefix)),
        marker: Some(names.write(asked.after)),
        delimiter: input.delimiter.as_deref().map(|text| names.write(text)),
        max_keys: i32::try_from(asked.max_keys).ok(),
        encoding_type: input.encoding_type,
        ..Default::default()
    }))
}
