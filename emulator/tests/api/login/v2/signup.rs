//! `POST signup` (protocol-v2 §2.5.10).

use serde_json::json;

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::{claims, done, refused};

#[tokio::test]
async fn an_address_and_a_password_make_a_user_an_account_and_a_login() {
    let emulator = Emulator::v2().await;
    let body = json!({"email": "New@example.test", "password": "long enough"});
    let request = emulator
        .lr("POST", "/v2/signup")
        .header("accept-language", "es");
    let answer = done(&request.json(&body).send().await);
    assert_eq!(answer["result"], "full_login");
    let claims = claims(&emulator, &text_of(&answer, "token")).await;
    assert_eq!(claims["email"], "new@example.test");
    assert_eq!(claims["name"], "new");
    assert_eq!(claims["locale"], "es");
    assert!(claims.get("preferred_username").is_none());
    assert_eq!(claims["orgs"][0]["name"], "new");
    let taken = emulator.lr_post("/v2/signup", body).await;
    assert_eq!(refused(&taken, 422), ["Email has already been taken"]);
    let events = emulator.list("events").await;
    for event_type in ["user.created", "org.created", "membership.created"] {
        assert!(
            events.iter().any(|event| event["event_type"] == event_type),
            "{event_type}"
        );
    }
}

#[tokio::test]
async fn all_fields_are_taken_and_those_that_the_realm_requires_are_named() {
    let emulator = Emulator::v2_with(
        json!({"name_field": "required", "org_name_field": "required",
        "username_field": "required", "password_field": "twice"}),
    )
    .await;
    let mut body = json!({"email": "new@example.test", "password": "long enough"});
    let sentences = refused(&emulator.lr_post("/v2/signup", body.clone()).await, 422);
    for sentence in [
        "Username can't be blank",
        "Password confirmation can't be blank",
        "First name can't be blank",
        "Org name can't be blank",
    ] {
        assert!(
            sentences.iter().any(|found| found == sentence),
            "{sentences:?}"
        );
    }
    crate::fixture::lay(
        &mut body,
        &json!({"first_name": "New", "last_name": "One",
        "username": "Newone", "password_confirmation": "long enough", "org_name": "New Works"}),
    );
    let answer = done(&emulator.lr_post("/v2/signup", body).await);
    let claims = claims(&emulator, &text_of(&answer, "token")).await;
    assert_eq!(claims["name"], "New One");
    assert_eq!(claims["preferred_username"], "newone");
    assert_eq!(claims["orgs"][0]["name"], "New Works");
}

#[tokio::test]
async fn odd_addresses_and_weak_or_different_passwords_are_refused_and_make_nobody() {
    let emulator = Emulator::v2().await;
    for body in [
        json!({"email": "nonsense", "password": "long enough"}),
        json!({"password": "long enough"}),
        json!({"email": "new@example.test"}),
        json!({"email": "new@example.test", "password": "short"}),
        json!({"email": "new@example.test", "password": "long enough", "password_confirmation": "x"}),
        json!({"email": "new@example.test", "password": "long enough", "invitation": "nvt_unknown"}),
    ] {
        refused(&emulator.lr_post("/v2/signup", body).await, 422);
    }
    assert_eq!(emulator.list("users").await.len(), 2);
}

#[tokio::test]
async fn a_requested_verification_does_not_hold_the_login_back() {
    let emulator = Emulator::v2_with(json!({"email_verification": "request"})).await;
    let body = json!({"email": "new@example.test", "password": "long enough"});
    let answer = done(&emulator.lr_post("/v2/signup", body).await);
    assert_eq!(answer["result"], "full_login");
    assert_eq!(
        emulator.newest_mail().await["event"],
        "user.email.verifying"
    );
}
