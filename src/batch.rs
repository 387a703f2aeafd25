//! One operation on many objects: the URLs that [`presign`](crate::presign()) makes, four at a time.
//!
//! Only the key differs from one to the next: what stands around it, in the URL and in what is signed, is taken from the first.

use crate::canonical_request::PathRules;
use crate::crypto::Secret;
use crate::error::{Error, ErrorKind};
use crate::expiry::{Expiry, Lifetime};
use crate::grant::Grant;
use crate::hex::hex_word;
use crate::key::check_key;
use crate::lanes::{LANES, Message, Midstate, State};
use crate::presign::{Presigned, presign};
use crate::request::{Request, Target};
use crate::signing::SigningContext;
use crate::signing_key::SigningKey;
use crate::text::{Put, concat, split};
use crate::uri::{Slash, uri_encode, uri_encoded};
use alloc::string::String;
use alloc::vec::Vec;

/// Presigned URLs for many objects, and how long they live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresignedMany {
    /// What all URLs begin with, up to the key, and what they end with, from the key to the signature.
    pub(crate) around: [String; 2],
    /// The encoded keys, each with its signature, and a line break behind both.
    pub(crate) lines: Vec<u8>,
    /// How long they live.
    pub expiry: Expiry,
    /// The request that the first one is good for, with the headers that the sender must set. Others differ in the key.
    pub request: Request,
}

impl PresignedMany {
    /// The URLs, in the order of their keys.
    pub fn urls(&self) -> impl Iterator<Item = String> {
        let [before, after] = &self.around;
        let mut lines = split(str::from_utf8(&self.lines).unwrap_or_default(), b'\n');
        core::iter::from_fn(move || Some(concat(&[before, lines.next()?, after, lines.next()?])))
    }
}

/// Signs a request to an object of S3 for each of many keys, in place of its own. Every URL is the one that
/// [`presign`](crate::presign()) makes.
///
/// ```
/// # use edgesign::{AddressingStyle, AmzDate, Credentials, Endpoint, Lifetime, Operation, SigningContext, presign_many};
/// # fn main() -> Result<(), edgesign::Error> {
/// # let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")?;
/// # let (now, date) = (1_795_000_000, AmzDate::from_unix(1_795_000_000)?);
/// let endpoint = Endpoint::aws("eu-west-1", AddressingStyle::VirtualHosted)?;
/// let request = endpoint.request(Operation::find("GetObject")?, Some("media"), Some("any"))?;
/// let context = SigningContext::s3(credentials, "eu-west-1", &date);
/// let presigned = presign_many(request, &["1.jpg", "2.jpg"], &context, Lifetime::seconds(900), now)?;
/// assert_eq!(presigned.urls().count(), 2);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Those of [`presign`](crate::presign()); where a key is at fault, [`Error::index`] says which one. [`ErrorKind::InvalidKey`]
/// if the request is to no object, or signed as S3 does not.
pub fn presign_many(
    request: Request,
    keys: &[&str],
    context: &SigningContext<'_>,
    lifetime: Lifetime,
    now: u64,
) -> Result<PresignedMany, Error> {
    if context.path_rules != PathRules::S3 {
        return Err(Error::new(ErrorKind::InvalidKey, "keys", "only S3 has objects"));
    }
    let Some(first) = keys.first() else {
        let expiry = Expiry::new(lifetime, &context.credentials, context.grants, context.date, now)?;
        return Ok(PresignedMany { around: Default::default(), lines: Vec::new(), expiry, request });
    };
    let presigned = presign_one(request, first, context, lifetime, now)?;
    let lines =
        Batch::new(&presigned, &SigningKey::new(&context.credentials, &context.scope())?).sign(keys, context.grants)?;
    let around = url_around(&presigned).map(String::from);
    let Presigned { expiry, request, .. } = presigned;
    Ok(PresignedMany { around, lines, expiry, request })
}

/// Signs for the first key, from which all others are made.
pub(crate) fn presign_one(
    mut request: Request,
    key: &str,
    context: &SigningContext<'_>,
    lifetime: Lifetime,
    now: u64,
) -> Result<Presigned, Error> {
    request.replace_key(key).and_then(|()| presign(request, context, lifetime, now)).map_err(|error| error.at(0))
}

/// The URL, before the key and behind it, up to the signature.
pub(crate) fn url_around(presigned: &Presigned) -> [&str; 2] {
    let Presigned { url, request, .. } = presigned;
    around(unsigned(url), request.origin.len() + request.path.len(), request)
}

/// What is the same in all signatures.
pub(crate) struct Batch<'a> {
    /// What grants are held against.
    pub(crate) target: Option<Target>,
    /// The canonical request, before the key and behind it.
    pub(crate) canonical_request: [&'a str; 2],
    /// The string to sign, up to the hash of the canonical request, without what `inner` has hashed of it.
    pub(crate) string_to_sign: &'a [u8],
    /// The two hashes of HMAC (RFC 2104), as far as they are the same for every message.
    pub(crate) inner: Midstate,
    pub(crate) outer: Midstate,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(presigned: &'a Presigned, signing_key: &SigningKey) -> Self {
        let Presigned { request, stages, .. } = presigned;
        let [inner, outer] = [0x36, 0x5c].map(|pad| pad_state(signing_key, pad));
        let (inner, string_to_sign) = inner.after(unsigned(stages.string_to_sign.as_str()).as_bytes());
        let end = request.method.len() + 1 + request.path.len();
        let canonical_request = around(stages.canonical_request.as_str(), end, request);
        Self { target: request.target.clone(), canonical_request, string_to_sign, inner, outer }
    }

    /// The keys, encoded, each with its signature, and a line break behind both.
    pub(crate) fn sign(mut self, keys: &[&str], grants: &[Grant<'_>]) -> Result<Vec<u8>, Error> {
        let mut lines = Vec::with_capacity(keys.iter().map(|key| key.len() + SIGNATURE + 2).sum());
        let (mut paths, mut messages): ([String; LANES], [Message; LANES]) = Default::default();
        for (index, group) in keys.chunks(LANES).enumerate() {
            for (lane, (key, path)) in group.iter().zip(&mut paths).enumerate() {
                check(key, self.target.as_mut(), grants).map_err(|error| error.at(LANES * index + lane))?;
                path.clear();
                uri_encode(path, key, Slash::Keep);
            }
            let (messages, _) = messages.split_at_mut(group.len());
            let signatures = self.signatures(&paths, messages);
            for (path, signature) in paths.iter().zip(signatures).take(group.len()) {
                for line in [path.as_bytes(), &hex_of(&signature)] {
                    lines.extend_from_slice(line);
                    lines.push(b'\n');
                }
            }
        }
        Ok(lines)
    }

    fn signatures(&self, paths: &[String; LANES], messages: &mut [Message]) -> [State; LANES] {
        let (start, [before, after]) = (Midstate::start(), self.canonical_request);
        for (message, path) in messages.iter_mut().zip(paths) {
            start.write(message, &[before, path, after].map(str::as_bytes));
        }
        let hashes = start.finish(messages);
        for (message, hash) in messages.iter_mut().zip(hashes) {
            self.inner.write(message, &[self.string_to_sign, &hex_of(&hash)]);
        }
        let hashes = self.inner.finish(messages);
        for (message, hash) in messages.iter_mut().zip(hashes) {
            self.outer.write(message, &[hash.map(u32::to_be_bytes).as_flattened()]);
        }
        self.outer.finish(messages)
    }
}

/// Whether a key can be sent and is granted.
fn check(key: &str, target: Option<&mut Target>, grants: &[Grant<'_>]) -> Result<(), Error> {
    check_key(key)?;
    let Some(target) = target else { return Ok(()) };
    target.key.clear();
    target.key.put(key);
    grants.iter().try_for_each(|grant| grant.check_target(target))
}

/// What stands before and behind the key, where it ends.
fn around<'a>(text: &'a str, end: usize, request: &Request) -> [&'a str; 2] {
    let key = request.target.as_ref().map_or("", |target| &target.key);
    let length = uri_encoded(key, Slash::Keep).len();
    [text.get(..end - length), text.get(end..)].map(Option::unwrap_or_default)
}

/// All but the hash that it ends with.
fn unsigned(text: &str) -> &str {
    text.get(..text.len() - SIGNATURE).unwrap_or_default()
}

/// One of HMAC's two hashes after its first block.
fn pad_state(key: &SigningKey, pad: u8) -> Midstate {
    let mut block: Secret<[u8; 64]> = [pad; 64].into();
    for (byte, key) in block.iter_mut().zip(key.expose()) {
        *byte ^= key;
    }
    Midstate::start().after(block.as_slice()).0
}

fn hex_of(state: &State) -> [u8; SIGNATURE] {
    let mut digits = [0; SIGNATURE];
    for (place, word) in digits.as_chunks_mut().0.iter_mut().zip(state) {
        *place = hex_word(*word);
    }
    digits
}

/// Digits of a hash.
const SIGNATURE: usize = 64;
