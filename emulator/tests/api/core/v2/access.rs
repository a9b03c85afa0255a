//! How a call of the Core API v2 names its key and its realm, and what a key may do (protocol-v2 §7.1).

use serde_json::{Value, json};

use crate::client::Request;
use crate::fixture::Emulator;
use crate::fixture_v2::{CORE_KEY, REALM, errors, seed};

const RANKS: [&str; 3] = ["read", "write", "admin_realm"];

async fn with_keys() -> Emulator {
    let mut seed = seed(&json!({}));
    let keys = RANKS.iter();
    let mut keys: Vec<Value> = keys
        .map(|name| json!({"key": format!("ks_{name}"), "permissions": [name]}))
        .collect();
    keys.push(json!({"key": "ks_own", "realm_id": REALM}));
    keys.push(json!({"key": "ks_foreign", "realm_id": "rl_other"}));
    seed["api_keys"] = Value::Array(keys);
    Emulator::seeded(seed).await
}

fn call(emulator: &Emulator, method: &str, path: &str) -> Request {
    Request::new(emulator.running.api_addr(), method, path)
}

#[tokio::test]
async fn key_and_realm_come_in_headers_of_their_own_or_as_a_bearer() {
    let emulator = Emulator::v2().await;
    let bearer = |text: &str| {
        call(&emulator, "GET", "/v2/users").header("authorization", &format!("Bearer {text}"))
    };
    let own = call(&emulator, "GET", "/v2/users").header("Authrocket-API-Key", CORE_KEY);
    for good in [
        own.clone().header("AUTHROCKET-REALM", REALM),
        bearer(&format!("{CORE_KEY},{REALM}")),
        bearer(CORE_KEY).header("authrocket-realm", REALM),
        bearer(CORE_KEY).query(&[("realm_id", REALM)]),
        own.clone().json(&json!({"realm_id": REALM})),
    ] {
        let answer = good.send().await;
        assert_eq!(answer.status, 200, "{good:?} {answer:?}");
    }
    assert_eq!(errors(&own.send().await, 400), ["realm_id is missing"]);
    for bad in [
        call(&emulator, "GET", "/v2/users"),
        bearer("ks_other"),
        bearer(""),
        call(&emulator, "GET", "/v2/users").header("x-authrocket-api-key", CORE_KEY),
        call(&emulator, "GET", "/v2/users").header("authorization", &format!("Basic {CORE_KEY}")),
        call(&emulator, "GET", "/v2/nothing"),
    ] {
        errors(&bad.send().await, 403);
    }
}

#[tokio::test]
async fn each_key_does_what_its_permission_says() {
    let emulator = with_keys().await;
    for (method, path, needed) in [
        ("GET", "/v2/users", 0),
        ("GET", "/v2/realms/none", 0),
        ("GET", "/v2/jwt_keys", 2),
        ("POST", "/v2/users", 1),
        ("DELETE", "/v2/orgs/none", 1),
        ("POST", "/v2/invitations/none/invite", 1),
        ("POST", "/v2/auth_providers/authorize", 1),
        ("POST", "/v2/auth_providers/none/authorize", 1),
        ("PUT", "/v2/auth_providers/none", 2),
        ("POST", "/v2/realms/none/reset", 2),
        ("POST", "/v2/client_apps", 2),
        ("POST", "/v2/domains/none/verify", 2),
        ("DELETE", "/v2/hooks/none", 2),
    ] {
        for (rank, held) in RANKS.iter().enumerate() {
            let request = call(&emulator, method, path)
                .header("authrocket-api-key", &format!("ks_{held}"))
                .header("authrocket-realm", REALM);
            let status = request.json(&json!({})).send().await.status;
            assert_eq!(status == 403, rank < needed, "{held}: {method} {path}");
        }
    }
}

#[tokio::test]
async fn a_key_of_one_realm_needs_not_name_it_and_knows_no_other() {
    let emulator = with_keys().await;
    let get = async |key: &str, path: &str| {
        let request = call(&emulator, "GET", path).header("authrocket-api-key", key);
        request.send().await.status
    };
    for path in [
        "/v2/users",
        "/v2/users/ada@example.test",
        "/v2/orgs/org_engines",
    ] {
        assert_eq!(get("ks_own", path).await, 200, "{path}");
        assert_eq!(get("ks_foreign", path).await, 404, "{path}");
    }
    let path = format!("/v2/realms/{REALM}");
    assert_eq!(get("ks_own", &path).await, 200);
    assert_eq!(get("ks_foreign", &path).await, 404);
    let path = format!("/v2/users?realm_id={REALM}");
    assert_eq!(get("ks_foreign", &path).await, 404);
    let made = call(&emulator, "POST", "/v2/realms")
        .header("authrocket-api-key", "ks_own")
        .json(&json!({"realm": {"name": "Mine"}}));
    errors(&made.send().await, 403);
}

#[tokio::test]
async fn each_version_hides_the_realms_of_the_other() {
    let mut seed = seed(&json!({}));
    seed["realms"].as_array_mut().unwrap().push(json!({
        "id": "rl_one", "name": "One",
        "users": [{"id": "usr_old", "username": "old", "email": "old@example.test"}]
    }));
    let emulator = Emulator::seeded(seed).await;
    let v1 = async |path: &str, realm: &str| {
        let request = emulator
            .api("GET", path)
            .header("x-authrocket-api-key", CORE_KEY);
        request.header("x-authrocket-realm", realm).send().await
    };
    let v2 = async |path: &str, realm: &str| {
        let request = emulator.core("GET", path);
        request
            .header("authrocket-realm", realm)
            .send()
            .await
            .status
    };
    assert_eq!(v1("/v1/users/usr_old", "rl_one").await.status, 200);
    assert_eq!(v2("/v2/users/usr_ada", REALM).await, 200);
    for path in ["/v1/users", "/v1/users/usr_ada", "/v1/orgs/org_engines"] {
        assert_eq!(v1(path, REALM).await.status, 404, "{path}");
    }
    for path in [
        "/v1/users/usr_ada",
        "/v1/orgs/org_engines",
        "/v1/memberships/mb_ada",
    ] {
        let request = emulator.api("GET", path).without("x-authrocket-realm");
        let request = request.header("x-authrocket-api-key", CORE_KEY);
        assert_eq!(request.send().await.status, 404, "{path}");
    }
    emulator.lr_login("ada@example.test").await;
    for (list, expected) in [
        ("users", 1),
        ("orgs", 0),
        ("sessions", 0),
        ("memberships", 0),
        ("credentials", 0),
        ("events", 0),
        // Those of the realm of version 1.
        ("auth_providers", 3),
    ] {
        let request = emulator.api("GET", &format!("/v1/{list}"));
        let request = request
            .without("x-authrocket-realm")
            .header("x-authrocket-api-key", CORE_KEY);
        let rows = request.send().await.json()["collection"].clone();
        assert_eq!(rows.as_array().unwrap().len(), expected, "{list}: {rows}");
    }
    let path = format!("/v1/realms/{REALM}");
    assert_eq!(v1(&path, "").await.status, 404);
    for path in ["/v2/users", "/v2/users/usr_old", "/v2/realms/rl_one"] {
        assert_eq!(v2(path, "rl_one").await, 404, "{path}");
    }
    let unnamed = emulator.core("GET", "/v2/users/usr_old");
    assert_eq!(unnamed.without("authrocket-realm").send().await.status, 404);
    let all = v1("/v1/realms", "").await.json();
    assert_eq!(all["collection"].as_array().unwrap().len(), 1);
    assert_eq!(all["collection"][0]["id"], "rl_one");
    let all = emulator.core_list("/v2/realms").await;
    assert_eq!((all.len(), &all[0]["id"]), (1, &json!(REALM)));
}
