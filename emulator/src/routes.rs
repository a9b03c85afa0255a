//! The two APIs. What they share with each other is in the rules' modules.

pub mod core;
pub mod login;
