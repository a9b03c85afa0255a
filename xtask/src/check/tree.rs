//! The files of the repository that people write. Tested by the rules that read them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// Folders whose files are generated or installed.
const GENERATED: [&str; 3] = ["target", "node_modules", "pkg"];

/// A file: its path from the root, with `/`, and its text.
pub struct Written {
    pub name: String,
    pub text: String,
}

/// All files with one of these endings, in the order of their names.
pub fn written(root: &Path, extensions: &[&str]) -> Result<Vec<Written>> {
    let wanted = |path: &&PathBuf| {
        let found = path.extension().unwrap_or_default();
        extensions.iter().any(|extension| found == *extension)
    };
    paths(root)?
        .iter()
        .filter(wanted)
        .map(|path| {
            let text = fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
            Ok(Written {
                name: relative(root, path),
                text,
            })
        })
        .collect()
}

/// The path from a folder, with `/`.
pub fn relative(folder: &Path, path: &Path) -> String {
    let name = path.strip_prefix(folder).unwrap_or(path);
    name.to_string_lossy().replace('\\', "/")
}

/// All files of a folder and of its folders, in order, without generated and hidden ones.
pub fn paths(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        if !path.is_dir() {
            found.push(path);
        } else if !GENERATED.contains(&&*name) {
            found.extend(paths(&path)?);
        }
    }
    found.sort();
    Ok(found)
}
