//! Links of Markdown files lead to a file of the repository, and their `#anchor` to a heading there, with GitHub's slugs.
//! Addresses of the web are not asked. `cargo xtask docs` uses the same reading for the pages that it writes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use anyhow::{Result, ensure};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::tree;

/// What a document links to, and what it can be linked at.
#[derive(Default)]
pub struct Page {
    /// Each target as it is written, with its line.
    pub links: Vec<(usize, String)>,
    /// Slugs of headings, and ids in HTML.
    pub anchors: BTreeSet<String>,
}

/// Fails with every link that leads nowhere.
pub fn check(root: &Path) -> Result<()> {
    let mut pages = BTreeMap::new();
    for file in tree::written(root, &["md"])? {
        pages.insert(file.name, read(&file.text)?);
    }
    let mut broken = Vec::new();
    for (name, page) in &pages {
        for (line, target) in &page.links {
            if let Some(why) = judge(root, &pages, name, target) {
                broken.push(format!("{name}:{line}: {target}: {why}"));
            }
        }
    }
    ensure!(broken.is_empty(), "dead links:\n{}", broken.join("\n"));
    Ok(())
}

/// Why a link is dead.
fn judge(
    root: &Path,
    pages: &BTreeMap<String, Page>,
    from: &str,
    target: &str,
) -> Option<&'static str> {
    if is_elsewhere(target) {
        return None;
    }
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let Some(file) = resolve(from, path) else {
        return Some("outside of the repository");
    };
    if !root.join(&file).exists() {
        return Some("no such file");
    }
    let known = pages.get(&file).is_none_or(|page| {
        // A line of a source file (`#L10`) would be wrong after the next change.
        anchor.is_empty() || page.anchors.contains(anchor)
    });
    (!known).then_some("no such heading")
}

/// An address with a scheme, such as `https:` or `mailto:`.
pub fn is_elsewhere(target: &str) -> bool {
    let scheme = target.split_once(':').map_or("", |(scheme, _)| scheme);
    !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// The path from the root of what a file links to; `None` if that is outside.
pub fn resolve(from: &str, path: &str) -> Option<String> {
    if path.is_empty() {
        return Some(from.to_owned());
    }
    let mut full = PathBuf::new();
    let folder = Path::new(from).parent()?;
    for part in folder.join(path).components() {
        match part {
            Component::Normal(name) => full.push(name),
            Component::ParentDir if full.pop() => {}
            Component::CurDir => {}
            _ => return None,
        }
    }
    Some(full.to_string_lossy().replace('\\', "/"))
}

/// The links and anchors of a Markdown text. Code holds none.
pub fn read(text: &str) -> Result<Page> {
    let in_html = Regex::new(r#"\b(id|href|src)="([^"]*)""#)?;
    let mut page = Page::default();
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut heading: Option<String> = None;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let line = 1 + text[..range.start].matches('\n').count();
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                page.links.push((line, dest_url.into_string()));
            }
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let name = slug(&heading.take().unwrap_or_default());
                let count = taken.entry(name.clone()).or_default();
                page.anchors.insert(match *count {
                    0 => name,
                    again => format!("{name}-{again}"),
                });
                *count += 1;
            }
            Event::Text(part) | Event::Code(part) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&part);
                }
            }
            Event::Html(part) | Event::InlineHtml(part) => {
                for found in in_html.captures_iter(&part) {
                    if &found[1] == "id" {
                        page.anchors.insert(found[2].to_owned());
                    } else {
                        page.links.push((line, found[2].to_owned()));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(page)
}

/// The anchor that GitHub gives to a heading.
fn slug(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter_map(|letter| match letter {
            ' ' => Some('-'),
            '-' | '_' => Some(letter),
            _ => letter.is_alphanumeric().then_some(letter),
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::collections::BTreeMap;

    use super::{check, judge, read, resolve};

    #[test]
    fn our_links_lead_somewhere() {
        check(&crate::process::root()).unwrap();
    }

    #[test]
    fn dead_links_are_found() {
        let root = crate::process::root();
        let page = read("# The `a` & b\n\n## Twice\n## Twice\n<a id=\"own\"></a>\n").unwrap();
        let pages = BTreeMap::from([("docs/size.md".to_owned(), page)]);
        let from = "docs/adr/0001-values-stay-in-javascript.md";
        for good in [
            "../size.md",
            "../size.md#the-a--b",
            "../size.md#twice-1",
            "../size.md#own",
            "../../xtask/src/main.rs",
            "..",
            "https://example.test/nowhere",
        ] {
            assert_eq!(judge(&root, &pages, from, good), None, "{good}");
        }
        for bad in [
            "size.md",
            "../size.md#the-a-b",
            "../size.md#twice-2",
            "../../../elsewhere",
            "/docs/size.md",
        ] {
            assert!(judge(&root, &pages, from, bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn links_in_code_do_not_count() {
        let text = "[a](b.md) `[c](d.md)`\n\n```md\n[e](f.md)\n```\n\n<img src=\"g.png\">\n\n![h](i.png)\n";
        let links: Vec<_> = read(text).unwrap().links;
        let names: Vec<&str> = links.iter().map(|(_, target)| target.as_str()).collect();
        assert_eq!(names, ["b.md", "g.png", "i.png"]);
        assert_eq!(links[0].0, 1);
        assert_eq!(links[1].0, 7, "{links:?}");
    }

    #[test]
    fn paths_are_resolved_from_the_file() {
        assert_eq!(resolve("docs/a.md", "../b.md").unwrap(), "b.md");
        assert_eq!(resolve("docs/a.md", "").unwrap(), "docs/a.md");
        assert_eq!(resolve("a.md", "../b.md"), None);
    }
}
