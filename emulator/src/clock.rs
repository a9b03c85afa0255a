//! The injected clock: real time plus an offset that the control endpoint moves. Nothing else in this
//! crate asks the system for the time. Tested in `tests/api/control.rs`.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Wall time plus an offset.
#[derive(Debug, Default)]
pub struct Clock {
    offset_ms: AtomicI64,
}

impl Clock {
    /// Now, in epoch milliseconds.
    pub fn now_ms(&self) -> i64 {
        let real = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| {
                i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
            });
        real.saturating_add(self.offset_ms.load(Ordering::Relaxed))
    }

    /// Moves the clock by whole seconds, backwards if negative.
    pub fn advance(&self, seconds: i32) {
        self.offset_ms
            .fetch_add(i64::from(seconds) * 1000, Ordering::Relaxed);
    }

    /// Back to real time.
    pub fn reset(&self) {
        self.offset_ms.store(0, Ordering::Relaxed);
    }
}

/// Epoch seconds with milliseconds as fraction, as the Core API writes times (spec 5.2).
pub fn epoch_seconds(ms: i64) -> f64 {
    // Exact: epoch milliseconds stay far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    let ms = ms as f64;
    ms / 1000.0
}
