//! Each citation names something that is in the repository: a section of a protocol or of the contract, a promise, a row of
//! the protocols' tables, or a decision in `docs/adr`.
//!
//! Forms: `protocol-v1 §3.6`, `contract §5, promise 3`, `ADR 5`, and rows such as `D9` (decisions of v1), `V4` (decisions of
//! v2), `P2` (patterns of old pages), `R3` (needs of a drop-in for v2) and `C5` (what third-party clients show).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use regex::Regex;

use super::tree;

/// Kinds of file that cite.
const CITING: [&str; 12] = [
    "rs", "js", "mjs", "ts", "html", "css", "toml", "sql", "md", "py", "rb", "php",
];

/// Its examples cite what is not there.
const ITSELF: &str = "xtask/src/check/citations.rs";

/// What can be cited.
#[derive(Default)]
struct Sources {
    /// Numbers of sections, by document.
    sections: BTreeMap<&'static str, BTreeSet<String>>,
    /// Numbers of the contract's promises.
    promises: BTreeSet<String>,
    /// Rows of the protocols' tables, such as `D9`.
    rows: BTreeSet<String>,
    /// Numbers of decisions in `docs/adr`.
    decisions: BTreeSet<String>,
}

const DOCUMENTS: [&str; 3] = ["protocol-v1", "protocol-v2", "contract"];

/// Fails with every citation that names nothing.
pub fn check(root: &Path) -> Result<()> {
    let mut sources = Sources::default();
    for name in DOCUMENTS {
        let path = root.join("docs").join(name).with_extension("md");
        let text = fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
        sources.add(name, &text)?;
    }
    for entry in fs::read_dir(root.join("docs/adr"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let digits = name.split('-').next().unwrap_or_default();
        let number = digits.trim_start_matches('0');
        sources.decisions.insert(number.to_owned());
    }
    let forms = Forms::new()?;
    let mut broken = Vec::new();
    for file in tree::written(root, &CITING)? {
        if file.name != ITSELF {
            broken.extend(judge(&file.name, &file.text, &sources, &forms));
        }
    }
    ensure!(
        broken.is_empty(),
        "citations of what is not there:\n{}",
        broken.join("\n")
    );
    Ok(())
}

impl Sources {
    fn add(&mut self, name: &'static str, text: &str) -> Result<()> {
        let heading = Regex::new(r"^#+ (\d+(?:\.\d+)*)\.? ")?;
        let row = Regex::new(r"^\| ([DVPRC]\d+) \|")?;
        let item = Regex::new(r"^(\d+)\. ")?;
        let mut in_promises = false;
        for line in text.lines() {
            if line.starts_with('#') {
                in_promises = name == "contract" && line.ends_with("Promises");
            }
            if let Some(found) = heading.captures(line) {
                let sections = self.sections.entry(name).or_default();
                sections.insert(found[1].to_owned());
            } else if let Some(found) = row.captures(line) {
                self.rows.insert(found[1].to_owned());
            } else if let (true, Some(found)) = (in_promises, item.captures(line)) {
                self.promises.insert(found[1].to_owned());
            }
        }
        Ok(())
    }

    fn has_section(&self, document: &str, number: &str) -> bool {
        let sections = self.sections.get(document);
        sections.is_some_and(|sections| sections.contains(number))
    }
}

/// How citations are written; compiled once for all files.
struct Forms {
    section: Regex,
    further: Regex,
    promise: Regex,
    decision: Regex,
    row: Regex,
    /// Within a protocol, sections are cited by their number alone.
    bare: Regex,
}

impl Forms {
    fn new() -> Result<Self> {
        Ok(Self {
            section: Regex::new(
                r"(?:(protocol-v[12]|contract)(?:\.md)?`? )?§ ?(\d+(?:\.\d+)*)?((?:(?:,| and|, and| to) §\d+(?:\.\d+)*)*)",
            )?,
            further: Regex::new(r"§(\d+(?:\.\d+)*)")?,
            promise: Regex::new(r"\b[Pp]romises? (\d+)(?: (?:and|to) (\d+))?")?,
            decision: Regex::new(r"\bADR (\d+)")?,
            // `IpAddr::V4` is none.
            row: Regex::new(r"(?:^|[^\w:./#%&-])([DVPRC]\d{1,2})\b")?,
            bare: Regex::new(r"\((\d+\.\d+(?:\.\d+)?)\)|\b[Ss]ections? (\d+(?:\.\d+)*)")?,
        })
    }
}

/// A text whose lines are joined, without the marks of comments, so that a citation may wrap.
struct Joined {
    text: String,
    /// Where each line begins.
    starts: Vec<usize>,
}

impl Joined {
    fn new(name: &str, text: &str) -> Self {
        let is_prose = name.ends_with(".md");
        let mut joined = Self {
            text: String::new(),
            starts: Vec::new(),
        };
        for line in text.lines() {
            joined.starts.push(joined.text.len());
            let line = line.trim();
            let line = if is_prose {
                line
            } else {
                line.trim_start_matches(['/', '!', '*', '#', '-']).trim()
            };
            joined.text.push_str(line);
            joined.text.push(' ');
        }
        joined
    }

    fn line(&self, position: usize) -> usize {
        self.starts.partition_point(|start| *start <= position)
    }
}

fn judge(name: &str, text: &str, sources: &Sources, forms: &Forms) -> Vec<String> {
    let joined = Joined::new(name, text);
    let mut broken = Vec::new();
    let mut miss = |position: usize, what: &str| {
        broken.push(format!("{name}:{}: {what}", joined.line(position)));
    };

    for found in forms.section.captures_iter(&joined.text) {
        let position = found.get(0).map_or(0, |whole| whole.start());
        let (Some(document), Some(number)) = (found.get(1), found.get(2)) else {
            miss(position, "§ without a document or a number");
            continue;
        };
        let more = forms
            .further
            .captures_iter(&found[3])
            .map(|one| one[1].to_owned());
        for number in [number.as_str().to_owned()].into_iter().chain(more) {
            if !sources.has_section(document.as_str(), &number) {
                miss(position, &format!("{} has no §{number}", document.as_str()));
            }
        }
    }

    for found in forms.promise.captures_iter(&joined.text) {
        for number in found.iter().skip(1).flatten() {
            if !sources.promises.contains(number.as_str()) {
                miss(number.start(), &format!("no promise {}", number.as_str()));
            }
        }
    }

    for found in forms.decision.captures_iter(&joined.text) {
        if !sources.decisions.contains(&found[1]) {
            let position = found.get(0).map_or(0, |whole| whole.start());
            miss(position, &format!("docs/adr has no {}", &found[1]));
        }
    }

    for found in forms.row.captures_iter(&joined.text) {
        let position = found.get(1).map_or(0, |cited| cited.start());
        if !sources.rows.contains(&found[1]) {
            miss(position, &format!("no table has a row {}", &found[1]));
        }
    }

    let Some(own) = DOCUMENTS
        .into_iter()
        .find(|document| name == format!("docs/{document}.md"))
    else {
        return broken;
    };
    for found in forms.bare.captures_iter(&joined.text) {
        let number = found.get(1).or_else(|| found.get(2));
        if let Some(number) = number.filter(|number| !sources.has_section(own, number.as_str())) {
            miss(number.start(), &format!("{own} has no {}", number.as_str()));
        }
    }
    broken
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::{Forms, Sources, check, judge};

    fn broken(name: &str, text: &str) -> Vec<String> {
        let mut sources = Sources::default();
        let v1 = "## 3. API\n### 3.6 Login\n| D9 | x |\n| P2 | x |\n";
        sources.add("protocol-v1", v1).unwrap();
        sources
            .add("protocol-v2", "## 4. Token\n| V4 | x |\n")
            .unwrap();
        let contract = "## 4. Markup\n1. no promise\n## 5. Promises\n\n1. One.\n3. Three.\n";
        sources.add("contract", contract).unwrap();
        sources.decisions.insert("5".to_owned());
        judge(name, text, &sources, &Forms::new().unwrap())
    }

    #[test]
    fn our_citations_resolve() {
        check(&crate::process::root()).unwrap();
    }

    #[test]
    fn what_is_there_may_be_cited() {
        for text in [
            "// protocol-v1 §3.6 and protocol-v2 §4.",
            "protocol-v1 §3, §3.6 and contract §5, promise 3",
            "protocol-v1 §3 to §3.6; promises 1 and 3",
            "D9, V4 (P2); ADR 5",
            "IpAddr::V6, #D77 and AD12, `x.C3`",
        ] {
            assert!(broken("a.rs", text).is_empty(), "{text}");
        }
    }

    #[test]
    fn what_is_not_there_is_found_with_its_line() {
        for text in [
            "protocol-v1 §3.7",
            "protocol-v2 §3.6",
            "protocol-v1 §3, §9",
            "contract §9",
            "contract §5, promise 2",
            "contract §5, promises 1 and 2",
            "ADR 6",
            "(D8)",
            "V9",
            "see §3.6",
            "see protocol-v1 §",
        ] {
            let found = broken("a.rs", &format!("//! First\n//! {text}\n"));
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].starts_with("a.rs:2: "), "{found:?}");
        }
    }

    #[test]
    fn a_citation_may_wrap() {
        assert!(broken("a.rs", "//! as (protocol-v1\n//! §3.6).").is_empty());
        assert_eq!(broken("a.rs", "/// (protocol-v1\n/// §3.8).").len(), 1);
    }

    #[test]
    fn a_protocol_cites_itself_by_number() {
        assert!(broken("docs/protocol-v1.md", "as said (3.6), section 3").is_empty());
        assert_eq!(broken("docs/protocol-v1.md", "as said (3.9)").len(), 1);
        assert_eq!(broken("docs/protocol-v2.md", "see section 3").len(), 1);
        assert!(broken("docs/size.md", "as said (3.9)").is_empty());
    }
}
