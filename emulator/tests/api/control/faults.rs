//! Faults on the wire.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::fixture::{Emulator, PASSWORD};

async fn fault(emulator: &Emulator, fault: Value) -> u64 {
    emulator.control("POST", "faults", fault).await["id"]
        .as_u64()
        .unwrap()
}

#[tokio::test]
async fn drop_closes_the_connection_without_a_byte_as_often_as_told() {
    let emulator = Emulator::start().await;
    fault(
        &emulator,
        json!({"path": "/v1/login", "fault": "drop", "times": 2}),
    )
    .await;
    for _ in 0..2 {
        assert!(
            emulator
                .login_port("POST", "/v1/login")
                .raw()
                .await
                .is_empty()
        );
    }
    emulator.login("ada", PASSWORD).await.text("token");
    let statuses: Vec<_> = emulator
        .list("requests")
        .await
        .iter()
        .map(|entry| entry["status"].clone())
        .collect();
    assert_eq!(statuses, [json!(null), json!(null), json!(200)]);
    assert!(emulator.list("faults").await.is_empty());
}

#[tokio::test]
async fn truncate_sends_less_than_it_announces() {
    let emulator = Emulator::start().await;
    fault(
        &emulator,
        json!({"path": "/v1/login", "fault": "truncate", "body": "{\"token\":\"ey"}),
    )
    .await;
    let answer = emulator.login_port("POST", "/v1/login").send().await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body, "{\"token\":\"ey");
    let announced: usize = answer.header("content-length").unwrap().parse().unwrap();
    assert!(announced > answer.body.len());
}

#[tokio::test]
async fn status_and_body_answer_as_told_with_cors_unless_forbidden() {
    let emulator = Emulator::start().await;
    fault(
        &emulator,
        json!({"path": "/v1/login", "fault": "status", "status": 429,
        "headers": {"Retry-After": "7"}, "times": 1}),
    )
    .await;
    let answer = emulator.login("ada", PASSWORD).await;
    assert_eq!(
        (answer.status, answer.header("retry-after")),
        (429, Some("7"))
    );
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert!(answer.json()["error"].is_string());

    fault(
        &emulator,
        json!({"path": "/v1/login", "fault": "body", "body": "<h1>Oops</h1>",
        "status": 500, "content_type": "text/html", "cors": false, "times": 1}),
    )
    .await;
    let answer = emulator.login("ada", PASSWORD).await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (500, "<h1>Oops</h1>")
    );
    assert_eq!(answer.header("content-type"), Some("text/html"));
    assert_eq!(answer.header("access-control-allow-origin"), None);

    fault(
        &emulator,
        json!({"path": "/v1/login", "fault": "body", "times": 1}),
    )
    .await;
    let empty = emulator.login("ada", PASSWORD).await;
    assert_eq!((empty.status, empty.body.as_str()), (200, ""));
    assert!(emulator.list("sessions").await.is_empty());
}

#[tokio::test]
async fn delay_holds_and_goes_on() {
    let emulator = Emulator::start().await;
    fault(
        &emulator,
        json!({"path": "/v1/login", "fault": "delay", "delay_ms": 150, "cors": false}),
    )
    .await;
    let begun = Instant::now();
    let answer = emulator.login("ada", PASSWORD).await;
    answer.text("token");
    assert!(begun.elapsed() >= Duration::from_millis(150));
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[tokio::test]
async fn a_fault_meets_only_its_path_verb_and_port_and_never_a_preflight_unasked() {
    let emulator = Emulator::start().await;
    fault(
        &emulator,
        json!({"path": "/v1/login", "fault": "status", "method": "get"}),
    )
    .await;
    fault(
        &emulator,
        json!({"path": "/v1/sessions/*", "fault": "status", "status": 503, "port": "api"}),
    )
    .await;
    fault(&emulator, json!({"path": "/v1/signup", "fault": "drop"})).await;
    let token = emulator.login_token("ada").await;
    assert_eq!(
        emulator.login_port("GET", "/v1/login").send().await.status,
        500
    );
    assert_eq!(
        emulator.get(&format!("/v1/sessions/{token}")).await.status,
        503
    );
    assert_eq!(emulator.get("/v1/sessions").await.status, 200);
    assert_eq!(emulator.post("/v1/sessions/x", &[]).await.status, 404);
    assert_eq!(
        emulator
            .login_port("OPTIONS", "/v1/signup")
            .send()
            .await
            .status,
        204
    );
    fault(
        &emulator,
        json!({"path": "/v1/logout", "fault": "status", "method": "OPTIONS"}),
    )
    .await;
    assert_eq!(
        emulator
            .login_port("OPTIONS", "/v1/logout")
            .send()
            .await
            .status,
        500
    );
}

#[tokio::test]
async fn faults_are_listed_and_removed_one_or_all() {
    let emulator = Emulator::start().await;
    let first = fault(&emulator, json!({"path": "/v1/login", "fault": "drop"})).await;
    fault(&emulator, json!({"path": "/v1/signup", "fault": "drop"})).await;
    assert_eq!(emulator.list("faults").await.len(), 2);
    emulator
        .control("DELETE", &format!("faults/{first}"), json!({}))
        .await;
    assert_eq!(emulator.list("faults").await[0]["path"], "/v1/signup");
    emulator.control("DELETE", "faults", json!({})).await;
    assert!(emulator.list("faults").await.is_empty());
}

#[tokio::test]
async fn faults_that_cannot_be_played_are_refused() {
    let emulator = Emulator::start().await;
    for body in [
        json!({}),
        json!({"path": "/", "fault": "odd"}),
        json!({"path": "/", "fault": "status", "status": 42}),
        json!({"path": "/", "fault": "body", "content_type": "a\nb"}),
        json!({"path": "/", "fault": "body", "headers": {"a b": "c"}}),
        json!({"path": "/", "fault": "drop", "unknown": 1}),
    ] {
        let request = emulator.login_port("POST", "/_emulator/faults").json(&body);
        assert_eq!(request.send().await.status, 400, "{body}");
    }
}
