//! One version everywhere, a changelog entry for it, and the compiler that builds it.

use std::fs;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::process::{command, output, root};

/// Version numbers by where they stand.
type Versions = Vec<(&'static str, Option<String>)>;

pub fn equal_everywhere() -> Result<String> {
    let read = |name: &str| fs::read_to_string(root().join(name));
    let lock = json(&read("package-lock.json")?)?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let own = "authrocket-wasm";
    equal(&vec![
        (
            "Cargo.toml",
            toml_value(&read("Cargo.toml")?, "[workspace.package]", "version"),
        ),
        ("Cargo.lock", locked(&read("Cargo.lock")?, own)),
        (
            "package.json",
            text(&json(&read("package.json")?)?["version"]),
        ),
        ("package-lock.json", text(&lock["version"])),
        (
            "package-lock.json, packages",
            text(&lock["packages"][""]["version"]),
        ),
    ])
}

fn json(text: &str) -> Result<Value> {
    Ok(serde_json::from_str(text)?)
}

fn equal(versions: &Versions) -> Result<String> {
    let (_, first) = versions.first().context("no versions")?;
    ensure!(
        first.is_some() && versions.iter().all(|(_, version)| version == first),
        "{}",
        versions
            .iter()
            .map(|(place, version)| format!("{place} {}", version.as_deref().unwrap_or("none")))
            .collect::<Vec<_>>()
            .join(", ")
    );
    Ok(format!(
        "{} in all {} places",
        first.as_deref().unwrap_or_default(),
        versions.len()
    ))
}

/// The value of `name = "…"` in a table of a TOML file.
fn toml_value(toml: &str, table: &str, name: &str) -> Option<String> {
    toml.lines()
        .skip_while(|line| line.trim() != table)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .find_map(|line| quoted(line, name))
}

fn quoted(line: &str, name: &str) -> Option<String> {
    let (key, value) = line.split_once('=')?;
    (key.trim() == name).then(|| value.trim().trim_matches('"').to_owned())
}

/// The version of a package in Cargo.lock.
fn locked(lock: &str, name: &str) -> Option<String> {
    let mut lines = lock
        .lines()
        .skip_while(|line| quoted(line, "name").as_deref() != Some(name));
    lines.nth(1).and_then(|line| quoted(line, "version"))
}

pub fn changelog_tells() -> Result<String> {
    let cargo = fs::read_to_string(root().join("Cargo.toml"))?;
    let version = toml_value(&cargo, "[workspace.package]", "version").context("no version")?;
    told(&fs::read_to_string(root().join("CHANGELOG.md"))?, &version)
}

/// A dated section of this version; before it is cut, what is unreleased.
fn told(changelog: &str, version: &str) -> Result<String> {
    for title in [format!("## {version} "), format!("## [{version}] ")] {
        if let Some((line, lines)) = section(changelog, &title) {
            let date = line.rsplit(' ').next().unwrap_or_default();
            ensure!(is_date(date), "no date in \"{line}\"");
            ensure!(lines > 0, "\"{line}\" tells nothing");
            return Ok(format!("\"{line}\", {lines} entries"));
        }
    }
    let (_, lines) = section(changelog, "## Unreleased")
        .with_context(|| format!("neither a section for {version} nor \"## Unreleased\""))?;
    ensure!(lines > 0, "\"## Unreleased\" tells nothing");
    Ok(format!(
        "\"## Unreleased\", {lines} entries; to be renamed \"## {version} - <date>\" before publishing"
    ))
}

/// The title of a section and how many entries it has.
fn section<'a>(changelog: &'a str, title: &str) -> Option<(&'a str, usize)> {
    let mut lines = changelog.lines().skip_while(|line| {
        !line.starts_with(title.trim_end()) || !format!("{line} ").starts_with(title)
    });
    let line = lines.next()?;
    let entries = lines
        .take_while(|line| !line.starts_with("## "))
        .filter(|line| line.starts_with("- "))
        .count();
    Some((line, entries))
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([4, 2, 2])
        && text.chars().all(|c| c.is_ascii_digit() || c == '-')
}

pub fn toolchain() -> Result<String> {
    let pinned = fs::read_to_string(root().join("rust-toolchain.toml"))?;
    let pinned = toml_value(&pinned, "[toolchain]", "channel").context("no channel")?;
    let used = output(command("rustc").arg("--version"))?;
    ensure!(
        used.starts_with(&format!("rustc {pinned} ")),
        "rust-toolchain.toml says {pinned}, this is {}",
        used.trim()
    );
    Ok(used.trim().to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_version_that_differs_is_told_with_its_place() {
        let versions = |third: Option<&str>| {
            vec![
                ("one", Some("1.2.3".to_owned())),
                ("two", Some("1.2.3".to_owned())),
                ("three", third.map(str::to_owned)),
            ]
        };
        assert_eq!(
            equal(&versions(Some("1.2.3"))).unwrap(),
            "1.2.3 in all 3 places"
        );
        let error = equal(&versions(Some("1.2.4"))).unwrap_err().to_string();
        assert!(error.contains("three 1.2.4"), "{error}");
        assert!(equal(&versions(None)).is_err());
        assert!(equal(&vec![("one", None), ("two", None)]).is_err());
    }

    #[test]
    fn values_are_read_from_their_own_table() {
        let toml = "[a]\nversion = \"1\"\n\n[b]\nversion = \"2\"\n[c]\nname = \"x\"\n";
        assert_eq!(toml_value(toml, "[b]", "version").as_deref(), Some("2"));
        assert_eq!(toml_value(toml, "[c]", "version"), None);
        let lock = "[[package]]\nname = \"ab\"\nversion = \"3\"\n\n[[package]]\nname = \"a\"\nversion = \"4\"\n";
        assert_eq!(locked(lock, "a").as_deref(), Some("4"));
        assert_eq!(locked(lock, "b"), None);
    }

    #[test]
    fn a_version_needs_a_dated_section_with_entries() {
        let of = |text: &str| told(text, "1.2.0").map_err(|error| error.to_string());
        assert!(
            of("## 1.2.0 - 2026-01-31\n\n### Added\n\n- a\n- b\n## 1.1.0 - x\n- c\n")
                .unwrap()
                .contains("2 entries")
        );
        assert!(of("## [1.2.0] - 2026-01-31\n- a\n").is_ok());
        assert!(of("## 1.2.0\n- a\n").is_err());
        assert!(of("## 1.2.0 - soon\n- a\n").is_err());
        assert!(of("## 1.2.0 - 2026-01-31\n## 1.1.0 - 2025-01-31\n- a\n").is_err());
    }

    #[test]
    fn what_is_unreleased_will_do_if_there_is_something() {
        let of = |text: &str| told(text, "1.2.0").map_err(|error| error.to_string());
        assert!(
            of("## Unreleased\n\n- a\n")
                .unwrap()
                .contains("to be renamed")
        );
        assert!(of("## Unreleased\n\n## 1.1.0 - 2025-01-31\n- a\n").is_err());
        assert!(of("## 1.1.0 - 2025-01-31\n- a\n").is_err());
        assert!(of("## 1.2.01 - 2025-01-31\n- a\n").is_err());
    }
}
