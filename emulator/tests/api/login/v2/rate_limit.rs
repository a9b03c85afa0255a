//! Rate limits (protocol-v2 §2.7; V12): 429 for a caller, 422 for a user.

use serde_json::json;

use crate::client::Answer;
use crate::fixture::{Emulator, PASSWORD};
use crate::fixture_v2::refused;

async fn login(emulator: &Emulator, email: &str, password: &str) -> Answer {
    let body = json!({"email": email, "password": password});
    emulator.lr_post("/v2/login", body).await
}

#[tokio::test]
async fn a_caller_with_too_many_failures_is_told_when_to_come_back() {
    let emulator = Emulator::v2_with(json!({"login_rocket": {"rate_limit": 2}})).await;
    for _ in 0..2 {
        refused(&login(&emulator, "ada", "wrong").await, 422);
    }
    let limited = login(&emulator, "ada", PASSWORD).await;
    refused(&limited, 429);
    let seconds: i64 = limited.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds));
    let reset = limited.header("ratelimit-reset").unwrap();
    assert!(reset.ends_with(" GMT"), "{reset}");
    emulator.advance(seconds).await;
    assert_eq!(login(&emulator, "ada", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn a_user_with_too_many_failures_is_refused_with_a_text() {
    let emulator = Emulator::v2_with(json!({"user_rate_limit": 2})).await;
    for _ in 0..2 {
        let sentences = refused(&login(&emulator, "ada", "wrong").await, 422);
        assert_eq!(sentences, ["Login failed"]);
    }
    let sentences = refused(&login(&emulator, "ada", PASSWORD).await, 422);
    assert!(sentences[0].starts_with("Too many failed logins for this user"));
    let other = login(&emulator, "grace@example.test", PASSWORD).await;
    assert_eq!(other.status, 200);
    emulator.advance(60).await;
    assert_eq!(login(&emulator, "ada", PASSWORD).await.status, 200);
}
