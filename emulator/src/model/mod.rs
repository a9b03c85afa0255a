//! What the emulator is about, as plain types: no rows, no requests, no time of day. Imports nothing else of
//! this crate.

pub mod app_hook;
pub mod caller;
pub mod clock;
pub mod failure;
pub mod fields;
pub mod ids;
pub mod local_url;
pub mod password;
pub mod permission;
pub mod redirect;
pub mod settings;
pub mod signing_key;
pub mod totp;
