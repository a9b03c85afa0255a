//! What `tests/clients` calls the emulator with: libraries of Node.js from npm, of Python from its registry in an
//! environment of their own, of Ruby and Perl from Debian.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use super::needs::Need;
use super::{install_missing, step};
use crate::process::{command, output, root, run};

/// The languages, as `CLIENTS` names them.
const LANGUAGES: [&str; 4] = ["node", "python", "ruby", "perl"];

const FEWER: &str = "Fewer languages can be tested with CLIENTS=\"node python\".";

const LIBRARIES: [Need; 3] = [
    Need {
        what: "Python 3.11 or newer with venv",
        of: "python",
        found: || {
            let script = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))";
            answers("python3", &["-c", script])
        },
        debian: &["python3", "python3-venv"],
        ubuntu: "apt-get install python3 python3-venv",
        fedora: "dnf install python3",
        macos: "brew install python",
    },
    Need {
        what: "Ruby's jwt",
        of: "ruby",
        found: || answers("ruby", &["-e", "require 'jwt'"]),
        debian: &["ruby", "ruby-jwt"],
        ubuntu: "apt-get install ruby ruby-jwt",
        fedora: "dnf install ruby && gem install jwt",
        macos: "brew install ruby && gem install jwt",
    },
    Need {
        what: "Perl's Crypt::JWT",
        of: "perl",
        found: || {
            answers(
                "perl",
                &["-MCrypt::JWT", "-MJSON::PP", "-MHTTP::Tiny", "-e1"],
            )
        },
        debian: &["perl", "libcrypt-jwt-perl"],
        ubuntu: "apt-get install libcrypt-jwt-perl",
        fedora: "dnf install perl-Crypt-JWT",
        macos: "cpan Crypt::JWT",
    },
];

/// Installs what is missing for the languages that the variable `CLIENTS` names, or for all; the npm packages are
/// installed with those of other layers.
pub fn clients() -> Result<()> {
    let chosen = chosen(&std::env::var("CLIENTS").unwrap_or_default())?;
    let missing = || {
        LIBRARIES
            .iter()
            .filter(|need| chosen.contains(&need.of) && !(need.found)())
            .collect()
    };
    install_missing(missing, FEWER)?;
    if chosen.contains(&"python") {
        python(
            &root().join("tests/clients/requirements.txt"),
            &root().join("target/clients/python"),
        )?;
    }
    Ok(())
}

fn chosen(names: &str) -> Result<Vec<&'static str>> {
    let mut chosen = Vec::new();
    for name in names.split_whitespace() {
        match LANGUAGES.iter().find(|known| **known == name) {
            Some(known) => chosen.push(*known),
            None => bail!(
                "there is no client in {name:?}; there are {}",
                LANGUAGES.join(", ")
            ),
        }
    }
    if chosen.is_empty() {
        chosen = LANGUAGES.to_vec();
    }
    Ok(chosen)
}

fn answers(program: &str, arguments: &[&str]) -> bool {
    output(command(program).args(arguments)).is_ok()
}

/// An environment with what `wanted` lists, each package by its hash. A copy of the list, written last, tells whether all
/// is there.
fn python(wanted: &Path, environment: &Path) -> Result<()> {
    let list = fs::read(wanted)?;
    let finished = environment.join("requirements.txt");
    let python = environment.join("bin/python");
    if fs::read(&finished).is_ok_and(|installed| installed == list) && python.is_file() {
        return Ok(());
    }
    step("Python's client libraries", || {
        run(command("python3")
            .args(["-m", "venv", "--clear"])
            .arg(environment))?;
        let arguments = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-compile",
            "--require-hashes",
            "-r",
        ];
        run(command(&python.display().to_string())
            .args(arguments)
            .arg(wanted))?;
        Ok(fs::write(finished, list)?)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn languages_are_chosen_by_name_and_unknown_ones_refused() {
        assert_eq!(chosen("").unwrap(), LANGUAGES);
        assert_eq!(chosen(" ruby node").unwrap(), ["ruby", "node"]);
        assert!(
            chosen("cobol")
                .unwrap_err()
                .to_string()
                .contains("node, python")
        );
    }
}
