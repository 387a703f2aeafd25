//! The module of those who sign many at a time.

use super::answer;
use super::call::{Call, head, make, read_grants, read_operation, reply, run_presign};
use super::wire::{Reader, Reply};
use crate::batch::{Batch, presign_many, presign_one, url_around};
use crate::error::Error;
use crate::lanes::Midstate;
use crate::operation::Operation;
use crate::request::Target;
use crate::signing_key::SigningKey;
use alloc::boxed::Box;
use alloc::string::String;
use wasm_bindgen::prelude::wasm_bindgen;

/// Presigns one operation, on one object or on many.
#[wasm_bindgen(js_name = presign)]
#[must_use]
pub fn presign_call(input: &[u8]) -> Box<[u8]> {
    answer(input, run)
}

/// The first number of a call says what it is for: see js/wire.js.
fn run(reader: &mut Reader<'_>) -> Result<Reply, Error> {
    match reader.count() {
        SIGN_KEYS => run_sign_keys(reader),
        purpose => make(
            reader,
            |_, _| None,
            |reader, _| read_operation(reader),
            |call, reader| if purpose == PREPARE { run_prepare(call, reader) } else { run_presign(call) },
        ),
    }
}

const PREPARE: usize = 6;
const SIGN_KEYS: usize = 7;

/// What stands around the keys in their URLs, the rest as for one, a zero, and what [`run_sign_keys`] takes.
fn run_prepare(call: Call<'_>, reader: &mut Reader<'_>) -> Result<Reply, Error> {
    let Call { request, context, lifetime, now } = call;
    let Some(key) = reader.optional() else {
        let none = presign_many(request, &[], context, lifetime, now)?;
        return Ok(reply(head(&none.expiry).with(b"\n"), "", &none.request).with(b"\0"));
    };
    let presigned = presign_one(request, key, context, lifetime, now)?;
    let [before, after] = url_around(&presigned);
    let reply = reply(head(&presigned.expiry).with(before.as_bytes()).with(b"\n"), after, &presigned.request);
    let batch = Batch::new(&presigned, &SigningKey::new(&context.credentials, &context.scope())?);
    let target = batch.target.as_ref();
    let texts = [target.map_or("", |target| target.operation.name()), target.map_or("", |target| &target.bucket)];
    let reply = texts
        .iter()
        .chain(&batch.canonical_request)
        .fold(reply.with(b"\0"), |reply, text| reply.value(text.as_bytes()));
    let midstate = |reply: Reply, midstate: &Midstate| {
        reply.number(midstate.hashed).value(midstate.state.map(u32::to_be_bytes).as_flattened())
    };
    let reply = reply.value(batch.string_to_sign).number(usize::from(target.is_some_and(|target| target.has_version)));
    Ok(midstate(midstate(reply, &batch.inner), &batch.outer))
}

/// The encoded keys with their signatures.
fn run_sign_keys(reader: &mut Reader<'_>) -> Result<Reply, Error> {
    let mut prepared = Reader::new(reader.bytes());
    let texts = reader.list();
    let grants = read_grants(reader, &texts);
    let keys = reader.list();
    let [operation, bucket, before, after] = prepared.texts().map(Option::unwrap_or_default);
    let string_to_sign = prepared.bytes();
    let has_version = prepared.count() == 1;
    let operation = Operation::find(operation)?;
    let target = Target { operation, bucket: bucket.into(), key: String::new(), has_version };
    let batch = Batch {
        target: Some(target),
        canonical_request: [before, after],
        string_to_sign,
        inner: read_midstate(&mut prepared),
        outer: read_midstate(&mut prepared),
    };
    Ok(Reply::new(0, 0, 0).with(&batch.sign(&keys, &grants)?))
}

fn read_midstate(reader: &mut Reader<'_>) -> Midstate {
    let hashed = reader.count();
    let mut state = [0; 8];
    for (word, bytes) in state.iter_mut().zip(reader.bytes().as_chunks().0) {
        *word = u32::from_be_bytes(*bytes);
    }
    Midstate { state: state.into(), hashed }
}
