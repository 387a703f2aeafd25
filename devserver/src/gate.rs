//! The way of a request: CORS, the checks of its signature, and then s3s without the signature.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode, Uri};
use s3s::Body;
use s3s::service::S3Service;

use crate::auth::{Checks, Payload as Signed, Verified, check_request};
use crate::cors::{self, AllowedOrigins};
use crate::encode::{Pair, parse_query};
use crate::error::{ApiError, ApiResult, name_request, request_id};
use crate::payload::{Payload, sha256_mismatch};
use crate::s3::{expected, given};
use crate::store::{Digests, Store, check_digests};
use crate::users::Users;
use crate::{post, s3, when};

const MAX_XML: usize = 2 * 1024 * 1024;

pub(crate) struct Gate {
    pub(crate) store: Arc<Store>,
    pub(crate) users: Arc<Users>,
    pub(crate) region: String,
    pub(crate) origins: AllowedOrigins,
    pub(crate) s3: S3Service,
}

impl Gate {
    pub(crate) async fn answer(&self, request: Request<Incoming>) -> Response<Body> {
        if request.method() == Method::OPTIONS {
            return cors::preflight(request.headers(), &self.origins);
        }
        let origin = self.origins.allowed(request.headers()).cloned();
        let mut response = self.route(request).await.unwrap_or_else(ApiError::into_response);
        let headers = response.headers_mut();
        name_request(headers, &request_id());
        cors::decorate(headers, origin.as_ref());
        response
    }

    async fn route(&self, request: Request<Incoming>) -> ApiResult<Response<Body>> {
        let (parts, body) = request.into_parts();
        let payload = Payload::new(body, parts.headers.contains_key(header::EXPECT));
        refuse_unknown_length(&parts.headers)?;
        let checks = Checks { users: &self.users, region: &self.region, now: when::now() };
        if let Some(boundary) = post::boundary(&parts) {
            return post::upload(&self.store, checks, &parts, &boundary, payload).await;
        }
        let verified = check_request(&parts, checks)?;
        refuse_unsupported(&parts)?;
        self.forward(parts, verified, payload).await
    }

    async fn forward(&self, mut parts: Parts, verified: Verified, mut payload: Payload) -> ApiResult<Response<Body>> {
        if verified.payload == Signed::Streaming {
            // s3s verifies the signature again, and those of the chunks.
            return self.call(parts, Body::http_body_unsync(payload)).await;
        }
        strip_signature(&mut parts, verified.query, verified.presigned)?;
        let Signed::Sha256(sha256) = verified.payload else { return self.call_checked(parts, payload).await };
        let mismatch = payload.pin(sha256.clone());
        if mismatch.load(Ordering::Acquire) {
            return Err(sha256_mismatch(&sha256));
        }
        let response = self.call_checked(parts, payload).await;
        if mismatch.load(Ordering::Acquire) {
            return Err(sha256_mismatch(&sha256));
        }
        response
    }

    async fn call_checked(&self, parts: Parts, payload: Payload) -> ApiResult<Response<Body>> {
        let needs_digest = needs_digest(&parts);
        if parts.method == Method::PUT && !needs_digest {
            // May be large: the store hashes it as it comes, and throws it away if it is not what was promised.
            return self.call(parts, Body::http_body_unsync(payload)).await;
        }
        // Of others the whole body is known to be right before anything is done.
        let read = Limited::new(payload, MAX_XML).collect().await;
        let bytes = read.map_err(|error| ApiError::bad_request("MalformedXML", error.to_string()))?.to_bytes();
        if needs_digest {
            check_digest(&parts.headers, &bytes)?;
        }
        self.call(parts, Body::from(bytes)).await
    }

    async fn call(&self, parts: Parts, body: Body) -> ApiResult<Response<Body>> {
        let called = self.s3.call(Request::from_parts(parts, body)).await;
        let mut response = called.map_err(|error| ApiError::internal(format!("{error:?}")))?;
        // s3s leaves a HEAD's status alone.
        if response.status() == StatusCode::OK && response.headers().contains_key(header::CONTENT_RANGE) {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        }
        Ok(response)
    }
}

/// S3 wants to know the length before the body.
fn refuse_unknown_length(headers: &HeaderMap) -> ApiResult<()> {
    if headers.contains_key(header::TRANSFER_ENCODING) && !headers.contains_key("x-amz-decoded-content-length") {
        let text = "A header you provided implies functionality that is not implemented";
        let error = ApiError::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", text);
        return Err(error.with("Header", "Transfer-Encoding"));
    }
    Ok(())
}

/// What would be wrong to pass over in silence: other versions of an object, and keys sent without TLS.
fn refuse_unsupported(parts: &Parts) -> ApiResult<()> {
    let query = parse_query(parts.uri.query().unwrap_or_default());
    if query.iter().any(|pair| pair.is("versionId") && pair.value != b"null") {
        return Err(ApiError::bad_request("InvalidArgument", "Invalid version id specified"));
    }
    let customer_key = "x-amz-server-side-encryption-customer-";
    if parts.headers.keys().any(|name| name.as_str().starts_with(customer_key)) {
        let text = "Requests specifying Server Side Encryption with Customer provided keys must be made over a secure \
                    connection.";
        return Err(ApiError::bad_request("InvalidRequest", text));
    }
    Ok(())
}

/// s3s gets the request as if it had never been signed, and does not check it again.
fn strip_signature(parts: &mut Parts, query: Vec<Pair>, presigned: bool) -> ApiResult<()> {
    parts.headers.remove(header::AUTHORIZATION);
    parts.headers.remove("x-amz-content-sha256");
    let mut kept = Vec::new();
    for pair in query {
        if !presigned || !hoist(&pair, &mut parts.headers)? {
            kept.push(pair.raw);
        }
    }
    let uri =
        if kept.is_empty() { parts.uri.path().to_owned() } else { format!("{}?{}", parts.uri.path(), kept.join("&")) };
    parts.uri =
        Uri::try_from(uri).map_err(|_| ApiError::bad_request("InvalidURI", "Couldn't parse the specified URI."))?;
    Ok(())
}

/// A signed parameter of these names stands for the header.
fn hoist(pair: &Pair, headers: &mut HeaderMap) -> ApiResult<bool> {
    const NAMES: [&str; 4] = ["if-match", "if-none-match", "x-amz-storage-class", "x-amz-tagging"];
    let name = String::from_utf8_lossy(&pair.name).to_lowercase();
    if !name.starts_with("x-amz-meta-") && !NAMES.contains(&name.as_str()) {
        return Ok(false);
    }
    let error = |_| ApiError::bad_request("InvalidArgument", format!("The {name} parameter is no header's value"));
    let value = HeaderValue::from_bytes(&pair.value).map_err(|e| error(e.to_string()))?;
    let header = HeaderName::from_bytes(name.as_bytes()).map_err(|e| error(e.to_string()))?;
    headers.entry(header).or_insert(value);
    Ok(true)
}

/// `DeleteObjects` and `PutObjectTagging`: S3 takes their body only with a digest.
fn needs_digest(parts: &Parts) -> bool {
    let asked = |name: &str| {
        let query = parts.uri.query().unwrap_or_default();
        parse_query(query).iter().any(|pair| pair.is(name))
    };
    (parts.method == Method::POST && asked("delete")) || (parts.method == Method::PUT && asked("tagging"))
}

fn check_digest(headers: &HeaderMap, bytes: &Bytes) -> ApiResult<()> {
    let expected = expected(&given(headers), None)?;
    if expected.content_md5.is_none() && expected.checksums.values().all(String::is_empty) {
        let text = "Missing required header for this request: Content-MD5 OR x-amz-checksum-*";
        return Err(ApiError::bad_request("InvalidRequest", text));
    }
    let mut digests = Digests::new(&expected);
    digests.update(bytes);
    check_digests(digests, &expected).map(|_| ())
}

pub(crate) fn gate(store: Arc<Store>, users: Arc<Users>, region: String, origins: AllowedOrigins) -> Gate {
    let s3 = s3::service(Arc::clone(&store), Arc::clone(&users), region.clone());
    Gate { store, users, region, origins, s3 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(query: &str, presigned: bool) -> (String, HeaderMap) {
        let (mut parts, ()) = Request::get("/b/a%20b").header("authorization", "x").body(()).unwrap().into_parts();
        strip_signature(&mut parts, parse_query(query), presigned).unwrap();
        (parts.uri.to_string(), parts.headers)
    }

    #[test]
    fn signed_parameters_become_headers() {
        let (uri, headers) = stripped("x-amz-meta-A=b+c&prefix=%2F&If-None-Match=*&x-amz-acl=private", true);
        assert_eq!(uri, "/b/a%20b?prefix=%2F&x-amz-acl=private");
        assert_eq!((headers["x-amz-meta-a"].as_bytes(), headers["if-none-match"].as_bytes()), (&b"b c"[..], &b"*"[..]));
        assert!(!headers.contains_key("authorization"));
    }

    #[test]
    fn only_in_presigned_urls() {
        let (uri, headers) = stripped("x-amz-meta-a=b", false);
        assert_eq!(uri, "/b/a%20b?x-amz-meta-a=b");
        assert!(headers.is_empty());
    }
}
