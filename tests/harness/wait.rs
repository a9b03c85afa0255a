//! Waiting for a condition with a deadline: the one place in the tests that lets time pass.
//!
//! Tested by every layer that drives a browser.

use std::fmt::Display;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// How long a condition may take before the case fails.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// How often a condition is asked again.
const EVERY: Duration = Duration::from_millis(20);

/// Asks `condition` until it answers `Some`. An error counts as "not yet" and is reported when the deadline passes, since a
/// page that is navigating away cannot be asked anything for a moment.
///
/// # Errors
/// When the deadline passes; the message names `what` and the last answer.
pub async fn until<T>(
    what: impl Display,
    mut condition: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let start = Instant::now();
    let mut last = String::from("no answer");
    while start.elapsed() < DEADLINE {
        match tokio::time::timeout(DEADLINE, condition()).await {
            Ok(Ok(Some(value))) => return Ok(value),
            Ok(Ok(None)) => last = String::from("not yet"),
            Ok(Err(error)) => last = format!("{error:#}"),
            Err(_) => break,
        }
        tokio::time::sleep(EVERY).await;
    }
    bail!("waited {} s for {what}; last: {last}", DEADLINE.as_secs())
}
