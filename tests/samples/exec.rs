//! A sample's own test, as an app developer runs it: with an emulator that `exec` starts for it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Result, ensure};
use authrocket_tests::process::built_program;
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let trial = |name: &str, run: fn() -> Result<()>| {
        Trial::test(format!("exec::{name}"), move || {
            run().map_err(|error| format!("{error:#}").into())
        })
    };
    vec![
        trial(
            "the_express_sample_passes_its_own_test",
            the_express_sample_passes_its_own_test,
        ),
        trial(
            "a_sample_that_fails_its_test_fails_the_command",
            a_sample_that_fails_its_test_fails_the_command,
        ),
    ]
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/app-servers/express")
}

fn run_test(seed: &Path) -> Result<Output> {
    Ok(Command::new(built_program("loginrocket-emulator")?)
        .args(["exec", "--var", "APP=http://localhost:3000", "--seed"])
        .arg(seed)
        .args(["--", "npm", "--silent", "test"])
        .current_dir(folder())
        // The variables that a surrounding run of Node's own tests would have set.
        .env_remove("NODE_TEST_CONTEXT")
        .output()?)
}

fn the_express_sample_passes_its_own_test() -> Result<()> {
    let ended = run_test(Path::new("../seed.json"))?;
    let said = String::from_utf8_lossy(&ended.stdout);
    ensure!(ended.status.success(), "{said}");
    ensure!(said.contains("pass 3") && said.contains("fail 0"), "{said}");
    Ok(())
}

fn a_sample_that_fails_its_test_fails_the_command() -> Result<()> {
    let files = tempfile::tempdir()?;
    let seed = files.path().join("seed.json");
    let text = std::fs::read_to_string(folder().join("../seed.json"))?;
    std::fs::write(&seed, text.replace("analytical engine", "another password"))?;
    let ended = run_test(&seed)?;
    let said = String::from_utf8_lossy(&ended.stdout);
    ensure!(ended.status.code() == Some(1), "{:?} {said}", ended.status);
    ensure!(said.contains("pass 1") && said.contains("fail 2"), "{said}");
    Ok(())
}
