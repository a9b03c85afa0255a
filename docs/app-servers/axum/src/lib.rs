//! An axum app that takes AuthRocket's tokens.
//!
//! Run against the emulator by `tests/samples`, with every test run: Rust 1.95, axum 0.8.9, tower-sessions 0.15.0,
//! jsonwebtoken 11.1.0, reqwest 0.13.5; all cases pass.

mod authrocket;
mod keys;
mod pages;
mod routes;
mod settings;

pub use routes::app;
pub use settings::Settings;
