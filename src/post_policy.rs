//! A signature in a form: what a browser's `<form>` may upload, as a policy that S3 holds it to.
//!
//! Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>.

use crate::base64::base64;
use crate::date::{AmzDate, push_decimal};
use crate::error::{Error, ErrorKind};
use crate::expiry::{Expiry, Lifetime};
use crate::hex::push_hex;
use crate::presign::check_token;
use crate::request::{CONTENT_LENGTH, Request};
use crate::signing::{Signing, SigningContext};
use crate::string_to_sign::ALGORITHM;
use crate::text::{Put, concat, lists, split_at};
use crate::uri::{Slash, uri_encoded};
use alloc::string::String;

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

/// What a form may leave open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Open<'a> {
    /// The fields (lower case) of which only the beginning is bound.
    pub starts_with: &'a [&'a str],
    /// Bytes: the least, where the bound content-length is the most.
    pub min_content_length: Option<u64>,
}

/// Signs a form that may do what a `PutObject` request would: its bound headers are the fields that it has to have.
///
/// A key with `${filename}` in it is bound up to there: S3 puts the name of the uploaded file in its place.
///
/// # Errors
/// Those of [`presign`](crate::presign()); [`ErrorKind::UnknownOperation`] for another operation;
/// [`ErrorKind::InvalidHeader`] for fields that a form has of its own, [`ErrorKind::ReservedQueryParameter`] for parameters.
pub fn presign_post(
    mut request: Request,
    open: &Open<'_>,
    context: &SigningContext<'_>,
    lifetime: Lifetime,
    now: u64,
) -> Result<PresignedPost, Error> {
    let (bucket, key) = check_form(&request, open)?;
    let signing = Signing::new(&request, context)?;
    let expiry = Expiry::new(lifetime, &context.credentials, context.grants, context.date, now)?;
    check_token(&request, context)?;

    request.add_header("x-amz-algorithm", ALGORITHM);
    request.add_header("x-amz-credential", &signing.credential());
    request.add_header("x-amz-date", context.date.as_str());
    if let Some(token) = context.credentials.session_token() {
        request.add_header("x-amz-security-token", token);
    }

    let mut policy = Policy::new(&AmzDate::from_unix(expiry.expires_at)?);
    policy.condition("eq", "bucket", &bucket);
    match split_at(&key, FILENAME) {
        Some((before, _)) => policy.condition("starts-with", "key", before),
        None => policy.condition("eq", "key", &key),
    }
    for (name, value) in request.headers().filter(|(name, _)| *name != CONTENT_LENGTH) {
        policy.condition(if open.starts_with.contains(&name) { "starts-with" } else { "eq" }, name, value);
    }
    if let Some(most) = request.content_length() {
        policy.content_length_range(open.min_content_length.unwrap_or(most), most);
    }
    let policy = policy.end();

    let encoded = base64(policy.as_bytes());
    request.add_header("policy", &encoded);
    request.add_header("x-amz-signature", signing.sign_policy(&encoded).as_str());
    Ok(PresignedPost { url: bucket_url(&request, &key), expiry, request, policy })
}

/// Bucket and key, of a request that can be a form.
fn check_form(request: &Request, open: &Open<'_>) -> Result<(String, String), Error> {
    let put = request.target.as_ref().filter(|target| target.operation.name() == "PutObject");
    let Some(target) = put else {
        return Err(Error::new(
            ErrorKind::UnknownOperation,
            "operation",
            "expected PutObject: a form can do nothing else",
        ));
    };
    if let Some((name, _)) = request.query.iter().next() {
        return Err(Error::new(ErrorKind::ReservedQueryParameter, name, "a form has none"));
    }
    if let Some((name, _)) = request.headers.iter().find(|(name, _)| lists(OWN_FIELDS, name)) {
        return Err(Error::new(ErrorKind::InvalidHeader, name, "a form has a field of its own of this name"));
    }
    let least = open.min_content_length.unwrap_or_default();
    if least > request.content_length().unwrap_or_default() {
        return Err(Error::new(ErrorKind::InvalidHeader, CONTENT_LENGTH, "expected the most, not less than the least"));
    }
    Ok((target.bucket.clone(), target.key.clone()))
}

/// The address of the bucket: that of the object without its key.
fn bucket_url(request: &Request, key: &str) -> String {
    let path = request.path.strip_suffix(&uri_encoded(key, Slash::Keep)).unwrap_or_default();
    let path = if path.len() > 1 { path.strip_suffix("/").unwrap_or(path) } else { path };
    concat(&[&request.origin, path])
}

/// The policy while it is written.
struct Policy(String);

impl Policy {
    fn new(expiration: &AmzDate) -> Self {
        let date = |from, to| expiration.as_str().get(from..to).unwrap_or_default();
        let mut json = String::from("{\"expiration\":\"");
        json.put(date(0, 4)).put("-").put(date(4, 6)).put("-").put(date(6, 11));
        json.put(":").put(date(11, 13)).put(":").put(date(13, 15)).put(".000Z\",\"conditions\":[");
        Self(json)
    }

    fn condition(&mut self, kind: &str, field: &str, value: &str) {
        self.0.put("[\"").put(kind).put("\",\"$").put(field).put("\",\"");
        push_escaped(&mut self.0, value);
        self.0.put("\"],");
    }

    fn content_length_range(&mut self, least: u64, most: u64) {
        self.0.put("[\"content-length-range\",");
        push_decimal(&mut self.0, least, 1);
        self.0.put(",");
        push_decimal(&mut self.0, most, 1);
        self.0.put("],");
    }

    fn end(self) -> String {
        let conditions = self.0.strip_suffix(",").unwrap_or_default();
        concat(&[conditions, "]}"])
    }
}

/// Source: RFC 8259, section 7.
fn push_escaped(json: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            '\0'..=' ' if c != ' ' => {
                json.put("\\u00");
                push_hex(json, &[u8::try_from(c).unwrap_or_default()]);
            }
            _ => json.push(c),
        }
    }
}

/// What S3 replaces by the name of the file.
const FILENAME: &str = "${filename}";
/// Fields that the form gets here, or that hold the file.
const OWN_FIELDS: &str = "awsaccesskeyid bucket file key policy signature";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::Credentials;
    use crate::endpoint::{AddressingStyle, Endpoint};
    use crate::operation::Operation;

    const NOW: u64 = 1_795_521_600; // 2026-11-24T12:00:00Z

    fn posted(operation: &str, key: &str, headers: &[(&str, &str)], open: &Open<'_>) -> Result<PresignedPost, Error> {
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")?;
        let date = AmzDate::from_unix(NOW)?;
        let context = SigningContext::s3(credentials, "eu-west-1", &date);
        let endpoint = Endpoint::aws("eu-west-1", AddressingStyle::Path)?;
        let mut request = endpoint.request(Operation::find(operation)?, Some("media"), Some(key))?;
        headers.iter().try_for_each(|(name, value)| request.header(name, value))?;
        presign_post(request, open, &context, Lifetime::seconds(900), NOW)
    }

    #[test]
    fn the_policy_holds_every_field() {
        let open = Open { starts_with: &["x-amz-meta-a"], min_content_length: Some(1) };
        let headers = [("content-length", "10"), ("content-type", "image/png"), ("x-amz-meta-a", "\"\\ b")];
        let post = posted("PutObject", "in/é\n${filename}", &headers, &open).unwrap();
        assert_eq!(post.url, "https://s3.eu-west-1.amazonaws.com/media");
        assert_eq!(
            post.policy,
            concat(&[
                r#"{"expiration":"2026-11-24T12:15:00.000Z","conditions":[["eq","$bucket","media"],"#,
                r#"["starts-with","$key","in/é\u000a"],["eq","$content-type","image/png"],"#,
                r#"["eq","$x-amz-algorithm","AWS4-HMAC-SHA256"],"#,
                r#"["eq","$x-amz-credential","AKIAIOSFODNN7EXAMPLE/20261124/eu-west-1/s3/aws4_request"],"#,
                r#"["eq","$x-amz-date","20261124T120000Z"],["starts-with","$x-amz-meta-a","\"\\ b"],"#,
                r#"["content-length-range",1,10]]}"#,
            ])
        );
        assert_eq!(post.request.bound("policy"), Some(base64(post.policy.as_bytes()).as_str()));
    }

    #[test]
    fn refuses_what_no_form_can_be() {
        for (operation, key, headers, min_content_length, code) in [
            ("GetObject", "k", &[][..], None, "ERR_UNKNOWN_OPERATION"),
            ("PutObject", "k", &[("policy", "p")], None, "ERR_INVALID_HEADER"),
            ("PutObject", "k", &[("Key", "other")], None, "ERR_INVALID_HEADER"),
            ("PutObject", "k", &[("x-amz-signature", "s")], None, "ERR_INVALID_HEADER"),
            ("PutObject", "k", &[("content-length", "1")], Some(2), "ERR_INVALID_HEADER"),
            ("PutObject", "k", &[], Some(2), "ERR_INVALID_HEADER"),
            ("PutObject", "../k", &[], None, "ERR_INVALID_KEY"),
        ] {
            let open = Open { min_content_length, ..Open::default() };
            assert_eq!(posted(operation, key, headers, &open).unwrap_err().code(), code, "{headers:?}");
        }
    }
}
