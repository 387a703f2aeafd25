//! The control API: users, denials and sessions, on a port of its own.
//!
//! `Host` must be this loopback port and `Origin`, if sent, an allowed one: a page elsewhere cannot use it, nor can one
//! whose own name was pointed at 127.0.0.1.

use std::sync::Arc;

use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use s3s::Body;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::cors::{self, AllowedOrigins};
use crate::encode::decode;
use crate::users::{Credentials, Users};
use crate::when;

const MAX_BODY: usize = 64 * 1024;
const LONGEST_SESSION: i64 = 43_200;

pub(crate) struct Control {
    pub(crate) users: Arc<Users>,
    pub(crate) origins: AllowedOrigins,
    pub(crate) port: u16,
}

type Outcome = Result<Value, (StatusCode, &'static str)>;

const NOT_FOUND: (StatusCode, &str) = (StatusCode::NOT_FOUND, "not found");
const NO_USER: (StatusCode, &str) = (StatusCode::NOT_FOUND, "no such user");

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewSecret {
    secret_access_key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewSession {
    access_key_id: String,
    expires_in: i64,
}

impl Control {
    pub(crate) async fn answer(&self, request: Request<Incoming>) -> Response<Body> {
        let headers = request.headers();
        if !self.is_own_host(headers) || !self.origin_may(headers) {
            return respond(StatusCode::FORBIDDEN, &json!({ "error": "Host or Origin is not allowed" }));
        }
        if request.method() == Method::OPTIONS {
            return cors::preflight(headers, &self.origins);
        }
        let origin = self.origins.allowed(headers).cloned();
        let mut response = match self.route(request).await {
            Ok(value) => respond(StatusCode::OK, &value),
            Err((status, error)) => respond(status, &json!({ "error": error })),
        };
        cors::decorate(response.headers_mut(), origin.as_ref());
        response
    }

    fn is_own_host(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let name = host.and_then(|host| host.strip_suffix(&format!(":{}", self.port)));
        matches!(name, Some("127.0.0.1" | "localhost"))
    }

    fn origin_may(&self, headers: &HeaderMap) -> bool {
        !headers.contains_key(header::ORIGIN) || self.origins.allowed(headers).is_some()
    }

    async fn route(&self, request: Request<Incoming>) -> Outcome {
        let path = request.uri().path().to_owned();
        let segments: Vec<_> = path.split('/').skip(1).collect();
        if request.method() == Method::GET {
            return match segments.as_slice() {
                ["healthz"] => Ok(json!({ "ok": true })),
                ["users"] => Ok(self.list()),
                _ => Err(NOT_FOUND),
            };
        }
        check_json(request.headers())?;
        match (request.method().as_str(), segments.as_slice()) {
            ("PUT", ["users", id]) => self.put_user(id, read(request).await?),
            ("POST", ["users", id, "deny"]) => self.set_denied(id, true),
            ("POST", ["users", id, "allow"]) => self.set_denied(id, false),
            ("POST", ["sessions"]) => self.start_session(&read(request).await?),
            _ => Err(NOT_FOUND),
        }
    }

    fn list(&self) -> Value {
        let users = self.users.list().into_iter();
        users.map(|(id, denied)| json!({ "accessKeyId": id, "denied": denied })).collect()
    }

    fn put_user(&self, id: &str, new: NewSecret) -> Outcome {
        let access_key_id = segment(id);
        if access_key_id.is_empty() || new.secret_access_key.is_empty() {
            return Err((StatusCode::BAD_REQUEST, "the id and secretAccessKey must not be empty"));
        }
        let answer = json!({ "accessKeyId": access_key_id });
        self.users.put(Credentials { access_key_id, secret_access_key: new.secret_access_key });
        Ok(answer)
    }

    fn set_denied(&self, id: &str, denied: bool) -> Outcome {
        let id = segment(id);
        if self.users.set_denied(&id, denied) {
            return Ok(json!({ "accessKeyId": id, "denied": denied }));
        }
        Err(NO_USER)
    }

    fn start_session(&self, new: &NewSession) -> Outcome {
        if !(1..=LONGEST_SESSION).contains(&new.expires_in) {
            return Err((StatusCode::BAD_REQUEST, "expiresIn must be 1 to 43200 seconds"));
        }
        let started = self.users.start_session(&new.access_key_id, new.expires_in, when::now());
        let session = started.map_err(|_| (StatusCode::INTERNAL_SERVER_ERROR, "no randomness"))?.ok_or(NO_USER)?;
        Ok(json!({
            "accessKeyId": session.credentials.access_key_id,
            "secretAccessKey": session.credentials.secret_access_key,
            "sessionToken": session.token,
            "expiration": when::iso(session.expiration),
        }))
    }
}

/// A form on a web page cannot send this type without a preflight.
fn check_json(headers: &HeaderMap) -> Result<(), (StatusCode, &'static str)> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if content_type.split(';').next().is_some_and(|name| name.trim().eq_ignore_ascii_case("application/json")) {
        return Ok(());
    }
    Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "content-type must be application/json"))
}

async fn read<T: DeserializeOwned>(request: Request<Incoming>) -> Result<T, (StatusCode, &'static str)> {
    let body = Limited::new(request.into_body(), MAX_BODY).collect().await;
    let body = body.map_err(|_| (StatusCode::PAYLOAD_TOO_LARGE, "the body is too large"))?.to_bytes();
    serde_json::from_slice(&body).map_err(|_| (StatusCode::BAD_REQUEST, "the body is not the JSON that is expected"))
}

fn segment(encoded: &str) -> String {
    String::from_utf8_lossy(&decode(encoded.as_bytes(), false)).into_owned()
}

fn respond(status: StatusCode, value: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
