//! What a key of the Core API may do, and in which realm (protocol-v1 §5.1, §5.3).

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Answer, Request};
use crate::fixture::{Emulator, PASSWORD, REALM, seed};

const RANKS: [&str; 3] = ["read", "write", "admin_realm"];

/// Each route, with what reading and what changing needs.
const ROUTES: &[(&str, &str, &str)] = &[
    ("/v1/app_hooks", "read", "admin_realm"),
    ("/v1/app_hooks/{id}", "read", "admin_realm"),
    ("/v1/auth_providers", "read", "admin_realm"),
    ("/v1/auth_providers/authorize", "read", "write"),
    ("/v1/auth_providers/{id}", "read", "admin_realm"),
    ("/v1/auth_providers/{id}/authorize", "read", "write"),
    ("/v1/credentials", "read", "write"),
    ("/v1/credentials/{id}", "read", "write"),
    ("/v1/credentials/{id}/verify", "read", "write"),
    ("/v1/events", "read", "write"),
    ("/v1/events/{id}", "read", "write"),
    ("/v1/events/login/{id}", "read", "write"),
    ("/v1/jwt_keys", "admin_realm", "admin_realm"),
    ("/v1/jwt_keys/{id}", "admin_realm", "admin_realm"),
    ("/v1/login_policies", "read", "admin_realm"),
    ("/v1/login_policies/{id}", "read", "admin_realm"),
    ("/v1/memberships", "read", "write"),
    ("/v1/memberships/{id}", "read", "write"),
    ("/v1/notifications", "read", "write"),
    ("/v1/notifications/{id}", "read", "write"),
    ("/v1/notifications/{id}/retry", "read", "write"),
    ("/v1/orgs", "read", "write"),
    ("/v1/orgs/{id}", "read", "write"),
    ("/v1/realms", "read", "admin_realm"),
    ("/v1/realms/{id}", "read", "admin_realm"),
    ("/v1/realms/{id}/reset", "read", "admin_realm"),
    ("/v1/sessions", "read", "write"),
    ("/v1/sessions/{id}", "read", "write"),
    ("/v1/user_tokens", "read", "write"),
    ("/v1/user_tokens/{id}", "read", "write"),
    ("/v1/users", "read", "write"),
    ("/v1/users/authenticate_key", "read", "write"),
    ("/v1/users/{id}", "read", "write"),
    ("/v1/users/{id}/authenticate", "read", "write"),
    ("/v1/users/{id}/authenticate_code", "read", "write"),
    ("/v1/users/{id}/generate_password_token", "read", "write"),
    ("/v1/users/{id}/request_email_verification", "read", "write"),
    ("/v1/users/{id}/reset_password_with_token", "read", "write"),
    ("/v1/users/{id}/update_password", "read", "write"),
    ("/v1/users/{id}/verify_email", "read", "write"),
];

/// The standard realm, another one, and keys `ko_read`, `ko_write`, `ko_admin_realm`, `ko_own`, `key_old`.
async fn with_keys() -> Emulator {
    let mut seed = seed(&json!({}));
    let mut keys: Vec<Value> = RANKS
        .iter()
        .map(|name| json!({"key": format!("ko_{name}"), "permissions": [name]}))
        .collect();
    keys.push(json!({"key": "ko_own", "realm_id": "rl_other"}));
    keys.push(json!({"key": "key_old", "account": "org_1", "permissions": ["read", "write"]}));
    seed["api_keys"] = Value::Array(keys);
    seed["realms"].as_array_mut().unwrap().push(json!({
        "id": "rl_other", "name": "Other",
        "apps": [{"id": "lpl_other", "name": "Other", "subdomain": "other",
                  "login_handler": "https://other.example.test/in"}],
        "users": [{"id": "usr_lin", "username": "lin", "email": "lin@example.test",
                   "password": PASSWORD}]
    }));
    Emulator::seeded(seed).await
}

fn call(emulator: &Emulator, key: &str, method: &str, path: &str) -> Request {
    Request::new(emulator.running.api_addr(), method, path).header("x-authrocket-api-key", key)
}

async fn get(emulator: &Emulator, key: &str, path: &str) -> Answer {
    call(emulator, key, "GET", path).send().await
}

#[tokio::test]
async fn each_route_needs_its_permission_and_says_which_is_lacking() {
    let emulator = with_keys().await;
    for (route, reading, changing) in ROUTES {
        let path = route.replace("{id}", "none");
        for (method, needed) in [
            ("GET", reading),
            ("POST", changing),
            ("PUT", changing),
            ("DELETE", changing),
        ] {
            let rank = |name: &str| RANKS.iter().position(|rank| *rank == name).unwrap();
            for held in RANKS {
                let key = format!("ko_{held}");
                let answer = call(&emulator, &key, method, &path)
                    .json(&json!({}))
                    .send()
                    .await;
                if rank(held) < rank(needed) {
                    assert_eq!(answer.status, 403, "{held}: {method} {path}");
                    let text = answer.text("error");
                    assert_eq!(text, format!("API key lacks the permission {needed}"));
                } else {
                    assert_ne!(answer.status, 403, "{held}: {method} {path}");
                }
            }
        }
    }
}

#[test]
fn every_route_of_the_core_api_is_in_the_table_above() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/routes/core");
    let mut routes = BTreeSet::new();
    for file in fs::read_dir(folder).unwrap() {
        // Folders are of other versions.
        let Ok(text) = fs::read_to_string(file.unwrap().path()) else {
            continue;
        };
        for part in text.split("\"/v1/").skip(1) {
            routes.insert(format!("/v1/{}", part.split('"').next().unwrap()));
        }
    }
    assert!(routes.len() > 20, "{routes:?}");
    for route in routes {
        assert!(
            ROUTES.iter().any(|(known, _, _)| *known == route),
            "{route}"
        );
    }
}

#[tokio::test]
async fn a_key_without_permissions_in_the_seed_may_do_everything() {
    let emulator = Emulator::start().await;
    let body = json!({"realm": {"name": "Renamed"}});
    let request = emulator.api("PUT", &format!("/v1/realms/{REALM}"));
    assert_eq!(request.json(&body).send().await.status, 200);
}

#[tokio::test]
async fn the_signing_secret_is_shown_to_those_who_manage_the_realm_only() {
    let emulator = with_keys().await;
    let path = format!("/v1/realms/{REALM}");
    for (key, shown) in [
        ("ko_read", false),
        ("ko_write", false),
        ("ko_admin_realm", true),
    ] {
        let realm = get(&emulator, key, &path).await.json();
        assert_eq!(realm["jwt_key"].is_string(), shown, "{key}");
        assert_eq!(realm["jwt_secret"].is_string(), shown, "{key}");
    }
}

#[tokio::test]
async fn a_key_of_one_realm_needs_not_name_it_and_knows_no_other() {
    let emulator = with_keys().await;
    let users = get(&emulator, "ko_own", "/v1/users").await.json();
    assert_eq!(users["collection"].as_array().unwrap().len(), 1);
    assert_eq!(users["collection"][0]["id"], "usr_lin");
    let realms = get(&emulator, "ko_own", "/v1/realms").await.json();
    assert_eq!(realms["collection"].as_array().unwrap().len(), 1);
    assert_eq!(
        get(&emulator, "ko_own", "/v1/realms/rl_other").await.status,
        200
    );
    let session = json!({"session": {"user_id": "usr_lin"}});
    let own = call(&emulator, "ko_own", "POST", "/v1/sessions").json(&session);
    assert_eq!(own.send().await.status, 201);
    for path in [
        "/v1/users/ada",
        "/v1/users/usr_ada",
        "/v1/realms/rl_standard",
        "/v1/login_policies/lpl_demo",
        "/v1/users?realm_id=rl_standard",
    ] {
        assert_eq!(get(&emulator, "ko_own", path).await.status, 404, "{path}");
    }
    let header = call(&emulator, "ko_own", "GET", "/v1/users").header("x-authrocket-realm", REALM);
    assert_eq!(header.send().await.status, 404);
    let inside = json!({"user": {"realm_id": REALM, "username": "x", "email": "x@example.test",
        "password": PASSWORD}});
    let inside = call(&emulator, "ko_own", "POST", "/v1/users").json(&inside);
    assert_eq!(inside.send().await.status, 404);
    let delete = call(&emulator, "ko_own", "DELETE", "/v1/realms/rl_standard");
    assert_eq!(delete.send().await.status, 404);
    let another = json!({"realm": {"name": "Mine"}});
    let another = call(&emulator, "ko_own", "POST", "/v1/realms").json(&another);
    assert_eq!(another.send().await.status, 403);
}

#[tokio::test]
async fn a_session_of_another_realm_is_hidden_from_a_key_of_one_realm() {
    let emulator = with_keys().await;
    let session = json!({"session": {"user_id": "usr_ada"}});
    let made = call(&emulator, "ko_write", "POST", "/v1/sessions").json(&session);
    let made = made.send().await;
    for id in [made.text("id"), made.text("token")] {
        let path = format!("/v1/sessions/{id}");
        assert_eq!(get(&emulator, "ko_read", &path).await.status, 200);
        assert_eq!(get(&emulator, "ko_own", &path).await.status, 404);
    }
}

#[tokio::test]
async fn a_legacy_key_is_good_together_with_its_account() {
    let emulator = with_keys().await;
    let request = call(&emulator, "key_old", "GET", "/v1/users");
    assert_eq!(request.send().await.status, 403);
    let other = request.clone().header("x-authrocket-account", "org_2");
    assert_eq!(other.send().await.status, 403);
    let right = request.header("x-authrocket-account", "org_1");
    assert_eq!(right.send().await.status, 200);
}

#[tokio::test]
async fn a_known_key_takes_the_permissions_of_a_later_seed() {
    let emulator = with_keys().await;
    let seed = json!({"api_keys": [{"key": "ko_admin_realm", "permissions": ["read"]}]});
    emulator.control("POST", "seed", seed).await;
    let answer = get(&emulator, "ko_admin_realm", "/v1/jwt_keys").await;
    assert_eq!(answer.status, 403);
}

#[tokio::test]
async fn a_key_counts_from_the_moment_it_is_stored_until_it_is_gone() {
    let emulator = Emulator::start().await;
    let status = async || {
        let request = emulator.api("GET", "/v1/users");
        let request = request.header("x-authrocket-api-key", "ko_later");
        request.send().await.status
    };
    assert_eq!(status().await, 403);
    let seed = json!({"api_keys": [{"key": "ko_later"}]});
    emulator.control("POST", "seed", seed).await;
    assert_eq!(status().await, 200);
    emulator.control("POST", "reset", json!({})).await;
    assert_eq!(status().await, 403);
}
