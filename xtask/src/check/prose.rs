//! Words that made these texts hard to read stay out of them: in the prose of Markdown, in the emulator's pages, in the demo's
//! pages, and in the help of the commands. Code samples and comments are not read.

use std::path::Path;

use anyhow::{Result, ensure};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::tree;

const WORDS: &str = r"(?i)\b(told|of ours|be had|by then|mend(?:s|ed|ing)?|hand(?:s|ed)? over)\b";

/// Where texts for people stand, beside Markdown: a folder, an ending, and how its files are read.
const TEXTS: [(&str, &str, Read); 7] = [
    ("", "md", markdown),
    ("emulator/templates", "html", lines),
    ("emulator/templates", "js", lines),
    ("emulator/src/cli", "rs", help),
    ("xtask/src/main.rs", "rs", help),
    ("www/server/src/main.rs", "rs", help),
    ("www/pages", "html", lines),
];

/// Gives each piece of prose with its line.
type Read = fn(&str) -> Vec<(usize, String)>;

/// Fails with every such word.
pub fn check(root: &Path) -> Result<()> {
    let words = Regex::new(WORDS)?;
    let mut broken = Vec::new();
    for file in tree::written(root, &["md", "html", "js", "rs"])? {
        for (_, _, read) in TEXTS.iter().filter(|(folder, extension, _)| {
            file.name.starts_with(folder) && file.name.ends_with(&format!(".{extension}"))
        }) {
            let found = judge(&words, &read(&file.text));
            broken.extend(found.iter().map(|what| format!("{}:{what}", file.name)));
        }
    }
    ensure!(
        broken.is_empty(),
        "words to replace by plain ones:\n{}",
        broken.join("\n")
    );
    Ok(())
}

fn judge(words: &Regex, prose: &[(usize, String)]) -> Vec<String> {
    prose
        .iter()
        .flat_map(|(line, text)| {
            let found = words.find_iter(text);
            found.map(move |word| format!("{line}: {:?}", word.as_str()))
        })
        .collect()
}

/// Text without code. A line break within a sentence is a space.
fn markdown(text: &str) -> Vec<(usize, String)> {
    let mut prose: Vec<(usize, String)> = Vec::new();
    let mut is_code = false;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let line = 1 + text[..range.start].matches('\n').count();
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => is_code = false,
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell | Tag::Item) => {
                prose.push((line, String::new()));
            }
            Event::Text(part) if !is_code => match prose.last_mut() {
                Some((_, sentence)) => sentence.push_str(&part),
                None => prose.push((line, part.into_string())),
            },
            Event::SoftBreak | Event::HardBreak | Event::Code(_) => {
                if let Some((_, sentence)) = prose.last_mut() {
                    sentence.push(' ');
                }
            }
            _ => {}
        }
    }
    prose
}

fn lines(text: &str) -> Vec<(usize, String)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.to_owned()))
        .collect()
}

/// Of a program: the comments that its help shows.
fn help(text: &str) -> Vec<(usize, String)> {
    let mut found = lines(text);
    found.retain(|(_, line)| line.trim_start().starts_with("///"));
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use regex::Regex;

    use super::{WORDS, check, help, judge, lines, markdown};

    fn count(prose: &[(usize, String)]) -> usize {
        judge(&Regex::new(WORDS).unwrap(), prose).len()
    }

    #[test]
    fn our_texts_have_none() {
        check(&crate::process::root()).unwrap();
    }

    #[test]
    fn such_words_are_found_in_prose() {
        for text in [
            "The page is told why.",
            "A form *of ours* does.",
            "| a | cannot be had |",
            "What it holds by\nthen.",
            "- Mended, or mending.",
            "# Handed over",
        ] {
            assert!(count(&markdown(text)) > 0, "{text}");
        }
        assert_eq!(count(&lines("<p>Told</p>")), 1);
    }

    #[test]
    fn code_and_other_words_may_stand() {
        let text = "We recommend `told` and a hand.\n\n```js\ntold();\n```\n";
        assert_eq!(count(&markdown(text)), 0);
        assert_eq!(count(&help("// told\nlet told = 1;\n")), 0);
        assert_eq!(count(&help("    /// Told\n")), 1);
    }
}
