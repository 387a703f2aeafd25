//! The built binary over real sockets, with requests that aws-sigv4 signed.
//!
//! Each refusal is told by status and code, leaves the object as it was, and has a neighbour that is accepted.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that fails should stop where it fails"
)]

mod control;
mod cors;
mod form;
mod harness;
mod header;
mod objects;
mod presigned;
mod sign;
mod start;
mod users;
