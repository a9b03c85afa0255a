//! The emulator as a whole: starting, stopping and what a program outside needs. May import everything else
//! but the command line.

pub mod start_error;
