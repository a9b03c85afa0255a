//! The emulator as a whole: starting, stopping and what a program outside needs. May import everything else
//! but the command line.

pub mod access;
pub mod config;
pub mod connections;
pub mod listeners;
pub mod mails;
pub mod server;
pub mod start_error;
pub mod webhooks;
