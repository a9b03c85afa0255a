//! Where failing tests leave what helps to find the cause: `target/test-output/<layer>/`.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::browsers::root;

/// A file to write below `target/test-output/<layer>`; the folder exists afterwards, the name is made harmless.
///
/// # Errors
/// When the folder cannot be made.
pub fn file(layer: &str, name: &str) -> Result<PathBuf> {
    let folder = root().join("target/test-output").join(layer);
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    let name: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "._-".contains(c) {
                c
            } else {
                '-'
            }
        })
        .collect();
    Ok(folder.join(name))
}

/// The path as a person in the repository's folder would write it.
#[must_use]
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string()
}
