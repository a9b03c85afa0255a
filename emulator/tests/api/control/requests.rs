//! The log of requests.

use serde_json::json;

use crate::fixture::{Emulator, PASSWORD, REALM};

#[tokio::test]
async fn a_request_is_noted_with_field_names_and_the_length_of_its_secrets() {
    let emulator = Emulator::start().await;
    let request = emulator
        .login_port("POST", "/v1/login")
        .header("origin", "https://app.example.test")
        .header("accept", "application/json")
        .header("cookie", "a=b")
        .form(&[("username", "ada"), ("password", PASSWORD)]);
    request.send().await;
    let mut seen = emulator.list("requests").await;
    let varying = ["at", "milliseconds", "host", "age"].map(|name| seen[0][name].take());
    let answer = seen[0]["answer"].as_object_mut().unwrap();
    assert!(answer.remove("length").unwrap().as_u64() > Some(100));
    assert!(varying[0].as_f64() > Some(1.7e9) && varying[1].is_u64() && varying[2].is_string());
    assert!(varying[3].as_u64() >= varying[1].as_u64());
    assert_eq!(
        seen,
        [json!({
            "number": 1, "at": null, "milliseconds": null, "host": null, "age": null, "fault": null,
            "port": "login", "method": "POST", "path": "/v1/login", "status": 200, "realm_id": REALM,
            "answer": {"outcome": "done", "reason": null, "content_type": "application/json", "location": null},
            "origin": "https://app.example.test",
            "content_type": "application/x-www-form-urlencoded",
            "accept": "application/json", "cookie": true,
            "fields": ["password", "username"],
            "secrets": {"password": PASSWORD.len()},
            "query": [], "secret_headers": {"cookie": 3}, "path_secrets": []
        })]
    );
}

#[tokio::test]
async fn preflights_and_core_api_calls_are_noted_and_control_calls_are_not() {
    let emulator = Emulator::start().await;
    emulator.login_port("OPTIONS", "/v1/login").send().await;
    let token = emulator.login_token("ada").await;
    emulator.get(&format!("/v1/sessions/{token}")).await;
    emulator
        .create(
            "/v1/users/ada/authenticate",
            json!({"user": {"password": "x"}}),
        )
        .await;
    let seen: Vec<_> = emulator
        .list("requests")
        .await
        .iter()
        .map(|entry| {
            format!(
                "{} {} {} {}",
                entry["port"], entry["method"], entry["path"], entry["secrets"]
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            r#""login" "OPTIONS" "/v1/login" {}"#.to_owned(),
            format!(
                r#""login" "POST" "/v1/login" {{"password":{}}}"#,
                PASSWORD.len()
            ),
            r#""api" "GET" "/v1/sessions/…" {}"#.to_owned(),
            r#""api" "POST" "/v1/users/ada/authenticate" {"user[password]":1}"#.to_owned(),
        ]
    );
    emulator.control("DELETE", "requests", json!({})).await;
    assert!(emulator.list("requests").await.is_empty());
}
