//! The package as users get it: packed, installed into a project of its own, then used from Node, from TypeScript, and
//! in browsers by script tag and as a module.

use std::process::ExitCode;

use authrocket_tests::runner;

mod installed;
mod node;
mod pages;

/// The least number of cases in one browser.
const FLOOR: usize = 8;
/// The least number of cases that need no browser.
const NODE_FLOOR: usize = 7;

fn main() -> ExitCode {
    runner::run("package", pages::cases(), FLOOR, node::trials(), NODE_FLOOR)
}
