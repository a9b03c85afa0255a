//! What third-party clients for AuthRocket 1 rely on: the rows C11 to C20 of protocol-v1 §12.

use loginrocket_emulator::{Config, StartTime};
use serde_json::{Value, json};

use crate::fixture::{Emulator, PASSWORD, REALM, claims, config, seed, text_of};

const REMOTE: &str = "https://hooks.example.test/events";

#[tokio::test]
async fn c11_blank_choices_of_a_create_are_as_if_missing() {
    let emulator = Emulator::start().await;
    for (n, blank) in [json!(""), Value::Null].into_iter().enumerate() {
        for (path, wrapper, mut body) in [
            (
                "/v1/users",
                "user",
                json!({"username": format!("lin{n}"), "email": format!("lin{n}@example.test"),
                    "password": PASSWORD, "user_type": blank, "email_verification": blank}),
            ),
            ("/v1/realms", "realm", json!({"name": format!("New {n}")})),
            ("/v1/orgs", "org", json!({"name": "Engines"})),
            (
                "/v1/login_policies",
                "login_policy",
                json!({"name": "New", "login_handler": "http://a.test/"}),
            ),
            (
                "/v1/app_hooks",
                "app_hook",
                json!({"destination": "http://localhost/"}),
            ),
        ] {
            body["state"] = blank.clone();
            let answer = emulator.create(path, json!({wrapper: body})).await;
            assert_eq!(answer.status, 201, "{path}: {answer:?}");
            assert_eq!(answer.text("state"), "active", "{path}");
        }
        let user = emulator.get(&format!("/v1/users/lin{n}")).await;
        assert_eq!(user.text("user_type"), "human");
        assert_eq!(user.text("email_verification"), "none");
    }
    let change = json!({"user": {"state": ""}});
    let refused = emulator.put("/v1/users/ada", change).await;
    Emulator::problem(&refused, "state");
}

#[tokio::test]
async fn c12_ip_and_client_of_a_session_count_where_there_is_no_request() {
    let emulator = Emulator::start().await;
    let attributes = json!({"user_id": "ada", "ip": "192.0.2.7", "client": "Old"});
    let request = json!({"ip": "192.0.2.8", "client": "New"});
    for (body, ip, client) in [
        (json!({"session": attributes}), "192.0.2.7", "Old"),
        (
            json!({"session": attributes, "request": request}),
            "192.0.2.8",
            "New",
        ),
    ] {
        let session = emulator.create("/v1/sessions", body).await.json();
        assert_eq!(session["request"], json!({"ip": ip, "client": client}));
    }
}

#[tokio::test]
async fn c13_a_hook_to_another_machine_is_stored_and_its_delivery_fails_at_once() {
    let emulator = Emulator::start().await;
    let hook = json!({"destination": REMOTE, "event_type": ["user.login.succeeded"]});
    let hook = emulator.create_hook(&hook).await;
    assert_eq!(hook["destination"], REMOTE);
    emulator.login_token("ada").await;
    let events = emulator
        .collection("/v1/events?expand=notifications&event_type=user.login.")
        .await;
    let notification = &events[0]["notifications"][0];
    assert_eq!(notification["state"], "failed");
    let result = text_of(notification, "last_result");
    assert!(result.contains("this machine only"), "{result}");
    for bad in ["", "/events", "javascript:x", "ftp://localhost/"] {
        let hook = json!({"app_hook": {"destination": bad}});
        let answer = emulator.create("/v1/app_hooks", hook).await;
        Emulator::problem(&answer, "destination");
    }
}

#[tokio::test]
async fn c14_a_realm_may_be_deleted_twice() {
    let emulator = Emulator::start().await;
    let path = format!("/v1/realms/{REALM}");
    for _ in 0..2 {
        let request = emulator.api("DELETE", &path).without("x-authrocket-realm");
        assert_eq!(request.send().await.status, 204);
    }
    assert_eq!(emulator.delete("/v1/realms/rl_never").await.status, 404);
}

#[tokio::test]
async fn c15_logins_of_api_users_are_never_managed() {
    let emulator = Emulator::start().await;
    let user = json!({"user": {"user_type": "api", "api_key": "key-of-a-program"}});
    let user = emulator.create("/v1/users", user).await.text("id");
    let key = json!({"user": {"api_key": "key-of-a-program"}});
    let login = emulator.create("/v1/users/authenticate_key", key).await;
    let session = json!({"session": {"user_id": user}});
    let session = emulator.create("/v1/sessions", session).await;
    for token in [login.text("token"), session.text("token")] {
        let id = text_of(&claims(&token), "tk");
        assert!(!id.starts_with("kss_"), "{id}");
        let read = emulator.get(&format!("/v1/sessions/{token}")).await;
        assert_eq!(read.status, 404);
    }
    assert!(emulator.list("sessions").await.is_empty());
}

#[tokio::test]
async fn c16_an_app_has_no_custom_domains_and_one_is_refused_with_a_reason() {
    let emulator = Emulator::start().await;
    let path = "/v1/login_policies/lpl_demo";
    assert_eq!(emulator.get(path).await.json()["custom_domains"], json!([]));
    let change = |domains: Value| json!({"login_policy": {"custom_domains": domains}});
    for none in [json!([]), json!(""), Value::Null] {
        assert_eq!(emulator.put(path, change(none)).await.status, 200);
    }
    for some in [json!(["login.example.test"]), json!("login.example.test")] {
        let answer = emulator.put(path, change(some)).await;
        let reason = Emulator::problem(&answer, "custom_domains");
        assert!(reason.contains("this emulator"), "{reason}");
    }
}

#[tokio::test]
async fn c17_a_realm_has_resource_links() {
    let emulator = Emulator::start().await;
    let realm = emulator.get(&format!("/v1/realms/{REALM}")).await.json();
    assert_eq!(realm["resource_links"], json!([]));
}

#[tokio::test]
async fn c18_times_with_fractions_have_three_decimals() {
    let config = Config {
        clock: Some(StartTime {
            at_ms: 1_769_860_800_500,
            frozen: true,
        }),
        ..config(seed(&json!({})))
    };
    let emulator = Emulator::configured(config).await;
    let custom = json!({"half": 0.5, "made_at": 1.5});
    let change = json!({"user": {"custom": custom}});
    emulator.put("/v1/users/ada", change).await;
    emulator.login_token("ada").await;
    for path in [
        "/v1/users/ada",
        "/v1/users",
        "/v1/sessions?user_id=ada",
        "/v1/events",
    ] {
        let body = emulator.get(path).await.body;
        assert!(body.contains("_at\":1769860800.500"), "{body}");
        assert!(!body.contains("1769860800.5,"), "{path}: {body}");
    }
    let user = emulator.get("/v1/users/ada").await;
    assert_eq!(user.json()["custom"], custom);
    assert!(user.body.contains(r#""made_at":1.5}"#), "{user:?}");
}

#[tokio::test]
async fn c19_request_ids_have_the_prefix_rq() {
    let emulator = Emulator::start().await;
    for answer in [
        emulator.login("ada", PASSWORD).await,
        emulator.get("/v1/users").await,
    ] {
        let id = answer.header("x-request-id").unwrap();
        let rest = id.strip_prefix("rq_").expect("the prefix");
        assert!((21..=22).contains(&rest.len()), "{id}");
        assert!(rest.chars().all(|letter| letter.is_ascii_alphanumeric()));
    }
}

#[tokio::test]
async fn c20_a_realm_may_show_the_members_of_2015() {
    for shown in [false, true] {
        let emulator = Emulator::with(json!({"members_of_2015": shown})).await;
        let request = json!({"ip": "192.0.2.8", "client": "Old"});
        let body = json!({"session": {"user_id": "ada"}, "request": request});
        let made = emulator.create("/v1/sessions", body).await.json();
        let read = emulator
            .get(&format!("/v1/sessions/{}", text_of(&made, "id")))
            .await
            .json();
        let listed = emulator.collection("/v1/sessions").await[0].clone();
        for session in [&made, &read, &listed] {
            assert_eq!(session.get("ip").is_some(), shown, "{session}");
            if shown {
                assert_eq!(
                    (&session["ip"], &session["client"]),
                    (&json!("192.0.2.8"), &json!("Old"))
                );
            }
        }
        let single = emulator.get("/v1/users/ada").await.json();
        let listed = emulator.collection("/v1/users?username=ada").await[0].clone();
        for user in [&single, &listed, &read["user"]] {
            assert_eq!(user.get("last_login_on").is_some(), shown, "{user}");
            if shown {
                assert_eq!(user["last_login_on"], user["last_login_at"]);
            }
        }
    }
}
