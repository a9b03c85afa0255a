//! The host decides the Connected App; unknown paths and instances (protocol-v1 §3.1, §3.3, D11).

use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, PASSWORD, seed};

async fn two_apps() -> Emulator {
    let mut seed = seed(&json!({}));
    seed["realms"].as_array_mut().unwrap().push(json!({
        "id": "rl_other",
        "apps": [{"id": "lpl_other", "name": "Other", "subdomain": "other",
                  "login_handler": "https://other.example.test/in?from=ar"}],
        "users": [{"username": "ada", "email": "ada@other.test", "password": "another password"}]
    }));
    Emulator::seeded(seed).await
}

async fn login(emulator: &Emulator, host: &str, password: &str) -> Answer {
    let request = emulator
        .login_port("POST", "/v1/login")
        .header("host", host);
    request
        .form(&[("username", "ada"), ("password", password)])
        .send()
        .await
}

#[tokio::test]
async fn the_subdomain_picks_app_and_realm_and_a_bare_host_means_the_default_app() {
    let emulator = two_apps().await;
    for host in [
        "demo.localhost:4101",
        "localhost:4101",
        "127.0.0.1:4101",
        "DEMO.localhost",
    ] {
        let answer = login(&emulator, host, PASSWORD).await;
        assert!(
            answer
                .text("url")
                .starts_with("http://localhost:4100/login?token="),
            "{host}"
        );
    }
    let answer = login(&emulator, "other.localhost:4101", "another password").await;
    assert!(
        answer
            .text("url")
            .starts_with("https://other.example.test/in?from=ar&token=")
    );
    login(&emulator, "other.localhost:4101", PASSWORD)
        .await
        .refusal();
}

#[tokio::test]
async fn unknown_and_inactive_instances_and_unknown_paths_are_404_with_json() {
    let emulator = two_apps().await;
    let not_found = (404, json!({"error": "Not found"}));
    let seen = |answer: Answer| -> (u16, Value) { (answer.status, answer.json()) };
    assert_eq!(
        seen(login(&emulator, "nobody.localhost", PASSWORD).await),
        not_found
    );
    for path in [
        "/v1/nothing",
        "/v2/login",
        "/v1",
        "/v1/login/",
        "/v1/../v1/login",
        "/etc/passwd",
    ] {
        assert_eq!(seen(emulator.post(path, &[]).await), not_found, "{path}");
    }
    for method in ["PUT", "DELETE", "HEAD"] {
        let answer = emulator.login_port(method, "/v1/login").send().await;
        assert_eq!(answer.status, 404, "{method}");
    }
    emulator
        .control("PATCH", "apps/lpl_other", json!({"state": "inactive"}))
        .await;
    assert_eq!(
        seen(login(&emulator, "other.localhost", "another password").await),
        not_found
    );
    emulator.patch_realm(json!({"state": "inactive"})).await;
    assert_eq!(
        seen(login(&emulator, "demo.localhost", PASSWORD).await),
        not_found
    );
}

#[tokio::test]
async fn a_login_of_one_realm_does_not_count_in_another() {
    let emulator = two_apps().await;
    let token = login(&emulator, "other.localhost", "another password")
        .await
        .text("token");
    assert_eq!(
        emulator.get(&format!("/v1/sessions/{token}")).await.status,
        404
    );
    let of_other = emulator.api("GET", &format!("/v1/sessions/{token}"));
    assert_eq!(
        of_other
            .header("x-authrocket-realm", "rl_other")
            .send()
            .await
            .status,
        200
    );
    emulator.post("/v1/logout", &[("token", &token)]).await;
    assert_eq!(emulator.list("sessions").await.len(), 1);
}
