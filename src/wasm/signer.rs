//! The module of those who sign.

use super::call::{Call, head, make, read_operation, reply, run_presign};
use super::wire::{Reader, Reply};
use super::{answer, read_optional_number};
use crate::canonical_request::PathRules;
use crate::error::Error;
use crate::key::key_of;
use crate::post_policy::{Open, presign_post};
use crate::request::Request;
use crate::sign::PayloadHashHeader;
use crate::signing::SigningContext;
use crate::signing_key::{Signature, SigningKey};
use alloc::boxed::Box;
use wasm_bindgen::prelude::wasm_bindgen;

/// Signs, or makes a key.
#[wasm_bindgen]
#[must_use]
pub fn sign(input: &[u8]) -> Box<[u8]> {
    answer(input, run)
}

/// The first number of a call says what it is for: see js/wire.js.
fn run(reader: &mut Reader<'_>) -> Result<Reply, Error> {
    match reader.count() {
        RANDOM_KEY => run_random_key(reader),
        purpose => make(
            reader,
            |reader, context| (purpose == DERIVE_SIGNING_KEY).then(|| run_derive_signing_key(reader, context)),
            |reader, context| match purpose {
                PRESIGN_URL | SIGN_URL => read_url(reader, context),
                _ => read_operation(reader),
            },
            |call, reader| match purpose {
                SIGN_URL => run_sign(call),
                PRESIGN_POST => run_presign_post(call, reader),
                _ => run_presign(call),
            },
        ),
    }
}

const PRESIGN_URL: usize = 1;
const SIGN_URL: usize = 2;
const RANDOM_KEY: usize = 3;
const DERIVE_SIGNING_KEY: usize = 4;
const PRESIGN_POST: usize = 5;

fn run_sign(call: Call<'_>) -> Result<Reply, Error> {
    let is_s3 = call.context.path_rules == PathRules::S3;
    let payload_hash_header = if is_s3 { PayloadHashHeader::Send } else { PayloadHashHeader::Omit };
    let signed = crate::sign::sign(call.request, call.context, payload_hash_header, call.now)?;
    Ok(reply(Reply::new(0, 0, 0), &signed.request.url(), &signed.request))
}

fn run_presign_post(call: Call<'_>, reader: &mut Reader<'_>) -> Result<Reply, Error> {
    let starts_with = reader.pairs();
    let [least, most] = [read_optional_number(reader), read_optional_number(reader)];
    let open = Open { starts_with: &starts_with, content_length_range: least.zip(most) };
    let post = presign_post(call.request, &open, call.context, call.lifetime, call.now)?;
    Ok(reply(head(&post.expiry), &post.url, &post.request))
}

fn run_random_key(reader: &mut Reader<'_>) -> Result<Reply, Error> {
    let (prefix, random, extension) = (reader.text(), reader.bytes(), reader.optional());
    Ok(Reply::new(0, 0, 0).with(key_of(prefix, random, extension)?.as_bytes()))
}

/// The key or, if there is a text, the text's signature.
fn run_derive_signing_key(reader: &mut Reader<'_>, context: &SigningContext<'_>) -> Result<Reply, Error> {
    let scope = context.scope();
    scope.check()?;
    let key = SigningKey::new(&context.credentials, &scope)?;
    let reply = Reply::new(0, 0, 0);
    Ok(match reader.optional() {
        Some(text) => reply.with(Signature::of(&key, text).as_str().as_bytes()),
        None => reply.with(key.expose()),
    })
}

fn read_url(reader: &mut Reader<'_>, context: &SigningContext<'_>) -> Result<Request, Error> {
    let [method, scheme, host, path] = reader.texts();
    let origin = [scheme.unwrap_or_default(), host.unwrap_or_default()];
    Request::parsed(method.unwrap_or_default(), origin, path.unwrap_or_default(), context.path_rules.percent_encoding)
}
