//! The demo app against a small stand-in for AuthRocket's Core API, and the main journeys against the emulator.
//! One file per task, as in `src/routes`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

mod browser;
mod docs;
mod emulator;
mod fetch;
mod files;
mod handlers;
mod log;
mod pages;
mod panels;
mod seed;
mod serve;
mod session;
mod signup;
mod stand_in;
mod two_factor;
mod v2;
