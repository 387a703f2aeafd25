//! `CopyObject` and `UploadPartCopy`.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

use s3s::dto::{
    CopyObjectInput, CopyObjectOutput, CopyObjectResult, CopyPartResult, CopySource, ETag, ETagCondition, Range,
    Timestamp, UploadPartCopyInput, UploadPartCopyOutput,
};
use s3s::{S3Request, S3Response};

use super::describe::given;
use super::read::timestamp;
use super::{Answer, Operations, describe};
use crate::error::{ApiError, ApiResult};
use crate::store::{Conditions, Description, Expected, ObjectMeta, Received, Store, matches, precondition_failed};

/// The conditions on the source.
struct SourceConditions<'a> {
    matching: Option<&'a ETagCondition>,
    none_matching: Option<&'a ETagCondition>,
    modified_since: Option<&'a Timestamp>,
    unmodified_since: Option<&'a Timestamp>,
}

impl SourceConditions<'_> {
    fn check(&self, meta: &ObjectMeta) -> ApiResult<()> {
        let newer = |limit: &Timestamp| timestamp(meta.last_modified).is_some_and(|time| time > *limit);
        let held = match (self.matching, self.unmodified_since) {
            (Some(condition), _) => matches(condition, &meta.etag),
            (None, limit) => !limit.is_some_and(newer),
        };
        let other = match (self.none_matching, self.modified_since) {
            (Some(condition), _) => !matches(condition, &meta.etag),
            (None, limit) => limit.is_none_or(newer),
        };
        if held && other { Ok(()) } else { Err(precondition_failed("x-amz-copy-source-If-*")) }
    }
}

fn source_name(source: &CopySource) -> ApiResult<(&str, &str)> {
    match source {
        CopySource::Bucket { bucket, key, version_id: None } => Ok((bucket, key)),
        _ => Err(ApiError::bad_request("InvalidArgument", "Invalid copy source object key")),
    }
}

pub(super) fn copy(operations: &Operations, request: S3Request<CopyObjectInput>) -> Answer<CopyObjectOutput> {
    let input = &request.input;
    let (source_bucket, source_key) = source_name(&input.copy_source)?;
    operations.store.check_bucket(&input.bucket)?;
    let (source, file) = operations.store.open_object(source_bucket, source_key)?;
    let conditions = SourceConditions {
        matching: input.copy_source_if_match.as_ref(),
        none_matching: input.copy_source_if_none_match.as_ref(),
        modified_since: input.copy_source_if_modified_since.as_ref(),
        unmodified_since: input.copy_source_if_unmodified_since.as_ref(),
    };
    conditions.check(&source)?;
    let given = describe(&given(&request.headers))?;
    let description = choose_description(input, &source, given)?;
    let received = copy_bytes(&operations.store, file, 0, source.size)?;
    let meta = ObjectMeta::new(&input.key, &received, description);
    operations.store.commit(&input.bucket, &received, &meta, &Conditions::default())?;
    let result = CopyObjectResult {
        e_tag: Some(ETag::Strong(meta.etag)),
        last_modified: timestamp(meta.last_modified),
        ..Default::default()
    };
    Ok(S3Response::new(CopyObjectOutput { copy_object_result: Some(result), ..Default::default() }))
}

/// The directives say whether headers and tags are the source's or the request's.
fn choose_description(input: &CopyObjectInput, source: &ObjectMeta, given: Description) -> ApiResult<Description> {
    let replace = input.metadata_directive.as_ref().is_some_and(|directive| directive.as_str() == "REPLACE");
    let replace_tags = input.tagging_directive.as_ref().is_some_and(|directive| directive.as_str() == "REPLACE");
    let itself = source_name(&input.copy_source)? == (input.bucket.as_str(), input.key.as_str());
    if itself && !replace && input.storage_class.is_none() {
        let text = "This copy request is illegal because it is trying to copy an object to itself without changing the \
                    object's metadata, storage class, website redirect location or encryption attributes.";
        return Err(ApiError::bad_request("InvalidRequest", text));
    }
    let class = given.headers.get("x-amz-storage-class").cloned();
    let tags = if replace_tags { given.tags } else { source.description.tags.clone() };
    let (mut headers, metadata) = if replace {
        (given.headers, given.metadata)
    } else {
        (source.description.headers.clone(), source.description.metadata.clone())
    };
    // A copy's class is never the source's.
    headers.remove("x-amz-storage-class");
    headers.extend(class.map(|class| ("x-amz-storage-class".to_owned(), class)));
    Ok(Description { headers, metadata, tags })
}

fn copy_bytes(store: &Store, mut file: File, start: u64, size: u64) -> ApiResult<Received> {
    let mut incoming = store.receive(Expected { size: Some(size), ..Expected::default() })?;
    file.seek(SeekFrom::Start(start))?;
    let mut source = file.take(size);
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let read = source.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        incoming.write(bytes)?;
    }
    incoming.finish()
}

pub(super) fn copy_part(
    operations: &Operations,
    request: S3Request<UploadPartCopyInput>,
) -> Answer<UploadPartCopyOutput> {
    let input = &request.input;
    let upload = operations.store.upload(&input.bucket, &input.key, &input.upload_id)?;
    let (source_bucket, source_key) = source_name(&input.copy_source)?;
    let (source, file) = operations.store.open_object(source_bucket, source_key)?;
    let conditions = SourceConditions {
        matching: input.copy_source_if_match.as_ref(),
        none_matching: input.copy_source_if_none_match.as_ref(),
        modified_since: input.copy_source_if_modified_since.as_ref(),
        unmodified_since: input.copy_source_if_unmodified_since.as_ref(),
    };
    conditions.check(&source)?;
    let (start, size) = source_range(input.copy_source_range.as_deref(), source.size)?;
    let received = copy_bytes(&operations.store, file, start, size)?;
    let part = operations.store.add_part(&upload, input.part_number, &received)?;
    let result = CopyPartResult {
        e_tag: Some(ETag::Strong(part.etag)),
        last_modified: timestamp(part.last_modified),
        ..Default::default()
    };
    Ok(S3Response::new(UploadPartCopyOutput { copy_part_result: Some(result), ..Default::default() }))
}

/// Where it starts and how long it is. Unlike a GET's, the range must be whole and inside the object.
fn source_range(range: Option<&str>, size: u64) -> ApiResult<(u64, u64)> {
    let Some(text) = range else { return Ok((0, size)) };
    match Range::parse(text) {
        Ok(Range::Int { first, last: Some(last) }) if first <= last && last < size => Ok((first, last - first + 1)),
        _ => {
            let text = "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are \
                        the zero-based offsets of the first and last bytes to copy";
            Err(ApiError::bad_request("InvalidArgument", text))
        }
    }
}
