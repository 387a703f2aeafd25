//! `POST Object`: an upload by an HTML form, allowed by a signed policy.

mod fields;
mod form;
mod policy;

use futures::Stream;
use hyper::header::{self, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode};
use s3s::Body;

use crate::auth::Checks;
use crate::encode::{decode, encode};
use crate::error::{ApiError, ApiResult, push_element};
use crate::payload::Payload;
use crate::s3::{describe, expected, parse_tagging, virtual_bucket};
use crate::store::{Conditions, ObjectMeta, Received, Store};
use fields::Fields;
use form::{Bytes, Form};
use policy::Policy;

/// The boundary, if the request is a form.
pub(crate) fn boundary(parts: &Parts) -> Option<String> {
    if parts.method != Method::POST {
        return None;
    }
    form::boundary(parts.headers.get(header::CONTENT_TYPE)?.to_str().ok()?)
}

pub(crate) async fn upload(
    store: &Store,
    checks: Checks<'_>,
    parts: &Parts,
    boundary: &str,
    payload: Payload,
) -> ApiResult<Response<Body>> {
    let bucket = bucket(parts)?;
    store.check_bucket(&bucket)?;
    let mut form = Form::new(Body::http_body_unsync(payload), boundary);
    let fields = Fields::read(&mut form).await?;
    let policy = Policy::parse(fields.verified_policy(checks)?)?;
    policy.check(&fields, &bucket, checks.now)?;
    let key = fields.get("key").filter(|key| !key.is_empty()).ok_or_else(|| missing("key"))?;
    if key.len() > 1024 {
        return Err(ApiError::bad_request("KeyTooLongError", "Your key is too long"));
    }
    let received = receive(store, &fields, policy.length_range(), &mut form).await?;
    let mut description = describe(&fields.given())?;
    if let Some(xml) = fields.get("tagging") {
        description.tags = parse_tagging(xml)?;
    }
    let meta = ObjectMeta::new(key, &received, description);
    store.commit(&bucket, &received, &meta, &Conditions::default())?;
    answer(parts, &bucket, &meta, &fields)
}

/// Forms go to the bucket, not to a key.
fn bucket(parts: &Parts) -> ApiResult<String> {
    let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let path = String::from_utf8_lossy(&decode(parts.uri.path().as_bytes(), false)).into_owned();
    let path = path.trim_start_matches('/').trim_end_matches('/');
    match (virtual_bucket(host), path) {
        (Some(bucket), "") => Ok(bucket.to_owned()),
        (None, bucket) if !bucket.is_empty() && !bucket.contains('/') => Ok(bucket.to_owned()),
        _ => {
            let text = "The specified method is not allowed against this resource.";
            Err(ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", text))
        }
    }
}

fn missing(field: &str) -> ApiError {
    let text = format!(
        "Bucket POST must contain a field named '{field}'.  If it is specified, please check the order of the fields."
    );
    ApiError::bad_request("InvalidArgument", text).with("ArgumentName", field)
}

async fn receive<S: Stream<Item = Bytes> + Unpin>(
    store: &Store,
    fields: &Fields,
    range: Option<(u64, u64)>,
    form: &mut Form<S>,
) -> ApiResult<Received> {
    let mut incoming = store.receive(expected(&fields.given(), None)?)?;
    let (min, max) = range.unwrap_or((0, u64::MAX));
    while let Some(bytes) = form.chunk().await? {
        incoming.write(&bytes)?;
        if incoming.size() > max {
            return Err(too_large(incoming.size(), max, form).await);
        }
    }
    if incoming.size() < min {
        let text = "Your proposed upload is smaller than the minimum allowed size";
        let error = ApiError::bad_request("EntityTooSmall", text).with("ProposedSize", incoming.size().to_string());
        return Err(error.with("MinSizeAllowed", min.to_string()));
    }
    // A file that breaks off is no file: the closing delimiter must be there.
    form.finish().await?;
    incoming.finish()
}

/// Counts the rest, to say how large it would have been.
async fn too_large<S: Stream<Item = Bytes> + Unpin>(read: u64, max: u64, form: &mut Form<S>) -> ApiError {
    let mut proposed = read;
    while let Ok(Some(bytes)) = form.chunk().await {
        proposed += bytes.len() as u64;
    }
    let text = "Your proposed upload exceeds the maximum allowed size";
    let error = ApiError::bad_request("EntityTooLarge", text).with("ProposedSize", proposed.to_string());
    error.with("MaxSizeAllowed", max.to_string())
}

fn answer(parts: &Parts, bucket: &str, meta: &ObjectMeta, fields: &Fields) -> ApiResult<Response<Body>> {
    let etag = format!("\"{}\"", meta.etag);
    let location = location(parts, bucket, &meta.key);
    let mut response = Response::new(Body::empty());
    let redirect = fields.get("success_action_redirect").or(fields.get("redirect"));
    if let Some(redirect) = redirect.filter(|url| url.starts_with("http://") || url.starts_with("https://")) {
        let target = redirected(redirect, bucket, &meta.key, &etag);
        *response.status_mut() = StatusCode::SEE_OTHER;
        response.headers_mut().insert(header::LOCATION, header_value(&target)?);
    } else {
        *response.status_mut() = match fields.get("success_action_status") {
            Some("200") => StatusCode::OK,
            Some("201") => StatusCode::CREATED,
            _ => StatusCode::NO_CONTENT,
        };
        response.headers_mut().insert(header::LOCATION, header_value(&location)?);
    }
    response.headers_mut().insert(header::ETAG, header_value(&etag)?);
    if response.status() == StatusCode::CREATED {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/xml"));
        *response.body_mut() = Body::from(created(&location, bucket, &meta.key, &etag));
    }
    Ok(response)
}

fn header_value(text: &str) -> ApiResult<HeaderValue> {
    let error = |_| ApiError::bad_request("InvalidArgument", "success_action_redirect is not a URL");
    HeaderValue::from_bytes(text.as_bytes()).map_err(error)
}

fn location(parts: &Parts, bucket: &str, key: &str) -> String {
    let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let key = encode(key.as_bytes(), true);
    if virtual_bucket(host).is_some() {
        format!("http://{host}/{key}")
    } else {
        format!("http://{host}/{bucket}/{key}")
    }
}

fn redirected(url: &str, bucket: &str, key: &str, etag: &str) -> String {
    let joint = if url.contains('?') { '&' } else { '?' };
    let text = |value: &str| encode(value.as_bytes(), false);
    format!("{url}{joint}bucket={}&key={}&etag={}", text(bucket), text(key), text(etag))
}

fn created(location: &str, bucket: &str, key: &str, etag: &str) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PostResponse>");
    for (name, value) in [("Location", location), ("Bucket", bucket), ("Key", key), ("ETag", etag)] {
        push_element(&mut xml, name, value);
    }
    xml.push_str("</PostResponse>");
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_says_what_was_stored() {
        let target = redirected("http://h/done?x=1", "b", "a/b c", "\"e\"");
        assert_eq!(target, "http://h/done?x=1&bucket=b&key=a%2Fb%20c&etag=%22e%22");
        assert!(redirected("http://h/", "b", "k", "e").starts_with("http://h/?bucket="));
    }
}
