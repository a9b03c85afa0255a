//! The page for people: what is served, and to whom.

use std::collections::BTreeMap;

use serde_json::json;

use super::export::with_delivery;
use crate::client::Answer;
use crate::fixture::{Emulator, text_of};

async fn get(emulator: &Emulator, path: &str) -> Answer {
    emulator.login_port("GET", path).send().await
}

#[tokio::test]
async fn the_page_comes_with_its_files_under_a_policy_that_allows_nothing_else() {
    let emulator = Emulator::start().await;
    let page = get(&emulator, "/_emulator/").await;
    assert_eq!(page.status, 200);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(page.body.contains("For development only"));
    let policy = page.header("content-security-policy").unwrap();
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "trusted-types 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    for inline in ["<style", " style=", "onclick=", "javascript:", "<script>"] {
        assert!(!page.body.contains(inline), "{inline}");
    }
    for (file, kind) in [
        ("base.css", "text/css; charset=utf-8"),
        ("parts.css", "text/css; charset=utf-8"),
        ("main.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
    ] {
        let path = format!("/_emulator/page/{file}");
        assert!(page.body.contains(&format!("\"{path}\"")), "{file}");
        let answer = get(&emulator, &path).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, Some(kind))
        );
        assert!(!answer.body.is_empty());
    }
    let unknown = get(&emulator, "/_emulator/page/page.html").await;
    assert_eq!(unknown.status, 404);
}

/// The page's scripts: the first one, and all that it imports.
async fn scripts(emulator: &Emulator) -> BTreeMap<String, String> {
    let mut known = BTreeMap::new();
    let mut wanted = vec!["main.js".to_owned()];
    while let Some(name) = wanted.pop() {
        if known.contains_key(&name) {
            continue;
        }
        let answer = get(emulator, &format!("/_emulator/page/{name}")).await;
        assert_eq!(answer.status, 200, "{name}");
        let imports = answer.body.lines().filter_map(|line| {
            let (_, file) = line.split_once(" from \"./")?;
            Some(file.trim_end_matches("\";").to_owned())
        });
        wanted.extend(imports);
        known.insert(name, answer.body);
    }
    known
}

#[tokio::test]
async fn its_scripts_make_no_html_of_text_and_all_are_served() {
    let emulator = Emulator::start().await;
    let scripts = scripts(&emulator).await;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/tool");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            !name.ends_with(".js") || scripts.contains_key(&name),
            "{name}"
        );
    }
    for (name, script) in &scripts {
        for sink in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "srcdoc",
            "DOMParser",
            "document.write",
            "eval(",
            "new Function",
        ] {
            assert!(!script.contains(sink), "{name}: {sink}");
        }
    }
}

#[tokio::test]
async fn the_address_without_its_slash_leads_there() {
    let emulator = Emulator::start().await;
    let answer = get(&emulator, "/_emulator").await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (307, Some("/_emulator/"))
    );
}

#[tokio::test]
async fn the_qr_code_is_a_picture_for_enrolled_users_only() {
    let emulator = Emulator::start().await;
    let answer = get(&emulator, "/_emulator/users/grace/totp.svg").await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("image/svg+xml"))
    );
    assert!(answer.body.contains("<svg") && answer.body.contains("<path"));
    for nobody in ["ada", "nobody"] {
        let answer = get(&emulator, &format!("/_emulator/users/{nobody}/totp.svg")).await;
        assert_eq!(answer.status, 404, "{nobody}");
    }
}

/// What only the page needs.
const CLOSED: [(&str, &str); 14] = [
    ("GET", "/_emulator/"),
    ("GET", "/_emulator/export"),
    ("POST", "/_emulator/import"),
    ("GET", "/_emulator/requests/live"),
    ("GET", "/_emulator/users/grace/totp.svg"),
    ("GET", "/_emulator/page/main.js"),
    ("POST", "/_emulator/users"),
    ("PATCH", "/_emulator/users/usr_ada"),
    ("DELETE", "/_emulator/users/usr_ada"),
    ("POST", "/_emulator/users/usr_ada/totp"),
    ("DELETE", "/_emulator/users/usr_grace/totp"),
    ("DELETE", "/_emulator/outbox/ml_1"),
    ("GET", "/_emulator/outbox/ml_1/html"),
    ("GET", "/_emulator/requests/1"),
];

#[tokio::test]
async fn pages_of_other_origins_neither_read_nor_replace_everything() {
    let emulator = Emulator::start().await;
    let port = emulator.running.login_addr().port();
    for (method, path) in CLOSED {
        for origin in ["http://evil.test", "http://localhost:1", "null"] {
            let request = emulator.login_port(method, path).header("origin", origin);
            let answer = request.send().await;
            assert_eq!(answer.status, 403, "{path} from {origin}");
            assert_eq!(answer.header("access-control-allow-origin"), None, "{path}");
        }
    }
    let export = emulator
        .login_port("GET", "/_emulator/export")
        .header("origin", &format!("http://localhost:{port}"));
    let answer = export.send().await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), None);
    let users = emulator
        .login_port("GET", "/_emulator/users")
        .header("origin", "http://a.test");
    assert_eq!(
        users.send().await.header("access-control-allow-origin"),
        Some("*")
    );
}

#[tokio::test]
async fn a_public_name_that_was_made_to_point_here_gets_nothing_of_it() {
    let emulator = Emulator::start().await;
    for (method, path) in CLOSED {
        let request = emulator
            .login_port(method, path)
            .header("host", "evil.example.com:4101");
        let answer = request.send().await;
        assert_eq!(answer.status, 403, "{path}");
        assert!(answer.text("error").contains("localhost"));
    }
    for host in [
        "demo.localhost:4101",
        "127.0.0.1:4101",
        "[::1]:4101",
        "emulator",
    ] {
        let request = emulator
            .login_port("GET", "/_emulator/")
            .header("host", host);
        assert_eq!(request.send().await.status, 200, "{host}");
    }
}

#[tokio::test]
async fn lists_can_be_cut_to_the_newest() {
    let emulator = Emulator::start().await;
    for user in ["ada", "ada", "ada"] {
        emulator.login_token(user).await;
    }
    let all = emulator.list("sessions").await;
    assert_eq!(emulator.list("sessions?newest=2").await, all[1..]);
    let users = emulator.list("users?newest=1").await;
    assert_eq!((users.len(), &users[0]["username"]), (1, &json!("grace")));
    emulator.reset_token("ada").await;
    emulator.reset_token("grace").await;
    let mails = emulator.list("outbox?newest=1").await;
    assert_eq!(text_of(&mails[0], "to"), "grace@example.test");
    for odd in ["0", "-1", "x"] {
        let answer = get(&emulator, &format!("/_emulator/users?newest={odd}")).await;
        assert_eq!(answer.status, 400, "{odd}");
    }
}

#[tokio::test]
async fn events_hooks_and_deliveries_are_listed() {
    let emulator = Emulator::start().await;
    with_delivery(&emulator).await;
    let hooks = emulator.list("app_hooks").await;
    assert!(
        hooks
            .iter()
            .any(|hook| hook["email_to"] == "ops@example.test")
    );
    let events = emulator.list("events").await;
    let event = events
        .iter()
        .find(|event| event["event_type"] == "user.login.failed")
        .unwrap();
    let deliveries = emulator.list("notifications").await;
    assert!(
        deliveries
            .iter()
            .any(|delivery| delivery["event_id"] == event["id"])
    );
}

#[tokio::test]
async fn the_clock_says_how_far_it_was_moved() {
    let emulator = Emulator::start().await;
    emulator.advance(90).await;
    emulator.advance(-30).await;
    let clock = emulator.control("GET", "clock", json!({})).await;
    assert_eq!(clock["advanced_seconds"], 60);
    assert!(clock["now"].as_f64() > Some(1.7e9));
}
