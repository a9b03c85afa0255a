//! The drop-in for loginrocket.js in Node: the tables of protocol-v2 §3 against a local server, its documented sample, and
//! what a bundle of it holds. The tables are in `loginrocket/*.test.mjs`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::browsers::root;
use libtest_mimic::{Failed, Trial};

use crate::installed::{output, project};

/// The files with tables, and the least number of rows that must pass.
const TABLES: [(&str, usize); 3] = [("properties", 35), ("requests", 31), ("outcomes", 55)];

pub fn trials() -> Vec<Trial> {
    let tables = TABLES.map(|(name, floor)| trial(name, move || table(name, floor)));
    let others = [
        ("sample_works", sample_works as fn() -> Result<()>),
        ("bundle_has_no_wasm", bundle_has_no_wasm),
    ];
    tables
        .into_iter()
        .chain(others.map(|(name, run)| trial(name, run)))
        .collect()
}

fn trial(name: &str, run: impl FnOnce() -> Result<()> + Send + 'static) -> Trial {
    Trial::test(format!("loginrocket::{name}"), move || {
        run().map_err(|error| Failed::from(format!("{error:#}")))
    })
}

/// The scripts of `loginrocket/`, in a folder of the consumer's project.
static SCRIPTS: LazyLock<Result<PathBuf, String>> =
    LazyLock::new(|| copy_scripts().map_err(|error| format!("{error:#}")));

fn copy_scripts() -> Result<PathBuf> {
    let folder = project()?.join("loginrocket");
    std::fs::create_dir_all(&folder)?;
    for entry in std::fs::read_dir(root().join("tests/package/loginrocket"))? {
        let entry = entry?;
        std::fs::copy(entry.path(), folder.join(entry.file_name()))?;
    }
    Ok(folder)
}

fn scripts() -> Result<&'static Path> {
    SCRIPTS
        .as_deref()
        .map_err(|error| anyhow::anyhow!("the scripts could not be copied: {error}"))
}

fn table(name: &str, floor: usize) -> Result<()> {
    let file = scripts()?.join(format!("{name}.test.mjs"));
    let said = output(Command::new("node").arg("--test-reporter=tap").arg(file))?;
    let passed = said
        .lines()
        .find_map(|line| line.strip_prefix("# pass "))
        .and_then(|count| count.parse::<usize>().ok())
        .context("no count of rows")?;
    ensure!(passed >= floor, "{passed} rows; at least {floor}");
    Ok(())
}

/// The first JavaScript of the guide, run as it is, with the server of a test in place of the app's LoginRocket.
fn sample_works() -> Result<()> {
    let guide = std::fs::read_to_string(root().join("docs/from-loginrocket-js.md"))?;
    let sample = guide
        .split_once("```js\n")
        .and_then(|(_, rest)| rest.split_once("```"))
        .context("the guide has no sample")?
        .0;
    std::fs::write(scripts()?.join("sample.mjs"), sample)?;
    output(Command::new("node").arg(scripts()?.join("sample.test.mjs")))?;
    Ok(())
}

/// A bundler takes one small file: no wasm, none of its loaders, and nothing else of the package.
fn bundle_has_no_wasm() -> Result<()> {
    let folder = scripts()?;
    let entry = folder.join("entry.mjs");
    std::fs::write(
        &entry,
        "import LoginRocket from 'authrocket-wasm/loginrocket';\nconsole.log(new LoginRocket());\n",
    )?;
    let bundle = |entry: &Path| {
        output(
            Command::new(root().join("node_modules/.bin/esbuild"))
                .args(["--bundle", "--minify", "--format=esm"])
                .arg(entry),
        )
    };
    let said = bundle(&entry)?;
    ensure!(said.contains("LR-Agent"), "the class is missing: {said}");
    for word in ["wasm", "WebAssembly", "import(", "authrocket.wasm"] {
        ensure!(!said.contains(word), "the bundle has {word:?}");
    }
    ensure!(said.len() < 5_000, "{} bytes", said.len());
    std::fs::write(
        &entry,
        "import LoginRocket from 'authrocket-wasm/loginrocket';\nconsole.log(1);\n",
    )?;
    let unused = bundle(&entry)?;
    ensure!(
        !unused.contains("LR-Agent"),
        "an unused import leaves {unused}"
    );
    Ok(())
}
