//! No file of the library is in a circle of imports.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, ensure};

use super::floors::{rust::rust_imports, scripts::script_imports, stem};
use super::tree;

/// Imports by module.
type Graph = BTreeMap<String, Vec<String>>;

/// Fails with the first circle of each language.
pub fn check(root: &Path) -> Result<()> {
    let scripts = graph(root, "src/js/", "js", script_imports)?;
    let mut modules = graph(root, "src/", "rs", rust_imports)?;
    // A folder's own file names its modules, which is no import.
    modules.retain(|name, _| name.contains('/') && name != "lib");
    for imports in [scripts, modules] {
        ensure!(!imports.is_empty(), "src has no files");
        if let Some(circle) = circle(&imports) {
            anyhow::bail!("imports of the library: {circle}");
        }
    }
    Ok(())
}

/// What each module imports among the others. Rust paths go on to an item, and tests do not count.
fn graph(
    root: &Path,
    folder: &str,
    extension: &str,
    imports: fn(&str, &str) -> Vec<String>,
) -> Result<Graph> {
    let files = tree::written(root, &[extension])?;
    let texts: BTreeMap<String, &str> = files
        .iter()
        .filter_map(|file| {
            let name = stem(file.name.strip_prefix(folder)?).to_owned();
            let code = file.text.split("#[cfg(test)]").next()?;
            (!name.ends_with("/tests")).then_some((name, code))
        })
        .collect();
    let module_of = |path: &str| {
        let mut path = path;
        loop {
            if texts.contains_key(path) {
                return Some(path.to_owned());
            }
            path = path.rsplit_once('/')?.0;
        }
    };
    Ok(texts
        .iter()
        .map(|(name, code)| {
            let code: String = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .flat_map(|line| [line, "\n"])
                .collect();
            let targets = imports(name, &code);
            let named = targets.iter().filter_map(|target| module_of(target));
            // What stands in a folder may name the folder's own file.
            let others =
                named.filter(|target| target != name && !name.starts_with(&format!("{target}/")));
            (name.clone(), others.collect())
        })
        .collect())
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn the_tree_has_none() {
        check(&crate::process::root()).unwrap();
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
