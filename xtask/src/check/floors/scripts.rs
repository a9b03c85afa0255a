//! The imports of JavaScript files.

use std::path::{Component, Path};

/// The modules that a script imports by a relative path, without their ending. What stands beside the bundle is loaded by name
/// (`doors/files.js`).
pub fn script_imports(module: &str, code: &str) -> Vec<String> {
    if module.ends_with("doors/files") {
        return Vec::new();
    }
    let folder = Path::new(module).parent().unwrap_or(Path::new(""));
    code.lines()
        .filter(|line| !line.trim_start().starts_with('*'))
        .flat_map(|line| {
            ["from '", "import '", "import('"]
                .into_iter()
                .filter_map(move |head| line.split(head).nth(1))
        })
        .filter_map(|rest| rest.split('\'').next())
        // Declarations are no code.
        .filter(|target| target.starts_with('.') && !target.ends_with(".d.ts"))
        .map(|target| target.strip_suffix(".js").unwrap_or(target))
        .map(|target| normal(&folder.join(target)))
        .collect()
}

/// A path without `.` and `..`, but for those that lead out.
fn normal(path: &Path) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.components() {
        match part {
            Component::ParentDir if parts.last().is_none_or(|last| *last == "..") => {
                parts.push("..")
            }
            Component::ParentDir => drop(parts.pop()),
            Component::Normal(name) => parts.extend(name.to_str()),
            _ => {}
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_found() {
        let text = "import { a } from '../engine/run.js';\nimport './view.js';\nimport { b } from 'engine';\n * import('./no.js')\n\
            import x from '../../../extras/comforts.js';\nconst y = import('../types/z.d.ts');\n";
        assert_eq!(
            script_imports("page/guard", text),
            ["engine/run", "page/view", "../../extras/comforts"]
        );
    }
}
