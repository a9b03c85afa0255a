//! AuthRocket 1 and 2 in a box, for development and tests: the LoginRocket API with its control endpoints on
//! one port, the Core API on another. Never for production.
//!
//! | Floor | What it holds | May import |
//! |---|---|---|
//! | `app` | starting and stopping, webhooks, configuration | all below |
//! | `routes` | one file per resource: reads the request, calls a rule, renders | all below, but no other folder of routes |
//! | `http` | what every request passes; fields, faults, the request log, rendering | `rules`, `store`, `model` |
//! | `rules` | what AuthRocket does with a call, and the sentences for people | `store`, `model` |
//! | `store` | rows and SQL | `model` |
//! | `model` | plain types | nothing of ours |
//!
//! `main.rs` and `cli` know the public items here only. `cargo xtask check` enforces this table.
//!
//! Tests: pure rules beside the code, everything else through the ports in `tests/api/`.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod app;
mod http;
mod model;
mod routes;
mod rules;
mod store;

pub use app::access::Access;
pub use app::config::Config;
pub use app::server::{Running, start};
pub use app::start_error::StartError;
pub use model::clock::StartTime;
pub use model::password::PasswordCost;
pub use model::seed_error::SeedError;
pub use rules::magic::{MAGIC_NAMES, MagicName};
pub use rules::seed::seed_from_text;
