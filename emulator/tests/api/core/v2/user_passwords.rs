//! `/v2/users/…`: changing and resetting passwords, and profiles (protocol-v2 §7.5).

use serde_json::{Value, json};

use crate::fixture::{Emulator, PASSWORD, text_of};
use crate::fixture_v2::{done, errors};

const NEW: &str = "how now brown cow";

async fn reset_token(emulator: &Emulator, user: &str) -> String {
    let path = format!("/v2/users/{user}/generate_password_token");
    let answer = emulator.core("POST", &path).send().await;
    let body = done(&answer);
    assert_eq!(body["object"], "token");
    text_of(&body, "token")
}

async fn reset(emulator: &Emulator, token: &str) -> crate::client::Answer {
    let body = json!({"user": {"token": token, "password": NEW, "password_confirmation": NEW}});
    let path = "/v2/users/reset_password_with_token";
    emulator.core_send("POST", path, body).await
}

#[tokio::test]
async fn a_reset_by_token_logs_in_once_and_ends_other_sessions() {
    let emulator = Emulator::v2().await;
    let before = text_of(&emulator.lr_login("ada@example.test").await, "session");
    let token = reset_token(&emulator, "ada@example.test").await;
    assert!(token.starts_with("tpw:"));
    assert_eq!(emulator.mailed().await, token);
    let session = done(&reset(&emulator, &token).await);
    assert_eq!(session["object"], "session");
    assert!(session["token"].is_string());
    assert_eq!(
        emulator.lr_session(&[("session", &before)]).await.status,
        403
    );
    errors(&reset(&emulator, &token).await, 422);
    let right = json!({"user": {"password": NEW}});
    done(
        &emulator
            .core_send("POST", "/v2/users/ada/authenticate", right)
            .await,
    );
}

#[tokio::test]
async fn a_reset_asks_for_the_code_where_one_is_due() {
    let emulator = Emulator::v2().await;
    let token = reset_token(&emulator, "usr_grace").await;
    let due = done(&reset(&emulator, &token).await);
    assert_eq!(due["object"], "token");
    assert!(text_of(&due, "token").starts_with("tmf:"));
}

#[tokio::test]
async fn a_token_of_the_core_api_works_at_the_lr_api() {
    let emulator = Emulator::v2().await;
    let token = reset_token(&emulator, "usr_ada").await;
    let body = json!({"token": token, "password": NEW});
    let login = done(&emulator.lr_post("/v2/password/reset", body).await);
    assert_eq!(login["account"], "org_engines");
}

#[tokio::test]
async fn a_password_is_changed_by_whoever_knows_the_current_one() {
    let emulator = Emulator::v2().await;
    let change = async |current: &str, confirmation: &str| {
        let body = json!({"user": {"current_password": current, "password": NEW,
            "password_confirmation": confirmation}});
        let path = "/v2/users/usr_ada/update_password";
        emulator.core_send("PUT", path, body).await
    };
    assert_eq!(
        errors(&change("wrong", NEW).await, 422),
        ["Current password does not match"]
    );
    assert_eq!(errors(&change(PASSWORD, "other").await, 422).len(), 1);
    assert_eq!(done(&change(PASSWORD, NEW).await)["object"], "user");
    let right = json!({"user": {"password": NEW}});
    done(
        &emulator
            .core_send("POST", "/v2/users/ada/authenticate", right)
            .await,
    );
}

async fn profile(emulator: &Emulator, user: Value) -> crate::client::Answer {
    let path = "/v2/users/usr_ada/profile";
    emulator.core_send("PUT", path, json!({"user": user})).await
}

#[tokio::test]
async fn a_profile_changes_at_once_where_nothing_is_verified() {
    let emulator = Emulator::v2().await;
    let wanted = json!({"email": "ada2@example.test", "first_name": "A", "username": "countess",
        "password": NEW});
    let ada = done(&profile(&emulator, wanted).await);
    assert_eq!(ada["email"], "ada2@example.test");
    assert_eq!(ada["username"], "countess");
    let right = json!({"user": {"password": NEW}});
    let path = "/v2/users/countess/authenticate";
    done(&emulator.core_send("POST", path, right).await);
    let taken = profile(&emulator, json!({"email": "grace@example.test"})).await;
    assert_eq!(errors(&taken, 422), ["Email has already been taken"]);
    let types = emulator.event_types().await;
    assert!(
        types.contains(&"user.profile.updated".to_owned()),
        "{types:?}"
    );
}

#[tokio::test]
async fn a_changed_address_waits_where_addresses_are_verified() {
    let emulator = Emulator::v2_with(json!({"email_verification": "request"})).await;
    let ada = done(&profile(&emulator, json!({"email": "ada2@example.test"})).await);
    assert_eq!(ada["email"], "ada@example.test");
    assert_eq!(ada["email_pending"], "ada2@example.test");
    assert!(emulator.mailed().await.starts_with("tue:"));
}

#[tokio::test]
async fn an_inactive_user_gets_no_token_and_no_login() {
    let emulator = Emulator::v2().await;
    let off = json!({"user": {"state": "inactive"}});
    done(&emulator.core_send("PUT", "/v2/users/usr_ada", off).await);
    for action in ["generate_password_token", "request_email_verification"] {
        let path = format!("/v2/users/usr_ada/{action}");
        let answer = emulator.core("POST", &path).send().await;
        assert_eq!(errors(&answer, 422), ["State is inactive"], "{action}");
    }
    let right = json!({"user": {"password": PASSWORD}});
    let login = emulator.core_send("POST", "/v2/users/usr_ada/authenticate", right);
    assert_eq!(errors(&login.await, 422), ["Login failed"]);
}
