//! What can be wrong with an input, each with a stable code.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

/// Why nothing was signed.
///
/// The [`code`](Error::code) is stable and the same in Rust and JavaScript; the message is for people and may change.
/// Neither ever holds a secret, a session token or a whole URL.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// An access key id, secret, session token or signing key that no provider could have issued.
    InvalidCredentials(Detail),
    /// The credentials end before the URL could be of use.
    CredentialsExpired(Detail),
    /// A region that cannot stand in a credential scope or a host name.
    InvalidRegion(Detail),
    /// A service that cannot stand in a credential scope.
    InvalidService(Detail),
    /// An endpoint that is not a plain, canonical http(s) address.
    InvalidEndpoint(Detail),
    /// A URL that cannot be signed as it is written.
    InvalidUrl(Detail),
    /// Not an HTTP method in upper case.
    InvalidMethod(Detail),
    /// A header that cannot be bound, or not in the place asked for.
    InvalidHeader(Detail),
    /// A query parameter that the signer sets itself, or that would make another operation of this one.
    ReservedQueryParameter(Detail),
    /// Not a whole number of seconds from 1 to 604800.
    InvalidExpiresIn(Detail),
    /// A time outside the years 1970 to 9999.
    InvalidSigningDate(Detail),
    /// Not a bucket name.
    InvalidBucket(Detail),
    /// An object key that no HTTP client can send, or none at all.
    InvalidKey(Detail),
    /// Not the name of an S3 operation.
    UnknownOperation(Detail),
    /// The operation needs a parameter that was not given.
    MissingParameter(Detail),
    /// The session token would tell the secret to whoever sees the URL.
    TokenRevealsSecret(Detail),
    /// A signing key used for another date, region or service than its own.
    SigningKeyScope(Detail),
    /// An input larger than its bound.
    TooLarge(Detail),
    /// A fault of this library.
    Internal(Detail),
}

/// The input at fault and what was expected of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail(Box<(Cow<'static, str>, &'static str)>);

impl Detail {
    /// `name` is the field as the caller knows it, `expected` what would have been right.
    #[must_use]
    pub fn new(name: &'static str, expected: &'static str) -> Self {
        Self(Box::new((Cow::Borrowed(name), expected)))
    }

    /// As [`new`](Self::new), for a name that the caller chose: shown only as far as it is short and printable.
    #[must_use]
    pub fn named(name: &str, expected: &'static str) -> Self {
        let shown = name.chars().take(NAME_SHOWN).map(|c| if c.is_ascii_graphic() { c } else { '?' }).collect();
        Self(Box::new((Cow::Owned(shown), expected)))
    }
}

impl Error {
    /// The stable code, as in `ERR_INVALID_KEY`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.parts().0
    }

    /// What was wrong, in words.
    #[must_use]
    pub fn message(&self) -> String {
        let (name, expected) = &*self.parts().1.0;
        [name.as_ref(), ": ", *expected].concat()
    }

    const fn parts(&self) -> (&'static str, &Detail) {
        match self {
            Self::InvalidCredentials(detail) => ("ERR_INVALID_CREDENTIALS", detail),
            Self::CredentialsExpired(detail) => ("ERR_CREDENTIALS_EXPIRED", detail),
            Self::InvalidRegion(detail) => ("ERR_INVALID_REGION", detail),
            Self::InvalidService(detail) => ("ERR_INVALID_SERVICE", detail),
            Self::InvalidEndpoint(detail) => ("ERR_INVALID_ENDPOINT", detail),
            Self::InvalidUrl(detail) => ("ERR_INVALID_URL", detail),
            Self::InvalidMethod(detail) => ("ERR_INVALID_METHOD", detail),
            Self::InvalidHeader(detail) => ("ERR_INVALID_HEADER", detail),
            Self::ReservedQueryParameter(detail) => ("ERR_RESERVED_QUERY_PARAMETER", detail),
            Self::InvalidExpiresIn(detail) => ("ERR_INVALID_EXPIRES_IN", detail),
            Self::InvalidSigningDate(detail) => ("ERR_INVALID_SIGNING_DATE", detail),
            Self::InvalidBucket(detail) => ("ERR_INVALID_BUCKET", detail),
            Self::InvalidKey(detail) => ("ERR_INVALID_KEY", detail),
            Self::UnknownOperation(detail) => ("ERR_UNKNOWN_OPERATION", detail),
            Self::MissingParameter(detail) => ("ERR_MISSING_PARAMETER", detail),
            Self::TokenRevealsSecret(detail) => ("ERR_TOKEN_REVEALS_SECRET", detail),
            Self::SigningKeyScope(detail) => ("ERR_SIGNING_KEY_SCOPE", detail),
            Self::TooLarge(detail) => ("ERR_TOO_LARGE", detail),
            Self::Internal(detail) => ("ERR_INTERNAL", detail),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl core::error::Error for Error {}

/// How much of a caller's own name an error repeats.
const NAME_SHOWN: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_field_and_what_was_expected() {
        let error = Error::InvalidKey(Detail::new("key", "expected 1 to 1024 bytes"));
        assert_eq!(error.code(), "ERR_INVALID_KEY");
        assert_eq!(alloc::format!("{error}"), "key: expected 1 to 1024 bytes");
    }

    #[test]
    fn a_callers_name_is_cut_and_made_printable() {
        let error = Error::InvalidHeader(Detail::named(&"é\n".repeat(100), "not a token"));
        assert_eq!(error.message(), ["?".repeat(64).as_str(), ": not a token"].concat());
    }
}
