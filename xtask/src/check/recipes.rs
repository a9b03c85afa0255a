//! The code in `docs/frameworks/<name>.md` is that of `tests/frameworks/apps/<name>`, which the tests run; that of other guides,
//! of files they name.
//!
//! A code block stands under a line that begins with the name of its file, as `` `login.html` ``, and holds the whole file
//! or some of its lines, one after another. Only shell commands need no file.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};

const DOCUMENTS: &str = "docs/frameworks";
const APPS: &str = "tests/frameworks/apps";

/// Guides whose code is that of files that tests run, named by their path from the root.
const GUIDES: [&str; 2] = ["docs/server.md", "docs/testing-your-app.md"];

/// Fails with every block that is not in its file, and with every app or document that has no counterpart.
pub fn check(root: &Path) -> Result<()> {
    let documents: BTreeSet<String> = names(&root.join(DOCUMENTS))?
        .iter()
        .filter_map(|name| name.strip_suffix(".md"))
        .filter(|stem| *stem != "README")
        .map(str::to_owned)
        .collect();
    let apps = names(&root.join(APPS))?;
    let mut broken: Vec<String> = documents
        .symmetric_difference(&apps)
        .map(|name| format!("{name}: {DOCUMENTS} and {APPS} have not both of it"))
        .collect();
    for name in documents.intersection(&apps) {
        let document = format!("{DOCUMENTS}/{name}.md");
        let text = fs::read_to_string(root.join(&document))?;
        let read = |file: &str| fs::read_to_string(root.join(APPS).join(name).join(file)).ok();
        let found = judge(&text, read);
        broken.extend(found.iter().map(|what| format!("{document}: {what}")));
    }
    for guide in GUIDES {
        let text = fs::read_to_string(root.join(guide))?;
        let found = judge(&text, |file| fs::read_to_string(root.join(file)).ok());
        broken.extend(found.iter().map(|what| format!("{guide}: {what}")));
    }
    ensure!(
        broken.is_empty(),
        "recipes that are not what is tested:\n{}",
        broken.join("\n")
    );
    Ok(())
}

fn names(folder: &Path) -> Result<BTreeSet<String>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    entries
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect()
}

fn judge(document: &str, read: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut broken = Vec::new();
    let mut count = 0;
    let mut caption = "";
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        let Some(kind) = line.strip_prefix("```") else {
            if !line.trim().is_empty() {
                caption = line;
            }
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if kind == "sh" {
            continue;
        }
        count += 1;
        let file = caption
            .strip_prefix('`')
            .and_then(|rest| rest.split('`').next());
        match file.map(|file| (file, read(file))) {
            None => broken.push(format!("code under {caption:?}, which names no file")),
            Some((file, None)) => broken.push(format!("there is no file {file}")),
            Some((file, Some(text))) if !holds(&text, &block) => {
                broken.push(format!("the code under `{file}` is not in that file"));
            }
            Some(_) => {}
        }
    }
    if count == 0 {
        broken.push("no code".to_owned());
    }
    broken
}

/// Whether these lines stand in the text, one after another.
fn holds(text: &str, block: &[&str]) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    !block.is_empty() && lines.windows(block.len()).any(|part| part == block)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::{check, judge};

    fn told(document: &str) -> Vec<String> {
        judge(document, |file| {
            (file == "form.html").then(|| "<form>\n  <button>\n</form>\n".to_owned())
        })
    }

    #[test]
    fn our_recipes_are_what_is_tested() {
        check(&crate::process::root()).unwrap();
    }

    #[test]
    fn the_whole_file_and_a_part_of_it_are_fine() {
        let document = "# T\n\n`form.html`:\n\n```html\n<form>\n  <button>\n</form>\n```\n\n\
                        `form.html`, inside\n\n```html\n  <button>\n```\n\n```sh\nnpm ci\n```\n";
        assert!(told(document).is_empty());
    }

    #[test]
    fn code_that_is_not_in_its_file_is_told() {
        for block in ["<form>\n</form>", "<button>", ""] {
            let document = format!("`form.html`\n\n```html\n{block}\n```\n");
            assert_eq!(told(&document).len(), 1, "{block}");
        }
    }

    #[test]
    fn code_without_a_file_is_told() {
        assert_eq!(told("Here:\n\n```js\n1\n```\n").len(), 1);
        assert_eq!(told("`gone.js`\n\n```js\n1\n```\n").len(), 1);
        assert_eq!(told("Words alone.\n").len(), 1);
    }
}
