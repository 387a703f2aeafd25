//! An object's tags.

use s3s::dto::{
    DeleteObjectTaggingInput, DeleteObjectTaggingOutput, GetObjectTaggingInput, GetObjectTaggingOutput,
    PutObjectTaggingInput, PutObjectTaggingOutput, Tag,
};
use s3s::{S3Request, S3Response};

use super::describe::check_tags;
use super::{Answer, Operations, answer};
use crate::error::ApiResult;

pub(super) fn get(
    operations: &Operations,
    request: S3Request<GetObjectTaggingInput>,
) -> Answer<GetObjectTaggingOutput> {
    let meta = operations.store.get(&request.input.bucket, &request.input.key)?;
    let tags = meta.description.tags.into_iter().map(|(key, value)| Tag { key: Some(key), value: Some(value) });
    Ok(S3Response::new(GetObjectTaggingOutput { tag_set: tags.collect(), version_id: None }))
}

pub(super) fn put(
    operations: &Operations,
    request: S3Request<PutObjectTaggingInput>,
) -> Answer<PutObjectTaggingOutput> {
    let input = request.input;
    let tags = input.tagging.tag_set.into_iter();
    let tags = tags.map(|tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default())).collect();
    let done = set(operations, &input.bucket, &input.key, tags);
    answer(done.map(|()| PutObjectTaggingOutput::default()))
}

pub(super) fn delete(
    operations: &Operations,
    request: S3Request<DeleteObjectTaggingInput>,
) -> Answer<DeleteObjectTaggingOutput> {
    let done = set(operations, &request.input.bucket, &request.input.key, Vec::new());
    answer(done.map(|()| DeleteObjectTaggingOutput::default()))
}

fn set(operations: &Operations, bucket: &str, key: &str, tags: Vec<(String, String)>) -> ApiResult<()> {
    let tags = check_tags(tags)?;
    let mut meta = operations.store.get(bucket, key)?;
    meta.description.tags = tags;
    operations.store.describe(bucket, &meta)
}
