//! `/signup`.

use serde_json::json;

use super::{APP, ada, visitor};
use crate::fixture::{Emulator, PASSWORD};
use crate::fixture_v2::claims;

#[tokio::test]
async fn an_open_signup_makes_a_user_with_an_account() {
    let emulator =
        Emulator::v2_with(json!({"org_name_field": "ask", "password_field": "twice"})).await;
    let mut visitor = visitor(&emulator);
    let page = visitor.get("/signup").await;
    assert_eq!(
        page.fields(),
        [
            "first_name",
            "last_name",
            "org_name",
            "email",
            "password",
            "password_confirmation"
        ]
    );
    let mut fields = vec![
        ("email", "new@example.test"),
        ("first_name", "New"),
        ("org_name", "Mills"),
        ("password", PASSWORD),
    ];
    let refused = visitor.send("/signup", &fields).await;
    assert_ne!(refused.alert(), "");
    assert!(refused.page().contains(r#" value="Mills""#));
    fields.push(("password_confirmation", PASSWORD));
    let (token, address) = visitor.send("/signup", &fields).await.sent_on();
    assert_eq!(address, APP);
    let claims = claims(&emulator, &token).await;
    assert_eq!(claims["email"], "new@example.test");
    assert_eq!(claims["orgs"][0]["name"], "Mills");
}

#[tokio::test]
async fn where_addresses_are_verified_first_a_mail_continues_the_signup() {
    let emulator = Emulator::v2_with(json!({"email_verification": "preverify"})).await;
    let mut visitor = visitor(&emulator);
    assert_eq!(visitor.get("/signup").await.fields(), ["email"]);
    let page = visitor
        .send("/signup", &[("email", "new@example.test")])
        .await
        .page();
    assert!(page.contains("Check your email"));
    let token = emulator.mailed().await;
    let page = visitor.get(&format!("/signup?invitation={token}")).await;
    assert_eq!(
        page.fields(),
        ["first_name", "last_name", "email", "password"]
    );
    let fields = [
        ("email", "new@example.test"),
        ("password", PASSWORD),
        ("invitation", &*token),
    ];
    let (token, _) = visitor.send("/signup", &fields).await.sent_on();
    assert_eq!(claims(&emulator, &token).await["email_verified"], true);
    let again = visitor.send("/signup", &fields).await.page();
    assert!(again.contains("This invitation does not work"));
}

#[tokio::test]
async fn in_invitation_mode_the_page_asks_for_an_invitation() {
    let emulator = Emulator::v2_with(json!({"signup": "invitation"})).await;
    let mut visitor = visitor(&emulator);
    let page = visitor.get("/signup").await;
    assert!(page.page().contains("<h1>Ask for an invitation</h1>"));
    assert_eq!(
        visitor
            .send("/signup", &[("email", "no address")])
            .await
            .alert(),
        "Email is invalid"
    );
    let page = visitor
        .send("/signup", &[("email", "new@example.test")])
        .await
        .page();
    assert!(page.contains("You get a mail when you are invited."));
    let listed = emulator.control("GET", "invitations", json!({})).await;
    assert!(listed.to_string().contains("new@example.test"), "{listed}");
}

#[tokio::test]
async fn a_closed_signup_shows_a_note() {
    let emulator = Emulator::v2_with(json!({"signup": "closed"})).await;
    let mut visitor = visitor(&emulator);
    assert!(
        visitor
            .get("/signup")
            .await
            .page()
            .contains("Signups are closed")
    );
    let fields = [("email", "new@example.test"), ("password", PASSWORD)];
    assert!(
        visitor
            .send("/signup", &fields)
            .await
            .page()
            .contains("Signups are closed")
    );
    assert!(!visitor.get("/login").await.page().contains("/signup"));
}

#[tokio::test]
async fn an_invitation_is_shown_to_a_remembered_user_too_and_a_dead_one_says_so() {
    let invitations = json!({"invitations": [{"email": "new@example.test", "token": "nvt_t", "org_id": "org_looms"}]});
    let emulator = Emulator::v2_with(invitations).await;
    let mut visitor = ada(&emulator).await;
    let page = visitor.get("/signup?invitation=nvt_t").await;
    assert!(page.page().contains(r#" value="new@example.test""#));
    let dead = visitor.get("/signup?invitation=nvt_x").await.page();
    assert!(dead.contains("This invitation does not work"));
    assert!(!dead.contains("nvt_x"));
}

#[tokio::test]
async fn somebody_with_an_account_joins_the_org_of_an_invitation_after_a_login() {
    let invitations = json!({"signup": "closed", "invitations": [
        {"email": "ada@example.test", "token": "nvt_t", "org_id": "org_looms", "permissions": ["app:x"]}]});
    let emulator = Emulator::v2_with(invitations).await;
    let mut visitor = visitor(&emulator);
    // From the invitation to the login, and back.
    let page = visitor.get("/signup?invitation=nvt_t").await.page();
    assert!(page.contains("/login?"), "{page}");
    let login = [
        ("email", "ada@example.test"),
        ("password", PASSWORD),
        ("invitation", "nvt_t"),
    ];
    let page = visitor.send("/login", &login).await;
    assert!(page.page().contains("Looms"), "{page:?}");
    assert!(page.fields().is_empty());
    let fields = [("invitation", "nvt_t"), ("decision", "join")];
    let (token, _) = visitor.send("/signup", &fields).await.sent_on();
    let selected = &claims(&emulator, &token).await["orgs"][0];
    assert_eq!(selected["oid"], "org_looms");
    assert_eq!(selected["perm"], json!(["app:x"]));
    let dead = visitor.send("/signup", &fields).await.page();
    assert!(dead.contains("This invitation does not work"));
}

#[tokio::test]
async fn a_form_of_another_site_joins_nobody() {
    let invitations = json!({"invitations": [{"email": "x@example.test", "token": "nvt_t", "org_id": "org_looms"}]});
    let emulator = Emulator::v2_with(invitations).await;
    let mut visitor = ada(&emulator).await;
    let fields = [("invitation", "nvt_t"), ("decision", "join")];
    let origin = "http://evil.example.test";
    let form = visitor.send_from(origin, "/signup", &fields).await;
    assert_eq!(form.status, 200, "{form:?}");
    let members = emulator.core_list("/v2/memberships?org_id=org_looms").await;
    assert!(members.is_empty());
}
