//! Signup tokens, and their one-time turn into a user (protocol-v1 §5.6, §5.7, D23, D27).

use serde_json::{Value, json};

use crate::client::{Answer, race};
use crate::fixture::{Emulator, REALM, claims};

fn lin() -> Value {
    json!({"realm_id": REALM, "username": "lin", "email": "lin@example.test",
           "password": "long enough", "first_name": "Lin"})
}

async fn pending_signup(emulator: &Emulator) -> String {
    let answer = emulator
        .create("/v1/user_tokens", json!({"user_token": lin()}))
        .await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.text("id")
}

async fn convert(emulator: &Emulator, attributes: Value) -> Answer {
    emulator
        .create("/v1/users", json!({"user": attributes}))
        .await
}

#[tokio::test]
async fn a_signup_token_is_read_as_it_was_created_and_never_shows_its_password() {
    let emulator = Emulator::start().await;
    let id = pending_signup(&emulator).await;
    assert!(id.starts_with("utk_"));
    let answer = emulator.get(&format!("/v1/user_tokens/{id}")).await;
    let body = answer.json();
    assert_eq!(body["object"], "user_token");
    assert_eq!(body["credential_type"], "password");
    assert_eq!(
        (&body["username"], &body["last_name"]),
        (&json!("lin"), &json!(null))
    );
    assert!(!answer.body.contains("long enough") && !answer.body.contains("argon2"));
}

#[tokio::test]
async fn a_signup_token_must_obey_the_rules_of_users() {
    let emulator = Emulator::start().await;
    let mut bad = lin();
    bad["username"] = json!("ada");
    bad["password_confirmation"] = json!("else");
    let answer = emulator
        .create("/v1/user_tokens", json!({"user_token": bad}))
        .await;
    assert_eq!(answer.status, 422);
    let errors = &answer.json()["errors"];
    assert_eq!(
        errors["username"],
        json!(["Username has already been taken"])
    );
    assert!(errors["password_confirmation"].is_array());
    assert_eq!(
        emulator.create("/v1/user_tokens", json!({})).await.status,
        400
    );
}

#[tokio::test]
async fn a_signup_token_becomes_a_user_once_and_a_session_can_follow() {
    let emulator = Emulator::with(json!({"login_rocket": {"signup_mode": "user_token"}})).await;
    let fields = [
        ("username", "lin"),
        ("email", "lin@example.test"),
        ("password", "long enough"),
    ];
    let token = emulator.post("/v1/signup", &fields).await.text("token");
    let made = convert(&emulator, json!({"token": token})).await;
    assert_eq!(made.status, 201);
    assert_eq!(made.json()["username"], "lin");
    let again = convert(&emulator, json!({"token": token})).await;
    assert_eq!(again.status, 422);
    assert!(again.json()["errors"]["token"].is_array());
    assert_eq!(
        emulator
            .get(&format!("/v1/user_tokens/{token}"))
            .await
            .status,
        404
    );
    let body = json!({"session": {"user_id": made.text("id")}});
    let session = emulator.create("/v1/sessions", body).await;
    assert_eq!(claims(&session.text("token"))["un"], "lin");
    emulator.login("lin", "long enough").await.text("token");
}

#[tokio::test]
async fn of_two_tokens_for_the_same_data_one_becomes_a_user_and_the_other_stays_a_token() {
    let emulator = Emulator::start().await;
    let (first, second) = (
        pending_signup(&emulator).await,
        pending_signup(&emulator).await,
    );
    assert_eq!(
        convert(&emulator, json!({"token": first})).await.status,
        201
    );
    let refused = convert(&emulator, json!({"token": second})).await;
    assert_eq!(
        refused.json()["errors"]["username"],
        json!(["Username has already been taken"])
    );
    assert_eq!(
        emulator
            .get(&format!("/v1/user_tokens/{second}"))
            .await
            .status,
        200
    );
    let renamed = json!({"token": second, "username": "lin2", "email": "lin2@example.test"});
    assert_eq!(convert(&emulator, renamed).await.status, 201);
}

#[tokio::test]
async fn other_attributes_override_the_parked_ones_but_for_the_password() {
    let emulator = Emulator::start().await;
    let token = pending_signup(&emulator).await;
    let given =
        json!({"token": token, "last_name": "O", "reference": "c-17", "password": "overridden pw"});
    let user = convert(&emulator, given).await.json();
    assert_eq!(
        (&user["name"], &user["reference"]),
        (&json!("Lin O"), &json!("c-17"))
    );
    emulator.login("lin", "long enough").await.text("token");
    emulator.login("lin", "overridden pw").await.refusal();
}

#[tokio::test]
async fn a_signup_token_lives_for_a_day() {
    let emulator = Emulator::start().await;
    let token = pending_signup(&emulator).await;
    emulator.advance(24 * 60 * 60 + 1).await;
    assert_eq!(
        emulator
            .get(&format!("/v1/user_tokens/{token}"))
            .await
            .status,
        404
    );
    assert_eq!(
        convert(&emulator, json!({"token": token})).await.status,
        422
    );
    assert!(emulator.list("signup_tokens").await.is_empty());
}

#[tokio::test]
async fn of_many_conversions_at_once_exactly_one_makes_the_user() {
    let emulator = Emulator::start().await;
    let token = pending_signup(&emulator).await;
    let request = emulator
        .api("POST", "/v1/users")
        .json(&json!({"user": {"token": token}}));
    let answers = race(vec![request; 8]).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 422, 422, 422, 422, 422, 422, 422]);
}
