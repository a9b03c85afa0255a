//! What others' tools say of the tarball: publint of its `package.json`, attw of how its types are found.

use std::process::Command;

use anyhow::{Result, ensure};
use authrocket_tests::browsers::root;
use libtest_mimic::{Failed, Trial};

use crate::installed::{output, tarball};

pub fn trials() -> Vec<Trial> {
    [
        (
            "publint_finds_nothing",
            publint_finds_nothing as fn() -> Result<()>,
        ),
        (
            "are_the_types_wrong_finds_nothing",
            are_the_types_wrong_finds_nothing,
        ),
    ]
    .map(|(name, run)| {
        Trial::test(format!("lint::{name}"), move || {
            run().map_err(|error| Failed::from(format!("{error:#}")))
        })
    })
    .into()
}

fn tool(name: &str) -> Command {
    let mut tool = Command::new(root().join("node_modules/.bin").join(name));
    tool.env("NO_COLOR", "1");
    tool
}

fn publint_finds_nothing() -> Result<()> {
    let said = output(tool("publint").args(["run", "--strict"]).arg(tarball()?))?;
    ensure!(said.contains("All good!"), "{said}");
    Ok(())
}

/// It is an ES module and nothing else: CommonJS takes it by `import()`, tested in `types/common.cts`.
fn are_the_types_wrong_finds_nothing() -> Result<()> {
    let said = output(
        tool("attw")
            .args(["--profile", "esm-only", "--no-emoji", "--format", "ascii"])
            .arg(tarball()?),
    )?;
    // It ends well also with nothing to look at.
    for way in ["node16 (from ESM): OK", "bundler: OK"] {
        ensure!(said.matches(way).count() >= 10, "{said}");
    }
    Ok(())
}
