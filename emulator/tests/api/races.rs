//! What works once works once, however many ask for it at the same time.

use loginrocket_emulator::{Config, PasswordCost};
use serde_json::json;

use crate::client::{Answer, race};
use crate::fixture::{Emulator, LIN, PASSWORD, config, seed};

const AT_ONCE: usize = 12;

/// With hashes that take their time, so that all signups have been looked at before the first is stored.
async fn slow_hashes() -> Emulator {
    let config = Config {
        password_cost: PasswordCost::Real,
        ..config(seed(&json!({})))
    };
    Emulator::configured(config).await
}

/// The place of the only answer that is a success.
fn winner(answers: &[Answer], won: impl Fn(&Answer) -> bool) -> usize {
    let winners: Vec<usize> = (0..answers.len())
        .filter(|number| won(&answers[*number]))
        .collect();
    assert_eq!(winners.len(), 1, "{answers:?}");
    winners[0]
}

fn has_url(answer: &Answer) -> bool {
    answer.json().get("url").is_some()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_signups_for_one_username_exactly_one_wins() {
    let emulator = slow_hashes().await;
    let signup = |number: usize| {
        let email = format!("lin{number}@example.test");
        let password = format!("{PASSWORD} {number}");
        let fields = [
            ("username", "lin"),
            ("email", &email),
            ("password", &password),
        ];
        emulator.login_port("POST", "/v1/signup").form(&fields)
    };
    let answers = race((0..AT_ONCE).map(signup).collect()).await;
    let won = winner(&answers, has_url);
    for (number, answer) in answers.iter().enumerate().filter(|(n, _)| *n != won) {
        let error = answer.refusal();
        assert_eq!(error, "Username has already been taken", "{number}");
    }
    assert_eq!(emulator.list("users").await.len(), 3);
    let user = emulator.get("/v1/users/lin").await.json();
    assert_eq!(user["email"], format!("lin{won}@example.test"));
    let password = format!("{PASSWORD} {won}");
    emulator.login("lin", &password).await.text("url");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_signups_with_one_address_exactly_one_wins() {
    let emulator = slow_hashes().await;
    let signup = |number: usize| {
        let username = format!("lin{number}");
        let email = ("email", "lin@example.test");
        let fields = [
            ("username", username.as_str()),
            email,
            ("password", PASSWORD),
        ];
        emulator.login_port("POST", "/v1/signup").form(&fields)
    };
    let answers = race((0..AT_ONCE).map(signup).collect()).await;
    winner(&answers, has_url);
    assert_eq!(emulator.list("users").await.len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_signup_token_becomes_one_user() {
    let emulator = Emulator::with(json!({"login_rocket": {"signup_mode": "user_token"}})).await;
    let fields = LIN;
    let token = emulator.post("/v1/signup", &fields).await.text("token");
    let convert = |number: usize| {
        let user = json!({"token": token, "username": format!("lin{number}"), "email": format!("{number}@example.test")});
        emulator
            .api("POST", "/v1/users")
            .json(&json!({"user": user}))
    };
    let answers = race((0..AT_ONCE).map(convert).collect()).await;
    winner(&answers, |answer| answer.status == 201);
    assert!(
        answers
            .iter()
            .all(|answer| [201, 422].contains(&answer.status))
    );
    assert_eq!(emulator.list("users").await.len(), 3);
    assert!(emulator.list("signup_tokens").await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reset_token_sets_one_password() {
    let emulator = Emulator::start().await;
    let token = emulator.reset_token("ada").await;
    let password = |number: usize| format!("new password {number}");
    let reset = |number: usize| {
        let password = password(number);
        let fields = [("token", token.as_str()), ("password", &password)];
        emulator
            .login_port("POST", "/v1/reset_password")
            .form(&fields)
    };
    let answers = race((0..AT_ONCE).map(reset).collect()).await;
    let won = winner(&answers, |answer| answer.body == "{}");
    for number in 0..AT_ONCE {
        let answer = emulator.login("ada", &password(number)).await;
        assert_eq!(has_url(&answer), number == won);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_completes_one_login_and_a_kli_token_is_used_once() {
    let emulator = Emulator::start().await;
    let step = |token: &str, code: &str| {
        let fields = [("token", token), ("code", code)];
        emulator.login_port("POST", "/v1/login").form(&fields)
    };
    let mut tokens = Vec::new();
    for _ in 0..AT_ONCE {
        tokens.push(emulator.login("grace", PASSWORD).await.text("token"));
    }
    let code = emulator.code("grace").await;
    let requests = tokens.iter().map(|token| step(token, &code)).collect();
    let won = winner(&race(requests).await, has_url);
    assert_eq!(emulator.list("sessions").await.len(), 1);

    emulator.advance(60).await;
    let code = emulator.code("grace").await;
    let token = &tokens[(won + 1) % AT_ONCE];
    let requests = (0..AT_ONCE).map(|_| step(token, &code)).collect();
    winner(&race(requests).await, has_url);
    assert_eq!(emulator.list("sessions").await.len(), 2);
}
