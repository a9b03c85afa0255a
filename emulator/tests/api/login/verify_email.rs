//! `/v1/verify_email` and its alias (D5), and what a realm's `verify` means for signups and logins
//! (protocol-v1 §3.6, §3.10, D21).

use serde_json::json;

use crate::fixture::{Emulator, PASSWORD, text_of};

const PATH: &str = "/v1/verify_email";
const REFUSED: &str = "Token is invalid, used or expired";
const NEW: [(&str, &str); 3] = [
    ("username", "lin"),
    ("email", "lin@example.test"),
    ("password", "long enough"),
];

async fn state(emulator: &Emulator, username: &str) -> String {
    let path = format!("/v1/users/{username}");
    emulator.get(&path).await.text("email_verification")
}

#[tokio::test]
async fn a_token_verifies_the_address_once() {
    let emulator = Emulator::start().await;
    let token = emulator.verification_token("ada").await;
    assert_eq!(state(&emulator, "ada").await, "requested");
    emulator.done(PATH, &[("token", &token)]).await;
    assert_eq!(state(&emulator, "ada").await, "verified");
    let again = emulator.post(PATH, &[("token", &token)]).await;
    assert_eq!(again.refusal(), REFUSED);
    assert_eq!(state(&emulator, "ada").await, "verified");
}

#[tokio::test]
async fn both_paths_and_every_way_to_send_do_the_same() {
    let emulator = Emulator::start().await;
    for path in [PATH, "/v1/email/verify"] {
        for way in 0..3 {
            let token = emulator.verification_token("ada").await;
            let fields = [("token", token.as_str())];
            let post = emulator.login_port("POST", path);
            let request = match way {
                0 => post.form(&fields),
                1 => post.json(&json!({"token": token})),
                _ => emulator.login_port("GET", path).query(&fields),
            };
            assert_eq!(request.send().await.body, "{}", "{request:?}");
        }
    }
}

#[tokio::test]
async fn a_token_lives_a_day_by_the_emulators_clock() {
    let emulator = Emulator::start().await;
    let token = emulator.verification_token("ada").await;
    emulator.advance(24 * 60 * 60 - 60).await;
    emulator.done(PATH, &[("token", &token)]).await;
    let token = emulator.verification_token("ada").await;
    emulator.advance(24 * 60 * 60).await;
    let late = emulator.post(PATH, &[("token", &token)]).await;
    assert_eq!(late.refusal(), REFUSED);
    assert_eq!(state(&emulator, "ada").await, "requested");
}

#[tokio::test]
async fn missing_unknown_foreign_and_voided_tokens_are_refused() {
    let emulator = Emulator::start().await;
    let other = json!({"realms": [{"id": "rl_other", "apps": [{"name": "Other", "subdomain": "other",
        "login_handler": "http://other.test/login"}]}]});
    emulator.control("POST", "seed", other).await;
    assert_eq!(
        emulator.post(PATH, &[]).await.refusal(),
        "Token can't be blank"
    );
    let voided = emulator.verification_token("ada").await;
    let token = emulator.verification_token("ada").await;
    let reset = emulator.reset_token("ada").await;
    for bad in ["unknown", &voided, &reset] {
        let answer = emulator.post(PATH, &[("token", bad)]).await;
        assert_eq!(answer.refusal(), REFUSED);
    }
    let there = emulator
        .login_port("POST", PATH)
        .header("host", "other.localhost")
        .form(&[("token", &token)]);
    assert_eq!(there.send().await.refusal(), REFUSED);
    emulator.done(PATH, &[("token", &token)]).await;
}

#[tokio::test]
async fn a_token_verifies_only_the_address_it_was_sent_to() {
    let emulator = Emulator::start().await;
    let change = async |email: &str| {
        let request = emulator.api("PUT", "/v1/users/ada");
        let body = json!({"user": {"email": email}});
        assert_eq!(request.json(&body).send().await.status, 200);
    };
    let token = emulator.verification_token("ada").await;
    change("new@example.test").await;
    let answer = emulator.post(PATH, &[("token", &token)]).await;
    assert_eq!(answer.refusal(), REFUSED);
    let token = emulator.verification_token("ada").await;
    emulator.done(PATH, &[("token", &token)]).await;
    change("new@example.test").await;
    assert_eq!(state(&emulator, "ada").await, "verified");
    change("newer@example.test").await;
    assert_eq!(state(&emulator, "ada").await, "none");
}

#[tokio::test]
async fn where_it_is_off_a_signup_mails_nothing() {
    let emulator = Emulator::start().await;
    emulator.post("/v1/signup", &NEW).await.text("token");
    assert!(emulator.list("outbox").await.is_empty());
    assert_eq!(state(&emulator, "lin").await, "none");
}

#[tokio::test]
async fn where_it_is_requested_a_signup_logs_in_and_mails_a_link() {
    for mode in ["user", "user_org"] {
        let settings = json!({"login_rocket": {"verify": "request", "signup_mode": mode}});
        let emulator = Emulator::with(settings).await;
        let answer = emulator.post("/v1/signup", &NEW).await;
        assert!(answer.text("url").ends_with("&signup=true"), "{mode}");
        let mail = emulator.newest_mail().await;
        assert_eq!(mail["event"], "user.email.verification_requested");
        assert_eq!(mail["to"], "lin@example.test");
        assert_eq!(state(&emulator, "lin").await, "requested");
        emulator.login("lin", "long enough").await.text("token");
        let token = text_of(&mail, "token");
        emulator.done(PATH, &[("token", &token)]).await;
        assert_eq!(state(&emulator, "lin").await, "verified");
        assert_eq!(emulator.list("outbox").await.len(), 1);
    }
}

#[tokio::test]
async fn where_it_is_required_the_link_comes_before_the_first_login() {
    let emulator = Emulator::with(json!({"login_rocket": {"verify": "require"}})).await;
    let refusal = emulator.post("/v1/signup", &NEW).await.refusal();
    assert!(refusal.contains("mail"), "{refusal}");
    let refusal = emulator.login("lin", "long enough").await.refusal();
    assert!(refusal.contains("verify"), "{refusal}");
    let token = text_of(&emulator.newest_mail().await, "token");
    emulator.done(PATH, &[("token", &token)]).await;
    emulator.login("lin", "long enough").await.text("token");
}

#[tokio::test]
async fn a_login_refused_for_it_mails_a_link_unless_one_still_works() {
    let emulator = Emulator::with(json!({"login_rocket": {"verify": "require"}})).await;
    emulator.login("ada", "wrong").await.refusal();
    assert!(emulator.list("outbox").await.is_empty());
    emulator.login("ada", PASSWORD).await.refusal();
    emulator.login("ada", PASSWORD).await.refusal();
    assert_eq!(emulator.list("outbox").await.len(), 1);
    assert_eq!(state(&emulator, "ada").await, "requested");
    emulator.advance(24 * 60 * 60).await;
    emulator.login("ada", PASSWORD).await.refusal();
    assert_eq!(emulator.list("outbox").await.len(), 2);
    let token = text_of(&emulator.newest_mail().await, "token");
    emulator.done(PATH, &[("token", &token)]).await;
    emulator.login("ada", PASSWORD).await.text("token");
}

#[tokio::test]
async fn a_user_made_from_a_signup_token_is_asked_too() {
    let settings = json!({"login_rocket": {"verify": "require", "signup_mode": "user_token"}});
    let emulator = Emulator::with(settings).await;
    let token = emulator.post("/v1/signup", &NEW).await.text("token");
    assert!(emulator.list("outbox").await.is_empty());
    let body = json!({"user": {"token": token}});
    let made = emulator.create("/v1/users", body).await;
    assert_eq!(made.text("email_verification"), "requested");
    let token = text_of(&emulator.newest_mail().await, "token");
    emulator.done(PATH, &[("token", &token)]).await;
    emulator.login("lin", "long enough").await.text("token");
}
