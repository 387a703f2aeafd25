//! The checks a signed request goes through, in the order AWS makes them.

use hyper::header::{AUTHORIZATION, HeaderMap, HeaderName};
use hyper::http::request::Parts;
use time::OffsetDateTime;

use super::scope::Scope;
use super::sigv4::{self, Signed};
use super::{header, query};
use crate::encode::{Pair, is_sha256_hex, parse_query};
use crate::error::{ApiError, ApiResult};
use crate::users::Users;

const CONTENT_SHA256: &str = "x-amz-content-sha256";
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// A signature as it was found, not yet verified.
#[derive(Debug)]
pub(super) struct Signature<'a> {
    pub(super) scope: Scope<'a>,
    pub(super) signed_headers: Vec<&'a str>,
    pub(super) provided: &'a str,
    pub(super) token: Option<&'a str>,
}

/// What the signature says of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Payload {
    Unsigned,
    Sha256(String),
    /// aws-chunked: the body carries its own signatures or trailer.
    Streaming,
}

#[derive(Debug)]
pub(crate) struct Verified {
    pub(crate) payload: Payload,
    /// The query without the parameters of the signature.
    pub(crate) query: Vec<Pair>,
    /// It was signed in the query: the query may stand for headers.
    pub(crate) presigned: bool,
}

/// What requests are checked against.
#[derive(Clone, Copy)]
pub(crate) struct Checks<'a> {
    pub(crate) users: &'a Users,
    pub(crate) region: &'a str,
    pub(crate) now: OffsetDateTime,
}

pub(crate) fn check_request(parts: &Parts, checks: Checks<'_>) -> ApiResult<Verified> {
    let query = parse_query(parts.uri.query().unwrap_or_default());
    let presigned = query::is_query_auth(&query);
    let signature = match (presigned, parts.headers.contains_key(AUTHORIZATION)) {
        (true, true) => return Err(two_mechanisms()),
        (true, false) => query::parse(&query, checks.region, checks.now)?,
        (false, true) => header::parse(&parts.headers, checks.region, checks.now)?,
        (false, false) => return Err(anonymous(&query)),
    };
    check_signed_headers(&parts.headers, &signature.signed_headers)?;
    let line = payload_line(&parts.headers, &signature.signed_headers, presigned)?;
    let payload = parse_payload(line, presigned)?;
    verify(parts, &query, &signature, line, checks)?;
    let query = query.into_iter().filter(|pair| !query::is_auth_parameter(pair)).collect();
    Ok(Verified { payload, query, presigned })
}

fn two_mechanisms() -> ApiError {
    let text = "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string \
                parameter or the Authorization header should be specified";
    ApiError::bad_request("InvalidArgument", text)
}

fn anonymous(query: &[Pair]) -> ApiError {
    if query.iter().any(|pair| pair.is("Signature")) {
        // Signature Version 2.
        let text = "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.";
        return ApiError::bad_request("InvalidRequest", text);
    }
    ApiError::access_denied("Access Denied")
}

/// `host` and every `x-amz-*` header sent must be signed; S3 lets only `x-amz-content-sha256` pass.
fn check_signed_headers(headers: &HeaderMap, signed: &[&str]) -> ApiResult<()> {
    let amz = headers.keys().map(HeaderName::as_str);
    let amz = amz.filter(|name| name.starts_with("x-amz-") && *name != CONTENT_SHA256);
    let mut unsigned: Vec<_> = amz.chain(["host"]).filter(|name| !signed.contains(name)).collect();
    if unsigned.is_empty() {
        return Ok(());
    }
    unsigned.sort_unstable();
    let text = "There were headers present in the request which were not signed";
    Err(ApiError::access_denied(text).with("HeadersNotSigned", unsigned.join(", ")))
}

/// A presigned URL's body is unsigned unless the header with its hash is among the signed ones.
fn payload_line<'a>(headers: &'a HeaderMap, signed: &[&str], presigned: bool) -> ApiResult<&'a str> {
    if presigned && !signed.contains(&CONTENT_SHA256) {
        return Ok(UNSIGNED);
    }
    let missing = || {
        let text = "Missing required header for this request: x-amz-content-sha256";
        ApiError::bad_request("InvalidRequest", text)
    };
    headers.get(CONTENT_SHA256).and_then(|value| value.to_str().ok()).ok_or_else(missing)
}

fn parse_payload(line: &str, presigned: bool) -> ApiResult<Payload> {
    match line {
        UNSIGNED => Ok(Payload::Unsigned),
        hash if is_sha256_hex(hash) => Ok(Payload::Sha256(hash.to_owned())),
        // s3s reads these bodies, and it reads them with the header only.
        _ if line.starts_with("STREAMING-") && !presigned => Ok(Payload::Streaming),
        _ => {
            let text = "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, or a valid \
                        sha256 value.";
            Err(ApiError::bad_request("InvalidArgument", text))
        }
    }
}

fn verify(parts: &Parts, query: &[Pair], found: &Signature<'_>, payload: &str, checks: Checks<'_>) -> ApiResult<()> {
    let scope = &found.scope;
    let secret = checks.users.secret(scope.access_key_id, found.token, checks.now)?;
    let canonical = sigv4::canonical_request(&Signed {
        method: parts.method.as_str(),
        path: parts.uri.path(),
        query,
        headers: &parts.headers,
        header_names: &found.signed_headers,
        payload,
    });
    let text = sigv4::string_to_sign(scope.date, scope.text, &canonical);
    if !sigv4::same(&sigv4::signature(&secret, scope.text, &text), found.provided) {
        let error = signature_does_not_match(scope.access_key_id, &text, found.provided);
        let bytes = spaced_hex(&canonical);
        return Err(error.with("CanonicalRequest", canonical).with("CanonicalRequestBytes", bytes));
    }
    checks.users.check_not_denied(scope.access_key_id)
}

pub(crate) fn signature_does_not_match(access_key_id: &str, string_to_sign: &str, provided: &str) -> ApiError {
    let text = "The request signature we calculated does not match the signature you provided. Check your key and \
                signing method.";
    ApiError::forbidden("SignatureDoesNotMatch", text)
        .with("AWSAccessKeyId", access_key_id)
        .with("StringToSign", string_to_sign)
        .with("SignatureProvided", provided)
        .with("StringToSignBytes", spaced_hex(string_to_sign))
}

fn spaced_hex(text: &str) -> String {
    let bytes: Vec<_> = text.bytes().map(|b| format!("{b:02x}")).collect();
    bytes.join(" ")
}
