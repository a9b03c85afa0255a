//! The emulator through its ports: one module per route or concern, each test a sentence about what a
//! caller sees.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cli;
mod client;
mod contract;
mod control;
mod core;
mod cors;
mod faults;
mod fixture;
mod hosts;
mod jsonp;
mod login;
mod logout;
mod requests;
mod robustness;
mod server;
mod sessions;
mod signup;
mod two_factor;
mod user_tokens;
mod users;
