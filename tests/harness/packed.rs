//! The package as users get it: packed by npm, then installed from the tarball into a project.
//!
//! Tested by the layers that use it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::browsers::root;

/// Makes `folder` anew, a project with nothing but the package, which is then in `node_modules/authrocket-wasm`; gives
/// the tarball.
///
/// # Errors
/// When npm cannot pack or install; the message holds what it said.
pub fn install(folder: &Path) -> Result<PathBuf> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    // The bundle was built before the tests; packing must not build it again.
    let destination = format!("--pack-destination={}", folder.display());
    let packed = output(npm(&root()).args(["pack", "--ignore-scripts", "--silent", &destination]))?;
    let tarball = folder.join(
        packed
            .trim()
            .lines()
            .last()
            .context("npm pack named no file")?,
    );
    std::fs::write(
        folder.join("package.json"),
        r#"{"name":"consumer","private":true,"type":"module"}"#,
    )?;
    let install = [
        "install",
        "--offline",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--silent",
    ];
    output(npm(folder).args(install).arg(&tarball))?;
    Ok(tarball)
}

/// npm in a folder.
#[must_use]
pub fn npm(folder: &Path) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(folder);
    npm
}

/// What a command prints; an error holds all it said.
///
/// # Errors
/// When it cannot be started or fails.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {command:?}"))?;
    let (printed, errors) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    ensure!(
        output.status.success(),
        "{command:?} ended with {}:\n{printed}{errors}",
        output.status
    );
    Ok(printed.into_owned())
}
