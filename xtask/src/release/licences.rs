//! The licences of everything that is compiled or bundled into pkg/, and the file that lists them for its users.

mod expression;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::process::{command, output, root};
use expression::{allowed, offers};

const FILE: &str = "THIRD-PARTY-LICENSES";

const LIBRARY: &str = "authrocket-wasm";
const TARGET: &str = "wasm32-unknown-unknown";

/// npm packages that write parts of what they make into it: helpers of esbuild's, wasm2js's of binaryen's.
const GENERATORS: [&str; 2] = ["binaryen", "esbuild"];

/// The licence of compiler_builtins in the source of Rust's standard library.
const BUILTINS: &str = "lib/rustlib/src/rust/library/compiler-builtins/LICENSE.txt";

/// A package with its licence.
#[derive(Clone)]
struct Package {
    name: String,
    version: String,
    expression: String,
    folder: PathBuf,
    /// Whether its code is in the wasm; a macro's is not.
    is_compiled_in: bool,
}

/// Checks that every licence may be shipped and that the file is current.
pub fn check() -> Result<String> {
    let packages = packages()?;
    judge(&packages)?;
    let told = fs::read_to_string(root().join(FILE)).unwrap_or_default();
    ensure!(
        told == text(&packages)?,
        "{FILE} is not current: run `cargo xtask licences`"
    );
    let compiled = packages.iter().filter(|each| each.is_compiled_in).count();
    Ok(format!(
        "{} crates and generators allowed, {compiled} of them told in {FILE}",
        packages.len()
    ))
}

/// Writes the file.
pub fn write() -> Result<()> {
    let packages = packages()?;
    judge(&packages)?;
    fs::write(root().join(FILE), text(&packages)?)?;
    Ok(())
}

fn judge(packages: &[Package]) -> Result<()> {
    let bad: Vec<_> = packages
        .iter()
        .filter(|each| !allowed(&each.expression))
        .map(|each| format!("{} {} ({})", each.name, each.version, each.expression))
        .collect();
    ensure!(bad.is_empty(), "not allowed: {}", bad.join(", "));
    ensure!(packages.len() > GENERATORS.len(), "no crates were found");
    Ok(())
}

fn packages() -> Result<Vec<Package>> {
    let said = output(command("cargo").args([
        "metadata",
        "--format-version=1",
        "--locked",
        "--filter-platform",
        TARGET,
    ]))?;
    let metadata = serde_json::from_str(&said)?;
    let mut packages = crates(&metadata, &tree("normal")?, &tree("normal,no-proc-macro")?)?;
    for name in GENERATORS {
        let folder = root().join("node_modules").join(name);
        let text = fs::read_to_string(folder.join("package.json"))
            .with_context(|| format!("{name} is not installed: run `cargo xtask setup`"))?;
        packages.push(package(&serde_json::from_str(&text)?, folder, true)?);
    }
    Ok(packages)
}

/// Crates by name and version.
type Tree = BTreeSet<(String, String)>;

/// What the library needs to be compiled for the browser, as cargo sees it.
fn tree(edges: &str) -> Result<Tree> {
    let said = output(command("cargo").args([
        "tree",
        "--locked",
        "--package",
        LIBRARY,
        "--target",
        TARGET,
        "--edges",
        edges,
        "--prefix",
        "none",
    ]))?;
    Ok(read_tree(&said))
}

fn read_tree(lines: &str) -> Tree {
    let each = lines.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
        Some((name.to_owned(), version.to_owned()))
    });
    each.filter(|(name, _)| name != LIBRARY).collect()
}

/// The packages of a tree; `compiled` are those whose code is in the wasm.
fn crates(metadata: &Value, tree: &Tree, compiled: &Tree) -> Result<Vec<Package>> {
    let mut found = Vec::new();
    for each in metadata["packages"].as_array().into_iter().flatten() {
        let text = |name: &str| each[name].as_str().unwrap_or_default().to_owned();
        let key = (text("name"), text("version"));
        if tree.contains(&key) {
            let manifest = PathBuf::from(text("manifest_path"));
            let folder = manifest.parent().unwrap_or(&manifest).to_owned();
            found.push(package(each, folder, compiled.contains(&key))?);
        }
    }
    ensure!(
        found.len() == tree.len(),
        "cargo's tree and metadata differ"
    );
    found.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    Ok(found)
}

fn package(manifest: &Value, folder: PathBuf, is_compiled_in: bool) -> Result<Package> {
    let text = |name: &str| manifest[name].as_str().unwrap_or_default().to_owned();
    ensure!(!text("name").is_empty(), "a package without a name");
    Ok(Package {
        name: text("name"),
        version: text("version"),
        expression: text("license"),
        folder,
        is_compiled_in,
    })
}

/// The file: the projects, and the texts that are not beside it already.
fn text(packages: &[Package]) -> Result<String> {
    let compiled = || packages.iter().filter(|each| each.is_compiled_in);
    let mut text = String::from(
        "The files of pkg/ hold code of the projects below, compiled or generated. Where one offers the Apache License 2.0,\n\
         that is taken, whose text is in LICENSE-APACHE; the other texts follow. Written by `cargo xtask licences`.\n\n",
    );
    for each in compiled() {
        writeln!(text, "{} {}: {}", each.name, each.version, each.expression)?;
    }
    text.push_str("Rust's standard library, with compiler_builtins: MIT OR Apache-2.0, and what is told below\n");
    for each in compiled() {
        if fs::exists(each.folder.join("NOTICE"))? {
            let notice = fs::read_to_string(each.folder.join("NOTICE"))?;
            add(&mut text, &format!("{}, NOTICE", each.name), &notice)?;
        }
        if !offers(&each.expression, "Apache-2.0") {
            add(&mut text, &each.name, &own_text(each)?)?;
        }
    }
    let sysroot = output(command("rustc").args(["--print", "sysroot"]))?;
    let builtins = fs::read_to_string(Path::new(sysroot.trim()).join(BUILTINS))
        .context("the source of Rust's standard library is missing: run `cargo xtask setup`")?;
    add(&mut text, "compiler_builtins", &builtins)?;
    Ok(text)
}

fn add(text: &mut String, title: &str, more: &str) -> Result<()> {
    let rule = "-".repeat(80);
    write!(
        text,
        "\n{rule}\n{title}\n{rule}\n\n{}\n",
        more.replace('\r', "").trim()
    )?;
    Ok(())
}

/// The texts that a package brings; where it has none, that of the licence it names.
fn own_text(package: &Package) -> Result<String> {
    let mut names: Vec<String> = fs::read_dir(&package.folder)?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| name.to_uppercase().starts_with("LICEN"))
        .collect();
    names.sort_unstable();
    if names.len() > 1 {
        // The text of the Apache licence is in LICENSE-APACHE.
        names.retain(|name| !name.to_uppercase().contains("APACHE"));
    }
    if !names.is_empty() {
        let texts: Vec<String> = names
            .iter()
            .map(|name| fs::read_to_string(package.folder.join(name)))
            .collect::<Result<_, _>>()?;
        return Ok(texts.join("\n\n"));
    }
    ensure!(
        package.expression == "MIT",
        "{} brings no text of {}",
        package.name,
        package.expression
    );
    let ours = fs::read_to_string(root().join("LICENSE-MIT"))?;
    let (_, terms) = ours
        .split_once("Permission is")
        .context("no terms in LICENSE-MIT")?;
    let who = &package.name;
    Ok(format!(
        "MIT License\n\nCopyright (c) the authors of {who}\n\nPermission is{terms}"
    ))
}

#[cfg(test)]
#[path = "licences/tests.rs"]
mod tests;
