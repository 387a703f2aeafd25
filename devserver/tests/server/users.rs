//! Presigned URLs of sessions and of denied users.

use crate::harness::{Reply, Server, server};
use crate::sign::Ask;

fn put(server: &Server, ask: Ask) -> Reply {
    let (target, headers) = ask.sign(server);
    server.send("PUT", &target, &headers, b"new")
}

fn ask() -> Ask {
    Ask::new("PUT", "/bucket/k")
}

#[test]
fn sessions_need_their_token() {
    let server = server();
    let json = r#"{"accessKeyId":"AKIAIOSFODNN7EXAMPLE","expiresIn":2}"#;
    let session = server.control("POST", "/sessions", json).json();
    let text = |name: &str| session[name].as_str().unwrap().to_owned();
    let with = |token: Option<String>| {
        put(&server, Ask { credentials: (text("accessKeyId"), text("secretAccessKey"), token), ..ask() })
    };
    server.assert_taken("token", &with(Some(text("sessionToken"))));
    server.assert_refused("none", &with(None), 403, "InvalidAccessKeyId");
    server.assert_refused("another", &with(Some("x".to_owned())), 400, "InvalidToken");
    let mut long_lived = ask();
    long_lived.credentials.2 = Some(text("sessionToken"));
    server.assert_refused("long-lived", &put(&server, long_lived), 400, "InvalidToken");
    server.control("POST", "/users/AKIAIOSFODNN7EXAMPLE/deny", "");
    assert_eq!(with(Some(text("sessionToken"))).element("Code"), Some("AccessDenied"));
    server.control("POST", "/users/AKIAIOSFODNN7EXAMPLE/allow", "");
    std::thread::sleep(std::time::Duration::from_millis(2100));
    server.assert_refused("ended", &with(Some(text("sessionToken"))), 400, "ExpiredToken");
}

#[test]
fn a_denied_user_is_refused_until_allowed() {
    let server = server();
    let (target, headers) = ask().sign(&server);
    assert_eq!(server.control("POST", "/users/AKIAIOSFODNN7EXAMPLE/deny", "").status, 200);
    let denied = server.send("PUT", &target, &headers, b"new");
    assert_eq!((denied.status, denied.element("Code")), (403, Some("AccessDenied")));
    assert_eq!(server.control("POST", "/users/AKIAIOSFODNN7EXAMPLE/allow", "").status, 200);
    assert_eq!(server.read("k").body, "old");
    server.assert_taken("allowed", &server.send("PUT", &target, &headers, b"new"));
}
