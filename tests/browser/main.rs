//! The browser layer: the adapters to DOM and fetch, tested by the `*.test.js` files of this folder in every browser.
//!
//! How to write such a file: README.md beside this one.

use std::process::ExitCode;

use authrocket_tests::browsers::root;
use authrocket_tests::scripts;

/// The least number of tests that must run in one browser.
const FLOOR: usize = 780;

fn main() -> ExitCode {
    scripts::run(
        "browser",
        &root().join("tests/browser"),
        &root().join("pkg"),
        FLOOR,
    )
}
