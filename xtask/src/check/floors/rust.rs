//! The imports of Rust files. Tested in `floors.rs`.

/// What Rust code names by `crate::` and `super::`, each as a path of modules.
pub fn rust_imports(module: &str, code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let is_word = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        // `$crate::` and the like belong to others.
        if is_word && !code[..at].ends_with('$') {
            found.extend(names_at(&code[at + "crate::".len()..]));
        }
    }
    // Tests stand in a module of their own at the end of a file.
    let mut inner = module.to_owned();
    for line in code.lines() {
        if line.starts_with("mod ") && line.ends_with('{') {
            inner = format!("{module}/tests");
        }
        let Some(at) = line.find("super::") else {
            continue;
        };
        let mut rest = &line[at..];
        let mut folder = Some(inner.as_str());
        while let Some(further) = rest.strip_prefix("super::") {
            rest = further;
            folder = folder.and_then(|folder| folder.rsplit_once('/').map(|(outer, _)| outer));
        }
        let names = names_at(rest);
        found.extend(names.into_iter().map(|name| match folder {
            Some(folder) => format!("{folder}/{name}"),
            None => name,
        }));
    }
    found
}

/// The paths that begin here: one, or each of a group in braces.
fn names_at(code: &str) -> Vec<String> {
    let Some(group) = code.strip_prefix('{') else {
        return vec![path_at(code)];
    };
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                let name = path_at(group[start..at].trim_start());
                if !name.is_empty() {
                    names.push(name);
                }
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names
}

fn path_at(code: &str) -> String {
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let end = code.find(|c| !is_path(c)).unwrap_or(code.len());
    code[..end].trim_end_matches(':').replace("::", "/")
}
