//! The bytes that cross the boundary.
//!
//! In: texts and byte strings with their length before them (32 bits, little-endian; all ones for none), numbers as
//! doubles, choices as bytes. Out: what limits the life, or that the call has failed (a byte), `expires_in` (32 bits),
//! `expires_at` (a double), and lines of text: method, URL, names and values of headers; or code and message of an error.

use crate::error::Error;
use crate::expiry::Expiry;
use crate::request::Request;
use alloc::boxed::Box;
use alloc::vec::Vec;

/// Reads what `js/wire.js` has written. A call that is cut short reads as empty texts and zeros, and [fails](Self::failed)
/// as a whole: no call has to look at every piece.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    failed: bool,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(input: &'a [u8]) -> Self {
        Self { rest: input, failed: false }
    }

    /// Whether the two sides do not speak of the same call: what was read is worth nothing.
    pub(super) fn failed(&self) -> bool {
        self.failed || !self.rest.is_empty()
    }

    pub(super) fn byte(&mut self) -> u8 {
        let [byte] = self.array();
        byte
    }

    pub(super) fn number(&mut self) -> f64 {
        f64::from_le_bytes(self.array())
    }

    pub(super) fn bytes(&mut self) -> &'a [u8] {
        self.optional_bytes().unwrap_or_default()
    }

    pub(super) fn text(&mut self) -> &'a str {
        self.optional().unwrap_or_default()
    }

    pub(super) fn optional(&mut self) -> Option<&'a str> {
        let bytes = self.optional_bytes()?;
        // Half the size of from_utf8, which is written for long texts.
        let text = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        self.failed |= text.len() != bytes.len();
        Some(text)
    }

    pub(super) fn texts<const N: usize>(&mut self) -> [Option<&'a str>; N] {
        let mut texts = [None; N];
        self.fill(&mut texts);
        texts
    }

    /// As many as it says; it ends where the call is cut short.
    pub(super) fn list(&mut self) -> Vec<&'a str> {
        let mut list = Vec::new();
        for _ in 0..self.length() {
            if self.failed {
                break;
            }
            list.push(self.text());
        }
        list
    }

    fn fill(&mut self, texts: &mut [Option<&'a str>]) {
        for text in texts {
            *text = self.optional();
        }
    }

    fn optional_bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.length();
        if length == NONE {
            return None;
        }
        let taken = self.rest.split_at_checked(length);
        self.failed |= taken.is_none();
        let (bytes, rest) = taken?;
        self.rest = rest;
        Some(bytes)
    }

    pub(super) fn length(&mut self) -> usize {
        u32::from_le_bytes(self.array()) as usize
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        let taken = self.rest.split_first_chunk();
        self.failed |= taken.is_none();
        let (array, rest) = taken.unwrap_or((&[0; N], &[]));
        self.rest = rest;
        *array
    }
}

/// What goes back: see the module's head.
pub(super) struct Reply(Vec<u8>);

impl Reply {
    pub(super) fn presigned(request: &Request, url: &str, expiry: Expiry) -> Self {
        let Expiry { expires_in, expires_at, limited_by } = expiry;
        let mut reply = Self::head(limited_by as u8, expires_in, expires_at); // the order of LIMITED_BY in js/wire.js
        reply.request(request, url);
        reply
    }

    pub(super) fn signed(request: &Request) -> Self {
        let mut reply = Self::head(0, 0, 0);
        reply.request(request, &request.url());
        reply
    }

    pub(super) fn bytes(bytes: &[u8]) -> Self {
        let mut reply = Self::head(0, 0, 0);
        reply.0.extend_from_slice(bytes);
        reply
    }

    pub(super) fn error(error: &Error) -> Self {
        let mut reply = Self::head(FAILED, 0, 0);
        reply.0.extend_from_slice(error.code().as_bytes());
        reply.line(&error.message());
        reply
    }

    #[allow(clippy::cast_precision_loss, reason = "seconds up to the year 10000 fit a double")]
    fn head(kind: u8, expires_in: u32, expires_at: u64) -> Self {
        let mut out = Vec::with_capacity(1024);
        out.push(kind);
        out.extend_from_slice(&expires_in.to_le_bytes());
        out.extend_from_slice(&(expires_at as f64).to_le_bytes());
        Self(out)
    }

    /// Method, URL, and name and value of every header, which have no line breaks in them.
    fn request(&mut self, request: &Request, url: &str) {
        self.0.extend_from_slice(request.method().as_bytes());
        self.line(url);
        for (name, value) in request.headers() {
            self.line(name);
            self.line(value);
        }
    }

    fn line(&mut self, text: &str) {
        self.0.push(b'\n');
        self.0.extend_from_slice(text.as_bytes());
    }
}

impl From<Reply> for Box<[u8]> {
    fn from(reply: Reply) -> Self {
        reply.0.into()
    }
}

const FAILED: u8 = 0xff;
const NONE: usize = 0xffff_ffff;
