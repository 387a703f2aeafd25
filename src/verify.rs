//! Whether a request was signed by whom it says, and for what.
//!
//! Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html>.

use crate::canonical_request::{CanonicalRequest, PathRules};
use crate::claim::{AuthType, Claim, Parameters, Received, SKEW, parameters, policy};
use crate::credentials::Credentials;
use crate::endpoint::{Endpoint, path_style};
use crate::operation::{Level, Operation};
use crate::payload_hash::{EXPECTED_HASH, PayloadHash};
use crate::recognize::recognize;
use crate::refusal::{Refusal, RefusalCode};
use crate::request::{CONTENT_SHA256, PercentEncodingMode, Request};
use crate::signing::{SECURITY_TOKEN, SessionTokenMode};
use crate::signing_key::SigningKey;
use crate::string_to_sign::StringToSign;
use crate::text::{lists, split};
use crate::uri::percent_decode;
use alloc::string::String;

/// Who may have signed, for where, and by which rules.
#[derive(Debug, Clone, Copy)]
pub struct Verification<'a> {
    /// Those who may. Of several signing keys of one access key, the one of the signature's scope counts.
    pub credentials: &'a [Credentials<'a>],
    /// The only region that a signature may be for.
    pub region: &'a str,
    /// The only service.
    pub service: &'a str,
    /// How the path is encoded in the canonical request.
    pub path_rules: PathRules,
    /// Whether the session token is part of what is signed.
    pub session_token_mode: SessionTokenMode,
    /// Where the buckets are; without, a bucket is the first segment of the path, at whatever host.
    pub endpoint: Option<Endpoint<'a>>,
    /// The body, if it is here: then it has to be the one that was signed.
    pub body: Option<&'a [u8]>,
    /// The time, in seconds since 1970-01-01T00:00:00Z.
    pub now: u64,
}

/// What was signed, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Who, when and for where.
    pub claim: Claim,
    /// The second (since 1970-01-01T00:00:00Z) after which it is refused.
    pub expires_at: u64,
    /// What of the body was signed. If it is a hash, and no body was given, whoever reads the body has to compare.
    pub payload_hash: PayloadHash,
    /// The bucket of S3, decoded; empty for all of them, and for another service.
    pub bucket: String,
    /// The key, decoded; empty for a bucket.
    pub key: String,
    /// What it does, if it is just what one operation of S3 takes.
    pub operation: Option<Operation>,
}

/// Verifies a request that is signed in its query or in its `Authorization` header.
///
/// # Errors
/// A [`Refusal`] that says why it is not let in.
pub fn verify(received: &Received<'_>, verification: &Verification<'_>) -> Result<Verified, Refusal> {
    if received.headers.len() > MAX_HEADERS {
        let code = RefusalCode::RequestHeaderSectionTooLarge;
        return Err(Refusal::new(code, "headers", "expected at most 128"));
    }
    let parameters = parameters(received.query)?;
    let claim = Claim::of(received, &parameters)?;
    // Whom it names, where and when comes first: it costs next to nothing.
    let signer = find(&claim, verification)?;
    let request = signed_part(received, &claim, &parameters, verification)?;
    let payload_hash = payload_hash(&request, claim.auth_type, verification)?;

    let canonical_request = CanonicalRequest::new(&request, &payload_hash, verification.path_rules);
    let string_to_sign = StringToSign::new(&claim.date, &claim.scope(), &canonical_request);
    let expires_at = prove(&claim, string_to_sign.as_str(), signer, verification.now)?;

    check_all_signed(received, &claim, verification)?;
    check_body(&payload_hash, verification)?;
    let (bucket, key) = locate(received, verification)?;
    let operation = operation(&request, &bucket, &key, verification);
    Ok(Verified { claim, expires_at, payload_hash, bucket, key, operation })
}

/// A form's policy, which was signed, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedForm {
    /// Who, when and for where.
    pub claim: Claim,
    /// The second (since 1970-01-01T00:00:00Z) after which it is refused: seven days after its date, or the end of the
    /// credentials. The policy has an end of its own.
    pub expires_at: u64,
    /// The bucket that the form was sent to.
    pub bucket: String,
}

/// Verifies that a form's policy is signed. Whether the form is what the policy says, and in its time, is for the caller to
/// see.
///
/// # Errors
/// As [`verify`].
pub fn verify_form(
    received: &Received<'_>,
    fields: &[(&str, &str)],
    verification: &Verification<'_>,
) -> Result<VerifiedForm, Refusal> {
    let claim = Claim::of_form(fields)?;
    let signer = find(&claim, verification)?;
    let expires_at = prove(&claim, policy(fields)?, signer, verification.now)?;
    if !received.query.is_empty() {
        return Err(Refusal::new(RefusalCode::InvalidRequest, "query", "a form has none"));
    }
    match locate(received, verification)? {
        (bucket, key) if key.is_empty() => Ok(VerifiedForm { claim, expires_at, bucket }),
        _ => Err(Refusal::new(RefusalCode::InvalidRequest, "path", "a form goes to the bucket")),
    }
}

/// The credentials that can have signed it, where and when they may.
fn find<'a>(claim: &Claim, verification: &Verification<'a>) -> Result<&'a Credentials<'a>, Refusal> {
    let scope = claim.scope();
    if scope.region != verification.region || scope.service != verification.service {
        let detail = "its scope is for another region or service";
        return Err(Refusal::new(claim.auth_type.malformed(), "Credential", detail));
    }
    check_time(claim, verification.now)?;
    let unknown = |detail| Refusal::new(RefusalCode::InvalidAccessKeyId, "Credential", detail);
    let mut of_it = verification.credentials.iter().filter(|one| one.access_key_id == claim.access_key_id).peekable();
    of_it.peek().ok_or_else(|| unknown("nobody has this access key"))?;
    of_it.find(|one| one.can_sign_in(&scope)).ok_or_else(|| unknown("there is no signing key of this date"))
}

fn check_time(claim: &Claim, now: u64) -> Result<(), Refusal> {
    let skewed = |detail| Err(Refusal::new(RefusalCode::RequestTimeTooSkewed, "X-Amz-Date", detail));
    if claim.date.unix() > now.saturating_add(u64::from(SKEW)) {
        return skewed("is in the future");
    }
    match claim.auth_type {
        _ if now <= claim.expires_at() => Ok(()),
        AuthType::Header => skewed("is over 15 minutes ago"),
        _ => Err(Refusal::new(RefusalCode::RequestExpired, "X-Amz-Expires", "it has expired")),
    }
}

/// The signature, and its session token. Says when it ends.
fn prove(claim: &Claim, text: &str, signer: &Credentials<'_>, now: u64) -> Result<u64, Refusal> {
    let signing_key = SigningKey::new(signer, &claim.scope());
    if !signing_key.is_ok_and(|key| key.signed(text, &claim.signature)) {
        return Err(Refusal::new(RefusalCode::SignatureDoesNotMatch, "Signature", "not that of this request"));
    }
    if signer.session_token() != claim.session_token.as_deref() {
        return Err(Refusal::new(RefusalCode::InvalidToken, "X-Amz-Security-Token", "not that of the credentials"));
    }
    let expiration = signer.expiration().unwrap_or(u64::MAX);
    if expiration <= now {
        return Err(Refusal::new(RefusalCode::ExpiredToken, "credentials", "have expired"));
    }
    Ok(claim.expires_at().min(expiration))
}

/// The request as far as it is signed.
fn signed_part(
    received: &Received<'_>,
    claim: &Claim,
    parameters: &Parameters,
    verification: &Verification<'_>,
) -> Result<Request, Refusal> {
    let encoding = verification.path_rules.percent_encoding;
    let path = match encoding {
        PercentEncodingMode::Single => percent_decode(received.path),
        PercentEncodingMode::Double => Some(received.path.into()),
    };
    let path = path.filter(|path| path.starts_with('/'));
    let path = path.ok_or_else(|| Refusal::new(RefusalCode::InvalidUri, "path", "expected percent-encoded UTF-8"))?;
    let request = Request::parsed(received.method, ["", received.host], &path, encoding);
    let mut request =
        request.map_err(|_| Refusal::new(RefusalCode::InvalidRequest, "method", "expected upper case"))?;
    for (name, value) in parameters {
        let is_signed = match name.as_str() {
            "X-Amz-Signature" => false,
            SECURITY_TOKEN => verification.session_token_mode != SessionTokenMode::Exclude,
            _ => true,
        };
        if is_signed {
            request.add_query(name, value);
        }
    }
    add_signed_headers(&mut request, received, claim)?;
    Ok(request)
}

fn add_signed_headers(request: &mut Request, received: &Received<'_>, claim: &Claim) -> Result<(), Refusal> {
    let malformed = |name, detail| Err(Refusal::new(claim.auth_type.malformed(), name, detail));
    if !names(claim, "host") {
        return malformed("SignedHeaders", "expected the host among them");
    }
    let mut last = "";
    for name in split(&claim.signed_headers, b';') {
        if name <= last || !name.bytes().all(|b| b.is_ascii_graphic() && !b.is_ascii_uppercase() && b != b':') {
            return malformed("SignedHeaders", "expected names in lower case and in order");
        }
        last = name;
        let mut values = received.headers.iter().filter(|(own, _)| own.eq_ignore_ascii_case(name)).peekable();
        if name != "host" && values.peek().is_none() {
            return Err(Refusal::new(RefusalCode::SignatureDoesNotMatch, name, "signed, but not sent"));
        }
        for (_, value) in values.filter(|_| name != "host") {
            if value.bytes().any(|b| b == b'\n') {
                return malformed(name, "expected one line");
            }
            request.add_header(name, value);
        }
    }
    Ok(())
}

/// Whatever begins with `x-amz-` can change what a request does, but for what S3 does not heed in a presigned URL and what a
/// CDN of AWS's adds on the way.
fn check_all_signed(received: &Received<'_>, claim: &Claim, verification: &Verification<'_>) -> Result<(), Refusal> {
    let excluded = if verification.session_token_mode == SessionTokenMode::Exclude { SECURITY_TOKEN } else { "" };
    let sent = received.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case(excluded));
    let mut sent = sent.map(|(name, _)| name.to_ascii_lowercase());
    let unheeded = if claim.auth_type == AuthType::Query { UNHEEDED } else { "" };
    match sent.find(|name| name.starts_with("x-amz-") && !names(claim, name) && !lists(unheeded, name)) {
        Some(name) => Err(Refusal::new(RefusalCode::AccessDenied, &name, "sent, but not signed")),
        None => Ok(()),
    }
}

fn names(claim: &Claim, header: &str) -> bool {
    split(&claim.signed_headers, b';').any(|name| name == header)
}

/// What of the body is signed: what the request says or, where it does not have to say it, what the service takes it for.
fn payload_hash(
    request: &Request,
    auth_type: AuthType,
    verification: &Verification<'_>,
) -> Result<PayloadHash, Refusal> {
    match request.bound(CONTENT_SHA256).or(request.in_query(CONTENT_SHA256)) {
        Some(streaming) if streaming.starts_with("STREAMING-") => {
            Err(Refusal::new(RefusalCode::NotImplemented, CONTENT_SHA256, "a body that is signed in chunks"))
        }
        Some(hash) => PayloadHash::parse(hash).ok_or_else(|| malformed_hash(EXPECTED_HASH)),
        None if !is_s3(verification) => Ok(PayloadHash::of(verification.body.unwrap_or_default())),
        None if auth_type == AuthType::Query => Ok(PayloadHash::UNSIGNED),
        None => Err(malformed_hash("S3 needs it, signed, beside an Authorization header")),
    }
}

fn malformed_hash(detail: &'static str) -> Refusal {
    Refusal::new(RefusalCode::InvalidRequest, CONTENT_SHA256, detail)
}

fn check_body(payload_hash: &PayloadHash, verification: &Verification<'_>) -> Result<(), Refusal> {
    match verification.body {
        Some(body) if *payload_hash != PayloadHash::UNSIGNED && *payload_hash != PayloadHash::of(body) => {
            Err(Refusal::new(RefusalCode::XAmzContentSha256Mismatch, CONTENT_SHA256, "not the hash of the body"))
        }
        _ => Ok(()),
    }
}

/// Bucket and key.
fn locate(received: &Received<'_>, verification: &Verification<'_>) -> Result<(String, String), Refusal> {
    let path = percent_decode(received.path).unwrap_or_default();
    let located = match &verification.endpoint {
        Some(endpoint) => endpoint.locate(received.host, &path),
        None => path_style(&path),
    };
    let located = if is_s3(verification) { located } else { located.map(|_| ("", "")) };
    let elsewhere = || Refusal::new(RefusalCode::InvalidRequest, "host", "not the address of the endpoint");
    let (bucket, key) = located.ok_or_else(elsewhere)?;
    Ok((bucket.into(), key.into()))
}

/// What it does, for S3.
fn operation(request: &Request, bucket: &str, key: &str, verification: &Verification<'_>) -> Option<Operation> {
    let level = match (bucket, key) {
        ("", "") => Level::Service,
        ("", _) => return None,
        (_, "") => Level::Bucket,
        _ => Level::Object,
    };
    recognize(request, level).filter(|_| is_s3(verification))
}

fn is_s3(verification: &Verification<'_>) -> bool {
    PathRules::for_service(verification.service) == PathRules::S3
}

const MAX_HEADERS: usize = 128;
/// Headers that do nothing beside a presigned URL.
const UNHEEDED: &str = "x-amz-content-sha256 x-amz-cf-id";
