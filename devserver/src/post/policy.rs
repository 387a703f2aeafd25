//! The policy of a form: what its fields may be.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;
use time::OffsetDateTime;

use super::fields::Fields;
use crate::error::{ApiError, ApiResult};
use crate::when::parse_iso;

#[derive(Debug, PartialEq, Eq)]
enum Rule {
    Equal(String, String),
    StartsWith(String, String),
    Length(u64, u64),
}

pub(super) struct Policy {
    expiration: OffsetDateTime,
    /// Each with its own text, for the message when it fails.
    conditions: Vec<(Rule, String)>,
}

impl Policy {
    pub(super) fn parse(base64: &str) -> ApiResult<Self> {
        let json = BASE64.decode(base64).map_err(|_| invalid("Invalid Policy: Invalid Base64 Encoding."))?;
        let document: Value = serde_json::from_slice(&json).map_err(|_| invalid("Invalid Policy: Invalid JSON."))?;
        let expiration = document
            .get("expiration")
            .and_then(Value::as_str)
            .ok_or_else(|| invalid("Invalid Policy: Policy is missing expiration."))?;
        let expiration = parse_iso(expiration)
            .ok_or_else(|| invalid(&format!("Invalid Policy: Invalid 'expiration' value: '{expiration}'")))?;
        let conditions = document
            .get("conditions")
            .and_then(Value::as_array)
            .ok_or_else(|| invalid("Invalid Policy: Policy is missing conditions."))?;
        let mut rules = Vec::new();
        for condition in conditions {
            rules.extend(parse_condition(condition)?);
        }
        Ok(Self { expiration, conditions: rules })
    }

    pub(super) fn check(&self, fields: &Fields, bucket: &str, now: OffsetDateTime) -> ApiResult<()> {
        if now >= self.expiration {
            return Err(refused("Policy expired."));
        }
        for (rule, text) in &self.conditions {
            if !rule.holds(fields, bucket) {
                return Err(refused(&format!("Policy Condition failed: {text}")));
            }
        }
        match fields.names().chain(["bucket"]).find(|name| !self.covers(name)) {
            Some(extra) => Err(refused(&format!("Extra input fields: {extra}"))),
            None => Ok(()),
        }
    }

    fn covers(&self, name: &str) -> bool {
        let free = matches!(name, "x-amz-signature" | "policy" | "file") || name.starts_with("x-ignore-");
        free || self.conditions.iter().any(|(rule, _)| rule.names(name))
    }

    /// The sizes a file may have, both ends included.
    pub(super) fn length_range(&self) -> Option<(u64, u64)> {
        let ranges = self.conditions.iter().filter_map(|(rule, _)| match rule {
            Rule::Length(min, max) => Some((*min, *max)),
            _ => None,
        });
        ranges.reduce(|a, b| (a.0.max(b.0), a.1.min(b.1)))
    }
}

impl Rule {
    fn names(&self, field: &str) -> bool {
        matches!(self, Self::Equal(name, _) | Self::StartsWith(name, _) if name == field)
    }

    fn holds(&self, fields: &Fields, bucket: &str) -> bool {
        let value = |name: &str| if name == "bucket" { Some(bucket) } else { fields.get(name) };
        match self {
            Self::Equal(name, wanted) => value(name) == Some(wanted),
            // Each of several content types.
            Self::StartsWith(name, prefix) if name == "content-type" => {
                value(name).is_some_and(|list| list.split(',').all(|one| one.trim_start().starts_with(prefix)))
            }
            Self::StartsWith(name, prefix) => value(name).unwrap_or_default().starts_with(prefix),
            // The file has not been read yet.
            Self::Length(..) => true,
        }
    }
}

fn parse_condition(condition: &Value) -> ApiResult<Vec<(Rule, String)>> {
    let error = || invalid(&format!("Invalid Policy: Invalid condition: {condition}"));
    if let Some(object) = condition.as_object() {
        let rule = |(name, value): (&String, &Value)| {
            let (name, value) = (name.to_lowercase(), text(value).ok_or_else(error)?);
            let words = format!("[\"eq\", \"${name}\", \"{value}\"]");
            Ok((Rule::Equal(name, value), words))
        };
        return if object.is_empty() { Err(error()) } else { object.iter().map(rule).collect() };
    }
    let [kind, first, second] = condition.as_array().map(Vec::as_slice).ok_or_else(error)? else { return Err(error()) };
    let field = || first.as_str().and_then(|name| name.strip_prefix('$')).map(str::to_lowercase).ok_or_else(error);
    let rule = match kind.as_str().map(str::to_lowercase).as_deref() {
        Some("eq") => Rule::Equal(field()?, text(second).ok_or_else(error)?),
        Some("starts-with") => Rule::StartsWith(field()?, text(second).ok_or_else(error)?),
        Some("content-length-range") => {
            Rule::Length(number(first).ok_or_else(error)?, number(second).ok_or_else(error)?)
        }
        _ => return Err(error()),
    };
    Ok(vec![(rule, format!("[{kind}, {first}, {second}]"))])
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn number(value: &Value) -> Option<u64> {
    text(value)?.parse().ok()
}

fn invalid(message: &str) -> ApiError {
    ApiError::bad_request("InvalidPolicyDocument", message)
}

fn refused(why: &str) -> ApiError {
    ApiError::access_denied(format!("Invalid according to Policy: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONDITIONS: &str = r#"[{"Bucket":"b"},["starts-with","$key","u/"],{"acl":"private"},["eq","$X-Amz-Meta-N",5],
        ["starts-with","$Content-Type","image/"],["content-length-range","1",10]]"#;
    const FIELDS: [(&str, &str); 6] = [
        ("key", "u/x"),
        ("acl", "private"),
        ("x-amz-meta-n", "5"),
        ("content-type", "image/a,image/b"),
        ("x-ignore-me", ""),
        ("policy", ""),
    ];

    fn policy(conditions: &str) -> ApiResult<Policy> {
        let json = format!(r#"{{"expiration":"2026-01-01T00:00:00Z","conditions":{conditions}}}"#);
        Policy::parse(&BASE64.encode(json))
    }

    fn outcome(fields: &[(&str, &str)], bucket: &str, now: &str) -> Result<(), String> {
        let now = parse_iso(now).unwrap();
        policy(CONDITIONS).unwrap().check(&Fields::of(fields), bucket, now).map_err(|error| error.message)
    }

    /// The fields with one replaced, or added.
    fn with(name: &'static str, value: &'static str) -> Result<(), String> {
        let mut fields: Vec<_> = FIELDS.into_iter().filter(|(found, _)| *found != name).collect();
        fields.push((name, value));
        outcome(&fields, "b", "2025-12-31T23:59:59Z")
    }

    #[test]
    fn each_condition_is_checked() {
        assert_eq!(with("key", "u/"), Ok(()));
        let failed = |text: &str| Err(format!("Invalid according to Policy: Policy Condition failed: {text}"));
        assert_eq!(with("key", "v/x"), failed(r#"["starts-with", "$key", "u/"]"#));
        assert_eq!(with("acl", "Private"), failed(r#"["eq", "$acl", "private"]"#));
        assert_eq!(with("x-amz-meta-n", "6"), failed(r#"["eq", "$X-Amz-Meta-N", 5]"#));
        assert_eq!(with("content-type", "image/a,text/b"), failed(r#"["starts-with", "$Content-Type", "image/"]"#));
        assert_eq!(
            with("x-amz-meta-o", "1"),
            Err("Invalid according to Policy: Extra input fields: x-amz-meta-o".into())
        );
        assert_eq!(outcome(&FIELDS, "c", "2025-12-31T23:59:59Z"), failed(r#"["eq", "$bucket", "b"]"#));
        assert_eq!(outcome(&FIELDS[1..], "b", "2025-12-31T23:59:59Z"), failed(r#"["starts-with", "$key", "u/"]"#));
    }

    #[test]
    fn the_bucket_is_covered_too() {
        let policy = policy(r#"[["starts-with","$key",""]]"#).unwrap();
        let refused = policy.check(&Fields::of(&[("key", "k")]), "b", parse_iso("2025-12-31T23:59:59Z").unwrap());
        assert_eq!(refused.unwrap_err().message, "Invalid according to Policy: Extra input fields: bucket");
    }

    #[test]
    fn it_expires() {
        assert_eq!(outcome(&FIELDS, "b", "2025-12-31T23:59:59Z"), Ok(()));
        let expired = Err("Invalid according to Policy: Policy expired.".to_owned());
        assert_eq!(outcome(&FIELDS, "b", "2026-01-01T00:00:00Z"), expired);
    }

    #[test]
    fn lengths_may_be_text_and_are_joined() {
        assert_eq!(policy(CONDITIONS).unwrap().length_range(), Some((1, 10)));
        let two = r#"[["content-length-range",0,10],["content-length-range",5,20]]"#;
        assert_eq!(policy(two).unwrap().length_range(), Some((5, 10)));
        assert_eq!(policy("[]").unwrap().length_range(), None);
    }

    #[test]
    fn a_policy_that_cannot_be_read_is_refused() {
        let bad = [
            r#"[["eq","key","a"]]"#,
            r#"[["in","$key","a"]]"#,
            r#"[["content-length-range",-1,5]]"#,
            "[5]",
            "[{}]",
            "{}",
        ];
        for conditions in bad {
            assert_eq!(policy(conditions).err().map(|error| error.code), Some("InvalidPolicyDocument"), "{conditions}");
        }
        assert!(Policy::parse("!").is_err());
        assert!(Policy::parse(&BASE64.encode("{\"conditions\":[]}")).is_err());
    }
}
