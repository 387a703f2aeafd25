//! Signatures in the `Authorization` header.

use aws_sigv4::http_request::SignableBody;

use crate::harness::{Headers, Reply, Server, headers, server};
use crate::sign::Ask;

fn ask() -> Ask {
    Ask::new("PUT", "/bucket/k").in_header(SignableBody::Bytes(b"new"))
}

fn put(server: &Server, ask: Ask) -> Reply {
    altered(server, ask, |_| ())
}

fn altered(server: &Server, ask: Ask, alter: impl Fn(&mut Headers)) -> Reply {
    let (target, mut headers) = ask.sign(server);
    alter(&mut headers);
    server.send("PUT", &target, &headers, b"new")
}

fn value<'a>(headers: &'a mut Headers, name: &str) -> &'a mut String {
    headers.iter_mut().find(|(found, _)| found == name).map(|(_, value)| value).unwrap()
}

#[test]
fn a_signature_in_the_header() {
    let server = server();
    server.assert_taken("good", &put(&server, ask()));
    let unsigned = Ask { body: SignableBody::UnsignedPayload, ..ask() };
    server.assert_taken("unsigned payload", &put(&server, unsigned));
    server.assert_taken("a header", &put(&server, ask().with("x-amz-meta-a", "b")));
    let wrong = altered(&server, ask(), |headers| {
        let authorization = value(headers, "authorization");
        let start = authorization.len() - 4;
        authorization.replace_range(start.., "zzzz");
    });
    server.assert_refused("signature", &wrong, 403, "SignatureDoesNotMatch");
    assert!(wrong.element("CanonicalRequest").unwrap().starts_with("PUT\n/bucket/k\n\n"));
}

#[test]
fn the_body_is_the_one_signed() {
    let server = server();
    let (target, headers) = ask().sign(&server);
    let reply = server.send("PUT", &target, &headers, b"other");
    server.assert_refused("body", &reply, 400, "XAmzContentSHA256Mismatch");
    server.assert_refused("no body", &server.send("PUT", &target, &headers, b""), 400, "XAmzContentSHA256Mismatch");
    for body in [&b""[..], b"y"] {
        let (target, headers) = Ask::new("DELETE", "/bucket/k").in_header(SignableBody::Bytes(b"x")).sign(&server);
        let reply = server.send("DELETE", &target, &headers, body);
        server.assert_refused("an operation without a body", &reply, 400, "XAmzContentSHA256Mismatch");
    }
    let copy = |body| {
        let ask = Ask::new("PUT", "/bucket/k").with("x-amz-copy-source", "bucket/other");
        let (target, headers) = ask.in_header(SignableBody::Bytes(body)).sign(&server);
        server.send("PUT", &target, &headers, b"")
    };
    let (target, headers) = Ask::new("PUT", "/bucket/other").sign(&server);
    assert_eq!(server.send("PUT", &target, &headers, b"new").status, 200);
    server.assert_refused("a copy", &copy(b"x"), 400, "XAmzContentSHA256Mismatch");
    server.assert_taken("a copy", &copy(b""));
}

#[test]
fn the_scope_and_the_clock() {
    let server = server();
    let malformed = "AuthorizationHeaderMalformed";
    server.assert_refused("region", &put(&server, Ask { region: "eu-west-1", ..ask() }), 400, malformed);
    server.assert_refused("service", &put(&server, Ask { service: "sqs", ..ask() }), 400, malformed);
    for at in [-14 * 60, 14 * 60] {
        server.assert_taken("14 minutes", &put(&server, Ask { at, ..ask() }));
    }
    for at in [-16 * 60, 16 * 60] {
        server.assert_refused("16 minutes", &put(&server, Ask { at, ..ask() }), 403, "RequestTimeTooSkewed");
    }
}

#[test]
fn what_is_missing_or_unsigned() {
    let server = server();
    let more = altered(&server, ask(), |list| list.extend(headers(&[("x-amz-meta-a", "b")])));
    server.assert_refused("unsigned", &more, 403, "AccessDenied");
    assert_eq!(more.element("HeadersNotSigned"), Some("x-amz-meta-a"));
    let no_hash = altered(&server, ask(), |list| list.retain(|(name, _)| name != "x-amz-content-sha256"));
    server.assert_refused("no hash", &no_hash, 400, "InvalidRequest");
    let basic = altered(&server, ask(), |list| *value(list, "authorization") = "Basic eDp5".to_owned());
    server.assert_refused("Basic", &basic, 400, "InvalidRequest");
    let no_credential = altered(&server, ask(), |list| {
        let text = value(list, "authorization");
        *text = text.replace("Credential=", "Credentials=");
    });
    server.assert_refused("no credential", &no_credential, 400, "AuthorizationHeaderMalformed");
}

#[test]
fn sessions_need_their_token() {
    let server = server();
    let json = r#"{"accessKeyId":"AKIAIOSFODNN7EXAMPLE","expiresIn":60}"#;
    let session = server.control("POST", "/sessions", json).json();
    let text = |name: &str| session[name].as_str().unwrap().to_owned();
    let with =
        |token| put(&server, Ask { credentials: (text("accessKeyId"), text("secretAccessKey"), token), ..ask() });
    server.assert_taken("token", &with(Some(text("sessionToken"))));
    server.assert_refused("none", &with(None), 403, "InvalidAccessKeyId");
    server.assert_refused("another", &with(Some("x".to_owned())), 400, "InvalidToken");
}

/// aws-chunked, with a checksum in the trailer: s3s reads it.
#[test]
fn a_chunked_body_with_a_trailer() {
    let server = server();
    let send = |checksum: &str, length: &str| {
        let payload = "STREAMING-UNSIGNED-PAYLOAD-TRAILER".to_owned();
        let ask = Ask::new("PUT", "/bucket/k").in_header(SignableBody::Precomputed(payload));
        let ask = ask.with("x-amz-decoded-content-length", length).with("x-amz-trailer", "x-amz-checksum-crc32");
        let (target, headers) = ask.with("content-encoding", "aws-chunked").sign(&server);
        let body = format!("2\r\nne\r\n1\r\nw\r\n0\r\nx-amz-checksum-crc32:{checksum}\r\n\r\n");
        server.send("PUT", &target, &headers, body.as_bytes())
    };
    server.assert_taken("checksum", &send("a+NERQ==", "3"));
    server.assert_refused("another", &send("AAAAAA==", "3"), 400, "BadDigest");
    server.assert_refused("length", &send("a+NERQ==", "4"), 400, "IncompleteBody");
}

#[test]
fn the_length_is_known_before_the_body() {
    let server = server();
    let (target, mut list) = Ask { body: SignableBody::UnsignedPayload, ..ask() }.sign(&server);
    list.extend(headers(&[("transfer-encoding", "chunked")]));
    let reply = server.send("PUT", &target, &list, b"3\r\nnew\r\n0\r\n\r\n");
    server.assert_refused("chunked", &reply, 501, "NotImplemented");
}
