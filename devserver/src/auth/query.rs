//! A signature in the query: a presigned URL.

use time::{Duration, OffsetDateTime};

use super::rules::Signature;
use super::scope::{Origin, Scope};
use super::sigv4::ALGORITHM;
use crate::encode::Pair;
use crate::error::{ApiError, ApiResult};
use crate::when::iso;

const PARAMETERS: [&str; 6] =
    ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Expires"];
pub(super) const TOKEN: &str = "X-Amz-Security-Token";
const WEEK: i64 = 604_800;
/// How far ahead of this server's clock a signer's may be.
const SKEW: Duration = Duration::minutes(15);

pub(super) fn is_query_auth(query: &[Pair]) -> bool {
    query.iter().any(is_auth_parameter)
}

pub(super) fn is_auth_parameter(pair: &Pair) -> bool {
    PARAMETERS.iter().any(|name| pair.is(name)) || pair.is(TOKEN)
}

pub(super) fn parse<'a>(query: &'a [Pair], region: &str, now: OffsetDateTime) -> ApiResult<Signature<'a>> {
    refuse_duplicates(query)?;
    let [algorithm, credential, signature, date, signed_headers, expires] = required(query)?;
    if algorithm != ALGORITHM {
        return Err(error("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\""));
    }
    let scope = Scope::parse(credential, date, region, Origin::Query)?;
    check_time(&scope, parse_expires(expires)?, now)?;
    let token = find(query, TOKEN);
    Ok(Signature { scope, signed_headers: signed_headers.split(';').collect(), provided: signature, token })
}

fn refuse_duplicates(query: &[Pair]) -> ApiResult<()> {
    for name in PARAMETERS.iter().chain([&TOKEN]) {
        if query.iter().filter(|pair| pair.is(name)).count() > 1 {
            return Err(error(format!("{name} must not be specified more than once")));
        }
    }
    Ok(())
}

fn required(query: &[Pair]) -> ApiResult<[&str; 6]> {
    let values = PARAMETERS.map(|name| find(query, name).filter(|value| !value.is_empty()));
    if let [Some(a), Some(b), Some(c), Some(d), Some(e), Some(f)] = values {
        return Ok([a, b, c, d, e, f]);
    }
    Err(error(
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, \
         X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
    ))
}

fn find<'a>(query: &'a [Pair], name: &str) -> Option<&'a str> {
    let pair = query.iter().find(|pair| pair.is(name))?;
    str::from_utf8(&pair.value).ok()
}

fn parse_expires(text: &str) -> ApiResult<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(error("X-Amz-Expires should be a number"));
    }
    if digits.len() < text.len() {
        return Err(error("X-Amz-Expires must be non-negative"));
    }
    // A number too long for an i64 is more than a week.
    text.parse().ok().filter(|&seconds| seconds <= WEEK).ok_or_else(|| {
        error(
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less \
             than 604800 seconds",
        )
    })
}

fn check_time(scope: &Scope<'_>, expires: i64, now: OffsetDateTime) -> ApiResult<()> {
    if scope.time > now + SKEW {
        let millis = scope.time.unix_timestamp() * 1000;
        let error = ApiError::access_denied("Request is not yet valid");
        return Err(error.with("X-Amz-Date", millis.to_string()).with("ServerTime", iso(now)));
    }
    let end = scope.time + Duration::seconds(expires);
    if now < end {
        return Ok(());
    }
    Err(ApiError::access_denied("Request has expired")
        .with("X-Amz-Expires", expires.to_string())
        .with("Expires", iso(end))
        .with("ServerTime", iso(now)))
}

fn error(message: impl Into<String>) -> ApiError {
    ApiError::bad_request("AuthorizationQueryParametersError", message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::parse_query;
    use crate::when::parse_amz_date;

    const GOOD: &str = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AK%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
                        &X-Amz-Date=20130524T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host%3Bx-amz-a&X-Amz-Signature=00";

    fn outcome(query: &str, now: &str) -> Result<(), ApiError> {
        parse(&parse_query(query), "us-east-1", parse_amz_date(now).unwrap()).map(|_| ())
    }

    #[test]
    fn a_good_query() {
        let query = parse_query(GOOD);
        let signature = parse(&query, "us-east-1", parse_amz_date("20130524T000059Z").unwrap()).unwrap();
        assert_eq!(signature.signed_headers, ["host", "x-amz-a"]);
        assert_eq!((signature.provided, signature.token), ("00", None));
    }

    #[test]
    fn each_parameter_is_needed_once() {
        for part in GOOD.split('&') {
            let without = GOOD.replace(part, "");
            assert!(outcome(&without, "20130524T000000Z").unwrap_err().message.contains("requires"), "{part}");
            let twice = format!("{GOOD}&{part}");
            assert!(outcome(&twice, "20130524T000000Z").unwrap_err().message.contains("more than once"), "{part}");
        }
    }

    #[test]
    fn expiry_is_exact() {
        assert!(outcome(GOOD, "20130524T000059Z").is_ok());
        let error = outcome(GOOD, "20130524T000100Z").unwrap_err();
        assert_eq!((error.status.as_u16(), error.message.as_str()), (403, "Request has expired"));
        let fields: Vec<_> = error.fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let want =
            [("X-Amz-Expires", "60"), ("Expires", "2013-05-24T00:01:00Z"), ("ServerTime", "2013-05-24T00:01:00Z")];
        assert_eq!(fields, want);
    }

    #[test]
    fn a_signer_may_be_15_minutes_ahead() {
        assert!(outcome(GOOD, "20130523T234500Z").is_ok());
        assert_eq!(outcome(GOOD, "20130523T234459Z").unwrap_err().message, "Request is not yet valid");
    }

    #[test]
    fn expires_is_a_number_up_to_a_week() {
        assert_eq!(parse_expires("604800").unwrap(), 604_800);
        assert_eq!(parse_expires("0").unwrap(), 0);
        let cases =
            [("604801", "less than a week"), ("99999999999999999999", "less than a week"), ("-1", "non-negative")];
        for (text, message) in cases.into_iter().chain([("+1", "a number"), ("1.5", "a number"), ("-", "a number")]) {
            assert!(parse_expires(text).unwrap_err().message.contains(message), "{text}");
        }
    }
}
