//! The test harness: real browsers, the servers they talk to, and the runner that reports each case.
//!
//! A test target (`tests/browser`, `tests/package`, `tests/e2e`) has a `main` that hands its cases to [`runner`] or, for
//! tests written in JavaScript, to [`scripts`]. Owns no test of the product itself.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may panic"))]

pub mod browsers;
pub mod bundle;
pub mod checks;
pub mod drivers;
pub mod fake;
pub mod fake_answers;
pub mod http;
pub mod input;
pub mod journey;
pub mod log;
pub mod output;
pub mod packed;
pub mod page;
mod passes;
pub mod process;
pub mod record;
pub mod runner;
pub mod samples;
mod script_page;
pub mod scripts;
pub mod serve;
pub mod site;
pub mod stack;
pub mod viewport;
pub mod wait;
