//! What the servers of this process wrote to their logs, kept for the proof that no password is in it.
//!
//! Tested by `tests/e2e`, where every journey looks for a line of its own first.

use std::io;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use tracing_subscriber::fmt::MakeWriter;

static TEXT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static ONCE: Once = Once::new();

/// Starts keeping the log of every server in this process, however chatty.
pub fn keep() {
    ONCE.call_once(|| {
        let kept = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::DEBUG)
            .with_ansi(false);
        kept.with_writer(Kept).init();
    });
}

/// How much was written so far, for [`since`].
#[must_use]
pub fn mark() -> usize {
    text().len()
}

/// What was written since a mark, by the servers of all browsers.
#[must_use]
pub fn since(mark: usize) -> String {
    String::from_utf8_lossy(text().get(mark..).unwrap_or_default()).into_owned()
}

fn text() -> MutexGuard<'static, Vec<u8>> {
    TEXT.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Clone, Copy)]
struct Kept;

impl MakeWriter<'_> for Kept {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        *self
    }
}

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        text().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
