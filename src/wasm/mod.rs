//! What JavaScript calls: one function from bytes to bytes.
//!
//! One buffer goes in and one comes out: see `js/wire.js` for the other side. The one that goes in holds secrets, and they
//! stay in the memory, with everything made from them: `js/wasm.js` puts all of it back to what it was before the call.

mod wire;

use crate::canonical_request::PathRules;
use crate::copy_source::CopySource;
use crate::credential_scope::CredentialScope;
use crate::credentials::{Credentials, Key};
use crate::date::AmzDate;
use crate::endpoint::{AddressingStyle, Endpoint};
use crate::error::{Error, ErrorKind};
use crate::expiry::Lifetime;
use crate::grant::{Grant, Keys};
use crate::key::key_of;
use crate::operation::Operation;
use crate::payload_hash::{EXPECTED_HASH, PayloadHash};
use crate::post_policy::{Open, presign_post};
use crate::request::{PercentEncodingMode, Request};
use crate::sign::PayloadHashHeader;
use crate::signing::{RevealingToken, SessionTokenMode, SigningContext};
use crate::signing_key::SigningKey;
use alloc::boxed::Box;
use alloc::vec::Vec;
#[cfg(feature = "module")]
use mini_alloc::MiniAlloc;
use wasm_bindgen::prelude::wasm_bindgen;
use wire::{Reader, Reply};

/// Makes one call.
#[wasm_bindgen]
#[must_use]
pub fn call(input: &[u8]) -> Box<[u8]> {
    let mut reader = Reader::new(input);
    let reply = run(&mut reader);
    let malformed = || Error::new(ErrorKind::Internal, "wire", "malformed");
    let reply = if reply.is_ok() && reader.failed() { Err(malformed()) } else { reply };
    reply.unwrap_or_else(|error| Reply::error(&error)).into()
}

/// The first byte of a call says what it is for: see js/wire.js. 1 is to presign a URL.
const PRESIGN: u8 = 0;
const SIGN_URL: u8 = 2;
const RANDOM_KEY: u8 = 3;
const DERIVE_SIGNING_KEY: u8 = 4;
const PRESIGN_POST: u8 = 5;

fn run(reader: &mut Reader<'_>) -> Result<Reply, Error> {
    let call = reader.byte();
    if call == RANDOM_KEY {
        let (prefix, random, extension) = (reader.text(), reader.bytes(), reader.optional());
        return Ok(Reply::bytes(key_of(prefix, random, extension)?.as_bytes()));
    }
    let date = AmzDate::written(reader.text(), whole(reader.number()).unwrap_or(u64::MAX));
    let now = whole(reader.number()).unwrap_or(u64::MAX);
    let credentials = pick_credentials(reader, &date)?;
    let [region, service] = reader.texts();
    let path_rules = if reader.byte() == 1 { PathRules::S3 } else { PathRules::OTHER };
    let session_token_mode = match reader.byte() {
        0 => SessionTokenMode::Include,
        1 => SessionTokenMode::Exclude,
        _ => SessionTokenMode::S3Session,
    };
    let revealing_token = if reader.byte() == 1 { RevealingToken::Allow } else { RevealingToken::Refuse };
    let mut context = SigningContext {
        credentials,
        grants: &[],
        region: region.unwrap_or_default(),
        service: service.unwrap_or_default(),
        date: &date,
        payload_hash: PayloadHash::UNSIGNED,
        path_rules,
        session_token_mode,
        revealing_token,
    };
    if call == DERIVE_SIGNING_KEY {
        let scope = context.scope();
        scope.check()?;
        return Ok(Reply::bytes(SigningKey::new(&context.credentials, &scope)?.expose()));
    }
    let lifetime = read_lifetime(reader);
    let texts = reader.list();
    let grants = read_grants(reader, &texts);
    context.grants = &grants;
    let mut request = match call {
        PRESIGN | PRESIGN_POST => read_operation(reader)?,
        _ => read_url(reader, context.path_rules.percent_encoding)?,
    };
    for _ in 0..reader.length() {
        request.query(reader.text(), reader.text())?;
    }
    for _ in 0..reader.length() {
        request.header(reader.text(), reader.text())?;
    }
    for _ in 0..reader.length() {
        request.hoist(reader.text())?;
    }
    context.payload_hash = read_payload_hash(reader)?;
    if call == PRESIGN_POST {
        let starts_with = reader.list();
        let open = Open { starts_with: &starts_with, min_content_length: read_optional_number(reader) };
        let post = presign_post(request, &open, &context, lifetime, now)?;
        return Ok(Reply::presigned(&post.request, &post.url, post.expiry));
    }
    if call == SIGN_URL {
        let is_s3 = context.path_rules == PathRules::S3;
        let payload_hash_header = if is_s3 { PayloadHashHeader::Send } else { PayloadHashHeader::Omit };
        return Ok(Reply::signed(&crate::sign::sign(request, &context, payload_hash_header, now)?.request));
    }
    let presigned = crate::presign::presign(request, &context, lifetime, now)?;
    Ok(Reply::presigned(&presigned.request, &presigned.url, presigned.expiry))
}

/// The first credentials that can sign on the date.
fn pick_credentials<'a>(reader: &mut Reader<'a>, date: &AmzDate) -> Result<Credentials<'a>, Error> {
    let mut picked = None;
    for _ in 0..reader.length() {
        let credentials = read_credentials(reader);
        credentials.check()?;
        if picked.is_none() && credentials.can_sign_on(date.date()) {
            picked = Some(credentials);
        }
    }
    let expected = "none can sign on the signing date";
    picked.ok_or_else(|| Error::new(ErrorKind::SigningKeyScope, "credentials", expected))
}

fn read_credentials<'a>(reader: &mut Reader<'a>) -> Credentials<'a> {
    let signing_key = reader.bytes();
    let [access_key_id, secret, date, region, service, session_token] = reader.texts();
    let scope = CredentialScope {
        date: date.unwrap_or_default(),
        region: region.unwrap_or_default(),
        service: service.unwrap_or_default(),
    };
    let key = secret.map_or(Key::Signing(signing_key, scope), Key::Secret);
    let expiration = read_optional_number(reader);
    Credentials { access_key_id: access_key_id.unwrap_or_default(), key, session_token, expiration }
}

/// Not a number is none; anything else but a whole number reads as 0.
fn read_optional_number(reader: &mut Reader<'_>) -> Option<u64> {
    let number = reader.number();
    (!number.is_nan()).then_some(whole(number).unwrap_or(0))
}

/// All the texts of all grants come before them, as one list, from which each grant takes its own.
fn read_grants<'a>(reader: &mut Reader<'_>, mut texts: &'a [&'a str]) -> Vec<Grant<'a>> {
    let mut grants = Vec::new();
    for _ in 0..reader.byte() {
        grants.push(read_grant(reader, &mut texts));
    }
    grants
}

fn read_grant<'a>(reader: &mut Reader<'_>, texts: &mut &'a [&'a str]) -> Grant<'a> {
    let mut take = || {
        let (taken, rest) = texts.split_at_checked(reader.length()).unwrap_or_default();
        *texts = rest;
        taken
    };
    let [bucket, prefix, keys, operations, parameters, content_types] =
        [take(), take(), take(), take(), take(), take()];
    let mut limit = || read_optional_number(reader);
    let [max_content_length, max_expires_in, not_after] = [limit(), limit(), limit()];
    Grant {
        bucket: bucket.first().unwrap_or(&""),
        keys: match (prefix, keys) {
            ([prefix, ..], _) => Keys::Prefix(prefix),
            ([], []) => Keys::All,
            ([], keys) => Keys::Listed(keys),
        },
        operations,
        parameters,
        content_types,
        max_content_length,
        max_expires_in: max_expires_in.map(|seconds| u32::try_from(seconds).unwrap_or_default()),
        not_after,
    }
}

fn read_operation(reader: &mut Reader<'_>) -> Result<Request, Error> {
    let style = if reader.byte() == 1 { AddressingStyle::VirtualHosted } else { AddressingStyle::Path };
    let [scheme, host, base_path, operation, bucket, key] = reader.texts();
    let origin = [scheme.unwrap_or_default(), host.unwrap_or_default()];
    let endpoint = Endpoint::parsed(origin, base_path.unwrap_or_default(), style);
    let mut request = endpoint.request(Operation::find(operation.unwrap_or_default())?, bucket, key)?;
    let [bucket, key, version_id] = reader.texts();
    if let Some(bucket) = bucket {
        request.copy_source(&CopySource { bucket, key: key.unwrap_or_default(), version_id })?;
    }
    Ok(request)
}

fn read_url(reader: &mut Reader<'_>, encoding: PercentEncodingMode) -> Result<Request, Error> {
    let [method, scheme, host, path] = reader.texts();
    let origin = [scheme.unwrap_or_default(), host.unwrap_or_default()];
    Request::parsed(method.unwrap_or_default(), origin, path.unwrap_or_default(), encoding)
}

fn read_payload_hash(reader: &mut Reader<'_>) -> Result<PayloadHash, Error> {
    let Some(hash) = reader.optional() else { return Ok(PayloadHash::of(reader.bytes())) };
    PayloadHash::parse(hash).ok_or_else(|| Error::new(ErrorKind::InvalidHeader, "x-amz-content-sha256", EXPECTED_HASH))
}

/// Anything but a whole number reads as 0, which is no lifetime.
fn read_lifetime(reader: &mut Reader<'_>) -> Lifetime {
    let mut seconds = || whole(reader.number()).and_then(|seconds| u32::try_from(seconds).ok()).unwrap_or_default();
    Lifetime { expires_in: seconds(), min_expires_in: seconds() }
}

/// The number, if it is a whole one that is not negative.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "a number that the casts change is not equal to itself afterwards, and is refused"
)]
fn whole(number: f64) -> Option<u64> {
    let whole = number as u64;
    (whole as f64 == number).then_some(whole)
}

/// It never frees: a call is short, and the next one begins with an empty heap.
#[cfg(feature = "module")]
#[global_allocator]
static ALLOCATOR: MiniAlloc = MiniAlloc::INIT;

/// A panic cannot happen; should it all the same, it traps, and JavaScript starts a new instance. Without a message: what
/// formats one is larger than all the rest.
#[cfg(feature = "module")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
