//! Conventions of the Core API: key, realm, verbs, types, errors (protocol-v1 §5.1 to §5.4).

use serde_json::json;

use crate::client::Request;
use crate::fixture::{API_KEY, Emulator, REALM};

#[tokio::test]
async fn without_a_known_key_everything_is_403() {
    let emulator = Emulator::start().await;
    for path in ["/v1/users", "/v1/users/ada", "/v1/nothing", "/v1/realms"] {
        let bare = Request::new(emulator.running.api_addr(), "GET", path);
        for request in [
            bare.clone(),
            bare.clone().header("x-authrocket-api-key", ""),
            bare.clone().header("x-authrocket-api-key", "ko_other"),
            bare.header("x-authrocket-api-key", &format!("{API_KEY}x")),
        ] {
            let answer = request.send().await;
            assert_eq!(answer.status, 403, "{path}");
            assert!(answer.json()["error"].is_string());
        }
    }
}

#[tokio::test]
async fn the_realm_comes_from_query_body_or_header_in_this_order() {
    let emulator = Emulator::start().await;
    let list = |path: &str, header: &str| {
        emulator
            .api("GET", path)
            .header("x-authrocket-realm", header)
    };
    assert_eq!(
        list(&format!("/v1/users?realm_id={REALM}"), "rl_x")
            .send()
            .await
            .status,
        200
    );
    assert_eq!(list("/v1/users", "rl_x").send().await.status, 404);
    let user = json!({"username": "lin", "email": "l@example.test", "password": "long enough"});
    let create = |body| {
        emulator
            .api("POST", "/v1/users")
            .without("x-authrocket-realm")
            .json(&body)
    };
    let missing = create(json!({"user": user})).send().await;
    assert_eq!(
        (missing.status, missing.text("error")),
        (400, "realm_id is missing".to_owned())
    );
    assert_eq!(
        create(json!({"user": user, "realm_id": "rl_x"}))
            .send()
            .await
            .status,
        404
    );
    let mut inside = user;
    inside["realm_id"] = json!(REALM);
    assert_eq!(create(json!({"user": inside})).send().await.status, 201);
}

#[tokio::test]
async fn wrong_verb_type_accept_and_body_have_their_own_statuses() {
    let emulator = Emulator::start().await;
    assert_eq!(emulator.get("/v1/nothing").await.status, 404);
    let verb = emulator.api("PATCH", "/v1/users/ada").send().await;
    assert_eq!(verb.status, 405);
    assert!(verb.json()["error"].is_string());
    let accept = emulator
        .api("GET", "/v1/users")
        .header("accept", "text/html")
        .send()
        .await;
    assert_eq!(accept.status, 406);
    let post = || emulator.api("POST", "/v1/users");
    assert_eq!(post().body("text/plain", "x").send().await.status, 415);
    assert_eq!(
        post().body("application/json", "{").send().await.status,
        400
    );
    assert_eq!(
        post().body("application/json", "[]").send().await.status,
        400
    );
    let missing = post().json(&json!({"username": "lin"})).send().await;
    assert_eq!(
        (missing.status, missing.text("error")),
        (400, "user is missing".to_owned())
    );
}

#[tokio::test]
async fn orgs_and_memberships_are_read_by_id_within_their_realm() {
    let emulator = Emulator::with(json!({"login_rocket": {"signup_mode": "user_org"}})).await;
    let fields = [
        ("username", "lin"),
        ("email", "l@example.test"),
        ("password", "long enough"),
    ];
    emulator.post("/v1/signup", &fields).await.text("token");
    for resource in ["orgs", "memberships"] {
        let list = emulator.get(&format!("/v1/{resource}")).await.json();
        let id = list["collection"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("/v1/{resource}/{id}");
        assert_eq!(emulator.get(&path).await.text("id"), id);
        let other = emulator
            .api("GET", &path)
            .header("x-authrocket-realm", "rl_x");
        assert_eq!(other.send().await.status, 404);
        assert_eq!(
            emulator.get(&format!("/v1/{resource}/none")).await.status,
            404
        );
    }
}
