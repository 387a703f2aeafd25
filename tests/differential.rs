//! The same requests signed here and by AWS's own signer, the crate aws-sigv4: 10,000 of them, drawn anew from a seed that
//! is printed when they differ.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, missing_docs, reason = "a test may stop at what it did not expect")]

use aws_sigv4::http_request as theirs;
use aws_sigv4::sign::v4;
use edgesign::{
    AddressingStyle, AmzDate, CopySource, Credentials, Endpoint, Level, Lifetime, Operation, Presigned, SigningContext,
    presign,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::BTreeMap;
use std::env;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use url::Url;

const CASES: u32 = 10_000;
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// A request that nothing is wrong with.
#[derive(Debug, Clone)]
struct Case {
    operation: Operation,
    /// None for AWS's own.
    endpoint: Option<String>,
    style: AddressingStyle,
    region: String,
    bucket: String,
    key: String,
    query: BTreeMap<String, String>,
    headers: BTreeMap<String, String>,
    token: Option<String>,
    unix: u64,
    expires_in: u32,
}

fn case() -> impl Strategy<Value = Case> {
    let style = prop_oneof![Just(AddressingStyle::VirtualHosted), Just(AddressingStyle::Path)];
    let custom = "https?://[a-z]{1,8}(\\.[a-z]{1,8}){0,2}(:[1-9][0-9]{3})?(/[a-z0-9._~-]{1,3}[a-z]){0,2}";
    let who = (prop::option::of("[A-Za-z0-9/+=]{20,900}"), 0..4_102_444_800_u64, 1..=604_800_u32);
    let what = (
        prop::sample::select(Operation::all().collect::<Vec<_>>()),
        "[a-z0-9]{3,20}([.-][a-z0-9]{2,8}){0,2}",
        "\\PC{1,60}|[ -~]{1,60}|(/|//|a b|\\+|%2F|%|ü|😀|\\?|#|&|=|\\\\|~|\\*){1,8}",
        prop::collection::btree_map("x-([b-zA-Z_-]{3,12}|ü ?[+&=])", "\\PC{0,30}", 0..4),
        prop::collection::btree_map(
            "x-amz-meta-[a-z0-9-]{1,9}|cache-control|content-(type|md5)",
            "[!-~]([ !-~]{0,20}[!-~])?",
            0..4,
        ),
    );
    ("[a-z]{2}-[a-z]{4,9}-[1-9]", custom, any::<bool>(), style, who, what).prop_map(
        |(region, url, on_aws, style, (token, unix, expires_in), (operation, bucket, key, query, headers))| Case {
            operation,
            endpoint: (!on_aws).then_some(url),
            style,
            region,
            bucket,
            key,
            query,
            headers,
            token,
            unix,
            expires_in,
        },
    )
}

impl Case {
    fn credentials(&self) -> Credentials<'_> {
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET).unwrap();
        self.token.as_ref().map_or(credentials, |token| credentials.with_session_token(token).unwrap())
    }

    /// None for a request that is refused here: aws-sigv4 would sign anything.
    fn ours(&self) -> Option<Presigned> {
        let name = self.operation.name();
        let mut query = borrowed(&self.query);
        let mut headers = borrowed(&self.headers);
        if ["UploadPart", "UploadPartCopy", "CompleteMultipartUpload", "AbortMultipartUpload", "ListParts"]
            .contains(&name)
        {
            query.push(("uploadId", "a+b/c=="));
        }
        if name.starts_with("UploadPart") {
            query.push(("partNumber", "7"));
        }
        if ["Analytics", "IntelligentTiering", "Inventory", "Metrics"]
            .iter()
            .any(|of| name.ends_with(&[of, "Configuration"].concat()))
        {
            query.push(("id", "a b"));
        }
        if name.ends_with("ObjectAnnotation") {
            query.push(("annotationName", "a/b"));
        }
        if name == "GetObjectAttributes" {
            headers.push(("x-amz-object-attributes", "ETag,ObjectSize"));
        }
        let endpoint = match &self.endpoint {
            None => Endpoint::aws(&self.region, self.style),
            Some(url) => Endpoint::custom(url, self.style),
        };
        let level = self.operation.level();
        let key = (level == Level::Object).then_some(self.key.as_str());
        let mut request = endpoint.unwrap().request(self.operation, Some(&self.bucket), key).ok()?;
        for (name, value) in query {
            request.query(name, value).unwrap();
        }
        for (name, value) in headers {
            request.header(name, value).unwrap();
        }
        if name.contains("Copy") {
            request.copy_source(&CopySource { bucket: "from", key: "a b/ü", version_id: Some("v/1") }).unwrap();
        }
        let date = AmzDate::from_unix(self.unix).unwrap();
        let context = SigningContext::s3(self.credentials(), &self.region, &date);
        Some(presign(request, &context, Lifetime::seconds(self.expires_in), self.unix).unwrap())
    }

    /// What aws-sigv4 adds to the query of the same request.
    fn theirs(&self, ours: &Presigned) -> Vec<(String, String)> {
        let mut settings = theirs::SigningSettings::default();
        settings.signature_location = theirs::SignatureLocation::QueryParams;
        settings.percent_encoding_mode = theirs::PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = theirs::UriPathNormalizationMode::Disabled;
        settings.expires_in = Some(Duration::from_secs(self.expires_in.into()));
        let identity = aws_credential_types::Credentials::new(
            "AKIAIOSFODNN7EXAMPLE",
            SECRET,
            self.token.clone(),
            None::<SystemTime>,
            "test",
        )
        .into();
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name("s3")
            .time(UNIX_EPOCH + Duration::from_secs(self.unix))
            .settings(settings)
            .build()
            .unwrap()
            .into();
        let (address, query) = ours.url.split_once('?').unwrap();
        let unsigned: Vec<_> = query.split('&').filter(|pair| !pair.starts_with("X-Amz-")).collect();
        let url = format!("{address}?{}", unsigned.join("&"));
        let body = theirs::SignableBody::UnsignedPayload;
        let request = theirs::SignableRequest::new(ours.request.method(), url, ours.request.headers(), body).unwrap();
        let (instructions, _) = theirs::sign(request, &params).unwrap().into_parts();
        instructions.params().iter().map(|(name, value)| ((*name).to_string(), value.to_string())).collect()
    }
}

fn borrowed(map: &BTreeMap<String, String>) -> Vec<(&str, &str)> {
    map.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn as_aws_sigv4_signs() {
    let seed = env::var("EDGESIGN_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_124_u64);
    let bytes: Vec<u8> = seed.to_le_bytes().repeat(4);
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let compared = std::cell::Cell::new(0);
    let result = runner.run(&case(), |case| {
        let Some(ours) = case.ours() else { return Ok(()) };
        let url = Url::parse(&ours.url).unwrap();
        let mut added: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        added.retain(|(name, _)| name.starts_with("X-Amz-"));
        let mut expected = case.theirs(&ours);
        added.sort();
        expected.sort();
        prop_assert_eq!(added, expected);
        compared.set(compared.get() + 1);
        Ok(())
    });
    assert!(result.is_ok(), "with EDGESIGN_SEED={seed}: {}", result.unwrap_err());
    assert!(compared.get() > CASES / 2, "only {} requests were signed", compared.get());
}
