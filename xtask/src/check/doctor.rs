//! `docs/doctor.md` lists the form doctor's findings: each code of `extras/doctor/codes.js` under the heading that the code's
//! findings link to, with its severity.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use regex::Regex;

const CODES: &str = "extras/doctor/codes.js";
const DOCUMENT: &str = "docs/doctor.md";

/// A heading as the last part of an address, a code, and its severity.
type Entry = (String, String, String);

/// Fails with every code that stands in one of the two only.
pub fn check(root: &Path) -> Result<()> {
    let codes = of_code(&fs::read_to_string(root.join(CODES))?)?;
    let rows = of_document(&fs::read_to_string(root.join(DOCUMENT))?)?;
    ensure!(codes.len() > 50, "{CODES}: codes not found");
    let broken: Vec<String> = codes
        .symmetric_difference(&rows)
        .map(|(heading, code, severity)| {
            let has = if rows.contains(&(heading.clone(), code.clone(), severity.clone())) {
                DOCUMENT
            } else {
                CODES
            };
            format!("only {has} has {code} ({severity}) under {heading}")
        })
        .collect();
    ensure!(
        broken.is_empty(),
        "findings that code and document do not share:\n{}",
        broken.join("\n")
    );
    Ok(())
}

/// The sections of the list in JavaScript.
fn of_code(text: &str) -> Result<BTreeSet<Entry>> {
    let section = Regex::new(r"^  '?([a-z-]+)'?: \{$")?;
    let code = Regex::new(r"^    '([a-z0-9-]+)': '([a-z]+)',$")?;
    Ok(entries(text, &section, &code, str::to_owned))
}

/// The tables of the document. The first severity of a row is the highest.
fn of_document(text: &str) -> Result<BTreeSet<Entry>> {
    let section = Regex::new(r"^### (.+)$")?;
    let row = Regex::new(r"^\| `([a-z0-9-]+)` \| (error|warning|hint)[a-z, ]* \|")?;
    Ok(entries(text, &section, &row, |heading| {
        heading.to_lowercase().replace(' ', "-")
    }))
}

fn entries(
    text: &str,
    section: &Regex,
    entry: &Regex,
    slug: impl Fn(&str) -> String,
) -> BTreeSet<Entry> {
    let mut heading = String::new();
    let mut found = BTreeSet::new();
    for line in text.lines() {
        if let Some(parts) = section.captures(line) {
            heading = slug(&parts[1]);
        } else if let Some(parts) = entry.captures(line) {
            found.insert((heading.clone(), parts[1].to_owned(), parts[2].to_owned()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{of_code, of_document};

    const CODE: &str = "const SECTIONS = {\n  'delivery-and-links': {\n    'to-missing': 'error',\n  },\n  forms: {\n    'method-get': 'error',\n  },\n};\n";

    #[test]
    fn a_row_and_an_entry_are_the_same_if_heading_code_and_severity_are() {
        let document = "### Delivery and links\n| `to-missing` | error | x |\n### Forms\n| `method-get` | error, warning | x |\n";
        assert_eq!(of_code(CODE).unwrap(), of_document(document).unwrap());
        for (from, to) in [
            ("error |", "hint |"),
            ("Delivery", "Ways"),
            ("to-missing", "to-mising"),
        ] {
            let other = document.replacen(from, to, 1);
            assert_ne!(of_code(CODE).unwrap(), of_document(&other).unwrap(), "{to}");
        }
    }
}
