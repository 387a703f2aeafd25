//! The module of those who sign.

use super::wire::{Reader, Reply};
use super::{answer, read_credentials, read_optional_number, read_path_rules, read_token_mode, whole};
use crate::canonical_request::PathRules;
use crate::copy_source::CopySource;
use crate::credentials::Credentials;
use crate::date::AmzDate;
use crate::endpoint::{AddressingStyle, Endpoint};
use crate::error::{Error, ErrorKind};
use crate::expiry::{Expiry, Lifetime};
use crate::grant::{Grant, Keys};
use crate::key::key_of;
use crate::operation::Operation;
use crate::payload_hash::{EXPECTED_HASH, PayloadHash};
use crate::post_policy::{Open, presign_post};
use crate::presign::presign;
use crate::request::{PercentEncodingMode, Request};
use crate::sign::PayloadHashHeader;
use crate::signing::{RevealingToken, SigningContext};
use crate::signing_key::SigningKey;
use alloc::boxed::Box;
use alloc::vec::Vec;
use wasm_bindgen::prelude::wasm_bindgen;

/// Signs, or makes a key.
#[wasm_bindgen]
#[must_use]
pub fn sign(input: &[u8]) -> Box<[u8]> {
    answer(input, run)
}

/// The first number of a call says what it is for: see js/wire.js. 1 is to presign a URL.
const PRESIGN: usize = 0;
const SIGN_URL: usize = 2;
const RANDOM_KEY: usize = 3;
const DERIVE_SIGNING_KEY: usize = 4;
const PRESIGN_POST: usize = 5;

fn run(reader: &mut Reader<'_>) -> Result<Reply, Error> {
    let call = reader.count();
    if call == RANDOM_KEY {
        let (prefix, random, extension) = (reader.text(), reader.bytes(), reader.optional());
        return Ok(Reply::new(0, 0, 0).with(key_of(prefix, random, extension)?.as_bytes()));
    }
    let date = AmzDate::written(reader.text(), whole(reader.number()).unwrap_or(u64::MAX));
    let now = whole(reader.number()).unwrap_or(u64::MAX);
    let credentials = pick_credentials(reader, &date)?;
    let [region, service] = reader.texts();
    let path_rules = read_path_rules(reader);
    let session_token_mode = read_token_mode(reader);
    let revealing_token = if reader.count() == 1 { RevealingToken::Allow } else { RevealingToken::Refuse };
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
        return Ok(Reply::new(0, 0, 0).with(SigningKey::new(&context.credentials, &scope)?.expose()));
    }
    let lifetime = read_lifetime(reader);
    let texts = reader.list();
    let grants = read_grants(reader, &texts);
    context.grants = &grants;
    let mut request = match call {
        PRESIGN | PRESIGN_POST => read_operation(reader)?,
        _ => read_url(reader, context.path_rules.percent_encoding)?,
    };
    for (name, value) in reader.pairs() {
        request.query(name, value)?;
    }
    for (name, value) in reader.pairs() {
        request.header(name, value)?;
    }
    for name in reader.list() {
        request.hoist(name)?;
    }
    context.payload_hash = read_payload_hash(reader)?;
    if call == SIGN_URL {
        let is_s3 = context.path_rules == PathRules::S3;
        let payload_hash_header = if is_s3 { PayloadHashHeader::Send } else { PayloadHashHeader::Omit };
        let signed = crate::sign::sign(request, &context, payload_hash_header, now)?;
        return Ok(reply(Reply::new(0, 0, 0), &signed.request, &signed.request.url()));
    }
    let (request, url, expiry) = if call == PRESIGN_POST {
        let starts_with = reader.pairs();
        let [least, most] = [read_optional_number(reader), read_optional_number(reader)];
        let open = Open { starts_with: &starts_with, content_length_range: least.zip(most) };
        let post = presign_post(request, &open, &context, lifetime, now)?;
        (post.request, post.url, post.expiry)
    } else {
        let presigned = presign(request, &context, lifetime, now)?;
        (presigned.request, presigned.url, presigned.expiry)
    };
    let Expiry { expires_in, expires_at, limited_by } = expiry;
    Ok(reply(Reply::new(limited_by as u8, expires_in, expires_at), &request, &url)) // the order of LIMITED_BY in js/index.js
}

/// Method, URL, and name and value of every header, which have no line breaks in them.
fn reply(head: Reply, request: &Request, url: &str) -> Reply {
    let mut reply = head.with(request.method().as_bytes()).line(url);
    for (name, value) in request.headers() {
        reply = reply.line(name).line(value);
    }
    reply
}

/// The first credentials that can sign on the date.
fn pick_credentials<'a>(reader: &mut Reader<'a>, date: &AmzDate) -> Result<Credentials<'a>, Error> {
    let mut picked = None;
    for _ in 0..reader.count() {
        let credentials = read_credentials(reader);
        credentials.check()?;
        if picked.is_none() && credentials.can_sign_on(date.date()) {
            picked = Some(credentials);
        }
    }
    let expected = "none can sign on the signing date";
    picked.ok_or_else(|| Error::new(ErrorKind::SigningKeyScope, "credentials", expected))
}

/// All the texts of all grants come before them, as one list, from which each grant takes its own.
fn read_grants<'a>(reader: &mut Reader<'_>, mut texts: &'a [&'a str]) -> Vec<Grant<'a>> {
    let mut grants = Vec::new();
    for _ in 0..reader.count() {
        grants.push(read_grant(reader, &mut texts));
    }
    grants
}

fn read_grant<'a>(reader: &mut Reader<'_>, texts: &mut &'a [&'a str]) -> Grant<'a> {
    let mut take = || {
        let (taken, rest) = texts.split_at_checked(reader.count()).unwrap_or_default();
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
    let style = if reader.count() == 1 { AddressingStyle::VirtualHosted } else { AddressingStyle::Path };
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
