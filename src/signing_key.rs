//! Steps 3 and 4 of SigV4: the key of the day, and the signature.

use crate::credential_scope::CredentialScope;
use crate::credentials::{Credentials, Key};
use crate::crypto::{Secret, Sha256Output, hmac_sha256, is_hmac_sha256};
use crate::error::{Error, ErrorKind};
use crate::hex::{hex, unhex};
use crate::string_to_sign::StringToSign;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// The key for one day, region and service, from which the secret cannot be computed back.
///
/// Whoever holds it can sign all that its access key may do there and then, and URLs that live up to seven days more.
#[derive(Clone)]
pub struct SigningKey(Secret<Vec<u8>>); // not in place, so that no copies are left where it was moved

/// 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    text: String,
}

impl SigningKey {
    /// The signing key for a scope: derived from the secret, or the one that the credentials hold.
    ///
    /// # Errors
    /// [`ErrorKind::SigningKeyScope`] if they hold one for another date, region or service.
    pub fn new(credentials: &Credentials<'_>, scope: &CredentialScope<'_>) -> Result<Self, Error> {
        match &credentials.key {
            Key::Secret(secret) => Ok(Self::derive(secret, scope)),
            Key::Signing(key, own) if own == scope => Ok(Self(key.to_vec().into())),
            Key::Signing(..) => {
                let expected = "derived for another date, region or service";
                Err(Error::new(ErrorKind::SigningKeyScope, "signingKey", expected))
            }
        }
    }

    /// The 32 bytes, to hand to somebody who shall not hold the secret.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Whether it signed a text: the signature has 64 lower-case hexadecimal digits, compared in constant time.
    pub(crate) fn signed(&self, text: &str, signature: &str) -> bool {
        unhex(signature).is_some_and(|tag| is_hmac_sha256(&[self.expose()], text, &tag))
    }

    fn derive(secret_access_key: &str, scope: &CredentialScope<'_>) -> Self {
        let [date, rest @ ..] = scope.parts();
        let mut key: Secret<Sha256Output> = hmac_sha256(&[b"AWS4", secret_access_key.as_bytes()], date).into();
        for part in rest {
            key = hmac_sha256(&[key.as_slice()], part).into();
        }
        Self(key.to_vec().into())
    }
}

impl Signature {
    /// Signs.
    #[must_use]
    pub fn new(signing_key: &SigningKey, string_to_sign: &StringToSign) -> Self {
        Self::of(signing_key, string_to_sign.as_str())
    }

    /// Signs any text: the policy of a form is one.
    pub(crate) fn of(signing_key: &SigningKey, text: &str) -> Self {
        Self { text: hex(&hmac_sha256(&[signing_key.expose()], text)) }
    }

    /// As in `X-Amz-Signature`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "AKIAIOSFODNN7EXAMPLE";
    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    fn scope<'a>(date: &'a str, region: &'a str, service: &'a str) -> CredentialScope<'a> {
        CredentialScope::new(date, region, service).unwrap()
    }

    /// The key behind AWS's documented presigned URL, computed with botocore.
    #[test]
    fn derives_the_documented_key() {
        let credentials = Credentials::new(ID, SECRET).unwrap();
        let key = SigningKey::new(&credentials, &scope("20130524", "us-east-1", "s3")).unwrap();
        assert_eq!(hex(key.expose()), "dbb893acc010964918f1fd433add87c70e8b0db6be30c1fbeafefa5ec6ba8378");
        assert_eq!(alloc::format!("{key:?}"), "SigningKey(..)");
    }

    #[test]
    fn a_delegated_key_is_good_for_its_own_scope_only() {
        let own = scope("20130524", "us-east-1", "s3");
        let credentials = Credentials::from_signing_key(ID, &[7; 32], own).unwrap();
        assert_eq!(SigningKey::new(&credentials, &own).unwrap().expose(), &[7; 32]);
        let elsewhere =
            [("20130525", "us-east-1", "s3"), ("20130524", "us-east-2", "s3"), ("20130524", "us-east-1", "sts")];
        for (date, region, service) in elsewhere {
            let error = SigningKey::new(&credentials, &scope(date, region, service)).unwrap_err();
            assert_eq!(error.code(), "ERR_SIGNING_KEY_SCOPE");
        }
    }
}
