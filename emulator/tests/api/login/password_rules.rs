//! The rules of a realm's Passwords provider, wherever a password is set (protocol-v1 §7.3).

use serde_json::json;

use crate::fixture::{Emulator, PASSWORD};
use crate::visitor::Visitor;

fn rules() -> serde_json::Value {
    json!({"password": {"min_length": 6, "required_chars": ["digit"], "min_complexity": "medium"}})
}

const SIMPLE: &str = "monkey1";
const NO_DIGIT: &str = "Password must include a digit";
const GUESSABLE: &str = "Password is too easy to guess";
const GOOD: &str = "wharf 7 ibis quartz";

#[tokio::test]
async fn a_signup_is_told_of_every_rule_it_breaks() {
    let emulator = Emulator::with(rules()).await;
    let signup = |password| {
        [
            ("username", "lin"),
            ("email", "lin@example.test"),
            ("password", password),
        ]
    };
    let refusal = emulator
        .post("/v1/signup", &signup("monke"))
        .await
        .refusal();
    assert_eq!(
        refusal,
        format!("Password is too short (minimum is 6 characters); {NO_DIGIT}; {GUESSABLE}")
    );
    let refusal = emulator.post("/v1/signup", &signup(SIMPLE)).await.refusal();
    assert_eq!(refusal, GUESSABLE);
    emulator.post("/v1/signup", &signup(GOOD)).await.text("url");
}

#[tokio::test]
async fn every_way_to_set_a_password_has_the_same_rules() {
    let emulator = Emulator::with(rules()).await;
    let token = emulator.reset_token("ada").await;
    let reset = [("token", token.as_str()), ("password", SIMPLE)];
    let refusal = emulator.post("/v1/reset_password", &reset).await.refusal();
    assert_eq!(refusal, GUESSABLE);
    for (method, path, body) in [
        (
            "POST",
            "/v1/users",
            json!({"user": {"username": "lin", "email": "lin@example.test", "password": SIMPLE}}),
        ),
        (
            "POST",
            "/v1/user_tokens",
            json!({"user_token": {"username": "lin", "email": "", "password": SIMPLE}}),
        ),
        (
            "PUT",
            "/v1/users/ada",
            json!({"user": {"password": SIMPLE}}),
        ),
        (
            "PUT",
            "/v1/users/ada/update_password",
            json!({"user": {"current_password": PASSWORD, "password": SIMPLE}}),
        ),
        (
            "POST",
            "/v1/users/--/reset_password_with_token",
            json!({"user": {"token": token, "password": SIMPLE}}),
        ),
    ] {
        let answer = emulator.api(method, path).json(&body).send().await;
        assert_eq!(answer.status, 422, "{path} {answer:?}");
        assert_eq!(
            answer.json()["errors"]["password"],
            json!([GUESSABLE]),
            "{path}"
        );
    }
    // The rules are for new passwords only.
    emulator.login_token("ada").await;
}

#[tokio::test]
async fn what_is_known_of_a_user_does_not_make_a_password() {
    let emulator = Emulator::with(json!({"password": {"min_complexity": "low"}})).await;
    let fields = [
        ("username", "zanzibarolifant"),
        ("email", "z@example.test"),
        ("password", "zanzibarolifant"),
    ];
    assert_eq!(
        emulator.post("/v1/signup", &fields).await.refusal(),
        GUESSABLE
    );
}

#[tokio::test]
async fn hosted_pages_say_the_rules_beforehand() {
    let emulator = Emulator::with(rules()).await;
    let page = Visitor::new(&emulator).get("/signup").await;
    let hint = "At least 6 characters, a digit, not easy to guess.";
    assert!(page.page().contains(hint), "{page:?}");
}

#[tokio::test]
async fn an_unknown_level_or_kind_is_refused_by_the_seed() {
    let emulator = Emulator::start().await;
    for rules in [
        json!({"min_complexity": "extreme"}),
        json!({"required_chars": ["emoji"]}),
    ] {
        let request = emulator.login_port("PATCH", "/_emulator/realms/rl_standard");
        let answer = request.json(&json!({"password": rules})).send().await;
        assert_eq!(answer.status, 400, "{answer:?}");
    }
}
