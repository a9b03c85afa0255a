//! An axum app that takes AuthRocket's tokens. Run by `tests/samples` against the emulator.

mod authrocket;
mod pages;
mod routes;
mod settings;

pub use routes::app;
pub use settings::Settings;
