//! Object keys, which often come from users: the boundary between one object and another.

use crate::error::{Error, ErrorKind};
use crate::hex::push_hex;
use crate::text::split;
use alloc::string::String;

/// An object key that HTTP clients can send as it is.
///
/// Every key round-trips but those that a URL parser would change: a `.` or `..` segment is resolved before the request
/// is sent, and so reaches another object or another bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectKey<'a>(&'a str);

impl<'a> ObjectKey<'a> {
    /// # Errors
    /// [`ErrorKind::InvalidKey`] for an empty key and for a `.` or `..` segment; [`ErrorKind::TooLarge`] over 1024 bytes of UTF-8.
    ///
    /// Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html>.
    pub fn parse(key: &'a str) -> Result<Self, Error> {
        if key.is_empty() {
            return Err(invalid("expected 1 to 1024 bytes of UTF-8"));
        }
        if key.len() > MAX_KEY {
            return Err(Error::new(ErrorKind::TooLarge, "key", "expected at most 1024 bytes of UTF-8"));
        }
        if split(key, b'/').any(|segment| matches!(segment, "." | "..")) {
            return Err(invalid("a . or .. segment would be resolved on the way and reach another object"));
        }
        Ok(Self(key))
    }

    /// The key itself, not encoded.
    #[must_use]
    pub const fn as_str(self) -> &'a str {
        self.0
    }
}

/// An unguessable key: `prefix`, 32 hexadecimal digits (128 random bits of the system's), and `.extension` if one is given.
///
/// # Errors
/// [`ErrorKind::InvalidKey`] if the prefix could not begin a key or the extension is not letters and digits, separated by
/// dots; [`ErrorKind::TooLarge`] if the key would be too long; [`ErrorKind::Internal`] if the system has no randomness.
pub fn random_key(prefix: &str, extension: Option<&str>) -> Result<String, Error> {
    let mut random = [0; 16];
    getrandom::fill(&mut random)
        .map_err(|_| Error::new(ErrorKind::Internal, "getrandom", "no randomness to be had"))?;
    let mut key = String::with_capacity(prefix.len() + 48);
    key.push_str(prefix);
    push_hex(&mut key, &random);
    if let Some(extension) = extension {
        if !split(extension, b'.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric())) {
            return Err(Error::new(
                ErrorKind::InvalidKey,
                "extension",
                "expected letters and digits, such as jpg or tar.gz",
            ));
        }
        key.push('.');
        key.push_str(extension);
    }
    ObjectKey::parse(&key)?;
    Ok(key)
}

fn invalid(expected: &'static str) -> Error {
    Error::new(ErrorKind::InvalidKey, "key", expected)
}

const MAX_KEY: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_every_key_that_can_be_sent() {
        for key in ["a", "/a", "a//b", "a/", "...", "a/..b", "a+b%2F?#\\ \"'é\u{0}", &"é".repeat(512)] {
            assert_eq!(ObjectKey::parse(key).unwrap().as_str(), key);
        }
    }

    #[test]
    fn refuses_the_others() {
        for key in ["", ".", "..", "../b", "a/../b", "a/.", "./a", "a/./b"] {
            assert_eq!(ObjectKey::parse(key).unwrap_err().code(), "ERR_INVALID_KEY", "{key}");
        }
        assert_eq!(ObjectKey::parse(&"é".repeat(513)).unwrap_err().code(), "ERR_TOO_LARGE");
    }

    #[test]
    fn random_keys_differ_and_keep_their_ends() {
        let first = random_key("users/42/", Some("tar.gz")).unwrap();
        assert!(first.starts_with("users/42/") && first.ends_with(".tar.gz"));
        assert_eq!(first.len(), "users/42/".len() + 32 + ".tar.gz".len());
        assert_ne!(first, random_key("users/42/", Some("tar.gz")).unwrap());
        assert_eq!(random_key("", None).unwrap().len(), 32);
        for (prefix, extension) in [("../", None), ("a/", Some("j/pg")), ("a/", Some("")), ("a/", Some("a..b"))] {
            assert_eq!(random_key(prefix, extension).unwrap_err().code(), "ERR_INVALID_KEY");
        }
        assert_eq!(random_key(&"p".repeat(1000), None).unwrap_err().code(), "ERR_TOO_LARGE");
    }
}
