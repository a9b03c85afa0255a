//! `/v2/memberships` (protocol-v2 §7.6).

use serde_json::{Value, json};

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::{done, errors};

#[tokio::test]
async fn a_user_joins_an_org_once() {
    let emulator = Emulator::v2().await;
    let body = json!({"membership": {"user_id": "usr_grace", "org_id": "org_looms"}});
    let made = emulator.core_create("/v2/memberships", body.clone()).await;
    assert!(text_of(&made, "id").starts_with("mb_"));
    assert_eq!(made["object"], "membership");
    assert_eq!(made["permissions"], json!([]));
    assert_eq!(made["expires_at"], json!(null));
    assert_eq!(made["user"]["id"], "usr_grace");
    assert_eq!(made["org"]["id"], "org_looms");
    let twice = emulator.core_send("POST", "/v2/memberships", body).await;
    assert_eq!(errors(&twice, 422).len(), 1);
    let empty = json!({"membership": {}});
    let empty = emulator.core_send("POST", "/v2/memberships", empty).await;
    assert_eq!(
        errors(&empty, 422),
        ["User can't be blank", "Org can't be blank"]
    );
    let unknown = json!({"membership": {"user_id": "usr_none", "org_id": "org_looms"}});
    let unknown = emulator.core_send("POST", "/v2/memberships", unknown).await;
    assert_eq!(errors(&unknown, 422), ["User is unknown"]);
    let path = format!("/v2/memberships/{}", text_of(&made, "id"));
    let put = async |membership: Value| {
        let body = json!({"membership": membership});
        emulator.core_send("PUT", &path, body).await
    };
    let changed = done(&put(json!({"permissions": ["one", "two"]})).await);
    assert_eq!(changed["permissions"], json!(["one", "two"]));
    let changed = done(&put(json!({"permissions": "ar:admin"})).await);
    assert_eq!(changed["permissions"], json!(["ar:admin"]));
    errors(&put(json!({"permissions": ["not one"]})).await, 422);
    errors(&put(json!({"expires_at": 1})).await, 422);
    emulator.core_delete(&path).await;
    errors(&emulator.core("GET", &path).send().await, 404);
    assert_eq!(
        emulator.event_types().await,
        [
            "membership.created",
            "membership.updated",
            "membership.updated",
            "membership.deleted"
        ]
    );
}

#[tokio::test]
async fn lists_show_what_is_at_the_other_end() {
    let emulator = Emulator::v2().await;
    for (query, user, org) in [
        ("org_id=org_engines", true, false),
        ("user_id=usr_ada", false, true),
        ("user_id=ada@example.test&org_id=org_engines", false, false),
    ] {
        let rows = emulator
            .core_list(&format!("/v2/memberships?{query}"))
            .await;
        assert_eq!(rows.len(), 1, "{query}");
        assert_eq!(rows[0].get("user").is_some(), user, "{query}");
        assert_eq!(rows[0].get("org").is_some(), org, "{query}");
    }
}
