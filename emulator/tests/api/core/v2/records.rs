//! Records of the Core API v2 that are stored and do nothing else (protocol-v2 §7.9).

use serde_json::json;

use crate::fixture::{Emulator, text_of};
use crate::fixture_v2::{done, errors};

const KINDS: [(&str, &str); 4] = [
    ("mailing_list_provider", "mailing_list_providers"),
    ("named_permission", "named_permissions"),
    ("resource_link", "resource_links"),
    ("smtp_provider", "smtp_providers"),
];

#[tokio::test]
async fn records_are_made_listed_changed_and_removed() {
    let emulator = Emulator::v2().await;
    for (kind, kinds) in KINDS {
        let path = format!("/v2/{kinds}");
        assert!(emulator.core_list(&path).await.is_empty());
        let given = json!({"name": "Reports", "permission": "app:reports"});
        let made = emulator.core_create(&path, json!({kind: given})).await;
        assert_eq!(made["object"], kind);
        assert_eq!(made["realm_id"], "rl_two");
        assert_eq!(made["permission"], "app:reports");
        assert!(made.get("errors").is_none());
        let one = format!("{path}/{}", text_of(&made, "id"));
        assert_eq!(emulator.core_get(&one).await, made);
        let body =
            json!({kind: {"name": "Numbers", "id": "x", "object": "x", "realm_id": "rl_two"}});
        let changed = done(&emulator.core_send("PUT", &one, body).await);
        assert_eq!(changed["name"], "Numbers");
        assert_eq!(changed["permission"], "app:reports");
        assert_eq!(
            (&changed["id"], &changed["object"]),
            (&made["id"], &made["object"])
        );
        assert_eq!(emulator.core_list(&path).await, [changed]);
        for (_, other) in KINDS.iter().filter(|(other, _)| *other != kind) {
            assert!(emulator.core_list(&format!("/v2/{other}")).await.is_empty());
            let other = format!("/v2/{other}/{}", text_of(&made, "id"));
            errors(&emulator.core("GET", &other).send().await, 404);
        }
        emulator.core_delete(&one).await;
        errors(&emulator.core("GET", &one).send().await, 404);
    }
}

#[tokio::test]
async fn a_named_permission_has_a_permission_once_and_secrets_are_forgotten() {
    let emulator = Emulator::v2().await;
    let path = "/v2/named_permissions";
    let create = async |given| {
        let body = json!({"named_permission": given});
        emulator.core_send("POST", path, body).await
    };
    let made = create(json!({"permission": "a:b"})).await.json();
    assert_eq!(
        (&made["name"], &made["auto_grant"]),
        (&json!(null), &json!(false))
    );
    let blank = create(json!({"name": "x"})).await;
    assert_eq!(errors(&blank, 422), ["Permission can't be blank"]);
    let odd = create(json!({"permission": "a b", "auto_grant": "maybe"})).await;
    assert_eq!(errors(&odd, 422).len(), 2);
    let smtp = json!({"smtp_provider": {"host": "mail.example.test", "password": "not-kept-word",
        "api_key": "not-kept-key", "client_secret": "not-kept-secret", "accessToken": "not-kept-token",
        "more": [{"apiKey": "not-kept-either"}]}});
    let smtp = emulator.core_create("/v2/smtp_providers", smtp).await;
    assert_eq!(smtp["host"], "mail.example.test");
    assert!(!smtp.to_string().contains("not-kept"), "{smtp}");
    let export = emulator.control("GET", "export", json!({})).await;
    assert!(!export.to_string().contains("not-kept"));
}
