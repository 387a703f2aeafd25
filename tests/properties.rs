//! What holds for every input: no panic, a URL that no parser changes, the key that was asked for, and no secret anywhere.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, missing_docs, reason = "a test may stop at what it did not expect")]

use edgesign::{
    AddressingStyle, AmzDate, CopySource, CredentialScope, Credentials, Endpoint, Error, Grant, Keys, Level, Lifetime,
    Operation, PayloadHashHeader, PercentEncodingMode, Presigned, Request, SigningContext, SigningKey, presign,
    presign_many, random_key, sign,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Debug;
use url::Url;

/// 2026-11-23T12:00:00Z
const NOW: u64 = 1_795_435_200;
const DATE: &str = "20261123";
const QUERY: &str = "(x-)?[a-z][a-z-]{0,12}";
const HEADERS: &str = "(x-amz-meta-)?[a-z][a-z-]{0,12}";

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

/// One in five is any text, the others are as `plausible` says: else nothing would ever be accepted.
fn mostly(plausible: &'static str) -> impl Strategy<Value = String> {
    prop_oneof![1 => text(), 4 => plausible]
}

fn pairs(names: &'static str) -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::vec((mostly(names), mostly("[ -~]{0,30}")), 0..4)
}

fn style() -> impl Strategy<Value = AddressingStyle> {
    prop_oneof![Just(AddressingStyle::VirtualHosted), Just(AddressingStyle::Path)]
}

/// An address, or a region of AWS, and a style.
#[derive(Debug, Clone)]
struct Place {
    url: Option<String>,
    region: String,
    style: AddressingStyle,
}

impl Place {
    fn endpoint(&self) -> Result<Endpoint<'_>, Error> {
        match &self.url {
            None => Endpoint::aws(&self.region, self.style),
            Some(url) => Endpoint::custom(url, self.style),
        }
    }
}

fn place() -> impl Strategy<Value = Place> {
    let url = prop_oneof![
        text(),
        "https?://[a-z0-9.-]{1,12}(:[0-9]{1,5})?(/[a-z0-9._~-]{1,5}){0,3}/?",
        Just("https://s3.example.com".to_string()),
    ];
    (prop::option::of(url), mostly("[a-z]{2}-[a-z]{4,5}-[0-9]"), style()).prop_map(|(url, region, style)| Place {
        url,
        region,
        style,
    })
}

fn operation() -> impl Strategy<Value = Operation> {
    prop::sample::select(Operation::all().collect::<Vec<_>>())
}

/// What an operation acts on and with.
#[derive(Debug, Clone, Copy, Default)]
struct Parameters<'a> {
    bucket: Option<&'a str>,
    key: Option<&'a str>,
    query: &'a [(&'a str, &'a str)],
    headers: &'a [(&'a str, &'a str)],
    copy_source: Option<CopySource<'a>>,
    hoist: &'a [&'a str],
}

fn request(endpoint: &Endpoint<'_>, operation: Operation, parameters: &Parameters<'_>) -> Result<Request, Error> {
    let mut request = endpoint.request(operation, parameters.bucket, parameters.key)?;
    for (name, value) in parameters.query {
        request.query(name, value)?;
    }
    for (name, value) in parameters.headers {
        request.header(name, value)?;
    }
    if let Some(source) = &parameters.copy_source {
        request.copy_source(source)?;
    }
    for name in parameters.hoist {
        request.hoist(name)?;
    }
    Ok(request)
}

/// Who signs, with a secret that cannot stand anywhere by chance.
#[derive(Debug, Clone)]
struct Signer {
    id: String,
    secret: String,
    token: Option<String>,
    region: String,
}

fn signer() -> impl Strategy<Value = Signer> {
    let token = prop::option::of(mostly("[A-Za-z0-9/+=]{20,60}( [a-z])?"));
    (mostly("[A-Z0-9]{16,20}"), "[A-Za-z0-9/+]{20,40}", token, mostly("[a-z]{2}-[a-z]{4,5}-[0-9]"))
        .prop_map(|(id, secret, token, region)| Signer { id, secret, token, region })
}

impl Signer {
    /// A signer that nothing is wrong with.
    fn plain() -> Self {
        let (id, secret) = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        Self { id: id.into(), secret: secret.into(), token: None, region: "us-east-1".into() }
    }

    fn credentials(&self) -> Result<Credentials<'_>, Error> {
        let credentials = Credentials::new(&self.id, &self.secret)?;
        self.token.as_ref().map_or(Ok(credentials), |token| credentials.with_session_token(token))
    }

    fn presign(
        &self,
        endpoint: &Endpoint<'_>,
        operation: Operation,
        parameters: &Parameters<'_>,
    ) -> Result<Presigned, Error> {
        let (request, date) = (request(endpoint, operation, parameters)?, AmzDate::from_unix(NOW)?);
        let context = SigningContext::s3(self.credentials()?, &self.region, &date);
        presign(request, &context, Lifetime::seconds(60), NOW)
    }

    /// The secret and, where it has one, the signing key: in hexadecimal and as Rust shows bytes.
    fn hidden(&self) -> Vec<String> {
        let key = self.signing_key("s3").map(|key| {
            let hex = key.expose().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
            [hex, format!("{:?}", key.expose())]
        });
        key.into_iter().flatten().chain([self.secret.clone()]).collect()
    }

    fn signing_key(&self, service: &str) -> Result<SigningKey, Error> {
        let scope = CredentialScope::new(DATE, &self.region, service)?;
        SigningKey::new(&self.credentials()?, &scope)
    }

    /// No secret is in what a program might print. A token is in URLs, but in no error.
    fn assert_unseen<T: Debug>(&self, result: &Result<T, Error>) {
        let message = result.as_ref().map_or_else(Error::message, |_| String::new());
        let shown = [format!("{result:?}"), message, format!("{:?}", self.credentials())].concat();
        assert!(!self.hidden().iter().any(|hidden| shown.contains(hidden)), "a secret is in {shown}");
        // By its words, as far as errors repeat a name: they cut it and replace what is not printable.
        let mut token = self.token.iter().flat_map(|token| token.split(|c: char| !c.is_ascii_graphic()));
        let seen = token.any(|word| word.get(..16).is_some_and(|start| shown.contains(start)));
        assert!(result.is_ok() || !seen, "the session token is in {shown}");
    }
}

fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// As a URL parser writes it: nothing in it was resolved, decoded or encoded on the way. And of characters that no mail
/// program, shell or log takes for anything else (RFC 3986, section 2: unreserved ones, and the few that separate).
fn assert_canonical(url: &str) {
    assert_eq!(Url::parse(url).unwrap().as_str(), url);
    assert!(url.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%/:?&=".contains(&b)), "{url}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_input_gives_a_canonical_url_or_an_error(
        place in place(), operation in operation(), bucket in mostly("[a-z0-9.-]{3,12}"), key in text(),
        query in pairs(QUERY), headers in pairs(HEADERS), hoist in prop::collection::vec(text(), 0..3), source in (text(), text()),
        signer in signer(),
    ) {
        let endpoint = place.endpoint();
        signer.assert_unseen(&endpoint);
        let Ok(endpoint) = endpoint else { return Ok(()) };
        let (query, headers) = (borrowed(&query), borrowed(&headers));
        let bound = headers.iter().map(|(name, _)| *name).take(1);
        let hoist: Vec<_> = hoist.iter().map(String::as_str).chain(bound.clone()).collect();
        let bound: Vec<_> = bound.collect();
        let all = Parameters {
            bucket: Some(&bucket), key: Some(&key), query: &query, headers: &headers,
            copy_source: Some(CopySource { bucket: &source.0, key: &source.1, version_id: None }), hoist: &hoist,
        };
        // Less and less that can be wrong: no key where none belongs, then nothing else of what was made up.
        let key = all.key.filter(|_| operation.level() == Level::Object);
        let plain = Parameters { key, copy_source: None, hoist: &bound, ..all };
        let unhoisted = Parameters { hoist: &[], ..plain };
        let bare = Parameters { query: &[], headers: &[], ..unhoisted };
        for parameters in [all, plain, unhoisted, bare] {
            let presigned = signer.presign(&endpoint, operation, &parameters);
            signer.assert_unseen(&presigned);
            if let Ok(presigned) = presigned {
                assert_canonical(&presigned.url);
            }
        }
    }

    #[test]
    fn a_key_decodes_back_and_stays_in_its_bucket(
        key in text(), bucket in "[a-z0-9]{3,9}([.-][a-z0-9]{1,9})?", style in style(),
    ) {
        let get = Operation::find("GetObject").unwrap();
        let parameters = Parameters { bucket: Some(&bucket), key: Some(&key), ..Parameters::default() };
        for (scheme, host, base) in [("https", "s3.example.com", "/base"), ("http", "s3.example.com:9000", "")] {
            let address = [scheme, "://", host, base].concat();
            let endpoint = Endpoint::custom(&address, style).unwrap();
            let Ok(presigned) = Signer::plain().presign(&endpoint, get, &parameters) else {
                let refused = key.is_empty() || key.len() > 1024 || key.split('/').any(|part| part == "." || part == "..");
                prop_assert!(refused, "{key:?}");
                continue;
            };
            let url = Url::parse(&presigned.url).unwrap();
            // TLS wildcards cover one level: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html.
            let in_host = style == AddressingStyle::VirtualHosted && (scheme == "http" || !bucket.contains('.'));
            let (host, prefix) = if in_host {
                ([&bucket, ".", host].concat(), [base, "/"].concat())
            } else {
                (host.to_string(), [base, "/", &bucket, "/"].concat())
            };
            prop_assert_eq!(url.authority(), host);
            let path = percent_decode(url.path());
            prop_assert_eq!(path.strip_prefix(&prefix), Some(key.as_str()));
        }
    }

    #[test]
    fn many_are_signed_as_one_by_one(
        operation in operation(), keys in prop::collection::vec(mostly("[a-z/]{1,9}|[a-zé ]{0,700}"), 0..10), style in style(),
        query in pairs(QUERY), headers in pairs(HEADERS), signer in signer(), prefix in prop::option::of("[a-z/]?/"),
    ) {
        let endpoint = Endpoint::custom("https://s3.example.com/base", style).unwrap();
        let (query, headers) = (borrowed(&query), borrowed(&headers));
        let Ok(credentials) = signer.credentials() else { return Ok(()) };
        let date = AmzDate::from_unix(NOW).unwrap();
        let operations = [operation.name()];
        let grants = prefix.iter().map(|prefix| Grant { keys: Keys::Prefix(prefix), ..Grant::new("media", &operations) });
        let grants: Vec<_> = grants.collect();
        let context = SigningContext { grants: &grants, ..SigningContext::s3(credentials, &signer.region, &date) };
        let lifetime = Lifetime::seconds(60);
        for (query, headers) in [(&query[..], &headers[..]), (&[], &[])] {
            let parameters = Parameters { bucket: Some("media"), query, headers, ..Parameters::default() };
            let request = |key| request(&endpoint, operation, &Parameters { key: Some(key), ..parameters });
            let Ok(any) = request("any") else { continue };
            let one_by_one: Vec<_> =
                keys.iter().map(|key| presign(request(key)?, &context, lifetime, NOW).map(|one| one.url)).collect();
            let keys: Vec<_> = keys.iter().map(String::as_str).collect();
            match presign_many(any, &keys, &context, lifetime, NOW) {
                Ok(many) => prop_assert_eq!(one_by_one, many.urls().map(Ok).collect::<Vec<_>>()),
                Err(error) => {
                    let refused = one_by_one.get(error.index().unwrap_or_default()).unwrap().as_ref().unwrap_err();
                    prop_assert_eq!(error.message(), refused.message());
                }
            }
        }
    }

    #[test]
    fn the_order_of_inputs_is_irrelevant((one, other) in shuffled_inputs()) {
        let endpoint = Endpoint::aws("us-east-1", AddressingStyle::VirtualHosted).unwrap();
        let put = Operation::find("PutObject").unwrap();
        let [one, other] = [one, other].map(|Inputs { query, headers, hoist }| {
            let (query, headers) = (borrowed(&query), borrowed(&headers));
            let hoist: Vec<_> = hoist.iter().map(String::as_str).collect();
            let parameters = Parameters {
                bucket: Some("media"), key: Some("k"), query: &query, headers: &headers, hoist: &hoist, copy_source: None,
            };
            Signer::plain().presign(&endpoint, put, &parameters).unwrap().url
        });
        prop_assert_eq!(one, other);
    }

    #[test]
    fn any_url_is_signed_or_refused(
        method in mostly("GET|PUT"), url in prop_oneof![text(), "https://[a-z.]{1,9}/\\PC{0,30}", "https://[a-z]{1,9}/[a-z%/]{0,9}"],
        headers in pairs(HEADERS), single in any::<bool>(), service in mostly("s3|sts|lambda"), signer in signer(),
    ) {
        let encoding = if single { PercentEncodingMode::Single } else { PercentEncodingMode::Double };
        let Ok(mut request) = Request::from_url(&method, &url, encoding) else { return Ok(()) };
        for (name, value) in &headers {
            let _ = request.header(name, value);
        }
        let Ok(credentials) = signer.credentials() else { return Ok(()) };
        let date = AmzDate::from_unix(NOW).unwrap();
        let s3 = SigningContext::s3(credentials, &signer.region, &date);
        let context = SigningContext { service: &service, ..s3 };
        signer.assert_unseen(&signer.signing_key(&service));
        signer.assert_unseen(&presign(request.clone(), &context, Lifetime::seconds(60), NOW));
        // The token is sent in a header of its own; in no error all the same.
        signer.assert_unseen(&sign(request, &context, PayloadHashHeader::Send, NOW));
    }

    #[test]
    fn credentials_and_keys_are_taken_or_refused(signer in signer(), (prefix, extension) in (text(), text()), key in any::<Vec<u8>>()) {
        signer.assert_unseen(&signer.credentials());
        let _ = Credentials::new(&prefix, &extension).and_then(|credentials| credentials.with_session_token(&prefix));
        let _ = CredentialScope::new(&extension, &prefix, &prefix)
            .and_then(|scope| Credentials::from_signing_key(&prefix, &key, scope));
        if let Ok(key) = random_key(&prefix, Some(&extension)) {
            prop_assert!(key.starts_with(&prefix) && key.ends_with(&extension));
        }
    }

    #[test]
    fn a_signing_key_signs_as_its_secret_does_and_is_not_shown(signer in signer(), key in "[a-z]{1,9}") {
        let signer = Signer { token: None, ..signer };
        let Ok(signing_key) = signer.signing_key("s3") else { return Ok(()) };
        let scope = CredentialScope::new(DATE, &signer.region, "s3").unwrap();
        let delegated = Credentials::from_signing_key(&signer.id, signing_key.expose(), scope);
        signer.assert_unseen(&delegated);
        let date = AmzDate::from_unix(NOW).unwrap();
        let endpoint = Endpoint::custom("https://s3.example.com", AddressingStyle::Path).unwrap();
        let parameters = Parameters { bucket: Some("media"), key: Some(&key), ..Parameters::default() };
        let get = Operation::find("GetObject").unwrap();
        let request = request(&endpoint, get, &parameters).unwrap();
        let context = SigningContext::s3(delegated.unwrap(), &signer.region, &date);
        let presigned = presign(request, &context, Lifetime::seconds(60), NOW);
        signer.assert_unseen(&presigned);
        prop_assert_eq!(presigned, signer.presign(&endpoint, get, &parameters));
    }
}

#[derive(Debug, Clone)]
struct Inputs {
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    hoist: Vec<String>,
}

/// The same valid inputs in two orders: names that mean nothing to S3, each once.
fn shuffled_inputs() -> impl Strategy<Value = (Inputs, Inputs)> {
    let query = prop::collection::btree_map("x-[a-zA-Z]{1,4}", text(), 0..6);
    let headers = prop::collection::btree_map("x-amz-meta-[a-z]{1,4}", "[ -~]{0,30}", 0..6);
    (query, headers, any::<u8>()).prop_flat_map(|(query, headers, mask)| {
        let hoist = headers.keys().zip(0..8).filter(|(_, at)| mask >> at & 1 == 1).map(|(name, _)| name.clone());
        orders(query, headers.clone(), hoist.collect())
    })
}

fn orders(
    query: BTreeMap<String, String>,
    headers: BTreeMap<String, String>,
    hoist: Vec<String>,
) -> impl Strategy<Value = (Inputs, Inputs)> {
    let query: Vec<_> = query.into_iter().collect();
    let headers: Vec<_> = headers.into_iter().collect();
    let sorted = Inputs { query: query.clone(), headers: headers.clone(), hoist: hoist.clone() };
    let shuffled = (Just(query).prop_shuffle(), Just(headers).prop_shuffle(), Just(hoist).prop_shuffle());
    shuffled.prop_map(move |(query, headers, hoist)| (sorted.clone(), Inputs { query, headers, hoist }))
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
