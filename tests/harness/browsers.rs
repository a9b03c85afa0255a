//! The three browsers by name, and the programs each needs on this machine.
//!
//! Programs are looked for on `PATH` and in `target/tools/bin`, where `cargo xtask setup` puts what it builds.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::process::find_program;

/// A browser engine that every page test runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Chromium, by chromedriver.
    Chromium,
    /// Firefox, by geckodriver.
    Firefox,
    /// WebKitGTK's MiniBrowser, by WebKitWebDriver, on a virtual display.
    Webkit,
}

/// Every browser, in the order they are reported.
pub const ALL: [Browser; 3] = [Browser::Chromium, Browser::Firefox, Browser::Webkit];

impl Browser {
    /// The name in test names and in `BROWSERS`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// The browsers asked for with `BROWSERS=chromium,firefox,webkit`; all of them when it is not set.
    ///
    /// # Errors
    /// When a name is not one of the three, or none is left.
    pub fn from_environment() -> Result<Vec<Self>> {
        match std::env::var("BROWSERS") {
            Ok(text) if !text.trim().is_empty() => Self::from_list(&text),
            _ => Ok(ALL.to_vec()),
        }
    }

    fn from_list(text: &str) -> Result<Vec<Self>> {
        let mut found = Vec::new();
        for name in text
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            match ALL.into_iter().find(|browser| browser.name() == name) {
                Some(browser) if !found.contains(&browser) => found.push(browser),
                Some(_) => {}
                None => bail!("BROWSERS: {name:?} is none of chromium, firefox, webkit"),
            }
        }
        if found.is_empty() {
            bail!("BROWSERS names no browser");
        }
        Ok(found)
    }

    /// The WebDriver server of this browser.
    ///
    /// # Errors
    /// When it is not installed.
    pub fn driver_program(self) -> Result<PathBuf> {
        let name = match self {
            Self::Chromium => "chromedriver",
            Self::Firefox => "geckodriver",
            Self::Webkit => "WebKitWebDriver",
        };
        find_program(&[name], &[root().join("target/tools/bin")]).with_context(|| missing(name))
    }

    /// The browser itself.
    ///
    /// # Errors
    /// When it is not installed.
    pub fn program(self) -> Result<PathBuf> {
        match self {
            Self::Chromium => {
                let names = [
                    "chromium",
                    "chromium-browser",
                    "google-chrome",
                    "google-chrome-stable",
                ];
                find_program(&names, &[]).with_context(|| missing("chromium"))
            }
            Self::Firefox => {
                find_program(&["firefox-esr", "firefox"], &[]).with_context(|| missing("firefox"))
            }
            Self::Webkit => mini_browser().with_context(|| missing("MiniBrowser")),
        }
    }
}

/// The repository's folder.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map(Path::to_path_buf)
        .unwrap_or_default()
}

fn missing(name: &str) -> String {
    format!("{name} was not found; `cargo xtask setup` installs it or says how to")
}

/// WebKitGTK's own small browser, which is not on `PATH`: `/usr/lib/<triplet>/webkit2gtk-4.1/MiniBrowser` and the like.
fn mini_browser() -> Option<PathBuf> {
    let mut libraries = vec![
        PathBuf::from("/usr/libexec"),
        PathBuf::from("/usr/lib64"),
        PathBuf::from("/usr/lib"),
    ];
    libraries.extend(
        std::fs::read_dir("/usr/lib")
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path()),
    );
    let folders = ["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"];
    libraries
        .iter()
        .flat_map(|library| {
            folders
                .iter()
                .map(move |folder| library.join(folder).join("MiniBrowser"))
        })
        .find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_chosen_by_name_once_each() {
        assert_eq!(
            Browser::from_list("webkit, chromium,webkit").unwrap(),
            [Browser::Webkit, Browser::Chromium]
        );
    }

    #[test]
    fn an_unknown_browser_is_refused_by_name() {
        assert!(
            Browser::from_list("chromium,netscape")
                .unwrap_err()
                .to_string()
                .contains("netscape")
        );
        assert!(Browser::from_list(" , ").is_err());
    }
}
