//! What holds for every input: no panic, a URL that no parser changes, the key that was asked for, and no secret anywhere.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may stop at what it did not expect"
)]

use edgesign::{
    AddressingStyle, AmzDate, CopySource, Credentials, Endpoint, Error, Lifetime, Operation, Parameters,
    PayloadHashHeader, PercentEncodingMode, Request, SigningContext, presign, random_key, sign,
};
use proptest::prelude::*;
use url::Url;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const NOW: u64 = 1_795_435_200;

/// Half of the texts are anything at all, half are made of what means something to somebody.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "/",
        "//",
        ".",
        "..",
        "%2e",
        "%2F",
        "?",
        "#",
        "&",
        "=",
        "+",
        " ",
        "\\",
        ":",
        "@",
        "é",
        "😀",
        "\0",
        "\r\n",
        "x-amz-",
        "evil.example",
        "http://",
        "-",
    ]);
    prop_oneof![
        "\\PC{0,40}",
        prop::collection::vec(any::<char>(), 0..20).prop_map(|chars| chars.iter().collect()),
        prop::collection::vec(pieces, 0..8).prop_map(|pieces| pieces.concat())
    ]
}

fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![text(), "[a-z][a-z-]{0,12}"];
    prop::collection::vec((name, prop_oneof![text(), "[ -~]{0,30}"]), 0..4)
}

fn endpoint() -> impl Strategy<Value = Result<Endpoint, Error>> {
    let style = prop_oneof![Just(AddressingStyle::VirtualHosted), Just(AddressingStyle::Path)];
    let url = prop_oneof![
        text(),
        "https?://[a-z0-9.-]{1,12}(:[0-9]{1,5})?(/[a-z0-9._~-]{1,5}){0,3}/?",
        Just("https://s3.example.com".to_string()),
    ];
    let region = prop_oneof![text(), "[a-z]{2}-[a-z]{4,5}-[0-9]"];
    let custom = (url, style.clone()).prop_map(|(url, style)| Endpoint::custom(&url, style));
    prop_oneof![custom, (region, style).prop_map(|(region, style)| Endpoint::aws(&region, style))]
}

fn operation() -> impl Strategy<Value = &'static Operation> {
    prop::sample::select(Operation::all().collect::<Vec<_>>())
}

fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn url_of(endpoint: &Endpoint, operation: &Operation, parameters: &Parameters<'_>) -> Result<String, Error> {
    let request = endpoint.request(operation, parameters)?;
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET)?;
    let date = AmzDate::from_unix(NOW)?;
    let presigned =
        presign(request, &SigningContext::s3(&credentials, "us-east-1", &date), Lifetime::seconds(60), NOW)?;
    assert!(!format!("{presigned:?} {credentials:?}").contains(SECRET));
    Ok(presigned.url)
}

/// As a URL parser writes it: nothing in it was resolved, decoded or encoded on the way.
fn assert_canonical(url: &str) {
    assert_eq!(Url::parse(url).unwrap().as_str(), url);
    assert!(url.bytes().all(|b| b.is_ascii_graphic()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_input_gives_a_canonical_url_or_an_error(
        endpoint in endpoint(), operation in operation(), bucket in prop_oneof![text(), "[a-z0-9.-]{3,12}"], key in text(),
        query in pairs(), headers in pairs(), hoist in text(), source in (text(), text()),
    ) {
        let Ok(endpoint) = endpoint else { return Ok(()) };
        let (query, headers) = (borrowed(&query), borrowed(&headers));
        let copy_source = Some(CopySource { bucket: &source.0, key: &source.1, version_id: None });
        let parameters = Parameters {
            bucket: Some(&bucket), key: Some(&key), query: &query, headers: &headers, copy_source, hoist: &[&hoist],
        };
        let plain = Parameters { copy_source: None, hoist: &[], ..parameters };
        for parameters in [parameters, plain, Parameters { query: &[], headers: &[], ..plain }] {
            match url_of(&endpoint, operation, &parameters) {
                Ok(url) => assert_canonical(&url),
                Err(error) => prop_assert!(!error.message().contains(SECRET)),
            }
        }
    }

    #[test]
    fn a_key_decodes_back_and_stays_in_its_bucket(key in text()) {
        let get = Operation::find("GetObject").unwrap();
        let parameters = Parameters { bucket: Some("media"), key: Some(&key), ..Parameters::default() };
        for (url, prefix) in [("https://s3.example.com/base", "/base/media/"), ("http://127.0.0.1:9000", "/media/")] {
            let endpoint = Endpoint::custom(url, AddressingStyle::Path).unwrap();
            let Ok(url) = url_of(&endpoint, get, &parameters) else {
                let refused = key.is_empty() || key.len() > 1024 || key.split('/').any(|part| part == "." || part == "..");
                prop_assert!(refused, "{key:?}");
                continue;
            };
            let parsed = Url::parse(&url).unwrap();
            let path = percent_decode(parsed.path());
            prop_assert_eq!(path.strip_prefix(prefix), Some(key.as_str()));
            prop_assert!(matches!(parsed.host_str(), Some("s3.example.com" | "127.0.0.1")));
        }
    }

    #[test]
    fn the_order_of_inputs_is_irrelevant(mut query in pairs(), mut headers in pairs()) {
        let endpoint = Endpoint::aws("us-east-1", AddressingStyle::VirtualHosted).unwrap();
        let put = Operation::find("PutObject").unwrap();
        let mut urls = Vec::new();
        for _ in 0..2 {
            let (queries, bound) = (borrowed(&query), borrowed(&headers));
            let parameters = Parameters {
                bucket: Some("media"), key: Some("k"), query: &queries, headers: &bound, ..Parameters::default()
            };
            urls.push(url_of(&endpoint, put, &parameters).ok());
            query.reverse();
            headers.reverse();
        }
        prop_assert_eq!(&urls[0], &urls[1]);
    }

    #[test]
    fn any_url_is_signed_or_refused(
        method in prop_oneof![text(), Just("GET".to_string())], url in prop_oneof![text(), "https://[a-z.]{1,9}/\\PC{0,30}"],
        headers in pairs(), single in any::<bool>(), service in text(), region in text(),
    ) {
        let encoding = if single { PercentEncodingMode::Single } else { PercentEncodingMode::Double };
        let Ok(mut request) = Request::from_url(&method, &url, encoding) else { return Ok(()) };
        for (name, value) in &headers {
            let _ = request.header(name, value);
        }
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET).unwrap();
        let date = AmzDate::from_unix(NOW).unwrap();
        let context = SigningContext { service: &service, region: &region, ..SigningContext::s3(&credentials, "r", &date) };
        for context in [context.clone(), SigningContext { service: "sts", region: "us-east-1", ..context }] {
            if let Ok(signed) = sign(request.clone(), &context, PayloadHashHeader::Send, NOW) {
                let shown = format!("{signed:?}");
                prop_assert!(!shown.contains(SECRET));
            }
            let _ = presign(request.clone(), &context, Lifetime::seconds(60), NOW);
        }
    }

    #[test]
    fn credentials_and_keys_are_taken_or_refused(id in text(), secret in text(), token in text(), key in any::<Vec<u8>>()) {
        let _ = Credentials::new(&id, &secret).and_then(|credentials| credentials.with_session_token(&token));
        let _ = Credentials::from_signing_key(&id, &key, (&secret, &token, &id));
        if let Ok(key) = random_key(&id, Some(&token)) {
            prop_assert!(key.starts_with(&id) && key.ends_with(&token));
        }
    }
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex = |digit: u8| u8::try_from(char::from(digit).to_digit(16).unwrap()).unwrap();
        bytes.push(if byte == b'%' { hex(rest.next().unwrap()) << 4 | hex(rest.next().unwrap()) } else { byte });
    }
    String::from_utf8(bytes).unwrap()
}
