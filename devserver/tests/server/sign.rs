//! Signing by aws-sigv4: other code than the server's, and than edgesign's.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4::SigningParams;

use crate::harness::{Headers, ID, SECRET, Server, headers};

/// A request to be signed. `target` is the path and query, encoded.
pub(crate) struct Ask {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) signed: Headers,
    pub(crate) region: &'static str,
    pub(crate) service: &'static str,
    pub(crate) credentials: (String, String, Option<String>),
    pub(crate) host: Option<String>,
    /// Seconds from now.
    pub(crate) at: i64,
    pub(crate) expires: u64,
    pub(crate) body: SignableBody<'static>,
    /// Else the signature is in the query.
    pub(crate) in_header: bool,
}

impl Ask {
    pub(crate) fn new(method: &str, target: &str) -> Self {
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            signed: Vec::new(),
            region: "us-east-1",
            service: "s3",
            credentials: (ID.to_owned(), SECRET.to_owned(), None),
            host: None,
            at: 0,
            expires: 600,
            body: SignableBody::UnsignedPayload,
            in_header: false,
        }
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.signed.extend(headers(&[(name, value)]));
        self
    }

    pub(crate) fn in_header(mut self, body: SignableBody<'static>) -> Self {
        self.body = body;
        self.in_header = true;
        self
    }

    /// The target and headers to send.
    pub(crate) fn sign(self, server: &Server) -> (String, Headers) {
        let (id, secret, token) = self.credentials.clone();
        let identity = Credentials::new(id, secret, token, None, "test").into();
        let time = SystemTime::now();
        let shift = Duration::from_secs(self.at.unsigned_abs());
        let params = SigningParams::builder()
            .identity(&identity)
            .region(self.region)
            .name(self.service)
            .time(if self.at < 0 { time - shift } else { time + shift })
            .settings(self.settings())
            .build()
            .unwrap()
            .into();
        let host = self.host.clone().unwrap_or_else(|| server.host());
        let url = format!("http://{host}{}", self.target);
        let signed = self.signed.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let request = SignableRequest::new(&self.method, url, signed, self.body.clone()).unwrap();
        let (instructions, _) = sign(request, &params).unwrap().into_parts();
        let mut sent = headers(&[("host", &host)]);
        sent.extend(self.signed.clone());
        sent.extend(instructions.headers().map(|(name, value)| (name.to_owned(), value.to_owned())));
        let query: Vec<_> =
            instructions.params().iter().map(|(name, value)| format!("{name}={}", percent_encode(value))).collect();
        (join(&self.target, &query.join("&")), sent)
    }

    fn settings(&self) -> SigningSettings {
        let mut settings = SigningSettings::default();
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        if self.in_header {
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        } else {
            settings.signature_location = SignatureLocation::QueryParams;
            settings.expires_in = Some(Duration::from_secs(self.expires));
        }
        settings
    }
}

fn join(target: &str, query: &str) -> String {
    match query {
        "" => target.to_owned(),
        _ if target.contains('?') => format!("{target}&{query}"),
        _ => format!("{target}?{query}"),
    }
}

pub(crate) fn percent_encode(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
