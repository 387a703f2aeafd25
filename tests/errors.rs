//! Bad input: `errors.json` says which code each one ends in. JavaScript runs the same file (`contract.js`).

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may stop at what it did not expect"
)]

use edgesign::{
    AddressingStyle, AmzDate, CredentialScope, Credentials, Endpoint, Error, Lifetime, Open, Operation, SigningContext,
    presign, presign_post,
};
use serde_json::Value;

#[test]
fn every_vector_ends_in_its_code() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("errors.json")).unwrap();
    assert!(vectors.len() > 100);
    for vector in &vectors {
        let result = run(vector["operation"].as_str().unwrap(), &vector["options"]);
        let code = result.as_ref().err().map(Error::code);
        assert_eq!(code, vector["code"].as_str(), "{}: {result:?}", vector["name"]);
        if let Err(error) = result {
            let shown = format!("{error} {error:?}");
            let mut secrets = secrets(&vector["options"]["credentials"]);
            assert!(!secrets.any(|secret| shown.contains(secret)), "{}: {shown}", vector["name"]);
        }
    }
}

/// Every code that `presign` can end in, but `ERR_INTERNAL`; its service is always S3's.
#[test]
fn every_code_has_vectors() {
    const CODES: [&str; 15] = [
        "ERR_CREDENTIALS_EXPIRED",
        "ERR_INVALID_BUCKET",
        "ERR_INVALID_CREDENTIALS",
        "ERR_INVALID_ENDPOINT",
        "ERR_INVALID_EXPIRES_IN",
        "ERR_INVALID_HEADER",
        "ERR_INVALID_KEY",
        "ERR_INVALID_REGION",
        "ERR_INVALID_SIGNING_DATE",
        "ERR_MISSING_PARAMETER",
        "ERR_RESERVED_QUERY_PARAMETER",
        "ERR_SIGNING_KEY_SCOPE",
        "ERR_TOKEN_REVEALS_SECRET",
        "ERR_TOO_LARGE",
        "ERR_UNKNOWN_OPERATION",
    ];
    let vectors: Vec<Value> = serde_json::from_str(include_str!("errors.json")).unwrap();
    for code in CODES {
        assert!(vectors.iter().filter(|vector| vector["code"] == code).count() >= 3, "{code}");
    }
}

/// What no message may repeat: the first 16 characters of every word of a secret, since errors cut long names and replace
/// what is not printable. Shorter words could stand there by chance.
fn secrets(credentials: &Value) -> impl Iterator<Item = &str> {
    let values = ["secretAccessKey", "sessionToken", "signingKey"].map(|name| credentials[name].as_str());
    let words = values.into_iter().flatten().flat_map(|value| value.split(|c: char| !c.is_ascii_graphic()));
    words.filter_map(|word| word.get(..16))
}

fn run(operation: &str, options: &Value) -> Result<String, Error> {
    let text = |name: &str| options[name].as_str();
    let number = |name: &str, default| options[name].as_u64().map_or(default, |n| u32::try_from(n).unwrap());
    let signing_key = options["credentials"]["signingKey"].as_str().map(bytes).unwrap_or_default();
    let credentials = credentials(&options["credentials"], &signing_key)?;
    let (region, style) = (text("region").unwrap(), text("addressingStyle"));
    let style = |default| if style == Some("virtual-hosted") { AddressingStyle::VirtualHosted } else { default };
    let endpoint = match text("endpoint") {
        None => Endpoint::aws(region, style(AddressingStyle::VirtualHosted))?,
        Some(url) => Endpoint::custom(url, style(AddressingStyle::Path))?,
    };
    let is_form = operation == "PostObject";
    let operation = Operation::find(if is_form { "PutObject" } else { operation })?;
    let mut request = endpoint.request(operation, text("bucket"), text("key"))?;
    for (name, value) in pairs(&options["query"]) {
        request.query(name, value)?;
    }
    for (name, value) in pairs(&options["headers"]).chain(pairs(&options["fields"])) {
        request.header(name, value)?;
    }
    for name in options["hoist"].as_array().into_iter().flatten() {
        request.hoist(name.as_str().unwrap())?;
    }
    let date = AmzDate::from_unix(unix(text("signingDate").unwrap()))?;
    let lifetime = Lifetime { expires_in: number("expiresIn", 900), min_expires_in: number("minExpiresIn", 1) };
    let context = SigningContext::s3(credentials, region, &date);
    if is_form {
        let starts_with: Vec<_> = pairs(&options["startsWith"]).collect();
        let range = options["contentLengthRange"].as_array();
        let content_length_range = range.map(|range| (range[0].as_u64().unwrap(), range[1].as_u64().unwrap()));
        let open = Open { starts_with: &starts_with, content_length_range };
        return presign_post(request, &open, &context, lifetime, date.unix()).map(|post| post.url);
    }
    presign(request, &context, lifetime, date.unix()).map(|presigned| presigned.url)
}

fn credentials<'a>(options: &'a Value, signing_key: &'a [u8]) -> Result<Credentials<'a>, Error> {
    let text = |name: &str| options[name].as_str();
    let id = text("accessKeyId").unwrap();
    let mut credentials = if let Some(secret) = text("secretAccessKey") {
        Credentials::new(id, secret)?
    } else {
        let scope = CredentialScope::new(text("date").unwrap(), text("region").unwrap(), text("service").unwrap())?;
        Credentials::from_signing_key(id, signing_key, scope)?
    };
    if let Some(token) = text("sessionToken") {
        credentials = credentials.with_session_token(token)?;
    }
    Ok(text("expiration").map_or(credentials, |end| credentials.with_expiration(unix(end))))
}

fn pairs(object: &Value) -> impl Iterator<Item = (&str, &str)> {
    object.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// Seconds of an ISO 8601 date in UTC, as `Date` takes it: also `+010000-01-01T00:00:00Z`, a year of more than four digits.
///
/// Source: `days_from_civil` in <https://howardhinnant.github.io/date_algorithms.html>.
fn unix(iso: &str) -> u64 {
    let (date, time) = iso.strip_suffix('Z').unwrap().split_once('T').unwrap();
    let [year, month, day] = numbers(date, '-');
    let [hour, minute, second] = numbers(time, ':');
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) }; // the year begins in March
    let (era, year_of_era) = (year / 400, year % 400);
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + (153 * month + 2) / 5 + day - 1;
    (era * 146_097 + day_of_era - 719_468) * 86_400 + hour * 3600 + minute * 60 + second
}

fn numbers(text: &str, separator: char) -> [u64; 3] {
    text.split(separator).map(|number| number.parse().unwrap()).collect::<Vec<_>>().try_into().unwrap()
}
