//! What can be wrong with an input, each with a stable code.

use crate::text::{concat, printable};
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

/// Why nothing was signed: a [kind](ErrorKind) and, in words, the input at fault and what was expected of it.
///
/// The [`code`](Error::code) is stable and the same in Rust and JavaScript; the message is for people and may change.
/// Neither ever holds a secret, a session token or a whole URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Fault>); // one word, so that results stay small

#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    kind: ErrorKind,
    name: String,
    expected: &'static str,
    index: Option<usize>,
}

/// What was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An access key id, secret, session token or signing key that no provider could have issued.
    InvalidCredentials,
    /// The credentials end before the URL could be of use.
    CredentialsExpired,
    /// A region that cannot stand in a credential scope or a host name.
    InvalidRegion,
    /// A service that cannot stand in a credential scope.
    InvalidService,
    /// An endpoint that is not a plain, canonical http(s) address.
    InvalidEndpoint,
    /// A URL that cannot be signed as it is written.
    InvalidUrl,
    /// Not an HTTP method in upper case.
    InvalidMethod,
    /// A header that cannot be bound, or not in the place asked for.
    InvalidHeader,
    /// A query parameter that the signer sets itself, or that does not belong to this operation.
    ReservedQueryParameter,
    /// Not a whole number of seconds from 1 to 604800.
    InvalidExpiresIn,
    /// A time outside the years 1970 to 9999.
    InvalidSigningDate,
    /// Not a bucket name.
    InvalidBucket,
    /// An object key that no HTTP client can send, or none at all.
    InvalidKey,
    /// Not the name of an S3 operation.
    UnknownOperation,
    /// The operation needs a parameter that was not given.
    MissingParameter,
    /// A grant that says nothing that could be checked, or more than it could hold.
    InvalidGrant,
    /// Beyond what the grant allows.
    NotGranted,
    /// The session token would tell the secret to whoever sees the URL.
    TokenRevealsSecret,
    /// A signing key used for another date, region or service than its own.
    SigningKeyScope,
    /// An input larger than its bound.
    TooLarge,
    /// A fault of this library.
    Internal,
}

impl Error {
    /// `name` is the field as the caller knows it, or the caller's own name for it: shown only as far as it is short and
    /// printable. `expected` is what would have been right.
    #[cold]
    #[inline(never)]
    pub(crate) fn new(kind: ErrorKind, name: &str, expected: &'static str) -> Self {
        Self(Box::new(Fault { kind, name: printable(name), expected, index: None }))
    }

    /// Says of which of many keys it is, if it is a key that is at fault.
    pub(crate) fn at(mut self, index: usize) -> Self {
        self.0.index = (self.0.name == "key").then_some(index);
        self
    }

    /// Which of many keys was at fault, if one was.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        self.0.index
    }

    /// What was wrong, to match on.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The stable code, as in `ERR_INVALID_KEY`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.0.kind {
            ErrorKind::InvalidCredentials => "ERR_INVALID_CREDENTIALS",
            ErrorKind::CredentialsExpired => "ERR_CREDENTIALS_EXPIRED",
            ErrorKind::InvalidRegion => "ERR_INVALID_REGION",
            ErrorKind::InvalidService => "ERR_INVALID_SERVICE",
            ErrorKind::InvalidEndpoint => "ERR_INVALID_ENDPOINT",
            ErrorKind::InvalidUrl => "ERR_INVALID_URL",
            ErrorKind::InvalidMethod => "ERR_INVALID_METHOD",
            ErrorKind::InvalidHeader => "ERR_INVALID_HEADER",
            ErrorKind::ReservedQueryParameter => "ERR_RESERVED_QUERY_PARAMETER",
            ErrorKind::InvalidExpiresIn => "ERR_INVALID_EXPIRES_IN",
            ErrorKind::InvalidSigningDate => "ERR_INVALID_SIGNING_DATE",
            ErrorKind::InvalidBucket => "ERR_INVALID_BUCKET",
            ErrorKind::InvalidKey => "ERR_INVALID_KEY",
            ErrorKind::UnknownOperation => "ERR_UNKNOWN_OPERATION",
            ErrorKind::MissingParameter => "ERR_MISSING_PARAMETER",
            ErrorKind::InvalidGrant => "ERR_INVALID_GRANT",
            ErrorKind::NotGranted => "ERR_NOT_GRANTED",
            ErrorKind::TokenRevealsSecret => "ERR_TOKEN_REVEALS_SECRET",
            ErrorKind::SigningKeyScope => "ERR_SIGNING_KEY_SCOPE",
            ErrorKind::TooLarge => "ERR_TOO_LARGE",
            ErrorKind::Internal => "ERR_INTERNAL",
        }
    }

    /// What was wrong, in words.
    #[must_use]
    pub fn message(&self) -> String {
        concat(&[&self.0.name, ": ", self.0.expected])
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl core::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_field_and_what_was_expected() {
        let error = Error::new(ErrorKind::InvalidKey, "key", "expected 1 to 1024 bytes");
        assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidKey, "ERR_INVALID_KEY"));
        assert_eq!(alloc::format!("{error}"), "key: expected 1 to 1024 bytes");
    }

    #[test]
    fn a_callers_name_is_cut_and_made_printable() {
        let error = Error::new(ErrorKind::InvalidHeader, &"é\n".repeat(100), "not a token");
        assert_eq!(error.message(), ["?".repeat(64).as_str(), ": not a token"].concat());
    }
}
