//! Follows every link of the built site that stays within it: the file is there, and so is the element of its `#anchor`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use regex::Regex;

use crate::check::{links, tree};

/// Pages that repeat others in another place.
const COPIES: [&str; 3] = ["404.html", "print.html", "toc.html"];

/// Fails with every dead link; answers how many pages there are.
pub fn check(site: &Path) -> Result<usize> {
    let tag = Regex::new("<[a-z][^>]*>")?;
    let attribute = Regex::new(r#"\b(id|href|src)="([^"]*)""#)?;
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in tree::paths(site)? {
        let name = tree::relative(site, &path);
        if !name.ends_with(".html") || COPIES.contains(&name.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&path).with_context(|| name.clone())?;
        if !text.contains("mdbook") {
            // A sample that is linked to, not a page of the site.
            continue;
        }
        let targets = found.entry(name.clone()).or_default();
        // Samples are in the text, with `<` escaped.
        let tags = tag.find_iter(&text);
        for part in tags.flat_map(|tag| attribute.captures_iter(tag.as_str())) {
            if &part[1] == "id" {
                ids.entry(name.clone()).or_default().insert(part[2].into());
            } else {
                targets.push(part[2].replace("&amp;", "&"));
            }
        }
    }
    let mut broken = Vec::new();
    for (page, targets) in &found {
        for target in targets.iter().filter(|target| !links::is_elsewhere(target)) {
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let file = links::resolve(page, path).unwrap_or_default();
            let is_there = site.join(&file).is_file();
            let has = |ids: &BTreeSet<String>| anchor.is_empty() || ids.contains(anchor);
            if !is_there || !ids.get(&file).is_none_or(has) {
                broken.push(format!("{page}: {target}"));
            }
        }
    }
    ensure!(!found.is_empty(), "the site has no pages");
    ensure!(broken.is_empty(), "dead links:\n{}", broken.join("\n"));
    Ok(found.len())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::fs;

    use super::check;

    #[test]
    fn dead_links_of_a_site_are_found() {
        let site = std::env::temp_dir().join(format!("xtask-visit-{}", std::process::id()));
        fs::create_dir_all(site.join("a")).unwrap();
        let good = "<!-- mdbook --><a href=\"a/b.html#here\"><img src=\"x.png\"><a href=\"https://x.test\">&lt;a href=\"gone\">";
        fs::write(site.join("index.html"), good).unwrap();
        fs::write(site.join("x.png"), "").unwrap();
        let other = "<!-- mdbook --><h1 id=\"here\"><a href=\"../index.html\">";
        fs::write(site.join("a/b.html"), other).unwrap();
        assert_eq!(check(&site).unwrap(), 2);
        for dead in ["a/c.html", "a/b.html#there", "../index.html", "a"] {
            let page = format!("<!-- mdbook --><a href=\"{dead}\">");
            fs::write(site.join("index.html"), page).unwrap();
            assert!(check(&site).is_err(), "{dead}");
        }
        fs::remove_dir_all(site).unwrap();
    }
}
