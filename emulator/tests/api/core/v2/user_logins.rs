//! `/v2/users/…`: logins by password and code (protocol-v2 §7.5).

use serde_json::json;

use crate::fixture::{Emulator, PASSWORD, text_of};
use crate::fixture_v2::{claims, done, errors, two_accounts};

#[tokio::test]
async fn a_right_password_gives_a_session_whose_token_holds_all_accounts() {
    let emulator = Emulator::v2_with(two_accounts()).await;
    let body = json!({"user": {"password": PASSWORD}, "request": {"ip": "192.0.2.7"}});
    let path = "/v2/users/ada@example.test/authenticate";
    let session = done(&emulator.core_send("POST", path, body).await);
    assert_eq!(session["object"], "session");
    assert_eq!(session["user"]["id"], "usr_ada");
    assert_eq!(session["request"]["ip"], "192.0.2.7");
    let claims = claims(&emulator, &text_of(&session, "token")).await;
    assert_eq!(claims["orgs"].as_array().unwrap().len(), 2);
    for body in [
        json!({"user": {"password": "wrong"}}),
        json!({"password": "wrong"}),
    ] {
        let answer = emulator.core_send("POST", path, body).await;
        assert_eq!(errors(&answer, 422), ["Login failed"]);
    }
    let none = emulator.core_send("POST", path, json!({})).await;
    assert_eq!(errors(&none, 400), ["password is missing"]);
}

#[tokio::test]
async fn a_login_makes_no_account_here() {
    let emulator = Emulator::v2_with(json!({"totp": false})).await;
    let body = json!({"user": {"password": PASSWORD}});
    let path = "/v2/users/usr_grace/authenticate";
    let session = done(&emulator.core_send("POST", path, body).await);
    let claims = claims(&emulator, &text_of(&session, "token")).await;
    assert_eq!(claims["orgs"], json!([]));
    assert_eq!(emulator.core_list("/v2/orgs").await.len(), 2);
}

#[tokio::test]
async fn a_due_code_is_asked_for_and_its_token_works_once() {
    let emulator = Emulator::v2().await;
    let body = json!({"user": {"password": PASSWORD}});
    let path = "/v2/users/usr_grace/authenticate";
    let due = done(&emulator.core_send("POST", path, body).await);
    assert_eq!(due["object"], "token");
    let token = text_of(&due, "token");
    assert!(token.starts_with("tmf:"));
    let verify = async |code: &str| {
        let body = json!({"user": {"token": token, "code": code}});
        emulator
            .core_send("POST", "/v2/users/authenticate_token", body)
            .await
    };
    assert_eq!(
        errors(&verify("000000").await, 422),
        ["Verification failed"]
    );
    let code = emulator.code("usr_grace").await;
    let session = done(&verify(&code).await);
    assert_eq!(session["object"], "session");
    assert!(session["token"].is_string());
    assert_eq!(errors(&verify(&code).await, 422), ["Verification failed"]);
    // The LR API takes the same kind of token.
    emulator.advance(60).await;
    let body = json!({"user": {"password": PASSWORD}});
    let due = done(&emulator.core_send("POST", path, body).await);
    let body = json!({"token": due["token"], "code": emulator.code("usr_grace").await});
    done(&emulator.lr_post("/v2/login/verify", body).await);
}
