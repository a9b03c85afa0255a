//! The pages: each is there, keeps the markup rules, and comes with its headers.

use authrocket_demo::config::SEEDED;
use axum::http::StatusCode;
use serde_json::Value;

use crate::browser::Browser;
use crate::stand_in::StandIn;

/// Address, and whether a password is typed there.
const PAGES: [(&str, bool); 14] = [
    ("/", false),
    ("/pages/login", true),
    ("/pages/login-org", true),
    ("/pages/login-token", true),
    ("/pages/login-post", true),
    ("/pages/login-event", true),
    ("/pages/two-factor", true),
    ("/pages/two-factor-inline", true),
    ("/pages/signup", true),
    ("/pages/signup-org", true),
    ("/pages/signup-token", true),
    ("/pages/module", true),
    ("/pages/old-style", true),
    ("/pages/old-style-signup", true),
];

#[tokio::test]
async fn every_page_is_there_and_strict_about_what_it_loads() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    for (path, _) in PAGES {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let policy = page.header("content-security-policy");
        let instances =
            "http://demo-org.localhost:4101 http://demo-token.localhost:4101 http://localhost:4101";
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"),
            "{policy}"
        );
        assert!(
            policy.contains(&format!("connect-src 'self' {instances};")),
            "{policy}"
        );
        let is_old = path.contains("old-style");
        assert_eq!(
            policy.contains("require-trusted-types-for 'script'"),
            !is_old,
            "{path}"
        );
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(
            !page.body.contains("<style")
                && !page.body.contains(" style=")
                && !page.body.contains("onclick")
        );
        let scripts = page.body.matches("<script").count();
        assert_eq!(
            scripts,
            page.body.matches("<script src=").count(),
            "an inline script on {path}"
        );
    }
}

#[tokio::test]
async fn without_script_a_password_goes_to_the_hosted_page() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    for (path, _) in PAGES.iter().filter(|(_, has_password)| *has_password) {
        let page = browser.get(path).await;
        let forms: Vec<&str> = page.body.split("<form").skip(1).collect();
        assert!(!forms.is_empty());
        for form in forms {
            let (head, rest) = form.split_once('>').unwrap();
            let action = head
                .split_once(" action=\"")
                .unwrap()
                .1
                .split_once('"')
                .unwrap()
                .0;
            let action: url::Url = action.parse().expect(path);
            assert_eq!(action.port(), Some(4101), "{path}");
            assert!(head.contains("method=\"post\""), "{path}");
            let body = rest.split_once("</form>").unwrap().0;
            for input in body
                .split("<input")
                .skip(1)
                .filter(|input| !input.contains("type=\"hidden\""))
            {
                assert!(input.contains("autocomplete=\""), "{path}: {input}");
            }
        }
    }
}

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
async fn an_unknown_address_says_so() {
    let it = StandIn::start().await;
    let page = Browser::new(&it).get("/nowhere").await;
    assert_eq!(
        (page.status, page.reason()),
        (StatusCode::NOT_FOUND, "not-found")
    );
}

#[tokio::test]
async fn a_file_outside_the_folders_is_not_served() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    for path in [
        "/assets/../seed.json",
        "/assets/%2e%2e/seed.json",
        "/pkg/..%2fwww/seed.json",
    ] {
        assert_eq!(
            browser.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[test]
fn the_defaults_equal_the_seed() {
    let text = include_str!("../../../seed.json");
    let seed: Value = serde_json::from_str(text).unwrap();
    let config = authrocket_demo::Config::default();
    assert_eq!(seed["api_keys"][0]["key"], config.api_key.reveal());
    assert_eq!(
        seed["realms"].as_array().unwrap().len(),
        config.realms.len()
    );
    for (realm, seeded) in config.realms.iter().zip(seed["realms"].as_array().unwrap()) {
        assert_eq!(seeded["id"], realm.id);
        assert_eq!(seeded["name"], realm.name);
        assert_eq!(seeded["jwt_key"], realm.jwt_secret.reveal());
        let app = &seeded["apps"][0];
        assert_eq!(app["subdomain"], realm.subdomain);
        assert_eq!(
            app["login_handler"],
            format!("{{{{APP}}}}{}/login", realm.prefix)
        );
        assert_eq!(
            app["signup_handler"],
            format!("{{{{APP}}}}{}/signup", realm.prefix)
        );
    }
    let users = seed["realms"][0]["users"].as_array().unwrap();
    assert_eq!(users.len(), SEEDED.len());
    for (user, seeded) in SEEDED.iter().zip(users) {
        assert_eq!(
            (&seeded["username"], &seeded["password"]),
            (&user.username.into(), &user.password.into())
        );
        assert_eq!(seeded.get("totp_secret").is_some(), user.two_factor);
    }
}
