//! The browser layer: the adapters to DOM and fetch, tested by the `*.test.js` files of this folder in every browser.
//!
//! How to write such a file: README.md beside this one.

use std::process::ExitCode;

use authrocket_tests::browsers::root;
use authrocket_tests::scripts;

/// The least number of tests that must run in one browser.
const FLOOR: usize = 1_490;

/// How the names of the files begin that run only once, not on both engines, and why; a name with its dot is one file.
const ONCE: [(&str, &str); 7] = [
    ("doctor", "it knows nothing of the engine"),
    ("early.", "it tests the inline guard, which has no engine"),
    ("fake", "it tests the harness"),
    ("fallback", "it takes WebAssembly away by itself"),
    ("lang", "it reads texts"),
    ("loading", "it chooses the engine test by test"),
    ("strict", "it chooses the engine test by test"),
];

fn main() -> ExitCode {
    scripts::run(
        "browser",
        &root().join("tests/browser"),
        &root().join("pkg"),
        &ONCE.map(|(name, _)| name),
        FLOOR,
    )
}
