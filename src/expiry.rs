//! How long a URL lives.

use crate::credentials::Credentials;
use crate::date::AmzDate;
use crate::error::{Error, ErrorKind};
use crate::grant::Grant;

/// The effective life of a presigned URL: what was asked for, cut to what its credentials and grants allow.
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
    /// A grant.
    Grant,
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
    /// A URL of `expires_in` seconds, or less if its credentials or grants end sooner.
    #[must_use]
    pub const fn seconds(expires_in: u32) -> Self {
        Self { expires_in, min_expires_in: 1 }
    }
}

impl Expiry {
    /// The life of a URL that is signed with `credentials` and under `grants` for `date`, at the time `now`.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidExpiresIn`] outside 1 to 604800; [`ErrorKind::CredentialsExpired`] if the credentials have ended, at
    /// the signing date or now, or end before `min_expires_in`; [`ErrorKind::NotGranted`] if a grant has or does, or the date
    /// is in the future under one.
    pub fn new(
        lifetime: Lifetime,
        credentials: &Credentials<'_>,
        grants: &[Grant<'_>],
        date: &AmzDate,
        now: u64,
    ) -> Result<Self, Error> {
        let Lifetime { expires_in, min_expires_in } = lifetime;
        if !(1..=MAX_EXPIRES_IN).contains(&expires_in) {
            return Err(invalid("expiresIn", "expected a whole number of seconds from 1 to 604800"));
        }
        if !(1..=expires_in).contains(&min_expires_in) {
            return Err(invalid("minExpiresIn", "expected a whole number of seconds from 1 to expiresIn"));
        }
        check_not_expired(credentials, grants, date, now)?;
        let mut expiry =
            Self { expires_in, expires_at: date.unix() + u64::from(expires_in), limited_by: LimitedBy::Request };
        expiry.limit(credentials.expiration(), LimitedBy::Credentials);
        for grant in grants {
            expiry.limit(grant.not_after, LimitedBy::Grant);
            expiry.limit(grant.max_expires_in.map(|seconds| date.unix() + u64::from(seconds)), LimitedBy::Grant);
        }
        if expiry.expires_in >= min_expires_in {
            return Ok(expiry);
        }
        let expected = "ends before minExpiresIn";
        Err(match expiry.limited_by {
            LimitedBy::Grant => Error::new(ErrorKind::NotGranted, "grant", expected),
            _ => expired(expected),
        })
    }

    /// Cuts it to an end that is sooner.
    fn limit(&mut self, end: Option<u64>, limited_by: LimitedBy) {
        let Some(expires_at) = end.filter(|end| *end < self.expires_at) else { return };
        let cut = u32::try_from(self.expires_at - expires_at).unwrap_or(u32::MAX);
        *self = Self { expires_in: self.expires_in.saturating_sub(cut), expires_at, limited_by };
    }
}

/// Whether credentials and grants are still good, at the signing date and now.
pub(crate) fn check_not_expired(
    credentials: &Credentials<'_>,
    grants: &[Grant<'_>],
    date: &AmzDate,
    now: u64,
) -> Result<(), Error> {
    if credentials.expiration().is_some_and(|expiration| expiration <= now.max(date.unix())) {
        return Err(expired("have expired"));
    }
    grants.iter().try_for_each(|grant| grant.check_time(date, now))
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
pub(crate) const MAX_EXPIRES_IN: u32 = 604_800;

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
        Expiry::new(Lifetime { expires_in, min_expires_in }, &credentials, &[], &date, now)
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

    #[test]
    fn never_outlives_a_grant() {
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret").unwrap().with_expiration(DATE + 500);
        let life = |min_expires_in, max_expires_in, not_after, date: u64| {
            let grants = [Grant { max_expires_in, not_after, ..Grant::new("media", &["GetObject"]) }];
            let lifetime = Lifetime { expires_in: 900, min_expires_in };
            let date = AmzDate::from_unix(date).unwrap();
            let expiry = Expiry::new(lifetime, &credentials, &grants, &date, DATE);
            expiry.map(|expiry| (expiry.expires_in, expiry.expires_at - DATE, expiry.limited_by))
        };
        assert_eq!(life(1, Some(300), None, DATE), Ok((300, 300, LimitedBy::Grant)));
        assert_eq!(life(1, Some(300), Some(DATE + 200), DATE), Ok((200, 200, LimitedBy::Grant)));
        assert_eq!(life(1, Some(500), Some(DATE + 600), DATE), Ok((500, 500, LimitedBy::Credentials)));
        assert_eq!(life(1, Some(300), None, DATE - 100), Ok((300, 200, LimitedBy::Grant)));
        for refused in [
            life(301, Some(300), None, DATE),
            life(1, None, Some(DATE), DATE),
            life(1, None, Some(DATE - 1), DATE - 10),
            life(1, None, None, DATE + 1),
        ] {
            assert_eq!(refused.unwrap_err().code(), "ERR_NOT_GRANTED");
        }
    }
}
