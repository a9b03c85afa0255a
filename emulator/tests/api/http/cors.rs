//! CORS and the headers of every answer (protocol-v1 §3.3, §3.12, D15).

use serde_json::json;

use crate::fixture::{Emulator, PASSWORD};

#[tokio::test]
async fn a_preflight_from_any_origin_is_allowed_whatever_headers_it_asks_for() {
    let emulator = Emulator::start().await;
    let asked = "content-type,x-authrocket-account,x-authrocket-api-key";
    let answer = emulator
        .login_port("OPTIONS", "/v1/login")
        .header("origin", "https://app.example.test")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", asked)
        .send()
        .await;
    assert!(answer.status < 300);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(
        answer.header("access-control-allow-methods"),
        Some("GET, POST, OPTIONS")
    );
    assert_eq!(answer.header("access-control-allow-headers"), Some(asked));
    assert_eq!(answer.header("access-control-max-age"), Some("600"));
    assert_eq!(answer.header("access-control-allow-credentials"), None);
}

#[tokio::test]
async fn every_login_rocket_answer_carries_cors_and_a_request_id_of_its_own() {
    let emulator = Emulator::start().await;
    let mut ids = Vec::new();
    for (path, status) in [
        ("/v1/login", 200),
        ("/v1/nothing", 404),
        ("/v1/session", 200),
    ] {
        let answer = emulator.post(path, &[]).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        ids.push(answer.header("x-request-id").unwrap().to_owned());
    }
    ids.dedup();
    assert_eq!(ids.len(), 3);
    assert!(ids.iter().all(|id| id.len() == 25));
}

#[tokio::test]
async fn no_cookie_is_ever_set_by_the_api() {
    let emulator = Emulator::start().await;
    assert_eq!(
        emulator.login("ada", PASSWORD).await.header("set-cookie"),
        None
    );
}

#[tokio::test]
async fn the_core_api_has_request_ids_but_no_cors() {
    let emulator = Emulator::start().await;
    let answer = emulator.get("/v1/users").await;
    assert!(answer.header("x-request-id").is_some());
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[tokio::test]
async fn control_may_be_patched_from_a_page() {
    let emulator = Emulator::start().await;
    let answer = emulator
        .login_port("OPTIONS", "/_emulator/realms/rl_standard")
        .send()
        .await;
    let methods = answer.header("access-control-allow-methods").unwrap();
    assert!(methods.contains("PATCH") && methods.contains("DELETE"));
    emulator.patch_realm(json!({})).await;
}
