//! `PUT profile` (protocol-v2 §2.5.8; V22).

use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, PASSWORD, text_of};
use crate::fixture_v2::{claims, done, refused};

async fn update(emulator: &Emulator, session: &str, fields: Value) -> Answer {
    let mut body = json!({"session": session});
    crate::fixture::lay(&mut body, &fields);
    emulator.lr("PUT", "/v2/profile").json(&body).send().await
}

async fn session(emulator: &Emulator) -> String {
    text_of(&emulator.lr_login("ada").await, "session")
}

#[tokio::test]
async fn a_change_answers_with_a_token_that_has_the_new_data() {
    let emulator = Emulator::v2().await;
    let session = session(&emulator).await;
    let fields = json!({"email": "Countess@example.test", "first_name": "Augusta",
        "last_name": null, "username": "Countess", "locale": "es"});
    let body = done(&update(&emulator, &session, fields).await);
    assert_eq!(body["result"], "full_login");
    let claims = claims(&emulator, &text_of(&body, "token")).await;
    for (name, expected) in [
        ("email", "countess@example.test"),
        ("name", "Augusta"),
        ("preferred_username", "countess"),
        ("locale", "es"),
    ] {
        assert_eq!(claims[name], expected);
    }
    let form = emulator
        .lr("PUT", "/v2/profile")
        .form(&[("session", &session), ("first_name", "Ada")]);
    done(&form.send().await);
    refused(&update(&emulator, "kss_unknown", json!({})).await, 403);
}

#[tokio::test]
async fn a_refused_change_changes_nothing() {
    let emulator = Emulator::v2().await;
    let session = session(&emulator).await;
    for (fields, sentence) in [
        (
            json!({"email": "grace@example.test", "first_name": "X"}),
            "Email has already been taken",
        ),
        (json!({"email": "nonsense"}), "Email is invalid"),
        (json!({"email": ""}), "Email can't be blank"),
        (json!({"username": "a b"}), "Username is invalid"),
        (json!({"username": "usr_x"}), "Username is invalid"),
        (
            json!({"password": "another fine one"}),
            "Current password can't be blank",
        ),
        (
            json!({"password": "another fine one", "current_password": "wrong", "first_name": "X"}),
            "Current password does not match",
        ),
    ] {
        let answer = update(&emulator, &session, fields).await;
        assert_eq!(refused(&answer, 422), [sentence]);
    }
    let users = emulator.list("users").await;
    assert_eq!(users[0]["first_name"], "Ada");
    emulator.lr_login("ada").await;
}

#[tokio::test]
async fn a_password_is_changed_with_the_present_one() {
    let emulator = Emulator::v2().await;
    let session = session(&emulator).await;
    let fields = json!({"password": "another fine one", "current_password": PASSWORD});
    done(&update(&emulator, &session, fields).await);
    let login = json!({"email": "ada", "password": "another fine one"});
    done(&emulator.lr_post("/v2/login", login).await);
}

#[tokio::test]
async fn a_changed_address_waits_where_addresses_are_verified() {
    let emulator = Emulator::v2_with(json!({"email_verification": "request"})).await;
    let session = session(&emulator).await;
    let body = done(&update(&emulator, &session, json!({"email": "new@example.test"})).await);
    let claims = claims(&emulator, &text_of(&body, "token")).await;
    assert_eq!(claims["email"], "ada@example.test");
    let mail = emulator.newest_mail().await;
    assert_eq!(mail["to"], "new@example.test");
    assert_eq!(mail["event"], "user.email.updating");
    let token = text_of(&mail, "token");
    assert!(token.starts_with("tue:"));
    let verify = json!({"token": token});
    let answer = emulator.lr_post("/v2/email/verify", verify.clone()).await;
    assert_eq!(done(&answer), json!({"result": "okay"}));
    let users = emulator.list("users").await;
    assert_eq!(users[0]["email"], "new@example.test");
    assert_eq!(users[0]["email_verification"], "verified");
    refused(&emulator.lr_post("/v2/email/verify", verify).await, 422);
}

#[tokio::test]
async fn a_locale_is_one_of_the_realms_or_of_the_same_language() {
    let emulator = Emulator::v2_with(json!({"available_locales": ["en", "es"]})).await;
    let session = session(&emulator).await;
    for locale in [json!("es-MX"), json!("en"), json!(null)] {
        let body = done(&update(&emulator, &session, json!({"locale": locale})).await);
        let claims = claims(&emulator, &text_of(&body, "token")).await;
        assert_eq!(
            claims.get("locale"),
            Some(&locale).filter(|it| it.is_string())
        );
    }
    let other = update(
        &emulator,
        &session,
        json!({"locale": "ja", "first_name": "X"}),
    )
    .await;
    assert_eq!(refused(&other, 422), ["Locale is not included in the list"]);
    assert_eq!(
        emulator.core_get("/v2/users/usr_ada").await["first_name"],
        "Ada"
    );
    let changed = json!({"first_name": "Augusta", "locale": "de"});
    emulator.patch_v2(json!({"available_locales": []})).await;
    done(&update(&emulator, &session, changed).await);
}
