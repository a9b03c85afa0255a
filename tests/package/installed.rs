//! The tarball, installed into a project of its own, once for all cases.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Result, anyhow};
use authrocket_tests::browsers::root;
use authrocket_tests::packed;
pub use authrocket_tests::packed::output;

struct Installed {
    project: PathBuf,
    tarball: PathBuf,
}

static INSTALLED: LazyLock<Result<Installed, String>> =
    LazyLock::new(|| install().map_err(|error| format!("{error:#}")));

fn installed() -> Result<&'static Installed> {
    INSTALLED.as_ref().map_err(|error| anyhow!("{error}"))
}

/// The folder of a project that has the package installed.
pub fn project() -> Result<&'static Path> {
    Ok(&installed()?.project)
}

/// What was packed.
pub fn tarball() -> Result<&'static Path> {
    Ok(&installed()?.tarball)
}

/// The installed package itself.
pub fn package() -> Result<PathBuf> {
    Ok(project()?.join("node_modules/authrocket-wasm"))
}

fn install() -> Result<Installed> {
    let project = root().join("target/test-output/package-project");
    let tarball = packed::install(&project)?;
    Ok(Installed { project, tarball })
}
