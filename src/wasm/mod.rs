//! What JavaScript calls: functions from bytes to bytes, each in a module of its own, for those who sign,
//! those who sign many at a time, and those who verify.
//!
//! One buffer goes in and one comes out: see `js/wire.js` for the other side. The one that goes in holds secrets, and they
//! stay in the memory, with everything made from them: `js/module.js` puts all of it back to what it was before the call.

#[cfg(any(feature = "signer", feature = "many"))]
mod call;
#[cfg(feature = "many")]
mod many;
#[cfg(feature = "signer")]
mod signer;
#[cfg(feature = "verifier")]
mod verifier;
mod wire;

#[cfg(feature = "many")]
pub use many::presign_call;
#[cfg(feature = "signer")]
pub use signer::sign;
#[cfg(feature = "verifier")]
pub use verifier::verify_call;

use crate::canonical_request::PathRules;
use crate::credential_scope::CredentialScope;
use crate::credentials::{Credentials, Key};
use crate::error::{Error, ErrorKind};
use crate::signing::SessionTokenMode;
use alloc::boxed::Box;
#[cfg(feature = "module")]
use mini_alloc::MiniAlloc;
use wire::{Reader, Reply};

/// Makes one call.
fn answer(input: &[u8], run: fn(&mut Reader<'_>) -> Result<Reply, Error>) -> Box<[u8]> {
    let mut reader = Reader::new(input);
    let reply = run(&mut reader);
    let malformed = || Error::new(ErrorKind::Internal, "wire", "malformed");
    let reply = if reply.is_ok() && reader.failed() { Err(malformed()) } else { reply };
    reply.unwrap_or_else(|error| Reply::error(&error)).into()
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

fn read_path_rules(reader: &mut Reader<'_>) -> PathRules {
    if reader.count() == 1 { PathRules::S3 } else { PathRules::OTHER }
}

fn read_token_mode(reader: &mut Reader<'_>) -> SessionTokenMode {
    match reader.count() {
        0 => SessionTokenMode::Include,
        1 => SessionTokenMode::Exclude,
        _ => SessionTokenMode::S3Session,
    }
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
