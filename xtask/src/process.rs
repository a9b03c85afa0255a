//! Running other programs from the project's root, with errors that name the command.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Names another tree to work on: `release` builds clones with the program it is.
pub const ROOT: &str = "XTASK_ROOT";

/// The folder that holds the workspace's Cargo.toml.
pub fn root() -> PathBuf {
    if let Some(other) = std::env::var_os(ROOT) {
        return other.into();
    }
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// A program that cargo has built in a profile's folder, `debug` or `release`.
pub fn built(profile: &str, name: impl AsRef<Path>) -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    target.join(profile).join(name)
}

/// A command that runs in the project's root.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// A tool that npm installed.
pub fn npm_tool(name: &str) -> Command {
    let tool = root().join("node_modules/.bin").join(name);
    let mut command = Command::new(tool);
    command.current_dir(root());
    command
}

/// Runs to the end; a failure names the command line.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {command:?}"))?;
    ensure!(status.success(), "{command:?} ended with {status}");
    Ok(())
}

/// Runs to the end and gives what it printed.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command
        .output()
        .with_context(|| format!("cannot start {command:?}"))?;
    ensure!(
        output.status.success(),
        "{command:?} ended with {}: {}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?)
}
