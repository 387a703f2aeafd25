//! Who signs.

use crate::error::{Error, ErrorKind};
use crate::text::{concat, contains};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use zeroize::Zeroizing;

/// An access key with what it takes to sign: its secret or, better at the edge, a signing key derived from it.
///
/// Secrets are wiped from memory when the value is dropped, and [`Debug`](fmt::Debug) shows none.
#[derive(Clone)]
pub struct Credentials {
    access_key_id: String,
    key: Key,
    session_token: Option<String>,
    expiration: Option<u64>,
}

/// What the signing key comes from.
#[derive(Clone)]
pub(crate) enum Key {
    /// The secret access key: good for every date, region and service.
    Secret(Zeroizing<String>),
    /// A signing key: good for one of each.
    Signing(DelegatedKey),
}

/// A signing key that somebody who holds the secret derived, and what for.
#[derive(Clone)]
pub(crate) struct DelegatedKey {
    pub(crate) key: Zeroizing<Vec<u8>>,
    /// `date/region/service`
    pub(crate) scope: String,
}

impl Credentials {
    /// Credentials with their secret access key.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidCredentials`] if either cannot be one; [`ErrorKind::TooLarge`].
    pub fn new(access_key_id: &str, secret_access_key: &str) -> Result<Self, Error> {
        bounded("secretAccessKey", secret_access_key, MAX_KEY_LENGTH)?;
        if secret_access_key.is_empty() || secret_access_key.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(invalid(
                "secretAccessKey",
                "expected a text without spaces, line breaks or control characters",
            ));
        }
        Self::with_key(access_key_id, Key::Secret(Zeroizing::new(secret_access_key.into())))
    }

    /// Credentials that can sign for one `date` (`20130524`, in UTC), `region` and `service` only.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidCredentials`] unless `signing_key` has 32 bytes and `date` 8 digits.
    pub fn from_signing_key(
        access_key_id: &str,
        signing_key: &[u8],
        (date, region, service): (&str, &str, &str),
    ) -> Result<Self, Error> {
        if signing_key.len() != 32 {
            return Err(invalid("signingKey", "expected 32 bytes"));
        }
        let key = Zeroizing::new(signing_key.to_vec());
        if date.len() != 8 || !date.bytes().all(|b| b.is_ascii_digit()) {
            return Err(invalid("date", "expected the signing key's UTC date as eight digits, such as 20130524"));
        }
        bounded("region", region, MAX_KEY_LENGTH)?;
        bounded("service", service, MAX_KEY_LENGTH)?;
        let scope = concat(&[date, "/", region, "/", service]);
        Self::with_key(access_key_id, Key::Signing(DelegatedKey { key, scope }))
    }

    /// The same with the session token of temporary credentials.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidCredentials`] unless it is printable ASCII without spaces; [`ErrorKind::TooLarge`] over 16384 bytes.
    pub fn with_session_token(mut self, session_token: &str) -> Result<Self, Error> {
        bounded("sessionToken", session_token, MAX_SESSION_TOKEN)?;
        if !is_graphic(session_token) {
            return Err(invalid("sessionToken", "expected printable ASCII without spaces, or none at all"));
        }
        self.session_token = Some(session_token.into());
        Ok(self)
    }

    /// The same with the second (since 1970-01-01T00:00:00Z) at which they stop working. A URL never outlives it.
    #[must_use]
    pub const fn with_expiration(mut self, unix: u64) -> Self {
        self.expiration = Some(unix);
        self
    }

    /// Of several credentials, the first that can sign on `date` (`20130524`): a signing key of that date, or a secret.
    ///
    /// # Errors
    /// [`ErrorKind::SigningKeyScope`] if there is none; the first of the errors among them.
    pub fn pick(several: impl IntoIterator<Item = Result<Self, Error>>, date: &str) -> Result<Self, Error> {
        let mut picked = None;
        for credentials in several {
            let credentials = credentials?;
            if picked.is_none() && credentials.can_sign_on(date) {
                picked = Some(credentials);
            }
        }
        picked.ok_or_else(|| {
            Error::new(ErrorKind::SigningKeyScope, "credentials", "none has a signing key for the signing date")
        })
    }

    fn can_sign_on(&self, date: &str) -> bool {
        match &self.key {
            Key::Secret(_) => true,
            Key::Signing(delegated) => delegated.scope.starts_with(date),
        }
    }

    /// The access key id.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The session token of temporary credentials.
    #[must_use]
    pub fn session_token(&self) -> Option<&str> {
        self.session_token.as_deref()
    }

    /// When they stop working, in seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn expiration(&self) -> Option<u64> {
        self.expiration
    }

    pub(crate) const fn key(&self) -> &Key {
        &self.key
    }

    fn with_key(access_key_id: &str, key: Key) -> Result<Self, Error> {
        bounded("accessKeyId", access_key_id, MAX_KEY_LENGTH)?;
        // A comma ends the credential in an Authorization header.
        if !is_graphic(access_key_id) || contains(access_key_id, b',') {
            return Err(invalid("accessKeyId", "expected printable ASCII without spaces or commas"));
        }
        Ok(Self { access_key_id: access_key_id.into(), key, session_token: None, expiration: None })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("access_key_id", &self.access_key_id).finish_non_exhaustive()
    }
}

fn is_graphic(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic())
}

fn bounded(name: &'static str, text: &str, limit: usize) -> Result<(), Error> {
    if text.len() > limit {
        return Err(Error::new(ErrorKind::TooLarge, name, "longer than any provider issues"));
    }
    Ok(())
}

fn invalid(name: &'static str, expected: &'static str) -> Error {
    Error::new(ErrorKind::InvalidCredentials, name, expected)
}

/// AWS's longest access key id has 128 characters; other providers' may be longer.
const MAX_KEY_LENGTH: usize = 1024;
/// AWS's session tokens have 4096 bytes at most; a JWT used as one may have more.
const MAX_SESSION_TOKEN: usize = 16_384;

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "AKIAIOSFODNN7EXAMPLE";
    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    #[test]
    fn debug_shows_no_secret() {
        let credentials = Credentials::new(ID, SECRET).unwrap().with_session_token("TOKEN").unwrap();
        assert_eq!(alloc::format!("{credentials:?}"), "Credentials { access_key_id: \"AKIAIOSFODNN7EXAMPLE\", .. }");
    }

    #[test]
    fn refuses_what_nobody_issues() {
        let scope = ("20130524", "us-east-1", "s3");
        let long = "k".repeat(16_385);
        let results = [
            (Credentials::new("", SECRET), "ERR_INVALID_CREDENTIALS"),
            (Credentials::new("A B", SECRET), "ERR_INVALID_CREDENTIALS"),
            (Credentials::new("A,B", SECRET), "ERR_INVALID_CREDENTIALS"),
            (Credentials::new("Ä", SECRET), "ERR_INVALID_CREDENTIALS"),
            (Credentials::new(ID, ""), "ERR_INVALID_CREDENTIALS"),
            (Credentials::new(ID, "secret\n"), "ERR_INVALID_CREDENTIALS"),
            (Credentials::new(ID, &long), "ERR_TOO_LARGE"),
            (Credentials::new(&long, SECRET), "ERR_TOO_LARGE"),
            (Credentials::new(ID, SECRET).unwrap().with_session_token(""), "ERR_INVALID_CREDENTIALS"),
            (Credentials::new(ID, SECRET).unwrap().with_session_token("a b"), "ERR_INVALID_CREDENTIALS"),
            (Credentials::new(ID, SECRET).unwrap().with_session_token(&long), "ERR_TOO_LARGE"),
            (Credentials::from_signing_key(ID, &[0; 31], scope), "ERR_INVALID_CREDENTIALS"),
            (Credentials::from_signing_key(ID, &[0; 32], ("2013-05-", "r", "s3")), "ERR_INVALID_CREDENTIALS"),
        ];
        for (result, code) in results {
            assert_eq!(result.unwrap_err().code(), code);
        }
    }

    #[test]
    fn picks_by_date() {
        let on = |date| Credentials::from_signing_key(ID, &[7; 32], (date, "us-east-1", "s3")).unwrap();
        let several = || [on("20130524"), on("20130525")].map(Ok);
        assert!(Credentials::pick(several(), "20130525").is_ok());
        assert_eq!(Credentials::pick(several(), "20130526").unwrap_err().code(), "ERR_SIGNING_KEY_SCOPE");
        let with_secret = [on("20130524"), Credentials::new(ID, SECRET).unwrap()].map(Ok);
        assert!(matches!(Credentials::pick(with_secret, "20130525").unwrap().key(), Key::Secret(_)));
        let with_bad = [Ok(on("20130524")), Credentials::new(ID, "")];
        assert_eq!(Credentials::pick(with_bad, "20130524").unwrap_err().code(), "ERR_INVALID_CREDENTIALS");
    }
}
