//! What the project needs on a machine, and whether it is there. Looks only; never changes anything.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::process::{command, output};

/// The oldest Node.js that runs the build's tools.
pub const NODE: u32 = 20;

/// The target of the library.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Something the tests start.
pub struct Need {
    /// What to call it.
    pub what: &'static str,
    /// The browser or language it is for; empty for all.
    pub of: &'static str,
    /// Whether it is there.
    pub found: fn() -> bool,
    /// Debian's packages; empty when there is none.
    pub debian: &'static [&'static str],
}

const PROGRAMS: [Need; 8] = [
    Need {
        what: "Chromium",
        of: "chromium",
        found: || {
            on_path(&[
                "chromium",
                "chromium-browser",
                "google-chrome",
                "google-chrome-stable",
            ])
            .is_some()
        },
        debian: &["chromium"],
    },
    Need {
        what: "chromedriver",
        of: "chromium",
        found: || on_path(&["chromedriver"]).is_some(),
        debian: &["chromium-driver"],
    },
    Need {
        what: "Firefox",
        of: "firefox",
        found: || on_path(&["firefox-esr", "firefox"]).is_some(),
        debian: &["firefox-esr"],
    },
    Need {
        what: "WebKitGTK's driver",
        of: "webkit",
        found: || on_path(&["WebKitWebDriver"]).is_some(),
        debian: &["webkit2gtk-driver"],
    },
    Need {
        what: "WebKitGTK's MiniBrowser",
        of: "webkit",
        found: mini_browser,
        debian: &["libwebkit2gtk-4.1-0"],
    },
    Need {
        what: "Xvfb (a display for WebKit)",
        of: "webkit",
        found: || on_path(&["Xvfb"]).is_some(),
        debian: &["xvfb"],
    },
    Need {
        what: "fonts",
        of: "",
        found: || {
            cfg!(target_os = "macos")
                || fs::read_dir("/usr/share/fonts").is_ok_and(|mut list| list.next().is_some())
        },
        debian: &["fonts-liberation"],
    },
    Need {
        what: "Prototype.js",
        of: "",
        // Only Debian has it as a package; its tests are left out elsewhere.
        found: || Path::new(PROTOTYPE).is_file() || !is_debian(),
        debian: &["libjs-prototype"],
    },
];

/// Where Debian's package puts it; npm has no package of it.
const PROTOTYPE: &str = "/usr/share/javascript/prototype/prototype.js";

/// The programs the tests need in `browsers` and this machine has not.
pub fn missing_programs(browsers: &[String]) -> Vec<&'static Need> {
    let wanted = |need: &&Need| need.of.is_empty() || browsers.iter().any(|name| name == need.of);
    PROGRAMS
        .iter()
        .filter(wanted)
        .filter(|need| !(need.found)())
        .collect()
}

/// The driver for Firefox: on `PATH`, or where `setup` builds it.
pub fn geckodriver(root: &Path) -> Option<PathBuf> {
    on_path(&["geckodriver"])
        .or_else(|| Some(root.join("target/tools/bin/geckodriver")).filter(|file| file.is_file()))
}

/// The first of `names` that is a file on `PATH`.
pub fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |it| it.join(OsStr::new(name))))
        .find(|it| it.is_file())
}

/// Not on `PATH`: WebKitGTK keeps it beside its library. The tests look in the same places.
fn mini_browser() -> bool {
    let mut folders = vec![
        PathBuf::from("/usr/libexec"),
        PathBuf::from("/usr/lib64"),
        PathBuf::from("/usr/lib"),
    ];
    folders.extend(
        fs::read_dir("/usr/lib")
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path()),
    );
    let names = ["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"];
    folders.iter().any(|folder| {
        names
            .iter()
            .any(|name| folder.join(name).join("MiniBrowser").is_file())
    })
}

/// Whether packages come from Debian itself; its descendants package browsers in other ways.
pub fn is_debian() -> bool {
    fs::read_to_string("/etc/os-release").is_ok_and(|text| names_debian(&text))
}

fn names_debian(os_release: &str) -> bool {
    os_release
        .lines()
        .any(|line| line.trim().replace('"', "") == "ID=debian")
}

/// The parts of the Rust toolchain that the build needs and that are not installed.
pub fn rust_parts(root: &Path) -> Result<Vec<&'static str>> {
    let library = output(command("rustc").args(["--print", "target-libdir", "--target", WASM]))?;
    let library = PathBuf::from(library.trim());
    let mut missing = Vec::new();
    if !library.is_dir() {
        missing.push(WASM);
    }
    let wanted = fs::read_to_string(root.join("rust-toolchain.toml")).unwrap_or_default();
    let source = library
        .ancestors()
        .nth(2)
        .map(|it| it.join("src/rust/library/std"));
    if wanted.contains("rust-src") && !source.is_some_and(|it| it.is_dir()) {
        missing.push("rust-src");
    }
    Ok(missing)
}

/// The major version out of `v20.20.2`.
pub fn node_major(version: &str) -> Option<u32> {
    version
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

/// The state of `node_modules` compared with the lock file.
#[derive(Debug, PartialEq, Eq)]
pub enum NodeModules {
    /// As the lock file says, or there is nothing to install.
    Fresh,
    /// Missing, or older than the lock file.
    Stale,
    /// There is no lock file yet.
    NoLock,
}

/// npm leaves a copy of the lock file in `node_modules` when it has finished; its time is compared.
pub fn node_modules(root: &Path) -> NodeModules {
    let time = |name: &str| {
        fs::metadata(root.join(name))
            .and_then(|data| data.modified())
            .ok()
    };
    let installed = time("node_modules/.package-lock.json");
    let wanted = time("package-lock.json").max(time("package.json"));
    match (time("package.json"), time("package-lock.json"), installed) {
        (None, _, _) => NodeModules::Fresh,
        (Some(_), None, None) => NodeModules::NoLock,
        _ if installed >= wanted => NodeModules::Fresh,
        (_, None, _) => NodeModules::NoLock,
        _ => NodeModules::Stale,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn only_debian_itself_is_debian() {
        assert!(names_debian("PRETTY_NAME=\"Debian\"\nID=debian\n"));
        assert!(!names_debian("ID=ubuntu\nID_LIKE=debian\n"));
    }

    #[test]
    fn the_version_of_node_is_its_first_number() {
        assert_eq!(node_major("v20.20.2\n"), Some(20));
        assert_eq!(node_major(""), None);
    }

    #[test]
    fn npm_packages_are_fresh_only_after_an_install() {
        let root = std::env::temp_dir().join(format!("xtask-needs-{}", std::process::id()));
        fs::create_dir_all(root.join("node_modules")).unwrap();
        assert_eq!(node_modules(&root), NodeModules::Fresh);
        fs::write(root.join("package.json"), "{}").unwrap();
        assert_eq!(node_modules(&root), NodeModules::NoLock);
        fs::write(root.join("package-lock.json"), "{}").unwrap();
        assert_eq!(node_modules(&root), NodeModules::Stale);
        fs::write(root.join("node_modules/.package-lock.json"), "{}").unwrap();
        assert_eq!(node_modules(&root), NodeModules::Fresh);
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn every_program_has_a_package() {
        assert!(PROGRAMS.iter().all(|need| !need.debian.is_empty()));
    }
}
