//! AuthRocket 1 in a box, for development and tests: the LoginRocket API with its control endpoints on
//! one port, the Core API on another. Never for production.
//!
//! | Layer | Modules |
//! |---|---|
//! | outside | `config`, `access`, `seed`, `server`, `frame` (what every request passes), `routes`, `control` |
//! | rules | `accounts`, `attributes`, `logins`, `magic`, `attempts`, `recovery`, `providers`, `events`, `hooks`, `mail`, `social`, `redirect`, `token`, `totp`, `password`, `settings` |
//! | ground | `store`, `clock`, `ids`, `keys`, `fields`, `faults`, `journal`, `state`, `error` |
//!
//! Tests: pure rules beside the code, everything else through the ports in `tests/api/`.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod access;
mod accounts;
mod app;
mod attempts;
mod attributes;
mod config;
mod control;
mod events;
mod faults;
mod fields;
mod frame;
mod hooks;
mod http;
mod journal;
mod logins;
mod magic;
mod mail;
mod model;
mod providers;
mod recovery;
mod routes;
mod rules;
mod seed;
mod server;
mod social;
mod state;
mod store;
mod token;

pub use access::Access;
pub use app::start_error::StartError;
pub use config::Config;
pub use magic::{MAGIC_NAMES, MagicName};
pub use model::clock::StartTime;
pub use model::failure::SeedError;
pub use model::password::PasswordCost;
pub use seed::seed_from_text;
#[doc(hidden)]
pub use server::start_empty_route;
pub use server::{Running, start};
