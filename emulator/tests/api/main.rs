//! The emulator through its ports: the folders of `src`, each with one file per route or concern, each test a sentence about what a
//! caller sees.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod app;
mod cli;
mod client;
mod contract;
mod contract_v2;
mod control;
mod core;
mod documents;
mod email_hooks;
mod fixture;
mod fixture_v2;
mod hosted;
mod http;
mod login;
mod magic;
mod pending_mails;
mod program;
mod races;
mod visitor;
