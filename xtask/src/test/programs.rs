//! Building all test programs at once, and knowing where each one's source is.

use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context as _, Result};

use crate::process::{command, root};

/// A built test program.
#[derive(Debug, PartialEq, Eq)]
pub struct Program {
    /// Its main source file, from the project's root.
    pub source: String,
    /// The file to run.
    pub executable: PathBuf,
}

impl Program {
    /// The folder of its package, from the project's root; cargo runs tests there.
    pub fn package(&self) -> &str {
        let packages = ["emulator", "xtask", "www/server", "tests"];
        let inside = |package: &&&str| {
            self.source
                .strip_prefix(**package)
                .is_some_and(|rest| rest.starts_with('/'))
        };
        packages.iter().find(inside).copied().unwrap_or("")
    }
}

/// What the build brought.
pub struct Built {
    /// The test programs that there are.
    pub programs: Vec<Program>,
    /// Whether everything did build; if not, cargo has said what and why.
    pub complete: bool,
}

/// Builds everything that can be built, as `cargo test` would.
pub fn build() -> Result<Built> {
    let mut cargo = command("cargo");
    cargo.args(["build", "--workspace", "--tests", "--keep-going"]);
    cargo.arg("--message-format=json-render-diagnostics");
    let output = cargo
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start cargo")?;
    let base = format!(
        "{}/",
        root().canonicalize().unwrap_or_else(|_| root()).display()
    );
    let messages = String::from_utf8_lossy(&output.stdout);
    let programs = messages
        .lines()
        .filter_map(|line| program(line, &base))
        .collect();
    Ok(Built {
        programs,
        complete: output.status.success(),
    })
}

/// Reads one of cargo's messages, each a JSON object on one line; the three members looked for hold plain paths.
fn program(message: &str, base: &str) -> Option<Program> {
    let text = |member: &str| {
        let (_, rest) = message.split_once(&format!("\"{member}\":\""))?;
        rest.split_once('"').map(|(value, _)| value)
    };
    let (_, profile) = message.split_once("\"profile\":{")?;
    let (profile, _) = profile.split_once('}')?;
    profile.contains("\"test\":true").then_some(())?;
    let source = text("src_path")?.strip_prefix(base)?.to_owned();
    Some(Program {
        source,
        executable: PathBuf::from(text("executable")?),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn test_programs_are_found_in_cargos_messages() {
        let message = r#"{"reason":"compiler-artifact","package_id":"path+file:///p/tests#0.1.0","target":{"kind":["test"],"name":"e2e","src_path":"/p/tests/e2e/main.rs"},"profile":{"opt_level":"0","test":true},"filenames":["/t/e2e-1"],"executable":"/t/e2e-1","fresh":true}"#;
        let found = program(message, "/p/").unwrap();
        assert_eq!(
            found,
            Program {
                source: "tests/e2e/main.rs".to_owned(),
                executable: PathBuf::from("/t/e2e-1")
            }
        );
        assert_eq!(found.package(), "tests");
        assert_eq!(
            program(&message.replace("\"test\":true", "\"test\":false"), "/p/"),
            None
        );
        assert_eq!(
            program(
                &message.replace("\"/t/e2e-1\",\"fresh", "null,\"fresh"),
                "/p/"
            ),
            None
        );
        assert_eq!(program(message, "/elsewhere/"), None);
    }

    #[test]
    fn the_library_is_the_package_at_the_root() {
        let library = Program {
            source: "src/lib.rs".to_owned(),
            executable: PathBuf::new(),
        };
        assert_eq!(library.package(), "");
    }
}
