//! Copies of the documents for mdBook: all Markdown files, a table of contents, and the other files that they link to. A
//! folder that is linked to and has no README gets a page that lists its files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::check::{links, tree};

/// The chapters after README, by part; a name that ends with `/` means all files of that folder. Documents that no part
/// names belong to the first one.
const PARTS: [(&str, &[&str]); 3] = [
    (
        "Use the library",
        &[
            "docs/markup.md",
            "docs/styling.md",
            "docs/drop-in.md",
            "docs/module.md",
            "docs/errors.md",
            "docs/telemetry.md",
            "docs/bundlers.md",
            "docs/frameworks/",
            "docs/app-servers/",
            "docs/webviews.md",
            "docs/doctor.md",
        ],
    ),
    (
        "Reference",
        &[
            "docs/contract.md",
            "docs/glossary.md",
            "docs/protocol-v1.md",
            "docs/protocol-v2.md",
            "emulator/README.md",
        ],
    ),
    (
        "Work on the library",
        &[
            "CONTRIBUTING.md",
            "docs/architecture.md",
            "docs/adr/",
            "docs/testing.md",
            "tests/",
            "docs/size.md",
            "docs/release.md",
            "CHANGELOG.md",
        ],
    ),
];

const BOOK: &str = r#"[book]
title = "authrocket-wasm"
language = "en"
src = "pages"

[build]
build-dir = "site"
create-missing = false

[output.html]
no-section-label = true

[output.html.search]
enable = true

[output.html.fold]
enable = true
"#;

/// Writes everything that mdBook needs into `folder`.
pub fn stage(root: &Path, folder: &Path) -> Result<()> {
    let pages = folder.join("pages");
    let mut documents: BTreeMap<String, String> = tree::written(root, &["md"])?
        .into_iter()
        .map(|file| (file.name, file.text))
        .collect();
    let mut attached = BTreeSet::new();
    let mut listed = BTreeSet::new();
    for (name, text) in &mut documents {
        for (_, target) in links::read(text)?.links {
            let path = target.split('#').next().unwrap_or_default();
            let Some(file) = links::resolve(name, path).filter(|_| !links::is_elsewhere(&target))
            else {
                continue;
            };
            let anchor = &target[path.len()..];
            if root.join(&file).is_dir() {
                let index = format!("{}/index.md{anchor}", path.trim_end_matches('/'));
                *text = text.replace(&format!("]({target})"), &format!("]({index})"));
                if !root.join(&file).join("README.md").exists() {
                    listed.insert(file);
                }
            } else if file.ends_with("README.md") {
                let index = format!("{}{anchor}", page(path));
                *text = text.replace(&format!("]({target})"), &format!("]({index})"));
            } else if !file.ends_with(".md") {
                attached.insert(file);
            }
        }
    }
    let mut appendix = Vec::new();
    for listing in listed {
        let (page, files) = list(root, &listing)?;
        let name = format!("{listing}/README.md");
        attached.extend(files);
        appendix.push(name.clone());
        documents.insert(name, page);
    }
    write(&folder.join("book.toml"), BOOK.as_bytes())?;
    let contents = contents(&documents, &appendix);
    write(&pages.join("SUMMARY.md"), contents.as_bytes())?;
    for (name, text) in &documents {
        write(&pages.join(page(name)), text.as_bytes())?;
    }
    for name in attached {
        write(&pages.join(&name), &fs::read(root.join(&name))?)?;
    }
    Ok(())
}

/// What a document is called in the site: a README is the index of its folder.
fn page(name: &str) -> String {
    match name.strip_suffix("README.md") {
        Some(folder) => format!("{folder}index.md"),
        None => name.to_owned(),
    }
}

fn write(file: &Path, content: &[u8]) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, content).with_context(|| format!("{}", file.display()))
}

/// A page that links to all files of a folder, and these files.
fn list(root: &Path, folder: &str) -> Result<(String, Vec<String>)> {
    let mut page = format!("# {folder}\n\nThe files of this folder.\n\n");
    let mut files = Vec::new();
    for path in tree::paths(&root.join(folder))? {
        let file = tree::relative(&root.join(folder), &path);
        writeln!(page, "- [{file}](<{file}>)")?;
        files.push(format!("{folder}/{file}"));
    }
    files.retain(|file| !file.ends_with(".md"));
    Ok((page, files))
}

/// mdBook's table of contents.
fn contents(documents: &BTreeMap<String, String>, appendix: &[String]) -> String {
    let mut parts: Vec<Vec<&String>> = Vec::new();
    let mut rest: BTreeSet<&String> = documents
        .keys()
        .filter(|name| *name != "README.md" && !appendix.contains(name))
        .collect();
    for (_, names) in PARTS {
        let mut part: Vec<&String> = Vec::new();
        for name in names {
            let mut own: Vec<&String> = rest
                .iter()
                .copied()
                .filter(|known| known == name || (name.ends_with('/') && known.starts_with(name)))
                .collect();
            own.sort_by_key(|name| !name.ends_with("README.md"));
            rest.retain(|known| !own.contains(known));
            part.extend(own);
        }
        parts.push(part);
    }
    if let Some(first) = parts.first_mut() {
        first.extend(rest);
    }
    let mut text = "# Summary\n\n[authrocket-wasm](index.md)\n".to_owned();
    for ((title, names), chapters) in PARTS.iter().zip(&parts) {
        text.push_str(&format!("\n# {title}\n\n"));
        for name in chapters {
            // Below the README of its folder.
            let nested = names
                .iter()
                .any(|known| known.ends_with('/') && name.starts_with(known))
                && !name.ends_with("README.md")
                && documents.contains_key(&sibling(name));
            let indent = if nested { "  " } else { "" };
            text.push_str(&entry(indent, documents, name));
        }
    }
    text.push_str("\n# Sources\n\n");
    for name in appendix {
        text.push_str(&entry("", documents, name));
    }
    text
}

fn sibling(name: &str) -> String {
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/README.md")
}

fn entry(indent: &str, documents: &BTreeMap<String, String>, name: &str) -> String {
    let text = documents.get(name).map_or("", String::as_str);
    let title = text.lines().find_map(|line| line.strip_prefix("# "));
    format!("{indent}- [{}]({})\n", title.unwrap_or(name), page(name))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::{contents, page, stage};

    #[test]
    fn every_document_is_in_the_table_of_contents_once() {
        let names = [
            "README.md",
            "docs/new.md",
            "docs/markup.md",
            "docs/adr/0001.md",
            "docs/frameworks/README.md",
            "docs/frameworks/react.md",
            "www/server/README.md",
        ];
        let documents: BTreeMap<String, String> = names
            .iter()
            .map(|name| ((*name).to_owned(), format!("# The {name}\n")))
            .collect();
        let text = contents(&documents, &["www/server/README.md".to_owned()]);
        for name in names {
            assert_eq!(
                text.matches(&format!("({})", page(name))).count(),
                1,
                "{text}"
            );
        }
        assert!(text.contains("\n  - [The docs/frameworks/react.md]"));
        assert!(text.contains("\n- [The docs/adr/0001.md]"));
        let first = text.find("# Reference").unwrap();
        assert!(text.find("docs/new.md").unwrap() < first);
    }

    #[test]
    fn linked_folders_and_files_come_along() {
        let root = std::env::temp_dir().join(format!("xtask-stage-{}", std::process::id()));
        let source = root.join("in");
        fs::create_dir_all(source.join("code")).unwrap();
        fs::write(
            source.join("README.md"),
            "# R\n[a](code) [b](code/x.rs) [c](README.md#r)\n",
        )
        .unwrap();
        fs::write(source.join("code/x.rs"), "x").unwrap();
        stage(&source, &root.join("out")).unwrap();
        let pages = root.join("out/pages");
        let readme = fs::read_to_string(pages.join("index.md")).unwrap();
        let linked = "# R\n[a](code/index.md) [b](code/x.rs) [c](index.md#r)\n";
        assert_eq!(readme, linked);
        let listing = fs::read_to_string(pages.join("code/index.md")).unwrap();
        assert!(listing.contains("- [x.rs](<x.rs>)"));
        assert!(pages.join("code/x.rs").is_file());
        fs::remove_dir_all(root).unwrap();
    }
}
