//! Where and when a signature counts.

use crate::error::{Error, ErrorKind};
use crate::rule::{DIGIT, HYPHEN, LOWER, Rule, UNDERSCORE, UPPER};
use crate::text::Put;
use alloc::string::String;
use core::fmt;

/// The day, region and service of a signature: `20130524/us-east-1/s3/aws4_request`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CredentialScope<'a> {
    pub(crate) date: &'a str,
    pub(crate) region: &'a str,
    pub(crate) service: &'a str,
}

impl<'a> CredentialScope<'a> {
    /// The scope of a UTC `date` (`20130524`), a region and a service.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidRegion`] and [`ErrorKind::InvalidService`] unless they are 1 to 64 letters, digits, `-` or `_`;
    /// [`ErrorKind::InvalidCredentials`] unless the date has 8 digits: only that of somebody's signing key may not.
    pub fn new(date: &'a str, region: &'a str, service: &'a str) -> Result<Self, Error> {
        let scope = Self { date, region, service };
        scope.check()?;
        Ok(scope)
    }

    /// Whether it can be one.
    pub(crate) fn check(&self) -> Result<(), Error> {
        DATE.check(self.date)?;
        REGION.check(self.region)?;
        SERVICE.check(self.service)
    }

    /// Date, region, service and the termination string.
    pub(crate) const fn parts(&self) -> [&'a str; 4] {
        [self.date, self.region, self.service, "aws4_request"]
    }

    /// As it stands behind the access key id and in the string to sign.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for part in self.parts() {
            text.put(if text.is_empty() { "" } else { "/" }).put(part);
        }
        text
    }
}

impl fmt::Display for CredentialScope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

static DATE: Rule = Rule {
    name: "date",
    allowed: &[DIGIT],
    invalid: ErrorKind::InvalidCredentials,
    lengths: (8, 8),
    too_long: ErrorKind::InvalidCredentials,
    expected: "expected a UTC date such as 20130524",
};
static REGION: Rule = Rule {
    name: "region",
    allowed: SCOPE_PART,
    invalid: ErrorKind::InvalidRegion,
    lengths: (1, 64),
    too_long: ErrorKind::InvalidRegion,
    expected: SCOPE_PARTS,
};
static SERVICE: Rule = Rule {
    name: "service",
    allowed: SCOPE_PART,
    invalid: ErrorKind::InvalidService,
    lengths: (1, 64),
    too_long: ErrorKind::InvalidService,
    expected: SCOPE_PARTS,
};
const SCOPE_PART: &[(u8, u8)] = &[LOWER, DIGIT, HYPHEN, UPPER, UNDERSCORE];
const SCOPE_PARTS: &str = "expected 1 to 64 letters, digits, - or _";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_the_scope() {
        let scope = CredentialScope::new("20130524", "us-east-1", "s3").unwrap();
        assert_eq!(alloc::format!("{scope}"), "20130524/us-east-1/s3/aws4_request");
    }

    #[test]
    fn refuses_what_is_no_part_of_one() {
        let code = |date, region, service| CredentialScope::new(date, region, service).unwrap_err().code();
        let long = "r".repeat(65);
        for region in ["", "a/b", "a b", "x.evil/#", &long] {
            assert_eq!(code("20130524", region, "s3"), "ERR_INVALID_REGION", "{region}");
        }
        assert_eq!(code("20130524", "r", "s/3"), "ERR_INVALID_SERVICE");
        for date in ["", "2013-05-", "2013052", "201305240"] {
            assert_eq!(code(date, "r", "s3"), "ERR_INVALID_CREDENTIALS", "{date}");
        }
    }
}
