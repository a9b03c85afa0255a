//! Hosted pages for forgotten passwords and email verification, from the mail to where the user ends
//! (protocol-v1 §3.10).

use serde_json::json;

use crate::client::Answer;
use crate::fixture::{Emulator, PASSWORD, claims, seed, text_of};
use crate::visitor::Visitor;

const NEW: &str = "a brand new password";

/// The path and query of the link in the newest mail.
async fn mailed_link(emulator: &Emulator) -> String {
    let link = text_of(&emulator.newest_mail().await, "link");
    let (_, rest) = link.split_once("://").unwrap();
    rest[rest.find('/').unwrap()..].to_owned()
}

async fn reset_link(emulator: &Emulator) -> String {
    let fields = [("username", "ada")];
    let answer = Visitor::new(emulator)
        .send("/forgot_password", &fields)
        .await;
    assert!(answer.page().contains("<h1>Check your email</h1>"));
    mailed_link(emulator).await
}

fn is_dead(answer: &Answer) -> bool {
    answer.page().contains("<h1>This link does not work</h1>")
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew_through_the_mail() {
    let emulator = Emulator::start().await;
    let mut visitor = Visitor::new(&emulator);
    let session = emulator.login_token("ada").await;
    let page = visitor.get("/forgot_password").await;
    assert_eq!(page.fields(), ["username"]);
    let link = reset_link(&emulator).await;
    assert!(link.starts_with("/reset_password?token=kpw_"));
    let page = visitor.get(&link).await;
    assert_eq!(page.fields(), ["password"]);
    assert!(page.page().contains("For the account ada."));
    let fields = [("token", page.hidden("token")), ("password", NEW.into())];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let answer = visitor.send("/reset_password", &fields).await;
    assert_eq!(answer.location(), "/login?notice=password_set");
    let page = visitor.get(&answer.location()).await.page();
    assert!(page.contains(r#"role="status">Your password was changed"#));
    emulator.login("ada", PASSWORD).await.refusal();
    emulator.login("ada", NEW).await.text("token");
    let ended = emulator.get(&format!("/v1/sessions/{session}")).await;
    assert_eq!(ended.status, 404);
    assert!(is_dead(&visitor.get(&link).await));
    assert!(is_dead(&visitor.send("/reset_password", &fields).await));
}

#[tokio::test]
async fn the_answer_never_tells_whether_there_is_an_account() {
    let emulator = Emulator::start().await;
    let mut visitor = Visitor::new(&emulator);
    let mut seen = Vec::new();
    for name in ["ada", "nobody", "nobody@example.test"] {
        let answer = visitor
            .send("/forgot_password", &[("username", name)])
            .await;
        let page = answer.page();
        seen.push(page.split("<main>").nth(1).unwrap().to_owned());
    }
    assert!(seen.iter().all(|page| *page == seen[0]));
    let answer = visitor.send("/forgot_password", &[("username", " ")]).await;
    assert_eq!(answer.alert(), "Username can&#x27;t be blank");
    assert_eq!(answer.fields(), ["username"]);
}

#[tokio::test]
async fn where_usernames_are_addresses_the_forgot_page_asks_for_one() {
    let emulator = Emulator::with(json!({"username_validation_human": "email"})).await;
    let mut visitor = Visitor::new(&emulator);
    assert_eq!(visitor.get("/forgot_password").await.fields(), ["email"]);
    let fields = [("email", "ada@example.test")];
    visitor.send("/forgot_password", &fields).await.page();
    assert_eq!(emulator.newest_mail().await["to"], "ada@example.test");
}

#[tokio::test]
async fn a_bad_new_password_is_told_at_the_field_and_the_link_stays_good() {
    let emulator = Emulator::with(json!({"login_rocket": {"password_field": "twice"}})).await;
    let mut visitor = Visitor::new(&emulator);
    let link = reset_link(&emulator).await;
    let token = visitor.get(&link).await.hidden("token");
    let fields = [
        ("token", token.as_str()),
        ("password", "canary1"),
        ("password_confirmation", "canary2"),
    ];
    let answer = visitor.send("/reset_password", &fields).await;
    assert_eq!(answer.fields(), ["password", "password_confirmation"]);
    assert_eq!(answer.hidden("token"), token);
    let alert = answer.alert();
    assert!(
        alert.contains("too short") && alert.contains("match"),
        "{alert}"
    );
    assert!(!answer.page().contains("canary"));
    let fields = [fields[0], ("password", NEW), ("password_confirmation", NEW)];
    visitor.send("/reset_password", &fields).await.location();
    emulator.login("ada", NEW).await.text("token");
}

#[tokio::test]
async fn expired_replaced_foreign_and_missing_reset_tokens_show_a_way_on() {
    let mut seed = seed(&json!({}));
    seed["realms"].as_array_mut().unwrap().push(json!({
        "id": "rl_other",
        "apps": [{"name": "Other", "subdomain": "other", "login_handler": "https://other.test/in"}]
    }));
    let emulator = Emulator::seeded(seed).await;
    let mut visitor = Visitor::new(&emulator);
    let replaced = reset_link(&emulator).await;
    let link = reset_link(&emulator).await;
    for dead in ["/reset_password", "/reset_password?token=kpw_x", &replaced] {
        let answer = visitor.get(dead).await;
        assert!(is_dead(&answer), "{dead}");
        assert!(answer.page().contains(r#"<a href="/forgot_password">"#));
    }
    let mut other = Visitor::at(&emulator, "other.localhost");
    assert!(is_dead(&other.get(&link).await));
    assert!(!is_dead(&visitor.get(&link).await));
    emulator.advance(3601).await;
    assert!(is_dead(&visitor.get(&link).await));
}

#[tokio::test]
async fn a_reset_forgets_remembered_logins_in_managed_and_unmanaged_realms() {
    for session_type in ["managed", "unmanaged"] {
        let settings = json!({"session_type": session_type, "login_rocket": {"sso": "seamless"}});
        let emulator = Emulator::with(settings).await;
        let mut visitor = Visitor::new(&emulator);
        let ada = [("username", "ada"), ("password", PASSWORD)];
        visitor.send("/login", &ada).await.sent_on();
        visitor.get("/login").await.sent_on();
        let link = reset_link(&emulator).await;
        let token = visitor.get(&link).await.hidden("token");
        let fields = [("token", token.as_str()), ("password", NEW)];
        visitor.send("/reset_password", &fields).await.location();
        visitor.get("/login").await.page();
    }
}

#[tokio::test]
async fn opening_the_verification_link_changes_nothing_and_its_button_verifies() {
    let emulator = Emulator::start().await;
    let mut visitor = Visitor::new(&emulator);
    let token = emulator.verification_token("ada").await;
    let state = async || {
        let user = emulator.get("/v1/users/ada").await;
        user.text("email_verification")
    };
    let link = mailed_link(&emulator).await;
    assert_eq!(link, format!("/verify_email?token={token}"));
    for _ in 0..2 {
        let page = visitor.get(&link).await;
        assert!(page.page().contains("ada@example.test"));
        assert_eq!(page.hidden("token"), token);
    }
    assert_eq!(state().await, "requested");
    let fields = [("token", token.as_str()), ("redir", "/x")];
    let answer = visitor.send("/verify_email", &fields).await;
    assert_eq!(answer.location(), "/login?notice=email_verified&redir=%2Fx");
    assert_eq!(state().await, "verified");
    let page = visitor.get(&answer.location()).await.page();
    assert!(page.contains(r#"role="status">Your email address is verified"#));
    assert!(is_dead(&visitor.get(&link).await));
    let again = visitor.send("/verify_email", &fields).await;
    assert!(is_dead(&again));
    assert!(again.page().contains(r#"<a href="/login?redir=%2Fx">"#));
}

#[tokio::test]
async fn a_remembered_user_goes_from_the_verification_to_the_app() {
    let mut seed = seed(&json!({"login_rocket": {"sso": "seamless"}}));
    seed["realms"][0]["apps"][0]["redirect_uris"] = json!(["https://app.example.test/"]);
    let emulator = Emulator::seeded(seed).await;
    for (uri, address) in [
        ("", "http://localhost:4100/login?token=T"),
        (
            "https://app.example.test/in",
            "https://app.example.test/in?token=T",
        ),
        ("https://evil.test/", "http://localhost:4100/login?token=T"),
    ] {
        let mut visitor = Visitor::new(&emulator);
        let ada = [("username", "ada"), ("password", PASSWORD)];
        visitor.send("/login", &ada).await.sent_on();
        let token = emulator.verification_token("ada").await;
        let fields = [("token", token.as_str()), ("redirect_uri", uri)];
        let answer = visitor.send("/verify_email", &fields).await;
        let (token, seen) = answer.sent_on();
        assert_eq!(seen, address);
        assert_eq!(claims(&token)["uid"], "usr_ada");
    }
}

#[tokio::test]
async fn notices_are_read_although_a_login_is_remembered_and_unknown_ones_are_ignored() {
    let emulator = Emulator::with(json!({"login_rocket": {"sso": "seamless"}})).await;
    let mut visitor = Visitor::new(&emulator);
    let ada = [("username", "ada"), ("password", PASSWORD)];
    visitor.send("/login", &ada).await.sent_on();
    visitor.get("/login?notice=email_verified").await.page();
    visitor.get("/login?notice=other").await.sent_on();
}

#[tokio::test]
async fn where_logins_and_signups_are_off_the_pages_still_end_somewhere() {
    let off = json!({"login_rocket": {"login": false, "signup": false}});
    let emulator = Emulator::with(off).await;
    let mut visitor = Visitor::new(&emulator);
    let token = emulator.verification_token("ada").await;
    let fields = [("token", token.as_str())];
    let page = visitor.send("/verify_email", &fields).await.page();
    assert!(page.contains("Your email address is verified"));
    assert!(!page.contains("<a "));
    assert!(!visitor.get("/verify_email").await.page().contains("<a "));
}
