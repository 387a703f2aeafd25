//! What a request says of its signature, before any of it is proven.

use crate::credential_scope::CredentialScope;
use crate::credentials::check_access_key_id;
use crate::date::AmzDate;
use crate::expiry::MAX_EXPIRES_IN;
use crate::refusal::{Refusal, RefusalCode};
use crate::string_to_sign::ALGORITHM;
use crate::text::{lists, rsplit_once, split, split_once};
use crate::uri::percent_decode;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// A request as it arrived.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    /// The method.
    pub method: &'a str,
    /// As in the `Host` header: `host[:port]`.
    pub host: &'a str,
    /// As it was sent, percent-encoded.
    pub path: &'a str,
    /// As it was sent, without the `?`.
    pub query: &'a str,
    /// All but `host`, each as often as it came. What joins them writes `, `, and SigV4 signs `,`: a header that was signed and
    /// comes twice does not verify then.
    pub headers: &'a [(&'a str, &'a str)],
}

/// How a request is signed, in the words of the policy key `s3:authType`.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthType {
    /// In the query: a presigned URL.
    Query,
    /// In the `Authorization` header.
    Header,
    /// In the fields of a form.
    Post,
}

/// What a request says of its signature: who signed it, when and for where. Whoever sent it can have made it up.
/// [`Debug`](fmt::Debug) shows neither signature nor session token.
#[derive(Clone, PartialEq, Eq)]
pub struct Claim {
    pub(crate) auth_type: AuthType,
    pub(crate) access_key_id: String,
    /// Date, region and service.
    pub(crate) scope: [String; 3],
    pub(crate) date: AmzDate,
    /// Seconds from the date. A form lives as long as a signature can, or less, as its policy says.
    expires_in: u32,
    pub(crate) signed_headers: String,
    pub(crate) signature: String,
    pub(crate) session_token: Option<String>,
}

/// Names and values.
pub(crate) type Parameters = Vec<(String, String)>;

impl Claim {
    /// Reads the query or the `Authorization` header.
    ///
    /// # Errors
    /// A [`Refusal`] if there is no signature, or more than one, or it is not complete.
    pub fn of_request(received: &Received<'_>) -> Result<Self, Refusal> {
        Self::of(received, &parameters(received.query)?)
    }

    /// Reads the fields of a form, whose names count in any case.
    ///
    /// # Errors
    /// As [`of_request`](Self::of_request).
    pub fn of_form(fields: &[(&str, &str)]) -> Result<Self, Refusal> {
        Source::form(fields).claim()
    }

    pub(crate) fn of(received: &Received<'_>, parameters: &Parameters) -> Result<Self, Refusal> {
        let any_in_query = |marks| parameters.iter().any(|(name, _)| lists(marks, &name.to_ascii_lowercase()));
        let in_query = any_in_query(MARKS);
        let authorization = Source::headers(received).value("authorization")?;
        match (authorization, in_query) {
            (None, false) if any_in_query(OTHER_MARKS) => Err(other_algorithm()),
            (None, false) => Err(Refusal::new(RefusalCode::MissingAuthenticationToken, "request", "it is not signed")),
            (Some(_), true) => {
                Err(Refusal::new(RefusalCode::InvalidArgument, "authorization", "signed in the query too"))
            }
            (None, true) => Source::query(parameters).claim(),
            (Some(authorization), false) => Source::headers(received).claim_in(authorization),
        }
    }

    /// The access key that it names.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// How it is signed.
    #[must_use]
    pub const fn auth_type(&self) -> AuthType {
        self.auth_type
    }

    /// The names of the signed headers, in lower case and order: `content-type;host`.
    #[must_use]
    pub fn signed_headers(&self) -> &str {
        &self.signed_headers
    }

    /// The second (since 1970-01-01T00:00:00Z) after which it is refused.
    pub(crate) fn expires_at(&self) -> u64 {
        self.date.unix() + u64::from(self.expires_in)
    }

    /// The date that it names.
    #[must_use]
    pub const fn date(&self) -> &AmzDate {
        &self.date
    }

    /// The scope that it names.
    #[must_use]
    pub fn scope(&self) -> CredentialScope<'_> {
        let [date, region, service] = &self.scope;
        CredentialScope { date, region, service }
    }
}

impl AuthType {
    /// As in `s3:authType`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Query => "REST-QUERY-STRING",
            Self::Header => "REST-HEADER",
            Self::Post => "POST",
        }
    }

    pub(crate) const fn malformed(self) -> RefusalCode {
        match self {
            Self::Query => RefusalCode::AuthorizationQueryParametersError,
            Self::Header => RefusalCode::AuthorizationHeaderMalformed,
            Self::Post => RefusalCode::InvalidPolicyDocument,
        }
    }
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim")
            .field("auth_type", &self.auth_type)
            .field("access_key_id", &self.access_key_id)
            .finish_non_exhaustive()
    }
}

/// Where a signature stands.
struct Source<'a> {
    pairs: Vec<(&'a str, &'a str)>,
    auth_type: AuthType,
}

impl<'a> Source<'a> {
    fn query(parameters: &'a Parameters) -> Self {
        let pairs = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Self { pairs, auth_type: AuthType::Query }
    }

    fn form(fields: &[(&'a str, &'a str)]) -> Self {
        Self { pairs: fields.to_vec(), auth_type: AuthType::Post }
    }

    fn headers(received: &Received<'a>) -> Self {
        Self { pairs: received.headers.to_vec(), auth_type: AuthType::Header }
    }

    /// The signature that stands in the pairs themselves.
    fn claim(&self) -> Result<Claim, Refusal> {
        check_algorithm(self.needed("X-Amz-Algorithm")?)?;
        let (expires_in, signed_headers) = match self.auth_type {
            AuthType::Query => (self.expires_in()?, self.needed("X-Amz-SignedHeaders")?),
            _ => (MAX_EXPIRES_IN, ""),
        };
        self.claim_of(self.needed("X-Amz-Credential")?, signed_headers, self.needed("X-Amz-Signature")?, expires_in)
    }

    /// The signature that stands in the `Authorization` header.
    fn claim_in(&self, authorization: &str) -> Result<Claim, Refusal> {
        let (algorithm, rest) = split_once(authorization, b' ').unwrap_or((authorization, ""));
        check_algorithm(algorithm)?;
        let parts = split(rest, b',').map(|part| split_once(part.trim_ascii(), b'=').unwrap_or_default());
        let parts = Source { pairs: parts.collect(), auth_type: AuthType::Header };
        if parts.pairs.len() != 3 {
            return Err(self.malformed("authorization", "expected Credential, SignedHeaders and Signature"));
        }
        let [credential, signed_headers, signature] =
            [parts.needed("Credential")?, parts.needed("SignedHeaders")?, parts.needed("Signature")?];
        self.claim_of(credential, signed_headers, signature, SKEW)
    }

    fn claim_of(
        &self,
        credential: &str,
        signed_headers: &str,
        signature: &str,
        expires_in: u32,
    ) -> Result<Claim, Refusal> {
        let date = AmzDate::parse(self.needed("X-Amz-Date")?);
        let date = date.ok_or_else(|| self.malformed("X-Amz-Date", "expected a date such as 20130524T000000Z"))?;
        let expected = "expected an access key id and date/region/service/aws4_request";
        let read = read_credential(credential).ok_or_else(|| self.malformed("Credential", expected));
        let (access_key_id, CredentialScope { date: day, region, service }) = read?;
        if day != date.date() {
            return Err(self.malformed("Credential", "its date is not that of X-Amz-Date"));
        }
        Ok(Claim {
            auth_type: self.auth_type,
            access_key_id: access_key_id.into(),
            scope: [day, region, service].map(String::from),
            date,
            expires_in,
            signed_headers: signed_headers.into(),
            signature: signature.into(),
            session_token: self.session_token()?.map(String::from),
        })
    }

    /// `X-Amz-Expires`.
    fn expires_in(&self) -> Result<u32, Refusal> {
        let text = self.needed("X-Amz-Expires")?;
        let number = text.bytes().try_fold(0_u32, |number, b| {
            b.is_ascii_digit().then(|| number.saturating_mul(10).saturating_add(u32::from(b - b'0')))
        });
        let whole = number.filter(|seconds| (1..=MAX_EXPIRES_IN).contains(seconds));
        whole.ok_or_else(|| self.malformed("X-Amz-Expires", "expected a whole number of seconds from 1 to 604800"))
    }

    fn session_token(&self) -> Result<Option<&'a str>, Refusal> {
        match [self.value("X-Amz-Security-Token")?, self.value("X-Amz-S3session-Token")?] {
            [Some(_), Some(_)] => Err(self.malformed("X-Amz-S3session-Token", "there is another session token")),
            [security, session] => Ok(security.or(session)),
        }
    }

    fn needed(&self, name: &str) -> Result<&'a str, Refusal> {
        self.value(name)?.ok_or_else(|| self.malformed(name, "is missing"))
    }

    /// The one value of a name. In a query, where case counts, another spelling of it is none, and not let in.
    fn value(&self, name: &str) -> Result<Option<&'a str>, Refusal> {
        let mut found = self.pairs.iter().filter(|(own, _)| own.eq_ignore_ascii_case(name));
        let Some((own, value)) = found.next() else { return Ok(None) };
        if found.next().is_some() || (self.auth_type == AuthType::Query && *own != name) {
            return Err(self.malformed(name, "expected once, and spelled like this"));
        }
        Ok(Some(value))
    }

    fn malformed(&self, name: &str, detail: &'static str) -> Refusal {
        Refusal::new(self.auth_type.malformed(), name, detail)
    }
}

/// Access key id and scope. An access key id may hold a slash.
fn read_credential(text: &str) -> Option<(&str, CredentialScope<'_>)> {
    let (rest, "aws4_request") = rsplit_once(text, b'/')? else { return None };
    let (rest, service) = rsplit_once(rest, b'/')?;
    let (rest, region) = rsplit_once(rest, b'/')?;
    let (access_key_id, date) = rsplit_once(rest, b'/')?;
    let scope = CredentialScope { date, region, service };
    (check_access_key_id(access_key_id).is_ok() && scope.check().is_ok()).then_some((access_key_id, scope))
}

fn check_algorithm(algorithm: &str) -> Result<(), Refusal> {
    if algorithm == ALGORITHM {
        return Ok(());
    }
    Err(other_algorithm())
}

fn other_algorithm() -> Refusal {
    Refusal::new(RefusalCode::InvalidRequest, "algorithm", "expected AWS4-HMAC-SHA256")
}

/// The policy of a form: what of it is signed.
pub(crate) fn policy<'a>(fields: &[(&'a str, &'a str)]) -> Result<&'a str, Refusal> {
    Source::form(fields).needed("policy")
}

/// The parameters of a query, decoded. A `+` is a space, as S3 reads it: who means a plus writes `%2B`.
pub(crate) fn parameters(query: &str) -> Result<Parameters, Refusal> {
    let broken = || Refusal::new(RefusalCode::InvalidUri, "query", "expected percent-encoded UTF-8");
    let query: String = query.chars().map(|c| if c == '+' { ' ' } else { c }).collect();
    let mut parameters = Parameters::new();
    for pair in split(&query, b'&').filter(|pair| !pair.is_empty()) {
        if parameters.len() == MAX_COUNT {
            let code = RefusalCode::RequestHeaderSectionTooLarge;
            return Err(Refusal::new(code, "query", "expected at most 128 parameters"));
        }
        let (name, value) = split_once(pair, b'=').unwrap_or((pair, ""));
        parameters.push((percent_decode(name).ok_or_else(broken)?, percent_decode(value).ok_or_else(broken)?));
    }
    Ok(parameters)
}

/// One of these makes it a signature in the query.
const MARKS: &str = "x-amz-algorithm x-amz-credential x-amz-signature";
/// Or one of Signature Version 2, or of Google's own.
const OTHER_MARKS: &str = "awsaccesskeyid x-goog-algorithm";
/// Seconds for which a signature in a header counts, before its date and after it.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html>.
pub(crate) const SKEW: u32 = 900;
const MAX_COUNT: usize = 128;
