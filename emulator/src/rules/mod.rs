//! What AuthRocket does with a call, whichever way the call came: checks, changes and the sentences for
//! people. May import `store` and `model`; knows neither HTTP nor SQL.

pub mod apps;
pub mod context;
pub mod login_form;
pub mod pending_signups;
pub mod signing_keys;
pub mod signup_form;
pub mod signups;
