//! `If-Match` and `If-None-Match`.

use hyper::StatusCode;
use s3s::dto::{ETag, ETagCondition};

use super::ObjectMeta;
use super::object::no_such_key;
use crate::error::{ApiError, ApiResult};

/// Of a write.
#[derive(Debug, Default)]
pub(crate) struct Conditions {
    pub(crate) if_match: Option<ETagCondition>,
    pub(crate) if_none_match: Option<ETagCondition>,
}

impl Conditions {
    pub(super) fn check(&self, old: Option<&ObjectMeta>) -> ApiResult<()> {
        match &self.if_none_match {
            Some(ETagCondition::Any) if old.is_some() => return Err(precondition_failed("If-None-Match")),
            Some(ETagCondition::ETag(_)) => {
                let text = "A header you provided implies functionality that is not implemented";
                return Err(ApiError::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", text));
            }
            _ => {}
        }
        match (&self.if_match, old) {
            (Some(_), None) => Err(no_such_key()),
            (Some(condition), Some(old)) if !matches(condition, &old.etag) => Err(precondition_failed("If-Match")),
            _ => Ok(()),
        }
    }
}

/// Whether an `ETag` condition names this object.
pub(crate) fn matches(condition: &ETagCondition, etag: &str) -> bool {
    match condition {
        ETagCondition::Any => true,
        ETagCondition::ETag(ETag::Strong(value) | ETag::Weak(value)) => value == etag,
    }
}

pub(crate) fn precondition_failed(condition: &'static str) -> ApiError {
    let text = "At least one of the pre-conditions you specified did not hold";
    ApiError::new(StatusCode::PRECONDITION_FAILED, "PreconditionFailed", text).with("Condition", condition)
}
