//! Social buttons and `/auth/<type or ap_ id>` (V25).

use serde_json::{Value, json};

use super::{APP, visitor};
use crate::fixture::Emulator;
use crate::fixture_v2::claims;

fn google() -> Value {
    json!({"social": ["google", {"id": "ap_own", "provider_type": "github"}]})
}

#[tokio::test]
async fn a_button_leads_to_the_pretend_provider_and_back_to_the_app() {
    let emulator = Emulator::v2_with(google()).await;
    let mut visitor = visitor(&emulator);
    let page = visitor.get("/login?redirect_uri=%2Fin%2Fdeep").await.page();
    assert!(page.contains(r#"href="/auth/google?redirect_uri=%2Fin%2Fdeep""#));
    for key in ["google", "ap_own"] {
        let page = visitor
            .get(&format!("/auth/{key}?redirect_uri=%2Fin%2Fdeep"))
            .await;
        assert_eq!(page.fields(), ["email", "name"]);
        let fields = [
            ("email", "Ada@example.test"),
            ("decision", "allow"),
            ("redirect_uri", &*page.hidden("redirect_uri")),
        ];
        let (token, address) = visitor
            .send(&format!("/auth/{key}"), &fields)
            .await
            .sent_on();
        assert_eq!(address, "http://app.example.test:4000/in/deep?token=T");
        assert_eq!(claims(&emulator, &token).await["sub"], "usr_ada");
    }
}

#[tokio::test]
async fn a_new_person_becomes_a_verified_user_where_signups_are_open() {
    let emulator = Emulator::v2_with(google()).await;
    let fields = [
        ("email", "new@example.test"),
        ("name", "New Person"),
        ("decision", "allow"),
    ];
    let (token, address) = visitor(&emulator)
        .send("/auth/google", &fields)
        .await
        .sent_on();
    assert_eq!(address, APP);
    let claims = claims(&emulator, &token).await;
    assert_eq!(claims["email_verified"], true);
    assert_eq!(claims["family_name"], "Person");
    emulator.patch_v2(json!({"signup": "closed"})).await;
    let fields = [("email", "other@example.test"), ("decision", "allow")];
    let refused = visitor(&emulator).send("/auth/google", &fields).await;
    assert!(refused.alert().contains("new accounts need an invitation"));
}

#[tokio::test]
async fn a_refusal_goes_back_and_a_foreign_form_does_not_count() {
    let emulator = Emulator::v2_with(google()).await;
    let mut visitor = visitor(&emulator);
    let location = visitor
        .send("/auth/google", &[("decision", "refuse")])
        .await
        .location();
    assert_eq!(location, "/login?error=access_denied");
    assert!(
        visitor
            .get(&location)
            .await
            .alert()
            .contains("You did not allow that login.")
    );
    let fields = [("email", "ada@example.test"), ("decision", "allow")];
    let foreign = visitor
        .send_from("http://evil.test", "/auth/google", &fields)
        .await;
    assert_eq!(foreign.status, 403);
    assert_eq!(visitor.get("/auth/slack").await.status, 404);
}
