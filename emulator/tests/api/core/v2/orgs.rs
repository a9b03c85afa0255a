//! `/v2/orgs` (protocol-v2 §7.6).

use serde_json::{Value, json};

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::{done, errors};

#[tokio::test]
async fn an_org_is_made_read_changed_and_listed() {
    let emulator = Emulator::v2().await;
    let body = json!({"org": {"name": "Engines", "reference": "e-2", "custom": {"a": 1}}});
    let org = emulator.core_create("/v2/orgs", body).await;
    assert!(text_of(&org, "id").starts_with("org_"));
    assert_eq!(
        (&org["object"], &org["state"]),
        (&json!("org"), &json!("active"))
    );
    let path = format!("/v2/orgs/{}", text_of(&org, "id"));
    assert_eq!(emulator.core_get(&path).await, org);
    let body = json!({"org": {"name": "Analytical"}});
    let changed = done(&emulator.core_send("PUT", &path, body).await);
    assert_eq!(
        (&changed["name"], &changed["custom"]),
        (&json!("Analytical"), &json!({"a": 1}))
    );
    let orgs = emulator.core_list("/v2/orgs").await;
    let names: Vec<&Value> = orgs.iter().map(|org| &org["name"]).collect();
    assert_eq!(names, ["Analytical", "Engines", "Looms"]);
    assert_eq!(emulator.core_list("/v2/orgs?reference=e-1").await.len(), 1);
    let body = json!({"org": {"name": " "}});
    errors(&emulator.core_send("PUT", &path, body).await, 422);
    let expanded = emulator
        .core_get("/v2/orgs/org_engines?expand=memberships")
        .await;
    assert_eq!(expanded["memberships"][0]["user"]["id"], "usr_ada");
}

#[tokio::test]
async fn delete_closes_for_good_and_removes_only_by_force() {
    let emulator = Emulator::v2().await;
    let path = "/v2/orgs/org_engines";
    let closed = done(&emulator.core("DELETE", path).send().await);
    assert_eq!(
        (&closed["id"], &closed["state"]),
        (&json!("org_engines"), &json!("closed"))
    );
    let body = json!({"org": {"state": "active"}});
    let again = emulator.core_send("PUT", path, body).await;
    assert_eq!(errors(&again, 422), ["State is closed for good"]);
    assert_eq!(emulator.core_list("/v2/orgs?state=closed").await.len(), 1);
    // A closed account cannot be chosen, so the login makes another.
    let login = emulator.lr_login("ada@example.test").await;
    assert_ne!(login["account"], "org_engines");
    emulator.core_delete(&format!("{path}?force=true")).await;
    errors(&emulator.core("GET", path).send().await, 404);
    // One client sends a body instead.
    let forced = emulator.core("DELETE", "/v2/orgs/org_looms");
    assert_eq!(
        forced.json(&json!({"force": true})).send().await.status,
        204
    );
    let types = emulator.event_types().await;
    let closings = types.iter().filter(|name| *name == "org.closed").count();
    assert_eq!(closings, 2, "{types:?}");
}
