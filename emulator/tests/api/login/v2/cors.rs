//! CORS of the LR API v2 (protocol-v2 §2.6; V10).

use serde_json::json;

use crate::client::Answer;
use crate::fixture::{Emulator, PASSWORD};
use crate::fixture_v2::{ORIGIN, refused};

const OTHER: &str = "http://other.example.test";

async fn preflight(emulator: &Emulator, origin: &str) -> Answer {
    emulator
        .lr("OPTIONS", "/v2/profile")
        .header("origin", origin)
        .header("access-control-request-method", "PUT")
        .header("access-control-request-headers", "content-type,lr-agent")
        .send()
        .await
}

async fn login(emulator: &Emulator, origin: &str) -> Answer {
    let body = json!({"email": "ada", "password": PASSWORD});
    let request = emulator.lr("POST", "/v2/login").header("origin", origin);
    request.json(&body).send().await
}

#[tokio::test]
async fn a_listed_origin_may_make_every_call_and_read_its_answer() {
    let emulator = Emulator::v2().await;
    let answer = preflight(&emulator, ORIGIN).await;
    assert_eq!(answer.status, 204);
    for (name, value) in [
        ("access-control-allow-origin", ORIGIN),
        (
            "access-control-allow-methods",
            "GET, POST, PUT, DELETE, OPTIONS",
        ),
        ("access-control-allow-headers", "content-type,lr-agent"),
        ("access-control-max-age", "600"),
        ("vary", "Origin"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    assert_eq!(answer.header("access-control-allow-credentials"), None);
    for path in ["/v2/login", "/v2/nothing"] {
        let answer = emulator
            .lr("POST", path)
            .header("origin", ORIGIN)
            .send()
            .await;
        assert_eq!(answer.header("access-control-allow-origin"), Some(ORIGIN));
        assert_eq!(
            answer.header("access-control-expose-headers"),
            Some("Retry-After, Ratelimit-Reset, X-Request-ID")
        );
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
}

#[tokio::test]
async fn an_unlisted_origin_is_served_but_reads_nothing() {
    let emulator = Emulator::v2().await;
    let close = format!("{ORIGIN}/");
    for origin in [OTHER, "null", "http://app.example.test", &close] {
        let answer = preflight(&emulator, origin).await;
        assert_eq!(answer.status, 204);
        let answers = [answer, login(&emulator, origin).await];
        assert_eq!(answers[1].status, 200);
        for answer in answers {
            let named = |(name, _): &&(String, String)| name.starts_with("access-control");
            assert_eq!(answer.headers.iter().find(named), None, "{origin}");
            assert_eq!(answer.header("vary"), Some("Origin"));
        }
    }
}

#[tokio::test]
async fn a_realm_may_refuse_unlisted_origins_before_anything_happens() {
    let emulator = Emulator::v2_with(json!({"refuse_origins": true})).await;
    refused(&login(&emulator, OTHER).await, 403);
    assert_eq!(preflight(&emulator, OTHER).await.status, 403);
    assert!(emulator.list("sessions").await.is_empty());
    assert_eq!(login(&emulator, ORIGIN).await.status, 200);
    assert_eq!(emulator.lr_login("ada").await["result"], "full_login");
}

#[tokio::test]
async fn new_realms_list_no_origin_and_only_origins_can_be_listed() {
    let emulator = Emulator::v2_with(json!({"allowed_origins": []})).await;
    let answer = login(&emulator, ORIGIN).await;
    assert_eq!(answer.header("access-control-allow-origin"), None);
    for odd in ["http://app.test/", "app.test", "http://app.test:80", "*"] {
        let request = emulator
            .login_port("PATCH", "/_emulator/realms/rl_two")
            .json(&json!({"allowed_origins": [odd]}));
        assert_eq!(request.send().await.status, 400, "{odd}");
    }
}
