//! The two APIs and the hosted pages. What they share with each other is in the rules' modules.

pub mod control;
pub mod core;
pub mod hosted;
pub mod login;
