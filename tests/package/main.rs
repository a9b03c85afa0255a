//! The package as users get it: packed, installed into a project of its own, then used from Node, from TypeScript, and
//! in browsers by script tag and as a module; and its entries for servers and tests from Node.

use std::process::ExitCode;

use authrocket_tests::runner;

mod entries;
mod installed;
mod lint;
mod loginrocket;
mod node;
mod pages;
mod samples;
mod types;

/// The least number of cases in one browser.
const FLOOR: usize = 9;
/// The least number of cases that need no browser.
const NODE_FLOOR: usize = 31;

fn main() -> ExitCode {
    let plain = [
        node::trials(),
        loginrocket::trials(),
        types::trials(),
        samples::trials(),
        lint::trials(),
        entries::trials(),
    ];
    runner::run(
        "package",
        pages::cases(),
        FLOOR,
        plain.into_iter().flatten().collect(),
        NODE_FLOOR,
    )
}
