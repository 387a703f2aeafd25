//! Which operation of S3 a request asks for.

use crate::operation::{Level, Operation};
use crate::request::{Request, is_hoistable};
use crate::text::split_once;
use crate::uri::percent_decode;
use alloc::vec::Vec;

/// The operation of which the request has all that it needs and nothing that it does not take. Nothing if there is none, or
/// a parameter comes twice: servers do not agree on what such a request is.
pub(crate) fn recognize(request: &Request, level: Level) -> Option<Operation> {
    let of_its_kind = |one: &Operation| one.method() == request.method() && one.level() == level;
    let met = Operation::all().filter(|one| of_its_kind(one) && is_met(one, request));
    // What needs more is more special: of PutObject, CopyObject and UploadPartCopy the last.
    met.max_by_key(needs).filter(|operation| takes_all(operation, request))
}

fn is_met(operation: &Operation, request: &Request) -> bool {
    let (name, value) = selector(operation);
    let is_selected = |given: &str| value.is_empty() || given == value;
    let has_header = |name| request.bound(name).or(request.in_query(name)).is_some();
    (name.is_empty() || request.query_value(name).is_some_and(is_selected))
        && operation.needed_query().all(|name| request.query_value(name).is_some())
        && operation.needed_headers().all(has_header)
}

fn needs(operation: &Operation) -> usize {
    let selectors = usize::from(!operation.subresource().is_empty());
    selectors + operation.needed_query().count() + operation.needed_headers().count()
}

fn takes_all(operation: &Operation, request: &Request) -> bool {
    let (selector, _) = selector(operation);
    let mut seen = Vec::new();
    for (name, _) in request.query.iter() {
        let name = percent_decode(name).unwrap_or_default();
        let lower = name.to_ascii_lowercase();
        let (name, takes) = if is_hoistable(&lower) {
            let takes = request.bound(&lower).is_none() && operation.takes_header(&lower);
            (lower, takes)
        } else {
            let takes = name == selector || operation.takes_query(&name, &lower);
            (name, takes)
        };
        if !takes || seen.contains(&name) {
            return false;
        }
        seen.push(name);
    }
    request.headers.iter().all(|(name, _)| operation.takes_header(name))
}

/// Name and value of the parameter that selects it.
fn selector(operation: &Operation) -> (&'static str, &'static str) {
    split_once(operation.subresource(), b'=').unwrap_or((operation.subresource(), ""))
}
