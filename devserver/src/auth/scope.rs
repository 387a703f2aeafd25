//! The credential of a signature, `AKID/DATE/REGION/s3/aws4_request`, checked as AWS does, in its words.

use time::OffsetDateTime;

use crate::error::{ApiError, ApiResult};
use crate::when::parse_amz_date;

/// Where the credential was; AWS has other words for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Query,
    Header,
    Form,
}

impl Origin {
    pub(crate) fn malformed(self, what: &str) -> ApiError {
        match self {
            Self::Header => {
                let text = format!("The authorization header is malformed; {what}");
                ApiError::bad_request("AuthorizationHeaderMalformed", text)
            }
            Self::Query | Self::Form => {
                let text = format!("Error parsing the X-Amz-Credential parameter; {what}");
                ApiError::bad_request("AuthorizationQueryParametersError", text)
            }
        }
    }
}

#[derive(Debug)]
pub(crate) struct Scope<'a> {
    pub(crate) access_key_id: &'a str,
    /// `DATE/REGION/s3/aws4_request`
    pub(crate) text: &'a str,
    /// X-Amz-Date as it was sent and as a time.
    pub(crate) date: &'a str,
    pub(crate) time: OffsetDateTime,
}

impl<'a> Scope<'a> {
    pub(crate) fn parse(credential: &'a str, date: &'a str, region: &str, origin: Origin) -> ApiResult<Self> {
        let Some((access_key_id, scope)) = split_credential(credential) else {
            let text = "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".";
            return Err(origin.malformed(text));
        };
        let time = parse_amz_date(date).ok_or_else(|| bad_date(origin))?;
        check_scope(scope, date, region, origin)?;
        Ok(Self { access_key_id, text: scope, date, time })
    }
}

/// The four parts of a scope hold no `/`; an access key id may.
fn split_credential(credential: &str) -> Option<(&str, &str)> {
    let (start, _) = credential.rmatch_indices('/').nth(3)?;
    let (access_key_id, scope) = (credential.get(..start)?, credential.get(start + 1..)?);
    (!access_key_id.is_empty()).then_some((access_key_id, scope))
}

fn bad_date(origin: Origin) -> ApiError {
    match origin {
        Origin::Header => {
            let text = "AWS authentication requires a valid Date or x-amz-date header";
            ApiError::access_denied(text)
        }
        Origin::Query | Origin::Form => {
            let text = "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"";
            ApiError::bad_request("AuthorizationQueryParametersError", text)
        }
    }
}

fn check_scope(scope: &str, date: &str, region: &str, origin: Origin) -> ApiResult<()> {
    let parts: Vec<_> = scope.split('/').collect();
    let [day, scope_region, service, terminal] = parts.as_slice() else {
        return Err(origin.malformed("the Credential is mal-formed"));
    };
    if Some(*day) != date.get(..8) {
        let text = format!("Invalid credential date \"{day}\". This date is not the same as X-Amz-Date: \"{date}\".");
        return Err(origin.malformed(&text));
    }
    if *scope_region != region {
        let text = format!("the region '{scope_region}' is wrong; expecting '{region}'");
        return Err(origin.malformed(&text).with("Region", region));
    }
    if *service != "s3" {
        let text = format!("incorrect service \"{service}\". This endpoint belongs to \"s3\".");
        return Err(origin.malformed(&text));
    }
    if *terminal != "aws4_request" {
        let text = format!("incorrect terminal \"{terminal}\". This endpoint uses \"aws4_request\".");
        return Err(origin.malformed(&text));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: &str = "20130524T000000Z";

    fn refusal(credential: &str, date: &str) -> String {
        let error = Scope::parse(credential, date, "us-east-1", Origin::Query).unwrap_err();
        assert_eq!(error.code, "AuthorizationQueryParametersError");
        error.message
    }

    #[test]
    fn a_good_credential() {
        let scope = Scope::parse("AK/ID/20130524/us-east-1/s3/aws4_request", DATE, "us-east-1", Origin::Query).unwrap();
        assert_eq!((scope.access_key_id, scope.text), ("AK/ID", "20130524/us-east-1/s3/aws4_request"));
    }

    #[test]
    fn each_part_is_checked() {
        assert!(
            refusal("AK/20130524/eu-west-1/s3/aws4_request", DATE)
                .ends_with("the region 'eu-west-1' is wrong; expecting 'us-east-1'")
        );
        assert!(refusal("AK/20130524/us-east-1/sqs/aws4_request", DATE).contains("incorrect service \"sqs\""));
        assert!(refusal("AK/20130524/us-east-1/s3/aws5_request", DATE).contains("incorrect terminal"));
        assert!(
            refusal("AK/20130523/us-east-1/s3/aws4_request", DATE).contains("Invalid credential date \"20130523\"")
        );
        for bad in ["", "AK", "/20130524/us-east-1/s3/aws4_request", "AK%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"] {
            assert!(refusal(bad, DATE).contains("mal-formed"), "{bad}");
        }
        assert!(refusal("AK/20130524/us-east-1/s3/aws4_request", "2013-05-24").contains("ISO8601 Long Format"));
    }
}
