//! What a web page may do.

use crate::harness::{Reply, Server, headers, server};
use crate::sign::Ask;

fn preflight(server: &Server, origin: &str, method: &str) -> Reply {
    let list = headers(&[
        ("host", &server.host()),
        ("origin", origin),
        ("access-control-request-method", method),
        ("access-control-request-headers", "content-type,x-amz-meta-a"),
    ]);
    server.send("OPTIONS", "/bucket/k?X-Amz-Signature=x", &list, b"")
}

#[test]
fn a_preflight_is_for_allowed_origins() {
    let server = server();
    let reply = preflight(&server, "http://localhost:5173", "PUT");
    assert_eq!((reply.status, reply.header("access-control-allow-origin")), (200, Some("http://localhost:5173")));
    assert_eq!(reply.header("access-control-allow-headers"), Some("content-type,x-amz-meta-a"));
    assert!(reply.header("access-control-allow-methods").unwrap().contains("PUT"));
    for (origin, method) in [("http://evil.example", "PUT"), ("http://localhost:5173", "PATCH")] {
        let reply = preflight(&server, origin, method);
        assert_eq!((reply.status, reply.header("access-control-allow-origin")), (403, None));
    }
}

#[test]
fn answers_and_errors_can_be_read() {
    let server = server();
    let get = |origin: &str, target: &str| {
        let (target, mut list) = Ask::new("GET", target).sign(&server);
        list.extend(headers(&[("origin", origin)]));
        server.send("GET", &target, &list, b"")
    };
    for (target, status) in [("/bucket/k", 200), ("/bucket/none", 404)] {
        let reply = get("http://127.0.0.1:1", target);
        assert_eq!((reply.status, reply.header("access-control-allow-origin")), (status, Some("http://127.0.0.1:1")));
        assert!(reply.header("access-control-expose-headers").unwrap().starts_with("ETag"));
        assert_eq!(get("http://evil.example", target).header("access-control-allow-origin"), None);
    }
}

#[test]
fn the_origins_can_be_named() {
    let server = Server::start(&["--allow-origin", "https://a.example"]);
    assert_eq!(preflight(&server, "https://a.example", "GET").status, 200);
    assert_eq!(preflight(&server, "http://localhost:1", "GET").status, 403);
}
