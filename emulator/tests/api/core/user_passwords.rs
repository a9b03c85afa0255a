//! `/v1/users/:id/generate_password_token`, `…/reset_password_with_token`, `…/update_password` (protocol-v1 §5.8).

use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, PASSWORD};

const NEW: &str = "a new long secret";
const REFUSED: &str = "Token is invalid, used or expired";

async fn token(emulator: &Emulator, user: &str) -> Answer {
    let path = format!("/v1/users/{user}/generate_password_token");
    emulator.create(&path, json!({})).await
}

async fn reset(emulator: &Emulator, user: &str, attributes: Value) -> Answer {
    let path = format!("/v1/users/{user}/reset_password_with_token");
    emulator.create(&path, json!({"user": attributes})).await
}

async fn update(emulator: &Emulator, user: &str, attributes: Value) -> Answer {
    let path = format!("/v1/users/{user}/update_password");
    emulator.put(&path, json!({"user": attributes})).await
}

#[tokio::test]
async fn a_token_is_given_with_the_user_and_mailed_too() {
    let emulator = Emulator::start().await;
    let answer = token(&emulator, "ada").await;
    assert_eq!(answer.status, 200);
    let given = answer.text("password_reset_token");
    assert!(given.starts_with("kpw_"));
    assert_eq!(answer.text("id"), "usr_ada");
    assert_eq!(emulator.newest_mail().await["token"], given.as_str());
    let read = emulator.get("/v1/users/ada").await.json();
    assert!(read.get("password_reset_token").is_none());
    assert_eq!(token(&emulator, "nobody").await.status, 404);
    let change = json!({"user": {"state": "inactive"}});
    let request = emulator.api("PUT", "/v1/users/ada").json(&change);
    assert_eq!(request.send().await.status, 200);
    let answer = token(&emulator, "ada").await;
    assert_eq!(Emulator::problem(&answer, "state"), "State is inactive");
}

#[tokio::test]
async fn a_token_resets_under_the_users_id_its_name_or_none() {
    let emulator = Emulator::start().await;
    for (n, user) in ["usr_ada", "ada", "--"].iter().enumerate() {
        let token = token(&emulator, "ada").await.text("password_reset_token");
        let password = format!("secret number {n}");
        let attributes =
            json!({"token": token, "password": password, "password_confirmation": password});
        let answer = reset(&emulator, user, attributes).await;
        assert_eq!((answer.status, answer.text("id")), (200, "usr_ada".into()));
        emulator.login("ada", &password).await.text("token");
    }
}

#[tokio::test]
async fn a_reset_ends_the_users_sessions_and_either_port_takes_the_token() {
    let emulator = Emulator::start().await;
    let session = emulator.login_token("ada").await;
    let mailed = emulator.reset_token("ada").await;
    let attributes = json!({"token": mailed, "password": NEW});
    assert_eq!(reset(&emulator, "--", attributes).await.status, 200);
    let path = format!("/v1/sessions/{session}");
    assert_eq!(emulator.get(&path).await.status, 404);
    let given = token(&emulator, "ada").await.text("password_reset_token");
    let fields = [("token", given.as_str()), ("password", PASSWORD)];
    emulator.done("/v1/reset_password", &fields).await;
}

#[tokio::test]
async fn a_refused_reset_is_a_validation_error_and_keeps_the_token() {
    let emulator = Emulator::start().await;
    let token = token(&emulator, "ada").await.text("password_reset_token");
    let good = json!({"token": token, "password": NEW});
    for (user, attributes, attribute, sentence) in [
        (
            "--",
            json!({"password": NEW}),
            "token",
            "Token can't be blank",
        ),
        (
            "--",
            json!({"token": "kpw_x", "password": NEW}),
            "token",
            REFUSED,
        ),
        ("grace", good.clone(), "token", REFUSED),
        (
            "--",
            json!({"token": token}),
            "password",
            "Password can't be blank",
        ),
        (
            "ada",
            json!({"token": token, "password": "short"}),
            "password",
            "Password is too short (minimum is 8 characters)",
        ),
        (
            "ada",
            json!({"token": token, "password": NEW, "password_confirmation": "x"}),
            "password_confirmation",
            "Password confirmation doesn't match Password",
        ),
    ] {
        let answer = reset(&emulator, user, attributes).await;
        assert_eq!(Emulator::problem(&answer, attribute), sentence);
    }
    assert_eq!(reset(&emulator, "nobody", good.clone()).await.status, 404);
    let path = "/v1/users/--/reset_password_with_token";
    assert_eq!(emulator.create(path, json!({})).await.status, 400);
    let foreign = emulator
        .api("POST", path)
        .header("x-authrocket-realm", "rl_x")
        .json(&json!({"user": good.clone()}));
    assert_eq!(foreign.send().await.status, 422);
    assert_eq!(reset(&emulator, "--", good.clone()).await.status, 200);
    assert_eq!(
        Emulator::problem(&reset(&emulator, "--", good).await, "token"),
        REFUSED
    );
}

#[tokio::test]
async fn who_knows_the_current_password_may_change_it_and_stays_logged_in() {
    let emulator = Emulator::start().await;
    let session = emulator.login_token("ada").await;
    let mailed = emulator.reset_token("ada").await;
    let attributes =
        json!({"current_password": PASSWORD, "password": NEW, "password_confirmation": NEW});
    let answer = update(&emulator, "ada", attributes).await;
    assert_eq!((answer.status, answer.text("id")), (200, "usr_ada".into()));
    assert!(!answer.body.contains("argon2"));
    emulator.login("ada", NEW).await.text("token");
    emulator.login("ada", PASSWORD).await.refusal();
    let path = format!("/v1/sessions/{session}");
    assert_eq!(emulator.get(&path).await.status, 200);
    let fields = [("token", mailed.as_str()), ("password", PASSWORD)];
    let answer = emulator.post("/v1/reset_password", &fields).await;
    assert_eq!(answer.refusal(), REFUSED);
}

#[tokio::test]
async fn a_change_needs_the_current_password_and_a_good_new_one() {
    let emulator = Emulator::start().await;
    for current in [json!("wrong"), json!(""), json!(null)] {
        let attributes = json!({"current_password": current, "password": NEW});
        let answer = update(&emulator, "ada", attributes).await;
        assert_eq!(
            Emulator::problem(&answer, "current_password"),
            "Current password does not match"
        );
    }
    let attributes =
        json!({"current_password": PASSWORD, "password": "short", "password_confirmation": "x"});
    let answer = update(&emulator, "ada", attributes).await;
    assert_eq!(
        answer.json()["errors"],
        json!({"password": ["Password is too short (minimum is 8 characters)"],
            "password_confirmation": ["Password confirmation doesn't match Password"]})
    );
    emulator.login("ada", PASSWORD).await.text("token");
    assert_eq!(update(&emulator, "nobody", json!({})).await.status, 404);
    let robot = json!({"user": {"user_type": "api", "username": "robot"}});
    assert_eq!(emulator.create("/v1/users", robot).await.status, 201);
    let attributes = json!({"current_password": "", "password": NEW});
    let answer = update(&emulator, "robot", attributes).await;
    assert_eq!(answer.status, 422);
}

#[tokio::test]
async fn an_inactive_passwords_provider_turns_all_of_it_off() {
    let emulator = Emulator::start().await;
    let given = token(&emulator, "ada").await.text("password_reset_token");
    emulator
        .patch_realm(json!({"password": {"state": "inactive"}}))
        .await;
    assert_eq!(token(&emulator, "ada").await.status, 404);
    let attributes = json!({"token": given, "password": NEW});
    assert_eq!(reset(&emulator, "--", attributes).await.status, 404);
    let attributes = json!({"current_password": PASSWORD, "password": NEW});
    assert_eq!(update(&emulator, "ada", attributes).await.status, 404);
}
