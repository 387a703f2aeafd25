//! Uploads in parts.

use std::collections::BTreeMap;

use s3s::dto::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, CompleteMultipartUploadInput, CompleteMultipartUploadOutput,
    CompletedPart, CreateMultipartUploadInput, CreateMultipartUploadOutput, ETag, ListMultipartUploadsInput,
    ListMultipartUploadsOutput, ListPartsInput, ListPartsOutput, MultipartUpload, StorageClass, UploadPartInput,
    UploadPartOutput,
};
use s3s::{S3Request, S3Response};

use super::describe::given;
use super::listing::Names;
use super::read::timestamp;
use super::{Answer, Operations, answer, bucket, describe, write};
use crate::error::{ApiError, ApiResult};
use crate::store::{Conditions, Expected, Named, Part};

const MOST: i32 = 1000;

pub(super) fn create(
    operations: &Operations,
    request: S3Request<CreateMultipartUploadInput>,
) -> Answer<CreateMultipartUploadOutput> {
    let input = request.input;
    let description = describe(&given(&request.headers))?;
    let upload = operations.store.start_upload(&input.bucket, &input.key, description)?;
    Ok(S3Response::new(CreateMultipartUploadOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(upload.id),
        checksum_algorithm: input.checksum_algorithm,
        ..Default::default()
    }))
}

pub(super) async fn upload_part(
    operations: &Operations,
    request: S3Request<UploadPartInput>,
) -> Answer<UploadPartOutput> {
    let input = request.input;
    let upload = operations.store.upload(&input.bucket, &input.key, &input.upload_id)?;
    let received = write::receive(&operations.store, &request.headers, input.body, request.trailing_headers).await?;
    let part = operations.store.add_part(&upload, input.part_number, &received)?;
    let sum = |name| part.checksums.get(name).cloned();
    Ok(S3Response::new(UploadPartOutput {
        e_tag: Some(ETag::Strong(part.etag.clone())),
        checksum_crc32: sum("CRC32"),
        checksum_crc32c: sum("CRC32C"),
        checksum_crc64nvme: sum("CRC64NVME"),
        checksum_sha1: sum("SHA1"),
        checksum_sha256: sum("SHA256"),
        ..Default::default()
    }))
}

pub(super) fn complete(
    operations: &Operations,
    request: S3Request<CompleteMultipartUploadInput>,
) -> Answer<CompleteMultipartUploadOutput> {
    let input = request.input;
    let upload = operations.store.upload(&input.bucket, &input.key, &input.upload_id)?;
    let parts = input.multipart_upload.and_then(|upload| upload.parts).unwrap_or_default();
    let named = parts.into_iter().map(named).collect::<ApiResult<Vec<_>>>()?;
    let conditions = Conditions { if_match: input.if_match, if_none_match: input.if_none_match };
    let meta = operations.store.complete_upload(&upload, &named, Expected::default(), &conditions)?;
    Ok(S3Response::new(CompleteMultipartUploadOutput {
        location: Some(format!("/{}/{}", input.bucket, crate::encode::encode(input.key.as_bytes(), true))),
        bucket: Some(input.bucket),
        key: Some(input.key),
        e_tag: Some(ETag::Strong(meta.etag)),
        checksum_crc64nvme: meta.checksums.get("CRC64NVME").cloned(),
        ..Default::default()
    }))
}

fn named(part: CompletedPart) -> ApiResult<Named> {
    let (Some(number), Some(etag)) = (part.part_number, part.e_tag) else {
        let text = "The XML you provided was not well-formed or did not validate against our published schema";
        return Err(ApiError::bad_request("MalformedXML", text));
    };
    let sums = [
        ("CRC32", part.checksum_crc32),
        ("CRC32C", part.checksum_crc32c),
        ("CRC64NVME", part.checksum_crc64nvme),
        ("SHA1", part.checksum_sha1),
        ("SHA256", part.checksum_sha256),
    ];
    let checksums: BTreeMap<_, _> = sums.into_iter().filter_map(|(name, sum)| Some((name.to_owned(), sum?))).collect();
    Ok(Named { number, etag: etag.into_value(), checksums })
}

pub(super) fn abort(
    operations: &Operations,
    request: S3Request<AbortMultipartUploadInput>,
) -> Answer<AbortMultipartUploadOutput> {
    let input = request.input;
    let upload = operations.store.upload(&input.bucket, &input.key, &input.upload_id)?;
    answer(operations.store.abort_upload(&upload).map(|()| AbortMultipartUploadOutput::default()))
}

pub(super) fn list_parts(operations: &Operations, request: S3Request<ListPartsInput>) -> Answer<ListPartsOutput> {
    let input = request.input;
    let upload = operations.store.upload(&input.bucket, &input.key, &input.upload_id)?;
    let after = input.part_number_marker.unwrap_or(0);
    let most = input.max_parts.unwrap_or(MOST).clamp(0, MOST);
    let stored = operations.store.parts(&upload)?;
    let mut left = stored.into_values().filter(|part| part.number > after);
    let listed: Vec<_> = left.by_ref().take(usize::try_from(most).unwrap_or_default()).collect();
    let truncated = most > 0 && left.next().is_some();
    Ok(S3Response::new(ListPartsOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(input.upload_id),
        is_truncated: Some(truncated),
        max_parts: Some(most),
        part_number_marker: Some(after),
        next_part_number_marker: listed.last().map(|part| part.number),
        parts: Some(listed.into_iter().map(part_entry).collect()),
        owner: Some(bucket::owner()),
        storage_class: Some(StorageClass::from_static(StorageClass::STANDARD)),
        ..Default::default()
    }))
}

fn part_entry(part: Part) -> s3s::dto::Part {
    s3s::dto::Part {
        part_number: Some(part.number),
        size: i64::try_from(part.size).ok(),
        e_tag: Some(ETag::Strong(part.etag)),
        last_modified: timestamp(part.last_modified),
        ..Default::default()
    }
}

/// All on one page: as many as a developer has.
pub(super) fn list_uploads(
    operations: &Operations,
    request: S3Request<ListMultipartUploadsInput>,
) -> Answer<ListMultipartUploadsOutput> {
    let input = request.input;
    let prefix = input.prefix.clone().unwrap_or_default();
    let names = Names::of(input.encoding_type.as_ref());
    let found = operations.store.uploads(&input.bucket)?.into_iter().filter(|upload| upload.key.starts_with(&prefix));
    let uploads = found.map(|upload| MultipartUpload {
        key: Some(names.write(&upload.key)),
        initiated: timestamp(upload.initiated),
        upload_id: Some(upload.id),
        owner: Some(bucket::owner()),
        storage_class: Some(StorageClass::from_static(StorageClass::STANDARD)),
        ..Default::default()
    });
    Ok(S3Response::new(ListMultipartUploadsOutput {
        uploads: Some(uploads.collect()),
        bucket: Some(input.bucket),
        prefix: input.prefix.as_deref().map(|prefix| names.write(prefix)),
        encoding_type: input.encoding_type,
        is_truncated: Some(false),
        max_uploads: Some(MOST),
        ..Default::default()
    }))
}
