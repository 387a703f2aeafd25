//! Bad input: `errors.json` says which code each one ends in. JavaScript runs the same file (`contract.js`).

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may stop at what it did not expect"
)]

use edgesign::{
    AddressingStyle, AmzDate, Credentials, Endpoint, Error, Lifetime, Operation, Parameters, SigningContext, presign,
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
            assert!(!shown.contains("bPxRfiCYEXAMPLEKEY"), "{shown}");
        }
    }
}

fn run(operation: &str, options: &Value) -> Result<String, Error> {
    let text = |name: &str| options[name].as_str();
    let number = |name: &str, default| options[name].as_u64().map_or(default, |n| u32::try_from(n).unwrap());
    let credentials = credentials(&options["credentials"])?;
    let (region, style) = (text("region").unwrap(), text("addressingStyle"));
    let style = |default| if style == Some("virtual-hosted") { AddressingStyle::VirtualHosted } else { default };
    let endpoint = match text("endpoint") {
        None => Endpoint::aws(region, style(AddressingStyle::VirtualHosted))?,
        Some(url) => Endpoint::custom(url, style(AddressingStyle::Path))?,
    };
    let hoist =
        options["hoist"].as_array().into_iter().flatten().map(|name| name.as_str().unwrap()).collect::<Vec<_>>();
    let (query, headers) = (pairs(&options["query"]), pairs(&options["headers"]));
    let parameters = Parameters {
        bucket: text("bucket"),
        key: text("key"),
        query: &query,
        headers: &headers,
        hoist: &hoist,
        ..Parameters::default()
    };
    let request = endpoint.request(Operation::find(operation)?, &parameters)?;
    let date = AmzDate::from_unix(unix(text("signingDate").unwrap()))?;
    let lifetime = Lifetime { expires_in: number("expiresIn", 900), min_expires_in: number("minExpiresIn", 1) };
    let context = SigningContext::s3(&credentials, region, &date);
    presign(request, &context, lifetime, date.unix()).map(|presigned| presigned.url)
}

fn credentials(options: &Value) -> Result<Credentials, Error> {
    let text = |name: &str| options[name].as_str();
    let id = text("accessKeyId").unwrap();
    let mut credentials = if let Some(secret) = text("secretAccessKey") {
        Credentials::new(id, secret)?
    } else {
        let scope = (text("date").unwrap(), text("region").unwrap(), text("service").unwrap());
        Credentials::from_signing_key(id, &bytes(text("signingKey").unwrap()), scope)?
    };
    if let Some(token) = text("sessionToken") {
        credentials = credentials.with_session_token(token)?;
    }
    Ok(text("expiration").map_or(credentials.clone(), |end| credentials.with_expiration(unix(end))))
}

fn pairs(object: &Value) -> Vec<(&str, &str)> {
    object.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// Seconds of an ISO 8601 date in UTC, found by asking the core for the dates around it.
fn unix(iso: &str) -> u64 {
    let wanted: String = iso.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    let (mut low, mut high) = (0, 253_402_300_799);
    while low < high {
        let middle = u64::midpoint(low, high);
        if AmzDate::from_unix(middle).unwrap().as_str() < wanted.as_str() { low = middle + 1 } else { high = middle }
    }
    low
}
