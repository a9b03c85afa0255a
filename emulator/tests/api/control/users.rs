//! Users as the page adds, changes, enrols and removes them.

use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, PASSWORD, REALM, text_of};
use crate::fixture_v2;

async fn send(emulator: &Emulator, method: &str, path: &str, body: Value) -> Answer {
    let request = emulator.login_port(method, &format!("/_emulator/{path}"));
    request.json(&body).send().await
}

fn lin(realm_id: &str) -> Value {
    json!({"realm_id": realm_id, "username": "Lin", "email": "lin@example.test", "first_name": "Lin",
        "custom": {"plan": "gold"}, "password": PASSWORD})
}

#[tokio::test]
async fn a_user_that_was_added_logs_in() {
    let emulator = Emulator::start().await;
    let answer = send(&emulator, "POST", "users", lin(REALM)).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let user = answer.json();
    assert_eq!(
        (&user["username"], &user["name"]),
        (&json!("lin"), &json!("Lin"))
    );
    assert_eq!(user["custom"], json!({"plan": "gold"}));
    emulator.login("lin", PASSWORD).await.text("token");
    let events = emulator.list("events").await;
    assert!(
        events
            .iter()
            .any(|event| event["event_type"] == "user.created")
    );
}

#[tokio::test]
async fn the_rules_of_the_realm_hold() {
    let emulator = Emulator::start().await;
    for (body, attribute) in [
        (json!({"username": "ada"}), "username"),
        (json!({"email": "no address"}), "email"),
        (json!({"password": "short"}), "password"),
        (json!({"password": ""}), "password"),
        (json!({"realm_id": "rl_none"}), "realm_id"),
        (json!({"state": "asleep"}), "state"),
    ] {
        let mut given = lin(REALM);
        crate::fixture::lay(&mut given, &body);
        let answer = send(&emulator, "POST", "users", given).await;
        let problem = Emulator::problem(&answer, attribute);
        assert!(!problem.is_empty(), "{body}");
    }
    let nowhere = send(&emulator, "POST", "users", json!({"username": "lin"})).await;
    assert_eq!(nowhere.status, 400);
    assert_eq!(emulator.list("users").await.len(), 2);
}

#[tokio::test]
async fn a_user_of_version_2_needs_no_password_and_logs_in_with_one() {
    let emulator = Emulator::v2().await;
    let body = json!({"realm_id": fixture_v2::REALM, "email": "lin@example.test"});
    let user = emulator.control("POST", "users", body).await;
    let path = format!("users/{}", text_of(&user, "id"));
    let change = json!({"password": PASSWORD, "email_verification": "requested"});
    let user = emulator.control("PATCH", &path, change).await;
    assert_eq!(user["email_verification"], "requested");
    assert_eq!(emulator.newest_mail().await["to"], "lin@example.test");
    let body = emulator.lr_login("lin@example.test").await;
    assert_eq!(body["result"], "full_login");
}

#[tokio::test]
async fn a_user_is_changed_disabled_enabled_and_deleted() {
    let emulator = Emulator::start().await;
    let change = json!({"last_name": "Lovelace", "password": "another password"});
    let user = emulator.control("PATCH", "users/usr_ada", change).await;
    assert_eq!(user["name"], "Ada Lovelace");
    assert_eq!(user["email"], "ada@example.test");
    emulator
        .login("ada", "another password")
        .await
        .text("token");
    for state in ["inactive", "active"] {
        let change = json!({"state": state});
        emulator.control("PATCH", "users/usr_ada", change).await;
        let answer = emulator.login("ada", "another password").await;
        let has_token = answer.json().get("token").is_some();
        assert_eq!(has_token, state == "active", "{state}");
    }
    emulator.control("DELETE", "users/usr_ada", json!({})).await;
    assert_eq!(emulator.list("users").await.len(), 1);
    assert!(emulator.list("sessions").await.is_empty());
    let taken = json!({"username": ""});
    let answer = send(&emulator, "PATCH", "users/usr_grace", taken).await;
    Emulator::problem(&answer, "username");
    for method in ["PATCH", "DELETE"] {
        let answer = send(&emulator, method, "users/usr_ada", json!({})).await;
        assert_eq!(answer.status, 404, "{method}");
    }
}

#[tokio::test]
async fn a_second_factor_is_added_replaced_and_removed() {
    let emulator = Emulator::start().await;
    let user = emulator
        .control("POST", "users/usr_ada/totp", json!({}))
        .await;
    let kinds = |user: &Value| {
        let list = user["credentials"].as_array().unwrap().clone();
        list.iter()
            .filter(|each| each["credential_type"] == "totp")
            .count()
    };
    assert_eq!(kinds(&user), 1);
    let login = emulator.login("ada", PASSWORD).await.text("token");
    assert!(login.starts_with("kli_"), "{login}");
    let before = emulator.code("ada").await;
    let user = emulator
        .control("POST", "users/usr_ada/totp", json!({}))
        .await;
    assert_eq!(kinds(&user), 1);
    let code = emulator.code("ada").await;
    assert_ne!(before, code);
    let fields = [("token", login.as_str()), ("code", code.as_str())];
    emulator.post("/v1/login", &fields).await.text("token");
    emulator
        .control("DELETE", "users/usr_ada/totp", json!({}))
        .await;
    assert!(emulator.login_token("ada").await.starts_with("eyJ"));
    let totp_off = Emulator::with(json!({"totp": false})).await;
    let answer = send(&totp_off, "POST", "users/usr_ada/totp", json!({})).await;
    Emulator::problem(&answer, "auth_provider_id");
}

#[tokio::test]
async fn another_site_adds_changes_and_deletes_nobody() {
    let emulator = Emulator::start().await;
    for (method, path) in [
        ("POST", "users"),
        ("PATCH", "users/usr_ada"),
        ("DELETE", "users/usr_ada"),
        ("POST", "users/usr_ada/totp"),
        ("DELETE", "users/usr_grace/totp"),
    ] {
        let request = emulator
            .login_port(method, &format!("/_emulator/{path}"))
            .header("origin", "http://evil.test");
        let answer = request.json(&lin(REALM)).send().await;
        assert_eq!(answer.status, 403, "{method} {path}");
    }
    let users = emulator.list("users").await;
    assert_eq!((users.len(), &users[0]["first_name"]), (2, &json!("Ada")));
    emulator.login_token("ada").await;
    emulator.code("grace").await;
}
