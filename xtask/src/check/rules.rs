//! The rules that no compiler knows: which layer may import which, how long a file may be, and what is never named.

use std::path::Path;

use anyhow::{Result, ensure};

use super::{floors, tree};

/// Lines a hand-written file may have.
const LONGEST: usize = 400;

/// Kinds of file that people write.
const WRITTEN: [&str; 8] = ["rs", "js", "mjs", "ts", "html", "css", "toml", "sql"];

/// A layer, and what its files must not name.
const LAYERS: [(&str, &[&str]); 6] = [
    (
        "src/domain",
        &[
            "crate::browser",
            "crate::wasm",
            "web_sys",
            "js_sys",
            "wasm_bindgen",
            "gloo_net",
        ],
    ),
    // An export has no arguments; the imported `View` has.
    ("src/browser", &["crate::wasm", "#[wasm_bindgen]"]),
    ("emulator/src", &["authrocket_wasm"]),
    (
        "www/server/src",
        &["authrocket_wasm", "loginrocket_emulator"],
    ),
    ("www/pages", &["src/js", "engine_bg"]),
    // They know the library by its public interface, as an app does.
    ("integrations", &["src/js", "extras/", "engine_bg"]),
];

/// Fails with every broken rule at once.
pub fn check(root: &Path) -> Result<()> {
    let mut broken = floors::check(root)?;
    for file in tree::written(root, &WRITTEN)? {
        broken.extend(judge(&file.name, &file.text));
    }
    ensure!(
        broken.is_empty(),
        "rules of the layers:\n{}",
        broken.join("\n")
    );
    Ok(())
}

fn judge(name: &str, text: &str) -> Vec<String> {
    let mut broken = Vec::new();
    let lines = text.lines().count();
    if lines > LONGEST {
        broken.push(format!("{name}: {lines} lines; at most {LONGEST}"));
    }
    for (layer, forbidden) in LAYERS {
        for word in forbidden.iter().filter(|_| name.starts_with(layer)) {
            if text.contains(word) {
                broken.push(format!("{name}: {layer} must not name {word}"));
            }
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::judge;

    #[test]
    fn a_domain_that_names_the_browser_is_told() {
        assert_eq!(
            judge("src/domain/login.rs", "use web_sys::Window;").len(),
            1
        );
        assert!(judge("src/browser/view.rs", "use web_sys::Window;").is_empty());
    }

    #[test]
    fn imports_go_one_way() {
        assert_eq!(
            judge("src/browser/view.rs", "use crate::wasm::attach;").len(),
            1
        );
        assert_eq!(
            judge("emulator/src/lib.rs", "use authrocket_wasm::domain;").len(),
            1
        );
    }

    #[test]
    fn a_long_file_is_told() {
        assert_eq!(judge("src/lib.rs", &"\n".repeat(401)).len(), 1);
        assert!(judge("src/lib.rs", &"\n".repeat(400)).is_empty());
    }
}
