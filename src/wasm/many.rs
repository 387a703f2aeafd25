//! The module of those who sign many at a time.

use super::answer;
use super::call::{Call, head, make, read_operation, reply, run_presign};
use super::wire::{Reader, Reply};
use crate::batch::presign_many;
use crate::error::Error;
use alloc::boxed::Box;
use wasm_bindgen::prelude::wasm_bindgen;

/// Presigns one operation, on one object or on many.
#[wasm_bindgen(js_name = presign)]
#[must_use]
pub fn presign_call(input: &[u8]) -> Box<[u8]> {
    answer(input, run)
}

/// The first number of a call says what it is for: see js/wire.js.
fn run(reader: &mut Reader<'_>) -> Result<Reply, Error> {
    let is_many = reader.count() == PRESIGN_MANY;
    make(
        reader,
        |_, _| None,
        |reader, _| read_operation(reader),
        |call, reader| if is_many { run_presign_many(call, reader) } else { run_presign(call) },
    )
}

const PRESIGN_MANY: usize = 6;

/// The keys with their signatures, what stands around the keys, and then as for one.
fn run_presign_many(call: Call<'_>, reader: &mut Reader<'_>) -> Result<Reply, Error> {
    let keys = reader.list();
    let presigned = presign_many(call.request, &keys, call.context, call.lifetime, call.now)?;
    let [before, after] = &presigned.around;
    let head = head(&presigned.expiry).with(&presigned.lines).with(before.as_bytes());
    Ok(reply(head.with(b"\n"), after, &presigned.request))
}
