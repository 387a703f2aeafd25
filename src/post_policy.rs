//! A signature in a form: what a browser's `<form>` may upload, as a policy that S3 holds it to.
//!
//! Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>.

use crate::base64::base64;
use crate::date::{AmzDate, push_decimal};
use crate::error::{Error, ErrorKind};
use crate::expiry::{Expiry, Lifetime};
use crate::grant::{CONTENT_TYPE, Grant, Keys};
use crate::hex::push_hex;
use crate::pairs::{Form, Pairs};
use crate::presign::{check_token, decimal};
use crate::request::{CONTENT_LENGTH, Request, Target};
use crate::signing::{Signing, SigningContext};
use crate::string_to_sign::ALGORITHM;
use crate::text::{Put, concat, lists, split_at, starts_with_any};
use crate::uri::{Slash, uri_encoded};
use alloc::string::String;
use core::mem;

/// A form that may be sent, and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresignedPost {
    /// Where the form goes: the bucket.
    pub url: String,
    /// How long it lives.
    pub expiry: Expiry,
    /// Its headers are the fields of the form, without `key` and `file`, which come first and last.
    pub request: Request,
    /// The policy, as JSON.
    pub policy: String,
}

/// What a form leaves open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Open<'a> {
    /// Fields that the sender brings, with how their values begin.
    pub starts_with: &'a [(&'a str, &'a str)],
    /// Bytes: the least and the most. Without it, S3 takes up to 5 GiB.
    pub content_length_range: Option<(u64, u64)>,
}

/// Signs a form that may do what a `PutObject` request would: its bound headers are the fields that it has to have.
///
/// A key with `${filename}` in it is bound up to there: the rest is the sender's to choose, whatever the file is called.
///
/// # Errors
/// Those of [`presign`](crate::presign()); [`ErrorKind::UnknownOperation`] for another operation, or with query parameters;
/// [`ErrorKind::InvalidKey`] for a line break, which browsers change; [`ErrorKind::InvalidHeader`] for what S3 does not heed in
/// a form, or would never accept; [`ErrorKind::TooLarge`] for more than S3 reads before the file.
pub fn presign_post(
    mut request: Request,
    open: &Open<'_>,
    context: &SigningContext<'_>,
    lifetime: Lifetime,
    now: u64,
) -> Result<PresignedPost, Error> {
    let target = put_target(&mut request)?;
    let mut form = Policed::new(&target.bucket);
    let key = mem::take(&mut target.key);
    let chosen = split_at(&key, FILENAME).map(|(before, _)| before);
    // Grants are held against no more of the key than is bound, and against all that may be sent.
    target.key = chosen.unwrap_or(&key).into();
    form.condition(if chosen.is_some() { STARTS_WITH } else { EQ }, "key", &target.key);
    for (name, value) in request.headers() {
        check_field(name, value)?;
        check_answer(name, value)?;
        form.bind(name, value);
    }
    form.open(open, &mut request)?;
    let signing = Signing::new(&request, context)?;
    if let Some(name) = context.grants.iter().find_map(|grant| form.refused(grant, chosen.is_some())) {
        return Err(Error::new(ErrorKind::NotGranted, name, "the grant does not allow it"));
    }
    let expiry = Expiry::new(lifetime, &context.credentials, context.grants, context.date, now)?;
    check_token(&request, context)?;
    form.sign(&signing, context, &AmzDate::from_unix(expiry.expires_at)?);
    let fields = form.fields.iter().count() + open.starts_with.len() + 2; // and the key, and the head of the file
    if form.fields.joined().len() + key.len() + fields * PER_FIELD > MAX_FIELDS {
        return Err(Error::new(ErrorKind::TooLarge, "fields", "expected at most 20 KiB"));
    }
    let url = bucket_url(&request, &key);
    request.headers = form.fields;
    Ok(PresignedPost { url, expiry, request, policy: form.policy })
}

/// What is stored where, if the request can be a form.
fn put_target(request: &mut Request) -> Result<&mut Target, Error> {
    let target = request.target.as_mut().filter(|target| target.operation.name() == "PutObject");
    let Some(target) = target.filter(|_| request.query.joined().is_empty()) else {
        return Err(Error::new(ErrorKind::UnknownOperation, "operation", "expected PutObject and no parameters"));
    };
    // Source: <https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data>.
    if target.key.bytes().any(|b| matches!(b, b'\r' | b'\n')) {
        return Err(Error::new(ErrorKind::InvalidKey, "key", "browsers change its line breaks"));
    }
    Ok(target)
}

/// Whether S3 heeds a field of this name, in lower case, and some form could meet a condition on it.
fn check_field(name: &str, value: &str) -> Result<(), Error> {
    if lists(UNHEEDED, name) || starts_with_any(name, CONDITIONAL) {
        return Err(invalid(name, "has an option of its own, or S3 ignores it in a form"));
    }
    if split_at(value, FILENAME).is_some() {
        return Err(invalid(name, "no ${filename} but in the key"));
    }
    Ok(())
}

/// What S3 takes for no answer at all, and so as if it were not there.
fn check_answer(name: &str, value: &str) -> Result<(), Error> {
    if name == STATUS && !lists("200 201 204", value) {
        return Err(invalid(name, "expected 200, 201 or 204"));
    }
    if lists(REDIRECTS, name) && !starts_with_any(value, "http:// https://") {
        return Err(invalid(name, "expected a URL"));
    }
    Ok(())
}

fn invalid(name: &str, expected: &'static str) -> Error {
    Error::new(ErrorKind::InvalidHeader, name, expected)
}

/// The address of the bucket: that of the object without its key.
fn bucket_url(request: &Request, key: &str) -> String {
    let path = request.path.strip_suffix(&uri_encoded(key, Slash::Keep)).unwrap_or_default();
    let path = if path.len() > 1 { path.strip_suffix("/").unwrap_or(path) } else { path };
    concat(&[&request.origin, path])
}

/// The fields of a form, and the policy that they have to meet, while both are written.
struct Policed {
    fields: Pairs,
    policy: String,
}

impl Policed {
    fn new(bucket: &str) -> Self {
        // The name of a bucket is plain.
        let policy = concat(&["{\"conditions\":[{\"bucket\":\"", bucket, "\"}"]);
        Self { fields: Pairs::new(Form::Headers), policy }
    }

    fn condition(&mut self, kind: &str, field: &str, value: &str) {
        self.policy.put(",[\"").put(kind).put("\",\"$").put(field).put("\",\"");
        push_escaped(&mut self.policy, value);
        self.policy.put("\"]");
    }

    fn bind(&mut self, name: &str, value: &str) {
        self.condition(EQ, name, value);
        self.fields.add(name, value);
    }

    /// Writes the conditions of what is open, and adds it to the request: the sender may send it.
    fn open(&mut self, open: &Open<'_>, request: &mut Request) -> Result<(), Error> {
        for (name, value) in open.starts_with {
            request.header(name, value)?;
            let lower = name.to_ascii_lowercase();
            if lists(EXACT, &lower) || (lower.starts_with("x-amz-") && !lower.starts_with("x-amz-meta-")) {
                return Err(invalid(name, "S3 only matches it exactly"));
            }
            check_field(&lower, value)?;
            self.condition(STARTS_WITH, name, value);
        }
        let Some((least, most)) = open.content_length_range else { return Ok(()) };
        if least > most || most > MAX_FILE {
            return Err(invalid("contentLengthRange", "expected [least, most], of 5 GiB at most"));
        }
        self.policy.put(",[\"content-length-range\",");
        push_decimal(&mut self.policy, least, 1);
        self.policy.put(",").put(&decimal(most)).put("]");
        request.header(CONTENT_LENGTH, &decimal(most))
    }

    /// What the grant has a list for, and the form leaves open.
    fn refused(&self, grant: &Grant<'_>, is_key_chosen: bool) -> Option<&'static str> {
        if is_key_chosen && matches!(grant.keys, Keys::Listed(_)) {
            return Some("key");
        }
        (!grant.content_types.is_empty() && self.fields.value(CONTENT_TYPE).is_none()).then_some(CONTENT_TYPE)
    }

    /// Adds the fields of the signature; the policy, which is then complete, is the string to sign.
    fn sign(&mut self, signing: &Signing<'_>, context: &SigningContext<'_>, expiration: &AmzDate) {
        self.bind("x-amz-algorithm", ALGORITHM);
        self.bind("x-amz-credential", &signing.credential());
        self.bind("x-amz-date", context.date.as_str());
        if let Some(token) = context.credentials.session_token() {
            self.bind(&signing.token_name().to_ascii_lowercase(), token);
        }
        self.policy.put("],\"expiration\":\"");
        for (at, digit) in expiration.as_str().chars().enumerate().take(15) {
            self.policy.put(match at {
                4 | 6 => "-",
                11 | 13 => ":",
                _ => "",
            });
            self.policy.push(digit);
        }
        self.policy.put(".000Z\"}");
        let encoded = base64(self.policy.as_bytes());
        self.fields.add("policy", &encoded);
        self.fields.add("x-amz-signature", signing.sign_policy(&encoded).as_str());
    }
}

/// Besides what JSON wants escaped, a `$`, which AWS's page has, too. By number, which all parsers of JSON know; what is not
/// ASCII as it is: Ceph does not put surrogates together.
///
/// Source: "Character Escaping" of AWS's page above; RFC 8259, section 7.
fn push_escaped(json: &mut String, text: &str) {
    for c in text.chars() {
        match u8::try_from(c) {
            Ok(byte @ (..b' ' | b'"' | b'$' | b'\\')) => {
                json.put("\\u00");
                push_hex(json, &[byte]);
            }
            _ => json.push(c),
        }
    }
}

/// What S3 replaces by the name of the file.
const FILENAME: &str = "${filename}";
const EQ: &str = "eq";
const STARTS_WITH: &str = "starts-with";
const STATUS: &str = "success_action_status";
const REDIRECTS: &str = "redirect success_action_redirect";
/// Fields that S3 matches exactly, with all `x-amz-` but metadata.
///
/// Source: "Conditions" of AWS's page above.
const EXACT: &str = "success_action_status tagging";
/// Fields that the form gets here, and headers of `PutObject` that would not bind the form: S3's forms have `acl`, `tagging` and
/// `content-length-range`, and no conditional writes.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html>.
const UNHEEDED: &str = "awsaccesskeyid bucket content-language content-length content-length-range file key policy range \
    signature x-amz-acl x-amz-content-sha256 x-amz-tagging";
/// How names of conditions begin.
const CONDITIONAL: &str = "if- x-amz-if- x-amz-write-";
/// Bytes of all that comes before the file, "data and boundaries".
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html>.
const MAX_FIELDS: usize = 20_480;
/// Bytes of what stands around a name and a value: a boundary of 70 characters, the most that RFC 2046 allows, a
/// `content-disposition` and the line breaks.
const PER_FIELD: usize = 120;
const MAX_FILE: u64 = 5 << 30;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::Credentials;
    use crate::endpoint::{AddressingStyle, Endpoint};
    use crate::operation::Operation;
    use crate::signing::SessionTokenMode;
    use alloc::string::ToString;

    const NOW: u64 = 1_795_521_600; // 2026-11-24T12:00:00Z
    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    /// A form: what a case does not say of it is as plain as can be.
    #[derive(Default)]
    struct Case<'a> {
        key: &'a str,
        headers: &'a [(&'a str, &'a str)],
        open: Open<'a>,
        grants: &'a [Grant<'a>],
        token: Option<(&'a str, SessionTokenMode)>,
    }

    impl Case<'_> {
        fn presign(&self, operation: &str, style: AddressingStyle) -> Result<PresignedPost, Error> {
            let date = AmzDate::from_unix(NOW)?;
            let mut context = SigningContext::s3(Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET)?, "eu-west-1", &date);
            if let Some((token, mode)) = self.token {
                context.credentials = context.credentials.with_session_token(token)?;
                context.session_token_mode = mode;
            }
            context.grants = self.grants;
            let endpoint = Endpoint::aws("eu-west-1", style)?;
            let mut request = endpoint.request(Operation::find(operation)?, Some("media"), Some(self.key))?;
            self.headers.iter().try_for_each(|(name, value)| request.header(name, value))?;
            presign_post(request, &self.open, &context, Lifetime::seconds(900), NOW)
        }

        fn form(&self) -> PresignedPost {
            self.presign("PutObject", AddressingStyle::Path).unwrap()
        }

        fn code(&self) -> &'static str {
            self.presign("PutObject", AddressingStyle::Path).unwrap_err().code()
        }
    }

    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html>
    #[test]
    fn the_documented_policy() {
        let policy = [
            r#"{ "expiration": "2015-12-30T12:00:00.000Z","#,
            r#"  "conditions": ["#,
            r#"    {"bucket": "sigv4examplebucket"},"#,
            r#"    ["starts-with", "$key", "user/user1/"],"#,
            r#"    {"acl": "public-read"},"#,
            r#"    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},"#,
            r#"    ["starts-with", "$Content-Type", "image/"],"#,
            r#"    {"x-amz-meta-uuid": "14365123651274"},"#,
            r#"    {"x-amz-server-side-encryption": "AES256"},"#,
            r#"    ["starts-with", "$x-amz-meta-tag", ""],"#,
            "",
            r#"    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},"#,
            r#"    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},"#,
            r#"    {"x-amz-date": "20151229T000000Z" }"#,
            "  ]",
            "}",
        ]
        .join("\r\n");
        let encoded = base64(policy.as_bytes());
        assert!(
            encoded.starts_with("eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6")
        );
        let date = AmzDate::from_unix(1_451_347_200).unwrap(); // 2015-12-29T00:00:00Z
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET).unwrap();
        let context = SigningContext::s3(credentials, "us-east-1", &date);
        let endpoint = Endpoint::aws("us-east-1", AddressingStyle::Path).unwrap();
        let request = endpoint.request(Operation::find("PutObject").unwrap(), Some("sigv4examplebucket"), Some("k"));
        let signature = Signing::new(&request.unwrap(), &context).unwrap().sign_policy(&encoded);
        assert_eq!(signature.as_str(), "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e");
    }

    #[test]
    fn the_policy_holds_every_field() {
        let post = Case {
            key: "in/é😀\t$${filename}",
            headers: &[("content-type", "image/png"), ("x-amz-meta-b", r#""\ b"#)],
            open: Open { starts_with: &[("X-Amz-Meta-A", "b c")], content_length_range: Some((1, 10)) },
            ..Case::default()
        }
        .form();
        assert_eq!(post.url, "https://s3.eu-west-1.amazonaws.com/media");
        assert_eq!(
            post.policy,
            [
                r#"{"conditions":[{"bucket":"media"},"#,
                r#"["starts-with","$key","in/é😀\u0009\u0024"],["eq","$content-type","image/png"],"#,
                r#"["eq","$x-amz-meta-b","\u0022\u005c b"],["starts-with","$X-Amz-Meta-A","b c"],"#,
                r#"["content-length-range",1,10],["eq","$x-amz-algorithm","AWS4-HMAC-SHA256"],"#,
                r#"["eq","$x-amz-credential","AKIAIOSFODNN7EXAMPLE/20261124/eu-west-1/s3/aws4_request"],"#,
                r#"["eq","$x-amz-date","20261124T120000Z"]],"expiration":"2026-11-24T12:15:00.000Z"}"#,
            ]
            .concat()
        );
        let names: alloc::vec::Vec<_> = post.request.headers().map(|(name, _)| name).collect();
        let own = ["x-amz-algorithm", "x-amz-credential", "x-amz-date"];
        assert_eq!(names, ["content-type", "policy", own[0], own[1], own[2], "x-amz-meta-b", "x-amz-signature"]);
        assert_eq!(post.request.bound("policy"), Some(base64(post.policy.as_bytes()).as_str()));
    }

    #[test]
    fn it_goes_to_the_bucket_whatever_the_key() {
        for key in ["k", "/k", "a//b/", "é ?#", "a/${filename}"] {
            let urls = [AddressingStyle::Path, AddressingStyle::VirtualHosted]
                .map(|style| Case { key, ..Case::default() }.presign("PutObject", style).unwrap().url);
            let expected = ["https://s3.eu-west-1.amazonaws.com/media", "https://media.s3.eu-west-1.amazonaws.com/"];
            assert_eq!(urls, expected, "{key}");
        }
    }

    #[test]
    fn a_token_is_a_field_and_a_condition() {
        for (mode, name) in [
            (SessionTokenMode::Include, "x-amz-security-token"),
            (SessionTokenMode::Exclude, "x-amz-security-token"),
            (SessionTokenMode::S3Session, "x-amz-s3session-token"),
        ] {
            let post = Case { key: "k", token: Some(("TOKEN", mode)), ..Case::default() }.form();
            assert_eq!(post.request.bound(name), Some("TOKEN"));
            assert!(post.policy.contains(&concat(&[r#"["eq","$"#, name, r#"","TOKEN"]"#])));
        }
    }

    #[test]
    fn refuses_what_no_form_can_be() {
        assert_eq!(
            Case { key: "k", ..Case::default() }.presign("GetObject", AddressingStyle::Path).unwrap_err().code(),
            "ERR_UNKNOWN_OPERATION"
        );
        for key in ["../k", "a\nb", "a\rb"] {
            assert_eq!(Case { key, ..Case::default() }.code(), "ERR_INVALID_KEY", "{key:?}");
        }
        for header in [
            ("policy", "p"),
            ("Key", "other"),
            ("x-amz-signature", "s"),
            ("content-length", "1"),
            ("content-language", "de"),
            ("range", "bytes=0-1"),
            ("if-modified-since", "m"),
            ("x-amz-write-offset-bytes", "1"),
            ("if-none-match", "*"),
            ("x-amz-acl", "private"),
            ("x-amz-tagging", "a=b"),
            ("success_action_status", "202"),
            ("x-amz-meta-name", "${filename}"),
        ] {
            assert_eq!(
                Case { key: "k", headers: &[header], ..Case::default() }.code(),
                "ERR_INVALID_HEADER",
                "{header:?}"
            );
            let open = Open { starts_with: &[header], content_length_range: None };
            assert_eq!(Case { key: "k", open, ..Case::default() }.code(), "ERR_INVALID_HEADER", "{header:?}");
        }
        let redirect = [("success_action_redirect", "example.com/done")];
        assert_eq!(Case { key: "k", headers: &redirect, ..Case::default() }.code(), "ERR_INVALID_HEADER");
        for range in [(2, 1), (0, MAX_FILE + 1)] {
            let open = Open { content_length_range: Some(range), ..Open::default() };
            assert_eq!(Case { key: "k", open, ..Case::default() }.code(), "ERR_INVALID_HEADER", "{range:?}");
        }
    }

    #[test]
    fn what_s3_matches_exactly_is_not_left_open() {
        for name in ["success_action_status", "Tagging", "x-amz-storage-class", "x-amz-checksum-sha256"] {
            let open = Open { starts_with: &[(name, "")], ..Open::default() };
            assert_eq!(Case { key: "k", open, ..Case::default() }.code(), "ERR_INVALID_HEADER", "{name}");
        }
        for name in ["acl", "Content-Type", "success_action_redirect", "x-amz-meta-a"] {
            let open = Open { starts_with: &[(name, "")], ..Open::default() };
            Case { key: "k", open, ..Case::default() }.form();
        }
        let twice = Open { starts_with: &[("Acl", "")], ..Open::default() };
        assert_eq!(
            Case { key: "k", headers: &[("acl", "private")], open: twice, ..Case::default() }.code(),
            "ERR_INVALID_HEADER"
        );
    }

    #[test]
    fn there_is_no_more_than_s3_reads() {
        let case = |length: usize| {
            let value = "x".repeat(length);
            let headers = ["x-amz-meta-a", "x-amz-meta-b"].map(|name| (name, value.as_str()));
            Case { key: "k", headers: &headers, ..Case::default() }
                .presign("PutObject", AddressingStyle::Path)
                .map(|_| ())
        };
        assert_eq!(case(4000), Ok(())); // and four thirds of it in the policy
        assert_eq!(case(4400).unwrap_err().to_string(), "fields: expected at most 20 KiB");
    }
}
