//! What JavaScript calls: free functions from bytes to bytes.
//!
//! One buffer goes in and one comes out. The one that goes in holds secrets: it is owned here and wiped, like everything
//! made from it, and the stack that the call has used is overwritten. See `js/wire.js` for the other side.

mod wire;

use crate::canonical_request::{PathRules, PayloadHash};
use crate::credential_scope::CredentialScope;
use crate::credentials::Credentials;
use crate::date::AmzDate;
use crate::endpoint::{AddressingStyle, CopySource, Endpoint, Parameters};
use crate::error::{Error, ErrorKind};
use crate::expiry::Lifetime;
use crate::operation::Operation;
use crate::presign::{RevealingToken, SessionTokenMode, SigningContext};
use crate::request::Request;
use crate::sign::PayloadHashHeader;
use crate::signing_key::SigningKey;
use alloc::vec::Vec;
use core::hint::black_box;
use wasm_bindgen::prelude::wasm_bindgen;
use wire::{Reader, Reply};
use zeroize::Zeroizing;

/// Presigns an S3 operation.
#[wasm_bindgen]
#[must_use]
pub fn presign(input: Vec<u8>) -> Vec<u8> {
    answer(input, presign_operation).into()
}

/// Presigns any URL of AWS.
#[wasm_bindgen]
#[must_use]
pub fn presign_url(input: Vec<u8>) -> Vec<u8> {
    answer(input, presign_any_url).into()
}

/// Signs any URL in its headers.
#[wasm_bindgen]
#[must_use]
pub fn sign(input: Vec<u8>) -> Vec<u8> {
    answer(input, sign_request).into()
}

/// An unguessable object key.
#[wasm_bindgen]
#[must_use]
pub fn random_key(input: Vec<u8>) -> Vec<u8> {
    answer(input, make_random_key).into()
}

/// The signing key of a date, region and service, each byte combined (XOR) with one of a pad that JavaScript drew: the reply
/// stays in memory after it is freed, and the pad does not.
#[wasm_bindgen]
#[must_use]
pub fn derive_signing_key(input: Vec<u8>) -> Vec<u8> {
    answer(input, derive_key).into()
}

/// Runs one call and leaves no secret behind.
fn answer(input: Vec<u8>, run: fn(&mut Reader<'_>) -> Result<Reply, Error>) -> Reply {
    let reply = {
        let input = Zeroizing::new(input);
        let mut reader = Reader::new(&input);
        let reply = run(&mut reader);
        let malformed = || Error::new(ErrorKind::Internal, "wire", "a malformed call");
        let reply = if reply.is_ok() && reader.failed() { Err(malformed()) } else { reply };
        reply.unwrap_or_else(|error| Reply::error(&error))
    };
    overwrite_stack();
    reply
}

/// Hashes and keys that were moved left copies below this frame.
#[inline(never)]
fn overwrite_stack() {
    black_box([0_u8; STACK_USED]);
}

fn presign_operation(reader: &mut Reader<'_>) -> Result<Reply, Error> {
    let signer = Signer::read(reader)?;
    let lifetime = read_lifetime(reader)?;
    let endpoint_url = reader.optional();
    let style = read_addressing_style(reader);
    let endpoint = match endpoint_url {
        None => Endpoint::aws(signer.region, style.unwrap_or(AddressingStyle::VirtualHosted))?,
        Some(url) => Endpoint::custom(url, style.unwrap_or(AddressingStyle::Path))?,
    };
    let operation = Operation::find(reader.text())?;
    let (bucket, key) = (reader.optional(), reader.optional());
    let (query, headers) = (reader.pairs(), reader.pairs());
    let copy_source = read_copy_source(reader);
    let parameters = Parameters { bucket, key, query: &query, headers: &headers, copy_source };
    let mut request = endpoint.request(operation, &parameters)?;
    hoist(reader, &mut request)?;
    Ok(Reply::presigned(&crate::presign::presign(request, &signer.context(), lifetime, signer.now)?))
}

fn presign_any_url(reader: &mut Reader<'_>) -> Result<Reply, Error> {
    let signer = Signer::read(reader)?;
    let lifetime = read_lifetime(reader)?;
    let (request, context, _) = read_request(reader, &signer)?;
    Ok(Reply::presigned(&crate::presign::presign(request, &context, lifetime, signer.now)?))
}

fn sign_request(reader: &mut Reader<'_>) -> Result<Reply, Error> {
    let signer = Signer::read(reader)?;
    let (request, context, url) = read_request(reader, &signer)?;
    let is_s3 = signer.service.starts_with("s3");
    let payload_hash_header = if is_s3 { PayloadHashHeader::Send } else { PayloadHashHeader::Omit };
    let request = crate::sign::sign(request, &context, payload_hash_header, signer.now)?.request;
    Ok(Reply::signed(&request, url))
}

fn make_random_key(reader: &mut Reader<'_>) -> Result<Reply, Error> {
    let (prefix, extension) = (reader.text(), reader.optional());
    Ok(Reply::bytes(crate::key::random_key(prefix, extension)?.as_bytes()))
}

fn derive_key(reader: &mut Reader<'_>) -> Result<Reply, Error> {
    let signer = Signer::read(reader)?;
    let scope = CredentialScope::new(&signer.date, signer.region, signer.service)?;
    let key = SigningKey::new(&signer.credentials, &scope)?;
    let mut masked = reader.bytes().to_vec();
    for (pad, byte) in masked.iter_mut().zip(key.expose()) {
        *pad ^= byte;
    }
    Ok(Reply::bytes(&masked))
}

/// What every signature needs.
struct Signer<'a> {
    credentials: Credentials,
    region: &'a str,
    service: &'a str,
    date: AmzDate,
    now: u64,
    revealing_token: RevealingToken,
}

impl<'a> Signer<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, Error> {
        let date = AmzDate::from_unix(read_time(reader)?)?;
        let several = (0..reader.length()).map(|_| read_credentials(reader));
        let credentials = Credentials::pick(several, date.date())?;
        let (region, service) = (reader.text(), reader.text());
        let now = read_time(reader)?;
        let revealing_token = if reader.byte() == 1 { RevealingToken::Allow } else { RevealingToken::Refuse };
        Ok(Self { credentials, region, service, date, now, revealing_token })
    }

    fn context(&self) -> SigningContext<'_> {
        let s3 = SigningContext::s3(&self.credentials, self.region, &self.date);
        SigningContext {
            service: self.service,
            revealing_token: self.revealing_token,
            path_rules: PathRules::for_service(self.service),
            ..s3
        }
    }
}

fn read_credentials(reader: &mut Reader<'_>) -> Result<Credentials, Error> {
    let access_key_id = reader.text();
    let mut credentials = if let Some(secret) = reader.optional() {
        Credentials::new(access_key_id, secret)?
    } else {
        let signing_key = reader.bytes();
        let scope = (reader.text(), reader.text(), reader.text());
        Credentials::from_signing_key(access_key_id, signing_key, scope)?
    };
    if let Some(session_token) = reader.optional() {
        credentials = credentials.with_session_token(session_token)?;
    }
    Ok(match reader.number() {
        never if never.is_nan() => credentials,
        expiration => credentials.with_expiration(whole(expiration).unwrap_or(0)),
    })
}

/// Seconds since 1970; anything else is a date that cannot be written.
fn read_time(reader: &mut Reader<'_>) -> Result<u64, Error> {
    whole(reader.number())
        .ok_or_else(|| Error::new(ErrorKind::InvalidSigningDate, "signingDate", "expected a year from 1970 to 9999"))
}

fn read_lifetime(reader: &mut Reader<'_>) -> Result<Lifetime, Error> {
    let mut seconds = |name| {
        let whole = whole(reader.number()).and_then(|seconds| u32::try_from(seconds).ok());
        let expected = "expected a whole number of seconds from 1 to 604800";
        whole.ok_or_else(|| Error::new(ErrorKind::InvalidExpiresIn, name, expected))
    };
    Ok(Lifetime { expires_in: seconds("expiresIn")?, min_expires_in: seconds("minExpiresIn")? })
}

fn read_addressing_style(reader: &mut Reader<'_>) -> Option<AddressingStyle> {
    match reader.byte() {
        1 => Some(AddressingStyle::VirtualHosted),
        2 => Some(AddressingStyle::Path),
        _ => None,
    }
}

fn read_copy_source<'a>(reader: &mut Reader<'a>) -> Option<CopySource<'a>> {
    let bucket = reader.optional()?;
    Some(CopySource { bucket, key: reader.text(), version_id: reader.optional() })
}

/// Moves the headers that are named into the query.
fn hoist(reader: &mut Reader<'_>, request: &mut Request) -> Result<(), Error> {
    for _ in 0..reader.length() {
        request.hoist(reader.text())?;
    }
    Ok(())
}

/// A request for a URL, with the context that its options ask for.
fn read_request<'a, 's>(
    reader: &mut Reader<'a>,
    signer: &'s Signer<'_>,
) -> Result<(Request, SigningContext<'s>, &'a str), Error> {
    let context = signer.context();
    let (method, url) = (reader.text(), reader.text());
    let mut request = Request::from_url(method, url, context.path_rules.percent_encoding)?;
    for _ in 0..reader.length() {
        request.header(reader.text(), reader.text())?;
    }
    hoist(reader, &mut request)?;
    let session_token_mode = if reader.byte() == 1 { SessionTokenMode::Exclude } else { SessionTokenMode::Include };
    let payload_hash = match reader.byte() {
        0 => PayloadHash::Unsigned,
        1 => PayloadHash::of(reader.bytes()),
        _ => {
            let expected = "expected 64 lower-case hex digits or UNSIGNED-PAYLOAD";
            let invalid = Error::new(ErrorKind::InvalidHeader, "x-amz-content-sha256", expected);
            PayloadHash::parse(reader.text()).ok_or(invalid)?
        }
    };
    Ok((request, SigningContext { payload_hash, session_token_mode, ..context }, url))
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

/// More than the deepest call uses (tests/run/memory.test.mjs looks at all of the memory).
const STACK_USED: usize = 8192;

#[cfg(feature = "module")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// A panic cannot happen; should it all the same, it traps, and JavaScript starts a new instance. Without a message: what
/// formats one is larger than all the rest.
#[cfg(feature = "module")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
