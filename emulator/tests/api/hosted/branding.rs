//! The look that a Connected App gives its hosted pages (protocol-v1 §7.4).

use serde_json::json;

use crate::fixture::{Emulator, seed};
use crate::visitor::Visitor;

#[tokio::test]
async fn each_app_has_its_own_header_footer_and_stylesheet() {
    let mut seed = seed(&json!({}));
    let apps = seed["realms"][0]["apps"].as_array_mut().unwrap();
    apps.push(json!({"name": "Second", "subdomain": "second",
        "login_handler": "http://localhost:4200/login", "header": "<b id=brand>Second Inc</b>",
        "footer": "<p>Imprint</p>", "external_css": "http://css.example.test:81/second.css?a=1"}));
    let emulator = Emulator::seeded(seed).await;
    let first = Visitor::new(&emulator).get("/login").await;
    let request = emulator.login_port("GET", "/login");
    let second = request.header("host", "second.localhost").send().await;
    let policy = |answer: &crate::client::Answer| {
        answer.header("content-security-policy").unwrap().to_owned()
    };
    for part in [
        "<header><b id=brand>Second Inc</b></header>",
        "<p>Imprint</p>",
        r#"<link rel="stylesheet" href="http:&#x2f;&#x2f;css.example.test:81&#x2f;second.css?a=1">"#,
    ] {
        assert!(second.body.contains(part), "{part} {}", second.body);
    }
    assert!(
        policy(&second).contains(" http://css.example.test:81; "),
        "{}",
        policy(&second)
    );
    assert!(!first.page().contains("Second Inc"));
    assert!(!policy(&second).contains("script-src"));
    assert!(policy(&second).starts_with("default-src 'none'; "));
}
