//! Steps 3 and 4 of SigV4: the key of the day, and the signature.

use crate::credential_scope::CredentialScope;
use crate::credentials::{Credentials, DelegatedKey, Key};
use crate::crypto::hmac_sha256;
use crate::error::{Error, ErrorKind};
use crate::hex::push_hex;
use crate::string_to_sign::StringToSign;
use crate::text::concat;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use zeroize::Zeroizing;

/// The key for one day, region and service, from which the secret cannot be computed back.
///
/// Whoever holds it can sign all that its access key may do there and then, and URLs that live up to seven days more.
#[derive(Clone)]
pub struct SigningKey(Zeroizing<Vec<u8>>);

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
    pub fn new(credentials: &Credentials, scope: &CredentialScope) -> Result<Self, Error> {
        match credentials.key() {
            Key::Secret(secret) => Ok(Self::derive(secret, scope)),
            Key::Signing(delegated) => Self::delegated(delegated, scope),
        }
    }

    /// The 32 bytes, to hand to somebody who shall not hold the secret.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    fn derive(secret_access_key: &str, scope: &CredentialScope) -> Self {
        let mut key = Zeroizing::new(concat(&["AWS4", secret_access_key]).into_bytes());
        for part in scope.parts() {
            let next = Zeroizing::new(hmac_sha256(&key, part.as_bytes()));
            key = Zeroizing::new(next.to_vec());
        }
        Self(key)
    }

    fn delegated(delegated: &DelegatedKey, scope: &CredentialScope) -> Result<Self, Error> {
        if scope.as_str().strip_suffix("/aws4_request") != Some(&delegated.scope) {
            let expected = "derived for another date, region or service";
            return Err(Error::new(ErrorKind::SigningKeyScope, "signingKey", expected));
        }
        Ok(Self(delegated.key.clone()))
    }
}

impl Signature {
    /// Signs.
    #[must_use]
    pub fn new(signing_key: &SigningKey, string_to_sign: &StringToSign) -> Self {
        let mut text = String::with_capacity(64);
        push_hex(&mut text, &hmac_sha256(&signing_key.0, string_to_sign.as_str().as_bytes()));
        Self { text }
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
    use crate::date::AmzDate;

    const ID: &str = "AKIAIOSFODNN7EXAMPLE";
    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    fn scope(region: &str, service: &str) -> CredentialScope {
        CredentialScope::new(&AmzDate::from_unix(1_369_353_600).unwrap(), region, service).unwrap()
    }

    /// The key behind AWS's documented presigned URL, computed with botocore.
    #[test]
    fn derives_the_documented_key() {
        let key = SigningKey::new(&Credentials::new(ID, SECRET).unwrap(), &scope("us-east-1", "s3")).unwrap();
        let mut hex = String::new();
        push_hex(&mut hex, key.expose());
        assert_eq!(hex, "dbb893acc010964918f1fd433add87c70e8b0db6be30c1fbeafefa5ec6ba8378");
        assert_eq!(alloc::format!("{key:?}"), "SigningKey(..)");
    }

    #[test]
    fn a_delegated_key_is_good_for_its_own_scope_only() {
        let with = |date| Credentials::from_signing_key(ID, &[7; 32], (date, "us-east-1", "s3")).unwrap();
        assert_eq!(SigningKey::new(&with("20130524"), &scope("us-east-1", "s3")).unwrap().expose(), &[7; 32]);
        let elsewhere =
            [("20130525", "us-east-1", "s3"), ("20130524", "us-east-2", "s3"), ("20130524", "us-east-1", "sts")];
        for (date, region, service) in elsewhere {
            let error = SigningKey::new(&with(date), &scope(region, service)).unwrap_err();
            assert_eq!(error.code(), "ERR_SIGNING_KEY_SCOPE");
        }
    }
}
