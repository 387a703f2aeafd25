//! Signatures that others have published or computed, checked stage by stage.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, missing_docs, reason = "a test may stop at what it did not expect")]

use std::fmt::Display;

use edgesign::{
    AddressingStyle, AmzDate, CredentialScope, Credentials, Endpoint, Lifetime, Operation, Presigned, SigningContext,
    SigningKey, presign,
};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
/// 2026-11-23T12:00:00Z
const NOON: u64 = 1_795_435_200;

struct Case<'a> {
    endpoint: Endpoint<'a>,
    region: &'a str,
    operation: &'a str,
    bucket: &'a str,
    key: &'a str,
    query: &'a [(&'a str, &'a str)],
    headers: &'a [(&'a str, &'a str)],
    unix: u64,
    expires_in: u32,
    hoist: &'a [&'a str],
}

impl Case<'_> {
    fn presign(&self, credentials: Credentials<'_>) -> Presigned {
        let operation = Operation::find(self.operation).unwrap();
        let mut request = self.endpoint.request(operation, Some(self.bucket), Some(self.key)).unwrap();
        for (name, value) in self.query {
            request.query(name, value).unwrap();
        }
        for (name, value) in self.headers {
            request.header(name, value).unwrap();
        }
        for name in self.hoist {
            request.hoist(name).unwrap();
        }
        let date = AmzDate::from_unix(self.unix).unwrap();
        let context = SigningContext::s3(credentials, self.region, &date);
        presign(request, &context, Lifetime::seconds(self.expires_in), self.unix).unwrap()
    }
}

/// The URL is `base` with just the query that was signed, and the signature.
fn assert_url(presigned: &Presigned, base: &str) {
    let query = presigned.stages.canonical_request.as_str().lines().nth(2).unwrap();
    assert_eq!(presigned.url, format!("{base}?{query}&X-Amz-Signature={}", presigned.stages.signature.as_str()));
}

fn aws(region: &str) -> Endpoint<'_> {
    Endpoint::aws(region, AddressingStyle::VirtualHosted).unwrap()
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>
#[test]
fn the_documented_presigned_url() {
    let case = Case {
        endpoint: Endpoint::custom("https://s3.amazonaws.com", AddressingStyle::VirtualHosted).unwrap(),
        region: "us-east-1",
        operation: "GetObject",
        bucket: "examplebucket",
        key: "test.txt",
        query: &[],
        headers: &[],
        unix: 1_369_353_600,
        expires_in: 86_400,
        hoist: &[],
    };
    let presigned = case.presign(Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET).unwrap());
    let query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3\
                 %2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host";
    let canonical_request =
        format!("GET\n/test.txt\n{query}\nhost:examplebucket.s3.amazonaws.com\n\nhost\nUNSIGNED-PAYLOAD");
    let string_to_sign = "AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n\
                          3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04";
    let signature = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    assert_eq!(presigned.stages.canonical_request.as_str(), canonical_request);
    assert_eq!(presigned.stages.string_to_sign.as_str(), string_to_sign);
    assert_eq!(presigned.stages.signature.as_str(), signature);
    let shown = [
        &presigned.stages.canonical_request as &dyn Display,
        &presigned.stages.string_to_sign,
        &presigned.stages.signature,
    ];
    assert_eq!(shown.map(ToString::to_string), [canonical_request, string_to_sign.into(), signature.into()]);
    let url = format!("https://examplebucket.s3.amazonaws.com/test.txt?{query}&X-Amz-Signature={signature}");
    assert_eq!(presigned.url, url);
}

/// Computed with botocore 1.44.5.
#[test]
fn a_session_token_an_odd_key_and_an_override() {
    let case = Case {
        endpoint: aws("us-west-2"),
        region: "us-west-2",
        operation: "GetObject",
        bucket: "examplebucket",
        key: "reports/2026 q1+é.pdf",
        query: &[("response-content-disposition", "attachment; filename=\"q1.pdf\"")],
        headers: &[],
        unix: NOON,
        expires_in: 900,
        hoist: &[],
    };
    let (id, token) = ("ASIAIOSFODNN7EXAMPLE", "IQoJb3JpZ2luX2VjEXAMPLE//token+with/special=chars==");
    let secret = Credentials::new(id, SECRET).unwrap().with_session_token(token).unwrap();
    let scope = CredentialScope::new("20261123", "us-west-2", "s3").unwrap();
    let signing_key = SigningKey::new(&secret, &scope).unwrap();
    let delegated = Credentials::from_signing_key(id, signing_key.expose(), scope);
    for credentials in [secret, delegated.unwrap().with_session_token(token).unwrap()] {
        let presigned = case.presign(credentials);
        let hash = presigned.stages.string_to_sign.as_str().lines().last().unwrap();
        assert!(hash.starts_with("042f0855") && hash.ends_with("38f0"), "{hash}");
        let signature = "4091a342ca36820c2b3b396806754453c200dff2f0121a2d736dd786f7f00ae6";
        assert_eq!(presigned.stages.signature.as_str(), signature);
        let base = "https://examplebucket.s3.us-west-2.amazonaws.com/reports/2026%20q1%2B%C3%A9.pdf";
        assert_url(&presigned, base);
    }
}

/// Computed with botocore 1.44.5.
#[test]
fn bound_and_hoisted_headers() {
    let case = Case {
        endpoint: aws("eu-central-1"),
        region: "eu-central-1",
        operation: "PutObject",
        bucket: "examplebucket",
        key: "u/42/a.bin",
        query: &[],
        headers: &[
            ("if-none-match", "*"),
            ("x-amz-storage-class", "STANDARD_IA"),
            ("x-amz-meta-owner", "42"),
            ("content-type", "image/png"),
            ("content-length", "1024"),
        ],
        unix: NOON,
        expires_in: 300,
        hoist: &["If-None-Match", "x-amz-storage-class", "x-amz-meta-owner"],
    };
    let credentials = Credentials::new("ASIAIOSFODNN7EXAMPLE", SECRET).unwrap().with_session_token("TOKEN").unwrap();
    let presigned = case.presign(credentials);
    assert_eq!(presigned.stages.signature.as_str(), "82e56f426c2f0f2e0bc608bead2083b3ee3fbcca699884c0028e886e672c0b7d");
    assert_url(&presigned, "https://examplebucket.s3.eu-central-1.amazonaws.com/u/42/a.bin");
    let sent = [("content-length", "1024"), ("content-type", "image/png")];
    assert!(presigned.request.headers().eq(sent), "the hoisted headers need not be sent");
}

/// Computed with botocore 1.44.5.
#[test]
fn path_style_on_another_provider() {
    let account = "0".repeat(32);
    let url = format!("https://{account}.r2.cloudflarestorage.com");
    let case = Case {
        endpoint: Endpoint::custom(&url, AddressingStyle::Path).unwrap(),
        region: "auto",
        operation: "GetObject",
        bucket: "my-bucket",
        key: "reports/2026-q1.pdf",
        query: &[],
        headers: &[],
        unix: NOON,
        expires_in: 3600,
        hoist: &[],
    };
    let secret = "637ac986cd0f179b9a8653d2ac0593f01844b92fb7ce09f782461ed6d84f052b";
    let presigned = case.presign(Credentials::new(&"1".repeat(32), secret).unwrap());
    assert_eq!(presigned.stages.signature.as_str(), "285143287f058e4b771468aab637e42997d3b2c42e40668cc0ee2b335612b814");
    assert_url(&presigned, &format!("https://{account}.r2.cloudflarestorage.com/my-bucket/reports/2026-q1.pdf"));
}
