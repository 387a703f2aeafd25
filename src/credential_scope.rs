//! Where and when a signature counts.

use crate::date::AmzDate;
use crate::error::{Error, ErrorKind};
use crate::text::{concat, split};
use alloc::string::String;

/// `20130524/us-east-1/s3/aws4_request`: the day, region and service of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialScope {
    text: String,
}

impl CredentialScope {
    /// # Errors
    /// [`ErrorKind::InvalidRegion`] and [`ErrorKind::InvalidService`] unless they are 1 to 64 letters, digits, `-` or `_`.
    pub fn new(date: &AmzDate, region: &str, service: &str) -> Result<Self, Error> {
        let expected = "expected 1 to 64 letters, digits, - or _";
        if !is_scope_part(region) {
            return Err(Error::new(ErrorKind::InvalidRegion, "region", expected));
        }
        if !is_scope_part(service) {
            return Err(Error::new(ErrorKind::InvalidService, "service", expected));
        }
        Ok(Self { text: concat(&[date.date(), "/", region, "/", service, "/", TERMINATION]) })
    }

    /// As it stands in `X-Amz-Credential` and in the string to sign.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Date, region, service and the termination string.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &str> {
        split(&self.text, b'/')
    }
}

fn is_scope_part(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// The last part of every scope and the last message of every key derivation.
const TERMINATION: &str = "aws4_request";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_the_scope() {
        let date = AmzDate::from_unix(1_369_353_600).unwrap();
        let scope = CredentialScope::new(&date, "us-east-1", "s3").unwrap();
        assert_eq!(scope.as_str(), "20130524/us-east-1/s3/aws4_request");
        for region in ["", "a/b", "a b", "x.evil/#", &"r".repeat(65)] {
            assert_eq!(CredentialScope::new(&date, region, "s3").unwrap_err().code(), "ERR_INVALID_REGION");
        }
        assert_eq!(CredentialScope::new(&date, "r", "s/3").unwrap_err().code(), "ERR_INVALID_SERVICE");
    }
}
