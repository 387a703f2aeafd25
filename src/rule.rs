//! What an input may look like: how long it is, and of which characters.

use crate::error::{Error, ErrorKind};

/// A rule for one kind of text.
#[derive(Debug)]
pub(crate) struct Rule {
    /// The field, as callers know it.
    pub(crate) name: &'static str,
    /// The first and the last of every range of bytes.
    pub(crate) allowed: &'static [(u8, u8)],
    /// The error for other bytes, and for too few.
    pub(crate) invalid: ErrorKind,
    /// How many bytes: the least and the most.
    pub(crate) lengths: (usize, usize),
    /// The error for more of them.
    pub(crate) too_long: ErrorKind,
    /// For people: what would have been right.
    pub(crate) expected: &'static str,
}

impl Rule {
    pub(crate) fn check(&self, text: &str) -> Result<(), Error> {
        self.check_as(self.name, text)
    }

    /// As [`check`](Self::check), for a field that has a name of the caller's own.
    pub(crate) fn check_as(&self, name: &str, text: &str) -> Result<(), Error> {
        let (least, most) = self.lengths;
        if text.len() > most {
            return Err(Error::new(self.too_long, name, self.expected));
        }
        if text.len() < least || !consists_of(text, self.allowed) {
            return Err(Error::new(self.invalid, name, self.expected));
        }
        Ok(())
    }
}

/// Whether every byte is in one of the ranges.
pub(crate) fn consists_of(text: &str, allowed: &[(u8, u8)]) -> bool {
    text.bytes().all(|byte| allowed.iter().any(|(first, last)| (first..=last).contains(&&byte)))
}

pub(crate) const DIGIT: (u8, u8) = (b'0', b'9');
pub(crate) const LOWER: (u8, u8) = (b'a', b'z');
pub(crate) const UPPER: (u8, u8) = (b'A', b'Z');
pub(crate) const HYPHEN: (u8, u8) = (b'-', b'-');
pub(crate) const HYPHEN_AND_DOT: (u8, u8) = (b'-', b'.');
pub(crate) const UNDERSCORE: (u8, u8) = (b'_', b'_');
/// All that is printed but the space.
pub(crate) const GRAPHIC: (u8, u8) = (b'!', b'~');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_at_length_and_characters() {
        let rule = Rule {
            name: "field",
            allowed: &[LOWER, DIGIT],
            invalid: ErrorKind::InvalidKey,
            lengths: (1, 3),
            too_long: ErrorKind::TooLarge,
            expected: "expected",
        };
        for (text, code) in [
            ("", "ERR_INVALID_KEY"),
            ("A", "ERR_INVALID_KEY"),
            ("a/", "ERR_INVALID_KEY"),
            ("é", "ERR_INVALID_KEY"),
            ("abcd", "ERR_TOO_LARGE"),
        ] {
            assert_eq!(rule.check(text).unwrap_err().code(), code, "{text}");
        }
        assert!(rule.check("az9").is_ok());
        assert_eq!(rule.check_as("other", "A").unwrap_err().message(), "other: expected");
    }
}
