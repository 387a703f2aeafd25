//! Form uploads. The policy is signed here: aws-sigv4 has no policies, only the key and the HMAC.

use std::time::SystemTime;

use aws_sigv4::sign::v4::{calculate_signature, generate_signing_key};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use time::OffsetDateTime;
use time::macros::format_description;

use crate::harness::{ID, Reply, SECRET, Server, headers, server};

struct Post {
    credentials: (String, String, Option<String>),
    region: &'static str,
    key: &'static str,
    /// More fields, and their conditions.
    fields: Vec<(&'static str, &'static str)>,
    conditions: Vec<&'static str>,
    /// Seconds from now.
    expires: i64,
    file: &'static str,
}

fn post() -> Post {
    Post {
        credentials: (ID.to_owned(), SECRET.to_owned(), None),
        region: "us-east-1",
        key: "k",
        fields: Vec::new(),
        conditions: vec![r#"["eq","$key","k"]"#],
        expires: 60,
        file: "new",
    }
}

impl Post {
    fn with(mut self, name: &'static str, value: &'static str, condition: &'static str) -> Self {
        self.fields.push((name, value));
        self.conditions.push(condition);
        self
    }

    /// The signed fields, to be altered or sent.
    fn sign(&self) -> Vec<(String, String)> {
        let (id, secret, token) = &self.credentials;
        let now = OffsetDateTime::now_utc();
        let date = now.format(format_description!("[year][month][day]T[hour][minute][second]Z")).unwrap();
        let end = now + time::Duration::seconds(self.expires);
        let end = end.format(format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z")).unwrap();
        let credential = format!("{id}/{}/{}/s3/aws4_request", &date[..8], self.region);
        let mut fields = headers(&[
            ("key", self.key),
            ("x-amz-algorithm", "AWS4-HMAC-SHA256"),
            ("x-amz-credential", &credential),
            ("x-amz-date", &date),
        ]);
        fields.extend(token.iter().map(|token| ("x-amz-security-token".to_owned(), token.clone())));
        let own: Vec<_> = fields[1..].iter().map(|(name, value)| format!(r#"{{"{name}":"{value}"}}"#)).collect();
        let conditions = [own.join(","), self.conditions.join(",")].join(",");
        let policy =
            BASE64.encode(format!(r#"{{"expiration":"{end}","conditions":[{{"bucket":"bucket"}},{conditions}]}}"#));
        let signing_key = generate_signing_key(secret, SystemTime::now(), self.region, "s3");
        fields.extend(headers(&self.fields));
        fields.extend(headers(&[("x-amz-signature", &calculate_signature(signing_key, policy.as_bytes()))]));
        fields.extend(headers(&[("policy", &policy)]));
        fields
    }

    fn send(&self, server: &Server) -> Reply {
        self.altered(server, |_| ())
    }

    fn altered(&self, server: &Server, alter: impl Fn(&mut Vec<(String, String)>)) -> Reply {
        let mut fields = self.sign();
        alter(&mut fields);
        let part = |(name, value): &(String, String)| {
            format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let mut body: String = fields.iter().map(part).collect();
        let file = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\dir\\f ü.txt\"\r\n\r\n";
        body.extend([file, self.file, "\r\n--B--\r\n"]);
        let list = headers(&[("host", &server.host()), ("content-type", "multipart/form-data; boundary=B")]);
        server.send("POST", "/bucket", &list, body.as_bytes())
    }
}

fn field<'a>(fields: &'a mut [(String, String)], name: &str) -> &'a mut String {
    fields.iter_mut().find(|(found, _)| found == name).map(|(_, value)| value).unwrap()
}

#[test]
fn a_signed_policy_lets_a_form_in() {
    let server = server();
    let reply = post().send(&server);
    assert_eq!((reply.status, reply.body.as_str()), (204, ""));
    server.assert_taken("good", &reply);
    let exact =
        ["eq", "starts-with"].map(|kind| format!("[\"{kind}\",\"$content-type\",\"image/png\"]").leak() as &str);
    for condition in exact {
        server.assert_taken(condition, &post().with("Content-Type", "image/png", condition).send(&server));
    }
}

#[test]
fn the_signature_is_checked() {
    let server = server();
    let other = post().altered(&server, |fields| *field(fields, "x-amz-signature") = "0".repeat(64));
    server.assert_refused("signature", &other, 403, "SignatureDoesNotMatch");
    assert!(other.element("StringToSign").unwrap().starts_with("eyJleHBpcmF0aW9uIjo"));
    let wider = post().altered(&server, |fields| {
        *field(fields, "policy") = BASE64.encode(r#"{"expiration":"2099-01-01T00:00:00Z","conditions":[]}"#);
    });
    server.assert_refused("policy", &wider, 403, "SignatureDoesNotMatch");
    let region = Post { region: "eu-west-1", ..post() }.send(&server);
    server.assert_refused("region", &region, 400, "AuthorizationQueryParametersError");
    let unknown = Post { credentials: ("AKIDNOBODY".into(), SECRET.into(), None), ..post() }.send(&server);
    server.assert_refused("unknown", &unknown, 403, "InvalidAccessKeyId");
    let anonymous = post().altered(&server, |fields| fields.truncate(1));
    server.assert_refused("anonymous", &anonymous, 403, "AccessDenied");
    let partial = post().altered(&server, |fields| fields.retain(|(name, _)| name != "x-amz-signature"));
    server.assert_refused("no signature", &partial, 400, "InvalidArgument");
}

#[test]
fn the_policy_is_checked() {
    let server = server();
    let expired = Post { expires: -1, ..post() }.send(&server);
    server.assert_refused("expired", &expired, 403, "AccessDenied");
    assert_eq!(expired.element("Message"), Some("Invalid according to Policy: Policy expired."));
    let key = post().altered(&server, |fields| *field(fields, "key") = "other".to_owned());
    server.assert_refused("key", &key, 403, "AccessDenied");
    assert_eq!(server.read("other").status, 404);
    let extra = post().altered(&server, |fields| fields.extend(headers(&[("x-amz-meta-a", "b")])));
    server.assert_refused("extra", &extra, 403, "AccessDenied");
    assert!(extra.element("Message").unwrap().ends_with("Extra input fields: x-amz-meta-a"));
    let ignored = post().altered(&server, |fields| fields.extend(headers(&[("x-ignore-a", "b")])));
    server.assert_taken("ignored", &ignored);
}

#[test]
fn the_length_is_checked() {
    let server = server();
    let sized = |condition| Post { conditions: vec![r#"["eq","$key","k"]"#, condition], ..post() };
    server.assert_taken("exact", &sized(r#"["content-length-range",3,3]"#).send(&server));
    let large = sized(r#"["content-length-range",0,2]"#).send(&server);
    server.assert_refused("large", &large, 400, "EntityTooLarge");
    assert_eq!((large.element("MaxSizeAllowed"), large.element("ProposedSize")), (Some("2"), Some("3")));
    let small = sized(r#"["content-length-range",4,9]"#).send(&server);
    server.assert_refused("small", &small, 400, "EntityTooSmall");
    let broken = Post { file: "new\r\n--Bx", ..post() }.send(&server);
    server.assert_refused("delimiter", &broken, 400, "MalformedPOSTRequest");
    let sum = |value| post().with("x-amz-checksum-crc32", value, r#"["starts-with","$x-amz-checksum-crc32",""]"#);
    server.assert_refused("checksum", &sum("AAAAAA==").send(&server), 400, "BadDigest");
}

#[test]
fn the_answer_is_the_one_asked_for() {
    let server = server();
    let status = |value: &'static str| {
        post().with("success_action_status", value, r#"["starts-with","$success_action_status",""]"#)
    };
    assert_eq!(status("200").send(&server).status, 200);
    assert_eq!(status("418").send(&server).status, 204);
    let created = status("201").send(&server);
    assert_eq!((created.status, created.element("Bucket"), created.element("Key")), (201, Some("bucket"), Some("k")));
    assert_eq!(created.element("Location"), Some(format!("http://{}/bucket/k", server.host()).as_str()));
    let redirect = r#"{"success_action_redirect":"http://localhost/x?a=b"}"#;
    let reply = post().with("success_action_redirect", "http://localhost/x?a=b", redirect).send(&server);
    let etag = "%2222af645d1859cb5ca6da0c484f1f37ea%22";
    let location = format!("http://localhost/x?a=b&bucket=bucket&key=k&etag={etag}");
    assert_eq!((reply.status, reply.header("location")), (303, Some(location.as_str())));
}

#[test]
fn the_file_name_is_put_in() {
    let server = server();
    let named = Post { key: "up/${filename}", conditions: vec![r#"["starts-with","$key","up/"]"#], ..post() };
    let reply = named.with("x-amz-meta-a", "b", r#"{"x-amz-meta-a":"b"}"#).send(&server);
    assert_eq!(reply.status, 204, "{reply:?}");
    let stored = server.read("up/f%20%C3%BC.txt");
    assert_eq!((stored.body.as_str(), stored.header("x-amz-meta-a")), ("new", Some("b")));
}

#[test]
fn denied_users_and_sessions() {
    let server = server();
    let json = r#"{"accessKeyId":"AKIAIOSFODNN7EXAMPLE","expiresIn":60}"#;
    let session = server.control("POST", "/sessions", json).json();
    let text = |name: &str| session[name].as_str().unwrap().to_owned();
    let with =
        |token| Post { credentials: (text("accessKeyId"), text("secretAccessKey"), token), ..post() }.send(&server);
    server.assert_taken("token", &with(Some(text("sessionToken"))));
    server.assert_refused("none", &with(None), 403, "InvalidAccessKeyId");
    server.assert_refused("another", &with(Some("x".to_owned())), 400, "InvalidToken");
    server.control("POST", "/users/AKIAIOSFODNN7EXAMPLE/deny", "");
    let denied = [post().send(&server), with(Some(text("sessionToken")))];
    server.control("POST", "/users/AKIAIOSFODNN7EXAMPLE/allow", "");
    for reply in denied {
        server.assert_refused("denied", &reply, 403, "AccessDenied");
    }
}
