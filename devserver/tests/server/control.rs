//! The control API.

use crate::harness::{Reply, Server, headers, send, server};

fn request(server: &Server, method: &str, path: &str, list: &[(&str, &str)]) -> Reply {
    send(server.control, method, path, &headers(list), b"{}")
}

#[test]
fn users_and_sessions() {
    let server = server();
    assert_eq!(server.control("GET", "/healthz", "").status, 200);
    let put = |body: &str| server.control("PUT", "/users/AK%2FID", body).status;
    assert_eq!(put(r#"{"secretAccessKey":"s"}"#), 200);
    assert_eq!(put(r#"{"secretAccessKey":""}"#), 400);
    assert_eq!(put("[]"), 400);
    assert_eq!(server.control("POST", "/users/AK%2FID/deny", "").status, 200);
    assert_eq!(server.control("POST", "/users/nobody/deny", "").status, 404);
    let users = server.control("GET", "/users", "").body;
    let want = r#"[{"accessKeyId":"AK/ID","denied":true},{"accessKeyId":"AKIAIOSFODNN7EXAMPLE","denied":false}]"#;
    assert_eq!(users, want);
    let session = |expires: &str| {
        let json = format!(r#"{{"accessKeyId":"AKIAIOSFODNN7EXAMPLE","expiresIn":{expires}}}"#);
        server.control("POST", "/sessions", &json)
    };
    let started = session("43200").json();
    assert!(started["accessKeyId"].as_str().unwrap().starts_with("ASIA"));
    assert!(started["expiration"].as_str().unwrap().ends_with('Z'));
    assert_ne!(session("1").json()["sessionToken"], started["sessionToken"]);
    for expires in ["0", "43201", "1.5", "\"60\"", "-1"] {
        assert_eq!(session(expires).status, 400, "{expires}");
    }
}

#[test]
fn only_from_here() {
    let server = server();
    let own = format!("127.0.0.1:{}", server.control);
    let local = format!("localhost:{}", server.control);
    let s3 = server.host();
    let users = |list: &[(&str, &str)]| request(&server, "GET", "/users", list).status;
    assert_eq!(users(&[("host", &own)]), 200);
    assert_eq!(users(&[("host", &local), ("origin", "http://localhost:3000")]), 200);
    for host in ["evil.example", &format!("evil.example:{}", server.control), "127.0.0.1", &s3] {
        assert_eq!(users(&[("host", host)]), 403, "{host}");
    }
    for origin in ["http://evil.example", "null"] {
        assert_eq!(users(&[("host", &own), ("origin", origin)]), 403, "{origin}");
    }
}

#[test]
fn a_change_is_json() {
    let server = server();
    let own = format!("127.0.0.1:{}", server.control);
    let deny = "/users/AKIAIOSFODNN7EXAMPLE/deny";
    assert_eq!(request(&server, "POST", deny, &[("host", &own)]).status, 415);
    assert_eq!(request(&server, "POST", deny, &[("host", &own), ("content-type", "text/plain")]).status, 415);
    assert_eq!(request(&server, "GET", deny, &[("host", &own)]).status, 404);
    assert!(server.control("GET", "/users", "").body.contains("\"denied\":false"));
}
