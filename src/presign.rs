//! A signature in the query: the presigned URL.
//!
//! Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.

use crate::canonical_request::SignedHeaders;
use crate::date::push_decimal;
use crate::error::{Error, ErrorKind};
use crate::expiry::{Expiry, Lifetime};
use crate::request::Request;
use crate::signing::{RevealingToken, Signing, SigningContext, Stages};
use crate::string_to_sign::ALGORITHM;
use crate::text::{Put, starts_with_any};
use alloc::string::String;

/// A presigned URL and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presigned {
    /// The URL, which a URL parser does not change, unless it comes from [`Request::from_url`] and had dot segments.
    pub url: String,
    /// How long it lives.
    pub expiry: Expiry,
    /// The request that it is good for, with the headers that the sender must set.
    pub request: Request,
    /// How its signature was made.
    pub stages: Stages,
}

/// Signs a request in its query, so that whoever has the URL can send it, for as long as `lifetime` says. `now` is the
/// time, in seconds since 1970-01-01T00:00:00Z: what has expired by then signs nothing.
///
/// # Errors
/// [`ErrorKind::InvalidExpiresIn`], [`ErrorKind::CredentialsExpired`], [`ErrorKind::InvalidRegion`], [`ErrorKind::InvalidService`],
/// [`ErrorKind::SigningKeyScope`], [`ErrorKind::TokenRevealsSecret`], [`ErrorKind::MissingParameter`],
/// [`ErrorKind::InvalidGrant`], [`ErrorKind::NotGranted`].
pub fn presign(
    mut request: Request,
    context: &SigningContext<'_>,
    lifetime: Lifetime,
    now: u64,
) -> Result<Presigned, Error> {
    let signing = Signing::new(&request, context)?;
    let expiry = Expiry::new(lifetime, &context.credentials, context.grants, context.date, now)?;
    check_token(&request, context)?;

    let signed_headers = SignedHeaders::new(&request);
    request.add_query("X-Amz-Algorithm", ALGORITHM);
    request.add_query("X-Amz-Credential", &signing.credential());
    request.add_query("X-Amz-Expires", &decimal(expiry.expires_in.into()));
    request.add_query("X-Amz-SignedHeaders", signed_headers.as_str());
    let stages = signing.sign(&mut request, Request::add_query);

    let mut url = request.url();
    url.put("&X-Amz-Signature=").put(stages.signature.as_str());
    Ok(Presigned { url, expiry, request, stages })
}

/// Whether the session token may be seen. Supabase's is a user's JWT, and its secret a public key.
///
/// Source: <https://supabase.com/docs/guides/storage/s3/authentication#session-token>.
pub(crate) fn check_token(request: &Request, context: &SigningContext<'_>) -> Result<(), Error> {
    let is_supabase = request.bound("host").is_some_and(|host| host.ends_with(".supabase.co"));
    let reveals = |token| is_supabase || starts_with_any(token, REVEALING);
    if context.credentials.session_token().is_some_and(reveals) && context.revealing_token == RevealingToken::Refuse {
        let expected = "tells its secret to whoever sees the URL; sign with a signing key and no token";
        return Err(Error::new(ErrorKind::TokenRevealsSecret, "sessionToken", expected));
    }
    Ok(())
}

pub(crate) fn decimal(number: u64) -> String {
    let mut out = String::new();
    push_decimal(&mut out, number, 1);
    out
}

/// With which every R2 session token begins, in base64 and plain: `jwt/` and a JWT, whose header begins with `{"`.
const REVEALING: &str = "and0L2V5 jwt/ey";
