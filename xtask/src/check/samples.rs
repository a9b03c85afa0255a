//! The code blocks of README, the documents and the emulator's README: each is in a language that a test runs or that is known
//! not to run; JSON is valid; and each `cargo xtask …`, in any Markdown file, is a command with options that exist.
//!
//! Who runs which language: `docs/testing.md`, section "Samples in the documents".

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, ensure};
use clap::Parser as _;
use clap::error::ErrorKind;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::tree;

/// Languages whose samples are run, compiled or read by a test.
const RUN: [&str; 6] = ["html", "js", "json", "jsx", "sh", "ts"];

/// Languages of native apps, which the pages say are not run; plain text; exchanges; recipes, which are compared with apps.
const NOT_RUN: [&str; 9] = [
    "", "dart", "http", "kotlin", "svelte", "swift", "text", "tsx", "vue",
];

/// Stands in front of a sample that cannot run, with the reason.
const MARK: &str = "<!-- not run: ";

/// Fails with every bad sample.
pub fn check(root: &Path) -> Result<()> {
    let mut broken = Vec::new();
    let mut commands = BTreeSet::new();
    for file in tree::written(root, &["md"])? {
        let found = judge(&file.text, &mut commands);
        broken.extend(found.iter().map(|what| format!("{}:{what}", file.name)));
    }
    for command in commands {
        if let Some(why) = refused(&command) {
            broken.push(format!("{command}: {why}"));
        }
    }
    ensure!(
        broken.is_empty(),
        "samples that do not work:\n{}",
        broken.join("\n")
    );
    Ok(())
}

/// What is wrong with a document's samples, and the commands that it shows.
fn judge(text: &str, commands: &mut BTreeSet<String>) -> Vec<String> {
    let mut broken = Vec::new();
    let mut block: Option<(usize, String, String)> = None;
    let mut is_marked = false;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let line = 1 + text[..range.start].matches('\n').count();
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                block = Some((line, language.into_string(), String::new()));
            }
            Event::Text(part) => match &mut block {
                Some((_, _, code)) => code.push_str(&part),
                None => is_marked = false,
            },
            Event::End(TagEnd::CodeBlock) => {
                let Some((line, language, code)) = block.take() else {
                    continue;
                };
                if language == "sh" {
                    commands.extend(code.lines().filter_map(command));
                }
                if let Some(why) = wrong(&language, &code).filter(|_| !is_marked) {
                    broken.push(format!("{line}: {why}"));
                }
                is_marked = false;
            }
            Event::Code(part) => commands.extend(command(&part)),
            Event::Html(part) => match part.trim().strip_prefix(MARK) {
                Some("-->") => broken.push(format!("{line}: not run, and no reason")),
                Some(_) => is_marked = true,
                None => {}
            },
            _ => {}
        }
    }
    broken
}

fn wrong(language: &str, code: &str) -> Option<String> {
    if !RUN.contains(&language) && !NOT_RUN.contains(&language) {
        return Some(format!("no test runs {language:?}"));
    }
    if language != "json" || code.contains('…') {
        return None;
    }
    let values = serde_json::Deserializer::from_str(code).into_iter::<serde_json::Value>();
    let error = values.filter_map(Result::err).next()?;
    Some(format!("no JSON: {error}"))
}

/// The `cargo xtask` command in a line, without a comment behind it.
fn command(line: &str) -> Option<String> {
    let code = line.split(" #").next().unwrap_or_default().trim();
    let is_whole = !code.contains(['…', '<']);
    (code.starts_with("cargo xtask ") && is_whole).then(|| code.to_owned())
}

/// Why a command does not work. Brackets around optional arguments are part of the notation.
fn refused(command: &str) -> Option<String> {
    let plain = command.replace(['[', ']'], "");
    let words = plain.split_whitespace().skip(1);
    let error = crate::Cli::try_parse_from(words).err()?;
    let is_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    (!is_help).then(|| error.to_string().lines().next().unwrap_or_default().into())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::collections::BTreeSet;

    use super::{check, judge, refused};

    fn broken(text: &str) -> usize {
        judge(text, &mut BTreeSet::new()).len()
    }

    #[test]
    fn our_samples_are_known() {
        check(&crate::process::root()).unwrap();
    }

    #[test]
    fn bad_samples_are_found() {
        assert_eq!(broken("```cobol\nx\n```\n"), 1);
        assert_eq!(broken("```json\n{\"a\": }\n```\n"), 1);
        assert_eq!(broken("<!-- not run: -->\n\n```js\nx\n```\n"), 1);
        let second = "<!-- not run: old -->\n\n```cobol\nx\n```\n\nText\n\n```cobol\nx\n```\n";
        assert_eq!(broken(second), 1);
    }

    #[test]
    fn good_samples_pass() {
        assert_eq!(broken("```json\n{\"a\": 1}\n{\"b\": 2}\n```\n"), 0);
        assert_eq!(broken("```json\n{\"a\": …}\n```\n"), 0);
        assert_eq!(broken("<!-- not run: old -->\n\n```cobol\nx\n```\n"), 0);
        assert_eq!(broken("```js\nx\n```\n\n```\nany\n```\n"), 0);
    }

    #[test]
    fn commands_have_to_exist() {
        let mut commands = BTreeSet::new();
        let text =
            "`cargo xtask size` `cargo xtask …`\n\n```sh\ncargo xtask gone  # why\nls\n```\n";
        assert!(judge(text, &mut commands).is_empty());
        let names: Vec<&String> = commands.iter().collect();
        assert_eq!(names, ["cargo xtask gone", "cargo xtask size"]);
        assert!(refused("cargo xtask gone").is_some());
        assert!(refused("cargo xtask size --loud").is_some());
        assert!(refused("cargo xtask test browser [--browsers firefox]").is_none());
    }
}
