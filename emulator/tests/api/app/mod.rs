//! The emulator as a whole: starting, stopping, webhooks, and what outlives a run.

mod databases;
mod killed;
mod repeatable;
mod server;
mod webhooks;
