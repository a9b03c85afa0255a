//! Whether the same sources give the same bytes: two builds from nothing, each in another folder and with another home
//! of cargo, as their paths are what leaks; and both must be what pkg/ holds.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::files;
use crate::process::{ROOT, command, output, root, run};

/// A folder that goes when it is no longer needed.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self> {
        let folder = env::temp_dir().join(format!("authrocket-release-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub fn check() -> Result<String> {
    let scratch = Scratch::new()?;
    let one = build_in(&scratch.0.join("a"))?;
    let two = build_in(&scratch.0.join("another/and/deeper/folder"))?;
    same(&one, &two).context("two builds of one commit differ")?;
    same(&one, &files::read(&root().join("pkg"))?)
        .context("pkg/ is not what this commit builds: run `cargo xtask build`")?;
    Ok(format!(
        "{} files of pkg/ came out the same from two clean builds in other folders",
        one.len()
    ))
}

/// Builds the commit in a clone with a target folder of its own; gives the files of its pkg/.
fn build_in(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let clone = folder.join("tree");
    fs::create_dir_all(folder)?;
    run(command("git")
        .args(["clone", "--quiet", "--shared"])
        .arg(root())
        .arg(&clone))?;
    symlink(root().join("node_modules"), clone.join("node_modules"))?;
    let home = folder.join("cargo");
    link_all(&cargo_home()?, &home)?;
    // What it prints is of no interest unless it fails.
    output(
        Command::new(env::current_exe()?)
            .current_dir(&clone)
            .arg("build")
            .env(ROOT, &clone)
            .env("CARGO_HOME", &home)
            .env_remove("CARGO_TARGET_DIR"),
    )?;
    files::read(&clone.join("pkg"))
}

fn cargo_home() -> Result<PathBuf> {
    env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
        .context("no home of cargo")
}

/// The same crates under another path.
fn link_all(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        symlink(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}

fn same(one: &BTreeMap<String, Vec<u8>>, two: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    let mut differing: Vec<_> = one
        .keys()
        .chain(two.keys())
        .filter(|name| one.get(*name) != two.get(*name))
        .collect();
    differing.sort_unstable();
    differing.dedup();
    ensure!(!one.is_empty(), "no files");
    ensure!(differing.is_empty(), "{differing:?}");
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    fn listed(list: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        list.iter()
            .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
            .collect()
    }

    #[test]
    fn a_byte_or_a_file_that_differs_is_told() {
        let one = listed(&[("a", "1"), ("b", "2")]);
        assert!(same(&one, &one.clone()).is_ok());
        for other in [
            listed(&[("a", "1"), ("b", "3")]),
            listed(&[("a", "1")]),
            listed(&[("a", "1"), ("b", "2"), ("c", "")]),
        ] {
            let error = same(&one, &other).unwrap_err().to_string();
            assert!(!error.contains("\"a\""), "{error}");
            assert!(same(&other, &one).is_err());
        }
        assert!(same(&listed(&[]), &listed(&[])).is_err());
    }

    #[test]
    fn files_are_read_with_their_folders() {
        let folder = Scratch::new().unwrap();
        fs::create_dir_all(folder.0.join("lang")).unwrap();
        fs::write(folder.0.join("lang/de.js"), "x").unwrap();
        fs::write(folder.0.join("a.js"), "y").unwrap();
        assert_eq!(
            files::read(&folder.0).unwrap(),
            listed(&[("a.js", "y"), ("lang/de.js", "x")])
        );
    }
}
