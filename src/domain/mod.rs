//! Pure rules: no browser, no clock, no I/O, and no value that the user typed ever comes in here.
//! Imports nothing of ours; tested natively, in each file and in `tests/contract`.

pub mod api;
pub mod app_answer;
pub mod companion;
pub mod config;
pub mod delivery;
pub mod email;
pub mod error;
pub mod form;
pub mod hint;
pub mod input;
pub mod login;
pub mod messages;
pub mod operation;
pub mod outcome;
pub mod password;
pub mod protocol;
pub mod sentence;
pub mod session;
pub mod signup;
pub mod text;
