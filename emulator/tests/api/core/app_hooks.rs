//! `/v1/app_hooks`: making, changing and removing hooks (protocol-v1 §0.2, §3.10).

use serde_json::{Value, json};

use crate::fixture::{Emulator, REALM, text_of};

fn webhook() -> Value {
    json!({"event_type": ["user.created"], "destination": "http://localhost:4100/hooks"})
}

fn email() -> Value {
    json!({"hook_type": "email", "event_type": ["user.created"], "email_subject": "Hi",
        "email_template": "Welcome, {{username}}"})
}

#[tokio::test]
async fn a_webhook_is_made_with_its_defaults_and_read_again() {
    let emulator = Emulator::start().await;
    let hook = emulator.create_hook(&webhook()).await;
    let id = text_of(&hook, "id");
    assert!(id.starts_with("hk_"));
    assert_eq!(
        hook,
        json!({"id": id, "object": "app_hook", "realm_id": REALM, "state": "active",
            "hook_type": "webhook", "event_type": ["user.created"], "delay": 0,
            "destination": "http://localhost:4100/hooks"})
    );
    assert_eq!(
        emulator.get(&format!("/v1/app_hooks/{id}")).await.json(),
        hook
    );
}

#[tokio::test]
async fn a_list_leaves_the_words_of_mails_out() {
    let emulator = Emulator::start().await;
    emulator.create_hook(&webhook()).await;
    let hook = emulator.create_hook(&email()).await;
    assert_eq!(hook["email_renderer"], "markdown");
    assert_eq!(hook["user_type"], "all");
    let list = emulator.get("/v1/app_hooks").await.json();
    let rows = list["collection"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1]["id"], hook["id"]);
    assert!(rows[1].get("email_template").is_none());
    assert!(rows[0].get("email_to").is_none());
}

#[tokio::test]
async fn an_update_changes_what_is_sent_and_a_delete_removes_it() {
    let emulator = Emulator::start().await;
    let id = text_of(&emulator.create_hook(&webhook()).await, "id");
    let path = format!("/v1/app_hooks/{id}");
    let change = json!({"app_hook": {"state": "inactive", "delay": "30"}});
    let answer = emulator.put(&path, change.clone()).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let hook = answer.json();
    assert_eq!(
        (&hook["state"], &hook["delay"]),
        (&json!("inactive"), &json!(30))
    );
    assert_eq!(hook["destination"], "http://localhost:4100/hooks");
    assert_eq!(emulator.delete(&path).await.status, 204);
    assert_eq!(emulator.get(&path).await.status, 404);
    let about = format!("/v1/events?app_hook_id={id}&direction=asc");
    let events = emulator.get(&about).await.json();
    let types: Vec<String> = events["collection"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| text_of(event, "event_type"))
        .collect();
    assert_eq!(
        types,
        ["app_hook.created", "app_hook.updated", "app_hook.deleted"]
    );
}

#[tokio::test]
async fn a_hook_of_another_realm_is_not_found_and_one_without_a_realm_is_everywhere() {
    let emulator = Emulator::start().await;
    let own = text_of(&emulator.create_hook(&webhook()).await, "id");
    let body = json!({"app_hook": webhook()});
    let everywhere = emulator
        .api("POST", "/v1/app_hooks")
        .without("x-authrocket-realm")
        .json(&body);
    let everywhere = everywhere.send().await.json();
    assert!(everywhere["realm_id"].is_null());
    for (id, status) in [(own, 404), (text_of(&everywhere, "id"), 200)] {
        let request = emulator.api("GET", &format!("/v1/app_hooks/{id}"));
        let answer = request.header("x-authrocket-realm", "rl_x").send().await;
        assert_eq!(answer.status, status, "{id}");
    }
}

#[tokio::test]
async fn bad_attributes_are_named_and_nothing_is_stored() {
    let emulator = Emulator::start().await;
    let of_webhooks = [
        (json!({"destination": ""}), "destination"),
        (json!({"destination": "/hooks"}), "destination"),
        (json!({"destination": ["http://localhost/"]}), "destination"),
        (json!({"event_type": ["user.born"]}), "event_type"),
        (json!({"event_type": 3}), "event_type"),
        (json!({"state": "on"}), "state"),
        (json!({"delay": -1}), "delay"),
        (json!({"hook_type": "sms"}), "hook_type"),
        (json!({"hook_type": "email"}), "email_template"),
    ];
    let of_emails = [
        (json!({"event_type": ["org.created"]}), "event_type"),
        (
            json!({"event_type": ["user.created", "user.deleted"]}),
            "event_type",
        ),
        (json!({"email_template": "{{ token"}), "email_template"),
        (json!({"email_subject": null}), "email_subject"),
        (json!({"email_renderer": "pdf"}), "email_renderer"),
    ];
    let all = (of_webhooks.map(|bad| (webhook(), bad)).into_iter())
        .chain(of_emails.map(|bad| (email(), bad)));
    for (mut hook, (change, attribute)) in all {
        crate::fixture::lay(&mut hook, &change);
        let answer = emulator
            .create("/v1/app_hooks", json!({"app_hook": hook}))
            .await;
        assert_eq!(answer.status, 422, "{change} {answer:?}");
        let problems = &answer.json()["errors"][attribute];
        assert!(problems.is_array(), "{change} {answer:?}");
    }
    let list = emulator.get("/v1/app_hooks").await.json();
    assert_eq!(list["collection"], json!([]));
}

#[tokio::test]
async fn a_key_of_one_realm_does_not_reach_hooks_for_all_realms() {
    let mut seed = crate::fixture::seed(&json!({}));
    let locked = json!({"key": "ko_locked", "permissions": ["admin_realm"], "realm_id": REALM});
    seed["api_keys"].as_array_mut().unwrap().push(locked);
    let emulator = Emulator::seeded(seed).await;
    let request = emulator
        .api("POST", "/v1/app_hooks")
        .without("x-authrocket-realm");
    let everywhere = request.json(&json!({"app_hook": webhook()})).send().await;
    let path = format!("/v1/app_hooks/{}", everywhere.text("id"));
    for method in ["GET", "DELETE"] {
        let request = emulator.api(method, &path);
        let answer = request
            .header("x-authrocket-api-key", "ko_locked")
            .send()
            .await;
        assert_eq!(answer.status, 404, "{method}");
    }
    let list = emulator
        .api("GET", "/v1/app_hooks")
        .header("x-authrocket-api-key", "ko_locked");
    assert_eq!(list.send().await.json()["collection"], json!([]));
    assert_eq!(emulator.get(&path).await.status, 200);
}
