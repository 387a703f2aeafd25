//! `GetObjectAttributes`.

use s3s::dto::{
    Checksum, ETag, GetObjectAttributesInput, GetObjectAttributesOutput, GetObjectAttributesParts, ObjectPart,
    StorageClass,
};
use s3s::{S3Request, S3Response};

use super::read::timestamp;
use super::{Answer, Operations};
use crate::store::ObjectMeta;

pub(super) fn attributes(
    operations: &Operations,
    request: S3Request<GetObjectAttributesInput>,
) -> Answer<GetObjectAttributesOutput> {
    let input = request.input;
    let meta = operations.store.get(&input.bucket, &input.key)?;
    // s3s leaves a list in one header as it is.
    let given = input.object_attributes.iter().flat_map(|list| list.as_str().split(','));
    let given: Vec<_> = given.map(str::trim).collect();
    let asked = |name| given.contains(&name);
    let class = meta.description.headers.get("x-amz-storage-class").map_or("STANDARD", String::as_str);
    Ok(S3Response::new(GetObjectAttributesOutput {
        e_tag: asked("ETag").then(|| ETag::Strong(meta.etag.clone())),
        object_size: asked("ObjectSize").then(|| i64::try_from(meta.size).ok()).flatten(),
        storage_class: asked("StorageClass").then(|| StorageClass::from(class.to_owned())),
        checksum: asked("Checksum").then(|| checksum(&meta)),
        object_parts: (asked("ObjectParts") && !meta.parts.is_empty()).then(|| parts(&meta)),
        last_modified: timestamp(meta.last_modified),
        ..Default::default()
    }))
}

fn checksum(meta: &ObjectMeta) -> Checksum {
    let sum = |name| meta.checksums.get(name).cloned();
    Checksum {
        checksum_crc32: sum("CRC32"),
        checksum_crc32c: sum("CRC32C"),
        checksum_crc64nvme: sum("CRC64NVME"),
        checksum_sha1: sum("SHA1"),
        checksum_sha256: sum("SHA256"),
        ..Default::default()
    }
}

fn parts(meta: &ObjectMeta) -> GetObjectAttributesParts {
    let part = |(number, size): (i32, &u64)| ObjectPart {
        part_number: Some(number),
        size: i64::try_from(*size).ok(),
        ..Default::default()
    };
    GetObjectAttributesParts {
        parts: Some((1..).zip(&meta.parts).map(part).collect()),
        total_parts_count: i32::try_from(meta.parts.len()).ok(),
        is_truncated: Some(false),
        ..Default::default()
    }
}
