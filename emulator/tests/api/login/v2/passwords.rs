//! `POST password/forgot`, `password/reset` and `profile/password` (protocol-v2 §2.5.5 to §2.5.7; V18, V21, V23).

use serde_json::json;

use crate::fixture::{Emulator, PASSWORD, text_of};
use crate::fixture_v2::{done, refused};

const NEW: &str = "another fine password";

async fn reset_token(emulator: &Emulator, name: &str) -> String {
    let answer = emulator
        .lr_post("/v2/password/forgot", json!({"email": name}))
        .await;
    assert_eq!(done(&answer), json!({"result": "okay"}));
    emulator.mailed().await
}

#[tokio::test]
async fn a_forgotten_password_is_mailed_a_link_and_the_reset_logs_in_and_ends_other_sessions() {
    let emulator = Emulator::v2().await;
    let older = text_of(&emulator.lr_login("ada").await, "session");
    let token = reset_token(&emulator, "Ada@example.test").await;
    assert!(token.starts_with("tpw:"));
    let mail = emulator.newest_mail().await;
    assert_eq!(mail["event"], "user.password.resetting");
    assert_eq!(mail["to"], "ada@example.test");
    let link = text_of(&mail, "link");
    assert!(
        link.starts_with("http://two.e2.localhost:4101/reset_password?token=tpw"),
        "{link}"
    );
    let body = json!({"token": token, "password": NEW});
    let answer = done(&emulator.lr_post("/v2/password/reset", body.clone()).await);
    assert_eq!(answer["result"], "full_login");
    assert_eq!(answer["account"], "org_engines");
    refused(&emulator.lr_session(&[("session", &older)]).await, 403);
    let session = text_of(&answer, "session");
    assert_eq!(
        emulator.lr_session(&[("session", &session)]).await.status,
        200
    );
    let again = emulator.lr_post("/v2/password/reset", body).await;
    assert_eq!(refused(&again, 422), ["Token is invalid, used or expired"]);
}

#[tokio::test]
async fn nobody_learns_whether_a_user_exists() {
    let emulator = Emulator::v2().await;
    let answer = emulator
        .lr_post(
            "/v2/password/forgot",
            json!({"email": "nobody@example.test"}),
        )
        .await;
    assert_eq!(done(&answer), json!({"result": "okay"}));
    assert!(emulator.list("outbox").await.is_empty());
    let answer = emulator.lr_post("/v2/password/forgot", json!({})).await;
    assert_eq!(refused(&answer, 422), ["Email can't be blank"]);
}

#[tokio::test]
async fn a_reset_refuses_weak_and_different_passwords_and_expired_tokens() {
    let emulator = Emulator::v2().await;
    let token = reset_token(&emulator, "usr_ada").await;
    let reset = async |fields: serde_json::Value| {
        let mut body = json!({"token": token});
        crate::fixture::lay(&mut body, &fields);
        emulator.lr_post("/v2/password/reset", body).await
    };
    refused(&reset(json!({"password": "short"})).await, 422);
    let differs = json!({"password": NEW, "password_confirmation": "x"});
    refused(&reset(differs).await, 422);
    refused(&reset(json!({})).await, 422);
    emulator.advance(60 * 60).await;
    let late = reset(json!({"password": NEW})).await;
    assert_eq!(refused(&late, 422), ["Token is invalid, used or expired"]);
}

#[tokio::test]
async fn a_reset_of_a_user_with_a_second_factor_asks_for_the_code() {
    let emulator = Emulator::v2().await;
    let token = reset_token(&emulator, "grace@example.test").await;
    let body = json!({"token": token, "password": NEW});
    let answer = done(&emulator.lr_post("/v2/password/reset", body).await);
    assert!(text_of(&answer, "token").starts_with("tmf:"));
}

#[tokio::test]
async fn a_password_is_changed_with_the_present_one_and_other_sessions_end() {
    let emulator = Emulator::v2().await;
    let other = text_of(&emulator.lr_login("ada").await, "session");
    let session = text_of(&emulator.lr_login("ada").await, "session");
    let change = async |session: Option<&str>, current: &str, new: &str| {
        let body = json!({"session": session, "current_password": current, "password": new});
        emulator.lr_post("/v2/profile/password", body).await
    };
    refused(&change(None, PASSWORD, NEW).await, 403);
    refused(&change(Some("kss_unknown"), PASSWORD, NEW).await, 403);
    let wrong = change(Some(&session), "wrong password", NEW).await;
    assert_eq!(refused(&wrong, 422), ["Current password does not match"]);
    refused(&change(Some(&session), PASSWORD, "short").await, 422);
    let done_answer = change(Some(&session), PASSWORD, NEW).await;
    assert_eq!(done(&done_answer), json!({"result": "okay"}));
    assert_eq!(
        emulator.lr_session(&[("session", &session)]).await.status,
        200
    );
    refused(&emulator.lr_session(&[("session", &other)]).await, 403);
    let login = json!({"email": "ada", "password": NEW});
    done(&emulator.lr_post("/v2/login", login).await);
}
