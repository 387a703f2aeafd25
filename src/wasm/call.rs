//! What every call to sign holds: who signs, where and when, for how long, under which grants, and what.

use super::wire::{Reader, Reply};
use super::{read_credentials, read_optional_number, read_path_rules, read_token_mode, whole};
use crate::copy_source::CopySource;
use crate::credentials::Credentials;
use crate::date::AmzDate;
use crate::endpoint::{AddressingStyle, Endpoint};
use crate::error::{Error, ErrorKind};
use crate::expiry::{Expiry, Lifetime};
use crate::grant::{Grant, Keys};
use crate::operation::Operation;
use crate::payload_hash::{EXPECTED_HASH, PayloadHash};
use crate::presign::presign;
use crate::request::Request;
use crate::signing::{RevealingToken, SigningContext};
use alloc::vec::Vec;

/// A call that was read but for what is its own.
pub(super) struct Call<'a> {
    pub(super) request: Request,
    pub(super) context: &'a SigningContext<'a>,
    pub(super) lifetime: Lifetime,
    pub(super) now: u64,
}

/// Reads a call, and makes it: as soon as the context is known, or with a request.
pub(super) fn make(
    reader: &mut Reader<'_>,
    run_early: impl FnOnce(&mut Reader<'_>, &SigningContext<'_>) -> Option<Result<Reply, Error>>,
    read_request: impl FnOnce(&mut Reader<'_>, &SigningContext<'_>) -> Result<Request, Error>,
    run: impl FnOnce(Call<'_>, &mut Reader<'_>) -> Result<Reply, Error>,
) -> Result<Reply, Error> {
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
    if let Some(reply) = run_early(reader, &context) {
        return reply;
    }
    let lifetime = read_lifetime(reader);
    let texts = reader.list();
    let grants = read_grants(reader, &texts);
    context.grants = &grants;
    let mut request = read_request(reader, &context)?;
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
    run(Call { request, context: &context, lifetime, now }, reader)
}

/// Presigns the request.
pub(super) fn run_presign(call: Call<'_>) -> Result<Reply, Error> {
    let presigned = presign(call.request, call.context, call.lifetime, call.now)?;
    Ok(reply(head(&presigned.expiry), &presigned.url, &presigned.request))
}

/// How long a URL lives.
pub(super) fn head(expiry: &Expiry) -> Reply {
    Reply::new(expiry.limited_by as u8, expiry.expires_in, expiry.expires_at) // the order of LIMITED_BY in js/reply.js
}

/// URL, method, and name and value of every header, which have no line breaks in them.
pub(super) fn reply(head: Reply, url: &str, request: &Request) -> Reply {
    let mut reply = head.with(url.as_bytes()).line(request.method());
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
pub(super) fn read_grants<'a>(reader: &mut Reader<'_>, mut texts: &'a [&'a str]) -> Vec<Grant<'a>> {
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

/// An operation of S3, on a bucket and a key.
pub(super) fn read_operation(reader: &mut Reader<'_>) -> Result<Request, Error> {
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

fn read_payload_hash(reader: &mut Reader<'_>) -> Result<PayloadHash, Error> {
    let Some(hash) = reader.optional() else { return Ok(PayloadHash::of(reader.bytes())) };
    PayloadHash::parse(hash).ok_or_else(|| Error::new(ErrorKind::InvalidHeader, "x-amz-content-sha256", EXPECTED_HASH))
}

/// Anything but a whole number reads as 0, which is no lifetime.
fn read_lifetime(reader: &mut Reader<'_>) -> Lifetime {
    let mut seconds = || whole(reader.number()).and_then(|seconds| u32::try_from(seconds).ok()).unwrap_or_default();
    Lifetime { expires_in: seconds(), min_expires_in: seconds() }
}
