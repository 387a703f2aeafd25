//! An object's tags.

use s3s::dto::{
    DeleteObjectTaggingInput, DeleteObjectTaggingOutput, GetObjectTaggingInput, GetObjectTaggingOutput,
    PutObjectTaggingInput, PutObjectTaggingOutput, Tag, TagSet, Tagging,
};
use s3s::xml::{Deserialize as _, Deserializer};
use s3s::{S3Request, S3Response};

use super::describe::check_tags;
use super::{Answer, Operations, answer};
use crate::error::{ApiError, ApiResult};

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
    let done = set(operations, &input.bucket, &input.key, pairs(input.tagging.tag_set));
    answer(done.map(|()| PutObjectTaggingOutput::default()))
}

pub(super) fn delete(
    operations: &Operations,
    request: S3Request<DeleteObjectTaggingInput>,
) -> Answer<DeleteObjectTaggingOutput> {
    let done = set(operations, &request.input.bucket, &request.input.key, Vec::new());
    answer(done.map(|()| DeleteObjectTaggingOutput::default()))
}

/// The tags that a form has, in XML.
pub(crate) fn parse(xml: &str) -> ApiResult<Vec<(String, String)>> {
    let error = |_| {
        let text = "The XML you provided was not well-formed or did not validate against our published schema";
        ApiError::bad_request("MalformedXML", text)
    };
    let mut reader = Deserializer::new(xml.as_bytes());
    let tagging = Tagging::deserialize(&mut reader).map_err(error)?;
    reader.expect_eof().map_err(error)?;
    check_tags(pairs(tagging.tag_set))
}

fn pairs(tags: TagSet) -> Vec<(String, String)> {
    tags.into_iter().map(|tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default())).collect()
}

fn set(operations: &Operations, bucket: &str, key: &str, tags: Vec<(String, String)>) -> ApiResult<()> {
    let tags = check_tags(tags)?;
    let mut meta = operations.store.get(bucket, key)?;
    meta.description.tags = tags;
    operations.store.describe(bucket, &meta)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_a_form_are_xml() {
        let xml = "<Tagging><TagSet><Tag><Key>a b</Key><Value>&#60;&amp;&#233;</Value></Tag></TagSet></Tagging>";
        assert_eq!(parse(xml).unwrap(), [("a b".to_owned(), "<&é".to_owned())]);
        for bad in ["", "a=b", "<Tagging>", "<Other/>"] {
            assert_eq!(parse(bad).unwrap_err().code, "MalformedXML", "{bad}");
        }
        let twice = xml.replace("</TagSet>", "<Tag><Key>a b</Key><Value/></Tag></TagSet>");
        assert_eq!(parse(&twice).unwrap_err().code, "InvalidTag");
    }
}
