//! Which web pages may use the server, and the headers that tell their browsers so.

use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use s3s::Body;

use crate::error::ApiError;

const METHODS: [&str; 5] = ["GET", "HEAD", "PUT", "POST", "DELETE"];
const EXPOSED: &str = "ETag, Location, Content-Range, Content-Disposition, Content-Encoding, Content-Language, \
                       Accept-Ranges, Last-Modified, Date, x-amz-request-id";

/// Empty: any port of `http://localhost` and `http://127.0.0.1`.
#[derive(Debug, Clone, Default)]
pub(crate) struct AllowedOrigins(pub(crate) Vec<String>);

impl AllowedOrigins {
    pub(crate) fn allows(&self, origin: &str) -> bool {
        if self.0.is_empty() {
            return is_loopback_origin(origin);
        }
        self.0.iter().any(|allowed| allowed == origin)
    }

    /// The request's origin if it is an allowed one.
    pub(crate) fn allowed<'a>(&self, headers: &'a HeaderMap) -> Option<&'a HeaderValue> {
        let origin = headers.get(header::ORIGIN)?;
        origin.to_str().is_ok_and(|text| self.allows(text)).then_some(origin)
    }
}

fn is_loopback_origin(origin: &str) -> bool {
    let Some(authority) = origin.strip_prefix("http://") else { return false };
    let (host, port) = authority.split_once(':').unwrap_or((authority, "80"));
    matches!(host, "localhost" | "127.0.0.1") && port.parse::<u16>().is_ok()
}

/// Answers `OPTIONS`. A browser sends no credentials with it, so it is answered before any check.
pub(crate) fn preflight(request: &HeaderMap, origins: &AllowedOrigins) -> Response<Body> {
    let method = request.get(header::ACCESS_CONTROL_REQUEST_METHOD).and_then(|m| m.to_str().ok());
    let known = method.is_some_and(|m| METHODS.contains(&m));
    let Some(origin) = origins.allowed(request).filter(|_| known) else {
        let text = "CORSResponse: This CORS request is not allowed.";
        return ApiError::forbidden("AccessForbidden", text).into_response();
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::OK;
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD, PUT, POST, DELETE"));
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    if let Some(asked) = request.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
    }
    headers.insert(header::VARY, HeaderValue::from_static("Origin, Access-Control-Request-Headers"));
    response
}

/// Lets the page read the answer, an error too.
pub(crate) fn decorate(response: &mut HeaderMap, origin: Option<&HeaderValue>) {
    response.append(header::VARY, HeaderValue::from_static("Origin"));
    let Some(origin) = origin else { return };
    let exposed = exposed_headers(response);
    response.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    if let Ok(value) = HeaderValue::from_str(&exposed) {
        response.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, value);
    }
}

/// There is no pattern for `x-amz-*` in CORS: the names this answer has are listed.
fn exposed_headers(response: &HeaderMap) -> String {
    let amz = response.keys().map(HeaderName::as_str).filter(|name| name.starts_with("x-amz-"));
    amz.fold(EXPOSED.to_owned(), |list, name| format!("{list}, {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_by_default() {
        let any = AllowedOrigins::default();
        for good in ["http://localhost", "http://localhost:8080", "http://127.0.0.1:1"] {
            assert!(any.allows(good), "{good}");
        }
        for bad in [
            "https://localhost",
            "http://localhost.evil.example",
            "http://localhost:x",
            "null",
            "http://127.0.0.1:80:80",
        ] {
            assert!(!any.allows(bad), "{bad}");
        }
    }

    #[test]
    fn only_the_listed_when_listed() {
        let one = AllowedOrigins(vec!["https://a.example".to_owned()]);
        assert!(one.allows("https://a.example"));
        assert!(!one.allows("http://localhost:1"));
    }
}
