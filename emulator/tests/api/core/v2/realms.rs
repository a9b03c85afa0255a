//! `/v2/realms` (protocol-v2 §7.9, §9).

use serde_json::{Value, json};

use crate::fixture::{Emulator, PASSWORD, text_of};
use crate::fixture_v2::{REALM, done, errors};

async fn create(emulator: &Emulator, realm: Value) -> Value {
    let body = json!({"realm": realm});
    let call = emulator
        .core("POST", "/v2/realms")
        .without("authrocket-realm");
    let answer = call.json(&body).send().await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json()
}

#[tokio::test]
async fn a_new_realm_has_the_defaults_and_can_be_used_at_once() {
    let emulator = Emulator::v2().await;
    let realm = create(&emulator, json!({"name": "New"})).await;
    assert!(text_of(&realm, "id").starts_with("rl_"));
    for (name, expected) in [
        ("object", json!("realm")),
        ("signup", json!("open")),
        ("org_mode", json!("single_user")),
        ("email_verification", json!("none")),
        ("jwt_algo", json!("rs256")),
        ("session_minutes", json!(1440)),
        ("allowed_origins", json!([])),
        ("color_1", json!(null)),
    ] {
        assert_eq!(realm[name], expected, "{name}");
    }
    assert!(text_of(&realm, "jwt_key").contains("PUBLIC KEY"));
    assert!(realm.get("errors").is_none());
    let id = text_of(&realm, "id");
    let call = |method: &str, path: &str| {
        let call = emulator.core(method, path);
        call.header("authrocket-realm", &id)
    };
    let made = call("POST", "/v2/users")
        .json(&json!({"user": {"email": "lin@example.test", "password": PASSWORD}}));
    assert_eq!(made.send().await.status, 201);
    let domains = done(&call("GET", "/v2/domains").send().await);
    let host = text_of(&domains["collection"][0], "fqdn");
    let login = emulator
        .login_port("POST", "/v2/login")
        .header("host", &host);
    let login = login.json(&json!({"email": "lin@example.test", "password": PASSWORD}));
    let login = done(&login.send().await);
    assert_eq!(login["result"], "full_login");
    let keys = emulator
        .login_port("GET", "/connect/jwks")
        .header("host", &host);
    assert_eq!(
        done(&keys.send().await)["keys"].as_array().unwrap().len(),
        1
    );
    let providers = done(&call("GET", "/v2/auth_providers").send().await);
    let states: Vec<&Value> = providers["collection"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["state"])
        .collect();
    assert_eq!(states, ["active", "inactive"]);
}

#[tokio::test]
async fn changed_settings_take_effect_with_the_next_call() {
    let emulator = Emulator::v2().await;
    let path = format!("/v2/realms/{REALM}");
    let put = async |realm: Value| {
        let body = json!({"realm": realm});
        emulator.core_send("PUT", &path, body).await
    };
    let changed = done(&put(json!({"name": "Renamed", "color_1": "#123456"})).await);
    assert_eq!(
        (&changed["name"], &changed["color_1"]),
        (&json!("Renamed"), &json!("#123456"))
    );
    done(&put(json!({"signup": "closed", "custom": {"a": 1}})).await);
    let body = json!({"email": "lin@example.test", "password": PASSWORD});
    assert_eq!(emulator.lr_post("/v2/signup", body).await.status, 422);
    let secret = done(&put(json!({"jwt_algo": "hs256", "jwt_scopes": "ar.orgs"})).await);
    assert!(text_of(&secret, "jwt_key").starts_with("jsk_"));
    assert_eq!(secret["jwt_scopes"], "ar.orgs");
    let token = text_of(&emulator.lr_login("ada@example.test").await, "token");
    let claims = crate::fixture::claims_of(&token, &text_of(&secret, "jwt_key"));
    assert!(claims.get("given_name").is_none());
    assert_eq!(claims["orgs"][0]["oid"], "org_engines");
    let back = done(&put(json!({"jwt_algo": "rs256"})).await);
    assert!(text_of(&back, "jwt_key").contains("PUBLIC KEY"));
    for (bad, sentences) in [
        (json!({"name": ""}), 1),
        (json!({"signup": "maybe", "org_mode": "both"}), 2),
        (
            json!({"allowed_origins": ["http://app.example.test/path"]}),
            1,
        ),
        (json!({"jwt_minutes": 0}), 1),
    ] {
        assert_eq!(
            errors(&put(bad.clone()).await, 422).len(),
            sentences,
            "{bad}"
        );
    }
    assert_eq!(emulator.core_get(&path).await["custom"], json!({"a": 1}));
}

#[tokio::test]
async fn a_realm_is_emptied_by_a_reset_and_gone_after_a_delete() {
    let emulator = Emulator::v2().await;
    let session = text_of(&emulator.lr_login("ada@example.test").await, "session");
    let path = format!("/v2/realms/{REALM}");
    let reset = emulator.core("POST", &format!("{path}/reset"));
    assert_eq!(done(&reset.send().await)["id"], REALM);
    for list in ["/v2/users", "/v2/orgs", "/v2/events", "/v2/sessions"] {
        assert!(emulator.core_list(list).await.is_empty(), "{list}");
    }
    assert_eq!(
        emulator.lr_session(&[("session", &session)]).await.status,
        403
    );
    assert_eq!(emulator.core_list("/v2/client_apps").await.len(), 1);
    emulator.core_delete(&path).await;
    errors(&emulator.core("GET", &path).send().await, 404);
    errors(&emulator.core("GET", "/v2/users").send().await, 404);
}
