//! Who signed a request: in the query, in the `Authorization` header, or in a form's policy.

mod header;
mod query;
mod rules;
mod scope;
pub(crate) mod sigv4;

pub(crate) use rules::{Checks, Payload, Verified, check_request, signature_does_not_match};
pub(crate) use scope::{Origin, Scope};
