//! The module of those who verify.

use super::wire::{REFUSED, Reader, Reply};
use super::{answer, read_credentials, read_path_rules, read_token_mode, whole};
use crate::claim::{Claim, Received};
use crate::credential_scope::CredentialScope;
use crate::credentials::Credentials;
use crate::endpoint::{AddressingStyle, Endpoint};
use crate::error::Error;
use crate::operation::Operation;
use crate::refusal::Refusal;
use crate::uri::{Slash, uri_encoded};
use crate::verify::{Verification, Verified, verify, verify_form};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use wasm_bindgen::prelude::wasm_bindgen;

/// Says who has signed, or verifies it.
#[wasm_bindgen(js_name = verify)]
#[must_use]
pub fn verify_call(input: &[u8]) -> Box<[u8]> {
    answer(input, run)
}

/// The first number of a call says what it is for, the second what the request is: see js/verify/index.js. 1 is to verify.
const CLAIM: usize = 0;
const FORM: usize = 1;

fn run(reader: &mut Reader<'_>) -> Result<Reply, Error> {
    let (call, is_form) = (reader.count(), reader.count() == FORM);
    let [method, host, path, query] = reader.texts();
    let pairs = reader.pairs();
    let [method, host, path, query] = [method, host, path, query].map(Option::unwrap_or_default);
    let received = Received { method, host, path, query, headers: &pairs };
    if call == CLAIM {
        let claim = if is_form { Claim::of_form(&pairs) } else { Claim::of_request(&received) };
        return Ok(reply(claim.map(|claim| describe(&claim, 0))));
    }
    let now = whole(reader.number()).unwrap_or(u64::MAX);
    let credentials = read_all_credentials(reader)?;
    let [region, service] = reader.texts().map(Option::unwrap_or_default);
    CredentialScope::new("19700101", region, service)?;
    let path_rules = read_path_rules(reader);
    let session_token_mode = read_token_mode(reader);
    let [host, base_path] = reader.texts();
    let body = reader.optional_bytes();
    let endpoint = host.map(|host| Endpoint::parsed(["", host], base_path.unwrap_or_default(), AddressingStyle::Path));
    let verification = Verification {
        credentials: &credentials,
        region,
        service,
        path_rules,
        session_token_mode,
        endpoint,
        body,
        now,
    };
    if is_form {
        let verified = verify_form(&received, &pairs, &verification);
        return Ok(reply(verified.map(|form| describe(&form.claim, form.expires_at).line(&encoded(&form.bucket)))));
    }
    Ok(reply(verify(&received, &verification).map(|verified| describe_all(&verified))))
}

/// What is let in, or the status, code and detail of a refusal.
fn reply(result: Result<Reply, Refusal>) -> Reply {
    result.unwrap_or_else(|refusal| {
        let code = refusal.code();
        Reply::new(REFUSED, code.status().into(), 0).with(code.as_str().as_bytes()).line(&refusal.detail())
    })
}

/// How it is signed, by whom, and the date and the scope that it names.
fn describe(claim: &Claim, expires_at: u64) -> Reply {
    let reply = Reply::new(0, 0, expires_at).with(claim.auth_type.as_str().as_bytes());
    let scope = claim.scope();
    reply.line(claim.access_key_id()).line(claim.date.as_str()).line(scope.region).line(scope.service)
}

/// Then bucket and key, which are encoded, since they may have line breaks in them, operation, signed headers, and what of
/// the body is signed.
fn describe_all(verified: &Verified) -> Reply {
    let operation = verified.operation.as_ref().map_or("", Operation::name);
    let reply = describe(&verified.claim, verified.expires_at).line(&encoded(&verified.bucket));
    let reply = reply.line(&encoded(&verified.key)).line(operation);
    reply.line(&verified.claim.signed_headers).line(verified.payload_hash.as_str())
}

fn encoded(text: &str) -> String {
    uri_encoded(text, Slash::Encode)
}

fn read_all_credentials<'a>(reader: &mut Reader<'a>) -> Result<Vec<Credentials<'a>>, Error> {
    let mut all = Vec::new();
    for _ in 0..reader.count() {
        let credentials = read_credentials(reader);
        credentials.check()?;
        all.push(credentials);
    }
    Ok(all)
}
