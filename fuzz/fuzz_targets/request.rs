//! Whatever a request is made of, it is refused or it becomes a presigned URL that says just that: the URL parser changes
//! nothing in it, host, path and parameters decode to what was given, and what was signed is what is sent.
//!
//! An input is texts with a byte 0xFF between them, which no UTF-8 has. The first is the name of an operation, or else the
//! method of a request for a URL.

#![no_main]

use edgesign::{
    AddressingStyle, AmzDate, CopySource, Credentials, Endpoint, Error, Level, Lifetime, Operation, PathRules,
    PayloadHashHeader, PercentEncodingMode, Presigned, Request, SigningContext, check_key, presign, sign,
};
use libfuzzer_sys::{Corpus, fuzz_target};
use percent_encoding::percent_decode_str;
use url::Url;

type Pairs<'a> = Vec<(&'a str, &'a str)>;

fuzz_target!(|input: &[u8]| -> Corpus {
    let fields: Result<Vec<_>, _> = input.split(|byte| *byte == 0xff).map(str::from_utf8).collect();
    let Ok([first, rest @ ..]) = fields.as_deref() else { return Corpus::Reject };
    match (Operation::find(first), rest) {
        (Ok(operation), [endpoint, style, bucket, key, source, hoist, pairs @ ..]) => {
            let style = if *style == "path" { AddressingStyle::Path } else { AddressingStyle::VirtualHosted };
            let aws = !endpoint.contains("://");
            let endpoint = if aws { Endpoint::aws(endpoint, style) } else { Endpoint::custom(endpoint, style) };
            if let Ok(endpoint) = endpoint {
                object_request(operation, &endpoint, [bucket, key, source, hoist], &pairs_of(pairs));
            }
        }
        (Err(_), [service, url, pairs @ ..]) => url_request(first, service, url, &pairs_of(pairs)),
        _ => return Corpus::Reject,
    }
    Corpus::Keep
});

fn pairs_of<'a>(fields: &[&'a str]) -> Pairs<'a> {
    fields.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

fn object_request(
    operation: Operation,
    endpoint: &Endpoint<'_>,
    [bucket, key, source, hoist]: [&str; 4],
    pairs: &Pairs<'_>,
) {
    // A leading ? says that a pair is a query parameter.
    let query: Pairs<'_> = pairs.iter().filter_map(|(name, value)| Some((name.strip_prefix('?')?, *value))).collect();
    let headers: Pairs<'_> = pairs.iter().filter(|(name, _)| !name.starts_with('?')).copied().collect();
    let bucket = Some(bucket).filter(|_| operation.level() != Level::Service);
    let key = Some(key).filter(|_| operation.level() == Level::Object);
    let change = |request: &mut Request| -> Result<(), Error> {
        query.iter().try_for_each(|(name, value)| request.query(name, value))?;
        headers.iter().try_for_each(|(name, value)| request.header(name, value))?;
        if let Some(bucket) = bucket.filter(|_| !source.is_empty()) {
            request.copy_source(&CopySource { bucket, key: source, version_id: None })?;
        }
        if hoist.is_empty() { Ok(()) } else { request.hoist(hoist) }
    };
    let Ok(mut request) = endpoint.request(operation, bucket, key) else { return };
    key.into_iter().for_each(assert_can_be_sent);
    if change(&mut request).is_err() {
        return;
    }
    let Some(url) = signed(request, "s3") else { return };
    assert_address(&url, endpoint, bucket, key);
    let (subresource, _) = operation.subresource().split_once('=').unwrap_or((operation.subresource(), ""));
    assert_query(&url, &query, &[subresource, hoist]);
}

/// The bucket stands in front of the endpoint's own host or is the first segment behind its own path; the key follows.
fn assert_address(url: &Url, endpoint: &Endpoint<'_>, bucket: Option<&str>, key: Option<&str>) {
    let service = Operation::find("ListBuckets").unwrap();
    let home = signed(endpoint.request(service, None, None).unwrap(), "s3").unwrap();
    let hosted = [bucket.unwrap_or_default(), ".", home.authority()].concat();
    let in_host = url.authority() == hosted;
    assert!(in_host || url.authority() == home.authority());
    let segments: Vec<_> = bucket.filter(|_| !in_host).into_iter().chain(key).collect();
    assert_eq!(decoded(url.path()), [home.path(), &segments.join("/")].concat());
}

fn url_request(method: &str, service: &str, url: &str, headers: &Pairs<'_>) {
    let encoding = PathRules::for_service(service).percent_encoding;
    let Ok(mut request) = Request::from_url(method, url, encoding) else { return };
    for (name, value) in headers {
        let _: Result<(), Error> = request.header(name, value);
    }
    // Of a URL that the parser would change (dot segments, a default port) there is nothing to say but that it does not
    // panic: the caller has to parse it first, as js/url.js does.
    let given = Url::parse(url).ok().filter(|given| given.as_str() == url);
    let Some(given) = given else {
        let _: Option<Presigned> = presigned(request, service);
        return;
    };
    let Some(url) = signed(request, service) else { return };
    assert_eq!((url.scheme(), url.authority()), (given.scheme(), given.authority()));
    let exact = encoding == PercentEncodingMode::Double;
    assert!(if exact { url.path() == given.path() } else { decoded(url.path()) == decoded(given.path()) });
    let query = query_of(&given);
    assert_query(&url, &query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(), &[]);
}

/// Presigns, and holds that URL to what is true of every one.
fn signed(request: Request, service: &str) -> Option<Url> {
    let presigned = presigned(request, service)?;
    let url = Url::parse(&presigned.url).unwrap();
    assert_eq!(url.as_str(), presigned.url);
    assert_eq!(url.fragment(), None);
    let canonical: Vec<_> = presigned.stages.canonical_request.as_str().split('\n').collect();
    let sent = url.query().unwrap_or_default();
    let (signed, signature) = sent.rsplit_once("&X-Amz-Signature=").unwrap();
    assert_eq!((canonical[2], presigned.stages.signature.as_str()), (signed, signature));
    assert!(is_encoded(signed, b"&="));
    if PathRules::for_service(service) == PathRules::S3 {
        assert_eq!(canonical[1], url.path());
        // To S3 an encoded slash is one like any other, so that it would be read as another key.
        assert!(is_encoded(url.path(), b"/") && !url.path().contains("%2F"));
    }
    let mut bound: Vec<_> = presigned.request.headers().map(|(name, _)| name).chain(["host"]).collect();
    bound.sort_unstable();
    bound.dedup();
    assert!(query_of(&url).contains(&("X-Amz-SignedHeaders".into(), bound.join(";"))));
    Some(url)
}

/// Nothing but RFC 3986's unreserved characters, what separates, and encoded bytes.
fn is_encoded(text: &str, separators: &[u8]) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte) || separators.contains(&byte))
}

/// Presigns as it is and with headers, which must not panic either.
fn presigned(request: Request, service: &str) -> Option<Presigned> {
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").ok()?;
    let date = AmzDate::from_unix(NOW).ok()?;
    let s3 = SigningContext::s3(credentials, "us-east-1", &date);
    let context = SigningContext { service, path_rules: PathRules::for_service(service), ..s3 };
    if let Ok(signed) = sign(request.clone(), &context, PayloadHashHeader::Send, NOW) {
        assert!(signed.request.headers().any(|(name, _)| name == "authorization"));
    }
    presign(request, &context, Lifetime::seconds(60), NOW).ok()
}

/// An oracle that knows nothing of the implementation: <https://url.spec.whatwg.org/#double-dot-path-segment>.
fn assert_can_be_sent(key: &str) {
    assert!(check_key(key).is_ok());
    assert!((1..=1024).contains(&key.len()) && !key.split('/').any(|segment| matches!(segment, "." | "..")));
}

/// Every pair that was given is sent, as often as it was given, and beside them the signer's own, each once.
fn assert_query(url: &Url, given: &Pairs<'_>, of_the_operation: &[&str]) {
    let mut sent = query_of(url);
    for (name, value) in given {
        let at = sent.iter().position(|(own, sent)| own == name && sent == value);
        sent.remove(at.unwrap_or_else(|| panic!("{name}={value} is not in {url}")));
    }
    let mut names: Vec<_> = sent.iter().map(|(name, _)| name.as_str()).collect();
    names.retain(|name| !of_the_operation.contains(name));
    assert_eq!(names, SIGNERS_OWN, "{url}");
    let is_own = |name: &str| SIGNERS_OWN.iter().any(|own| own.eq_ignore_ascii_case(name));
    assert!(!given.iter().any(|(name, _)| is_own(name)), "{url}");
}

/// Not the form decoding of the `url` crate: a + is a plus.
fn query_of(url: &Url) -> Vec<(String, String)> {
    let pairs = url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(n, v)| (decoded(n), decoded(v))).collect()
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

/// In the order of the URL.
const SIGNERS_OWN: [&str; 6] =
    ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature"];
/// 2026-11-23T12:00:00Z
const NOW: u64 = 1_795_435_200;
