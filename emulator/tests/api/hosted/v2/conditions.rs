//! What is to be done before a login ends: an address to be verified, a profile to be completed.

use serde_json::json;

use super::{ADA, APP, ada, api_session, visitor};
use crate::fixture::{Emulator, PASSWORD};
use crate::fixture_v2::claims;

const TITLE: &str = "<h1>Verify your email address</h1>";

#[tokio::test]
async fn a_user_whose_address_is_not_verified_is_held_until_it_is() {
    let emulator = Emulator::v2_with(json!({"email_verification": "require"})).await;
    let mut visitor = visitor(&emulator);
    let held = visitor.send("/login", &ADA).await.page();
    assert!(held.contains(TITLE));
    let first = emulator.mailed().await;
    let still = visitor
        .send("/verify_email", &[("decision", "continue")])
        .await
        .page();
    assert!(still.contains("Send the mail again"));
    visitor
        .send("/verify_email", &[("decision", "again")])
        .await
        .page();
    let token = emulator.mailed().await;
    assert_ne!(token, first);
    let page = visitor.get(&format!("/verify_email?token={token}")).await;
    assert!(page.page().contains("ada@example.test"));
    // Looking at the page verifies nothing.
    assert!(visitor.get("/").await.page().contains(TITLE));
    let (token, address) = visitor
        .send("/verify_email", &[("token", &token)])
        .await
        .sent_on();
    assert_eq!(address, APP);
    assert_eq!(claims(&emulator, &token).await["email_verified"], true);
}

#[tokio::test]
async fn a_verification_without_a_session_ends_at_the_login_page() {
    let emulator = Emulator::v2_with(json!({"email_verification": "request"})).await;
    let body = json!({"email": "new@example.test", "password": PASSWORD});
    emulator.lr_post("/v2/signup", body).await;
    let token = emulator.mailed().await;
    let mut visitor = visitor(&emulator);
    let location = visitor
        .send("/verify_email", &[("token", &token)])
        .await
        .location();
    assert_eq!(location, "/login?notice=email_verified");
    assert!(
        visitor
            .get(&location)
            .await
            .page()
            .contains("your email address is verified")
    );
    let used = visitor.send("/verify_email", &[("token", &token)]).await;
    assert!(used.page().contains("This link does not work"));
}

#[tokio::test]
async fn missing_names_are_asked_for_and_then_the_login_ends() {
    let emulator = Emulator::v2_with(json!({"name_field": "required"})).await;
    let mut visitor = visitor(&emulator);
    let fields = [("email", "grace@example.test"), ("password", PASSWORD)];
    let token = visitor.send("/login", &fields).await.hidden("token");
    let code = emulator.code("usr_grace").await;
    let due = visitor
        .send("/login", &[("token", &*token), ("code", &*code)])
        .await;
    assert!(due.page().contains("<h1>Complete your profile</h1>"));
    assert_eq!(due.fields(), ["first_name", "last_name", "email"]);
    let fields = [
        ("first_name", "Grace"),
        ("last_name", ""),
        ("email", "grace@example.test"),
    ];
    let refused = visitor.send("/profile", &fields).await;
    assert_ne!(refused.alert(), "");
    assert!(refused.page().contains(r#" value="Grace""#));
    let fields = [
        ("first_name", "Grace"),
        ("last_name", "H"),
        ("email", "grace@example.test"),
    ];
    let (token, address) = visitor.send("/profile", &fields).await.sent_on();
    assert_eq!(address, APP);
    assert_eq!(claims(&emulator, &token).await["given_name"], "Grace");
}

#[tokio::test]
async fn a_missing_account_is_named_at_the_profile() {
    let settings = json!({"org_name_field": "required", "users": [
        {"id": "usr_ada", "email": "ada@example.test", "password": PASSWORD}]});
    let emulator = Emulator::v2_with(settings).await;
    let session = api_session(&emulator, "ada@example.test").await;
    let mut visitor = visitor(&emulator);
    let page = visitor.get(&format!("/profile?session={session}")).await;
    assert!(page.fields().contains(&"org_name".to_owned()));
    let fields = [
        ("email", "ada@example.test"),
        ("org_name", "Mills"),
        ("session", &*page.hidden("session")),
    ];
    let (token, _) = visitor.send("/profile", &fields).await.sent_on();
    assert_eq!(claims(&emulator, &token).await["orgs"][0]["name"], "Mills");
    assert_eq!(visitor.cookie, None);
}

#[tokio::test]
async fn forms_of_other_sites_change_nothing_of_a_remembered_user() {
    let emulator = Emulator::v2().await;
    let mut visitor = ada(&emulator).await;
    for (path, fields) in [
        ("/profile", [("email", "evil@example.test")]),
        ("/account/org_engines", [("org_name", "Evil")]),
    ] {
        let answer = visitor
            .send_from("http://localhost:9999", path, &fields)
            .await;
        assert!(answer.page().contains("Please log in first."), "{path}");
    }
    let page = visitor.get("/profile").await.page();
    assert!(page.contains(r#" value="ada@example.test""#));
}
