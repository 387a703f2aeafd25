//! Presigned S3 URLs and AWS Signature Version 4, small enough for the edge.
//!
//! A *presigned URL* lets whoever holds it do one thing with one object for a limited time, without an account: the
//! request is signed in advance, and the signature stands in the URL. Nothing is sent anywhere to make one.
//!
//! ```
//! use edgesign::{presign, AddressingStyle, AmzDate, Credentials, Endpoint, Lifetime, Operation, SigningContext};
//!
//! # fn main() -> Result<(), edgesign::Error> {
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")?;
//! let endpoint = Endpoint::aws("eu-west-1", AddressingStyle::VirtualHosted)?;
//! let request = endpoint.request(Operation::find("GetObject")?, Some("media"), Some("users/42/photo.jpg"))?;
//!
//! let now = 1_795_000_000; // seconds since 1970; the core reads no clock
//! let date = AmzDate::from_unix(now)?;
//! let context = SigningContext::s3(credentials, "eu-west-1", &date);
//! let presigned = presign(request, &context, Lifetime::seconds(900), now)?;
//! assert!(presigned.url.starts_with("https://media.s3.eu-west-1.amazonaws.com/users/42/photo.jpg?X-Amz-Algorithm="));
//! # Ok(())
//! # }
//! ```
//!
//! Each stage of AWS's diagram is a type in a file of its own: [`Request`], [`CanonicalRequest`], [`StringToSign`],
//! [`SigningKey`], [`Signature`]; [`presign`], [`presign_post`] and [`sign`] put them together, and [`verify`] takes them apart.

#![no_std]
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")
)]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod base64;
mod batch;
mod canonical_request;
mod claim;
mod copy_source;
mod credential_scope;
mod credentials;
mod crypto;
mod date;
mod endpoint;
mod error;
mod expiry;
mod grant;
mod hex;
mod key;
mod lanes;
mod operation;
mod origin;
mod pairs;
mod payload_hash;
mod post_policy;
mod presign;
mod recognize;
mod refusal;
mod request;
mod rule;
mod sign;
mod signing;
mod signing_key;
mod string_to_sign;
mod text;
mod uri;
mod verify;
#[cfg(all(target_arch = "wasm32", any(feature = "signer", feature = "many", feature = "verifier")))]
pub mod wasm;

pub use batch::{PresignedMany, presign_many};
pub use canonical_request::{CanonicalRequest, PathRules, SignedHeaders, UriPathNormalizationMode};
pub use claim::{AuthType, Claim, Received};
pub use copy_source::CopySource;
pub use credential_scope::CredentialScope;
pub use credentials::Credentials;
pub use date::AmzDate;
pub use endpoint::{AddressingStyle, Endpoint};
pub use error::{Error, ErrorKind};
pub use expiry::{Expiry, Lifetime, LimitedBy};
pub use grant::{Grant, Keys};
pub use key::{check_key, random_key};
pub use operation::{Level, Operation};
pub use payload_hash::PayloadHash;
pub use post_policy::{Open, PresignedPost, presign_post};
pub use presign::{Presigned, presign};
pub use refusal::{Refusal, RefusalCode};
pub use request::{PercentEncodingMode, Request};
pub use sign::{PayloadHashHeader, Signed, sign};
pub use signing::{RevealingToken, SessionTokenMode, SigningContext, Stages};
pub use signing_key::{Signature, SigningKey};
pub use string_to_sign::StringToSign;
pub use verify::{Verification, Verified, verify, verify_form};
