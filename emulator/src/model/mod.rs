//! Plain types: settings, failures, callers, keys, time. Imports no other folder of this crate.

pub mod app_hook;
pub mod caller;
pub mod client_app;
pub mod clock;
pub mod event_types;
pub mod failure;
pub mod fields;
pub mod ids;
pub mod kept;
pub mod key_pool;
pub mod local_url;
pub mod names;
pub mod password;
pub mod permission;
pub mod problems;
pub mod redirect;
pub mod redirect_uri;
pub mod seed_error;
pub mod settings;
pub mod signing_key;
pub mod totp;
