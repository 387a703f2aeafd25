//! A signature in the `Authorization` header.

use hyper::HeaderMap;
use hyper::header::AUTHORIZATION;
use time::{Duration, OffsetDateTime};

use super::rules::Signature;
use super::scope::{Origin, Scope};
use super::sigv4::ALGORITHM;
use crate::error::{ApiError, ApiResult};
use crate::when::iso;

/// How far apart this server's and a signer's clocks may be.
const SKEW: Duration = Duration::minutes(15);

pub(super) fn parse<'a>(headers: &'a HeaderMap, region: &str, now: OffsetDateTime) -> ApiResult<Signature<'a>> {
    let authorization = text(headers, AUTHORIZATION.as_str()).unwrap_or_default();
    let Some(fields) = authorization.strip_prefix(ALGORITHM).filter(|rest| rest.starts_with(' ')) else {
        let message = "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.";
        return Err(ApiError::bad_request("InvalidRequest", message));
    };
    let field = |name| find(fields, name).ok_or_else(|| missing(name));
    let date = text(headers, "x-amz-date").unwrap_or_default();
    let scope = Scope::parse(field("Credential")?, date, region, Origin::Header)?;
    let signed_headers = field("SignedHeaders")?.split(';').collect();
    let provided = field("Signature")?;
    check_skew(&scope, now)?;
    Ok(Signature { scope, signed_headers, provided, token: text(headers, "x-amz-security-token") })
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn find<'a>(fields: &'a str, name: &str) -> Option<&'a str> {
    let mut pairs = fields.split(',').filter_map(|field| field.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
}

fn missing(name: &str) -> ApiError {
    Origin::Header.malformed(&format!("the authorization header requires three components: Credential, SignedHeaders, and Signature. {name} is missing."))
}

fn check_skew(scope: &Scope<'_>, now: OffsetDateTime) -> ApiResult<()> {
    if (scope.time - now).abs() <= SKEW {
        return Ok(());
    }
    let text = "The difference between the request time and the current time is too large.";
    Err(ApiError::forbidden("RequestTimeTooSkewed", text)
        .with("RequestTime", scope.date)
        .with("ServerTime", iso(now))
        .with("MaxAllowedSkewMilliseconds", "900000"))
}
