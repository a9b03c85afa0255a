//! `POST email/verify` (protocol-v2 §2.5.11).

use serde_json::json;

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::{done, refused};

#[tokio::test]
async fn a_signup_is_mailed_a_token_that_verifies_once_and_needs_no_session() {
    let emulator = Emulator::v2_with(json!({"email_verification": "require"})).await;
    let body = json!({"email": "new@example.test", "password": "long enough"});
    let signup = done(&emulator.lr_post("/v2/signup", body).await);
    assert_eq!(signup["conditions"], json!(["must_verify_email"]));
    let token = emulator.mailed().await;
    assert!(token.starts_with("tve:"));
    let verify = json!({"token": token});
    let answer = emulator.lr_post("/v2/email/verify", verify.clone()).await;
    assert_eq!(done(&answer), json!({"result": "okay"}));
    let session = text_of(&signup, "session");
    let body = done(&emulator.lr_session(&[("session", &session)]).await);
    assert_eq!(body["result"], "full_login");
    for bad in [
        verify,
        json!({"token": "tve:unknown"}),
        json!({"token": "tue:unknown"}),
        json!({}),
    ] {
        refused(&emulator.lr_post("/v2/email/verify", bad).await, 422);
    }
}

#[tokio::test]
async fn tokens_are_good_for_their_own_call_only_and_for_a_day() {
    let emulator = Emulator::v2_with(json!({"email_verification": "request"})).await;
    let forgot = json!({"email": "ada"});
    done(&emulator.lr_post("/v2/password/forgot", forgot).await);
    let reset = json!({"token": emulator.mailed().await});
    refused(&emulator.lr_post("/v2/email/verify", reset).await, 422);
    let body = json!({"email": "new@example.test", "password": "long enough"});
    done(&emulator.lr_post("/v2/signup", body).await);
    let token = emulator.mailed().await;
    let reset = json!({"token": token, "password": "another fine one"});
    refused(&emulator.lr_post("/v2/password/reset", reset).await, 422);
    emulator.advance(24 * 60 * 60).await;
    refused(
        &emulator
            .lr_post("/v2/email/verify", json!({"token": token}))
            .await,
        422,
    );
}
