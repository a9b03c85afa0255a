//! `/v2/domains` (protocol-v2 §7.9).

use serde_json::{Value, json};

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::{REALM, done, errors};

async fn keys_at(emulator: &Emulator, host: &str) -> u16 {
    let call = emulator.login_port("GET", "/connect/jwks");
    call.header("host", host).send().await.status
}

#[tokio::test]
async fn a_domain_of_loginrocket_gets_a_name_and_answers() {
    let emulator = Emulator::v2().await;
    let body = json!({"domain": {"domain_type": "loginrocket"}});
    let made = emulator.core_create("/v2/domains", body).await;
    assert_eq!(
        (&made["object"], &made["realm_id"]),
        (&json!("domain"), &json!(REALM))
    );
    let fqdn = text_of(&made, "fqdn");
    assert!(!fqdn.contains(':'));
    assert_eq!(
        fqdn,
        format!("{}.e2.localhost", text_of(&made, "subdomain"))
    );
    assert_eq!(made["domain"], "e2.localhost");
    assert!(text_of(&made, "uri").starts_with(&format!("http://{fqdn}:")));
    assert_eq!(keys_at(&emulator, &fqdn).await, 200);
    let path = format!("/v2/domains/{}", text_of(&made, "id"));
    let verified = done(
        &emulator
            .core("POST", &format!("{path}/verify"))
            .send()
            .await,
    );
    assert_eq!(verified, made);
    let off = json!({"domain": {"state": "inactive"}});
    done(&emulator.core_send("PUT", &path, off).await);
    assert_eq!(keys_at(&emulator, &fqdn).await, 404);
    emulator.core_delete(&path).await;
    assert_eq!(emulator.core_list("/v2/domains").await.len(), 1);
}

#[tokio::test]
async fn a_custom_domain_needs_a_name_that_nobody_has() {
    let emulator = Emulator::v2().await;
    let create = async |domain: Value| {
        let body = json!({"domain": domain});
        emulator.core_send("POST", "/v2/domains", body).await
    };
    let custom = json!({"domain_type": "custom", "fqdn": "Login.example.test"});
    let made = create(custom.clone()).await;
    assert_eq!(made.status, 201);
    assert_eq!(made.text("fqdn"), "login.example.test");
    assert_eq!(made.json()["subdomain"], json!(null));
    assert_eq!(keys_at(&emulator, "login.example.test").await, 200);
    assert_eq!(
        errors(&create(custom).await, 422),
        ["Fqdn has already been taken"]
    );
    errors(&create(json!({"domain_type": "custom"})).await, 422);
    errors(
        &create(json!({"domain_type": "custom", "fqdn": "a b"})).await,
        422,
    );
    errors(&create(json!({"subdomain": "two"})).await, 422);
}
