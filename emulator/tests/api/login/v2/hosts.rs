//! Which host means which realm, and which version it speaks (protocol-v2 §2.1; V34).

use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, PASSWORD};
use crate::fixture_v2::{REALM, refused};

/// A realm of each version, both with ada; `marks` says whose app is marked.
async fn both(v1_marked: bool, v2_marked: bool) -> Emulator {
    let mut seed = crate::fixture::seed(&json!({}));
    seed["realms"][0]["apps"][0]["default"] = json!(v1_marked);
    let mut two =
        crate::fixture_v2::seed(&json!({"domains": ["login.two.test"]}))["realms"][0].take();
    two["client_apps"][0]["default"] = json!(v2_marked);
    two["users"] = json!([{"email": "ada@two.test", "username": "ada", "password": PASSWORD}]);
    seed["realms"].as_array_mut().unwrap().push(two);
    Emulator::seeded(seed).await
}

async fn login(emulator: &Emulator, host: &str, version: &str) -> Answer {
    let body: Value = json!({"email": "ada", "username": "ada", "password": PASSWORD});
    emulator
        .login_port("POST", &format!("/{version}/login"))
        .header("host", host)
        .json(&body)
        .send()
        .await
}

#[tokio::test]
async fn each_host_speaks_one_version_and_the_paths_of_the_other_are_404() {
    let emulator = both(true, false).await;
    for (host, version, status) in [
        ("two.e2.localhost:4101", "v2", 200),
        ("TWO.e2.loginrocket.com", "v2", 200),
        ("login.two.test:4101", "v2", 200),
        ("two.e2.localhost:4101", "v1", 404),
        ("login.two.test", "v1", 404),
        ("demo.localhost:4101", "v1", 200),
        ("demo.e1.localhost:4101", "v1", 200),
        ("demo.localhost:4101", "v2", 404),
        ("demo.e2.localhost:4101", "v1", 404),
        ("demo.e2.localhost:4101", "v2", 404),
        ("two.localhost:4101", "v2", 404),
    ] {
        let answer = login(&emulator, host, version).await;
        assert_eq!(answer.status, status, "{host} {version}: {answer:?}");
    }
}

#[tokio::test]
async fn a_bare_host_means_the_realm_whose_app_is_marked() {
    for (v1_marked, v2_marked, v1, v2) in [
        (true, false, 200, 404),
        (false, true, 404, 200),
        (false, false, 200, 404),
        (true, true, 200, 404),
    ] {
        let emulator = both(v1_marked, v2_marked).await;
        for host in ["localhost:4101", "127.0.0.1:4101"] {
            let case = format!("{v1_marked} {v2_marked} {host}");
            assert_eq!(login(&emulator, host, "v1").await.status, v1, "{case}");
            assert_eq!(login(&emulator, host, "v2").await.status, v2, "{case}");
        }
    }
}

#[tokio::test]
async fn unknown_paths_and_verbs_are_404_with_a_body_and_a_request_id() {
    let emulator = Emulator::v2().await;
    for (method, path) in [
        ("POST", "/v2/nothing"),
        ("GET", "/v2/login"),
        ("PATCH", "/v2/profile"),
        ("POST", "/v2/login/"),
        ("GET", "/v2/"),
        ("GET", "/v2"),
    ] {
        let answer = emulator.lr(method, path).send().await;
        assert_eq!(refused(&answer, 404), ["Not found"], "{method} {path}");
        assert!(answer.header("x-request-id").unwrap().starts_with("rq_"));
    }
}

#[tokio::test]
async fn a_realm_without_an_active_app_or_switched_off_is_404() {
    let emulator = Emulator::v2_with(json!({"client_apps": []})).await;
    assert_eq!(login(&emulator, "two.e2.localhost", "v2").await.status, 404);
    let emulator = Emulator::v2().await;
    emulator.patch_v2(json!({"state": "inactive"})).await;
    assert_eq!(login(&emulator, "two.e2.localhost", "v2").await.status, 404);
}

#[tokio::test]
async fn sessions_of_one_realm_mean_nothing_in_another() {
    let emulator = Emulator::v2().await;
    let other = json!({"realms": [{"id": "rl_other", "api": 2, "subdomain": "other", "jwt_algo": "hs256",
        "client_apps": [{"name": "Other", "redirect_uris": ["http://other.test/"]}]}]});
    emulator.control("POST", "seed", other).await;
    let body = emulator.lr_login("ada").await;
    let fields = [("session", body["session"].as_str().unwrap())];
    let there = emulator.lr("GET", "/v2/session").query(&fields);
    let there = there.header("host", "other.e2.localhost").send().await;
    refused(&there, 403);
    assert_eq!(emulator.lr_session(&fields).await.status, 200);
    let sessions = emulator.list(&format!("sessions?realm_id={REALM}")).await;
    assert_eq!(sessions.len(), 1);
}

#[tokio::test]
async fn an_unknown_host_of_the_cluster_answers_in_the_form_of_this_version() {
    let emulator = both(true, false).await;
    let answer = login(&emulator, "nobody.e2.localhost:4101", "v2").await;
    assert_eq!(refused(&answer, 404), ["Not found"]);
    let answer = login(&emulator, "demo.localhost:4101", "v2").await;
    assert_eq!(answer.json(), json!({"error": "Not found"}));
}
