//! Whatever is signed here verifies, and nothing else does.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may stop at what it did not expect"
)]

use RefusalCode::{
    AuthorizationHeaderMalformed, AuthorizationQueryParametersError, InvalidArgument, InvalidRequest, InvalidUri,
    MissingAuthenticationToken, RequestHeaderSectionTooLarge, SignatureDoesNotMatch,
};
use edgesign::{
    AddressingStyle, AmzDate, CopySource, CredentialScope, Credentials, Endpoint, Level, Lifetime, Operation,
    PathRules, PayloadHash, PayloadHashHeader, PercentEncodingMode, Received, RefusalCode, Request, SessionTokenMode,
    SigningContext, SigningKey, Verification, Verified, presign, sign, verify,
};
use proptest::prelude::*;

const ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const REGION: &str = "eu-west-1";
/// 2026-11-23T12:00:00Z
const NOW: u64 = 1_795_435_200;

fn credentials() -> Credentials<'static> {
    Credentials::new(ID, SECRET).unwrap()
}

/// A request on its way: what a proxy could change of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sent {
    method: String,
    host: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
}

impl Sent {
    fn new(request: &Request, url: &str) -> Self {
        let (host, rest) = url.split_once("://").unwrap().1.split_once('/').unwrap();
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let headers = request.headers().map(|(name, value)| (name.into(), value.into())).collect();
        Self {
            method: request.method().into(),
            host: host.into(),
            path: ["/", path].concat(),
            query: query.into(),
            headers,
        }
    }

    fn verify(&self, verification: &Verification<'_>) -> Result<Verified, RefusalCode> {
        let headers: Vec<_> = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let Self { method, host, path, query, .. } = self;
        verify(&Received { method, host, path, query, headers: &headers }, verification).map_err(|it| it.code())
    }

    fn code(&self, verification: &Verification<'_>) -> RefusalCode {
        self.verify(verification).unwrap_err()
    }

    fn header(&mut self, name: &str, value: &str) {
        self.headers.push((name.into(), value.into()));
    }
}

fn verification<'a>(credentials: &'a [Credentials<'a>]) -> Verification<'a> {
    Verification {
        credentials,
        region: REGION,
        service: "s3",
        path_rules: PathRules::S3,
        session_token_mode: SessionTokenMode::Include,
        endpoint: None,
        body: None,
        now: NOW,
    }
}

fn put() -> Request {
    let endpoint = Endpoint::custom("https://s3.example.com", AddressingStyle::Path).unwrap();
    let mut request = endpoint.request(Operation::find("PutObject").unwrap(), Some("media"), Some("a b/ü")).unwrap();
    request.header("content-type", "image/png").unwrap();
    request.header("x-amz-meta-a", "1").unwrap();
    request
}

fn presigned(credentials: Credentials<'_>, request: Request) -> Sent {
    let date = AmzDate::from_unix(NOW).unwrap();
    let context = SigningContext::s3(credentials, REGION, &date);
    let presigned = presign(request, &context, Lifetime::seconds(900), NOW).unwrap();
    Sent::new(&presigned.request, &presigned.url)
}

fn signed(credentials: Credentials<'_>, request: Request) -> Sent {
    let date = AmzDate::from_unix(NOW).unwrap();
    let context = SigningContext::s3(credentials, REGION, &date);
    let signed = sign(request, &context, PayloadHashHeader::Send, NOW).unwrap();
    let url = signed.request.url();
    Sent::new(&signed.request, &url)
}

#[test]
fn says_what_was_signed() {
    let all = [credentials()];
    let verified = presigned(credentials(), put()).verify(&verification(&all)).unwrap();
    assert_eq!((verified.bucket.as_str(), verified.key.as_str()), ("media", "a b/ü"));
    assert_eq!(verified.operation.unwrap().name(), "PutObject");
    assert_eq!(verified.expires_at, NOW + 900);
    assert_eq!(verified.payload_hash, PayloadHash::UNSIGNED);
    assert_eq!(verified.claim.access_key_id(), ID);
    assert_eq!(verified.claim.auth_type().as_str(), "REST-QUERY-STRING");
    assert_eq!(verified.claim.signed_headers(), "content-type;host;x-amz-meta-a");
    let verified = signed(credentials(), put()).verify(&verification(&all)).unwrap();
    assert_eq!(verified.claim.auth_type().as_str(), "REST-HEADER");
    assert_eq!(verified.expires_at, NOW + 900);
    let ending = [credentials().with_expiration(NOW + 60)];
    assert_eq!(presigned(credentials(), put()).verify(&verification(&ending)).unwrap().expires_at, NOW + 60);
}

#[test]
fn a_time_is_kept() {
    let all = [credentials()];
    let at = |now| Verification { now, ..verification(&all) };
    let (url, header) = (presigned(credentials(), put()), signed(credentials(), put()));
    for now in [NOW - 900, NOW, NOW + 900] {
        assert!(url.verify(&at(now)).is_ok() && header.verify(&at(now)).is_ok());
    }
    assert_eq!(url.code(&at(NOW + 901)), RefusalCode::RequestExpired);
    for (sent, now) in [(&url, NOW - 901), (&url, 0), (&header, NOW - 901), (&header, NOW + 901)] {
        assert_eq!(sent.code(&at(now)), RefusalCode::RequestTimeTooSkewed);
    }
    let ended = [credentials().with_expiration(NOW)];
    assert_eq!(url.code(&verification(&ended)), RefusalCode::ExpiredToken);
}

#[test]
fn only_those_who_may_and_where() {
    let url = presigned(credentials(), put());
    let other = Credentials::new(ID, "another").unwrap();
    assert_eq!(url.code(&verification(&[other])), SignatureDoesNotMatch);
    let unknown = Credentials::new("AKIAI44QH8DHBEXAMPLE", SECRET).unwrap();
    for nobody in [&[][..], &[unknown]] {
        assert_eq!(url.code(&verification(nobody)), RefusalCode::InvalidAccessKeyId);
    }
    let all = [unknown, credentials()];
    let place = |region, service| Verification { region, service, ..verification(&all) };
    assert!(url.verify(&place(REGION, "s3")).is_ok());
    for elsewhere in [place("eu-west-2", "s3"), place(REGION, "s3express")] {
        assert_eq!(url.code(&elsewhere), AuthorizationQueryParametersError);
        assert_eq!(signed(credentials(), put()).code(&elsewhere), AuthorizationHeaderMalformed);
    }
}

#[test]
fn a_signing_key_verifies_in_its_scope() {
    let key = |date, region| {
        let scope = CredentialScope::new(date, region, "s3").unwrap();
        (SigningKey::new(&credentials(), &scope).unwrap(), scope)
    };
    let url = presigned(credentials(), put());
    let code = |date, region| {
        let (key, scope) = key(date, region);
        let all = [Credentials::from_signing_key(ID, key.expose(), scope).unwrap()];
        url.verify(&verification(&all)).err()
    };
    assert_eq!(code("20261123", REGION), None);
    assert_eq!(code("20261124", REGION), Some(RefusalCode::InvalidAccessKeyId));
    assert_eq!(code("20261123", "us-east-1"), Some(RefusalCode::InvalidAccessKeyId));
    // Yesterday's and today's.
    let [(yesterday, before), (today, scope)] = [key("20261122", REGION), key("20261123", REGION)];
    let both = [(&yesterday, before), (&today, scope)]
        .map(|(key, scope)| Credentials::from_signing_key(ID, key.expose(), scope).unwrap());
    assert!(url.verify(&verification(&both)).is_ok());
}

#[test]
fn a_session_token_has_to_be_the_right_one() {
    let token = |token| credentials().with_session_token(token).unwrap();
    for sent in [presigned(token("TOKEN"), put()), signed(token("TOKEN"), put())] {
        assert!(sent.verify(&verification(&[token("TOKEN")])).is_ok());
        assert_eq!(sent.code(&verification(&[token("OTHER")])), RefusalCode::InvalidToken);
        assert_eq!(sent.code(&verification(&[credentials()])), RefusalCode::InvalidToken);
    }
    let without = presigned(credentials(), put());
    assert_eq!(without.code(&verification(&[token("TOKEN")])), RefusalCode::InvalidToken);
}

#[test]
fn a_token_may_be_left_out_of_what_is_signed() {
    let all = [credentials().with_session_token("TOKEN").unwrap()];
    let date = AmzDate::from_unix(NOW).unwrap();
    for (signed_as, verified_as, accepted) in [
        (SessionTokenMode::Exclude, SessionTokenMode::Exclude, true),
        (SessionTokenMode::S3Session, SessionTokenMode::S3Session, true),
        (SessionTokenMode::Exclude, SessionTokenMode::Include, false),
        (SessionTokenMode::Include, SessionTokenMode::Exclude, false),
    ] {
        let in_header = accepted || verified_as == SessionTokenMode::Exclude; // a header says itself that it is signed
        let context = SigningContext { session_token_mode: signed_as, ..SigningContext::s3(all[0], REGION, &date) };
        let url = presign(put(), &context, Lifetime::seconds(900), NOW).unwrap();
        let header = sign(put(), &context, PayloadHashHeader::Send, NOW).unwrap();
        let address = header.request.url();
        let verification = Verification { session_token_mode: verified_as, ..verification(&all) };
        assert_eq!(Sent::new(&url.request, &url.url).verify(&verification).is_ok(), accepted);
        assert_eq!(Sent::new(&header.request, &address).verify(&verification).is_ok(), in_header);
    }
}

#[test]
fn a_body_is_held_to_its_hash() {
    let all = [credentials()];
    let with = |body| Verification { body: Some(body), ..verification(&all) };
    let mut bound = put();
    bound.header("x-amz-content-sha256", PayloadHash::of(b"body").as_str()).unwrap();
    for sent in [presigned(credentials(), bound.clone()), signed(credentials(), bound)] {
        assert_eq!(sent.verify(&with(b"body")).unwrap().payload_hash, PayloadHash::of(b"body"));
        assert_eq!(sent.verify(&verification(&all)).unwrap().payload_hash, PayloadHash::of(b"body"));
        assert_eq!(sent.code(&with(b"other")), RefusalCode::XAmzContentSha256Mismatch);
    }
    assert!(presigned(credentials(), put()).verify(&with(b"anything")).is_ok());
    // Where AWS's SDK for JavaScript puts it, in any spelling. The signature is the one that botocore makes.
    let mut sent = presigned(credentials(), put());
    sent.query.push_str("&X-Amz-Content-Sha256=nothing");
    assert_eq!(sent.code(&verification(&all)), InvalidRequest);
}

/// A URL that says the hash of its body in the query, by hand: nothing here signs one.
#[test]
fn a_payload_hash_in_the_query_counts_in_any_spelling() {
    let all = [credentials()];
    let hash = PayloadHash::of(b"body");
    for name in ["X-Amz-Content-Sha256", "x-amz-content-sha256", "X-AMZ-Content-SHA256"] {
        let request = Request::from_url("PUT", "https://s3.example.com/media/k", PercentEncodingMode::Single).unwrap();
        let sent = presigned(credentials(), request);
        let mut pairs: Vec<_> = sent.query.split('&').filter(|pair| !pair.starts_with("X-Amz-Signature")).collect();
        let pair = [name, "=", hash.as_str()].concat();
        pairs.push(&pair);
        pairs.sort_unstable();
        let query = pairs.join("&");
        let canonical_request = ["PUT\n/media/k\n", &query, "\nhost:s3.example.com\n\nhost\n", hash.as_str()].concat();
        let scope = CredentialScope::new("20261123", REGION, "s3").unwrap();
        let hashed = PayloadHash::of(canonical_request.as_bytes());
        let string = ["AWS4-HMAC-SHA256\n20261123T120000Z\n", &scope.to_string(), "\n", hashed.as_str()].concat();
        let key = SigningKey::new(&credentials(), &scope).unwrap();
        let signature = hmac(key.expose(), string.as_bytes());
        let query = [&query, "&X-Amz-Signature=", &signature].concat();
        let verified = Sent { query, ..sent }.verify(&verification(&all)).unwrap();
        assert_eq!(verified.payload_hash, hash, "{name}");
    }
}

/// HMAC-SHA256 in hexadecimal, as aws-sigv4 computes it.
fn hmac(key: &[u8], message: &[u8]) -> String {
    aws_sigv4::sign::v4::calculate_signature(key, message)
}

#[test]
fn header_auth_of_s3_says_what_the_body_is() {
    let all = [credentials()];
    let date = AmzDate::from_unix(NOW).unwrap();
    let context = SigningContext::s3(all[0], REGION, &date);
    let signed = sign(put(), &context, PayloadHashHeader::Omit, NOW).unwrap();
    let sent = Sent::new(&signed.request, &signed.request.url());
    assert_eq!(sent.code(&verification(&all)), InvalidRequest);
}

#[test]
fn a_plus_is_a_space() {
    let all = [credentials()];
    let endpoint = Endpoint::custom("https://s3.example.com", AddressingStyle::Path).unwrap();
    let mut request = endpoint.request(Operation::find("GetObject").unwrap(), Some("media"), Some("a+b")).unwrap();
    request.query("response-content-disposition", "attachment; filename=a b").unwrap();
    let sent = presigned(credentials(), request);
    let spelled = Sent { query: sent.query.replace("%20", "+"), ..sent.clone() };
    assert_ne!(spelled, sent);
    assert!(spelled.verify(&verification(&all)).is_ok());
    let path = sent.path.replace("%2B", "+");
    assert_eq!(Sent { path, ..sent.clone() }.verify(&verification(&all)).unwrap().key, "a+b");
    let plus = Sent { query: sent.query.replace("%20", "%2B"), ..sent };
    assert_eq!(plus.code(&verification(&all)), SignatureDoesNotMatch);
}

#[test]
fn many_headers_cost_nothing() {
    let all = [credentials()];
    let mut sent = presigned(credentials(), put());
    while sent.headers.len() < 128 {
        sent.header("accept", "x");
    }
    assert!(sent.verify(&verification(&all)).is_ok());
    sent.header("accept", "x");
    assert_eq!(sent.code(&verification(&all)), RequestHeaderSectionTooLarge);
}

#[test]
fn a_second_session_token_is_not_let_in() {
    let all = [credentials().with_session_token("TOKEN").unwrap()];
    let mut sent = presigned(all[0], put());
    sent.query.push_str("&X-Amz-S3session-Token=TOKEN");
    assert_eq!(sent.code(&verification(&all)), AuthorizationQueryParametersError);
}

#[test]
fn seven_days_are_the_most() {
    let all = [credentials()];
    let date = AmzDate::from_unix(NOW).unwrap();
    let context = SigningContext::s3(all[0], REGION, &date);
    let longest = presign(put(), &context, Lifetime::seconds(604_800), NOW).unwrap();
    let verified = Sent::new(&longest.request, &longest.url).verify(&verification(&all)).unwrap();
    assert_eq!(verified.expires_at, NOW + 604_800);
}

#[test]
fn another_service_signs_the_body() {
    let all = [credentials()];
    let date = AmzDate::from_unix(NOW).unwrap();
    let context = SigningContext {
        service: "lambda",
        path_rules: PathRules::OTHER,
        payload_hash: PayloadHash::of(b"{}"),
        ..SigningContext::s3(all[0], REGION, &date)
    };
    let request =
        Request::from_url("POST", "https://l.example/2015/f%3Ax?a=1&a=0", PercentEncodingMode::Double).unwrap();
    let signed = sign(request, &context, PayloadHashHeader::Omit, NOW).unwrap();
    let sent = Sent::new(&signed.request, &signed.request.url());
    let with = |body| Verification { service: "lambda", path_rules: PathRules::OTHER, body, ..verification(&all) };
    let verified = sent.verify(&with(Some(b"{}"))).unwrap();
    assert_eq!((verified.bucket.as_str(), verified.operation), ("", None));
    assert_eq!(sent.code(&with(Some(b"{ }"))), SignatureDoesNotMatch);
    assert_eq!(sent.code(&with(None)), SignatureDoesNotMatch);
}

#[test]
fn an_endpoint_is_held_to() {
    let all = [credentials()];
    let endpoint = Endpoint::custom("https://s3.example.com/base", AddressingStyle::VirtualHosted).unwrap();
    let get = Operation::find("GetObject").unwrap();
    let at = |endpoint| Verification { endpoint: Some(endpoint), ..verification(&all) };
    for style in [AddressingStyle::VirtualHosted, AddressingStyle::Path] {
        let here = Endpoint::custom("https://s3.example.com/base", style).unwrap();
        let sent = presigned(credentials(), here.request(get, Some("media"), Some("a/b")).unwrap());
        let verified = sent.verify(&at(endpoint)).unwrap();
        assert_eq!((verified.bucket.as_str(), verified.key.as_str()), ("media", "a/b"));
    }
    for elsewhere in [
        "https://example.com/base",
        "https://s3.example.com",
        "https://s3.example.com/bases",
        "https://evils3.example.com/base",
    ] {
        let elsewhere = Endpoint::custom(elsewhere, AddressingStyle::Path).unwrap();
        let sent = presigned(credentials(), elsewhere.request(get, Some("media"), Some("k")).unwrap());
        assert_eq!(sent.code(&at(endpoint)), InvalidRequest, "{sent:?}");
    }
}

#[test]
fn a_signature_in_the_query_is_whole_and_alone() {
    let all = [credentials()];
    let verification = verification(&all);
    let url = presigned(credentials(), put());
    let query = |change: &dyn Fn(&str) -> String| Sent { query: change(&url.query), ..url.clone() }.code(&verification);
    assert_eq!(query(&|_| String::new()), MissingAuthenticationToken);
    for other in ["AWSAccessKeyId=a&Signature=b&Expires=1", "X-Goog-Algorithm=GOOG4-RSA-SHA256"] {
        assert_eq!(query(&|_| other.into()), InvalidRequest);
    }
    let names = ["Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature"];
    for name in names.map(|name| ["X-Amz-", name].concat()) {
        let start = url.query.find(&name).unwrap();
        let pair = url.query[start..].split('&').next().unwrap();
        let without = |query: &str| query.replace(&[pair, "&"].concat(), "").replace(&["&", pair].concat(), "");
        assert_eq!(query(&without), AuthorizationQueryParametersError, "{name}");
        assert_eq!(query(&|query| [query, "&", pair].concat()), AuthorizationQueryParametersError, "{name} twice");
        let lower = pair.to_lowercase();
        assert_eq!(query(&|query| [query, "&", &lower].concat()), AuthorizationQueryParametersError, "{lower} too");
        let respelled = query(&|query| query.replace(&name, &name.to_lowercase()));
        assert_eq!(respelled, AuthorizationQueryParametersError, "{name} in lower case");
    }
    let replaced = |from: &'static str, to: &'static str| {
        assert!(url.query.contains(from), "{from}");
        query(&move |query| query.replace(from, to))
    };
    assert_eq!(replaced("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"), InvalidRequest);
    for (from, to) in [
        ("Expires=900", "Expires=0"),
        ("Expires=900", "Expires=604801"),
        ("Expires=900", "Expires=99999999999"),
        ("Expires=900", "Expires=-900"),
        ("Expires=900", "Expires=%20900"),
        ("Expires=900", "Expires="),
        ("Date=20261123T120000Z", "Date=20261123T1200Z"),
        ("Date=20261123T120000Z", "Date=20261123T250000Z"),
        ("Date=20261123T120000Z", "Date=20261122T120000Z"),
        ("20261123%2Feu-west-1", "20261122%2Feu-west-1"),
        ("%2Faws4_request", "%2Faws5_request"),
        ("%2Faws4_request", ""),
        ("AKIAIOSFODNN7EXAMPLE", ""),
        ("AKIAIOSFODNN7EXAMPLE", "A%0AB"),
        ("content-type%3Bhost", "content-type"),
        ("content-type%3Bhost", "host%3Bcontent-type"),
        ("content-type%3Bhost", "content-type%3Bcontent-type%3Bhost"),
        ("content-type%3Bhost", "Content-Type%3Bhost"),
        ("content-type%3Bhost", "%3Bhost"),
    ] {
        assert_eq!(replaced(from, to), AuthorizationQueryParametersError, "{to}");
    }
    assert_eq!(replaced("Expires=900", "Expires=901"), SignatureDoesNotMatch);
    assert_eq!(replaced("Expires=900", "Expires=0900"), SignatureDoesNotMatch);
    assert_eq!(replaced("content-type%3Bhost", "content-type%3Bhost%3Brange"), SignatureDoesNotMatch);
    for broken in ["&a=%", "&a=%zz", "&a=%ff"] {
        assert_eq!(query(&|query| [query, broken].concat()), InvalidUri, "{broken}");
    }
    assert_eq!(query(&|query| [query, &"&a".repeat(128)].concat()), RequestHeaderSectionTooLarge);
    let upper = |signature: &str| signature.to_ascii_uppercase();
    let (before, signature) = url.query.split_once("Signature=").unwrap();
    for other in [upper(signature), signature[1..].into(), [signature, "0"].concat(), String::new()] {
        let code = query(&|_| [before, "Signature=", &other].concat());
        assert_eq!(code, SignatureDoesNotMatch, "{other}");
    }
}

#[test]
fn an_authorization_is_whole_and_alone() {
    let all = [credentials()];
    let verification = verification(&all);
    let (url, header) = (presigned(credentials(), put()), signed(credentials(), put()));
    let authorization = header.headers.iter().find(|(name, _)| name == "authorization").unwrap().1.clone();
    let mut both = url.clone();
    both.header("Authorization", &authorization);
    assert_eq!(both.code(&verification), InvalidArgument);
    let authorized = |value: &str| {
        let mut sent = header.clone();
        sent.headers.retain(|(name, _)| name != "authorization");
        sent.header("AUTHORIZATION", value);
        sent
    };
    assert!(authorized(&authorization).verify(&verification).is_ok());
    assert!(authorized(&authorization.replace(", ", ",")).verify(&verification).is_ok());
    for (value, code) in [
        ("Bearer x", InvalidRequest),
        ("AWS AKIAIOSFODNN7EXAMPLE:x", InvalidRequest),
        ("", InvalidRequest),
        ("AWS4-HMAC-SHA256", AuthorizationHeaderMalformed),
        ("AWS4-HMAC-SHA256 Credential=a", AuthorizationHeaderMalformed),
        (&authorization.replace("Signature=", "Signatures="), AuthorizationHeaderMalformed),
        (&[&authorization, ", Signature=x"].concat(), AuthorizationHeaderMalformed),
        (&authorization.replace("SignedHeaders=", "Signature="), AuthorizationHeaderMalformed),
    ] {
        assert_eq!(authorized(value).code(&verification), code, "{value}");
    }
    let mut twice = header.clone();
    twice.header("authorization", &authorization);
    assert_eq!(twice.code(&verification), AuthorizationHeaderMalformed);
    let mut dated = header;
    dated.header("x-amz-date", "20261123T120000Z");
    assert_eq!(dated.code(&verification), AuthorizationHeaderMalformed);
}

#[test]
fn what_is_sent_along_has_to_be_signed() {
    let all = [credentials()];
    for sent in [presigned(credentials(), put()), signed(credentials(), put())] {
        for name in ["x-amz-acl", "X-Amz-Copy-Source", "x-amz-meta-b", "x-amz-security-token"] {
            let mut more = sent.clone();
            more.header(name, "v");
            assert!(
                matches!(more.code(&verification(&all)), RefusalCode::AccessDenied | RefusalCode::InvalidToken),
                "{name}"
            );
        }
        let is_url = !sent.query.is_empty();
        for name in ["X-Amz-Content-Sha256", "x-amz-cf-id"] {
            let mut unheeded = sent.clone();
            unheeded.header(name, "v");
            assert_eq!(unheeded.verify(&verification(&all)).is_ok(), is_url, "{name}");
        }
        let mut harmless = sent.clone();
        harmless.header("range", "bytes=0-9");
        assert!(harmless.verify(&verification(&all)).is_ok());
        let mut twice = sent.clone();
        twice.header("Content-Type", "text/html");
        assert_eq!(twice.code(&verification(&all)), SignatureDoesNotMatch);
        let mut split = sent;
        split.headers.retain(|(name, _)| name != "content-type");
        assert_eq!(split.code(&verification(&all)), SignatureDoesNotMatch);
        split.header("content-type", "image/png\nx-amz-acl:public-read");
        let code = split.code(&verification(&all));
        assert!(matches!(code, AuthorizationQueryParametersError | AuthorizationHeaderMalformed));
    }
}

#[test]
fn a_body_in_chunks_is_not_taken() {
    let all = [credentials()];
    let mut sent = signed(credentials(), put());
    for (name, value) in &mut sent.headers {
        if name == "x-amz-content-sha256" {
            *value = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD".into();
        }
    }
    assert_eq!(sent.code(&verification(&all)), RefusalCode::NotImplemented);
    sent.headers.retain(|(name, _)| name != "x-amz-content-sha256");
    assert_eq!(sent.code(&verification(&all)), SignatureDoesNotMatch); // it was signed
}

/// Of all operations, each is known again, and none where something stands that it does not take.
#[test]
fn every_operation_is_recognized() {
    let all = [credentials()];
    let endpoint = Endpoint::custom("https://s3.example.com", AddressingStyle::Path).unwrap();
    for operation in Operation::all() {
        let level = operation.level();
        let (bucket, key) = ((level != Level::Service).then_some("media"), (level == Level::Object).then_some("k"));
        let mut request = endpoint.request(operation, bucket, key).unwrap();
        if ["CopyObject", "UploadPartCopy"].contains(&operation.name()) {
            request.copy_source(&CopySource { bucket: "media", key: "other", version_id: None }).unwrap();
        }
        for needed in ["partNumber", "uploadId", "id", "annotationName"] {
            let _ = request.query(needed, "1"); // refused by those that do not take it
        }
        if operation.name() == "GetObjectAttributes" {
            request.header("x-amz-object-attributes", "ETag").unwrap();
        }
        let sent = presigned(credentials(), request.clone());
        let verified = sent.verify(&verification(&all)).unwrap();
        assert_eq!(verified.operation, Some(operation));
        assert_eq!((verified.bucket.as_str(), verified.key.as_str()), (bucket.unwrap_or(""), key.unwrap_or("")));
    }
}

#[test]
fn what_no_operation_takes_is_none() {
    let all = [credentials()];
    let date = AmzDate::from_unix(NOW).unwrap();
    let context = SigningContext::s3(all[0], REGION, &date);
    let operation = |method: &str, target: &str, header: Option<(&str, &str)>| {
        let url = ["https://s3.example.com", target].concat();
        let mut request = Request::from_url(method, &url, PercentEncodingMode::Single).unwrap();
        if let Some((name, value)) = header {
            request.header(name, value).unwrap();
        }
        let url = presign(request, &context, Lifetime::seconds(900), NOW).unwrap();
        Sent::new(&url.request, &url.url).verify(&verification(&all)).unwrap().operation.map(|found| found.name())
    };
    assert_eq!(operation("GET", "/media/k", None), Some("GetObject"));
    assert_eq!(operation("GET", "/media/k?x-id=GetObject&response-expires=1", None), Some("GetObject"));
    assert_eq!(operation("GET", "/media?list-type=2", None), Some("ListObjectsV2"));
    assert_eq!(operation("GET", "/media/?prefix=a", None), Some("ListObjects"));
    assert_eq!(operation("GET", "/", None), Some("ListBuckets"));
    assert_eq!(operation("PUT", "/media/k", Some(("x-amz-copy-source", "/b/k"))), Some("CopyObject"));
    assert_eq!(operation("PUT", "/media/k?X-Amz-Copy-Source=b", None), Some("CopyObject"));
    for (method, target, header) in [
        ("GET", "/media/k?acl&tagging", None),
        ("GET", "/media/k?ACL", None),
        ("GET", "/media/k", Some(("x-amz-copy-source", "/b/k"))),
        ("GET", "/media/k?versionId=1&versionId=2", None),
        ("GET", "/media/k?versionId=1&versionid=2", None),
        ("GET", "/media/k?utm_source=a", None),
        ("PUT", "/media/k?renameObject", None),
        ("PUT", "/media/k?uploadId=1", None),
        ("PUT", "/media/k?X-Amz-Copy-Source=b", Some(("x-amz-copy-source", "/b/k"))),
        ("PUT", "/media/k?x-amz-meta-a=1&X-Amz-Meta-A=2", None),
        ("PUT", "/media/k", Some(("x-amz-rename-source", "/b/k"))),
        ("GET", "/media?session", None),
        ("GET", "/media?list-type=1", None),
        ("POST", "/media/k?select&select-type=2", None),
        ("POST", "/media/k", None),
        ("OPTIONS", "/media/k", None),
        ("PUT", "/", None),
        ("GET", "//k", None),
    ] {
        assert_eq!(operation(method, target, header), None, "{method} {target}");
    }
}

/// A key, or a query's or header's value.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{1,20}", "\\PC{1,20}", "[a-z/+%&=?#]{1,12}"]
}

/// Anything that is signed, in the query or in a header.
fn sent() -> impl Strategy<Value = (Sent, String)> {
    let names = || prop::collection::btree_map("x-[a-z]{1,6}", text(), 0..4);
    let headers = prop::collection::btree_map("(x-amz-meta-|x-)[a-z]{1,6}", "[!-~]([ -~]{0,20}[!-~])?", 0..4);
    (text(), names(), headers, any::<bool>(), any::<bool>()).prop_filter_map(
        "a key or a name that is refused",
        |(key, query, headers, in_query, is_put)| {
            let endpoint = Endpoint::custom("https://s3.example.com", AddressingStyle::Path).unwrap();
            let operation = Operation::find(if is_put { "PutObject" } else { "GetObject" }).unwrap();
            let mut request = endpoint.request(operation, Some("media"), Some(&key)).ok()?;
            for (name, value) in &query {
                request.query(name, value).ok()?;
            }
            for (name, value) in &headers {
                request.header(name, value).ok()?;
            }
            let sign = if in_query { presigned } else { signed };
            Some((sign(credentials(), request), key))
        },
    )
}

/// One change on the way, that makes another request of it.
fn changed(sent: &Sent, kind: u8, at: prop::sample::Index) -> Sent {
    let mut changed = sent.clone();
    match kind {
        0 => changed.method = if sent.method == "GET" { "HEAD" } else { "POST" }.into(),
        1 => changed.host.insert(0, 'x'),
        2 => changed.path.push('x'),
        3 => changed.path = flipped(&sent.path, at),
        4 => changed.query = flipped(&sent.query, at),
        5 => changed.query.push_str(if sent.query.is_empty() { "x-more=1" } else { "&x-more=1" }),
        6 if !sent.headers.is_empty() => {
            let value = &mut at.get_mut(&mut changed.headers).1;
            *value = if value.is_empty() { "x".into() } else { flipped(value, at) };
        }
        _ => changed.header("x-amz-meta-zz-more", "1"),
    }
    changed
}

/// With another letter or digit in one place.
fn flipped(text: &str, at: prop::sample::Index) -> String {
    let at = at.index(text.len().max(1));
    let other = |(index, b): (usize, u8)| if index == at { if b == b'x' { b'y' } else { b'x' } } else { b };
    String::from_utf8_lossy(&text.bytes().enumerate().map(other).collect::<Vec<_>>()).into()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_signed_verifies_and_nothing_else((sent, key) in sent(), kind in 0_u8..8, at in any::<prop::sample::Index>()) {
        let all = [credentials()];
        let verified = sent.verify(&verification(&all)).unwrap();
        prop_assert_eq!(verified.key, key);
        prop_assert!(verified.operation.is_some());
        let changed = changed(&sent, kind, at);
        prop_assume!(changed != sent);
        prop_assert!(changed.verify(&verification(&all)).is_err(), "{:?}", changed);
    }

    #[test]
    fn the_spelling_of_a_path_is_no_change((sent, key) in sent()) {
        let all = [credentials()];
        let path = ["/media/", &key.bytes().fold(String::new(), |path, b| path + &format!("%{b:02x}"))].concat();
        prop_assert_eq!(Sent { path, ..sent }.verify(&verification(&all)).unwrap().key, key);
    }

    #[test]
    fn nothing_panics(method in text(), host in text(), path in text(), query in "(X-Amz-[A-Z][a-z]{3,9}=[ -~]{0,20}&?){0,8}", headers in prop::collection::vec((text(), text()), 0..4), value in text()) {
        let all = [credentials()];
        let mut headers = headers;
        headers.push(("authorization".into(), ["AWS4-HMAC-SHA256 ", &value].concat()));
        let sent = Sent { method, host, path, query, headers };
        prop_assert!(sent.verify(&verification(&all)).is_err());
    }
}
