//! Why a request is not let in.

use crate::text::{concat, printable};
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

/// Why a request was not let in: a [code](RefusalCode) and, in words, what of the request is at fault.
///
/// Neither shows a secret, nor what the signature should have been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(Box<Reason>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Reason {
    code: RefusalCode,
    name: String,
    detail: &'static str,
}

/// AWS's error codes.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html> and, for [`RequestExpired`](Self::RequestExpired)
/// and [`MissingAuthenticationToken`](Self::MissingAuthenticationToken), where S3 says `AccessDenied`,
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RefusalCode {
    /// No signature.
    MissingAuthenticationToken,
    /// Two signatures, or a field twice.
    InvalidArgument,
    /// A signature of another algorithm, or a request that no client sends.
    InvalidRequest,
    /// A path or query that cannot be read.
    InvalidUri,
    /// More parameters or headers than a server would take.
    RequestHeaderSectionTooLarge,
    /// The signature in the query is incomplete, says something twice, or is for another place.
    AuthorizationQueryParametersError,
    /// The same for one in the `Authorization` header.
    AuthorizationHeaderMalformed,
    /// The same for one in a form.
    InvalidPolicyDocument,
    /// Nobody has this access key.
    InvalidAccessKeyId,
    /// The request is not the one that was signed, or was signed with another secret.
    SignatureDoesNotMatch,
    /// Its time is over.
    RequestExpired,
    /// It is signed for a time that is too far from now.
    RequestTimeTooSkewed,
    /// The credentials have expired.
    ExpiredToken,
    /// The session token is missing or is not the one of the credentials.
    InvalidToken,
    /// It holds what was not signed.
    AccessDenied,
    /// The body is not the one that was signed.
    XAmzContentSha256Mismatch,
    /// A body that is signed in chunks.
    NotImplemented,
}

impl Refusal {
    /// `name` is the part at fault, or the sender's own name for it: shown only as far as it is short and printable.
    #[cold]
    pub(crate) fn new(code: RefusalCode, name: &str, detail: &'static str) -> Self {
        Self(Box::new(Reason { code, name: printable(name), detail }))
    }

    /// AWS's code.
    #[must_use]
    pub fn code(&self) -> RefusalCode {
        self.0.code
    }

    /// What of the request is at fault, in words.
    #[must_use]
    pub fn detail(&self) -> String {
        concat(&[&self.0.name, ": ", self.0.detail])
    }
}

impl RefusalCode {
    /// As AWS writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MissingAuthenticationToken => "MissingAuthenticationToken",
            Self::InvalidArgument => "InvalidArgument",
            Self::InvalidRequest => "InvalidRequest",
            Self::InvalidUri => "InvalidURI",
            Self::RequestHeaderSectionTooLarge => "RequestHeaderSectionTooLarge",
            Self::AuthorizationQueryParametersError => "AuthorizationQueryParametersError",
            Self::AuthorizationHeaderMalformed => "AuthorizationHeaderMalformed",
            Self::InvalidPolicyDocument => "InvalidPolicyDocument",
            Self::InvalidAccessKeyId => "InvalidAccessKeyId",
            Self::SignatureDoesNotMatch => "SignatureDoesNotMatch",
            Self::RequestExpired => "RequestExpired",
            Self::RequestTimeTooSkewed => "RequestTimeTooSkewed",
            Self::ExpiredToken => "ExpiredToken",
            Self::InvalidToken => "InvalidToken",
            Self::AccessDenied => "AccessDenied",
            Self::XAmzContentSha256Mismatch => "XAmzContentSHA256Mismatch",
            Self::NotImplemented => "NotImplemented",
        }
    }

    /// The HTTP status to answer with.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::MissingAuthenticationToken
            | Self::InvalidAccessKeyId
            | Self::SignatureDoesNotMatch
            | Self::RequestExpired
            | Self::RequestTimeTooSkewed
            | Self::AccessDenied => 403,
            Self::NotImplemented => 501,
            _ => 400,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail())
    }
}

impl core::error::Error for Refusal {}
