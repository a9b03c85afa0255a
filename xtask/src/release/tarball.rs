//! What the tarball holds: the files that are listed and no others, nothing of the machine that packed it, and the
//! digests that pages are told.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest as _, Sha256, Sha384};

use crate::process::{command, output, root};

/// The one list, which the package layer reads too. In a line, `*` stands for a part of a name without `/`.
const LISTED: &str = include_str!("../../../tests/package/files.txt");

/// Bytes that a file may have; more is a mistake.
const LARGEST: u64 = 1_000_000;

/// Paths of machines that people build on, and of the tools there.
const MACHINES: [&str; 9] = [
    "/home/",
    "/root/",
    "/Users/",
    ":\\Users\\",
    "/.cargo/",
    "/.rustup/",
    "/rustc/",
    "/toolchains/",
    "file:///",
];

/// Names and sizes of what `npm pack` would take.
fn packed() -> Result<BTreeMap<String, u64>> {
    let said = output(command("npm").args([
        "pack",
        "--dry-run",
        "--json",
        "--ignore-scripts",
        "--silent",
    ]))?;
    let said: Value = serde_json::from_str(&said)?;
    let files = said[0]["files"].as_array().context("npm names no files")?;
    let entry = |file: &Value| Some((file["path"].as_str()?.to_owned(), file["size"].as_u64()?));
    files
        .iter()
        .map(|file| entry(file).context("a file without a name or a size"))
        .collect()
}

pub fn contents() -> Result<String> {
    let files = packed()?;
    exactly(&files, LISTED)?;
    let total: u64 = files.values().sum();
    Ok(format!(
        "{} files as listed, {total} bytes unpacked",
        files.len()
    ))
}

fn exactly(files: &BTreeMap<String, u64>, listed: &str) -> Result<()> {
    let unlisted: Vec<_> = files
        .keys()
        .filter(|name| !listed.lines().any(|line| covers(line, name)))
        .collect();
    let missing: Vec<_> = listed
        .lines()
        .filter(|line| !files.keys().any(|name| covers(line, name)))
        .collect();
    let large: Vec<_> = files.iter().filter(|(_, size)| **size > LARGEST).collect();
    let empty: Vec<_> = files.iter().filter(|(_, size)| **size == 0).collect();
    ensure!(
        unlisted.is_empty() && missing.is_empty() && large.is_empty() && empty.is_empty(),
        "not listed: {unlisted:?}; missing: {missing:?}; over {LARGEST} bytes: {large:?}; empty: {empty:?}"
    );
    Ok(())
}

fn covers(line: &str, name: &str) -> bool {
    let Some((before, after)) = line.split_once('*') else {
        return line == name;
    };
    name.strip_prefix(before).is_some_and(|rest| {
        let part = rest.find('/').unwrap_or(rest.len());
        (0..=part).any(|end| rest.get(end..).is_some_and(|rest| covers(after, rest)))
    })
}

pub fn no_machine_in_it() -> Result<String> {
    let own = root().display().to_string();
    let home = std::env::var("HOME").unwrap_or_default();
    let mut maps = 0;
    let files = packed()?;
    for name in files.keys() {
        let bytes = fs::read(root().join(name))?;
        for path in [own.as_str(), home.as_str()].iter().chain(&MACHINES) {
            ensure!(!holds(&bytes, path), "{name} holds {path}");
        }
        if name.ends_with(".map") {
            maps += 1;
            judge_map(&bytes).with_context(|| name.clone())?;
        }
    }
    Ok(format!(
        "none of this machine in {} files; {maps} source maps name only our own files",
        files.len()
    ))
}

/// Whether the text occurs; a single slash, the home of nobody, does not count.
fn holds(bytes: &[u8], text: &str) -> bool {
    text.len() > 1
        && bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
}

/// Sources are relative, and none is a package's: what is bundled is ours alone.
fn judge_map(bytes: &[u8]) -> Result<()> {
    let map: Value = serde_json::from_slice(bytes)?;
    let base = map["sourceRoot"].as_str().unwrap_or_default();
    let sources = map["sources"].as_array().context("no sources")?;
    ensure!(!sources.is_empty(), "no sources");
    for source in sources {
        let source = format!(
            "{base}{}",
            source.as_str().context("a source without a name")?
        );
        ensure!(
            !source.starts_with('/') && !source.contains(':') && !source.contains('\\'),
            "an absolute path: {source}"
        );
        ensure!(
            ["src/js/", "extras/", "/glue/"]
                .iter()
                .any(|part| source.contains(part)),
            "not a file of ours: {source}"
        );
    }
    Ok(())
}

/// What pages write into `integrity="…"` is what the files are.
pub fn integrity() -> Result<String> {
    let pkg = root().join("pkg");
    let told = fs::read(pkg.join("integrity.json")).context("no pkg/integrity.json")?;
    let told: BTreeMap<String, String> = serde_json::from_slice(&told)?;
    ensure!(!told.is_empty(), "integrity.json tells nothing");
    for (name, digest) in &told {
        let file = name.strip_suffix(CSP).unwrap_or(name);
        let bytes = fs::read(pkg.join(file)).with_context(|| format!("no pkg/{file}"))?;
        agrees(&bytes, name, digest)?;
    }
    Ok(format!("{} digests are those of the files", told.len()))
}

/// How a name ends that stands for a file's text inline, by its source for a Content-Security-Policy.
const CSP: &str = "#csp";

fn agrees(bytes: &[u8], name: &str, digest: &str) -> Result<()> {
    let found = if name.ends_with(CSP) {
        format!("'sha256-{}'", STANDARD.encode(Sha256::digest(bytes)))
    } else {
        format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
    };
    ensure!(found == digest, "{name}: told {digest}, is {found}");
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    fn files(list: &[(&str, u64)]) -> BTreeMap<String, u64> {
        list.iter()
            .map(|(name, size)| ((*name).to_owned(), *size))
            .collect()
    }

    #[test]
    fn exactly_the_listed_files_are_packed() {
        let said = |list| exactly(&files(list), "a.js\nb.js\n").map_err(|error| error.to_string());
        assert!(said(&[("a.js", 1), ("b.js", 2)]).is_ok());
        assert!(
            said(&[("a.js", 1)])
                .unwrap_err()
                .contains("missing: [\"b.js\"]")
        );
        assert!(
            said(&[("a.js", 1), ("b.js", 2), (".env", 3)])
                .unwrap_err()
                .contains("not listed: [\".env\"]")
        );
        assert!(said(&[("a.js", 1), ("b.js", LARGEST + 1)]).is_err());
        assert!(said(&[("a.js", 0), ("b.js", 1)]).is_err());
    }

    #[test]
    fn a_star_stands_for_a_part_without_a_slash() {
        assert!(covers("docs/*.md", "docs/markup.md"));
        assert!(covers("docs/*/*.md", "docs/adr/0001-x.md"));
        assert!(covers("a.js", "a.js"));
        for (line, name) in [
            ("docs/*.md", "docs/adr/0001-x.md"),
            ("docs/*.md", "docs/seed.json"),
            ("docs/*/*.md", "docs/a/b/c.md"),
            ("docs/*.md", "other/markup.md"),
            ("a.js", "b/a.js"),
        ] {
            assert!(!covers(line, name), "{line} {name}");
        }
    }

    #[test]
    fn the_list_is_sorted_and_names_each_once() {
        let lines: Vec<_> = LISTED.lines().collect();
        assert!(lines.is_sorted_by(|a, b| a < b), "{lines:?}");
    }

    #[test]
    fn paths_are_found_anywhere_in_a_file() {
        assert!(holds(b"\0asm /home/ada/x", "/home/"));
        assert!(!holds(b"/homes", "/home/"));
        assert!(!holds(b"a/b", "/"));
        assert!(!holds(b"abc", ""));
    }

    #[test]
    fn a_digest_is_that_of_the_bytes() {
        let of_nothing = "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb";
        assert!(agrees(b"", "a.js", of_nothing).is_ok());
        assert!(agrees(b"x", "a.js", of_nothing).is_err());
        assert!(agrees(b"", "a.js", "").is_err());
        let inline = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
        assert!(agrees(b"", "a.js#csp", inline).is_ok());
        assert!(agrees(b"", "a.js#csp", of_nothing).is_err());
    }

    #[test]
    fn a_map_names_only_our_own_files() {
        let said = |text: &str| judge_map(text.as_bytes()).map_err(|error| error.to_string());
        assert!(said(r#"{"sources":["../src/js/module.js","../target/glue/engine.js"]}"#).is_ok());
        for bad in [
            r#"{"sources":["/home/ada/src/js/module.js"]}"#,
            r#"{"sources":["file:///src/js/module.js"]}"#,
            r#"{"sources":["C:\\src/js/entries/module.js"]}"#,
            r#"{"sources":["src/js/entries/module.js"],"sourceRoot":"/build/"}"#,
            r#"{"sources":["../node_modules/x/index.js"]}"#,
            r#"{"sources":[]}"#,
            r#"{"sources":[null]}"#,
            "{}",
        ] {
            assert!(said(bad).is_err(), "{bad}");
        }
    }
}
