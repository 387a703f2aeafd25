//! Operations on buckets.

use s3s::dto::{
    Bucket, BucketLocationConstraint, CreateBucketInput, CreateBucketOutput, DeleteBucketInput, DeleteBucketOutput,
    GetBucketLocationInput, GetBucketLocationOutput, HeadBucketInput, HeadBucketOutput, ListBucketsInput,
    ListBucketsOutput, Owner,
};
use s3s::{S3Request, S3Response};

use super::{Answer, Operations, answer};
use crate::error::ApiResult;

pub(super) fn owner() -> Owner {
    Owner { display_name: Some("edgesign".to_owned()), id: Some("edgesign".to_owned()) }
}

pub(super) fn list(operations: &Operations, _: S3Request<ListBucketsInput>) -> Answer<ListBucketsOutput> {
    let buckets = operations.store.buckets()?.into_iter().map(|(name, created)| Bucket {
        name: Some(name),
        creation_date: Some(created.into()),
        bucket_region: None,
    });
    let buckets = Some(buckets.collect());
    Ok(S3Response::new(ListBucketsOutput { buckets, owner: Some(owner()), ..Default::default() }))
}

pub(super) fn create(operations: &Operations, request: S3Request<CreateBucketInput>) -> Answer<CreateBucketOutput> {
    let bucket = request.input.bucket;
    let made = operations.store.create_bucket(&bucket);
    answer(made.map(|()| CreateBucketOutput { location: Some(format!("/{bucket}")) }))
}

pub(super) fn delete(operations: &Operations, request: S3Request<DeleteBucketInput>) -> Answer<DeleteBucketOutput> {
    answer(operations.store.delete_bucket(&request.input.bucket).map(|()| DeleteBucketOutput {}))
}

pub(super) fn head(operations: &Operations, request: S3Request<HeadBucketInput>) -> Answer<HeadBucketOutput> {
    let found = operations.store.check_bucket(&request.input.bucket);
    let bucket_region = Some(operations.region.clone());
    answer(found.map(|()| HeadBucketOutput { bucket_region, ..Default::default() }))
}

pub(super) fn location(
    operations: &Operations,
    request: S3Request<GetBucketLocationInput>,
) -> Answer<GetBucketLocationOutput> {
    let found: ApiResult<()> = operations.store.check_bucket(&request.input.bucket);
    // us-east-1 is told by saying nothing.
    let region = Some(operations.region.clone()).filter(|region| region != "us-east-1");
    let location_constraint = region.map(BucketLocationConstraint::from);
    answer(found.map(|()| GetBucketLocationOutput { location_constraint }))
}
