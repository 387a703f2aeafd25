//! The crate and its peers, each as its documentation shows it: what signs a URL for `GetObject` of a key, for five minutes.
//! What is not about one key is made once.

use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningParams, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use edgesign::{
    AddressingStyle, AmzDate, Credentials, Endpoint, Lifetime, Operation, PathRules, Received, SessionTokenMode,
    SigningContext, Verification, presign, presign_many, verify,
};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const REGION: &str = "eu-west-1";
const BUCKET: &str = "media";
const EXPIRES_IN: u32 = 300;
/// AWS's documented example.
const ACCESS_KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// The same keys as in `bench/work.js`.
pub fn keys(count: usize) -> Vec<String> {
    (0..count).map(|i| format!("users/{}/videos/1080p/segment-{i}.m4s", (i * 7919) % 100_003)).collect()
}

/// What signs a URL for a key.
pub type Signer = Box<dyn Fn(&str) -> String>;

/// All of them, by name. The first is this crate's.
pub fn signers() -> [(&'static str, Signer); 3] {
    [("presign", edgesign()), ("aws-sigv4 1.6.4", aws_sigv4()), ("rusty-s3 0.11.0", rusty_s3())]
}

fn edgesign() -> Signer {
    let unix = now().as_secs();
    let endpoint = Endpoint::aws(REGION, AddressingStyle::VirtualHosted).unwrap();
    let operation = Operation::find("GetObject").unwrap();
    let date = AmzDate::from_unix(unix).unwrap();
    Box::new(move |key| {
        let context = SigningContext::s3(credentials(), REGION, &date);
        let request = endpoint.request(operation, Some(BUCKET), Some(key)).unwrap();
        presign(request, &context, Lifetime::seconds(EXPIRES_IN), unix).unwrap().url
    })
}

/// What signs URLs for many keys at once.
pub fn edgesign_many() -> impl Fn(&[&str]) -> Vec<String> {
    let unix = now().as_secs();
    let endpoint = Endpoint::aws(REGION, AddressingStyle::VirtualHosted).unwrap();
    let operation = Operation::find("GetObject").unwrap();
    let date = AmzDate::from_unix(unix).unwrap();
    move |keys| {
        let context = SigningContext::s3(credentials(), REGION, &date);
        let request = endpoint.request(operation, Some(BUCKET), keys.first().copied()).unwrap();
        let presigned = presign_many(request, keys, &context, Lifetime::seconds(EXPIRES_IN), unix).unwrap();
        presigned.urls().collect()
    }
}

fn aws_sigv4() -> Signer {
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.percent_encoding_mode = PercentEncodingMode::Single;
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    settings.expires_in = Some(Duration::from_secs(EXPIRES_IN.into()));
    let identity = aws_credential_types::Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY, None, None, "bench").into();
    let time = SystemTime::now();
    Box::new(move |key| {
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(REGION)
            .name("s3")
            .time(time)
            .settings(settings.clone())
            .build()
            .unwrap();
        let url = format!("https://{BUCKET}.s3.{REGION}.amazonaws.com/{key}");
        let signable = SignableRequest::new("GET", &url, [].into_iter(), SignableBody::UnsignedPayload).unwrap();
        let (instructions, _) = sign(signable, &SigningParams::from(params)).unwrap().into_parts();
        let mut request = http::Request::get(&url).body(()).unwrap();
        instructions.apply_to_request_http1x(&mut request);
        request.uri().to_string()
    })
}

fn rusty_s3() -> Signer {
    use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};
    let url = format!("https://s3.{REGION}.amazonaws.com").parse().unwrap();
    let bucket = Bucket::new(url, UrlStyle::VirtualHost, BUCKET, REGION).unwrap();
    let credentials = Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY);
    Box::new(move |key| {
        let action = bucket.get_object(Some(&credentials), key);
        action.sign(Duration::from_secs(EXPIRES_IN.into())).to_string()
    })
}

/// Holds that a URL is signed for a key, and for as long as all of them.
pub fn check(url: &str, key: &str) {
    let rest = url.strip_prefix("https://").unwrap();
    let (host, rest) = rest.split_once('/').unwrap();
    let (path, query) = rest.split_once('?').unwrap();
    let path = format!("/{path}");
    let received = Received { method: "GET", host, path: &path, query, headers: &[] };
    let verification = Verification {
        credentials: &[credentials()],
        region: REGION,
        service: "s3",
        path_rules: PathRules::S3,
        session_token_mode: SessionTokenMode::Include,
        endpoint: Some(Endpoint::aws(REGION, AddressingStyle::VirtualHosted).unwrap()),
        body: None,
        now: now().as_secs(),
    };
    let verified = verify(&received, &verification).unwrap();
    assert_eq!((verified.bucket.as_str(), verified.key.as_str()), (BUCKET, key));
    assert_eq!(verified.expires_at - verified.claim.date().unix(), u64::from(EXPIRES_IN));
}

fn credentials() -> Credentials<'static> {
    Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY).unwrap()
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap()
}
