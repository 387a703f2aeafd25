//! An error as S3 answers it: a status and a small XML document with AWS's code, words and fields.

use hyper::{Response, StatusCode, header};
use s3s::Body;

use crate::encode::hex;

pub(crate) type ApiResult<T> = Result<T, ApiError>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) fields: Vec<(&'static str, String)>,
}

impl ApiError {
    pub(crate) fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    pub(crate) fn forbidden(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, message)
    }

    pub(crate) fn access_denied(message: impl Into<String>) -> Self {
        Self::forbidden("AccessDenied", message)
    }

    pub(crate) fn internal(cause: impl std::fmt::Display) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalError", cause.to_string())
    }

    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), fields: Vec::new() }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    fn xml(&self, request_id: &str) -> String {
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>");
        push_element(&mut xml, "Code", self.code);
        push_element(&mut xml, "Message", &self.message);
        for (name, value) in &self.fields {
            push_element(&mut xml, name, value);
        }
        push_element(&mut xml, "RequestId", request_id);
        xml.push_str("</Error>");
        xml
    }

    pub(crate) fn into_response(self) -> Response<Body> {
        let id = request_id();
        let mut response = Response::new(Body::from(self.xml(&id)));
        *response.status_mut() = self.status;
        let xml = header::HeaderValue::from_static("application/xml");
        response.headers_mut().insert(header::CONTENT_TYPE, xml);
        name_request(response.headers_mut(), &id);
        response
    }
}

impl From<std::io::Error> for ApiError {
    fn from(error: std::io::Error) -> Self {
        Self::internal(error)
    }
}

impl From<ApiError> for s3s::S3Error {
    fn from(error: ApiError) -> Self {
        // The code is one of S3's; one unknown to s3s is kept as it is.
        let code = s3s::S3ErrorCode::from_bytes(error.code.as_bytes()).unwrap_or(s3s::S3ErrorCode::InternalError);
        let mut s3_error = Self::with_message(code, error.message);
        s3_error.set_status_code(error.status);
        s3_error
    }
}

/// Random, as AWS's are; no error if there is no randomness, an identifier is only for people.
pub(crate) fn request_id() -> String {
    let mut bytes = [0; 8];
    let _ = getrandom::fill(&mut bytes);
    hex(&bytes).to_uppercase()
}

/// One that has a name keeps it.
pub(crate) fn name_request(headers: &mut header::HeaderMap, id: &str) {
    if let Ok(id) = header::HeaderValue::from_str(id) {
        headers.entry("x-amz-request-id").or_insert(id);
    }
}

pub(crate) fn push_element(xml: &mut String, name: &str, value: &str) {
    xml.extend(["<", name, ">", &escape(value), "</", name, ">"]);
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(c),
            // XML 1.0 has no way to write the other control characters.
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_escaped() {
        let error = ApiError::access_denied("a<b>&\"").with("Key", "x\u{1}\ny");
        let xml = error.xml("1");
        assert!(
            xml.contains("<Code>AccessDenied</Code><Message>a&lt;b&gt;&amp;&quot;</Message><Key>x\u{fffd}\ny</Key>")
        );
    }
}
