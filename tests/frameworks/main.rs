//! The recipes of `docs/frameworks`, built as they stand there with the package as it is installed from its tarball, and
//! driven through logins by the `*.test.js` files of this folder in every browser.
//!
//! That documents and apps do not drift apart is a rule of `cargo xtask check`.

use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::browsers::root;
use authrocket_tests::packed::{self, output};
use authrocket_tests::scripts::{self, Passes};
use authrocket_tests::site::BUILT_APPS;

/// The least number of tests that must run in one browser.
const FLOOR: usize = 173;

/// Each runs once: the engines are told apart in the browser layer.
const EVERY_FILE: &str = "";

fn main() -> ExitCode {
    match build() {
        Ok(bundle) => scripts::run(
            "frameworks",
            &root().join("tests/frameworks"),
            &bundle,
            Passes {
                once: &[EVERY_FILE],
                ..Passes::default()
            },
            FLOOR,
        ),
        Err(error) => {
            eprintln!("error: the apps did not build: {error:#}");
            ExitCode::from(101)
        }
    }
}

/// Builds every app, once for all browsers; answers where the installed package has its files.
fn build() -> Result<std::path::PathBuf> {
    let folder = root().join("tests/frameworks");
    ensure!(
        folder.join("node_modules").is_dir(),
        "run `cargo xtask test frameworks`, which installs what they need"
    );
    let project = root().join("target/test-output/frameworks-project");
    packed::install(&project)?;
    let package = project.join("node_modules/authrocket-wasm");
    let mut build = Command::new("node");
    build.arg(folder.join("build.mjs"));
    build.arg(&package).arg(root().join(BUILT_APPS));
    output(&mut build).context("node build.mjs")?;
    Ok(package.join("pkg"))
}
