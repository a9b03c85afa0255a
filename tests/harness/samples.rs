//! The code samples of README and of the pages in `docs/`, for the tests that run them: `tests/browser/samples.test.js` opens
//! those in HTML, `tests/package/samples.rs` compiles those in JavaScript and TypeScript.
//!
//! A sample that cannot run has a comment in front of it, `<!-- not run: why -->`; a `…` in a sample says that something was
//! left out, so it is not run either. `cargo xtask check` reads the other languages (`xtask/src/check/samples.rs`).

use anyhow::{Context as _, Result, ensure};

use crate::browsers::root;

/// A fenced block of code.
#[derive(Debug, PartialEq, Eq)]
pub struct Sample {
    /// The document and the line of the fence, such as `docs/markup.md:32`.
    pub name: String,
    /// What stands behind the fence.
    pub language: String,
    /// The code.
    pub text: String,
}

/// Documents whose code is compared with files that other tests run.
const TESTED_AS_APPS: [&str; 3] = [
    "docs/bundlers.md",
    "docs/server.md",
    "docs/testing-your-app.md",
];

/// All samples in one of these languages that can run.
///
/// # Errors
/// If a document cannot be read, or none holds a sample.
pub fn samples(languages: &[&str]) -> Result<Vec<Sample>> {
    let mut documents = vec!["README.md".to_owned()];
    for entry in std::fs::read_dir(root().join("docs"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".md") {
            documents.push(format!("docs/{name}"));
        }
    }
    documents.sort();
    documents.retain(|name| !TESTED_AS_APPS.contains(&name.as_str()));
    let mut found = Vec::new();
    for name in documents {
        let text = std::fs::read_to_string(root().join(&name)).with_context(|| name.clone())?;
        found.extend(read(&name, &text));
    }
    found.retain(|sample| languages.contains(&sample.language.as_str()));
    ensure!(!found.is_empty(), "no sample in {languages:?}");
    Ok(found)
}

fn read(document: &str, text: &str) -> Vec<Sample> {
    let mut found = Vec::new();
    let mut is_marked = false;
    let mut lines = text.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        let Some(language) = line.trim_start().strip_prefix("```") else {
            if !line.trim().is_empty() {
                is_marked = line.starts_with("<!-- not run:");
            }
            continue;
        };
        let indent = line.len() - line.trim_start().len();
        let code: Vec<&str> = lines
            .by_ref()
            .map(|(_, line)| line.get(indent..).unwrap_or_default())
            .take_while(|line| *line != "```")
            .collect();
        let text = code.join("\n") + "\n";
        if !is_marked && !text.contains('…') {
            found.push(Sample {
                name: format!("{document}:{}", index + 1),
                language: language.trim().to_owned(),
                text,
            });
        }
        is_marked = false;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Sample, read, samples};

    #[test]
    fn blocks_are_found_with_their_place() {
        let text = "# T\n\n```html\n<p>\n</p>\n```\n\n- item\n\n  ```js\n  a;\n    b;\n  ```\n";
        let sample = |name: &str, language: &str, text: &str| Sample {
            name: name.to_owned(),
            language: language.to_owned(),
            text: text.to_owned(),
        };
        let wanted = [
            sample("d.md:3", "html", "<p>\n</p>\n"),
            sample("d.md:10", "js", "a;\n  b;\n"),
        ];
        assert_eq!(read("d.md", text), wanted);
    }

    #[test]
    fn what_cannot_run_is_left_out() {
        let text =
            "<!-- not run: a fragment -->\n\n```js\na\n```\n\n```js\n…\n```\n\n```js\nb\n```\n";
        let found = read("d.md", text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].text, "b\n");
    }

    #[test]
    fn the_documents_have_samples() {
        assert!(samples(&["html"]).unwrap().len() > 3);
    }
}
