//! `/v2/client_apps` (protocol-v2 §7.9).

use serde_json::{Value, json};

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::{done, errors};

#[tokio::test]
async fn a_connected_app_is_made_changed_and_removed() {
    let emulator = Emulator::v2().await;
    let given = json!({"client_app": {"client_type": "standard", "name": "Web",
        "redirect_uris": ["http://localhost:3000/"]}});
    let made = emulator.core_create("/v2/client_apps", given).await;
    assert_eq!(
        (&made["object"], &made["state"]),
        (&json!("client_app"), &json!("active"))
    );
    let path = format!("/v2/client_apps/{}", text_of(&made, "id"));
    let put = async |app: Value| {
        let body = json!({"client_app": app});
        emulator.core_send("PUT", &path, body).await
    };
    let changed = done(&put(json!({"name": "Site", "state": "inactive"})).await);
    assert_eq!(emulator.core_get(&path).await, changed);
    assert_eq!(changed["name"], "Site");
    errors(&put(json!({"redirect_uris": []})).await, 422);
    errors(&put(json!({"redirect_uris": ["javascript:x"]})).await, 422);
    assert_eq!(emulator.core_list("/v2/client_apps").await.len(), 2);
    emulator.core_delete(&path).await;
    assert_eq!(emulator.core_list("/v2/client_apps").await.len(), 1);
    emulator.core_delete("/v2/client_apps/cap_two").await;
    assert_eq!(emulator.lr("POST", "/v2/login").send().await.status, 404);
}

#[tokio::test]
async fn the_first_app_takes_the_place_of_the_one_that_a_realm_begins_with() {
    let emulator = Emulator::v2().await;
    let realm = json!({"realm": {"name": "New"}});
    let realm = emulator.core_create("/v2/realms", realm).await;
    let id = text_of(&realm, "id");
    let list = async || {
        let call = emulator.core("GET", "/v2/client_apps");
        let body = done(&call.header("authrocket-realm", &id).send().await);
        body["collection"].as_array().unwrap().clone()
    };
    assert_eq!(list().await.len(), 1);
    for name in ["One", "Two"] {
        let given = json!({"client_app": {"name": name, "redirect_uris": ["http://a.test/"]}});
        let call = emulator.core("POST", "/v2/client_apps");
        let call = call.header("authrocket-realm", &id).json(&given);
        assert_eq!(call.send().await.status, 201);
    }
    let names: Vec<Value> = list().await.iter().map(|app| app["name"].clone()).collect();
    assert_eq!(names, ["One", "Two"]);
}
