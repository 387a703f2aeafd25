//! What every signature takes, in a URL and in a header alike.

use crate::canonical_request::{CanonicalRequest, PathRules};
use crate::credential_scope::CredentialScope;
use crate::credentials::Credentials;
use crate::date::AmzDate;
use crate::error::Error;
use crate::grant::Grant;
use crate::payload_hash::PayloadHash;
use crate::request::Request;
use crate::signing_key::{Signature, SigningKey};
use crate::string_to_sign::StringToSign;
use crate::text::Put;
use alloc::string::String;

/// Who signs, for where, when and by which rules.
#[derive(Debug, Clone)]
pub struct SigningContext<'a> {
    /// Who signs.
    pub credentials: Credentials<'a>,
    /// What may be signed: what all of them allow, or anything if there are none.
    pub grants: &'a [Grant<'a>],
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
    /// Signed, as the token of a session of S3 Express One Zone (`CreateSession`), which has a name of its own.
    S3Session,
}

/// What to do with a session token that whoever sees it can sign with: Cloudflare R2's and Supabase's.
///
/// R2's temporary secret is the SHA-256 of a JWT, and its session token is that JWT. Whoever sees one URL signed with it
/// can sign anything that the credentials allow. Supabase's session token is the user's JWT, and its secret is public.
///
/// Source: <https://developers.cloudflare.com/r2/api/s3/temporary-credentials/>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevealingToken {
    /// No URL is made.
    Refuse,
    /// The URL is made all the same.
    Allow,
}

impl<'a> SigningContext<'a> {
    /// By S3's rules: the payload is not signed, the path encoded once.
    #[must_use]
    pub const fn s3(credentials: Credentials<'a>, region: &'a str, date: &'a AmzDate) -> Self {
        Self {
            credentials,
            grants: &[],
            region,
            service: "s3",
            date,
            payload_hash: PayloadHash::UNSIGNED,
            path_rules: PathRules::S3,
            session_token_mode: SessionTokenMode::Include,
            revealing_token: RevealingToken::Refuse,
        }
    }

    pub(crate) fn scope(&self) -> CredentialScope<'a> {
        CredentialScope { date: self.date.date(), region: self.region, service: self.service }
    }
}

/// What a signature is made of, stage by stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stages {
    /// Step 1.
    pub canonical_request: CanonicalRequest,
    /// Step 2.
    pub string_to_sign: StringToSign,
    /// Step 4.
    pub signature: Signature,
}

/// A signature that is about to be made: its scope and its key.
pub(crate) struct Signing<'a> {
    context: &'a SigningContext<'a>,
    scope: CredentialScope<'a>,
    key: SigningKey,
}

impl<'a> Signing<'a> {
    /// Once nothing is missing, every grant allows it and the credentials can sign there.
    pub(crate) fn new(request: &Request, context: &'a SigningContext<'a>) -> Result<Self, Error> {
        request.check_complete()?;
        context.grants.iter().try_for_each(|grant| grant.check(request))?;
        let scope = context.scope();
        scope.check()?;
        Ok(Self { context, scope, key: SigningKey::new(&context.credentials, &scope)? })
    }

    /// Access key id and scope: what `X-Amz-Credential` says.
    pub(crate) fn credential(&self) -> String {
        let mut text = String::new();
        text.put(self.context.credentials.access_key_id()).put("/").put(&self.scope.text());
        text
    }

    /// Adds date and session token to the request, and signs it: steps 1 to 4 of
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.
    pub(crate) fn sign(&self, request: &mut Request, add: fn(&mut Request, &str, &str)) -> Stages {
        let SigningContext { credentials, payload_hash, path_rules, date, session_token_mode, .. } = self.context;
        let token = credentials.session_token();
        let name = self.token_name();
        let [before, after] = match session_token_mode {
            SessionTokenMode::Exclude => [None, token],
            _ => [token, None],
        };
        add(request, "X-Amz-Date", date.as_str());
        if let Some(token) = before {
            add(request, name, token);
        }
        let canonical_request = CanonicalRequest::new(request, payload_hash, *path_rules);
        let string_to_sign = StringToSign::new(date, &self.scope, &canonical_request);
        let signature = Signature::new(&self.key, &string_to_sign);
        if let Some(token) = after {
            add(request, name, token);
        }
        Stages { canonical_request, string_to_sign, signature }
    }

    /// What the session token is called.
    pub(crate) fn token_name(&self) -> &'static str {
        match self.context.session_token_mode {
            SessionTokenMode::S3Session => "X-Amz-S3session-Token",
            _ => SECURITY_TOKEN,
        }
    }

    /// Signs the policy of a form, which is its string to sign.
    pub(crate) fn sign_policy(&self, policy: &str) -> Signature {
        Signature::of(&self.key, policy)
    }
}

pub(crate) const SECURITY_TOKEN: &str = "X-Amz-Security-Token";
