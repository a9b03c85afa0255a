//! The entries for servers and for tests: `entries/*.test.mjs`, run by Node in a project that has the package installed, and
//! the Playwright fixture of the Express sample, run in Chromium.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::browsers::{Browser, root};
use authrocket_tests::process::built_program;
use libtest_mimic::{Failed, Trial};

use crate::installed::{output, package, project};

/// Files of `entries/`, and the least number of tests in each.
const FILES: [(&str, usize); 6] = [
    ("server-edge", 1),
    ("server-v1", 30),
    ("server-v2", 26),
    ("server-web", 4),
    ("testing", 9),
    ("testing-v2", 7),
];

pub fn trials() -> Vec<Trial> {
    let mut trials: Vec<Trial> = FILES
        .into_iter()
        .map(|(name, least)| trial(name, move || passes(name, least)))
        .collect();
    trials.push(trial("playwright_fixture", playwright_fixture));
    trials
}

fn trial(name: &str, run: impl FnOnce() -> Result<()> + Send + 'static) -> Trial {
    Trial::test(format!("entries::{name}"), move || {
        run().map_err(|error| Failed::from(format!("{error:#}")))
    })
}

/// Node in a folder of the project, as an app's developer runs it.
fn node(folder: &Path) -> Result<Command> {
    let mut node = Command::new("node");
    node.current_dir(folder)
        .env(
            "LOGINROCKET_EMULATOR",
            built_program("loginrocket-emulator")?,
        )
        .env_remove("NODE_TEST_CONTEXT");
    Ok(node)
}

fn passes(name: &str, least: usize) -> Result<()> {
    let file = format!("{name}.test.mjs");
    let folder = project()?.join("entries");
    fs::create_dir_all(&folder)?;
    fs::copy(
        root().join("tests/package/entries").join(&file),
        folder.join(&file),
    )?;
    copy_folder(&root().join("docs/app-servers/web"), &folder.join("web"))?;
    let said = output(node(&folder)?.args(["--test", "--test-reporter=tap", &file]))?;
    let passed = said
        .lines()
        .find_map(|line| line.strip_prefix("# pass "))
        .and_then(|count| count.parse::<usize>().ok())
        .context("node printed no count")?;
    ensure!(passed >= least, "only {passed} tests ran:\n{said}");
    Ok(())
}

fn playwright_fixture() -> Result<()> {
    let samples = root().join("docs/app-servers");
    let folder = project()?.join("playwright");
    copy_folder(&samples.join("express"), &folder.join("express"))?;
    fs::copy(samples.join("seed.json"), folder.join("seed.json"))?;
    let program = root().join("node_modules/@playwright/test/cli.js");
    let said = output(
        node(&folder.join("express"))?
            .env("CHROMIUM", Browser::Chromium.program()?)
            .env("AUTHROCKET_JS", package()?.join("pkg/authrocket.js"))
            .arg(program)
            .args(["test", "--config", "e2e", "--workers=1", "--reporter=line"]),
    )?;
    ensure!(said.contains("4 passed"), "{said}");
    Ok(())
}

/// Without what is installed there.
fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if name == "node_modules" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &to.join(name))?;
        } else {
            fs::copy(entry.path(), to.join(name))?;
        }
    }
    Ok(())
}
