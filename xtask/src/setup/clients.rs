//! What `tests/clients` calls the emulator with: libraries of Node.js from npm, of Python from its registry in an
//! environment of their own, of Ruby and Perl from Debian. And what the sample app servers of `tests/samples` run on.

use std::fs;

use anyhow::{Result, bail};

use super::needs::Need;
use super::{install_missing, step};
use crate::process::{command, output, root, run};

/// The languages, as `CLIENTS` names them.
const LANGUAGES: [&str; 4] = ["node", "python", "ruby", "perl"];

/// The samples that run unless `SAMPLES` names others, and that need packages of their own.
const SAMPLES: [&str; 2] = ["django", "php"];

const FEWER: &str = "Fewer languages can be tested with CLIENTS=node SAMPLES=\"express axum\".";

const LIBRARIES: [Need; 4] = [
    Need {
        what: "PHP with curl",
        of: "php",
        found: || {
            answers(
                "php",
                &["-r", "exit(function_exists('curl_init') ? 0 : 1);"],
            )
        },
        debian: &["php-cli", "php-curl"],
    },
    Need {
        what: "Python 3.11 or newer with venv",
        of: "python",
        found: || {
            let script = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))";
            answers("python3", &["-c", script])
        },
        debian: &["python3", "python3-venv"],
    },
    Need {
        what: "Ruby's jwt",
        of: "ruby",
        found: || answers("ruby", &["-e", "require 'jwt'"]),
        debian: &["ruby", "ruby-jwt"],
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
    },
];

/// Installs what is missing for the languages that the variable `CLIENTS` names and the samples that `SAMPLES` names, or
/// for all; the npm packages are installed with those of other layers.
pub fn clients() -> Result<()> {
    let languages = chosen(&variable("CLIENTS"))?;
    let samples = samples(&variable("SAMPLES"));
    let is_used = |need: &&Need| {
        let by_sample = need.of == "python" && samples.contains(&"django");
        languages.contains(&need.of) || samples.contains(&need.of) || by_sample
    };
    let missing = || {
        let used = LIBRARIES.iter().filter(is_used);
        used.filter(|need| !(need.found)()).collect()
    };
    install_missing(missing, FEWER)?;
    if languages.contains(&"python") {
        python(
            "tests/clients",
            "target/clients/python",
            &["--require-hashes"],
        )?;
    }
    if samples.contains(&"django") {
        let folder = "docs/app-servers/django";
        python(folder, &format!("{folder}/.venv"), &[])?;
    }
    Ok(())
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

fn samples(names: &str) -> Vec<&'static str> {
    let is_named = |sample: &&str| names.split_whitespace().any(|name| name == *sample);
    let all = names.trim().is_empty();
    SAMPLES
        .into_iter()
        .filter(|sample| all || is_named(sample))
        .collect()
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

/// An environment with what the list in `folder` names. A copy of the list, written last, shows that the installation is complete.
fn python(folder: &str, environment: &str, options: &[&str]) -> Result<()> {
    let wanted = root().join(folder).join("requirements.txt");
    let environment = root().join(environment);
    let list = fs::read(&wanted)?;
    let finished = environment.join("requirements.txt");
    let python = environment.join("bin/python");
    if fs::read(&finished).is_ok_and(|installed| installed == list) && python.is_file() {
        return Ok(());
    }
    step(&format!("Python packages of {folder}"), || {
        run(command("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&environment))?;
        let pip = [
            "-m",
            "pip",
            "--disable-pip-version-check",
            "install",
            "--quiet",
        ];
        run(command(&python.display().to_string())
            .args(pip)
            .arg("--no-compile")
            .args(options)
            .arg("-r")
            .arg(&wanted))?;
        Ok(fs::write(&finished, list)?)
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

    #[test]
    fn samples_bring_what_they_run_on_when_they_run() {
        assert_eq!(samples(""), SAMPLES);
        assert_eq!(samples("rails php"), ["php"]);
        assert!(samples("express axum").is_empty());
    }
}
