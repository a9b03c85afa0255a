//! The files: the library's from its folder, the pages' own, and nothing else.

use std::fs;

use axum::http::StatusCode;

use crate::browser::Browser;
use crate::stand_in::StandIn;

#[tokio::test]
async fn scripts_get_the_instance_url_as_a_javascript_string() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    let old = browser.get("/pages/old-style.js").await;
    assert!(
        old.body
            .contains(r#"AuthRocket.setInstanceUrl("http://localhost:4101/");"#),
        "{}",
        old.body
    );
    assert_eq!(old.header("content-type"), "text/javascript; charset=utf-8");
    let module = browser.get("/pages/module.js").await;
    assert!(
        module
            .body
            .contains(r#"createClient({ url: "http://localhost:4101/" })"#),
        "{}",
        module.body
    );
    assert!(
        old.headers.get("set-cookie").is_none(),
        "a file starts no session"
    );
}

#[tokio::test]
async fn the_library_and_what_it_loads_are_served_with_their_types() {
    let mut it = StandIn::start().await;
    let folder = std::env::temp_dir().join(format!("authrocket-demo-files-{}", std::process::id()));
    fs::create_dir_all(folder.join("lang")).unwrap();
    let scripts = [
        "authrocket.js",
        "module.js",
        "comforts.js",
        "doctor.js",
        "doctor.module.js",
        "fallback.js",
        "hints.js",
        "strength.js",
        "lang/es.js",
    ];
    let others = ["authrocket.css", "authrocket.wasm"];
    for name in scripts.into_iter().chain(others) {
        fs::write(folder.join(name), name).unwrap();
    }
    it.config.bundle = folder.clone();
    let mut browser = Browser::new(&it);
    let mut served = Vec::new();
    for name in scripts {
        served.push((format!("/pkg/{name}"), name, "text/javascript"));
        // What `/authrocket.js` loads stands beside it.
        if name != "module.js" {
            served.push((format!("/{name}"), name, "text/javascript"));
        }
    }
    let [sheet, wasm] = others;
    served.push((format!("/{sheet}"), sheet, "text/css"));
    served.push((format!("/pkg/{wasm}"), wasm, "application/wasm"));
    for (path, name, kind) in served {
        let file = browser.get(&path).await;
        assert_eq!(
            (file.status, file.body.as_str()),
            (StatusCode::OK, name),
            "{path}"
        );
        assert_eq!(file.header("content-type"), kind, "{path}");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert_eq!(file.header("cache-control"), "no-cache");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_file_outside_the_folders_is_not_served() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    for path in [
        "/assets/../seed.json",
        "/assets/%2e%2e/seed.json",
        "/pkg/..%2fwww/seed.json",
        "/lang/../authrocket.js.map",
        "/lang/..%2f..%2fwww/seed.json",
        "/lang/%2e%2e/%2e%2e/Cargo.toml",
        "/pkg/lang/../../Cargo.toml",
    ] {
        assert_eq!(
            browser.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}
