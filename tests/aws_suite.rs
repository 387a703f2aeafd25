//! AWS's Signature Version 4 suite, every case, header and query, stage by stage: read from where the package `aws-sigv4`
//! of crates.io brings it, not copied.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test may stop at what it did not expect"
)]

use edgesign::{
    AmzDate, Credentials, Lifetime, PathRules, PayloadHash, PayloadHashHeader, PercentEncodingMode, Received,
    RefusalCode, Request, RevealingToken, SessionTokenMode, SigningContext, UriPathNormalizationMode, Verification,
    presign, sign, verify,
};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// 2015-08-30T12:36:00Z, which every context.json says.
const DATED: u64 = 1_440_938_160;
/// 2021-05-11T15:40:45Z, which the canonical requests of the two cases without one say.
const CONTEXTLESS: u64 = 1_620_747_645;

#[test]
fn every_case() {
    let mut cases: Vec<_> = fs::read_dir(suite()).unwrap().map(|entry| Case::read(&entry.unwrap().path())).collect();
    cases.sort_by(|left, right| left.folder.cmp(&right.folder));
    assert_eq!(cases.len(), 40);
    for case in &cases {
        case.check_header();
        case.check_query();
        case.check_verified("header-signed-request");
        case.check_verified("query-signed-request");
    }
}

/// The two cases without a context have no query variant. What they were signed with stands in their signed request, but
/// for the secrets: the suite's own, and that of `Credentials::for_tests` in the package `aws-credential-types`.
#[test]
fn the_cases_without_a_context() {
    let suites = ("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-2", "lambda", CONTEXTLESS);
    let for_tests = ("ANOTREAL", "notrealrnrELgWzOk3IfjzDKtFBhDby", "us-east-1", "service", DATED);
    for (name, signer) in [("double-url-encode", suites), ("double-encode-path", for_tests)] {
        let (id, secret, region, service, unix) = signer;
        let case = Case::read(&suite().join(name));
        assert!(case.context.is_null());
        let (credentials, date) = (Credentials::new(id, secret).unwrap(), AmzDate::from_unix(unix).unwrap());
        let context = SigningContext { credentials, region, service, ..case.context(&date) };
        let signed = sign(case.request(), &context, PayloadHashHeader::Omit, 0).unwrap();
        if case.file("header-string-to-sign").is_some() {
            case.assert_stage("header-string-to-sign", signed.stages.string_to_sign.as_str());
        }
        case.assert_headers("header-signed-request", &signed.request);
        case.assert_verified(
            "header-signed-request",
            &SigningContext { credentials, region, service, ..case.context(&date) },
        );
    }
}

struct Case {
    folder: PathBuf,
    context: Value,
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Case {
    fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join("request.txt")).unwrap();
        let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
        // A line that begins with a space goes on with the one before it (RFC 9112, section 5.2).
        let head = head.replace("\n ", " ");
        let (request_line, headers) = head.split_once('\n').unwrap();
        let (method, target) = request_line.split_once(' ').unwrap();
        let (mut host, mut others) = ("", Vec::new());
        for (name, value) in headers.lines().filter_map(|line| line.split_once(':')) {
            match name.to_ascii_lowercase().as_str() {
                "host" => host = value,
                "x-amz-date" => {} // the signer's own
                _ => others.push((name.to_string(), value.to_string())),
            }
        }
        let url = ["https://", host, &as_a_parser_writes(target.strip_suffix(" HTTP/1.1").unwrap())].concat();
        let context = fs::read_to_string(folder.join("context.json")).ok();
        Self {
            folder: folder.into(),
            // Two cases have no context: they are about paths that are encoded twice, and end before the signature.
            context: context.map_or(Value::Null, |json| serde_json::from_str(&json).unwrap()),
            method: method.into(),
            url,
            headers: others,
            body: body.into(),
        }
    }

    fn encoding(&self) -> PercentEncodingMode {
        if self.context.is_null() { PercentEncodingMode::Double } else { PercentEncodingMode::Single }
    }

    fn request(&self) -> Request {
        let mut request = Request::from_url(&self.method, &self.url, self.encoding()).unwrap();
        for (name, value) in &self.headers {
            request.header(name, value).unwrap();
        }
        request
    }

    fn credentials(&self) -> Credentials<'_> {
        let text = |name: &str| self.context["credentials"][name].as_str();
        let id = text("access_key_id").unwrap_or("AKIDEXAMPLE");
        let credentials = Credentials::new(id, text("secret_access_key").unwrap_or("secret")).unwrap();
        text("token").map_or(credentials, |token| credentials.with_session_token(token).unwrap())
    }

    fn context<'a>(&'a self, date: &'a AmzDate) -> SigningContext<'a> {
        let normalize = self.context["normalize"].as_bool().unwrap_or(true);
        let exclude = self.context["omit_session_token"].as_bool().unwrap_or(false);
        SigningContext {
            grants: &[],
            credentials: self.credentials(),
            region: self.context["region"].as_str().unwrap_or("us-east-1"),
            service: self.context["service"].as_str().unwrap_or("service"),
            date,
            payload_hash: PayloadHash::of(self.body.as_bytes()),
            path_rules: PathRules {
                percent_encoding: self.encoding(),
                normalization: if normalize {
                    UriPathNormalizationMode::Enabled
                } else {
                    UriPathNormalizationMode::Disabled
                },
            },
            session_token_mode: if exclude { SessionTokenMode::Exclude } else { SessionTokenMode::Include },
            revealing_token: RevealingToken::Refuse,
        }
    }

    fn check_header(&self) {
        let sign_body = self.context["sign_body"].as_bool().unwrap_or(false);
        let payload_hash_header = if sign_body { PayloadHashHeader::Send } else { PayloadHashHeader::Omit };
        let date = self.date();
        let signed = sign(self.request(), &self.context(&date), payload_hash_header, 0).unwrap();
        self.assert_stage("header-canonical-request", signed.stages.canonical_request.as_str());
        if self.context.is_null() {
            return;
        }
        self.assert_stage("header-string-to-sign", signed.stages.string_to_sign.as_str());
        self.assert_stage("header-signature", signed.stages.signature.as_str());
        self.assert_headers("header-signed-request", &signed.request);
    }

    fn check_query(&self) {
        if self.context.is_null() {
            assert!(self.file("query-canonical-request").is_none());
            return;
        }
        let date = self.date();
        let expires_in = u32::try_from(self.context["expiration_in_seconds"].as_u64().unwrap()).unwrap();
        let context = self.context(&date);
        let presigned = presign(self.request(), &context, Lifetime::seconds(expires_in), 0).unwrap();
        self.assert_stage("query-canonical-request", presigned.stages.canonical_request.as_str());
        self.assert_stage("query-string-to-sign", presigned.stages.string_to_sign.as_str());
        self.assert_stage("query-signature", presigned.stages.signature.as_str());
        let expected = self.file("query-signed-request").unwrap();
        let target = expected.lines().next().unwrap().strip_suffix(" HTTP/1.1").unwrap();
        let (_, expected) = target.split_once(' ').unwrap();
        let host = presigned.url.strip_prefix("https://").unwrap();
        let sent = &host[host.find('/').unwrap()..];
        assert_eq!(path_and_parameters(sent), path_and_parameters(expected), "{}", self.folder.display());
        self.assert_headers("query-signed-request", &presigned.request);
    }

    /// What AWS has signed verifies, and not with another method.
    fn check_verified(&self, stage: &str) {
        if !self.context.is_null() {
            self.assert_verified(stage, &self.context(&self.date()));
        }
    }

    fn assert_verified(&self, stage: &str, context: &SigningContext<'_>) {
        let text = self.file(stage).unwrap().replace("\n ", " ");
        let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
        let (request_line, lines) = head.split_once('\n').unwrap();
        let request_line = request_line.strip_suffix(" HTTP/1.1").unwrap_or(request_line);
        let (method, target) = request_line.split_once(' ').unwrap();
        let target = as_a_parser_writes(target);
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let headers = lines.lines().filter_map(|line| line.split_once(':'));
        let headers: Vec<_> = headers.map(|(name, value)| (name, value.trim())).collect();
        let host = self.url.split('/').nth(2).unwrap(); // one of the signed requests comes without
        let received = Received { method, host, path, query, headers: &headers };
        let verification = Verification {
            credentials: &[context.credentials],
            region: context.region,
            service: context.service,
            path_rules: context.path_rules,
            session_token_mode: context.session_token_mode,
            endpoint: None,
            body: Some(body.as_bytes()),
            now: context.date.unix(),
        };
        let verified = verify(&received, &verification);
        assert!(verified.is_ok(), "{}: {stage}: {verified:?}", self.folder.display());
        let other = verify(&Received { method: "PATCH", ..received }, &verification).unwrap_err();
        assert_eq!(other.code(), RefusalCode::SignatureDoesNotMatch);
    }

    fn date(&self) -> AmzDate {
        let timestamp = self.context["timestamp"].as_str();
        assert!(matches!(timestamp, None | Some("2015-08-30T12:36:00Z")));
        AmzDate::from_unix(timestamp.map_or(CONTEXTLESS, |_| DATED)).unwrap()
    }

    /// `Host` apart, the request has just the headers of the signed request, each as often.
    fn assert_headers(&self, stage: &str, request: &Request) {
        let mut sent: Vec<_> = request.headers().map(|(name, value)| format!("{name}:{value}")).collect();
        let expected = self.file(stage).unwrap().replace("\n ", " ");
        let head = expected.split("\n\n").next().unwrap();
        let lines = head.lines().skip(1).filter(|line| !line.to_ascii_lowercase().starts_with("host:"));
        let mut expected: Vec<_> = lines.map(header_line).collect();
        sent.sort();
        expected.sort();
        assert_eq!(sent, expected, "{}: {stage}", self.folder.display());
    }

    fn assert_stage(&self, stage: &str, actual: &str) {
        let expected = self.file(stage).unwrap();
        assert_eq!(actual, expected.trim_end_matches('\n'), "{}: {stage}", self.folder.display());
    }

    fn file(&self, stage: &str) -> Option<String> {
        fs::read_to_string(self.folder.join(stage).with_extension("txt")).ok()
    }
}

/// A header as the signer lists it: name in lower case, value without the spaces around it.
fn header_line(line: &str) -> String {
    let (name, value) = line.split_once(':').unwrap();
    format!("{}:{}", name.to_ascii_lowercase(), value.trim())
}

/// Path and parameters of a request target, in one spelling: the suite leaves some characters unencoded, and the
/// parameters in another order.
fn path_and_parameters(target: &str) -> (String, Vec<String>) {
    let target = as_a_parser_writes(target);
    let (path, query) = target.split_once('?').unwrap();
    let mut parameters: Vec<_> = query.split('&').map(str::to_string).collect();
    parameters.sort();
    (path.into(), parameters)
}

/// A request target without the few characters of the suite's that no URL parser leaves as they are.
fn as_a_parser_writes(target: &str) -> String {
    target.replace('ሴ', "%E1%88%B4").replace(' ', "%20")
}

/// The folder of the suite, in cargo's copy of the package.
fn suite() -> PathBuf {
    let version = cargo(&["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    // The host's packages are there, or this test had not been built.
    let output = cargo(&["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host]);
    let metadata: Value = serde_json::from_str(&output).unwrap();
    let mut packages = metadata["packages"].as_array().unwrap().iter();
    let package = packages.find(|package| package["name"] == "aws-sigv4").unwrap();
    Path::new(package["manifest_path"].as_str().unwrap()).with_file_name("aws-signing-test-suite").join("v4")
}

fn cargo(arguments: &[&str]) -> String {
    let mut command = Command::new(env::var_os("CARGO").unwrap());
    let output = command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
