//! What the store keeps, over presigned URLs.

use crate::harness::{Reply, Server, headers, server};
use crate::sign::{Ask, percent_encode};

fn send(server: &Server, ask: Ask, method: &str, body: &[u8]) -> Reply {
    let (target, headers) = ask.sign(server);
    server.send(method, &target, &headers, body)
}

fn call(server: &Server, method: &str, target: &str, body: &str) -> Reply {
    send(server, Ask::new(method, target), method, body.as_bytes())
}

const KEYS: [&str; 14] = [
    "a b",
    "a+b",
    "a%2Fb",
    "a%b",
    "ü/日本",
    "x&y=z?q#f",
    "d//e",
    "d/./e",
    "d/../e",
    "t/",
    "\"<>|\\^`{}[]",
    "\u{1}\n",
    "😀",
    "..",
];

fn path(key: &str) -> String {
    format!("/bucket/{}", key.split('/').map(percent_encode).collect::<Vec<_>>().join("/"))
}

#[test]
fn every_key_is_kept() {
    let server = server();
    for key in KEYS {
        assert_eq!(call(&server, "PUT", &path(key), key).status, 200, "{key}");
    }
    for key in KEYS {
        assert_eq!(call(&server, "GET", &path(key), "").body, key);
    }
    let list = call(&server, "GET", "/bucket?list-type=2&encoding-type=url&prefix=d%2F&delimiter=%2F", "");
    for prefix in ["d//", "d/./", "d/../"] {
        assert!(list.body.contains(&format!("<Prefix>{prefix}</Prefix>")), "{list:?}");
    }
    let all = call(&server, "GET", "/bucket?list-type=2&encoding-type=url", "");
    for listed in ["a+b", "a%2Bb", "a%252Fb", "%C3%BC/%E6%97%A5%E6%9C%AC", "%01%0A"] {
        assert!(all.body.contains(&format!("<Key>{listed}</Key>")), "{listed} {all:?}");
    }
    let copied = Ask::new("PUT", "/bucket/copy").with("x-amz-copy-source", "/bucket/a%252Fb");
    assert_eq!(send(&server, copied, "PUT", b"").status, 200);
    assert_eq!(server.read("copy").body, "a%2Fb");
}

#[test]
fn a_virtual_host_is_a_bucket() {
    let server = server();
    let host = format!("bucket.s3.localhost:{}", server.s3);
    let ask = || Ask { host: Some(host.clone()), ..Ask::new("GET", "/k") };
    assert_eq!(send(&server, ask(), "GET", b"").body, "old");
    let (target, mut list) = ask().sign(&server);
    list[0].1 = list[0].1.replace("bucket", "other");
    assert_eq!(server.send("GET", &target, &list, b"").element("Code"), Some("SignatureDoesNotMatch"));
}

#[test]
fn ranges_and_overrides() {
    let server = server();
    let (target, mut list) =
        Ask::new("GET", "/bucket/k?response-content-type=a%2Fb&response-cache-control=c").sign(&server);
    list.extend(headers(&[("range", "bytes=1-")]));
    let reply = server.send("GET", &target, &list, b"");
    assert_eq!((reply.status, reply.body.as_str(), reply.header("content-range")), (206, "ld", Some("bytes 1-2/3")));
    assert_eq!((reply.header("content-type"), reply.header("cache-control")), (Some("a/b"), Some("c")));
    list.pop();
    assert_eq!(server.send("GET", &target, &list, b"").status, 200);
    list.extend(headers(&[("range", "bytes=3-")]));
    assert_eq!(server.send("GET", &target, &list, b"").status, 416);
}

#[test]
fn reading_has_conditions() {
    let server = server();
    let etag = server.read("k").header("etag").unwrap().to_owned();
    let get = |name: &str, value: &str| send(&server, Ask::new("GET", "/bucket/k").with(name, value), "GET", b"");
    let same = get("if-none-match", &etag);
    assert_eq!((same.status, same.body.as_str(), same.header("etag")), (304, "", Some(etag.as_str())));
    assert_eq!(get("if-none-match", "\"x\"").status, 200);
    assert_eq!(get("if-match", "\"x\"").status, 412);
    assert_eq!(get("if-match", &etag).status, 200);
    assert_eq!(get("if-modified-since", "Wed, 01 Jan 2098 00:00:00 GMT").status, 304);
    assert_eq!(get("if-unmodified-since", "Sat, 01 Jan 2000 00:00:00 GMT").status, 412);
}

#[test]
fn a_body_that_is_not_the_promised_is_refused() {
    let server = server();
    let put = |name: &str, value: &str| send(&server, Ask::new("PUT", "/bucket/k").with(name, value), "PUT", b"new");
    let good = [
        ("content-md5", "Iq9kXRhZy1ym2gxITx836g=="),
        ("x-amz-checksum-sha256", "EVB6Di9eadXfpApiob17buV+a82FxnybhDGzb/8hxDc="),
        ("if-match", "\"149603e6c03516362a8da23f624db945\""),
    ];
    for (name, value) in good {
        server.assert_taken(name, &put(name, value));
    }
    server.assert_refused("md5", &put("content-md5", "AAAAAAAAAAAAAAAAAAAAAA=="), 400, "BadDigest");
    server.assert_refused("not an md5", &put("content-md5", "x"), 400, "InvalidDigest");
    for name in ["crc32", "crc32c", "crc64nvme", "sha1", "sha256"] {
        let name = format!("x-amz-checksum-{name}");
        server.assert_refused(&name, &put(&name, "AAAAAA=="), 400, "BadDigest");
    }
    server.assert_refused("if-none-match", &put("if-none-match", "*"), 412, "PreconditionFailed");
    server.assert_refused("if-match", &put("if-match", "\"x\""), 412, "PreconditionFailed");
}

#[test]
fn an_upload_in_parts() {
    let server = server();
    let start = call(&server, "POST", "/bucket/k?uploads", "");
    let id = start.element("UploadId").unwrap().to_owned();
    let part = |number: i32, body: &str| {
        let reply = call(&server, "PUT", &format!("/bucket/k?partNumber={number}&uploadId={id}"), body);
        reply.header("etag").unwrap().to_owned()
    };
    let (two, one) = (part(2, "w"), part(1, "ne"));
    let complete = |first: &str, second: &str| {
        let entry = |number, etag| format!("<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>");
        let parts = [entry(1, first), entry(2, second)].concat();
        let xml = format!("<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>");
        call(&server, "POST", &format!("/bucket/k?uploadId={id}"), &xml)
    };
    server.assert_refused("etag", &complete(&two, &one), 400, "InvalidPart");
    assert!(complete(&one, &two).element("ETag").unwrap().contains("-2"));
    assert_eq!(server.read("k").body, "new");
    let again = call(&server, "GET", &format!("/bucket/k?uploadId={id}"), "");
    assert_eq!(again.element("Code"), Some("NoSuchUpload"));
}

#[test]
fn deleting_many_needs_a_digest() {
    let server = server();
    let xml = "<Delete><Object><Key>k</Key></Object></Delete>";
    let delete = |md5: Option<&str>| {
        let ask = Ask::new("POST", "/bucket?delete");
        let ask = if let Some(md5) = md5 { ask.with("content-md5", md5) } else { ask };
        send(&server, ask, "POST", xml.as_bytes())
    };
    server.assert_refused("none", &delete(None), 400, "InvalidRequest");
    server.assert_refused("another", &delete(Some("AAAAAAAAAAAAAAAAAAAAAA==")), 400, "BadDigest");
    let reply = delete(Some("5DKh5iefM5MSKvRILIuFwQ=="));
    assert_eq!((reply.status, reply.element("Key")), (200, Some("k")), "{reply:?}");
    assert_eq!(server.read("k").element("Code"), Some("NoSuchKey"));
}

#[test]
fn attributes_are_those_asked_for() {
    let server = server();
    let ask = Ask::new("GET", "/bucket/k?attributes").with("x-amz-object-attributes", "ETag,ObjectSize");
    let reply = send(&server, ask, "GET", b"");
    assert_eq!((reply.element("ObjectSize"), reply.element("StorageClass")), (Some("3"), None), "{reply:?}");
}

#[test]
fn what_cannot_be_done_is_said() {
    let server = server();
    let get = |query: &str| call(&server, "GET", &format!("/bucket/k{query}"), "");
    assert_eq!(get("?versionId=null").body, "old");
    server.assert_refused("version", &get("?versionId=1"), 400, "InvalidArgument");
    let key = Ask::new("PUT", "/bucket/k").with("x-amz-server-side-encryption-customer-algorithm", "AES256");
    server.assert_refused("customer key", &send(&server, key, "PUT", b"new"), 400, "InvalidRequest");
    let refused = server.send("GET", "/bucket/k", &headers(&[("host", &server.host())]), b"");
    assert_eq!(refused.header("x-amz-request-id"), refused.element("RequestId"));
}

#[test]
fn what_is_not_there() {
    let server = server();
    assert_eq!(call(&server, "GET", "/nobucket/k", "").element("Code"), Some("NoSuchBucket"));
    assert_eq!(call(&server, "GET", "/bucket?versioning", "").status, 501);
    assert_eq!(call(&server, "DELETE", "/bucket", "").element("Code"), Some("BucketNotEmpty"));
    let head = call(&server, "HEAD", "/bucket/none", "");
    assert_eq!((head.status, head.body.as_str()), (404, ""));
    assert_eq!(call(&server, "DELETE", "/bucket/none", "").status, 204);
}

#[test]
fn an_upload_that_breaks_off_changes_nothing() {
    let server = server();
    let (target, mut list) = Ask::new("PUT", "/bucket/k").sign(&server);
    list.extend(headers(&[("content-length", "4")]));
    server.break_off("PUT", &target, &list, b"new");
    assert_eq!(server.read("k").body, "old");
    list[1].1 = "3".to_owned();
    server.assert_taken("whole", &server.send("PUT", &target, &list, b"new"));
}
