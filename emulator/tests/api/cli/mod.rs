//! The command line: the real program, started by a test.

mod exec;
mod flags;
mod logs;
