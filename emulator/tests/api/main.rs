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
mod forgot_password;
mod hosted;
mod hosted_recovery;
mod hosted_signup;
mod hosts;
mod jsonp;
mod login;
mod logout;
mod outbox;
mod rate_limit;
mod requests;
mod reset_password;
mod robustness;
mod server;
mod session_check;
mod sessions;
mod signup;
mod social;
mod sso;
mod two_factor;
mod user_passwords;
mod user_tokens;
mod user_verification;
mod users;
mod verify_email;
mod visitor;
