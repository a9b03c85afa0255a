//! The demo app's server: an app as a customer of AuthRocket would write it.
//!
//! It hosts the pages with the login and signup forms, takes the token that the library in the page brings back,
//! verifies it, and keeps its own session. It never sees a password. It knows only the public bundle
//! (`/authrocket.js`) and the public HTTP APIs; it must not import the library or the emulator.
//!
//! Modules, from the outside in: [`serve`] and [`config`] (start, settings), `routes` (what a browser asks for),
//! `pages` (templates), `markup` (what the panels below a page show), `intake` (what a request carried, its log line, the session cookie), `visit` (the server-side
//! sessions), `verify` (is this token a login?), `core_api` (calls to AuthRocket), `v2` (the
//! same for AuthRocket 2), `headers` (CSP and friends).
//!
//! Tested in `tests/demo/`, against a small stand-in for the Core API.

pub mod config;
mod core_api;
mod headers;
mod intake;
mod markup;
mod pages;
mod routes;
pub mod serve;
mod state;
mod v2;
mod verify;
mod visit;
mod words;

pub use config::{Clock, Config, ConfigError, Realm, RealmV2, Secret, Verify};
pub use routes::app;
pub use serve::{Running, StartError, start};
