//! What the emulator is about, as plain types: no rows, no requests, no time of day. Imports nothing else of
//! this crate.

pub mod caller;
pub mod failure;
pub mod permission;
pub mod settings;
