//! What grants allow and what gets around them: `grants.json` says how each call ends. JavaScript runs the same file
//! (`grants.js`).

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may stop at what it did not expect"
)]

use edgesign::{
    AddressingStyle, AmzDate, CopySource, Credentials, Endpoint, Error, Expiry, Grant, Keys, Level, Lifetime, Open,
    Operation, PayloadHashHeader, PercentEncodingMode, Request, SigningContext, presign, presign_post, sign,
};
use proptest::prelude::*;
use serde_json::Value;
use url::Url;

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
            Ok(expiry) => {
                let expires_in = case["expiresIn"].as_u64();
                assert!(expires_in.is_none_or(|seconds| seconds == u64::from(expiry.expires_in)), "{case}");
            }
            Err(error) => {
                let name = case["names"].as_str().unwrap();
                let shown = error.message();
                assert!(shown.to_lowercase().starts_with(&format!("{}: ", name.to_lowercase())), "{case}: {shown}");
            }
        }
    }
}

/// What keys, prefixes and sources are tried to be made of.
fn pieces() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "users/",
        "42/",
        "43/",
        "42",
        "/",
        "//",
        "..",
        "../",
        ".",
        "%2F",
        "%2e%2e/",
        "\\",
        "a",
        "é",
        "?versionId=v",
        "?",
        "#",
        "+",
        " ",
        "media/",
        "other/",
    ]);
    prop::collection::vec(pieces, 0..5).prop_map(|pieces| pieces.concat())
}

/// One in two begins as the grant does.
fn key() -> impl Strategy<Value = String> {
    prop_oneof![pieces(), pieces().prop_map(|end| ["users/42/", &end].concat())]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    /// The URL is read as a server does: whatever was asked for, it is inside the grant.
    #[test]
    fn what_is_signed_is_granted(
        key in key(), listed in prop::option::of(key()), source in prop::option::of(key()), raw in prop::option::of(pieces()),
        operation in prop::sample::select(Operation::all().map(|operation| operation.name()).collect::<Vec<_>>()),
        query in prop::sample::select(vec!["versionId", "prefix", "uploadId", "response-content-type", "x-id", "acl", "delimiter"]),
        bucket in prop::sample::select(vec!["media", "other"]), path in any::<bool>(), hoisted in any::<bool>(),
    ) {
        const GRANTED: [&str; 5] = ["GetObject", "PutObject", "CopyObject", "ListObjectsV2", "CreateMultipartUpload"];
        let grants = [Grant { keys: Keys::Prefix("users/42/"), ..Grant::new("media", &GRANTED) }];
        let style = if path { AddressingStyle::Path } else { AddressingStyle::VirtualHosted };
        let endpoint = Endpoint::aws("eu-west-1", style).unwrap();
        let operation = Operation::find(operation).unwrap();
        let key = Some(key.as_str()).filter(|_| operation.level() == Level::Object);
        let Ok(mut request) = endpoint.request(operation, Some(bucket), key) else { return Ok(()) };
        // What is refused is left out: then the rest may be accepted.
        let _ = listed.map(|prefix| request.query("prefix", &prefix));
        let _ = raw.as_ref().map(|value| request.query(query, value));
        let _ = source.as_ref().map(|key| request.copy_source(&CopySource { bucket: "media", key, version_id: None }));
        let _ = raw.as_ref().map(|value| request.header("x-amz-copy-source", value));
        if hoisted {
            let _ = request.hoist("x-amz-copy-source");
        }
        let presigned = with_context(&grants, NOW, |context| presign(request, context, Lifetime::seconds(60), NOW));
        let Ok(presigned) = presigned else { return Ok(()) };

        let url = Url::parse(&presigned.url).unwrap();
        prop_assert_eq!(url.as_str(), &presigned.url);
        prop_assert!(GRANTED.contains(&operation.name()));
                let inside = |key: &str| key.starts_with("users/42/") && !key.split('/').any(|part| part == "..");
        let object = decoded(url.path());
        let object = if path { object.strip_prefix("/media").unwrap() } else { &object };
        prop_assert!(path || url.host_str() == Some("media.s3.eu-west-1.amazonaws.com"));
        let parameters: Vec<_> = url.query_pairs().filter(|(name, _)| !name.starts_with("X-Amz-")).collect();
        let value = |wanted: &str| parameters.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.to_string());
        if operation.level() == Level::Object {
            prop_assert!(inside(object.strip_prefix('/').unwrap()), "{}", presigned.url);
        } else {
            prop_assert!(inside(&value("prefix").unwrap()), "{}", presigned.url);
        }
        prop_assert!(value("versionId").is_none() && value("response-content-type").is_none());
        let bound = presigned.request.headers().find(|(name, _)| *name == "x-amz-copy-source").map(|(_, value)| value.to_string());
        if let Some(source) = bound.or_else(|| value("x-amz-copy-source")) {
            prop_assert!(inside(decoded(source.split('?').next().unwrap()).strip_prefix("media/").unwrap()), "{source}");
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

/// As a form decodes it, where a + would be a space: there is none.
fn decoded(text: &str) -> String {
    assert!(!text.contains(['+', '&', '=']), "{text}");
    url::form_urlencoded::parse(text.as_bytes()).map(|(name, _)| name.into_owned()).collect()
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

fn run(operation: &str, grants: &[&Value], options: &Value) -> Result<Expiry, Error> {
    let texts: Vec<Texts<'_>> = grants.iter().map(|grant| Texts::of(grant)).collect();
    let grants: Vec<Grant<'_>> = grants.iter().zip(&texts).map(|(value, texts)| grant(value, texts)).collect();
    let bucket = if options["bucket"].is_null() { "media" } else { options["bucket"].as_str().unwrap() };
    let bucket = (operation != "ListBuckets").then_some(bucket);
    let is_form = operation == "PostObject";
    let operation = Operation::find(if is_form { "PutObject" } else { operation })?;
    let mut request = endpoint().request(operation, bucket, options["key"].as_str())?;
    if let Some(source) = options["copySource"].as_object() {
        let text = |name: &str| source.get(name).map(|value| value.as_str().unwrap());
        let [bucket, key] = ["bucket", "key"].map(|name| text(name).unwrap());
        request.copy_source(&CopySource { bucket, key, version_id: text("versionId") })?;
    }
    for (name, value) in options["query"].as_object().into_iter().flatten() {
        request.query(name, value.as_str().unwrap())?;
    }
    for (name, value) in pairs(&options["headers"]).chain(pairs(&options["fields"])) {
        request.header(name, value)?;
    }
    for name in strings(&options["hoist"]) {
        request.hoist(name)?;
    }
    let number = |name: &str, default| options[name].as_u64().map_or(default, |n| u32::try_from(n).unwrap());
    let lifetime = Lifetime { expires_in: number("expiresIn", 900), min_expires_in: number("minExpiresIn", 1) };
    let date = options["signingDate"].as_str().map_or(NOW, unix);
    with_context(&grants, date, |context| {
        if !is_form {
            return presign(request, context, lifetime, NOW).map(|presigned| presigned.expiry);
        }
        let starts_with: Vec<_> = pairs(&options["startsWith"]).collect();
        let range = options["contentLengthRange"].as_array();
        let content_length_range = range.map(|range| (range[0].as_u64().unwrap(), range[1].as_u64().unwrap()));
        let open = Open { starts_with: &starts_with, content_length_range };
        presign_post(request, &open, context, lifetime, NOW).map(|post| post.expiry)
    })
}

fn pairs(object: &Value) -> impl Iterator<Item = (&str, &str)> {
    object.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
}

/// The lists that a [`Grant`] borrows.
struct Texts<'a> {
    keys: Vec<&'a str>,
    operations: Vec<&'a str>,
    parameters: Vec<&'a str>,
    content_types: Vec<&'a str>,
}

impl<'a> Texts<'a> {
    fn of(grant: &'a Value) -> Self {
        let list = |name: &str| strings(&grant[name]).collect();
        let headers = strings(&grant["headers"]).map(str::to_ascii_lowercase);
        let overrides = strings(&grant["responseOverrides"]).map(kebab_case);
        let versions = grant["versions"].as_bool().unwrap_or_default().then(|| "versionId".into());
        let parameters = headers.chain(overrides).chain(versions).map(|name| &*name.leak()).collect();
        Self { keys: list("keys"), operations: list("operations"), parameters, content_types: list("contentTypes") }
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

fn grant<'a>(value: &'a Value, texts: &'a Texts<'a>) -> Grant<'a> {
    Grant {
        keys: match (value["prefix"].as_str(), value["keys"].is_array()) {
            (Some(prefix), _) => Keys::Prefix(prefix),
            (None, true) => Keys::Listed(&texts.keys),
            (None, false) => Keys::All,
        },
        parameters: &texts.parameters,
        content_types: &texts.content_types,
        max_content_length: value["maxContentLength"].as_u64(),
        max_expires_in: value["maxExpiresIn"].as_u64().map(|seconds| u32::try_from(seconds).unwrap()),
        not_after: value["notAfter"].as_str().map(unix),
        ..Grant::new(value["bucket"].as_str().unwrap(), &texts.operations)
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
