//! A signature in the query: the presigned URL.
//!
//! Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.

use crate::canonical_request::{CanonicalRequest, PathRules, PayloadHash, SignedHeaders, push_canonical_query_string};
use crate::credential_scope::CredentialScope;
use crate::credentials::Credentials;
use crate::date::{AmzDate, push_decimal};
use crate::error::{Error, ErrorKind};
use crate::expiry::{Expiry, Lifetime};
use crate::request::Request;
use crate::signing_key::{Signature, SigningKey};
use crate::string_to_sign::{ALGORITHM, StringToSign};
use crate::text::concat;
use alloc::string::String;

/// Who signs, for where, when and by which rules.
#[derive(Debug, Clone)]
pub struct SigningContext<'a> {
    /// Who signs.
    pub credentials: &'a Credentials,
    /// The region of the credential scope.
    pub region: &'a str,
    /// The service of the credential scope: `s3`.
    pub service: &'a str,
    /// The date of the signature.
    pub date: &'a AmzDate,
    /// What of the body is signed.
    pub payload_hash: PayloadHash,
    /// How the path is encoded in the canonical request.
    pub path_rules: PathRules,
    /// Whether the session token is part of what is signed.
    pub session_token_mode: SessionTokenMode,
    /// What to do with a session token that tells the secret.
    pub revealing_token: RevealingToken,
}

/// Whether the session token is part of what is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionTokenMode {
    /// Signed: S3 and most services.
    Include,
    /// Added after signing: IoT.
    Exclude,
}

/// What to do with a session token from which the secret can be computed: Cloudflare R2's.
///
/// R2's temporary secret is the SHA-256 of a JWT, and its session token is that JWT. Whoever sees one URL signed with it
/// can sign anything that the credentials allow.
///
/// Source: <https://developers.cloudflare.com/r2/api/s3/temporary-credentials/>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevealingToken {
    /// No URL is made.
    Refuse,
    /// The URL is made all the same.
    Allow,
}

/// A presigned URL and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presigned {
    /// The URL, which a URL parser does not change.
    pub url: String,
    /// How long it lives.
    pub expiry: Expiry,
    /// The request that it is good for, with the headers that the sender must set.
    pub request: Request,
    /// Step 1.
    pub canonical_request: CanonicalRequest,
    /// Step 2.
    pub string_to_sign: StringToSign,
    /// Step 4.
    pub signature: Signature,
}

/// Signs a request in its query, so that whoever has the URL can send it, for as long as `lifetime` says. `now` is the
/// time, in seconds since 1970-01-01T00:00:00Z: what has expired by then signs nothing.
///
/// # Errors
/// [`ErrorKind::InvalidExpiresIn`], [`ErrorKind::CredentialsExpired`], [`ErrorKind::InvalidRegion`], [`ErrorKind::InvalidService`],
/// [`ErrorKind::SigningKeyScope`], [`ErrorKind::TokenRevealsSecret`], and [`ErrorKind::InvalidHeader`] for an
/// `x-amz-content-sha256` that is no hash.
pub fn presign(
    mut request: Request,
    context: &SigningContext<'_>,
    lifetime: Lifetime,
    now: u64,
) -> Result<Presigned, Error> {
    let SigningContext { credentials, date, .. } = context;
    let expiry = Expiry::new(lifetime, credentials, date, now)?;
    let scope = CredentialScope::new(date, context.region, context.service)?;
    let signing_key = SigningKey::new(credentials, &scope)?;
    let session_token = session_token_for_url(context)?;
    let signed_headers = SignedHeaders::new(&request);

    request.add_query("X-Amz-Algorithm", ALGORITHM);
    request.add_query("X-Amz-Credential", &concat(&[credentials.access_key_id(), "/", scope.as_str()]));
    request.add_query("X-Amz-Date", date.as_str());
    request.add_query("X-Amz-Expires", &decimal(expiry.expires_in));
    request.add_query("X-Amz-SignedHeaders", signed_headers.as_str());
    if let (Some(token), SessionTokenMode::Include) = (session_token, context.session_token_mode) {
        request.add_query("X-Amz-Security-Token", token);
    }

    let payload_hash = bound_payload_hash(&request, &context.payload_hash)?;
    let canonical_request = CanonicalRequest::new(&request, &signed_headers, &payload_hash, context.path_rules);
    let string_to_sign = StringToSign::new(date, &scope, &canonical_request);
    let signature = Signature::new(&signing_key, &string_to_sign);

    if let (Some(token), SessionTokenMode::Exclude) = (session_token, context.session_token_mode) {
        request.add_query("X-Amz-Security-Token", token);
    }
    let url = url(&request, &signature);
    Ok(Presigned { url, expiry, request, canonical_request, string_to_sign, signature })
}

impl<'a> SigningContext<'a> {
    /// By S3's rules: the payload is not signed, the path encoded once.
    #[must_use]
    pub const fn s3(credentials: &'a Credentials, region: &'a str, date: &'a AmzDate) -> Self {
        Self {
            credentials,
            region,
            service: "s3",
            date,
            payload_hash: PayloadHash::Unsigned,
            path_rules: PathRules::S3,
            session_token_mode: SessionTokenMode::Include,
            revealing_token: RevealingToken::Refuse,
        }
    }
}

/// An `x-amz-content-sha256` that is bound as a header takes the payload's place and pins the body.
pub(crate) fn bound_payload_hash(request: &Request, otherwise: &PayloadHash) -> Result<PayloadHash, Error> {
    let Some(bound) = request.bound(CONTENT_SHA256) else {
        return Ok(otherwise.clone());
    };
    let expected = "expected 64 lower-case hex digits or UNSIGNED-PAYLOAD";
    PayloadHash::parse(bound).ok_or_else(|| Error::new(ErrorKind::InvalidHeader, CONTENT_SHA256, expected))
}

fn session_token_for_url<'a>(context: &SigningContext<'a>) -> Result<Option<&'a str>, Error> {
    let session_token = context.credentials.session_token();
    let reveals = session_token.is_some_and(|token| REVEALING_PREFIXES.iter().any(|start| token.starts_with(start)));
    if reveals && context.revealing_token == RevealingToken::Refuse {
        let expected = "an R2 token tells its secret to whoever sees the URL; sign with a signing key and no token";
        return Err(Error::new(ErrorKind::TokenRevealsSecret, "sessionToken", expected));
    }
    Ok(session_token)
}

fn url(request: &Request, signature: &Signature) -> String {
    let mut url = concat(&[request.scheme, &request.host, &request.path, "?"]);
    push_canonical_query_string(&mut url, request);
    url.push_str("&X-Amz-Signature=");
    url.push_str(signature.as_str());
    url
}

fn decimal(number: u32) -> String {
    let mut out = String::new();
    push_decimal(&mut out, number);
    out
}

/// The header that carries the payload hash.
pub(crate) const CONTENT_SHA256: &str = "x-amz-content-sha256";
/// With which every R2 session token begins, in base64 and plain: `jwt/` and a JWT, whose header begins with `{"`.
const REVEALING_PREFIXES: [&str; 2] = ["and0L2V5", "jwt/ey"];
