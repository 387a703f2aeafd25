//! Names of objects, which often come from users, and of buckets: the boundary between one and another.

use crate::error::{Error, ErrorKind};
use crate::hex::push_hex;
use crate::rule::{DIGIT, HYPHEN_AND_DOT, LOWER, Rule, UNDERSCORE, UPPER};
use crate::text::{Put, split};
use alloc::string::String;

/// Whether HTTP clients can send an object key as it is.
///
/// Every key round-trips but those that a URL parser would change: a `.` or `..` segment is resolved before the request
/// is sent, and so reaches another object or another bucket.
///
/// # Errors
/// [`ErrorKind::InvalidKey`] for an empty key and for a `.` or `..` segment; [`ErrorKind::TooLarge`] over 1024 bytes of UTF-8.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html>.
pub fn check_key(key: &str) -> Result<(), Error> {
    KEY.check(key)?;
    if split(key, b'/').any(|segment| matches!(segment, "." | "..")) {
        let expected = "a . or .. segment cannot be sent";
        return Err(Error::new(ErrorKind::InvalidKey, "key", expected));
    }
    Ok(())
}

/// An unguessable key: `prefix`, 32 hexadecimal digits (128 random bits of the system's), and `.extension` if one is given.
///
/// # Errors
/// [`ErrorKind::InvalidKey`] if the prefix could not begin a key or the extension is not letters and digits, separated by
/// dots; [`ErrorKind::TooLarge`] if the key would be too long; [`ErrorKind::Internal`] if the system has no randomness.
pub fn random_key(prefix: &str, extension: Option<&str>) -> Result<String, Error> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|_| Error::new(ErrorKind::Internal, "getrandom", "no randomness"))?;
    key_of(prefix, &random, extension)
}

/// As [`random_key`], of random bytes: the module takes them from JavaScript, since asking for them would cost half a KB.
pub(crate) fn key_of(prefix: &str, random: &[u8], extension: Option<&str>) -> Result<String, Error> {
    let (dot, extension) = extension.map_or(("", ""), |extension| (".", extension));
    if !dot.is_empty() {
        for part in split(extension, b'.') {
            EXTENSION.check(part)?;
        }
    }
    let mut key = String::from(prefix);
    push_hex(&mut key, random);
    key.put(dot).put(extension);
    check_key(&key)?;
    Ok(key)
}

/// What botocore lets through: AWS's rules and those of its oldest buckets.
pub(crate) fn check_bucket(bucket: &str) -> Result<(), Error> {
    BUCKET.check(bucket)?;
    if matches!(bucket, "." | "..") {
        return Err(Error::new(BUCKET.invalid, BUCKET.name, BUCKET.expected));
    }
    Ok(())
}

static KEY: Rule = Rule {
    name: "key",
    allowed: &[(0, 0xff)],
    invalid: ErrorKind::InvalidKey,
    lengths: (1, 1024),
    too_long: ErrorKind::TooLarge,
    expected: "expected 1 to 1024 bytes of UTF-8",
};
static EXTENSION: Rule = Rule {
    name: "extension",
    allowed: &[DIGIT, UPPER, LOWER],
    invalid: ErrorKind::InvalidKey,
    lengths: (1, 1024),
    too_long: ErrorKind::TooLarge,
    expected: "expected letters and digits, such as tar.gz",
};
static BUCKET: Rule = Rule {
    name: "bucket",
    allowed: &[DIGIT, LOWER, HYPHEN_AND_DOT, UPPER, UNDERSCORE],
    invalid: ErrorKind::InvalidBucket,
    lengths: (1, 255),
    too_long: ErrorKind::InvalidBucket,
    expected: "expected 1 to 255 letters, digits or -._",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_every_key_that_can_be_sent() {
        for key in ["a", "/a", "a//b", "a/", "...", "a/..b", "a+b%2F?#\\ \"'é\u{0}", &"é".repeat(512)] {
            assert_eq!(check_key(key), Ok(()));
        }
    }

    #[test]
    fn refuses_the_others() {
        for key in ["", ".", "..", "../b", "a/../b", "a/.", "./a", "a/./b"] {
            assert_eq!(check_key(key).unwrap_err().code(), "ERR_INVALID_KEY", "{key}");
        }
        assert_eq!(check_key(&"é".repeat(513)).unwrap_err().code(), "ERR_TOO_LARGE");
    }

    #[test]
    fn a_bucket_is_one_segment() {
        for bucket in ["media", "A_b.c-9", "...", &"b".repeat(255)] {
            assert!(check_bucket(bucket).is_ok(), "{bucket}");
        }
        for bucket in ["", ".", "..", "a/b", "a%2Fb", "a?b", "a#b", "a b", "ä", "a~", &"b".repeat(256)] {
            assert_eq!(check_bucket(bucket).unwrap_err().code(), "ERR_INVALID_BUCKET", "{bucket}");
        }
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
