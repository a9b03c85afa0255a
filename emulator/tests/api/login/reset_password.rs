//! `/v1/reset_password` and its alias (D5).

use serde_json::json;

use crate::client::{Answer, Request};
use crate::fixture::{Emulator, PASSWORD};

const PATH: &str = "/v1/reset_password";
const NEW: &str = "a new long secret";
const REFUSED: &str = "Token is invalid, used or expired";

async fn reset(emulator: &Emulator, token: &str, password: &str) -> Answer {
    let fields = [("token", token), ("password", password)];
    emulator.post(PATH, &fields).await
}

async fn may_log_in(emulator: &Emulator, password: &str) -> bool {
    let body = emulator.login("ada", password).await.json();
    body.get("token").is_some()
}

#[tokio::test]
async fn the_new_password_holds_and_the_old_one_is_over() {
    let emulator = Emulator::start().await;
    let token = emulator.reset_token("ada").await;
    assert!(may_log_in(&emulator, PASSWORD).await);
    let answer = reset(&emulator, &token, NEW).await;
    assert_eq!((answer.status, answer.json()), (200, json!({})));
    assert!(may_log_in(&emulator, NEW).await);
    assert!(!may_log_in(&emulator, PASSWORD).await);
}

#[tokio::test]
async fn both_paths_and_every_way_to_send_do_the_same() {
    let emulator = Emulator::start().await;
    for path in [PATH, "/v1/password/reset"] {
        for way in 0..3 {
            let token = emulator.reset_token("ada").await;
            let fields = [("token", token.as_str()), ("password", NEW)];
            let post = emulator.login_port("POST", path);
            let request = match way {
                0 => post.form(&fields),
                1 => post.json(&json!({"token": token, "password": NEW})),
                _ => emulator.login_port("GET", path).query(&fields),
            };
            assert_eq!(request.send().await.body, "{}", "{request:?}");
        }
    }
}

#[tokio::test]
async fn a_token_is_good_for_one_reset() {
    let emulator = Emulator::start().await;
    let token = emulator.reset_token("ada").await;
    reset(&emulator, &token, NEW).await;
    let answer = reset(&emulator, &token, "yet another secret").await;
    assert_eq!(answer.refusal(), REFUSED);
    assert_eq!(answer.json()["errors"], json!([REFUSED]));
    assert!(may_log_in(&emulator, NEW).await);
}

#[tokio::test]
async fn of_many_resets_at_once_with_one_token_exactly_one_works() {
    let emulator = Emulator::start().await;
    let token = emulator.reset_token("ada").await;
    let tries: Vec<_> = (0..8)
        .map(|n| {
            let password = format!("secret number {n}");
            let fields = [("token", token.as_str()), ("password", password.as_str())];
            let request = Request::new(emulator.running.login_addr(), "POST", PATH).form(&fields);
            tokio::spawn(async move { request.send().await.body })
        })
        .collect();
    let mut worked = 0;
    for attempt in tries {
        worked += usize::from(attempt.await.unwrap() == "{}");
    }
    assert_eq!(worked, 1);
}

#[tokio::test]
async fn a_token_lives_an_hour_by_the_emulators_clock() {
    let emulator = Emulator::start().await;
    let token = emulator.reset_token("ada").await;
    emulator.advance(59 * 60).await;
    assert_eq!(reset(&emulator, &token, NEW).await.body, "{}");
    let token = emulator.reset_token("ada").await;
    emulator.advance(60 * 60).await;
    assert_eq!(reset(&emulator, &token, NEW).await.refusal(), REFUSED);
}

#[tokio::test]
async fn a_newer_token_voids_the_older_one_and_those_of_nobody_else() {
    let emulator = Emulator::start().await;
    let old = emulator.reset_token("ada").await;
    let graces = emulator.reset_token("grace").await;
    let verification = emulator.verification_token("ada").await;
    let new = emulator.reset_token("ada").await;
    assert_eq!(reset(&emulator, &old, NEW).await.refusal(), REFUSED);
    for token in [&graces, &new] {
        assert_eq!(reset(&emulator, token, NEW).await.body, "{}");
    }
    let fields = [("token", verification.as_str())];
    emulator.done("/v1/verify_email", &fields).await;
}

#[tokio::test]
async fn a_refused_password_leaves_the_token_good() {
    let emulator = Emulator::start().await;
    let token = emulator.reset_token("ada").await;
    let sentence = "Password is too short (minimum is 8 characters)";
    assert_eq!(reset(&emulator, &token, "short").await.refusal(), sentence);
    let fields = [
        ("token", token.as_str()),
        ("password", NEW),
        ("password_confirmation", "something else"),
    ];
    assert_eq!(
        emulator.post(PATH, &fields).await.refusal(),
        "Password confirmation doesn't match Password"
    );
    assert!(may_log_in(&emulator, PASSWORD).await);
    assert_eq!(reset(&emulator, &token, NEW).await.body, "{}");
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_told_all_at_once() {
    let emulator = Emulator::start().await;
    let answer = emulator.post(PATH, &[]).await;
    assert_eq!(
        answer.refusal(),
        "Token can't be blank; Password can't be blank"
    );
    let answer = reset(&emulator, "kpw_unknown", "short").await;
    let short = "Password is too short (minimum is 8 characters)";
    assert_eq!(answer.json()["errors"], json!([REFUSED, short]));
}

#[tokio::test]
async fn a_realm_that_asks_twice_wants_the_confirmation() {
    let emulator = Emulator::with(json!({"login_rocket": {"password_field": "twice"}})).await;
    let token = emulator.reset_token("ada").await;
    let answer = reset(&emulator, &token, NEW).await;
    assert_eq!(answer.refusal(), "Password confirmation can't be blank");
    let fields = [
        ("token", token.as_str()),
        ("password", NEW),
        ("password_confirmation", NEW),
    ];
    emulator.done(PATH, &fields).await;
}

#[tokio::test]
async fn all_that_the_old_password_had_opened_ends() {
    let emulator = Emulator::start().await;
    let first_factor = emulator.login("grace", PASSWORD).await.text("token");
    let ended = emulator.login_token("ada").await;
    let other = emulator
        .create("/v1/sessions", json!({"session": {"user_id": "usr_grace"}}))
        .await
        .text("token");
    let token = emulator.reset_token("ada").await;
    reset(&emulator, &token, NEW).await;
    let status = async |token: &str| emulator.get(&format!("/v1/sessions/{token}")).await.status;
    assert_eq!((status(&ended).await, status(&other).await), (404, 200));
    let token = emulator.reset_token("grace").await;
    reset(&emulator, &token, NEW).await;
    assert_eq!(status(&other).await, 404);
    let code = emulator.code("grace").await;
    let fields = [("token", first_factor.as_str()), ("code", code.as_str())];
    assert_eq!(
        emulator.post("/v1/login", &fields).await.refusal(),
        "Login failed"
    );
}

#[tokio::test]
async fn a_token_ends_with_the_address_the_password_or_the_user_it_was_made_for() {
    let emulator = Emulator::start().await;
    for change in [
        json!({"email": "new@example.test"}),
        json!({"password": "changed otherwise"}),
        json!({"state": "inactive"}),
    ] {
        let token = emulator.reset_token("ada").await;
        let request = emulator.api("PUT", "/v1/users/ada");
        let answer = request.json(&json!({"user": change})).send().await;
        assert_eq!(answer.status, 200, "{change}");
        let refusal = reset(&emulator, &token, NEW).await.refusal();
        assert_eq!(refusal, REFUSED, "{change}");
    }
}

#[tokio::test]
async fn a_token_of_another_realm_is_refused_and_stays_good_at_home() {
    let emulator = Emulator::start().await;
    let other = json!({"realms": [{"id": "rl_other", "apps": [{"name": "Other", "subdomain": "other",
        "login_handler": "http://other.test/login"}]}]});
    emulator.control("POST", "seed", other).await;
    let token = emulator.reset_token("ada").await;
    let there = emulator
        .login_port("POST", PATH)
        .header("host", "other.localhost")
        .form(&[("token", &token), ("password", NEW)]);
    assert_eq!(there.send().await.refusal(), REFUSED);
    assert_eq!(reset(&emulator, &token, NEW).await.body, "{}");
}

#[tokio::test]
async fn resets_are_not_found_where_passwords_are_off() {
    let emulator = Emulator::start().await;
    let token = emulator.reset_token("ada").await;
    emulator
        .patch_realm(json!({"password": {"state": "inactive"}}))
        .await;
    assert_eq!(reset(&emulator, &token, NEW).await.status, 404);
}
