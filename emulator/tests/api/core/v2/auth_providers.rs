//! `/v2/auth_providers` (protocol-v2 §7.8).

use serde_json::{Value, json};

use crate::fixture::{Emulator, PASSWORD, text_of};
use crate::fixture_v2::{done, errors};

#[tokio::test]
async fn a_realm_has_passwords_and_totp_in_this_order() {
    let emulator = Emulator::v2_with(json!({"totp": false})).await;
    let all = emulator.core_list("/v2/auth_providers").await;
    let types: Vec<&Value> = all.iter().map(|row| &row["provider_type"]).collect();
    assert_eq!(types, ["password", "totp"]);
    assert_eq!(all[0]["min_length"], 8);
    assert_eq!(
        (&all[0]["state"], &all[1]["state"]),
        (&json!("active"), &json!("inactive"))
    );
    assert_eq!(all[0]["object"], "auth_provider");
    let first = emulator.core_list("/v2/auth_providers?max_results=1").await;
    assert_eq!(first, all[..1]);
    let by_type = emulator.core_get("/v2/auth_providers/totp").await;
    assert_eq!(by_type, all[1]);
    let path = format!("/v2/auth_providers/{}", text_of(&all[0], "id"));
    assert_eq!(emulator.core_get(&path).await, all[0]);
    for kind in ["password", "totp"] {
        let path = format!("/v2/auth_providers/{kind}");
        errors(&emulator.core("DELETE", &path).send().await, 409);
        let body = json!({"auth_provider": {"provider_type": kind}});
        errors(
            &emulator.core_send("POST", "/v2/auth_providers", body).await,
            422,
        );
    }
}

#[tokio::test]
async fn settings_take_effect_at_once() {
    let emulator = Emulator::v2().await;
    let put = async |kind: &str, settings: Value| {
        let path = format!("/v2/auth_providers/{kind}");
        let body = json!({"auth_provider": settings});
        emulator.core_send("PUT", &path, body).await
    };
    let changed = done(&put("password", json!({"min_length": 30})).await);
    assert_eq!(changed["min_length"], 30);
    let short = json!({"user": {"email": "lin@example.test", "password": PASSWORD}});
    errors(&emulator.core_send("POST", "/v2/users", short).await, 422);
    errors(&put("password", json!({"min_length": 0})).await, 422);
    done(&put("totp", json!({"state": "inactive"})).await);
    let login = json!({"user": {"password": PASSWORD}});
    let login = emulator
        .core_send("POST", "/v2/users/usr_grace/authenticate", login)
        .await;
    assert_eq!(done(&login)["object"], "session");
    done(&put("password", json!({"state": "inactive"})).await);
    let body = json!({"email": "ada@example.test", "password": PASSWORD});
    assert_eq!(emulator.lr_post("/v2/login", body).await.status, 404);
}

#[tokio::test]
async fn a_social_provider_is_added_and_removed() {
    let emulator = Emulator::v2().await;
    let body = json!({"auth_provider": {"provider_type": "google", "client_id": "one",
        "client_secret": "not to be seen"}});
    let made = emulator
        .core_create("/v2/auth_providers", body.clone())
        .await;
    assert!(text_of(&made, "id").starts_with("ap_"));
    assert_eq!(made["client_id"], "one");
    assert!(!made.to_string().contains("not to be seen"));
    errors(
        &emulator.core_send("POST", "/v2/auth_providers", body).await,
        422,
    );
    let odd = json!({"auth_provider": {"provider_type": "carrier_pigeon"}});
    errors(
        &emulator.core_send("POST", "/v2/auth_providers", odd).await,
        422,
    );
    assert_eq!(emulator.core_list("/v2/auth_providers").await.len(), 3);
    emulator.core_delete("/v2/auth_providers/google").await;
    assert_eq!(emulator.core_list("/v2/auth_providers").await.len(), 2);
}
