//! The tarball, installed into a project of its own, once for all cases.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Result, anyhow};
use authrocket_tests::browsers::root;
use authrocket_tests::packed;
pub use authrocket_tests::packed::output;

static PROJECT: LazyLock<Result<PathBuf, String>> =
    LazyLock::new(|| install().map_err(|error| format!("{error:#}")));

/// The folder of a project that has the package installed.
pub fn project() -> Result<&'static Path> {
    PROJECT.as_deref().map_err(|error| anyhow!("{error}"))
}

/// The installed package itself.
pub fn package() -> Result<PathBuf> {
    Ok(project()?.join("node_modules/authrocket-wasm"))
}

fn install() -> Result<PathBuf> {
    let folder = root().join("target/test-output/package-project");
    packed::install(&folder)?;
    Ok(folder)
}
