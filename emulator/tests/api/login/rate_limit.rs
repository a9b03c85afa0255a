//! `login_rocket.rate_limit` (D12).

use serde_json::{Value, json};

use crate::client::Request;
use crate::fixture::{Emulator, PASSWORD};

async fn limited(limit: u32) -> Emulator {
    Emulator::with(json!({"login_rocket": {"rate_limit": limit}})).await
}

async fn wait(emulator: &Emulator, password: &str) -> Option<i64> {
    let answer = emulator.login("ada", password).await;
    assert_eq!(answer.status, 200);
    answer.json()["retry_after"].as_i64()
}

#[tokio::test]
async fn after_the_failures_it_allows_even_a_right_password_has_to_wait() {
    let emulator = limited(3).await;
    for _ in 0..3 {
        assert_eq!(wait(&emulator, "wrong").await, None);
    }
    let answer = emulator.login("ada", PASSWORD).await;
    let text = answer.refusal();
    assert!(text.contains("Too many"), "{text}");
    let seconds = answer.json()["retry_after"].as_i64().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    assert_eq!(answer.json()["errors"], json!([text]));
    emulator.advance(seconds).await;
    assert_eq!(wait(&emulator, PASSWORD).await, None);
}

#[tokio::test]
async fn waiting_in_vain_costs_nothing_more() {
    let emulator = limited(1).await;
    assert_eq!(wait(&emulator, "wrong").await, None);
    for _ in 0..5 {
        assert!(wait(&emulator, "wrong").await.is_some());
    }
    emulator.advance(60).await;
    emulator.login("ada", PASSWORD).await.text("token");
}

#[tokio::test]
async fn failures_from_before_the_clock_was_turned_back_do_not_count() {
    let emulator = limited(1).await;
    assert_eq!(wait(&emulator, "wrong").await, None);
    assert!(wait(&emulator, PASSWORD).await.is_some());
    emulator.advance(-3600).await;
    emulator.login("ada", PASSWORD).await.text("token");
}

#[tokio::test]
async fn successes_missing_fields_and_codes_that_are_due_do_not_count() {
    let emulator = limited(1).await;
    for _ in 0..3 {
        emulator.login("ada", PASSWORD).await.text("token");
        emulator.login("grace", PASSWORD).await.text("token");
        emulator.login("", "").await.refusal();
    }
    emulator
        .patch_realm(json!({"login_rocket": {"verify": "require"}}))
        .await;
    for _ in 0..3 {
        assert_eq!(wait(&emulator, PASSWORD).await, None);
    }
}

#[tokio::test]
async fn unknown_users_and_wrong_codes_count_like_wrong_passwords() {
    let emulator = limited(3).await;
    emulator.login("nobody", PASSWORD).await.refusal();
    let token = emulator.login("grace", PASSWORD).await.text("token");
    let code = async |code: &str| {
        let fields = [("token", token.as_str()), ("code", code)];
        emulator.post("/v1/login", &fields).await.json()
    };
    for _ in 0..2 {
        assert_eq!(code("000000").await["error"], "Error validating code");
    }
    let right = emulator.code("grace").await;
    assert!(code(&right).await["retry_after"].is_i64());
    assert!(wait(&emulator, PASSWORD).await.is_some());
}

#[tokio::test]
async fn many_at_once_get_no_further_than_one_after_the_other() {
    let emulator = limited(3).await;
    let addr = emulator.running.login_addr();
    let tries: Vec<_> = (0..12)
        .map(|_| {
            let fields = [("username", "ada"), ("password", "wrong")];
            let request = Request::new(addr, "POST", "/v1/login").form(&fields);
            tokio::spawn(async move { request.send().await.json() })
        })
        .collect();
    let mut tried = 0;
    for attempt in tries {
        let body: Value = attempt.await.unwrap();
        tried += usize::from(body["error"] == "Login failed");
    }
    assert_eq!(tried, 3);
}

#[tokio::test]
async fn addresses_and_realms_are_counted_apart() {
    let emulator = limited(1).await;
    let other = json!({"realms": [{"id": "rl_other", "login_rocket": {"rate_limit": 1},
        "apps": [{"name": "Other", "subdomain": "other", "login_handler": "http://o.test/"}]}]});
    emulator.control("POST", "seed", other).await;
    let authenticate = async |ip: &str, password: &str| {
        let body = json!({"user": {"password": password}, "request": {"ip": ip}});
        emulator.create("/v1/users/ada/authenticate", body).await
    };
    assert_eq!(authenticate("192.0.2.1", "wrong").await.status, 401);
    let limited = authenticate("192.0.2.1", PASSWORD).await;
    assert_eq!(limited.status, 429);
    assert!(limited.text("error").contains("Too many"));
    assert_eq!(authenticate("192.0.2.2", PASSWORD).await.status, 200);
    assert_eq!(wait(&emulator, "wrong").await, None);
    assert!(wait(&emulator, "wrong").await.is_some());
    let there = emulator
        .login_port("POST", "/v1/login")
        .header("host", "other.localhost")
        .form(&[("username", "ada"), ("password", "x")]);
    assert_eq!(there.send().await.refusal(), "Login failed");
}

#[tokio::test]
async fn it_is_off_by_default_and_forgotten_on_reset() {
    let emulator = Emulator::start().await;
    for _ in 0..20 {
        assert_eq!(wait(&emulator, "wrong").await, None);
    }
    emulator
        .patch_realm(json!({"login_rocket": {"rate_limit": 1}}))
        .await;
    wait(&emulator, "wrong").await;
    assert!(wait(&emulator, "wrong").await.is_some());
    emulator.control("POST", "reset", json!({})).await;
    emulator
        .patch_realm(json!({"login_rocket": {"rate_limit": 1}}))
        .await;
    assert_eq!(wait(&emulator, PASSWORD).await, None);
}
