//! Which folder of a program may name which others: a table for each program, read from the imports of every file. A
//! program in another language joins with a table and a function that finds the imports of its files.

use std::fs;
use std::path::Path;

use anyhow::Result;

/// A program whose folders stand on each other.
struct House {
    /// Its folder, from the workspace's root.
    root: &'static str,
    /// What its files are called.
    extension: &'static str,
    /// Files that may stand beside the folders, and name all of them.
    roots: &'static [&'static str],
    /// Its folders. A path within a folder has rules of its own.
    floors: &'static [Floor],
    /// Names that only some folders may hold in their code.
    reserved: &'static [Reserved],
    /// The paths that a file's code names, from the house's root, without an ending.
    imports: fn(file: &str, code: &str) -> Vec<String>,
}

struct Floor {
    folder: &'static str,
    /// Folders that it may name besides itself.
    may_name: &'static [&'static str],
}

struct Reserved {
    name: &'static str,
    folders: &'static [&'static str],
}

const BELOW_ROUTES: &[&str] = &["http", "rules", "store", "model"];

const HOUSES: &[House] = &[House {
    root: "emulator/src",
    extension: "rs",
    roots: &["main", "lib"],
    floors: &[
        // Another crate: it knows the library's public items only.
        Floor {
            folder: "cli",
            may_name: &[],
        },
        Floor {
            folder: "app",
            may_name: &["routes", "http", "rules", "store", "model"],
        },
        Floor {
            folder: "routes",
            may_name: &[],
        },
        Floor {
            folder: "routes/login",
            may_name: BELOW_ROUTES,
        },
        Floor {
            folder: "routes/core",
            may_name: BELOW_ROUTES,
        },
        Floor {
            folder: "routes/hosted",
            may_name: BELOW_ROUTES,
        },
        Floor {
            folder: "routes/control",
            may_name: BELOW_ROUTES,
        },
        Floor {
            folder: "http",
            may_name: &["rules", "store", "model"],
        },
        Floor {
            folder: "rules",
            may_name: &["store", "model"],
        },
        Floor {
            folder: "store",
            may_name: &["model"],
        },
        Floor {
            folder: "model",
            may_name: &[],
        },
    ],
    reserved: &[
        Reserved {
            name: "axum",
            folders: &["http", "routes", "app"],
        },
        Reserved {
            name: "rusqlite",
            folders: &["store"],
        },
        Reserved {
            name: "SELECT ",
            folders: &["store"],
        },
        Reserved {
            name: "json_extract",
            folders: &["store"],
        },
        Reserved {
            name: " = ?",
            folders: &["store"],
        },
    ],
    imports: rust_imports,
}];

/// Every broken rule of every house.
pub fn check(root: &Path) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    for house in HOUSES {
        let mut folders = vec![root.join(house.root)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|kind| kind == house.extension) {
                    let file = path.strip_prefix(root.join(house.root)).unwrap_or(&path);
                    let text = fs::read_to_string(&path)?;
                    broken.extend(judge(house, &file.to_string_lossy(), &text));
                }
            }
        }
    }
    broken.sort();
    Ok(broken)
}

/// The rules that a file breaks; `file` is its path from the house's root.
fn judge(house: &House, file: &str, text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let path = stem(file);
    if house.roots.contains(&path) {
        return Vec::new();
    }
    let name = format!("{}/{file}", house.root);
    let Some(own) = floor_of(house, path) else {
        return vec![format!("{name}: stands in no folder of the table")];
    };
    let mut broken = Vec::new();
    for named in (house.imports)(path, &code) {
        let floor = floor_of(house, &named).map(|floor| floor.folder);
        let may = floor.is_some_and(|floor| floor == own.folder || own.may_name.contains(&floor));
        if !may {
            broken.push(format!("{name}: {} must not name {named}", own.folder));
        }
    }
    for reserved in house.reserved {
        let mut folders = reserved.folders.iter();
        let may = folders.any(|folder| is_within(path, folder));
        if !may && code.contains(reserved.name) {
            let words = reserved.name.trim();
            broken.push(format!("{name}: {} must not name {words}", own.folder));
        }
    }
    broken
}

/// The innermost folder of the table that a path belongs to.
fn floor_of<'a>(house: &'a House, path: &str) -> Option<&'a Floor> {
    let floors = house.floors.iter();
    floors
        .filter(|floor| is_within(path, floor.folder))
        .max_by_key(|floor| floor.folder.len())
}

fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A file's module: its path without the ending, and without the `mod` of a folder's own file.
fn stem(file: &str) -> &str {
    let path = file.rsplit_once('.').map_or(file, |(path, _)| path);
    path.strip_suffix("/mod").unwrap_or(path)
}

/// What Rust code names by `crate::` and `super::`, each as a path of modules.
fn rust_imports(module: &str, code: &str) -> Vec<String> {
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::{HOUSES, check, judge};
    use crate::process::root;

    fn broken(file: &str, code: &str) -> Vec<String> {
        judge(&HOUSES[0], file, code)
    }

    #[test]
    fn the_tree_keeps_the_rules() {
        assert_eq!(check(&root()).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn an_import_upwards_is_told_on_every_floor() {
        for (file, code) in [
            ("model/failure.rs", "use crate::store::users::User;"),
            ("store/realms.rs", "use crate::rules::signing_keys;"),
            ("rules/apps.rs", "use crate::http::fields::Received;"),
            ("http/faults.rs", "use crate::routes::login;"),
            ("routes/core/users.rs", "use crate::app::webhooks;"),
            ("routes/mod.rs", "use crate::http::shared::Shared;"),
            ("cli/exec.rs", "use crate::app::server;"),
            ("rules/mail.rs", "let x = crate::http::render::user(y);"),
            ("rules/mail.rs", "use super::super::http::render;"),
            (
                "store/page.rs",
                "use crate::{\n    model::fields,\n    rules::{a, b},\n};",
            ),
        ] {
            assert_eq!(broken(file, code).len(), 1, "{file}: {code}");
        }
    }

    #[test]
    fn one_folder_of_routes_does_not_name_another() {
        let upstairs = "use crate::routes::login::authenticate;";
        assert_eq!(broken("routes/hosted/login.rs", upstairs).len(), 1);
        let sideways = "use super::super::core::events;";
        assert_eq!(broken("routes/control/lists.rs", sideways).len(), 1);
        assert!(broken("routes/hosted/login.rs", "use super::page::Page;").is_empty());
    }

    #[test]
    fn names_that_belong_to_some_folders_are_told_in_others() {
        for (file, code) in [
            ("rules/mail.rs", "use axum::http::StatusCode;"),
            ("rules/mail.rs", "use rusqlite::Transaction;"),
            ("routes/core/users.rs", "tx.execute(\"SELECT 1\", []);"),
            ("routes/core/users.rs", "filter(\"realm_id = ?\", id)"),
            ("http/render.rs", "\"json_extract(about, '$.user_id')\""),
        ] {
            assert_eq!(broken(file, code).len(), 1, "{file}: {code}");
        }
        assert!(broken("store/users.rs", "use rusqlite::Row; \"SELECT 1\"").is_empty());
        assert!(broken("app/server.rs", "use axum::Router;").is_empty());
    }

    #[test]
    fn a_file_stands_in_a_folder_of_the_table() {
        assert_eq!(broken("helpers.rs", "").len(), 1);
        assert_eq!(broken("tools/clock.rs", "").len(), 1);
        assert!(broken("lib.rs", "pub use app::server::start;").is_empty());
    }

    #[test]
    fn what_the_public_list_names_is_not_for_those_inside() {
        assert_eq!(broken("rules/seed.rs", "use crate::Config;").len(), 1);
    }

    #[test]
    fn downwards_beside_and_in_comments_is_fine() {
        for (file, code) in [
            (
                "app/server.rs",
                "use crate::routes;\nuse crate::{http, store};",
            ),
            (
                "routes/login/signup.rs",
                "use crate::rules::{apps, signups::SignedUp};",
            ),
            ("routes/login.rs", "use crate::http::fields::Received;"),
            (
                "rules/logins.rs",
                "use crate::store::{\n    By, users::{self, User},\n};",
            ),
            (
                "rules/logins/by_key.rs",
                "use super::open_session;\nuse crate::rules::mail;",
            ),
            (
                "model/ids.rs",
                "// As `crate::rules::seed` has it.\nuse crate::model::clock::Clock;",
            ),
            ("model/ids.rs", "mod tests {\n    use super::*;\n}"),
        ] {
            assert_eq!(broken(file, code), Vec::<String>::new(), "{file}");
        }
    }
}
