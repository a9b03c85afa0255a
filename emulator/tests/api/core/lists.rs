//! What all lists of the Core API have in common (protocol-v1 §5.2).

use serde_json::{Value, json};

use crate::fixture::{Emulator, PASSWORD, REALM, text_of};

/// The resources whose single reads show more.
const FULLER_ALONE: &[&str] = &["users", "orgs", "memberships", "credentials", "sessions"];
const OTHERS: &[&str] = &[
    "realms",
    "login_policies",
    "jwt_keys",
    "app_hooks",
    "events",
];

/// At least two records of everything.
async fn populated() -> Emulator {
    let emulator = Emulator::start().await;
    emulator.login_token("ada").await;
    emulator.login_token("ada").await;
    let other = json!({"realms": [{"id": "rl_other", "users": [
        {"username": "lin", "email": "l@x.test", "password": PASSWORD}]}]});
    emulator.control("POST", "seed", other).await;
    for name in ["Two", "One"] {
        let org = json!({"org": {"name": name}});
        let org = emulator.create("/v1/orgs", org).await.text("id");
        let membership = json!({"membership": {"user_id": "ada", "org_id": org}});
        emulator
            .create("/v1/memberships", membership)
            .await
            .text("id");
        let app = json!({"login_policy": {"name": name, "login_handler": "http://a.test/"}});
        emulator.create("/v1/login_policies", app).await.text("id");
        let hook = json!({"hook_type": "webhook", "event_type": "user.created",
            "destination": "http://127.0.0.1:9/"});
        emulator.create_hook(&hook).await;
        let key = json!({"jwt_key": {"algo": "hs256"}});
        emulator.create("/v1/jwt_keys", key).await.text("id");
    }
    emulator
}

fn ids(rows: &[Value]) -> Vec<String> {
    rows.iter().map(|row| text_of(row, "id")).collect()
}

fn all() -> impl Iterator<Item = &'static str> {
    FULLER_ALONE.iter().chain(OTHERS).copied()
}

#[tokio::test]
async fn every_list_goes_on_after_the_last_id_in_either_direction() {
    let emulator = populated().await;
    for resource in all() {
        let path = format!("/v1/{resource}?sort=id");
        let ascending = ids(&emulator.collection(&format!("{path}&direction=asc")).await);
        let mut descending = ids(&emulator.collection(&format!("{path}&direction=desc")).await);
        assert!(ascending.len() >= 2, "{resource}");
        for (direction, whole) in [("asc", &ascending), ("desc", &descending)] {
            let mut seen = Vec::new();
            let mut after = String::new();
            loop {
                let path = format!("{path}&direction={direction}&max_results=1{after}");
                let page = emulator.get(&path).await.json();
                let rows = ids(page["collection"].as_array().unwrap());
                assert_eq!(rows.len(), 1, "{path}");
                after = format!("&after={}", rows[0]);
                seen.extend(rows);
                if page["more_results"] == false {
                    break;
                }
                assert_eq!(page["more_results"], true, "{path}");
            }
            assert_eq!(seen, *whole, "{resource} {direction}");
        }
        descending.reverse();
        assert_eq!(descending, ascending, "{resource}");
    }
}

#[tokio::test]
async fn every_list_refuses_what_it_cannot_do() {
    let emulator = populated().await;
    for resource in all() {
        for bad in [
            "max_results=0",
            "max_results=1001",
            "max_results=-1",
            "max_results=many",
            "after=none",
            "sort=password",
            "sort=seq",
            "sort=id;--",
            "direction=up",
        ] {
            let answer = emulator.get(&format!("/v1/{resource}?{bad}")).await;
            assert_eq!(answer.status, 400, "{resource} {bad}");
            assert!(answer.json()["error"].is_string());
        }
        let most = emulator
            .get(&format!("/v1/{resource}?max_results=100"))
            .await;
        assert_eq!(most.status, 200, "{resource}");
    }
}

#[tokio::test]
async fn single_reads_show_all_that_lists_show_and_more() {
    let emulator = populated().await;
    for resource in all() {
        for row in emulator.collection(&format!("/v1/{resource}")).await {
            let path = format!("/v1/{resource}/{}", text_of(&row, "id"));
            let single = emulator.get(&path).await;
            assert_eq!(single.status, 200, "{path}");
            let single = single.json();
            let row = row.as_object().unwrap();
            for (name, value) in row {
                assert_eq!(single[name], *value, "{path} {name}");
            }
            let more = single.as_object().unwrap().len() > row.len();
            assert!(more || !FULLER_ALONE.contains(&resource), "{path}");
        }
    }
}

#[tokio::test]
async fn every_list_is_of_the_realm_named_by_query_or_header() {
    let emulator = populated().await;
    for resource in FULLER_ALONE {
        let here = ids(&emulator.collection(&format!("/v1/{resource}")).await);
        let path = format!("/v1/{resource}?realm_id=rl_other");
        let there = ids(&emulator.collection(&path).await);
        assert!(there.iter().all(|id| !here.contains(id)), "{resource}");
        let by_header = emulator.api("GET", &format!("/v1/{resource}"));
        let by_header = by_header
            .header("x-authrocket-realm", "rl_other")
            .send()
            .await;
        let by_header = ids(by_header.json()["collection"].as_array().unwrap());
        assert_eq!(by_header, there, "{resource}");
        let back = emulator.api("GET", &format!("/v1/{resource}?realm_id={REALM}"));
        let back = back.header("x-authrocket-realm", "rl_other").send().await;
        assert_eq!(ids(back.json()["collection"].as_array().unwrap()), here);
        let everywhere = emulator.api("GET", &format!("/v1/{resource}"));
        let everywhere = everywhere.without("x-authrocket-realm").send().await;
        let everywhere = everywhere.json()["collection"].as_array().unwrap().len();
        assert_eq!(everywhere, here.len() + there.len(), "{resource}");
        let unknown = emulator
            .get(&format!("/v1/{resource}?realm_id=rl_none"))
            .await;
        assert_eq!(unknown.status, 404, "{resource}");
    }
}

#[tokio::test]
async fn what_a_resource_cannot_do_is_405() {
    let emulator = populated().await;
    for (method, path) in [
        ("GET", "/v1/user_tokens"),
        ("PUT", "/v1/user_tokens/utk_x"),
        ("DELETE", "/v1/user_tokens/utk_x"),
        ("PUT", "/v1/sessions/kss_x"),
        ("POST", "/v1/users/ada"),
        ("DELETE", "/v1/orgs"),
        ("PATCH", "/v1/memberships/mb_x"),
        ("GET", "/v1/credentials/crd_x/verify"),
        ("GET", "/v1/users/authenticate"),
    ] {
        let answer = emulator.api(method, path).json(&json!({})).send().await;
        let expected = if path == "/v1/users/authenticate" {
            404
        } else {
            405
        };
        assert_eq!(answer.status, expected, "{method} {path}");
        assert!(answer.json()["error"].is_string());
    }
    assert_eq!(emulator.get("/v1/user_tokens/utk_x").await.status, 404);
}
