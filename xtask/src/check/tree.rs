//! The files of the repository that people write. Tested by the rules that read them.

use std::fs;
use std::path::Path;

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
    let mut files = Vec::new();
    collect(root, root, extensions, &mut files)?;
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn collect(
    root: &Path,
    folder: &Path,
    extensions: &[&str],
    files: &mut Vec<Written>,
) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("{}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if !GENERATED.contains(&&*name) && !name.starts_with('.') {
                collect(root, &path, extensions, files)?;
            }
        } else if path
            .extension()
            .is_some_and(|found| extensions.iter().any(|wanted| found == *wanted))
        {
            let text = fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
            let name = path.strip_prefix(root).unwrap_or(&path);
            files.push(Written {
                name: name.to_string_lossy().replace('\\', "/"),
                text,
            });
        }
    }
    Ok(())
}
