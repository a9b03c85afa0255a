//! Which folder of a program may name which others: a table for each program, read from the imports of every file. A
//! program in another language joins with a table and a function that finds the imports of its files. Circles of imports
//! are `circles.rs`.

pub mod rust;
pub mod scripts;
mod tables;

use std::fs;
use std::path::Path;

use anyhow::Result;

use tables::HOUSES;

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
pub fn stem(file: &str) -> &str {
    let path = file.rsplit_once('.').map_or(file, |(path, _)| path);
    path.strip_suffix("/mod").unwrap_or(path)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::tables::HOUSES;
    use super::{House, check, judge};
    use crate::process::root;

    fn house(root: &str) -> &'static House {
        HOUSES.iter().find(|house| house.root == root).unwrap()
    }

    fn broken(file: &str, code: &str) -> Vec<String> {
        judge(house("emulator/src"), file, code)
    }

    #[test]
    fn the_library_imports_in_one_direction() {
        for (root, file, code, is_allowed) in [
            ("src", "wasm/mod.rs", "use crate::browser::forms;", true),
            (
                "src",
                "browser/call.rs",
                "use crate::domain::api::Instance;",
                true,
            ),
            ("src", "browser/call.rs", "use crate::wasm::submit;", false),
            ("src", "domain/login.rs", "use crate::browser::js;", false),
            (
                "src",
                "domain/login.rs",
                "use super::super::browser::js;",
                false,
            ),
            (
                "src",
                "domain/login.rs",
                "use wasm_bindgen::JsValue;",
                false,
            ),
            ("src", "wasm/mod.rs", "use gloo_net::http::Headers;", false),
            (
                "src/js",
                "entries/script.js",
                "import '../doors/client.js';",
                true,
            ),
            ("src/js", "page/guard.js", "import './view.js';", true),
            (
                "src/js",
                "page/guard.js",
                "import '../texts/english.js';",
                true,
            ),
            (
                "src/js",
                "texts/english.js",
                "import '../page/guard.js';",
                false,
            ),
            (
                "src/js",
                "engine/run.js",
                "import '../page/guard.js';",
                false,
            ),
            (
                "src/js",
                "page/guard.js",
                "import '../doors/client.js';",
                false,
            ),
            (
                "src/js",
                "page/guard.js",
                "import '../../../extras/comforts.js';",
                false,
            ),
            ("src/js", "other.js", "", false),
        ] {
            let found = judge(house(root), file, code);
            assert_eq!(
                found.is_empty(),
                is_allowed,
                "{root}/{file}: {code}: {found:?}"
            );
        }
    }

    #[test]
    fn the_tree_keeps_the_rules() {
        assert_eq!(check(&root()).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn an_import_upwards_is_found_on_every_floor() {
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
    fn names_that_belong_to_some_folders_are_found_in_others() {
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
