//! Checks whether this tree may be published. It publishes nothing; its last lines say how to.
//! Explained in docs/release.md; what is pure in it is tested beside it, in `release/`.

mod licences;
mod reproducible;
mod tarball;
mod version;

use anyhow::{Result, ensure};

use crate::process::{command, output};
use crate::size;

pub use licences::write as write_licences;

/// A line of the report: what is checked, and the check; its text says what was found.
type Check = (&'static str, fn() -> Result<String>);

const CHECKS: [Check; 10] = [
    ("git", clean_tree),
    ("toolchain", version::toolchain),
    ("version", version::equal_everywhere),
    ("changelog", version::changelog_tells),
    ("sizes", sizes),
    ("contents", tarball::contents),
    ("paths", tarball::no_machine_in_it),
    ("integrity", tarball::integrity),
    ("licences", licences::check),
    ("reproducible", reproducible::check),
];

/// What no program here can know.
const NOT_CHECKED: [&str; 4] = [
    "that the tests passed: run `npm test` on the same commit",
    "that another machine or system builds the same bytes: compare `shasum pkg/*` with one",
    "that the version is free and the account may publish: npm tells when it publishes",
    "where the package comes from: npm wants `repository` in package.json for provenance, and none is known yet",
];

/// Runs every check, prints a line for each, and fails if one did.
pub fn release(is_dry_run: bool) -> Result<()> {
    if !is_dry_run {
        println!(
            "release: nothing was done. Publishing is by hand or by CI, from a clean checkout of the tagged commit:\n\
             \n  cargo xtask release --dry-run && npm publish --provenance\n\
             \nnpm makes provenance only on a CI service that it knows; by hand it is `npm publish --no-provenance`. More: \
             docs/release.md"
        );
        return Ok(());
    }
    let mut failed = Vec::new();
    for (name, check) in CHECKS {
        match check() {
            Ok(seen) => println!("ok           {name}: {seen}"),
            Err(error) => {
                println!("FAILED       {name}: {error:#}");
                failed.push(name);
            }
        }
    }
    for what in NOT_CHECKED {
        println!("not checked  {what}");
    }
    if !failed.is_empty() {
        println!("release: not to be published: {}", failed.join(", "));
        // The list is the last word; an error's report would bury it.
        std::process::exit(1);
    }
    println!("release: all that can be checked is good; nothing was published");
    Ok(())
}

fn clean_tree() -> Result<String> {
    let changed = output(command("git").args(["status", "--porcelain"]))?;
    ensure!(changed.is_empty(), "not committed:\n{}", changed.trim_end());
    let commit = output(command("git").args(["rev-parse", "--short", "HEAD"]))?;
    Ok(format!("nothing uncommitted at {}", commit.trim()))
}

fn sizes() -> Result<String> {
    size::size()?;
    Ok("each file is under its ceiling".to_owned())
}
