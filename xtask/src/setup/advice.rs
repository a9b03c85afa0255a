//! What to tell a person whose machine lacks something that `setup` cannot install.

use std::fmt::Write as _;

use super::needs::{NODE, Need};

/// Parts of the toolchain are missing and there is no rustup.
pub fn rust(missing: &[&str]) -> String {
    format!(
        "Rust is here without {}. Install rustup (https://rustup.rs), which adds what rust-toolchain.toml names, \
         or install these parts the way this Rust was installed.",
        missing.join(" and ")
    )
}

/// Node.js is missing or too old; `found` is its version, or empty.
pub fn node(found: &str) -> String {
    let found = if found.is_empty() {
        "was not found".to_owned()
    } else {
        format!("is {found}")
    };
    format!(
        "Node.js {NODE} or newer with npm is needed; it {found}.\n\
         \x20 Debian, Ubuntu: apt-get install nodejs npm, or https://nodejs.org where that is older\n\
         \x20 Fedora:         dnf install nodejs npm\n\
         \x20 macOS:          brew install node"
    )
}

/// Programs are missing and cannot be installed here; `fewer` says how to do without.
pub fn programs(missing: &[&Need], fewer: &str) -> String {
    let packages: Vec<&str> = missing
        .iter()
        .flat_map(|need| need.debian)
        .copied()
        .collect();
    let names: Vec<&str> = missing.iter().map(|need| need.what).collect();
    let mut text = format!(
        "The tests need what this machine lacks and `setup` cannot install here (that takes Debian, and root or sudo): {}.\n\
         \x20 Debian: apt-get install --no-install-recommends {}\n",
        names.join(", "),
        packages.join(" ")
    );
    for (system, how) in [
        (
            "Ubuntu",
            (|need: &Need| need.ubuntu) as fn(&Need) -> &'static str,
        ),
        ("Fedora", |need| need.fedora),
        ("macOS", |need| need.macos),
    ] {
        let _ = writeln!(text, "  {system}:");
        for need in missing {
            let _ = writeln!(text, "    {}: {}", need.what, how(need));
        }
    }
    text + fewer
}
