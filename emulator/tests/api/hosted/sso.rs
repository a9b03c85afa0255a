//! Seamless SSO (protocol-v1 §7.5, D30): who is remembered, and when that ends.

use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, PASSWORD, claims, seed};
use crate::visitor::Visitor;

const ADA: [(&str, &str); 2] = [("username", "ada"), ("password", PASSWORD)];
const APP: &str = "http://localhost:4100";

async fn seamless() -> Emulator {
    Emulator::with(json!({"login_rocket": {"sso": "seamless"}})).await
}

async fn logged_in(emulator: &Emulator) -> (Visitor<'_>, String) {
    let mut visitor = Visitor::new(emulator);
    let (token, _) = visitor.send("/login", &ADA).await.sent_on();
    assert!(visitor.cookie.is_some());
    (visitor, token)
}

fn asks(answer: &Answer) -> bool {
    answer.page().contains(r#"id="password""#)
}

#[tokio::test]
async fn a_remembered_login_is_sent_on_at_once_with_a_fresh_token_of_the_same_session() {
    let emulator = seamless().await;
    let (mut visitor, token) = logged_in(&emulator).await;
    emulator.advance(5).await;
    for (path, address) in [
        ("/login", "http://localhost:4100/login?token=T"),
        (
            "/?redir=https%3A%2F%2Fx.test%2Fy",
            "http://localhost:4100/login?token=T&redir=%2Fy",
        ),
    ] {
        let (fresh, seen) = visitor.get(path).await.sent_on();
        assert_eq!(seen, address);
        assert_ne!(fresh, token);
        let (old, new) = (claims(&token), claims(&fresh));
        assert_eq!((&old["tk"], &old["exp"]), (&new["tk"], &new["exp"]));
        assert!(old["iat"].as_i64() < new["iat"].as_i64());
        assert_eq!(
            emulator.get(&format!("/v1/sessions/{fresh}")).await.status,
            200
        );
    }
    assert_eq!(emulator.list("sessions").await.len(), 1);
}

#[tokio::test]
async fn the_cookie_is_closed_to_scripts_and_other_sites_and_ends_with_the_session() {
    let emulator = seamless().await;
    let answer = Visitor::new(&emulator).send("/login", &ADA).await;
    let cookie = answer.header("set-cookie").unwrap();
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    assert!(pair.starts_with("loginrocket_sso=") && pair.len() > 50);
    let age = attributes.split("Max-Age=").nth(1).unwrap();
    let age: i64 = age.split(';').next().unwrap().parse().unwrap();
    assert!((21_590..=21_600).contains(&age), "{age}");
    assert!(attributes.contains("Path=/; "));
    assert!(attributes.ends_with("HttpOnly; SameSite=Lax"));
    assert!(!cookie.contains("kss_"));
}

#[tokio::test]
async fn basic_realms_and_api_calls_remember_nothing() {
    let emulator = Emulator::start().await;
    let mut visitor = Visitor::new(&emulator);
    assert_eq!(
        visitor.send("/login", &ADA).await.header("set-cookie"),
        None
    );
    assert!(asks(&visitor.get("/login").await));
    let emulator = seamless().await;
    let answer = emulator.login("ada", PASSWORD).await;
    assert_eq!(answer.header("set-cookie"), None);
    let (visitor, _) = logged_in(&emulator).await;
    let cookie = visitor.cookie.clone().unwrap();
    let request = emulator.login_port("POST", "/v1/login").form(&ADA);
    let answer = request.header("cookie", &cookie).send().await;
    assert_eq!(answer.header("set-cookie"), None);
    emulator
        .patch_realm(json!({"login_rocket": {"sso": "basic"}}))
        .await;
    let mut visitor = visitor;
    assert!(asks(&visitor.get("/login").await));
}

#[tokio::test]
async fn ending_the_session_in_any_way_ends_it_here_too() {
    for way in ["api logout", "server", "user gone", "user inactive", "time"] {
        let emulator = seamless().await;
        let (mut visitor, token) = logged_in(&emulator).await;
        match way {
            "api logout" => {
                emulator.post("/v1/logout", &[("token", &token)]).await;
            }
            "server" => {
                let id = claims(&token)["tk"].as_str().unwrap().to_owned();
                let path = format!("/v1/sessions/{id}");
                assert_eq!(emulator.delete(&path).await.status, 204);
            }
            "user gone" => {
                emulator.delete("/v1/users/ada").await;
            }
            "user inactive" => {
                let change = json!({"user": {"state": "inactive"}});
                let request = emulator.api("PUT", "/v1/users/ada").json(&change);
                assert_eq!(request.send().await.status, 200);
            }
            _ => emulator.advance(21_601).await,
        }
        assert!(asks(&visitor.get("/login").await), "{way}");
    }
}

#[tokio::test]
async fn the_hosted_logout_forgets_and_ends_the_session() {
    let emulator = seamless().await;
    for by_form in [false, true] {
        let (mut visitor, token) = logged_in(&emulator).await;
        let old = visitor.cookie.clone();
        let answer = match by_form {
            true => visitor.send("/logout", &[]).await,
            false => visitor.get("/logout").await,
        };
        assert!(answer.page().contains("<h1>You are logged out</h1>"));
        assert_eq!(visitor.cookie, None);
        assert!(asks(&visitor.get("/login").await));
        visitor.cookie = old;
        assert!(asks(&visitor.get("/login").await));
        let session = emulator.get(&format!("/v1/sessions/{token}")).await;
        assert_eq!(session.status, 404);
    }
}

#[tokio::test]
async fn asking_for_the_head_of_the_logout_page_changes_nothing() {
    let emulator = seamless().await;
    let (mut visitor, _) = logged_in(&emulator).await;
    let cookie = visitor.cookie.clone().unwrap();
    let request = emulator.login_port("HEAD", "/logout");
    let answer = request.header("cookie", &cookie).send().await;
    assert_eq!(answer.header("set-cookie"), None);
    visitor.get("/login").await.sent_on();
}

#[tokio::test]
async fn a_login_token_sent_to_the_logout_page_ends_its_session() {
    let emulator = Emulator::start().await;
    let token = emulator.login_token("ada").await;
    let fields = [("token", token.as_str())];
    Visitor::new(&emulator)
        .send("/logout", &fields)
        .await
        .page();
    assert!(emulator.list("sessions").await.is_empty());
}

#[tokio::test]
async fn a_logout_goes_on_to_an_allowed_redirect_uri_only() {
    let mut seed = seed(&json!({"login_rocket": {"sso": "seamless"}}));
    seed["realms"][0]["apps"][0]["redirect_uris"] = json!(["https://app.example.test/"]);
    let emulator = Emulator::seeded(seed).await;
    let (mut visitor, _) = logged_in(&emulator).await;
    let answer = visitor
        .get("/logout?redirect_uri=https%3A%2F%2Fapp.example.test%2Fbye")
        .await;
    assert_eq!(answer.location(), "https://app.example.test/bye");
    assert_eq!(visitor.cookie, None);
    let answer = visitor
        .get("/logout?redirect_uri=https%3A%2F%2Fevil.test%2F")
        .await;
    answer.page();
}

#[tokio::test]
async fn in_an_unmanaged_realm_only_the_logout_page_forgets() {
    let settings = json!({"session_type": "unmanaged", "login_rocket": {"sso": "seamless"}});
    let emulator = Emulator::with(settings).await;
    let (mut visitor, token) = logged_in(&emulator).await;
    emulator.post("/v1/logout", &[("token", &token)]).await;
    let (fresh, _) = visitor.get("/login").await.sent_on();
    assert_eq!(claims(&fresh)["exp"], claims(&token)["exp"]);
    assert!(!claims(&fresh)["tk"].as_str().unwrap().starts_with("kss_"));
    let old = visitor.cookie.clone();
    visitor.get("/logout").await.page();
    visitor.cookie = old;
    assert!(asks(&visitor.get("/login").await));
}

/// A realm with two apps, Demo and Shop, and another realm.
async fn two_apps() -> Emulator {
    let mut seed: Value = seed(&json!({"login_rocket": {"sso": "seamless"}}));
    let shop =
        json!({"name": "Shop", "subdomain": "shop", "login_handler": "https://shop.test/in"});
    seed["realms"][0]["apps"].as_array_mut().unwrap().push(shop);
    seed["realms"].as_array_mut().unwrap().push(json!({
        "id": "rl_other",
        "login_rocket": {"sso": "seamless"},
        "apps": [{"name": "Other", "subdomain": "other", "login_handler": "https://other.test/in"}]
    }));
    Emulator::seeded(seed).await
}

#[tokio::test]
async fn each_host_remembers_for_itself_but_a_login_counts_in_the_whole_realm_and_no_other() {
    let emulator = two_apps().await;
    let answer = Visitor::new(&emulator).send("/login", &ADA).await;
    let cookie = answer.header("set-cookie").unwrap();
    assert!(!cookie.contains("Domain"));
    let pair = cookie.split(';').next().map(str::to_owned);
    let mut shop = Visitor::at(&emulator, "shop.localhost:4101");
    shop.cookie.clone_from(&pair);
    let (_, address) = shop.get("/login").await.sent_on();
    assert_eq!(address, "https://shop.test/in?token=T");
    let mut other = Visitor::at(&emulator, "other.localhost:4101");
    other.cookie = pair;
    assert!(asks(&other.get("/login").await));
}

#[tokio::test]
async fn only_forms_of_our_own_pages_and_of_the_app_are_remembered() {
    let emulator = seamless().await;
    for (origin, remembered) in [
        ("http://localhost:4101", true),
        (APP, true),
        ("https://evil.test", false),
        ("http://localhost:41001", false),
        ("null", false),
    ] {
        let mut visitor = Visitor::new(&emulator);
        visitor.send_from(origin, "/login", &ADA).await.sent_on();
        assert_eq!(visitor.cookie.is_some(), remembered, "{origin}");
    }
}

#[tokio::test]
async fn a_signup_and_a_second_factor_are_remembered_too() {
    let emulator = seamless().await;
    let mut visitor = Visitor::new(&emulator);
    let fields = [
        ("username", "linus"),
        ("email", "linus@example.test"),
        ("password", PASSWORD),
    ];
    visitor.send("/signup", &fields).await.sent_on();
    let (token, address) = visitor.get("/login").await.sent_on();
    assert_eq!(address, "http://localhost:4100/login?token=T");
    assert_eq!(claims(&token)["un"], "linus");
    let grace = [("username", "grace"), ("password", PASSWORD)];
    let page = visitor.send("/login", &grace).await;
    let code = emulator.code("grace").await;
    let fields = [("token", page.hidden("token")), ("code", code)];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    visitor.send("/login", &fields).await.sent_on();
    let (token, _) = visitor.get("/login").await.sent_on();
    assert_eq!(claims(&token)["uid"], "usr_grace");
}

#[tokio::test]
async fn one_login_opens_both_apps_of_a_cluster_and_one_logout_closes_them() {
    let emulator = two_apps().await;
    let mut demo = Visitor::at(&emulator, "demo.e1.localhost:4101");
    let answer = demo.send("/login", &ADA).await;
    let (token, _) = answer.sent_on();
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.contains("; Domain=e1.localhost;"), "{cookie}");
    let mut shop = Visitor::at(&emulator, "shop.e1.localhost:4101");
    shop.cookie.clone_from(&demo.cookie);
    let (second, address) = shop.get("/login").await.sent_on();
    assert_eq!(address, "https://shop.test/in?token=T");
    assert_eq!(claims(&token)["tk"], claims(&second)["tk"]);

    let answer = shop.get("/logout").await;
    let forgotten = |(name, value): &&(String, String)| {
        name == "set-cookie" && value.contains("Domain=e1.localhost; Max-Age=0")
    };
    assert!(
        answer.headers.iter().any(|header| forgotten(&header)),
        "{answer:?}"
    );
    // Even a browser that kept the cookie is a stranger now, and both apps' tokens are worth nothing.
    assert!(asks(&demo.get("/login").await));
    for token in [token, second] {
        let session = emulator.get(&format!("/v1/sessions/{token}")).await;
        assert_eq!(session.status, 404);
    }
}
