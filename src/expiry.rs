//! How long a URL lives.

use crate::credentials::Credentials;
use crate::date::AmzDate;
use crate::error::{Error, ErrorKind};

/// The effective life of a presigned URL: what was asked for, cut to what its credentials allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expiry {
    /// `X-Amz-Expires`: seconds from the signing date, 1 to 604800.
    pub expires_in: u32,
    /// The second (since 1970-01-01T00:00:00Z) after which the URL is refused.
    pub expires_at: u64,
    /// What made it as short as it is.
    pub limited_by: LimitedBy,
}

/// What decided how long a URL lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitedBy {
    /// The caller's own `expires_in`.
    Request,
    /// The expiration of the credentials.
    Credentials,
}

/// What a caller asks of a URL's life, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    /// How long the URL should live.
    pub expires_in: u32,
    /// The shortest life that is of any use: better an error than a URL that dies sooner.
    pub min_expires_in: u32,
}

impl Lifetime {
    /// A URL of `expires_in` seconds, or less if its credentials end sooner.
    #[must_use]
    pub const fn seconds(expires_in: u32) -> Self {
        Self { expires_in, min_expires_in: 1 }
    }
}

impl Expiry {
    /// The life of a URL that is signed with `credentials` for `date`, at the time `now`.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidExpiresIn`] outside 1 to 604800; [`ErrorKind::CredentialsExpired`] if the credentials have ended, at
    /// the signing date or now, or end before `min_expires_in`.
    pub fn new(lifetime: Lifetime, credentials: &Credentials<'_>, date: &AmzDate, now: u64) -> Result<Self, Error> {
        let Lifetime { expires_in, min_expires_in } = lifetime;
        if !(1..=MAX_EXPIRES_IN).contains(&expires_in) {
            return Err(invalid("expiresIn", "expected a whole number of seconds from 1 to 604800"));
        }
        if !(1..=expires_in).contains(&min_expires_in) {
            return Err(invalid("minExpiresIn", "expected a whole number of seconds from 1 to expiresIn"));
        }
        let asked =
            Self { expires_in, expires_at: date.unix() + u64::from(expires_in), limited_by: LimitedBy::Request };
        check_not_expired(credentials, date, now)?;
        let Some(expiration) = credentials.expiration() else {
            return Ok(asked);
        };
        let left = u32::try_from(expiration - date.unix()).unwrap_or(u32::MAX);
        if left < min_expires_in {
            return Err(expired("end before minExpiresIn"));
        }
        if left >= expires_in {
            return Ok(asked);
        }
        Ok(Self { expires_in: left, expires_at: expiration, limited_by: LimitedBy::Credentials })
    }
}

/// Whether the credentials are still good, at the signing date and now.
pub(crate) fn check_not_expired(credentials: &Credentials<'_>, date: &AmzDate, now: u64) -> Result<(), Error> {
    if credentials.expiration().is_some_and(|expiration| expiration <= now.max(date.unix())) {
        return Err(expired("have expired"));
    }
    Ok(())
}

fn invalid(name: &'static str, expected: &'static str) -> Error {
    Error::new(ErrorKind::InvalidExpiresIn, name, expected)
}

fn expired(expected: &'static str) -> Error {
    Error::new(ErrorKind::CredentialsExpired, "credentials", expected)
}

/// Seven days.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.
const MAX_EXPIRES_IN: u32 = 604_800;

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: u64 = 1_369_353_600;

    fn expiry(expires_in: u32, min_expires_in: u32, expiration: Option<u64>, now: u64) -> Result<Expiry, Error> {
        let mut credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret").unwrap();
        if let Some(expiration) = expiration {
            credentials = credentials.with_expiration(expiration);
        }
        let date = AmzDate::from_unix(DATE).unwrap();
        Expiry::new(Lifetime { expires_in, min_expires_in }, &credentials, &date, now)
    }

    #[test]
    fn takes_one_second_to_seven_days() {
        for seconds in [1, 604_800] {
            let expiry = expiry(seconds, 1, None, DATE).unwrap();
            assert_eq!((expiry.expires_in, expiry.expires_at), (seconds, DATE + u64::from(seconds)));
        }
        for (seconds, min) in [(0, 1), (604_801, 1), (10, 0), (10, 11)] {
            assert_eq!(expiry(seconds, min, None, DATE).unwrap_err().code(), "ERR_INVALID_EXPIRES_IN");
        }
    }

    #[test]
    fn never_outlives_the_credentials() {
        let limited = expiry(3600, 60, Some(DATE + 60), DATE).unwrap();
        let expected = Expiry { expires_in: 60, expires_at: DATE + 60, limited_by: LimitedBy::Credentials };
        assert_eq!(limited, expected);
        assert_eq!(expiry(60, 60, Some(DATE + 60), DATE).unwrap().limited_by, LimitedBy::Request);
        let ended = [
            expiry(3600, 61, Some(DATE + 60), DATE),
            expiry(3600, 1, Some(DATE), DATE),
            expiry(3600, 1, Some(DATE - 1), DATE - 100),
            expiry(3600, 1, Some(DATE + 60), DATE + 60),
        ];
        for result in ended {
            assert_eq!(result.unwrap_err().code(), "ERR_CREDENTIALS_EXPIRED");
        }
    }
}
