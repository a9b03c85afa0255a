//! No secret of the Core API v2 is in the request log or in an answer that has not just made it (protocol-v2 §11).

use serde_json::{Value, json};

use crate::client::Request;
use crate::fixture::{Emulator, TOTP_SECRET, text_of};
use crate::fixture_v2::{CORE_KEY, REALM};

#[tokio::test]
async fn keys_tokens_codes_and_passwords_are_masked_in_the_request_log() {
    let emulator = Emulator::v2().await;
    let body = json!({"session": {"user_id": "usr_ada"}});
    let session = emulator.core_create("/v2/sessions", body).await;
    for member in ["id", "token"] {
        emulator
            .core_get(&format!("/v2/sessions/{}", text_of(&session, member)))
            .await;
    }
    let bearer = format!("Bearer {CORE_KEY},{REALM}");
    let call = Request::new(emulator.running.api_addr(), "GET", "/v2/users");
    call.header("authorization", &bearer).send().await;
    let body = json!({"user": {"token": "tmf:abcdefgh", "code": "123456", "password": "Secret1!"}});
    emulator
        .core_send("POST", "/v2/users/authenticate_token", body)
        .await;
    let log = json!(emulator.list("requests").await).to_string();
    for secret in [
        &text_of(&session, "id"),
        &text_of(&session, "token"),
        CORE_KEY,
        "abcdefgh",
        "123456",
        "Secret1!",
    ] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

#[tokio::test]
async fn no_read_shows_a_hash_a_secret_or_a_private_key() {
    let emulator = Emulator::v2().await;
    for path in [
        "/v2/users/usr_grace",
        "/v2/credentials",
        "/v2/credentials?user_id=usr_grace",
        "/v2/jwt_keys",
        "/v2/auth_providers",
        &format!("/v2/realms/{REALM}"),
    ] {
        let text = Value::to_string(&emulator.core_get(path).await);
        for secret in [TOTP_SECRET, "$argon2", "PRIVATE KEY", "otp_secret"] {
            assert!(!text.contains(secret), "{secret} in {path}");
        }
    }
}
