//! A signature in the Authorization header.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.

use crate::error::Error;
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::expiry::check_not_expired;
use crate::request::{CONTENT_SHA256, Request};
use crate::signing::{Signing, SigningContext, Stages};
use crate::string_to_sign::ALGORITHM;
use crate::text::Put;
use alloc::string::String;

/// A signed request and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The request with every header that the sender must set, `authorization` among them.
    pub request: Request,
    /// How its signature was made.
    pub stages: Stages,
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
/// [`ErrorKind::CredentialsExpired`], [`ErrorKind::InvalidRegion`], [`ErrorKind::InvalidService`], [`ErrorKind::SigningKeyScope`],
/// [`ErrorKind::MissingParameter`], [`ErrorKind::InvalidGrant`], [`ErrorKind::NotGranted`].
pub fn sign(
    mut request: Request,
    context: &SigningContext<'_>,
    payload_hash_header: PayloadHashHeader,
    now: u64,
) -> Result<Signed, Error> {
    check_not_expired(&context.credentials, context.grants, context.date, now)?;
    let signing = Signing::new(&request, context)?;

    if payload_hash_header == PayloadHashHeader::Send && request.bound(CONTENT_SHA256).is_none() {
        request.add_header(CONTENT_SHA256, context.payload_hash.as_str());
    }
    let stages = signing.sign(&mut request, Request::add_header);

    let mut authorization = String::from(ALGORITHM);
    authorization.put(" Credential=").put(&signing.credential());
    authorization.put(", SignedHeaders=").put(stages.canonical_request.signed_headers());
    authorization.put(", Signature=").put(stages.signature.as_str());
    request.add_header("authorization", &authorization);
    Ok(Signed { request, stages })
}
