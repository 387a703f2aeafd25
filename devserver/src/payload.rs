//! The body of a request on its way to the store.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use sha2::{Digest as _, Sha256};

use crate::encode::hex;
use crate::error::ApiError;

/// What is read of a body that nobody wants, so that its sender gets to read the answer.
const DRAINED: usize = 64 * 1024 * 1024;

type StdError = Box<dyn std::error::Error + Send + Sync>;

/// A hash the signature pins the body to.
struct Pin256 {
    hasher: Sha256,
    expected: String,
    /// Told to whoever answers: the reader of the body only sees it break off.
    mismatch: Arc<AtomicBool>,
}

pub(crate) struct Payload {
    inner: Option<Incoming>,
    pin: Option<Pin256>,
    /// The sender waits for a 100 before it sends the body: unread, it is never sent.
    waits: bool,
}

impl Payload {
    pub(crate) fn new(inner: Incoming, waits: bool) -> Self {
        Self { inner: Some(inner), pin: None, waits }
    }

    /// Reading fails at the end if the hash is another; the flag is set then.
    pub(crate) fn pin(&mut self, sha256: String) -> Arc<AtomicBool> {
        let mismatch = Arc::new(AtomicBool::new(false));
        let mut pin = Pin256 { hasher: Sha256::new(), expected: sha256, mismatch: Arc::clone(&mismatch) };
        if self.is_end_stream() {
            // An operation without a body does not read it.
            let _ = pin.check();
        }
        self.pin = Some(pin);
        mismatch
    }
}

impl Pin256 {
    fn check(&mut self) -> Result<(), StdError> {
        let found = hex(&self.hasher.finalize_reset());
        if found == self.expected {
            return Ok(());
        }
        self.mismatch.store(true, Ordering::Release);
        Err("XAmzContentSHA256Mismatch".into())
    }
}

pub(crate) fn sha256_mismatch(expected: &str) -> ApiError {
    let text = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    ApiError::bad_request("XAmzContentSHA256Mismatch", text).with("ClientComputedContentSHA256", expected)
}

impl Body for Payload {
    type Data = Bytes;
    type Error = StdError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, StdError>>> {
        let Some(inner) = self.inner.as_mut() else { return Poll::Ready(None) };
        let frame = ready!(Pin::new(inner).poll_frame(cx)).transpose()?;
        let Some(pin) = self.pin.as_mut() else { return Poll::Ready(frame.map(Ok)) };
        let Some(frame) = frame else {
            let checked = pin.check();
            self.pin = None;
            return Poll::Ready(checked.err().map(Err));
        };
        if let Some(bytes) = frame.data_ref() {
            pin.hasher.update(bytes);
        }
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        // With a hash to check, the end is where it has been checked.
        self.pin.is_none() && self.inner.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.as_ref().map(Body::size_hint).unwrap_or_default()
    }
}

impl Drop for Payload {
    fn drop(&mut self) {
        let Some(inner) = self.inner.take().filter(|inner| !self.waits && !inner.is_end_stream()) else { return };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(drain(inner));
        }
    }
}

async fn drain(mut body: Incoming) {
    let mut left = DRAINED;
    while let Some(Ok(frame)) = body.frame().await {
        let size = frame.data_ref().map_or(0, Bytes::len);
        match left.checked_sub(size) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}
