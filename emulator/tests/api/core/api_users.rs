//! API users: `user_type` `api`, their keys, `/v1/users/authenticate_key` (protocol-v1 §5.8).

use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, PASSWORD, claims, lay};

async fn create(emulator: &Emulator, attributes: Value) -> Answer {
    let mut user = json!({"user_type": "api"});
    lay(&mut user, &attributes);
    emulator.create("/v1/users", json!({"user": user})).await
}

async fn log_in(emulator: &Emulator, key: &str) -> Answer {
    let body = json!({"api_key": key, "request": {"ip": "192.0.2.3", "client": "Robot/1"}});
    emulator.create("/v1/users/authenticate_key", body).await
}

#[tokio::test]
async fn name_and_key_are_made_up_and_the_key_is_shown_once() {
    let emulator = Emulator::with(json!({"api_key_prefix": "demo_"})).await;
    let made = create(&emulator, json!({})).await;
    assert_eq!(made.status, 201, "{made:?}");
    let (user, key) = (made.json(), made.text("api_key"));
    assert!(key.starts_with("demo_") && key.len() >= 40, "{key}");
    assert_eq!(
        (&user["user_type"], &user["email"]),
        (&json!("api"), &json!(""))
    );
    assert!(made.text("username").len() > 8);
    assert_eq!(user["name"], user["username"]);
    assert_eq!(user["credentials"][0]["credential_type"], "api_key");
    let again = create(&emulator, json!({})).await;
    assert_ne!(again.text("username"), made.text("username"));
    assert_ne!(again.text("api_key"), key);
    let path = format!("/v1/users/{}", made.text("id"));
    for answer in [emulator.get(&path).await, log_in(&emulator, &key).await] {
        assert_eq!(answer.status, 200);
        assert!(!answer.body.contains(&key), "{answer:?}");
    }
}

#[tokio::test]
async fn a_key_gives_the_user_with_a_login_token() {
    let emulator = Emulator::with(json!({"session_minutes": 60})).await;
    let attributes = json!({"username": "Robot", "name": "The robot", "email": "r@x.test"});
    let made = create(&emulator, attributes).await;
    assert_eq!(
        (made.text("username"), made.text("name")),
        ("robot".into(), "The robot".into())
    );
    let key = made.text("api_key");
    let answer = log_in(&emulator, &key).await;
    assert_eq!((answer.status, answer.text("id")), (200, made.text("id")));
    let of_token = claims(&answer.text("token"));
    assert_eq!(
        (&of_token["un"], &of_token["n"]),
        (&json!("robot"), &json!("The robot"))
    );
    let end = |claims: &Value| claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
    assert_eq!(end(&of_token), 3600);
    let path = "/v1/events?event_type=user.login.succeeded";
    assert_eq!(
        emulator.collection(path).await[0]["request"],
        json!({"ip": "192.0.2.3", "client": "Robot/1"})
    );
    emulator.patch_realm(json!({"api_key_minutes": 5})).await;
    let wrapped = json!({"user": {"api_key": key}});
    let nowhere = emulator
        .api("POST", "/v1/users/authenticate_key")
        .without("x-authrocket-realm")
        .json(&wrapped);
    let answer = nowhere.send().await;
    assert_eq!(end(&claims(&answer.text("token"))), 300);
}

#[tokio::test]
async fn only_a_known_key_of_an_active_user_of_the_realm_is_good() {
    let emulator = Emulator::start().await;
    emulator
        .control("POST", "seed", json!({"realms": [{"id": "rl_other"}]}))
        .await;
    let made = create(&emulator, json!({"username": "robot"})).await;
    let key = made.text("api_key");
    for bad in ["x", &key[1..], &key.to_uppercase(), "argon2"] {
        let answer = log_in(&emulator, bad).await;
        assert_eq!(
            (answer.status, answer.json()),
            (401, json!({"error": "Login failed"}))
        );
    }
    let path = "/v1/users/authenticate_key";
    assert_eq!(emulator.create(path, json!({})).await.status, 400);
    let elsewhere = emulator
        .api("POST", path)
        .header("x-authrocket-realm", "rl_other");
    let elsewhere = elsewhere.json(&json!({"api_key": key}));
    assert_eq!(elsewhere.send().await.status, 401);
    let state = async |state: &str| {
        let body = json!({"user": {"state": state}});
        assert_eq!(emulator.put("/v1/users/robot", body).await.status, 200);
    };
    state("inactive").await;
    assert_eq!(log_in(&emulator, &key).await.status, 401);
    state("active").await;
    assert_eq!(log_in(&emulator, &key).await.status, 200);
    emulator.delete("/v1/users/robot").await;
    assert_eq!(log_in(&emulator, &key).await.status, 401);
}

#[tokio::test]
async fn where_the_realm_says_so_keys_can_be_read_again() {
    let emulator = Emulator::with(json!({"api_key_policy": "encrypt"})).await;
    let made = create(&emulator, json!({"username": "robot"})).await;
    let key = made.text("api_key");
    let user = async || emulator.get("/v1/users/robot").await;
    assert_eq!(user().await.text("api_key"), key);
    let credential = made.json()["credentials"][0]["id"].clone();
    let path = format!("/v1/credentials/{}", credential.as_str().unwrap());
    assert_eq!(emulator.get(&path).await.text("api_key"), key);
    let body = json!({"credential": {"api_key": "my own key"}});
    assert_eq!(emulator.put(&path, body).await.status, 200);
    assert_eq!(user().await.text("api_key"), "my own key");
    let second = json!({"credential": {"user_id": "robot", "credential_type": "api_key"}});
    let second = emulator.create("/v1/credentials", second).await;
    let path = format!("/v1/credentials/{}", second.text("id"));
    assert_eq!(
        emulator.get(&path).await.text("api_key"),
        second.text("api_key")
    );
    assert_eq!(user().await.text("api_key"), "my own key");
    for list in ["/v1/users", "/v1/credentials"] {
        assert!(!emulator.get(list).await.body.contains("my own key"));
    }
    let token = log_in(&emulator, "my own key").await.text("token");
    let session = emulator.get(&format!("/v1/sessions/{token}")).await;
    assert!(!session.body.contains("my own key"));
    emulator
        .patch_realm(json!({"api_key_policy": "hash"}))
        .await;
    assert!(user().await.json().get("api_key").is_none());
    assert!(emulator.get(&path).await.json().get("api_key").is_none());
}

#[tokio::test]
async fn a_key_may_be_given_and_replaced_but_not_shared() {
    let emulator = Emulator::start().await;
    let made = create(
        &emulator,
        json!({"username": "robot", "api_key": "my own key"}),
    )
    .await;
    assert_eq!(made.text("api_key"), "my own key");
    let shared = create(
        &emulator,
        json!({"username": "other", "api_key": "my own key"}),
    )
    .await;
    let sentence = "Api key has already been taken";
    assert_eq!(Emulator::problem(&shared, "api_key"), sentence);
    assert_eq!(emulator.get("/v1/users/other").await.status, 404);
    let change = async |attributes: Value| {
        let answer = emulator
            .put("/v1/users/robot", json!({"user": attributes}))
            .await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer
    };
    assert!(
        change(json!({"first_name": "R"}))
            .await
            .json()
            .get("api_key")
            .is_none()
    );
    change(json!({"api_key": "my own key"})).await;
    assert_eq!(log_in(&emulator, "my own key").await.status, 200);
    let new = change(json!({"api_key": "generate"})).await.text("api_key");
    assert_ne!(new, "generate");
    assert_eq!(log_in(&emulator, "my own key").await.status, 401);
    assert_eq!(log_in(&emulator, &new).await.status, 200);
}

#[tokio::test]
async fn an_api_user_has_no_password_and_a_person_no_key() {
    let emulator = Emulator::start().await;
    let refused = create(
        &emulator,
        json!({"username": "robot", "password": PASSWORD}),
    )
    .await;
    let sentence = "Password is not for API users";
    assert_eq!(Emulator::problem(&refused, "password"), sentence);
    create(&emulator, json!({"username": "robot", "email": "r@x.test"})).await;
    let body = json!({"user": {"password": PASSWORD}});
    let refused = emulator.put("/v1/users/robot", body.clone()).await;
    assert_eq!(Emulator::problem(&refused, "password"), sentence);
    let path = "/v1/users/robot/generate_password_token";
    assert_eq!(emulator.create(path, json!({})).await.status, 422);
    assert_eq!(
        emulator
            .create("/v1/users/robot/authenticate", body)
            .await
            .status,
        401
    );
    let ada = emulator
        .put("/v1/users/ada", json!({"user": {"api_key": "my own key"}}))
        .await;
    assert!(ada.json().get("api_key").is_none());
    assert_eq!(log_in(&emulator, "my own key").await.status, 401);
}

#[tokio::test]
async fn logins_with_a_key_are_dated_once_a_day() {
    let emulator = Emulator::start().await;
    let key = create(&emulator, json!({"username": "robot"}))
        .await
        .text("api_key");
    let last = async || log_in(&emulator, &key).await.json()["last_login_at"].clone();
    let first = last().await;
    assert!(first.is_f64());
    emulator.advance(3600).await;
    assert_eq!(last().await, first);
    emulator.advance(24 * 3600).await;
    assert!(last().await.as_f64() > first.as_f64());
}
