//! `/v1/orgs`.

use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, LIN, REALM};

async fn create(emulator: &Emulator, attributes: Value) -> Answer {
    emulator
        .create("/v1/orgs", json!({"org": attributes}))
        .await
}

/// The path of a new org.
async fn made(emulator: &Emulator, attributes: Value) -> String {
    let answer = create(emulator, attributes).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    format!("/v1/orgs/{}", answer.text("id"))
}

async fn names(emulator: &Emulator, query: &str) -> Vec<String> {
    let rows = emulator.collection(&format!("/v1/orgs{query}")).await;
    let names = rows.iter().map(|row| row["name"].as_str().unwrap());
    names.map(str::to_owned).collect()
}

#[tokio::test]
async fn an_org_is_created_with_what_was_sent_and_defaults_for_the_rest() {
    let emulator = Emulator::start().await;
    let custom = json!({"plan": "gold", "seats": 3});
    let sent = json!({"name": "Engines", "reference": "acct-1", "custom": custom, "odd": 1});
    let answer = create(&emulator, sent).await;
    assert_eq!(answer.status, 201);
    let org = answer.json();
    assert!(answer.text("id").starts_with("org_"));
    assert_eq!(org["object"], "org");
    assert_eq!(
        (&org["realm_id"], &org["state"]),
        (&json!(REALM), &json!("active"))
    );
    assert_eq!(
        (&org["name"], &org["reference"]),
        (&json!("Engines"), &json!("acct-1"))
    );
    assert_eq!(
        (&org["custom"], &org["membership_count"]),
        (&custom, &json!(0))
    );
    assert!(org["created_at"].is_f64());
    assert_eq!(
        emulator
            .get(&format!("/v1/orgs/{}", answer.text("id")))
            .await
            .json(),
        org
    );
}

#[tokio::test]
async fn an_org_needs_a_name_a_known_state_and_a_hash_of_custom_data() {
    let emulator = Emulator::start().await;
    for (attributes, attribute, sentence) in [
        (json!({"invalid": "data"}), "name", "Name can't be blank"),
        (json!({"name": "  "}), "name", "Name can't be blank"),
        (json!({"name": ["x"]}), "name", "Name is invalid"),
        (
            json!({"name": "A", "state": "closed"}),
            "state",
            "State is not included in the list",
        ),
        (
            json!({"name": "A", "state": 1}),
            "state",
            "State is not included in the list",
        ),
        (
            json!({"name": "A", "custom": [1]}),
            "custom",
            "Custom must be an object",
        ),
        (
            json!({"name": "A", "reference": {}}),
            "reference",
            "Reference is invalid",
        ),
    ] {
        let answer = create(&emulator, attributes).await;
        assert_eq!(Emulator::problem(&answer, attribute), sentence);
    }
    assert_eq!(
        emulator
            .create("/v1/orgs", json!({"name": "A"}))
            .await
            .status,
        400
    );
    assert!(names(&emulator, "").await.is_empty());
}

#[tokio::test]
async fn only_the_attributes_sent_are_changed_and_null_clears() {
    let emulator = Emulator::start().await;
    let path = made(
        &emulator,
        json!({"name": "A", "reference": "r", "custom": {"a": 1}}),
    )
    .await;
    let change = async |attributes: Value| emulator.put(&path, json!({"org": attributes})).await;
    let org = change(json!({"state": "inactive"})).await;
    assert_eq!(org.status, 200);
    assert_eq!(
        (org.text("name"), org.text("reference")),
        ("A".into(), "r".into())
    );
    let org = change(json!({"reference": null, "custom": null, "name": "B"}))
        .await
        .json();
    assert_eq!(
        (&org["reference"], &org["custom"]),
        (&Value::Null, &json!({}))
    );
    assert_eq!(
        (&org["name"], &org["state"]),
        (&json!("B"), &json!("inactive"))
    );
    let refused = change(json!({"name": null, "state": "active"})).await;
    assert_eq!(Emulator::problem(&refused, "name"), "Name can't be blank");
    assert_eq!(emulator.get(&path).await.json(), org);
}

#[tokio::test]
async fn lists_are_by_name_filtered_and_without_custom_data_unless_asked() {
    let emulator = Emulator::start().await;
    for (name, state, reference) in [
        ("beta", "active", "1"),
        ("Alpha", "inactive", "2"),
        ("gamma", "active", "3"),
    ] {
        made(
            &emulator,
            json!({"name": name, "state": state, "reference": reference, "custom": {"n": name}}),
        )
        .await;
    }
    assert_eq!(names(&emulator, "").await, ["Alpha", "beta", "gamma"]);
    assert_eq!(
        names(&emulator, "?direction=desc").await,
        ["gamma", "beta", "Alpha"]
    );
    assert_eq!(
        names(&emulator, "?sort=id").await,
        ["beta", "Alpha", "gamma"]
    );
    assert_eq!(names(&emulator, "?state=active").await, ["beta", "gamma"]);
    assert_eq!(names(&emulator, "?reference=2").await, ["Alpha"]);
    assert!(
        names(&emulator, "?reference=2&state=active")
            .await
            .is_empty()
    );
    let rows = emulator.collection("/v1/orgs").await;
    assert!(rows[0].get("custom").is_none());
    assert!(rows[0].get("membership_count").is_none());
    for parameter in ["expand", "expands"] {
        let rows = emulator
            .collection(&format!("/v1/orgs?{parameter}=custom"))
            .await;
        assert_eq!(rows[0]["custom"], json!({"n": "Alpha"}));
    }
}

#[tokio::test]
async fn a_deleted_org_is_gone_with_its_memberships() {
    let emulator = Emulator::with(json!({"login_rocket": {"signup_mode": "user_org"}})).await;
    let fields = LIN;
    emulator.post("/v1/signup", &fields).await.text("token");
    let id = emulator.collection("/v1/orgs").await[0]["id"].clone();
    let path = format!("/v1/orgs/{}", id.as_str().unwrap());
    let members = emulator
        .get(&format!("{path}?expand=memberships"))
        .await
        .json();
    assert_eq!(members["memberships"][0]["user"]["username"], "lin");
    assert_eq!(members["membership_count"], 1);
    let answer = emulator.delete(&path).await;
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    for status in [
        emulator.get(&path).await.status,
        emulator.delete(&path).await.status,
    ] {
        assert_eq!(status, 404);
    }
    assert!(emulator.collection("/v1/memberships").await.is_empty());
    assert_eq!(
        emulator.get("/v1/users/lin").await.json()["membership_count"],
        0
    );
}

#[tokio::test]
async fn an_org_of_another_realm_can_be_neither_read_nor_changed() {
    let emulator = Emulator::start().await;
    let other = json!({"realms": [{"id": "rl_other"}]});
    emulator.control("POST", "seed", other).await;
    let path = made(&emulator, json!({"name": "A"})).await;
    for method in ["GET", "PUT", "DELETE"] {
        let request = emulator
            .api(method, &path)
            .header("x-authrocket-realm", "rl_other");
        let answer = request.json(&json!({"org": {"name": "B"}})).send().await;
        assert_eq!(answer.status, 404, "{method}");
    }
    assert_eq!(emulator.get(&path).await.text("name"), "A");
    assert!(
        emulator
            .collection("/v1/orgs?realm_id=rl_other")
            .await
            .is_empty()
    );
    let everywhere = emulator
        .api("GET", "/v1/orgs")
        .without("x-authrocket-realm");
    assert_eq!(everywhere.send().await.json()["collection"][0]["name"], "A");
}
