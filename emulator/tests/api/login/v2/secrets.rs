//! The request log shows names, never secrets, of version 2 too (protocol-v2 §11).

use serde_json::json;

use crate::fixture::{Emulator, text_of};

#[tokio::test]
async fn sessions_tokens_codes_and_invitations_are_masked_in_bodies_and_queries() {
    let emulator = Emulator::v2().await;
    let session = text_of(&emulator.lr_login("ada").await, "session");
    emulator.lr_session(&[("session", &session)]).await;
    let body = json!({"token": "tmf:abcdefgh", "code": "123456", "invitation": "nvt_abcdefgh",
        "session": session, "current_password": "Secret1!"});
    emulator.lr_post("/v2/login/verify", body).await;
    emulator.lr("GET", &format!("/v2/{session}")).send().await;
    emulator.lr("GET", "/v2/tve%3Aabcdefgh").send().await;
    let log = emulator.list("requests").await;
    let text = json!(log).to_string();
    for secret in [session.as_str(), "abcdefgh", "123456", "Secret1!"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert_eq!(log[1]["query"], json!(["session"]));
    assert_eq!(log[1]["secrets"]["session"], session.len());
    assert_eq!(log[2]["secrets"]["invitation"], 12);
}
