//! `cargo xtask pictures`: the pictures of the demo in `docs/pictures`, taken by `tests/pictures/main.rs` in headless Chromium.

use anyhow::Result;

use crate::process::{command, run};
use crate::{build, setup};

/// Builds the library and takes them anew.
pub fn pictures() -> Result<()> {
    setup::setup_for(&["chromium".to_owned()])?;
    build::build(build::Flavour::Release)?;
    run(command("cargo").args([
        "run",
        "--quiet",
        "--locked",
        "-p",
        "authrocket-tests",
        "--bin",
        "pictures",
    ]))
}
