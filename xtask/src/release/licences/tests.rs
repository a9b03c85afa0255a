#![allow(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::json;

use super::*;

/// The library needs `a` and the macro `m`; `m` needs `b`; `a` tests with `t` and builds with `c`.
fn metadata() -> Value {
    let package = |name: &str, kind: &str| {
        json!({
            "id": format!("{name}#1"), "name": name, "version": "1.0.0", "license": "MIT",
            "manifest_path": format!("/crates/{name}/Cargo.toml"), "targets": [{ "kind": [kind] }],
        })
    };
    let needs = |name: &str, kind: Value| json!({ "pkg": format!("{name}#1"), "dep_kinds": [{ "kind": kind }] });
    let node = |name: &str, deps: Vec<Value>| json!({ "id": format!("{name}#1"), "deps": deps });
    json!({
        "packages": [
            package("authrocket-wasm", "cdylib"), package("a", "lib"), package("b", "lib"), package("c", "lib"),
            package("m", "proc-macro"), package("t", "lib"), package("elsewhere", "lib"),
        ],
        "resolve": { "nodes": [
            node("authrocket-wasm", vec![needs("a", Value::Null), needs("m", Value::Null)]),
            node("a", vec![needs("t", json!("dev")), needs("c", json!("build"))]),
            node("m", vec![needs("b", Value::Null)]),
        ] },
    })
}

#[test]
fn what_is_compiled_in_is_told_from_what_compiles() {
    let found: Vec<(String, bool)> = crates(&metadata())
        .unwrap()
        .into_iter()
        .map(|each| (each.name, each.is_compiled_in))
        .collect();
    let expected = [("a", true), ("b", false), ("m", false)];
    assert_eq!(found, expected.map(|(name, is)| (name.to_owned(), is)));
}

#[test]
fn a_licence_that_is_not_allowed_is_told_with_its_package() {
    let mut packages = crates(&metadata()).unwrap();
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
    let mut package = crates(&metadata()).unwrap().remove(0);
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
