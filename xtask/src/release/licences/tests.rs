#![allow(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::json;

use super::*;

fn three_crates() -> Vec<Package> {
    let package = |name: &str| {
        json!({
            "name": name, "version": "1.0.0", "license": "MIT",
            "manifest_path": format!("/crates/{name}/Cargo.toml"),
        })
    };
    let names = ["authrocket-wasm", "a", "b", "m", "elsewhere"];
    let metadata = json!({ "packages": names.map(package) });
    let tree = read_tree(
        "authrocket-wasm v0.1.0 (/here)\na v1.0.0\nm v1.0.0 (proc-macro)\nb v1.0.0\na v1.0.0 (*)\n",
    );
    crates(&metadata, &tree, &read_tree("a v1.0.0\n")).unwrap()
}

#[test]
fn what_is_compiled_in_is_told_from_what_compiles() {
    let found: Vec<(String, bool)> = three_crates()
        .into_iter()
        .map(|each| (each.name, each.is_compiled_in))
        .collect();
    let expected = [("a", true), ("b", false), ("m", false)];
    assert_eq!(found, expected.map(|(name, is)| (name.to_owned(), is)));
}

#[test]
fn a_crate_that_only_the_tree_knows_is_an_error() {
    let tree = read_tree("a v1.0.0\n");
    assert!(crates(&json!({ "packages": [] }), &tree, &tree).is_err());
}

#[test]
fn a_licence_that_is_not_allowed_is_told_with_its_package() {
    let mut packages = three_crates();
    assert!(judge(&packages).is_ok());
    packages[1].expression = "AGPL-3.0".into();
    let error = judge(&packages).unwrap_err().to_string();
    assert!(error.contains("b 1.0.0 (AGPL-3.0)"), "{error}");
    packages[1].expression = String::new();
    assert!(judge(&packages).is_err());
    assert!(judge(&[]).is_err());
}

#[test]
fn a_package_without_a_text_gets_that_of_mit_and_of_nothing_else() {
    let folder = std::env::temp_dir().join(format!("authrocket-licences-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let mut package = three_crates().remove(0);
    package.folder = folder.clone();
    let ours = own_text(&package).unwrap();
    assert!(
        ours.contains("the authors of a\n\nPermission is hereby granted"),
        "{ours}"
    );
    package.expression = "ISC".into();
    assert!(own_text(&package).is_err());
    fs::write(folder.join("LICENSE.md"), "theirs").unwrap();
    assert_eq!(own_text(&package).unwrap(), "theirs");
    fs::write(folder.join("LICENSE-APACHE"), "long").unwrap();
    fs::write(folder.join("LICENSE-UNICODE"), "data").unwrap();
    assert_eq!(own_text(&package).unwrap(), "data\n\ntheirs");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn every_crate_of_the_wasm_is_allowed_and_told() {
    check().unwrap();
}
