//! The bytes that cross the boundary.
//!
//! In: numbers and choices as doubles (little-endian), texts and bytes with their length before them ([`NONE`] for none), and
//! lists with theirs. Out: what limits the life, or that the call has failed (a byte), a number (32 bits: seconds, or which
//! of many keys is at fault), `expires_at` (a double), and bytes or lines of text, those of an error its code and message.

use crate::error::Error;
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

    pub(super) fn number(&mut self) -> f64 {
        let taken = self.rest.split_first_chunk();
        self.failed |= taken.is_none();
        let (number, rest) = taken.unwrap_or((&[0; 8], &[]));
        self.rest = rest;
        f64::from_le_bytes(*number)
    }

    /// One of a few, or how many there are.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "js/wire.js counts")]
    pub(super) fn count(&mut self) -> usize {
        self.number() as usize
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
        for _ in 0..self.count() {
            if self.failed {
                break;
            }
            list.push(self.text());
        }
        list
    }

    /// A list of names, each with its value behind it.
    pub(super) fn pairs(&mut self) -> Vec<(&'a str, &'a str)> {
        self.list().chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect()
    }

    fn fill(&mut self, texts: &mut [Option<&'a str>]) {
        for text in texts {
            *text = self.optional();
        }
    }

    pub(super) fn optional_bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.count();
        if length == NONE {
            return None;
        }
        let taken = self.rest.split_at_checked(length);
        self.failed |= taken.is_none();
        let (bytes, rest) = taken?;
        self.rest = rest;
        Some(bytes)
    }
}

/// What goes back: see the module's head.
pub(super) struct Reply(Vec<u8>);

impl Reply {
    /// `kind` is what limits the life, [`REFUSED`] or [`FAILED`].
    #[allow(clippy::cast_precision_loss, reason = "seconds up to the year 10000 fit a double")]
    pub(super) fn new(kind: u8, number: u32, expires_at: u64) -> Self {
        let mut out = Vec::with_capacity(1024);
        out.push(kind);
        out.extend_from_slice(&number.to_le_bytes());
        out.extend_from_slice(&(expires_at as f64).to_le_bytes());
        Self(out)
    }

    pub(super) fn error(error: &Error) -> Self {
        let index = error.index().and_then(|index| u32::try_from(index).ok());
        Self::new(FAILED, index.unwrap_or(u32::MAX), 0).with(error.code().as_bytes()).line(&error.message())
    }

    /// Its text, or the first line of it.
    pub(super) fn with(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// As `js/wire.js` writes it.
    #[cfg(feature = "many")]
    pub(super) fn value(self, bytes: &[u8]) -> Self {
        self.number(bytes.len()).with(bytes)
    }

    #[cfg(feature = "many")]
    #[allow(clippy::cast_precision_loss, reason = "lengths in memory fit a double")]
    pub(super) fn number(self, number: usize) -> Self {
        self.with(&(number as f64).to_le_bytes())
    }

    /// One more line: a text that has no line breaks in it.
    pub(super) fn line(self, text: &str) -> Self {
        self.with(b"\n").with(text.as_bytes())
    }
}

impl From<Reply> for Box<[u8]> {
    fn from(reply: Reply) -> Self {
        reply.0.into()
    }
}

const FAILED: u8 = 0xff;
/// A request that is not let in, which is no failure of the call.
#[cfg(feature = "verifier")]
pub(super) const REFUSED: u8 = 0xfe;
const NONE: usize = 0xffff_ffff;
