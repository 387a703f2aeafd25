//! What may be signed, for those who shall not sign all that their credentials allow.

use crate::copy_source::COPY_SOURCE;
use crate::date::AmzDate;
use crate::error::{Error, ErrorKind};
use crate::key::{check_bucket, check_key};
use crate::operation::{Level, Operation};
use crate::request::{Request, Target};
use crate::text::{contains, lists, split_once, starts_with_any};
use crate::uri::{Slash, percent_decode, uri_encoded};
use alloc::vec::Vec;

/// What a holder may sign: some operations on the objects of one bucket, or on some of them.
///
/// It is held against the request as it is signed: the method, path, query and headers that are sent. What it does not name
/// is refused.
///
/// ```
/// # use edgesign::{Grant, Keys};
/// let grant = Grant {
///     keys: Keys::Prefix("users/42/"),
///     max_expires_in: Some(900),
///     ..Grant::new("media", &["GetObject", "PutObject"])
/// };
/// ```
#[derive(Debug, Clone)]
pub struct Grant<'a> {
    /// The bucket.
    pub bucket: &'a str,
    /// Which of its objects.
    pub keys: Keys<'a>,
    /// The names of the [operations](Operation), such as `GetObject`.
    pub operations: Vec<&'a str>,
    /// What may stand in the request besides what is harmless: `versionId`, `response-…` and headers by their lower-case
    /// names, such as `x-amz-acl`.
    pub parameters: Vec<&'a str>,
    /// If any, an object can only be stored with one of these content types, which the request then has to bind.
    pub content_types: Vec<&'a str>,
    /// Bytes: an object, or each part of one, can only be stored with a length of at most this, which the request has to bind.
    pub max_content_length: Option<u64>,
    /// Seconds, 1 to 604800: no URL lives longer.
    pub max_expires_in: Option<u32>,
    /// The second (since 1970-01-01T00:00:00Z) at which the grant ends, and every URL with it.
    pub not_after: Option<u64>,
}

/// Objects of a bucket.
#[derive(Debug, Clone)]
pub enum Keys<'a> {
    /// Every one.
    All,
    /// Those whose keys begin with this, which ends in `/`.
    Prefix(&'a str),
    /// Those with these keys.
    Listed(Vec<&'a str>),
}

impl<'a> Grant<'a> {
    /// These operations on all of a bucket.
    #[must_use]
    pub fn new(bucket: &'a str, operations: &[&'a str]) -> Self {
        Self {
            bucket,
            keys: Keys::All,
            operations: operations.into(),
            parameters: Vec::new(),
            content_types: Vec::new(),
            max_content_length: None,
            max_expires_in: None,
            not_after: None,
        }
    }

    /// Whether it allows the request.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidGrant`], [`ErrorKind::NotGranted`].
    pub(crate) fn check(&self, request: &Request) -> Result<(), Error> {
        self.check_itself()?;
        let Some(target) = &request.target else { return Err(refused("url")) };
        let operation = target.operation;
        if !self.operations.contains(&operation.name()) {
            return Err(refused(operation.name()));
        }
        if operation.level() != Level::Service && target.bucket != self.bucket {
            return Err(refused("bucket"));
        }
        self.check_objects(target, request)?;
        self.check_parameters(operation, request)?;
        self.check_copy_source(request)?;
        self.check_content(operation, request)
    }

    /// Whether it has begun and not ended: nothing is signed ahead of time, which would outlive it.
    ///
    /// # Errors
    /// [`ErrorKind::NotGranted`].
    pub(crate) fn check_time(&self, date: &AmzDate, now: u64) -> Result<(), Error> {
        if date.unix() > now {
            return Err(Error::new(ErrorKind::NotGranted, "signingDate", "in the future, which no grant allows"));
        }
        if self.not_after.is_some_and(|end| end <= now) {
            return Err(Error::new(ErrorKind::NotGranted, "notAfter", "the grant has ended"));
        }
        Ok(())
    }

    /// Whether it can be held against requests.
    fn check_itself(&self) -> Result<(), Error> {
        check_bucket(self.bucket).map_err(|_| invalid("bucket", "expected the name of a bucket"))?;
        match &self.keys {
            Keys::All => {}
            Keys::Prefix(prefix) if prefix.ends_with('/') && check_key(prefix).is_ok() => {}
            Keys::Prefix(_) => return Err(invalid("prefix", "expected the beginning of a key that ends in /")),
            Keys::Listed(keys) if !keys.is_empty() && keys.iter().all(|key| check_key(key).is_ok()) => {}
            Keys::Listed(_) => return Err(invalid("keys", "expected object keys")),
        }
        if self.operations.is_empty() {
            return Err(invalid("operations", "expected the names of S3 operations"));
        }
        if !self.max_expires_in.is_none_or(|seconds| (1..=MAX_EXPIRES_IN).contains(&seconds)) {
            return Err(invalid("maxExpiresIn", "expected a whole number of seconds from 1 to 604800"));
        }
        self.operations.iter().try_for_each(|name| self.check_operation(name))
    }

    /// Whether what the grant says of objects can be said of the operation.
    fn check_operation(&self, name: &str) -> Result<(), Error> {
        let operation = Operation::find(name).map_err(|_| invalid(name, "not the name of an S3 operation"))?;
        let is_held = match self.keys {
            Keys::All => true,
            Keys::Prefix(_) => operation.level() == Level::Object || is_list(operation),
            Keys::Listed(_) => operation.level() == Level::Object,
        };
        if !is_held {
            return Err(invalid(name, "reaches beyond a prefix or keys"));
        }
        if lists(COPIES, name) && (self.max_content_length.is_some() || !self.content_types.is_empty()) {
            return Err(invalid(name, "stores what has neither content type nor length in the request"));
        }
        Ok(())
    }

    /// The object; for a list, the beginning of the keys.
    fn check_objects(&self, target: &Target, request: &Request) -> Result<(), Error> {
        if target.operation.level() == Level::Object {
            return if self.has_key(&target.key) { Ok(()) } else { Err(refused("key")) };
        }
        let Keys::Prefix(prefix) = self.keys else { return Ok(()) };
        let listed = request.query_value(PREFIX).unwrap_or_default();
        if listed.starts_with(&uri_encoded(prefix, Slash::Encode)) { Ok(()) } else { Err(refused(PREFIX)) }
    }

    fn has_key(&self, key: &str) -> bool {
        match &self.keys {
            Keys::All => true,
            Keys::Prefix(prefix) => key.starts_with(prefix),
            Keys::Listed(keys) => keys.contains(&key),
        }
    }

    /// Every query parameter and every header.
    fn check_parameters(&self, operation: Operation, request: &Request) -> Result<(), Error> {
        let subresource = split_once(operation.subresource(), b'=').map_or(operation.subresource(), |(name, _)| name);
        let is_own = |name: &str| {
            name == subresource
                || (operation.has_query(name) && !starts_with_any(name, "versionId response-"))
                || self.parameters.contains(&name)
        };
        let names = request.query.iter().map(|(name, _)| name).filter(|name| !is_own(name));
        // What is left in the query is a header that was hoisted, or looks like one to the server.
        for name in names.chain(request.headers.iter().map(|(name, _)| name)) {
            let lower = name.to_ascii_lowercase();
            let is_harmless = lists(HARMLESS, &lower) || starts_with_any(&lower, HARMLESS_PREFIXES);
            if !is_harmless && !self.parameters.contains(&lower.as_str()) {
                return Err(refused(name));
            }
        }
        Ok(())
    }

    /// What is copied is read: it has to be granted, too, however it is written.
    fn check_copy_source(&self, request: &Request) -> Result<(), Error> {
        if let Some(source) = request.bound(COPY_SOURCE) {
            return self.check_source(source);
        }
        let Some(source) = request.in_query(COPY_SOURCE) else { return Ok(()) };
        self.check_source(&percent_decode(source).ok_or_else(|| refused(COPY_SOURCE))?)
    }

    fn check_source(&self, source: &str) -> Result<(), Error> {
        let (path, query) = split_once(source, b'?').unwrap_or((source, ""));
        let path = percent_decode(path.strip_prefix("/").unwrap_or(path)).ok_or_else(|| refused(COPY_SOURCE))?;
        let (bucket, key) = split_once(&path, b'/').unwrap_or_default();
        let is_granted = bucket == self.bucket && self.has_key(key) && self.operations.contains(&"GetObject");
        let is_version = query.starts_with("versionId=") && self.parameters.contains(&"versionId");
        // A + is a space to some servers, and a plus to others.
        if !is_granted || contains(source, b'+') || check_key(key).is_err() || !(query.is_empty() || is_version) {
            return Err(refused(COPY_SOURCE));
        }
        Ok(())
    }

    /// The type and the length of what is stored.
    fn check_content(&self, operation: Operation, request: &Request) -> Result<(), Error> {
        let content_type = request.bound(CONTENT_TYPE).unwrap_or_default();
        if lists("PutObject CreateMultipartUpload", operation.name())
            && !self.content_types.is_empty()
            && !self.content_types.contains(&content_type)
        {
            return Err(refused(CONTENT_TYPE));
        }
        let length = || request.bound(CONTENT_LENGTH).and_then(|length| length.parse().ok());
        let is_short = |most: u64| length().is_some_and(|length: u64| length <= most);
        if lists("PutObject UploadPart", operation.name()) && !self.max_content_length.is_none_or(is_short) {
            return Err(refused(CONTENT_LENGTH));
        }
        Ok(())
    }
}

/// Whether it lists keys, which it can be held to a prefix of.
fn is_list(operation: Operation) -> bool {
    operation.level() == Level::Bucket && operation.has_query(PREFIX)
}

fn refused(name: &str) -> Error {
    Error::new(ErrorKind::NotGranted, name, "the grant does not allow it")
}

fn invalid(name: &str, expected: &'static str) -> Error {
    Error::new(ErrorKind::InvalidGrant, name, expected)
}

const MAX_EXPIRES_IN: u32 = 604_800;
const PREFIX: &str = "prefix";
const CONTENT_TYPE: &str = "content-type";
const CONTENT_LENGTH: &str = "content-length";
const COPIES: &str = "CopyObject UploadPartCopy";
/// Headers that neither open an object to others nor change who pays, how long it is kept, or who can decrypt it.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html>, and the other operations' pages.
const HARMLESS: &str = "host content-type content-length content-md5 content-disposition content-encoding \
    content-language cache-control expires range x-amz-content-sha256 x-amz-copy-source x-amz-copy-source-range \
    x-amz-metadata-directive x-amz-mp-object-size x-amz-object-attributes x-amz-max-parts x-amz-part-number-marker \
    x-amz-sdk-checksum-algorithm";
const HARMLESS_PREFIXES: &str = "if- x-amz-meta- x-amz-checksum- x-amz-copy-source-if-";
