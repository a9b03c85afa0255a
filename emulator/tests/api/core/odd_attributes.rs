//! Attributes of the wrong kind: whatever an app server sends for people, orgs and the rest, the answer says what is wrong.

use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::Emulator;

/// Resource, the path of one record, and attributes.
const RESOURCES: &[(&str, &str, &[&str])] = &[
    ("org", "orgs", &["name", "state", "reference", "custom"]),
    (
        "membership",
        "memberships",
        &["user_id", "org_id", "permissions", "expires_at", "custom"],
    ),
    (
        "user",
        "users",
        &[
            "user_type",
            "username",
            "email",
            "email_verification",
            "first_name",
            "last_name",
            "name",
            "reference",
            "state",
            "custom",
            "password",
            "password_confirmation",
            "api_key",
            "token",
        ],
    ),
    (
        "credential",
        "credentials",
        &[
            "user_id",
            "credential_type",
            "name",
            "password",
            "api_key",
            "auth_provider_id",
        ],
    ),
    ("session", "sessions", &["user_id"]),
    (
        "user_token",
        "user_tokens",
        &[
            "username",
            "email",
            "first_name",
            "last_name",
            "password",
            "password_confirmation",
        ],
    ),
];

fn odd_values() -> Vec<Value> {
    vec![
        json!(null),
        json!(""),
        json!(" "),
        json!("\u{0}\u{7f}\u{202e}é"),
        json!("x".repeat(5000)),
        json!("usr_ada"),
        json!("api"),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(1e308),
        json!(u64::MAX),
        json!(true),
        json!([]),
        json!([[], null, {}]),
        json!({}),
        json!({"a": {"b": [1, null]}}),
    ]
}

fn is_told(answer: &Answer, what: &str) {
    assert!(
        [200, 201, 400, 404, 405, 422].contains(&answer.status),
        "{what}: {answer:?}"
    );
    let body = answer.json();
    let is_answer =
        body["error"].is_string() || body["message"].is_string() || body["id"].is_string();
    assert!(is_answer, "{what}: {answer:?}");
}

/// The path of a record of each resource.
async fn record(emulator: &Emulator, resource: &str) -> String {
    let id = match resource {
        "orgs" => {
            let org = json!({"org": {"name": "Engines"}});
            emulator.create("/v1/orgs", org).await.text("id")
        }
        "memberships" => {
            let membership = json!({"membership": {"user_id": "ada"}});
            emulator
                .create("/v1/memberships", membership)
                .await
                .text("id")
        }
        "users" => "usr_ada".to_owned(),
        "credentials" => {
            let rows = emulator.collection("/v1/credentials?user_id=usr_ada").await;
            rows[0]["id"].as_str().unwrap().to_owned()
        }
        _ => "none".to_owned(),
    };
    format!("/v1/{resource}/{id}")
}

#[tokio::test]
async fn an_odd_value_for_any_attribute_is_taken_or_refused_and_never_a_failure() {
    let emulator = Emulator::start().await;
    for (name, resource, attributes) in RESOURCES {
        let path = record(&emulator, resource).await;
        for attribute in *attributes {
            for value in odd_values() {
                let what = format!("{name}.{attribute} = {value:.60}");
                let mut sent = json!({"user_id": "grace", "name": "A", "username": "new",
                    "email": "new@x.test", "password": "long enough", "credential_type": "totp"});
                sent[*attribute] = value.clone();
                let body = json!({*name: sent});
                is_told(
                    &emulator.create(&format!("/v1/{resource}"), body).await,
                    &what,
                );
                let body = json!({*name: {*attribute: value}});
                is_told(&emulator.put(&path, body).await, &what);
            }
        }
    }
    for path in [
        "/v1/users",
        "/v1/orgs",
        "/v1/memberships",
        "/v1/credentials",
        "/v1/sessions",
    ] {
        assert_eq!(emulator.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_wrapper_that_is_no_object_is_a_bad_request() {
    let emulator = Emulator::start().await;
    for (name, resource, _) in RESOURCES {
        for value in odd_values().into_iter().filter(|value| !value.is_object()) {
            let body = json!({*name: value});
            let answer = emulator.create(&format!("/v1/{resource}"), body).await;
            assert_eq!(answer.status, 400, "{name} {answer:?}");
        }
    }
}
