//! `multipart/form-data`, read piece by piece: a file is never whole in memory.

use bytes::{Buf as _, BytesMut};
use futures::{Stream, StreamExt as _};
use memchr::memmem;

use crate::encode::decode;
use crate::error::{ApiError, ApiResult};

/// The next bytes of a body, or that it broke off.
pub(super) type Bytes = Result<bytes::Bytes, Box<dyn std::error::Error + Send + Sync>>;

/// Of one part's header.
const MAX_HEAD: usize = 8 * 1024;

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
}

/// After each part's head, [`Form::chunk`] is called until it gives nothing.
pub(super) struct Form<S> {
    stream: S,
    buffer: BytesMut,
    delimiter: Vec<u8>,
    started: bool,
}

pub(super) fn boundary(content_type: &str) -> Option<String> {
    let mut parts = content_type.split(';').map(str::trim);
    if !parts.next()?.eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let mut values = parts.filter_map(|part| part.split_once('='));
    let (_, value) = values.find(|(name, _)| name.eq_ignore_ascii_case("boundary"))?;
    Some(value.trim_matches('"').to_owned())
}

impl<S: Stream<Item = Bytes> + Unpin> Form<S> {
    pub(super) fn new(stream: S, boundary: &str) -> Self {
        // The line break before a delimiter is part of it; the first one has none of its own.
        let buffer = BytesMut::from(&b"\r\n"[..]);
        Self { stream, buffer, delimiter: format!("\r\n--{boundary}").into_bytes(), started: false }
    }

    /// The head of the next part; nothing after the last.
    pub(super) async fn next(&mut self) -> ApiResult<Option<Head>> {
        if !self.started {
            self.started = true;
            while self.chunk().await?.is_some() {}
        }
        if self.at_end().await? {
            return Ok(None);
        }
        let end = loop {
            match memmem::find(&self.buffer, b"\r\n\r\n") {
                Some(end) => break end,
                None if self.buffer.len() > MAX_HEAD => return Err(malformed()),
                None => self.fill().await?,
            }
        };
        let head = self.buffer.split_to(end);
        self.buffer.advance(4);
        parse_head(&String::from_utf8_lossy(&head)).map(Some)
    }

    /// Two bytes follow a delimiter: `--` is the end, a line break is another part.
    async fn at_end(&mut self) -> ApiResult<bool> {
        while self.buffer.len() < 2 {
            self.fill().await?;
        }
        if self.buffer.starts_with(b"--") {
            return Ok(true);
        }
        if self.buffer.starts_with(b"\r\n") {
            return Ok(false);
        }
        Err(malformed())
    }

    /// The file is the last part that counts; another may follow it.
    pub(super) async fn finish(&mut self) -> ApiResult<()> {
        self.at_end().await.map(|_| ())
    }

    /// The next bytes of this part; nothing at its end.
    pub(super) async fn chunk(&mut self) -> ApiResult<Option<bytes::Bytes>> {
        loop {
            match memmem::find(&self.buffer, &self.delimiter) {
                Some(0) => {
                    self.buffer.advance(self.delimiter.len());
                    return Ok(None);
                }
                Some(end) => return Ok(Some(self.buffer.split_to(end).freeze())),
                None => {}
            }
            // The last bytes may be the start of a delimiter.
            let safe = (self.buffer.len() + 1).saturating_sub(self.delimiter.len());
            if safe > 0 {
                return Ok(Some(self.buffer.split_to(safe).freeze()));
            }
            self.fill().await?;
        }
    }

    async fn fill(&mut self) -> ApiResult<()> {
        let bytes = self.stream.next().await.and_then(Result::ok).ok_or_else(malformed)?;
        self.buffer.extend_from_slice(&bytes);
        Ok(())
    }
}

fn malformed() -> ApiError {
    let text = "The body of your POST request is not well-formed multipart/form-data.";
    ApiError::bad_request("MalformedPOSTRequest", text)
}

fn parse_head(head: &str) -> ApiResult<Head> {
    let mut lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
    let disposition = lines.find(|(name, _)| name.trim().eq_ignore_ascii_case("content-disposition"));
    let (_, disposition) = disposition.ok_or_else(malformed)?;
    let name = parameter(disposition, "name").ok_or_else(malformed)?;
    Ok(Head { name, file_name: parameter(disposition, "filename") })
}

/// `name="value"`. Browsers write a quote as `%22`, curl as `\"`.
fn parameter(disposition: &str, name: &str) -> Option<String> {
    let start = format!("{name}=\"");
    // `name` is the end of `filename` too.
    let mut starts = disposition.match_indices(&start).map(|(at, _)| disposition.split_at(at));
    let (_, found) = starts.find(|(before, _)| before.ends_with([';', ' ']))?;
    let mut value = String::new();
    let mut rest = found.get(start.len()..)?.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' => return Some(unescape(&value)),
            '\\' if rest.next_if_eq(&'"').is_some() => value.push('"'),
            _ => value.push(c),
        }
    }
    None
}

/// Only what browsers escape: the quote and the line breaks.
fn unescape(value: &str) -> String {
    ["%22", "%0D", "%0A"].iter().fold(value.to_owned(), |text, escape| {
        let plain = String::from_utf8_lossy(&decode(escape.as_bytes(), false)).into_owned();
        text.replace(escape, &plain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "preamble\r\n--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--C\r\n--B\r\n\
        content-disposition: form-data; name=\"file\"; filename=\"x \\\"%22; y.txt\"\r\nContent-Type: t/p\r\n\r\n\
        \r\n--\r\n\r\n--B--\r\n";

    /// Each part's head and bytes, the body cut in pieces of a size.
    async fn read(body: &str, size: usize) -> ApiResult<Vec<(Head, String)>> {
        let pieces: Vec<Bytes> = body.as_bytes().chunks(size).map(|piece| Ok(piece.to_vec().into())).collect();
        let mut form = Form::new(futures::stream::iter(pieces), "B");
        let mut parts = Vec::new();
        while let Some(head) = form.next().await? {
            let mut bytes = Vec::new();
            while let Some(chunk) = form.chunk().await? {
                bytes.extend_from_slice(&chunk);
            }
            parts.push((head, String::from_utf8(bytes).unwrap()));
        }
        Ok(parts)
    }

    #[tokio::test]
    async fn parts_whatever_the_pieces() {
        for size in 1..BODY.len() {
            let parts = read(BODY, size).await.unwrap();
            assert_eq!(parts.len(), 2, "{size}");
            assert_eq!(parts[0], (Head { name: "a".into(), file_name: None }, "1\r\n--C".into()));
            let file = Head { name: "file".into(), file_name: Some("x \"\"; y.txt".into()) };
            assert_eq!(parts[1], (file, "\r\n--\r\n".into()));
        }
    }

    #[tokio::test]
    async fn a_form_that_breaks_off_is_malformed() {
        for end in [0, 5, 20, BODY.len() - 6] {
            let error = read(&BODY[..end], 7).await.unwrap_err();
            assert_eq!(error.code, "MalformedPOSTRequest", "{end}");
        }
    }

    #[test]
    fn a_form_says_its_boundary() {
        assert_eq!(boundary("multipart/form-data; boundary=\"a b\"").as_deref(), Some("a b"));
        assert_eq!(boundary("Multipart/Form-Data;charset=x;Boundary=ab").as_deref(), Some("ab"));
        assert_eq!(boundary("multipart/mixed; boundary=ab"), None);
        assert_eq!(boundary("multipart/form-data"), None);
    }
}
