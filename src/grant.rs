//! What may be signed, for those who shall not sign all that their credentials allow.

use crate::copy_source::COPY_SOURCE;
use crate::date::AmzDate;
use crate::error::{Error, ErrorKind};
use crate::key::{check_bucket, check_key};
use crate::operation::{Level, Operation};
use crate::request::{CONTENT_LENGTH, Request, Target};
use crate::text::{lists, split, split_once, starts_with_any};
use crate::uri::{Slash, uri_encoded};

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
#[derive(Debug, Clone, Copy)]
pub struct Grant<'a> {
    /// The bucket.
    pub bucket: &'a str,
    /// Which of its objects.
    pub keys: Keys<'a>,
    /// The names of the [operations](Operation), such as `GetObject`.
    pub operations: &'a [&'a str],
    /// What may stand in the request besides what is harmless: `versionId`, `response-…` and headers by their lower-case
    /// names, such as `x-amz-acl`.
    pub parameters: &'a [&'a str],
    /// If any, an object can only be stored with one of these content types, which the request then has to bind.
    pub content_types: &'a [&'a str],
    /// Bytes: an object, or each part of one, can only be stored with a length of at most this, which the request has to bind.
    pub max_content_length: Option<u64>,
    /// Seconds, 1 to 604800: no URL lives longer.
    pub max_expires_in: Option<u32>,
    /// The second (since 1970-01-01T00:00:00Z) at which the grant ends, and every URL with it. A request that is signed in its
    /// headers, by [`sign`](crate::sign()), is good for 15 minutes all the same.
    pub not_after: Option<u64>,
}

/// Objects of a bucket.
#[derive(Debug, Clone, Copy)]
pub enum Keys<'a> {
    /// Every one.
    All,
    /// Those whose keys begin with this, which ends in `/`.
    Prefix(&'a str),
    /// Those with these keys.
    Listed(&'a [&'a str]),
}

impl<'a> Grant<'a> {
    /// These operations on all of a bucket.
    #[must_use]
    pub const fn new(bucket: &'a str, operations: &'a [&'a str]) -> Self {
        Self {
            bucket,
            keys: Keys::All,
            operations,
            parameters: &[],
            content_types: &[],
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
        if let Some((name, expected)) = self.fault() {
            return Err(Error::new(ErrorKind::InvalidGrant, name, expected));
        }
        match self.refused(request) {
            Some(name) => Err(not_granted(name)),
            None => Ok(()),
        }
    }

    /// Whether it allows another object for a request that it [allows](Self::check).
    ///
    /// # Errors
    /// [`ErrorKind::NotGranted`].
    pub(crate) fn check_target(&self, target: &Target) -> Result<(), Error> {
        self.refused_target(target).map_or(Ok(()), |name| Err(not_granted(name)))
    }

    /// Whether it has not ended. Nothing is signed ahead of time, which would outlive it.
    ///
    /// # Errors
    /// [`ErrorKind::NotGranted`].
    pub(crate) fn check_time(&self, date: &AmzDate, now: u64) -> Result<(), Error> {
        let (name, expected) = if date.unix() > now {
            ("signingDate", "in the future, which no grant allows")
        } else if self.not_after.is_some_and(|end| end <= now) {
            ("notAfter", "the grant has ended")
        } else {
            return Ok(());
        };
        Err(Error::new(ErrorKind::NotGranted, name, expected))
    }

    /// What is wrong with the grant itself.
    fn fault(&self) -> Option<(&str, &'static str)> {
        if check_bucket(self.bucket).is_err() {
            return Some(("bucket", "expected a bucket name"));
        }
        if self.operations.is_empty() {
            return Some(("operations", "expected names of S3 operations"));
        }
        if self.max_expires_in.is_some_and(|seconds| !(1..=604_800).contains(&seconds)) {
            return Some(("maxExpiresIn", "expected 1 to 604800 seconds"));
        }
        self.keys_fault().or_else(|| self.operations.iter().find_map(|name| self.operation_fault(name)))
    }

    fn keys_fault(&self) -> Option<(&str, &'static str)> {
        let is_key = |key: &&str| check_key(key).is_ok();
        match &self.keys {
            Keys::Prefix(prefix) if !prefix.ends_with('/') || !is_key(prefix) => {
                Some(("prefix", "expected the beginning of keys, up to a /"))
            }
            Keys::Listed(keys) if keys.is_empty() || !keys.iter().all(is_key) => Some(("keys", "expected object keys")),
            _ => None,
        }
    }

    /// What is wrong with granting an operation: what the grant says of objects has to hold for it.
    fn operation_fault(&self, name: &'a str) -> Option<(&str, &'static str)> {
        let Ok(operation) = Operation::find(name) else { return Some((name, "not the name of an S3 operation")) };
        let is_held = operation.level() == Level::Object
            || match self.keys {
                Keys::All => true,
                Keys::Prefix(_) => operation.level() == Level::Bucket && operation.has_query(PREFIX),
                Keys::Listed(_) => false,
            };
        if !is_held {
            return Some((name, "reaches beyond a prefix or keys"));
        }
        let limits_content = self.max_content_length.is_some() || !self.content_types.is_empty();
        (limits_content && operation.needed_headers().any(|header| header == COPY_SOURCE))
            .then_some((name, "binds neither the type nor the length of what it stores"))
    }

    /// The first thing in the request that it does not allow.
    fn refused<'r>(&self, request: &'r Request) -> Option<&'r str> {
        let Some(target) = &request.target else { return Some("url") };
        let operation = target.operation;
        if let Some(name) = self.refused_target(target) {
            return Some(name);
        }
        if let Keys::Prefix(prefix) = self.keys
            && operation.level() == Level::Bucket
            && !request.query_value(PREFIX).is_some_and(|value| begins_inside(value, prefix))
        {
            return Some(PREFIX);
        }
        // What is copied is read. Only a source that this crate has written is sure to be the one that a server reads.
        let has_source = request.bound(COPY_SOURCE).or_else(|| request.in_query(COPY_SOURCE)).is_some();
        if has_source && request.copy_source.as_ref().is_none_or(|source| self.refused_target(source).is_some()) {
            return Some(COPY_SOURCE);
        }
        if let Some((name, _)) = request.query.iter().find(|(name, _)| !self.allows_query(operation, name)) {
            return Some(name);
        }
        if let Some((name, _)) = request.headers.iter().find(|(name, _)| !self.allows_header(name)) {
            return Some(name);
        }
        self.refused_content(operation, request)
    }

    fn refused_target(&self, target: &Target) -> Option<&'static str> {
        let (name, level) = (target.operation.name(), target.operation.level());
        if !has(self.operations, name) {
            return Some(name);
        }
        if level != Level::Service && target.bucket != self.bucket {
            return Some("bucket");
        }
        if target.has_version && !has(self.parameters, VERSION_ID) {
            return Some(VERSION_ID);
        }
        let has_key = match &self.keys {
            Keys::All => true,
            Keys::Prefix(prefix) => target.key.starts_with(prefix),
            Keys::Listed(keys) => has(keys, &target.key),
        };
        (level == Level::Object && !has_key).then_some("key")
    }

    /// A parameter of the operation that is harmless or named by the grant, or a header that was hoisted.
    fn allows_query(&self, operation: Operation, name: &str) -> bool {
        let subresource = operation.subresource();
        let own = operation.has_query(name) && name != VERSION_ID && !name.starts_with("response-");
        own || split_once(subresource, b'=').map_or(subresource, |(name, _)| name) == name || self.allows_header(name)
    }

    fn allows_header(&self, name: &str) -> bool {
        let lower = name.to_ascii_lowercase();
        lists(HARMLESS, &lower)
            || starts_with_any(&lower, HARMLESS_PREFIXES)
            || has(self.parameters, &lower)
            || has(self.parameters, name)
    }

    /// The type and the length of what is stored.
    fn refused_content(&self, operation: Operation, request: &Request) -> Option<&'static str> {
        let is_listed = request.bound(CONTENT_TYPE).is_some_and(|bound| has(self.content_types, bound));
        let is_typed = self.content_types.is_empty() || is_listed;
        if !is_typed && lists("PutObject CreateMultipartUpload", operation.name()) {
            return Some(CONTENT_TYPE);
        }
        let length = request.content_length();
        let fits = self.max_content_length.is_none_or(|most| length.is_some_and(|length| length <= most));
        (!fits && lists("PutObject UploadPart", operation.name())).then_some(CONTENT_LENGTH)
    }
}

fn not_granted(name: &str) -> Error {
    Error::new(ErrorKind::NotGranted, name, "the grant does not allow it")
}

/// Whether the prefix of a list, which is encoded, begins with the grant's, and does not leave it again where a server takes
/// keys for paths.
fn begins_inside(listed: &str, prefix: &str) -> bool {
    listed.starts_with(&uri_encoded(prefix, Slash::Encode)) && split(listed, b'%').all(|part| part != "2F..")
}

/// Whether it is one of them.
#[inline(never)]
fn has(listed: &[&str], name: &str) -> bool {
    listed.contains(&name)
}

const PREFIX: &str = "prefix";
const VERSION_ID: &str = "versionId";
pub(crate) const CONTENT_TYPE: &str = "content-type";
/// Headers that neither open an object to others nor change who pays, how long it is kept, or who can decrypt it.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html>, and the other operations' pages.
const HARMLESS: &str = "host content-type content-length content-md5 content-disposition content-encoding \
    content-language cache-control expires range x-amz-content-sha256 x-amz-copy-source x-amz-copy-source-range \
    x-amz-metadata-directive x-amz-mp-object-size x-amz-object-attributes x-amz-max-parts x-amz-part-number-marker \
    x-amz-sdk-checksum-algorithm success_action_status";
const HARMLESS_PREFIXES: &str = "if- x-amz-meta- x-amz-checksum- x-amz-copy-source-if-";
