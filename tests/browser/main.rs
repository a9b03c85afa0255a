//! The browser layer: runs the `*.test.js` files of this folder, which test the adapters to DOM and fetch, in every browser.
//!
//! README.md in this folder says how to write such a file.

use std::process::ExitCode;

use authrocket_tests::browsers::root;
use authrocket_tests::scripts::{self, Passes};

/// The minimum number of tests that must run in one browser.
const FLOOR: usize = 3_300;

/// Files that run once instead of on both engines: a prefix of the file name, and the reason. A prefix with a dot is one file.
const ONCE: [(&str, &str); 11] = [
    ("doctor", "it knows nothing of the engine"),
    ("early.", "it tests the inline guard, which has no engine"),
    ("fake", "it tests the harness"),
    ("fallback", "it takes WebAssembly away by itself"),
    ("lang", "it reads texts"),
    ("loginrocket", "it has no engine"),
    ("loading", "it chooses the engine test by test"),
    ("samples", "it asks the doctor about pages"),
    ("strength-estimate", "it has no engine"),
    ("stylesheet", "it has no engine"),
    ("strict", "it chooses the engine test by test"),
];

/// Files about promises that the version of the API could break. They run once more, on wasm with AuthRocket 2.
const BOTH_APIS: [&str; 13] = [
    "canary.",
    "companions.",
    "csp.",
    "deliver-fetch.",
    "early-takeover.",
    "form-errors.",
    "guard.",
    "lock.",
    "other-user.",
    "promises.",
    "transport.",
    "two-factor.",
    "redirects.",
];

fn main() -> ExitCode {
    scripts::run(
        "browser",
        &root().join("tests/browser"),
        &root().join("pkg"),
        Passes {
            once: &ONCE.map(|(name, _)| name),
            both_apis: &BOTH_APIS,
        },
        FLOOR,
    )
}
