//! `POST login/verify` (protocol-v2 §2.5.2; V2).

use serde_json::json;

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::{done, refused};

#[tokio::test]
async fn a_second_factor_asks_for_a_code_and_the_code_completes_the_login_once() {
    let emulator = Emulator::v2().await;
    let due = emulator.lr_login("grace@example.test").await;
    let token = text_of(&due, "token");
    assert!(token.starts_with("tmf:"));
    assert_eq!(
        due,
        json!({"result": "conditional_login", "session": null, "account": null,
            "conditions": ["mfa_required"], "token": token})
    );
    let verify = async |token: &str, code: &str| {
        emulator
            .lr_post("/v2/login/verify", json!({"token": token, "code": code}))
            .await
    };
    assert_eq!(
        refused(&verify(&token, "000000").await, 422),
        ["Verification failed"]
    );
    let code = emulator.code("usr_grace").await;
    assert_eq!(
        refused(&verify("tmf:unknown", &code).await, 422),
        ["Verification failed"]
    );
    let body = done(&verify(&token, &code).await);
    assert_eq!(body["result"], "full_login");
    assert!(text_of(&body, "account").starts_with("org_"));
    refused(&verify(&token, &code).await, 422);
}

#[tokio::test]
async fn the_token_of_a_first_factor_lives_ten_minutes() {
    let emulator = Emulator::v2().await;
    let token = text_of(&emulator.lr_login("grace@example.test").await, "token");
    emulator.advance(10 * 60).await;
    let body = json!({"token": token, "code": emulator.code("usr_grace").await});
    refused(&emulator.lr_post("/v2/login/verify", body).await, 422);
}

#[tokio::test]
async fn missing_fields_are_named() {
    let emulator = Emulator::v2().await;
    let answer = emulator.lr_post("/v2/login/verify", json!({})).await;
    assert_eq!(
        refused(&answer, 422),
        ["Token can't be blank", "Code can't be blank"]
    );
}
