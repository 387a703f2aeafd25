//! Presigned URLs.

use aws_sigv4::http_request::SignableBody;
use sha2::{Digest as _, Sha256};

use crate::harness::{Headers, Reply, Server, headers, server};
use crate::sign::{Ask, percent_encode};

fn put(server: &Server, ask: Ask) -> Reply {
    let (target, headers) = ask.sign(server);
    server.send("PUT", &target, &headers, b"new")
}

fn ask() -> Ask {
    Ask::new("PUT", "/bucket/k")
}

/// A good URL, altered after it was signed.
fn altered(server: &Server, alter: impl Fn(String) -> String) -> Reply {
    let (target, headers) = ask().sign(server);
    let altered = alter(target.clone());
    assert_ne!(altered, target);
    server.send("PUT", &altered, &headers, b"new")
}

/// The value of a parameter replaced.
fn set(target: &str, name: &str, value: &str) -> String {
    let (before, rest) = target.split_once(&format!("{name}=")).unwrap();
    let end = rest.find('&').unwrap_or(rest.len());
    format!("{before}{name}={value}{}", &rest[end..])
}

fn sha256_hex(text: &str) -> String {
    Sha256::digest(text).iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().concat()
}

const AQPE: &str = "AuthorizationQueryParametersError";

#[test]
fn unaltered_it_is_accepted() {
    let server = server();
    server.assert_taken("good", &put(&server, ask()));
    // The order of parameters does not matter.
    let (target, headers) = ask().sign(&server);
    let (path, query) = target.split_once('?').unwrap();
    let mut pairs: Vec<_> = query.split('&').collect();
    pairs.reverse();
    server.assert_taken("reversed", &server.send("PUT", &format!("{path}?{}", pairs.join("&")), &headers, b"new"));
}

#[test]
fn each_parameter_is_needed_once() {
    let server = server();
    for name in ["Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature"] {
        let name = format!("X-Amz-{name}");
        let without = altered(&server, |target| set(&target, &name, "").replace(&format!("{name}="), ""));
        server.assert_refused(&name, &without, 400, AQPE);
        let twice = altered(&server, |target| target + "&" + &name + "=1");
        server.assert_refused(&name, &twice, 400, AQPE);
    }
}

#[test]
fn the_scope_is_this_servers() {
    let server = server();
    let region = put(&server, Ask { region: "eu-west-1", ..ask() });
    server.assert_refused("region", &region, 400, AQPE);
    assert_eq!(region.element("Region"), Some("us-east-1"));
    server.assert_refused("service", &put(&server, Ask { service: "sqs", ..ask() }), 400, AQPE);
    let terminal = altered(&server, |target| target.replace("aws4_request", "aws5_request"));
    server.assert_refused("terminal", &terminal, 400, AQPE);
    let date = altered(&server, |target| set(&target, "X-Amz-Date", "20130524T000000Z"));
    server.assert_refused("date", &date, 400, AQPE);
    let algorithm = altered(&server, |target| set(&target, "X-Amz-Algorithm", "AWS4-HMAC-SHA1"));
    server.assert_refused("algorithm", &algorithm, 400, AQPE);
}

#[test]
fn expiry() {
    let server = server();
    server.assert_taken("a week", &put(&server, Ask { expires: 604_800, ..ask() }));
    server.assert_refused("more", &put(&server, Ask { expires: 604_801, ..ask() }), 400, AQPE);
    for value in ["-1", "abc", "1.5"] {
        let reply = altered(&server, |target| set(&target, "X-Amz-Expires", value));
        server.assert_refused(value, &reply, 400, AQPE);
    }
    server.assert_refused("0", &put(&server, Ask { expires: 0, ..ask() }), 403, "AccessDenied");
    server.assert_taken("100 of 600 s", &put(&server, Ask { at: -100, ..ask() }));
    let expired = put(&server, Ask { at: -100, expires: 99, ..ask() });
    server.assert_refused("100 of 99 s", &expired, 403, "AccessDenied");
    assert_eq!(
        (expired.element("Message"), expired.element("X-Amz-Expires")),
        (Some("Request has expired"), Some("99"))
    );
    assert!(expired.element("Expires").is_some() && expired.element("ServerTime").is_some());
}

#[test]
fn the_future() {
    let server = server();
    server.assert_taken("14 minutes", &put(&server, Ask { at: 14 * 60, ..ask() }));
    let reply = put(&server, Ask { at: 16 * 60, ..ask() });
    server.assert_refused("16 minutes", &reply, 403, "AccessDenied");
    assert_eq!(reply.element("Message"), Some("Request is not yet valid"));
}

#[test]
fn what_is_signed_may_not_change() {
    let server = server();
    let code = "SignatureDoesNotMatch";
    let reply = altered(&server, |target| set(&target, "X-Amz-Signature", &"0".repeat(64)));
    server.assert_refused("signature", &reply, 403, code);
    server.assert_refused("key", &altered(&server, |target| target.replace("/k?", "/K?")), 403, code);
    server.assert_refused("path", &altered(&server, |target| target.replace("/k?", "//k?")), 403, code);
    server.assert_refused("more", &altered(&server, |target| target + "&x-id=PutObject"), 403, code);
    let longer = altered(&server, |target| set(&target, "X-Amz-Expires", "601"));
    server.assert_refused("expiry", &longer, 403, code);
    let upper = altered(&server, |target| {
        let (start, signature) = target.split_once("X-Amz-Signature=").unwrap();
        format!("{start}X-Amz-Signature={}", signature.to_uppercase())
    });
    server.assert_refused("upper case", &upper, 403, code);
    let mut secret = ask();
    secret.credentials.1 = "other".to_owned();
    server.assert_refused("secret", &put(&server, secret), 403, code);
    let (target, mut headers) = Ask::new("GET", "/bucket/k").sign(&server);
    server.assert_refused("method", &server.send("PUT", &target, &headers, b"new"), 403, code);
    headers[0].1 = format!("localhost:{}", server.s3);
    server.assert_refused("host", &server.send("GET", &target, &headers, b""), 403, code);
}

#[test]
fn a_mismatch_shows_what_the_server_signed() {
    let server = server();
    let reply = altered(&server, |target| target + "&x=1");
    let canonical = reply.element("CanonicalRequest").unwrap();
    assert!(canonical.starts_with("PUT\n/bucket/k\nX-Amz-Algorithm=AWS4-HMAC-SHA256&amp;X-Amz-Credential="));
    assert!(canonical.ends_with(&format!("&amp;x=1\nhost:{}\n\nhost\nUNSIGNED-PAYLOAD", server.host())));
    let hash = sha256_hex(&canonical.replace("&amp;", "&"));
    assert!(reply.element("StringToSign").unwrap().ends_with(&hash));
    assert!(reply.element("StringToSignBytes").unwrap().starts_with("41 57 53 34"));
    assert!(reply.element("CanonicalRequestBytes").unwrap().starts_with("50 55 54 0a"));
    assert_eq!(reply.element("AWSAccessKeyId"), Some("AKIAIOSFODNN7EXAMPLE"));
    assert_eq!(reply.element("SignatureProvided").map(str::len), Some(64));
}

#[test]
fn headers_are_signed() {
    let server = server();
    let type_signed = || ask().with("content-type", "image/png");
    server.assert_taken("content-type", &put(&server, type_signed()));
    let send = |ask: Ask, change: &dyn Fn(&mut Headers)| {
        let (target, mut headers) = ask.sign(&server);
        change(&mut headers);
        server.send("PUT", &target, &headers, b"new")
    };
    let other = send(type_signed(), &|headers| headers[1].1 = "text/html".to_owned());
    server.assert_refused("another type", &other, 403, "SignatureDoesNotMatch");
    let none = send(type_signed(), &|headers| drop(headers.pop()));
    server.assert_refused("no type", &none, 403, "SignatureDoesNotMatch");
    let add = |name: &'static str| move |list: &mut Headers| list.extend(headers(&[(name, "UNSIGNED-PAYLOAD")]));
    for name in ["x-amz-meta-a", "x-amz-acl", "x-amz-security-token"] {
        let reply = send(ask(), &add(name));
        server.assert_refused(name, &reply, 403, "AccessDenied");
        assert_eq!(reply.element("HeadersNotSigned"), Some(name));
    }
    server.assert_taken("x-amz-content-sha256", &send(ask(), &add("x-amz-content-sha256")));
    server.assert_taken("signed", &put(&server, ask().with("x-amz-meta-a", "  1   2 ")));
    let host = altered(&server, |target| set(&target, "X-Amz-SignedHeaders", "content-length"));
    server.assert_refused("host", &host, 403, "AccessDenied");
    assert_eq!(host.element("HeadersNotSigned"), Some("host"));
}

#[test]
fn one_mechanism_and_a_known_one() {
    let server = server();
    let (target, mut list) = ask().sign(&server);
    list.extend(headers(&[("authorization", "AWS4-HMAC-SHA256 x")]));
    server.assert_refused("both", &server.send("PUT", &target, &list, b"new"), 400, "InvalidArgument");
    let host = headers(&[("host", &server.host())]);
    server.assert_refused("none", &server.send("PUT", "/bucket/k", &host, b"new"), 403, "AccessDenied");
    let version_2 = "/bucket/k?AWSAccessKeyId=AK&Signature=x&Expires=9999999999";
    server.assert_refused("version 2", &server.send("PUT", version_2, &host, b"new"), 400, "InvalidRequest");
    let mut unknown = ask();
    unknown.credentials.0 = "AKIDNOBODY".to_owned();
    let reply = put(&server, unknown);
    server.assert_refused("unknown", &reply, 403, "InvalidAccessKeyId");
    assert_eq!(reply.element("AWSAccessKeyId"), Some("AKIDNOBODY"));
}

#[test]
fn a_signed_hash_pins_the_body() {
    let server = server();
    let pinned = |body: &str| {
        let hash = sha256_hex(body);
        put(&server, presign_pinned(&hash))
    };
    server.assert_taken("the body", &pinned("new"));
    server.assert_refused("another", &pinned("other"), 400, "XAmzContentSHA256Mismatch");
    let unknown = put(&server, presign_pinned("x"));
    server.assert_refused("no hash", &unknown, 400, "InvalidArgument");
}

fn presign_pinned(hash: &str) -> Ask {
    Ask { body: SignableBody::Precomputed(hash.to_owned()), ..ask().with("x-amz-content-sha256", hash) }
}

#[test]
fn signed_parameters_stand_for_headers() {
    let server = server();
    let query = "?x-amz-meta-owner=4%202&x-amz-storage-class=STANDARD_IA&x-amz-tagging=a%3Db&If-None-Match=%2A";
    let new = put(&server, Ask::new("PUT", &format!("/bucket/hoisted{query}")));
    assert_eq!(new.status, 200, "{new:?}");
    let stored = server.read("hoisted");
    assert_eq!(stored.header("x-amz-meta-owner"), Some("4 2"));
    assert_eq!(stored.header("x-amz-storage-class"), Some("STANDARD_IA"));
    assert_eq!(stored.header("x-amz-tagging-count"), Some("1"));
    let exists = put(&server, Ask::new("PUT", "/bucket/k?If-None-Match=%2A"));
    server.assert_refused("If-None-Match", &exists, 412, "PreconditionFailed");
    let etag = percent_encode(server.read("k").header("etag").unwrap());
    let other = put(&server, Ask::new("PUT", "/bucket/k?If-Match=%22x%22"));
    server.assert_refused("If-Match", &other, 412, "PreconditionFailed");
    server.assert_taken("If-Match", &put(&server, Ask::new("PUT", &format!("/bucket/k?If-Match={etag}"))));
}

#[test]
fn another_region_can_be_the_servers() {
    let server = Server::start(&["--region", "eu-west-1"]);
    let wrong = put(&server, ask());
    assert_eq!((wrong.status, wrong.element("Region")), (400, Some("eu-west-1")));
    assert_eq!(put(&server, Ask { region: "eu-west-1", ..ask() }).status, 200);
}
