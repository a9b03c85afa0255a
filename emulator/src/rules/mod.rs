//! What AuthRocket does with a call, whichever way the call came: checks, changes and the sentences for
//! people. May import `store` and `model`; knows neither HTTP nor SQL.

pub mod apps;
pub mod context;
pub mod signing_keys;
