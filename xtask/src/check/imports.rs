//! Which file of the library may import which: JavaScript goes one way through its folders and never into `extras`, and no
//! file of `src` is in a circle of imports.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Result, ensure};

/// The folders of src/js: a file imports from its own folder and from those behind it.
const ORDER: [&str; 5] = ["entries", "doors", "page", "engine", "texts"];

/// Imports by file, both relative to the root.
type Graph = BTreeMap<String, Vec<String>>;

/// Fails with every forbidden import, and with the first circle.
pub fn check(root: &Path) -> Result<()> {
    let mut scripts = Graph::new();
    let mut modules = Graph::new();
    for path in files(&root.join("src"))? {
        let name = relative(root, &path);
        let text = fs::read_to_string(&path)?;
        if name.ends_with(".js") {
            scripts.insert(name.clone(), script_imports(&name, &text));
        } else if name.ends_with(".rs") {
            modules.insert(name.clone(), module_imports(&name, &text));
        }
    }
    ensure!(
        !scripts.is_empty() && !modules.is_empty(),
        "src has no files"
    );
    let broken: Vec<_> = scripts
        .iter()
        .flat_map(|(from, targets)| targets.iter().filter_map(|to| judge(from, to)))
        .chain([&scripts, &modules].into_iter().filter_map(circle))
        .collect();
    ensure!(
        broken.is_empty(),
        "imports of the library:\n{}",
        broken.join("\n")
    );
    Ok(())
}

/// Why a script must not import another.
fn judge(from: &str, to: &str) -> Option<String> {
    let rank = |file: &str| {
        let folder = file.strip_prefix("src/js/")?.split('/').next()?;
        ORDER.iter().position(|known| *known == folder)
    };
    match (rank(from), rank(to)) {
        (None, _) => Some(format!("{from}: not in a folder of {}", ORDER.join(", "))),
        (_, None) => Some(format!("{from} imports {to}, which is outside of src/js")),
        (Some(from_rank), Some(to_rank)) if to_rank < from_rank => {
            Some(format!("{from} imports {to}, which comes before it"))
        }
        _ => None,
    }
}

/// The files that a script imports by a relative path. What stands beside the bundle is loaded by name (`doors/files.js`).
fn script_imports(name: &str, text: &str) -> Vec<String> {
    if name == "src/js/doors/files.js" {
        return Vec::new();
    }
    let folder = Path::new(name).parent().unwrap_or(Path::new(""));
    text.lines()
        .filter(|line| !line.trim_start().starts_with('*') && !line.trim_start().starts_with("//"))
        .flat_map(|line| {
            ["from '", "import '", "import('"]
                .into_iter()
                .filter_map(move |head| line.split(head).nth(1))
        })
        .filter_map(|rest| rest.split('\'').next())
        // Declarations are no code.
        .filter(|target| target.starts_with('.') && !target.ends_with(".d.ts"))
        .map(|target| normal(&folder.join(target)))
        .collect()
}

/// The modules of the same folder that a Rust module names outside of its tests.
fn module_imports(name: &str, text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let Some((folder, file)) = name.rsplit_once('/') else {
        return Vec::new();
    };
    if matches!(file, "lib.rs" | "mod.rs") {
        return Vec::new();
    }
    let layer = folder.strip_prefix("src/").unwrap_or(folder);
    let mut named = Vec::new();
    for head in ["super::".to_owned(), format!("crate::{layer}::")] {
        for rest in code.split(&head).skip(1) {
            let list = rest
                .strip_prefix('{')
                .and_then(|rest| rest.split(';').next());
            match list {
                Some(list) => named.extend(
                    list.trim_end_matches('}')
                        .split(',')
                        .map(|item| first_word(item.trim())),
                ),
                None => named.push(first_word(rest)),
            }
        }
    }
    named
        .into_iter()
        .filter(|word| !word.is_empty() && *word != "self")
        .map(|word| format!("{folder}/{word}.rs"))
        .filter(|target| target != name)
        .collect()
}

fn first_word(text: &str) -> &str {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .next()
        .unwrap_or_default()
}

/// A circle of imports, if there is one.
fn circle(graph: &Graph) -> Option<String> {
    fn visit<'a>(
        graph: &'a Graph,
        file: &'a str,
        path: &mut Vec<&'a str>,
        done: &mut Vec<&'a str>,
    ) -> Option<String> {
        if let Some(at) = path.iter().position(|earlier| *earlier == file) {
            return Some(format!("a circle: {} -> {file}", path[at..].join(" -> ")));
        }
        if done.contains(&file) {
            return None;
        }
        path.push(file);
        for target in graph.get(file).into_iter().flatten() {
            if let Some(found) = visit(graph, target, path, done) {
                return Some(found);
            }
        }
        path.pop();
        done.push(file);
        None
    }
    let mut done = Vec::new();
    graph
        .keys()
        .find_map(|file| visit(graph, file, &mut Vec::new(), &mut done))
}

fn normal(path: &Path) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                parts.pop();
            }
            Component::Normal(name) => parts.extend(name.to_str()),
            _ => {}
        }
    }
    parts.join("/")
}

fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .to_string_lossy()
        .into_owned()
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            all.extend(files(&path)?);
        } else {
            all.push(path);
        }
    }
    all.sort();
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_import_in_one_direction() {
        for (from, to, allowed) in [
            ("src/js/entries/script.js", "src/js/doors/client.js", true),
            ("src/js/page/guard.js", "src/js/page/view.js", true),
            ("src/js/page/guard.js", "src/js/texts/english.js", true),
            ("src/js/texts/english.js", "src/js/page/guard.js", false),
            ("src/js/engine/run.js", "src/js/page/guard.js", false),
            ("src/js/page/guard.js", "src/js/doors/client.js", false),
            ("src/js/page/guard.js", "extras/comforts.js", false),
            ("src/js/other.js", "src/js/page/guard.js", false),
        ] {
            assert_eq!(judge(from, to).is_none(), allowed, "{from} -> {to}");
        }
    }

    #[test]
    fn imports_are_found() {
        let text = "import { a } from '../engine/run.js';\nimport './view.js';\nimport { b } from 'engine';\n * import('./no.js')\n";
        assert_eq!(
            script_imports("src/js/page/guard.js", text),
            ["src/js/engine/run.js", "src/js/page/view.js"]
        );
        let text = "use super::error::Failure;\nuse super::{js, record::list};\nuse crate::domain::form::Form;\n#[cfg(test)]\nuse super::tests::x;";
        assert_eq!(
            module_imports("src/domain/login.rs", text),
            [
                "src/domain/error.rs",
                "src/domain/js.rs",
                "src/domain/record.rs",
                "src/domain/form.rs"
            ]
        );
    }

    #[test]
    fn a_circle_is_found() {
        let graph = |pairs: &[(&str, &str)]| -> Graph {
            pairs
                .iter()
                .map(|(from, to)| ((*from).into(), vec![(*to).into()]))
                .collect()
        };
        assert!(circle(&graph(&[("a", "b"), ("b", "c"), ("c", "a")])).is_some());
        assert!(circle(&graph(&[("a", "b"), ("b", "c")])).is_none());
    }
}
