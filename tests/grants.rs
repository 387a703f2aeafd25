//! What grants allow and what gets around them: `grants.json` says how each call ends. JavaScript runs the same file
//! (`contract.js`).

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may stop at what it did not expect"
)]

use edgesign::{
    AddressingStyle, AmzDate, Credentials, Endpoint, Error, Grant, Keys, Lifetime, Operation, PayloadHashHeader,
    PercentEncodingMode, Presigned, Request, SigningContext, presign, sign,
};
use serde_json::Value;

/// 2026-11-24T12:00:00Z.
const NOW: u64 = 1_795_521_600;

#[test]
fn every_vector_ends_as_it_says() {
    let vectors: Value = serde_json::from_str(include_str!("grants.json")).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert!(cases.len() > 200);
    for case in cases {
        let grants: Vec<&Value> = case["grants"].as_array().unwrap().iter().map(|g| named(&vectors, g)).collect();
        let result = run(case["operation"].as_str().unwrap(), &grants, &case["options"]);
        let code = result.as_ref().err().map(Error::code);
        assert_eq!(code, case["code"].as_str(), "{case}: {result:?}");
        match result {
            Ok(presigned) => {
                let expires_in = case["expiresIn"].as_u64();
                assert!(expires_in.is_none_or(|seconds| seconds == u64::from(presigned.expiry.expires_in)), "{case}");
            }
            Err(error) => {
                let name = case["names"].as_str().unwrap();
                let shown = error.message();
                assert!(shown.to_lowercase().starts_with(&format!("{}: ", name.to_lowercase())), "{case}: {shown}");
            }
        }
    }
}

#[test]
fn a_request_for_a_url_is_never_granted() {
    let url = "https://media.s3.eu-west-1.amazonaws.com/users/42/a";
    let request = Request::from_url("GET", url, PercentEncodingMode::Single).unwrap();
    let grants = [Grant::new("media", &["GetObject"])];
    let error = with_context(&grants, NOW, |context| presign(request.clone(), context, Lifetime::seconds(1), NOW));
    assert_eq!(error.unwrap_err().code(), "ERR_NOT_GRANTED");
    let error = with_context(&grants, NOW, |context| sign(request.clone(), context, PayloadHashHeader::Send, NOW));
    assert_eq!(error.unwrap_err().code(), "ERR_NOT_GRANTED");
}

#[test]
fn a_grant_holds_for_signatures_in_headers() {
    let grants = [Grant { keys: Keys::Prefix("users/42/"), ..Grant::new("media", &["GetObject"]) }];
    let signed = |key, date| {
        let request = endpoint().request(Operation::find("GetObject").unwrap(), Some("media"), Some(key)).unwrap();
        with_context(&grants, date, |context| sign(request, context, PayloadHashHeader::Send, NOW)).map(|_| ())
    };
    assert_eq!(signed("users/42/a", NOW), Ok(()));
    assert_eq!(signed("users/43/a", NOW).unwrap_err().code(), "ERR_NOT_GRANTED");
    assert_eq!(signed("users/42/a", NOW + 1).unwrap_err().code(), "ERR_NOT_GRANTED");
}

fn endpoint() -> Endpoint<'static> {
    Endpoint::aws("eu-west-1", AddressingStyle::VirtualHosted).unwrap()
}

fn with_context<T>(grants: &[Grant<'_>], date: u64, run: impl FnOnce(&SigningContext<'_>) -> T) -> T {
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").unwrap();
    let date = AmzDate::from_unix(date).unwrap();
    run(&SigningContext { grants, ..SigningContext::s3(credentials, "eu-west-1", &date) })
}

fn named<'a>(vectors: &'a Value, grant: &'a Value) -> &'a Value {
    grant.as_str().map_or(grant, |name| &vectors["grants"][name])
}

fn run(operation: &str, grants: &[&Value], options: &Value) -> Result<Presigned, Error> {
    let texts: Vec<Texts> = grants.iter().map(|grant| Texts::of(grant)).collect();
    let grants: Vec<Grant<'_>> = grants.iter().zip(&texts).map(|(value, texts)| grant(value, texts)).collect();
    let bucket = if options["bucket"].is_null() { "media" } else { options["bucket"].as_str().unwrap() };
    let bucket = (operation != "ListBuckets").then_some(bucket);
    let mut request = endpoint().request(Operation::find(operation)?, bucket, options["key"].as_str())?;
    for (name, value) in options["query"].as_object().into_iter().flatten() {
        request.query(name, value.as_str().unwrap())?;
    }
    for (name, value) in options["headers"].as_object().into_iter().flatten() {
        request.header(name, value.as_str().unwrap())?;
    }
    for name in strings(&options["hoist"]) {
        request.hoist(name)?;
    }
    let number = |name: &str, default| options[name].as_u64().map_or(default, |n| u32::try_from(n).unwrap());
    let lifetime = Lifetime { expires_in: number("expiresIn", 900), min_expires_in: number("minExpiresIn", 1) };
    let date = options["signingDate"].as_str().map_or(NOW, unix);
    with_context(&grants, date, |context| presign(request, context, lifetime, NOW))
}

/// What a [`Grant`] borrows and its JSON does not hold as it is.
struct Texts {
    parameters: Vec<String>,
}

impl Texts {
    fn of(grant: &Value) -> Self {
        let headers = strings(&grant["headers"]).map(str::to_ascii_lowercase);
        let overrides = strings(&grant["responseOverrides"]).map(kebab_case);
        let versions = grant["versions"].as_bool().unwrap_or_default().then(|| "versionId".into());
        Self { parameters: headers.chain(overrides).chain(versions).collect() }
    }
}

/// `contentType` as the parameter that it is: `response-content-type`.
fn kebab_case(name: &str) -> String {
    let mut out = String::from("response-");
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

fn grant<'a>(value: &'a Value, texts: &'a Texts) -> Grant<'a> {
    let operations: Vec<_> = strings(&value["operations"]).collect();
    Grant {
        keys: match (value["prefix"].as_str(), value["keys"].as_array()) {
            (Some(prefix), _) => Keys::Prefix(prefix),
            (None, Some(_)) => Keys::Listed(strings(&value["keys"]).collect()),
            (None, None) => Keys::All,
        },
        parameters: texts.parameters.iter().map(String::as_str).collect(),
        content_types: strings(&value["contentTypes"]).collect(),
        max_content_length: value["maxContentLength"].as_u64(),
        max_expires_in: value["maxExpiresIn"].as_u64().map(|seconds| u32::try_from(seconds).unwrap()),
        not_after: value["notAfter"].as_str().map(unix),
        ..Grant::new(value["bucket"].as_str().unwrap(), &operations)
    }
}

fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().map(|text| text.as_str().unwrap())
}

/// Seconds of a date in the days around [`NOW`], as in `2026-11-24T12:00:00Z`.
fn unix(iso: &str) -> u64 {
    let number = |from: usize| iso[from..from + 2].parse::<u64>().unwrap();
    assert!(iso.starts_with("2026-11-"), "{iso}");
    NOW + (number(8) * 86_400 + number(11) * 3600 + number(14) * 60 + number(17)) - (24 * 86_400 + 12 * 3600)
}
