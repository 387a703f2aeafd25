//! A signature in the Authorization header.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.

use crate::canonical_request::{CanonicalRequest, SignedHeaders};
use crate::credential_scope::CredentialScope;
use crate::error::{Error, ErrorKind};
use crate::presign::{CONTENT_SHA256, SessionTokenMode, SigningContext, bound_payload_hash};
use crate::request::Request;
use crate::signing_key::{Signature, SigningKey};
use crate::string_to_sign::{ALGORITHM, StringToSign};
use crate::text::concat;

/// A signed request and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The request with every header that the sender must set, `authorization` among them.
    pub request: Request,
    /// Step 1.
    pub canonical_request: CanonicalRequest,
    /// Step 2.
    pub string_to_sign: StringToSign,
    /// Step 4.
    pub signature: Signature,
}

/// Whether `x-amz-content-sha256` is sent along: S3 needs it, other services do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayloadHashHeader {
    /// Sent and signed.
    Send,
    /// Left out.
    Omit,
}

/// Signs a request in its headers. It has to reach the service within 15 minutes of the date.
///
/// # Errors
/// [`ErrorKind::CredentialsExpired`], [`ErrorKind::InvalidRegion`], [`ErrorKind::InvalidService`], [`ErrorKind::SigningKeyScope`], and
/// [`ErrorKind::InvalidHeader`] for an `x-amz-content-sha256` that is no hash.
pub fn sign(
    mut request: Request,
    context: &SigningContext<'_>,
    payload_hash_header: PayloadHashHeader,
    now: u64,
) -> Result<Signed, Error> {
    let SigningContext { credentials, date, .. } = context;
    if credentials.expiration().is_some_and(|expiration| expiration <= now.max(date.unix())) {
        return Err(Error::new(ErrorKind::CredentialsExpired, "credentials", "the credentials have expired"));
    }
    let scope = CredentialScope::new(date, context.region, context.service)?;
    let signing_key = SigningKey::new(credentials, &scope)?;

    let payload_hash = bound_payload_hash(&request, &context.payload_hash)?;
    if payload_hash_header == PayloadHashHeader::Send && request.bound(CONTENT_SHA256).is_none() {
        request.add_header(CONTENT_SHA256, payload_hash.as_str());
    }
    request.add_header("x-amz-date", date.as_str());
    if let (Some(token), SessionTokenMode::Include) = (credentials.session_token(), context.session_token_mode) {
        request.add_header("x-amz-security-token", token);
    }

    let signed_headers = SignedHeaders::new(&request);
    let canonical_request = CanonicalRequest::new(&request, &signed_headers, &payload_hash, context.path_rules);
    let string_to_sign = StringToSign::new(date, &scope, &canonical_request);
    let signature = Signature::new(&signing_key, &string_to_sign);

    if let (Some(token), SessionTokenMode::Exclude) = (credentials.session_token(), context.session_token_mode) {
        request.add_header("x-amz-security-token", token);
    }
    let authorization = concat(&[
        ALGORITHM,
        " Credential=",
        credentials.access_key_id(),
        "/",
        scope.as_str(),
        ", SignedHeaders=",
        signed_headers.as_str(),
        ", Signature=",
        signature.as_str(),
    ]);
    request.add_header("authorization", &authorization);
    Ok(Signed { request, canonical_request, string_to_sign, signature })
}
