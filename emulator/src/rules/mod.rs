//! What AuthRocket does with a call, whichever way the call came: checks, changes and the sentences for
//! people. May import `store` and `model`; knows neither HTTP nor SQL.

pub mod accounts;
pub mod apps;
pub mod attribute_reader;
pub mod context;
pub mod domains;
pub mod events;
pub mod hooks;
pub mod login_form;
pub mod login_token;
pub mod logins;
pub mod magic;
pub mod mail;
pub mod pending_signups;
pub mod providers;
pub mod recovery;
pub mod remembered_logins;
pub mod seed;
pub mod signing_keys;
pub mod signup_form;
pub mod signups;
pub mod social;
pub mod v2;
