//! The bytes that cross the boundary.
//!
//! In: texts and byte strings with their length before them (32 bits, little-endian; all ones for none), numbers as
//! doubles, choices as bytes. Out: a head of 16 bytes (failed, limited by, count, `expires_in`, `expires_at`), the lengths
//! of `count` texts, and the texts.

use crate::error::{Detail, Error};
use crate::expiry::LimitedBy;
use crate::presign::Presigned;
use crate::request::Request;
use alloc::vec::Vec;

/// Reads what `js/wire.js` has written.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) const fn new(input: &'a [u8]) -> Self {
        Self { rest: input }
    }

    pub(super) fn byte(&mut self) -> Result<u8, Error> {
        let [byte] = self.array()?;
        Ok(byte)
    }

    pub(super) fn number(&mut self) -> Result<f64, Error> {
        Ok(f64::from_le_bytes(self.array()?))
    }

    pub(super) fn bytes(&mut self) -> Result<&'a [u8], Error> {
        let length = self.length()?;
        self.take(length)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, Error> {
        core::str::from_utf8(self.bytes()?).map_err(|_| malformed())
    }

    pub(super) fn optional(&mut self) -> Result<Option<&'a str>, Error> {
        if self.rest.starts_with(&NONE) {
            self.take(NONE.len())?;
            return Ok(None);
        }
        self.text().map(Some)
    }

    pub(super) fn pairs(&mut self) -> Result<Vec<(&'a str, &'a str)>, Error> {
        self.several(|reader| Ok((reader.text()?, reader.text()?)))
    }

    pub(super) fn list(&mut self) -> Result<Vec<&'a str>, Error> {
        self.several(Self::text)
    }

    pub(super) fn several<T>(&mut self, read: impl Fn(&mut Self) -> Result<T, Error>) -> Result<Vec<T>, Error> {
        let mut list = Vec::new();
        for _ in 0..self.length()? {
            list.push(read(self)?);
        }
        Ok(list)
    }

    fn length(&mut self) -> Result<usize, Error> {
        Ok(u32::from_le_bytes(self.array()?) as usize)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (array, rest) = self.rest.split_first_chunk().ok_or_else(malformed)?;
        self.rest = rest;
        Ok(*array)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or_else(malformed)?;
        self.rest = rest;
        Ok(taken)
    }
}

/// What goes back: see the module's head.
pub(super) struct Reply(Vec<u8>);

impl Reply {
    pub(super) fn presigned(presigned: &Presigned) -> Self {
        let expiry = presigned.expiry;
        let limited_by = match expiry.limited_by {
            LimitedBy::Request => 0,
            LimitedBy::Credentials => 1,
        };
        let texts = [presigned.request.method(), &presigned.url];
        Self::new((0, limited_by), expiry.expires_in, expiry.expires_at, &texts, &presigned.request)
    }

    pub(super) fn signed(request: &Request, url: &str) -> Self {
        Self::new((0, 0), 0, 0, &[request.method(), url], request)
    }

    pub(super) fn text(text: &str) -> Self {
        Self::texts((0, 0), 0, 0, &[text])
    }

    pub(super) fn error(error: &Error) -> Self {
        Self::texts((1, 0), 0, 0, &[error.code(), &error.message()])
    }

    /// Bytes instead of texts, in memory that is not moved while it is filled.
    pub(super) fn bytes(bytes: &[u8]) -> Self {
        let mut out = Vec::with_capacity(HEAD + bytes.len());
        out.resize(HEAD, 0);
        out.extend_from_slice(bytes);
        Self(out)
    }

    fn new(head: (u8, u8), expires_in: u32, expires_at: u64, texts: &[&str], request: &Request) -> Self {
        let mut texts = texts.to_vec();
        for (name, value) in request.headers() {
            texts.extend([name, value]);
        }
        Self::texts(head, expires_in, expires_at, &texts)
    }

    #[allow(clippy::cast_precision_loss, reason = "seconds up to the year 10000 fit a double")]
    fn texts((failed, limited_by): (u8, u8), expires_in: u32, expires_at: u64, texts: &[&str]) -> Self {
        let mut out = Vec::with_capacity(HEAD + texts.iter().map(|text| 4 + text.len()).sum::<usize>());
        out.extend([failed, limited_by]);
        out.extend(u16::try_from(texts.len()).unwrap_or(u16::MAX).to_le_bytes());
        out.extend(expires_in.to_le_bytes());
        out.extend((expires_at as f64).to_le_bytes());
        for text in texts {
            out.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
        }
        for text in texts {
            out.extend(text.as_bytes());
        }
        Self(out)
    }
}

impl From<Reply> for Vec<u8> {
    fn from(reply: Reply) -> Self {
        reply.0
    }
}

const HEAD: usize = 16;
const NONE: [u8; 4] = [0xff; 4];

fn malformed() -> Error {
    Error::Internal(Detail::new("wire", "a malformed call"))
}
