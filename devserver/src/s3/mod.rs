//! The operations, behind s3s, which reads requests and writes answers. Unknown ones are its `NotImplemented`.

#![allow(clippy::needless_pass_by_value, reason = "every operation takes its request, whether it uses it up or not")]

mod attributes;
mod bucket;
mod copy;
mod describe;
mod listing;
mod multipart;
mod read;
mod tagging;
mod write;

use std::sync::Arc;

use async_trait::async_trait;
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::{S3Auth, SecretKey};
use s3s::dto;
use s3s::host::{S3Host, VirtualHost};
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{S3, S3Error, S3ErrorCode, S3Request, S3Response, S3Result};

pub(crate) use describe::{Given, describe, expected, given};
pub(crate) use tagging::parse as parse_tagging;

use crate::error::ApiResult;
use crate::store::Store;
use crate::users::Users;

/// The part of a virtual host after the bucket.
const DOMAIN: &str = ".s3.localhost";

pub(crate) struct Operations {
    store: Arc<Store>,
    region: String,
}

pub(crate) fn service(store: Arc<Store>, users: Arc<Users>, region: String) -> S3Service {
    let mut builder = S3ServiceBuilder::new(Operations { store, region });
    builder.set_host(Host);
    builder.set_auth(Secrets(users));
    builder.set_access(Checked);
    builder.build()
}

/// The bucket a `Host` header names, if it names one.
pub(crate) fn virtual_bucket(host: &str) -> Option<&str> {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name.strip_suffix(DOMAIN)
}

struct Host;

impl S3Host for Host {
    fn parse_host_header<'a>(&'a self, host: &'a str) -> S3Result<VirtualHost<'a>> {
        let virtual_host = VirtualHost::new(host);
        Ok(match virtual_bucket(host) {
            Some(bucket) => virtual_host.with_bucket(bucket),
            None => virtual_host,
        })
    }
}

/// Every request has been checked before s3s sees it; it verifies only the chunks of aws-chunked bodies.
struct Checked;

#[async_trait]
impl S3Access for Checked {
    async fn check(&self, _: &mut S3AccessContext<'_>) -> S3Result<()> {
        Ok(())
    }
}

struct Secrets(Arc<Users>);

#[async_trait]
impl S3Auth for Secrets {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        let secret = self.0.secret_alone(access_key);
        secret.map(SecretKey::from).ok_or_else(|| S3Error::new(S3ErrorCode::InvalidAccessKeyId))
    }
}

type Answer<T> = S3Result<S3Response<T>>;

fn answer<T>(output: ApiResult<T>) -> Answer<T> {
    Ok(S3Response::new(output?))
}

/// Each operation is in the module of its kind.
macro_rules! operations {
    (
        without_body { $($name:ident($input:ident) -> $output:ident = $function:path;)* }
        with_body { $($name_2:ident($input_2:ident) -> $output_2:ident = $function_2:path;)* }
    ) => {
        #[async_trait]
        impl S3 for Operations {
            $(async fn $name(&self, request: S3Request<dto::$input>) -> Answer<dto::$output> {
                $function(self, request)
            })*
            $(async fn $name_2(&self, request: S3Request<dto::$input_2>) -> Answer<dto::$output_2> {
                $function_2(self, request).await
            })*
        }
    };
}

operations! {
    without_body {
        list_buckets(ListBucketsInput) -> ListBucketsOutput = bucket::list;
        create_bucket(CreateBucketInput) -> CreateBucketOutput = bucket::create;
        delete_bucket(DeleteBucketInput) -> DeleteBucketOutput = bucket::delete;
        head_bucket(HeadBucketInput) -> HeadBucketOutput = bucket::head;
        get_bucket_location(GetBucketLocationInput) -> GetBucketLocationOutput = bucket::location;
        list_objects(ListObjectsInput) -> ListObjectsOutput = listing::version_1;
        list_objects_v2(ListObjectsV2Input) -> ListObjectsV2Output = listing::version_2;
        get_object(GetObjectInput) -> GetObjectOutput = read::get;
        head_object(HeadObjectInput) -> HeadObjectOutput = read::head;
        get_object_attributes(GetObjectAttributesInput) -> GetObjectAttributesOutput = attributes::attributes;
        delete_object(DeleteObjectInput) -> DeleteObjectOutput = write::delete;
        delete_objects(DeleteObjectsInput) -> DeleteObjectsOutput = write::delete_many;
        copy_object(CopyObjectInput) -> CopyObjectOutput = copy::copy;
        upload_part_copy(UploadPartCopyInput) -> UploadPartCopyOutput = copy::copy_part;
        create_multipart_upload(CreateMultipartUploadInput) -> CreateMultipartUploadOutput = multipart::create;
        complete_multipart_upload(CompleteMultipartUploadInput) -> CompleteMultipartUploadOutput = multipart::complete;
        abort_multipart_upload(AbortMultipartUploadInput) -> AbortMultipartUploadOutput = multipart::abort;
        list_parts(ListPartsInput) -> ListPartsOutput = multipart::list_parts;
        list_multipart_uploads(ListMultipartUploadsInput) -> ListMultipartUploadsOutput = multipart::list_uploads;
        get_object_tagging(GetObjectTaggingInput) -> GetObjectTaggingOutput = tagging::get;
        put_object_tagging(PutObjectTaggingInput) -> PutObjectTaggingOutput = tagging::put;
        delete_object_tagging(DeleteObjectTaggingInput) -> DeleteObjectTaggingOutput = tagging::delete;
    }
    with_body {
        put_object(PutObjectInput) -> PutObjectOutput = write::put;
        upload_part(UploadPartInput) -> UploadPartOutput = multipart::upload_part;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_virtual_host_names_its_bucket() {
        assert_eq!(virtual_bucket("a.b.s3.localhost:9000"), Some("a.b"));
        assert_eq!(virtual_bucket("bucket.s3.localhost"), Some("bucket"));
        for path_style in ["127.0.0.1:9000", "localhost:9000", "s3.localhost:9000", "bucket.example"] {
            assert_eq!(virtual_bucket(path_style), None, "{path_style}");
        }
    }
}
