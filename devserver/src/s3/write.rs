//! `PutObject`, `DeleteObject` and `DeleteObjects`.

use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use hyper::HeaderMap;
use s3s::dto::{
    DeleteObjectInput, DeleteObjectOutput, DeleteObjectsInput, DeleteObjectsOutput, DeletedObject, ETag, ETagCondition,
    Error, ObjectIdentifier, PutObjectInput, PutObjectOutput, StreamingBlob,
};
use s3s::{S3Request, S3Response, TrailingHeaders};

use super::describe::{content_length, given};
use super::{Answer, Operations, answer, describe, expected};
use crate::error::{ApiError, ApiResult};
use crate::store::{Conditions, ObjectMeta, Received, Store};

pub(super) async fn put(operations: &Operations, request: S3Request<PutObjectInput>) -> Answer<PutObjectOutput> {
    let input = request.input;
    operations.store.check_bucket(&input.bucket)?;
    let description = describe(&given(&request.headers))?;
    let received = receive(&operations.store, &request.headers, input.body, request.trailing_headers).await?;
    let meta = ObjectMeta::new(&input.key, &received, description);
    let conditions = Conditions { if_match: input.if_match, if_none_match: input.if_none_match };
    operations.store.commit(&input.bucket, &received, &meta, &conditions)?;
    let sum = |name| meta.checksums.get(name).cloned();
    Ok(S3Response::new(PutObjectOutput {
        e_tag: Some(ETag::Strong(meta.etag.clone())),
        checksum_crc32: sum("CRC32"),
        checksum_crc32c: sum("CRC32C"),
        checksum_crc64nvme: sum("CRC64NVME"),
        checksum_sha1: sum("SHA1"),
        checksum_sha256: sum("SHA256"),
        ..Default::default()
    }))
}

/// Takes a body to a temporary file, and refuses one that is not what the headers promised.
pub(super) async fn receive(
    store: &Store,
    headers: &HeaderMap,
    body: Option<StreamingBlob>,
    trailers: Option<TrailingHeaders>,
) -> ApiResult<Received> {
    let mut incoming = store.receive(expected(&given(headers), content_length(headers))?)?;
    if let Some(mut body) = body {
        while let Some(bytes) = next(&mut body).await? {
            incoming.write(&bytes)?;
        }
    }
    let trailers = trailers.and_then(|trailers| trailers.take()).unwrap_or_default();
    for (name, value) in &trailers {
        let algorithm = name.as_str().strip_prefix("x-amz-checksum-");
        if let (Some(algorithm), Ok(value)) = (algorithm, value.to_str()) {
            incoming.expect_checksum(&algorithm.to_uppercase(), value);
        }
    }
    incoming.finish()
}

async fn next<E: std::fmt::Display>(
    body: &mut (impl Stream<Item = Result<Bytes, E>> + Unpin),
) -> ApiResult<Option<Bytes>> {
    body.next().await.transpose().map_err(|error| broken_body(&error.to_string()))
}

/// s3s tells of a wrong chunk signature only in words.
fn broken_body(error: &str) -> ApiError {
    if error.contains("SignatureMismatch") {
        let text = "The request signature we calculated does not match the signature you provided. Check your key \
                    and signing method.";
        return ApiError::forbidden("SignatureDoesNotMatch", text);
    }
    let text = "You did not provide the number of bytes specified by the Content-Length HTTP header";
    ApiError::bad_request("IncompleteBody", text)
}

pub(super) fn delete(operations: &Operations, request: S3Request<DeleteObjectInput>) -> Answer<DeleteObjectOutput> {
    let input = request.input;
    let done = operations.store.delete(&input.bucket, &input.key, input.if_match);
    answer(done.map(|()| DeleteObjectOutput::default()))
}

pub(super) fn delete_many(
    operations: &Operations,
    request: S3Request<DeleteObjectsInput>,
) -> Answer<DeleteObjectsOutput> {
    let input = request.input;
    operations.store.check_bucket(&input.bucket)?;
    if input.delete.objects.len() > 1000 {
        let text = "The XML you provided was not well-formed or did not validate against our published schema";
        return Err(ApiError::bad_request("MalformedXML", text).into());
    }
    let (mut deleted, mut errors) = (Vec::new(), Vec::new());
    for object in input.delete.objects {
        match delete_one(&operations.store, &input.bucket, &object) {
            Ok(()) => deleted.push(DeletedObject { key: Some(object.key), ..Default::default() }),
            Err(error) => errors.push(Error {
                code: Some(error.code.to_owned()),
                key: Some(object.key),
                message: Some(error.message),
                version_id: None,
            }),
        }
    }
    let deleted = Some(deleted).filter(|_| !input.delete.quiet.unwrap_or(false));
    Ok(S3Response::new(DeleteObjectsOutput { deleted, errors: Some(errors), ..Default::default() }))
}

fn delete_one(store: &Store, bucket: &str, object: &ObjectIdentifier) -> ApiResult<()> {
    store.delete(bucket, &object.key, object.e_tag.clone().map(ETagCondition::ETag))
}
