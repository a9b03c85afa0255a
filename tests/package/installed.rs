//! Packs the package and installs the tarball into a project of its own, once for all cases.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use anyhow::{Context as _, Result, anyhow, ensure};
use authrocket_tests::browsers::root;

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
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
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
    output(npm(&folder).args(install).arg(tarball))?;
    Ok(folder)
}

fn npm(folder: &Path) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(folder);
    npm
}

/// What a command prints; an error holds all it said.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {command:?}"))?;
    let (said, told) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    ensure!(
        output.status.success(),
        "{command:?} ended with {}:\n{said}{told}",
        output.status
    );
    Ok(said.into_owned())
}
