//! Who signs.

use crate::credential_scope::CredentialScope;
use crate::error::{Error, ErrorKind};
use crate::rule::{GRAPHIC, Rule};
use core::fmt;

/// An access key with what it takes to sign: its secret or, better at the edge, a signing key derived from it.
///
/// It borrows all of it, so that no secret is copied: whoever holds them wipes them. [`Debug`](fmt::Debug) shows none.
#[derive(Clone, Copy)]
pub struct Credentials<'a> {
    pub(crate) access_key_id: &'a str,
    pub(crate) key: Key<'a>,
    pub(crate) session_token: Option<&'a str>,
    pub(crate) expiration: Option<u64>,
}

/// What the signing key comes from.
#[derive(Clone, Copy)]
pub(crate) enum Key<'a> {
    /// The secret access key: good for every date, region and service.
    Secret(&'a str),
    /// A signing key that somebody who holds the secret derived: good for one of each.
    Signing(&'a [u8], CredentialScope<'a>),
}

impl<'a> Credentials<'a> {
    /// Credentials with their secret access key.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidCredentials`] if either cannot be one; [`ErrorKind::TooLarge`] over 1024 bytes.
    pub fn new(access_key_id: &'a str, secret_access_key: &'a str) -> Result<Self, Error> {
        Self::with_key(access_key_id, Key::Secret(secret_access_key))
    }

    /// Credentials that can sign in one scope only.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidCredentials`] unless `signing_key` has 32 bytes.
    pub fn from_signing_key(
        access_key_id: &'a str,
        signing_key: &'a [u8],
        scope: CredentialScope<'a>,
    ) -> Result<Self, Error> {
        Self::with_key(access_key_id, Key::Signing(signing_key, scope))
    }

    /// The same with the session token of temporary credentials.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidCredentials`] unless it is printable ASCII without spaces; [`ErrorKind::TooLarge`] over 16384 bytes.
    pub fn with_session_token(self, session_token: &'a str) -> Result<Self, Error> {
        let credentials = Self { session_token: Some(session_token), ..self };
        credentials.check()?;
        Ok(credentials)
    }

    /// The same with the second (since 1970-01-01T00:00:00Z) at which they stop working. A URL never outlives it.
    #[must_use]
    pub const fn with_expiration(self, unix: u64) -> Self {
        Self { expiration: Some(unix), ..self }
    }

    /// Whether they can sign on a UTC date (`20130524`): with a signing key of that date, or a secret.
    #[must_use]
    pub fn can_sign_on(&self, date: &str) -> bool {
        match &self.key {
            Key::Secret(_) => true,
            Key::Signing(_, scope) => scope.date == date,
        }
    }

    /// Whether they can sign in a scope: with a signing key of just that, or a secret.
    pub(crate) fn can_sign_in(&self, scope: &CredentialScope<'_>) -> bool {
        match &self.key {
            Key::Secret(_) => true,
            Key::Signing(_, own) => own == scope,
        }
    }

    /// The access key id.
    #[must_use]
    pub const fn access_key_id(&self) -> &'a str {
        self.access_key_id
    }

    /// The session token of temporary credentials.
    #[must_use]
    pub const fn session_token(&self) -> Option<&'a str> {
        self.session_token
    }

    /// When they stop working, in seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn expiration(&self) -> Option<u64> {
        self.expiration
    }

    /// Whether somebody could have issued them.
    pub(crate) fn check(&self) -> Result<(), Error> {
        check_access_key_id(self.access_key_id)?;
        match &self.key {
            Key::Secret(secret) => SECRET_ACCESS_KEY.check(secret)?,
            Key::Signing(key, scope) => {
                if key.len() != 32 {
                    return Err(Error::new(ErrorKind::InvalidCredentials, "signingKey", "expected 32 bytes"));
                }
                scope.check()?;
            }
        }
        self.session_token.map_or(Ok(()), |token| SESSION_TOKEN.check(token))
    }

    fn with_key(access_key_id: &'a str, key: Key<'a>) -> Result<Self, Error> {
        let credentials = Self { access_key_id, key, session_token: None, expiration: None };
        credentials.check()?;
        Ok(credentials)
    }
}

/// Whether it can be one.
pub(crate) fn check_access_key_id(text: &str) -> Result<(), Error> {
    ACCESS_KEY_ID.check(text)
}

impl fmt::Debug for Credentials<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("access_key_id", &self.access_key_id).finish_non_exhaustive()
    }
}

/// AWS's longest access key id has 128 characters; other providers' may be longer. A comma ends the credential in an
/// Authorization header.
static ACCESS_KEY_ID: Rule = Rule {
    name: "accessKeyId",
    allowed: &[(b'!', b'+'), (b'-', b'~')],
    invalid: ErrorKind::InvalidCredentials,
    lengths: (1, 1024),
    too_long: ErrorKind::TooLarge,
    expected: "expected at most 1024 printable ASCII characters, no spaces or commas",
};
static SECRET_ACCESS_KEY: Rule = Rule {
    name: "secretAccessKey",
    allowed: &[GRAPHIC],
    invalid: ErrorKind::InvalidCredentials,
    lengths: (1, 1024),
    too_long: ErrorKind::TooLarge,
    expected: "expected at most 1024 printable ASCII characters, no spaces",
};
/// AWS's session tokens have 4096 bytes at most; a JWT used as one may have more.
static SESSION_TOKEN: Rule = Rule {
    name: "sessionToken",
    allowed: &[GRAPHIC],
    invalid: ErrorKind::InvalidCredentials,
    lengths: (1, 16_384),
    too_long: ErrorKind::TooLarge,
    expected: "expected at most 16384 printable ASCII characters, no spaces",
};

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
        let scope = CredentialScope::new("20130524", "us-east-1", "s3").unwrap();
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
        ];
        for (result, code) in results {
            assert_eq!(result.unwrap_err().code(), code);
        }
    }

    #[test]
    fn a_signing_key_is_for_its_date() {
        let scope = CredentialScope::new("20130524", "us-east-1", "s3").unwrap();
        let delegated = Credentials::from_signing_key(ID, &[7; 32], scope).unwrap();
        assert!(delegated.can_sign_on("20130524") && !delegated.can_sign_on("20130525"));
        assert!(Credentials::new(ID, SECRET).unwrap().can_sign_on("20130525"));
    }
}
