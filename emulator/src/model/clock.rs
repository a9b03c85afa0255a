//! The injected clock: real time, or time from a chosen start that runs or stands still, plus an offset
//! that the control endpoint moves. Nothing else in this crate asks the system for the time of day.
//! Tested in `tests/api/control/state.rs` and `app/repeatable.rs`.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// A start time other than now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartTime {
    /// Epoch milliseconds.
    pub at_ms: i64,
    /// Whether the clock stands still there.
    pub frozen: bool,
}

/// Time and an offset.
#[derive(Debug)]
pub struct Clock {
    start: Option<StartTime>,
    offset_ms: AtomicI64,
    // What `advance` has added to it.
    moved_ms: AtomicI64,
}

impl Clock {
    /// Starts now, or at another time.
    pub fn new(start: Option<StartTime>) -> Self {
        let clock = Self {
            start,
            offset_ms: AtomicI64::default(),
            moved_ms: AtomicI64::default(),
        };
        clock.reset();
        clock
    }

    /// Now, in epoch milliseconds.
    pub fn now_ms(&self) -> i64 {
        let base_ms = match self.start {
            Some(start) if start.frozen => start.at_ms,
            _ => real_ms(),
        };
        base_ms.saturating_add(self.offset_ms.load(Ordering::Relaxed))
    }

    /// Moves the clock by whole seconds, backwards if negative.
    pub fn advance(&self, seconds: i64) {
        self.move_by(seconds.saturating_mul(1000));
    }

    /// Whether the clock would stay between 1970 and the year 9999, so that sums of times stay numbers.
    pub fn may_advance(&self, seconds: i64) -> bool {
        let then = (self.now_ms() / 1000).saturating_add(seconds);
        (0..=253_402_300_799).contains(&then)
    }

    fn move_by(&self, ms: i64) {
        self.offset_ms.fetch_add(ms, Ordering::Relaxed);
        self.moved_ms.fetch_add(ms, Ordering::Relaxed);
    }

    /// How far it was moved since the start.
    pub fn advanced_seconds(&self) -> i64 {
        self.moved_ms.load(Ordering::Relaxed) / 1000
    }

    /// Sets how far it was moved since the start.
    pub fn set_advanced(&self, seconds: i64) {
        let moved_ms = self.moved_ms.load(Ordering::Relaxed);
        self.move_by(seconds.saturating_mul(1000).saturating_sub(moved_ms));
    }

    /// Back to the start: real time, or the chosen time.
    pub fn reset(&self) {
        let offset_ms = match self.start {
            Some(start) if !start.frozen => start.at_ms.saturating_sub(real_ms()),
            _ => 0,
        };
        self.offset_ms.store(offset_ms, Ordering::Relaxed);
        self.moved_ms.store(0, Ordering::Relaxed);
    }
}

fn real_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| {
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        })
}

/// Epoch seconds with milliseconds as fraction, as the Core API writes times (protocol-v1 §5.2).
pub fn epoch_seconds(ms: i64) -> f64 {
    // Exact: epoch milliseconds stay far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    let ms = ms as f64;
    ms / 1000.0
}
