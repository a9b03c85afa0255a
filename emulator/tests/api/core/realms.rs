//! `/v1/realms` (protocol-v1 §7.1).

use jsonwebtoken::Algorithm;
use serde_json::{Value, json};

use crate::client::{Answer, Request};
use crate::fixture::{API_KEY, Emulator, JWT_KEY, PASSWORD, REALM, lay, text_of};

fn call(emulator: &Emulator, method: &str, path: &str) -> Request {
    emulator.api(method, path).without("x-authrocket-realm")
}

async fn create(emulator: &Emulator, attributes: Value) -> Answer {
    let request = call(emulator, "POST", "/v1/realms");
    request.json(&json!({"realm": attributes})).send().await
}

async fn put(emulator: &Emulator, attributes: Value) -> Answer {
    let request = call(emulator, "PUT", &format!("/v1/realms/{REALM}"));
    request.json(&json!({"realm": attributes})).send().await
}

#[tokio::test]
async fn a_new_realm_has_the_documented_defaults_and_the_passwords_provider_only() {
    let emulator = Emulator::start().await;
    let answer = create(&emulator, json!({"name": "Second"})).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let realm = answer.json();
    let (id, secret) = (text_of(&realm, "id"), text_of(&realm, "jwt_key"));
    assert!(
        id.starts_with("rl_") && secret.starts_with("jsk_"),
        "{realm}"
    );
    assert_eq!(
        realm,
        json!({
            "id": id, "object": "realm", "name": "Second", "state": "active", "reference": null,
            "custom": {}, "username_validation_human": "standard", "require_unique_emails": true,
            "api_key_prefix": null, "api_key_policy": "hash", "api_key_minutes": 0,
            "jwt_algo": "hs256", "jwt_fields": [], "jwt_key": secret, "jwt_secret": secret,
            "session_type": "managed", "session_minutes": 360, "resource_links": []
        })
    );
    let read = call(&emulator, "GET", &format!("/v1/realms/{id}"));
    assert_eq!(read.send().await.json(), realm);
    // Its users log in by the Core API; LoginRocket is not there.
    let app = json!({"login_policy": {"realm_id": id, "name": "A", "subdomain": "second",
        "login_handler": "https://a.test/login"}});
    assert_eq!(emulator.create("/v1/login_policies", app).await.status, 201);
    let user = json!({"user": {"realm_id": id, "username": "lin", "email": "l@example.test",
        "password": PASSWORD}});
    assert_eq!(emulator.create("/v1/users", user).await.status, 201);
    let login = emulator
        .api("POST", "/v1/users/lin/authenticate")
        .header("x-authrocket-realm", &id)
        .json(&json!({"password": PASSWORD}));
    assert_eq!(login.send().await.status, 200);
    for path in ["/v1/login", "/v1/logout", "/login", "/"] {
        let request = emulator.login_port("GET", path);
        let answer = request.header("host", "second.localhost").send().await;
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[tokio::test]
async fn an_update_changes_the_attributes_sent_and_they_are_at_work_at_once() {
    let emulator = Emulator::start().await;
    let before = emulator.get(&format!("/v1/realms/{REALM}")).await.json();
    assert_eq!(before["jwt_key"], JWT_KEY);
    let changes = json!({
        "name": "Renamed", "reference": "app-1", "custom": {"plan": "gold"},
        "username_validation_human": "email", "require_unique_emails": false,
        "api_key_prefix": "key_", "api_key_policy": "encrypt", "api_key_minutes": 5,
        "jwt_fields": ["custom", "memberships", "orgs"], "session_minutes": 1
    });
    let answer = put(&emulator, changes.clone()).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let mut expected = before;
    lay(&mut expected, &changes);
    assert_eq!(answer.json(), expected);
    let token = emulator
        .post(
            "/v1/login",
            &[("email", "ada@example.test"), ("password", PASSWORD)],
        )
        .await;
    assert_eq!(token.status, 200);
    let renamed = put(
        &emulator,
        json!({"session_type": "unmanaged", "id": "rl_x", "jwt_key": "x"}),
    );
    expected["session_type"] = json!("unmanaged");
    assert_eq!(renamed.await.json(), expected);
}

#[tokio::test]
async fn the_time_of_a_session_follows_the_realm() {
    let emulator = Emulator::start().await;
    put(&emulator, json!({"session_minutes": 1})).await;
    let token = emulator.login_token("ada").await;
    let claims = crate::fixture::claims(&token);
    let life = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
    assert_eq!(life, 60);
}

#[tokio::test]
async fn shared_addresses_cannot_be_forbidden_again() {
    let emulator = Emulator::start().await;
    let off = put(&emulator, json!({"require_unique_emails": "false"})).await;
    assert_eq!(off.json()["require_unique_emails"], false);
    let on = put(&emulator, json!({"require_unique_emails": true})).await;
    assert_eq!(on.status, 422);
    assert_eq!(
        on.json()["errors"],
        json!({"require_unique_emails": ["Require unique emails cannot be turned on again"]})
    );
    assert_eq!(
        put(&emulator, json!({"require_unique_emails": false}))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn another_algorithm_has_a_key_of_its_own_and_keeps_logins() {
    let emulator = Emulator::start().await;
    let before = emulator.login_token("ada").await;
    let answer = put(&emulator, json!({"jwt_algo": "rs256"})).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let public = answer.text("jwt_key");
    assert!(public.starts_with("-----BEGIN PUBLIC KEY-----"), "{public}");
    let after = emulator.login_token("ada").await;
    let header = jsonwebtoken::decode_header(&after).unwrap();
    assert_eq!(header.alg, Algorithm::RS256);
    for token in [before, after] {
        assert_eq!(
            emulator.get(&format!("/v1/sessions/{token}")).await.status,
            200
        );
    }
    let back = put(&emulator, json!({"jwt_algo": "hs256"})).await;
    assert_eq!(back.text("jwt_key"), JWT_KEY);
    let again = put(&emulator, json!({"jwt_algo": "rs256"})).await;
    assert_eq!(again.text("jwt_key"), public);
}

#[tokio::test]
async fn each_bad_attribute_is_told_and_nothing_is_stored() {
    let emulator = Emulator::start().await;
    let blank = create(&emulator, json!({})).await;
    assert_eq!(
        (blank.status, blank.json()["errors"].clone()),
        (422, json!({"name": ["Name can't be blank"]}))
    );
    for (name, value) in [
        ("name", json!(null)),
        ("state", json!("asleep")),
        ("custom", json!([1])),
        ("reference", json!({})),
        ("username_validation_human", json!("none")),
        ("require_unique_emails", json!("maybe")),
        ("api_key_policy", json!("plain")),
        ("api_key_minutes", json!(-1)),
        ("jwt_algo", json!("none")),
        ("jwt_fields", json!(["orgs"])),
        ("jwt_fields", json!(["email"])),
        ("session_type", json!(1)),
        ("session_minutes", json!(0)),
        ("session_minutes", json!(99_999_999)),
        ("session_minutes", json!("1.5")),
    ] {
        let answer = put(&emulator, json!({name: value, "api_key_prefix": "new"})).await;
        assert_eq!(answer.status, 422, "{name} {value}");
        assert!(answer.json()["errors"][name].is_array(), "{answer:?}");
    }
    let realm = emulator.get(&format!("/v1/realms/{REALM}")).await.json();
    assert_eq!(
        (&realm["name"], &realm["api_key_prefix"]),
        (&json!("Standard"), &Value::Null)
    );
    let missing = call(&emulator, "POST", "/v1/realms").json(&json!({"name": "x"}));
    assert_eq!(missing.send().await.status, 400);
}

#[tokio::test]
async fn lists_are_sorted_by_name_show_fewer_fields_and_are_searched_by_reference() {
    let emulator = Emulator::start().await;
    for name in ["zoo", "Bar"] {
        let attributes =
            json!({"name": name, "reference": format!("ref-{name}"), "custom": {"a": 1}});
        create(&emulator, attributes).await;
    }
    let list = async |query: &str| -> Vec<Value> {
        let answer = call(&emulator, "GET", &format!("/v1/realms{query}"))
            .send()
            .await;
        answer.json()["collection"].as_array().unwrap().clone()
    };
    let names =
        |rows: Vec<Value>| -> Vec<String> { rows.iter().map(|row| text_of(row, "name")).collect() };
    assert_eq!(names(list("").await), ["Bar", "Standard", "zoo"]);
    assert_eq!(
        names(list("?sort=id&direction=desc").await),
        ["Bar", "zoo", "Standard"]
    );
    let found = list("?reference=ref-zoo").await;
    assert_eq!(names(found.clone()), ["zoo"]);
    for secret in ["jwt_key", "jwt_secret", "custom"] {
        assert!(found[0].get(secret).is_none(), "{secret}");
    }
    assert_eq!(
        list("?reference=ref-zoo&expand=custom").await[0]["custom"],
        json!({"a": 1})
    );
    assert_eq!(list("?state=inactive").await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_deleted_realm_takes_everything_along_and_ends_its_sessions_at_once() {
    let emulator = Emulator::start().await;
    let token = emulator.login_token("ada").await;
    let path = format!("/v1/realms/{REALM}");
    assert_eq!(call(&emulator, "DELETE", &path).send().await.status, 204);
    assert_eq!(call(&emulator, "GET", &path).send().await.status, 404);
    let session = call(&emulator, "GET", &format!("/v1/sessions/{token}"));
    assert_eq!(session.send().await.status, 404);
    assert_eq!(emulator.login("ada", PASSWORD).await.status, 404);
    for list in ["users", "sessions", "apps", "realms"] {
        assert_eq!(emulator.list(list).await, Vec::<Value>::new(), "{list}");
    }
    let events = call(&emulator, "GET", "/v1/events").send().await.json();
    let types: Vec<&Value> = events["collection"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| &event["event_type"])
        .collect();
    assert_eq!(types, ["realm.deleted"]);
}

#[tokio::test]
async fn an_inactive_realm_is_found_by_the_core_api_only() {
    let emulator = Emulator::start().await;
    put(&emulator, json!({"state": "inactive"})).await;
    assert_eq!(emulator.login("ada", PASSWORD).await.status, 404);
    assert_eq!(emulator.get("/v1/users/ada").await.status, 200);
    let unknown = Request::new(emulator.running.api_addr(), "GET", "/v1/realms/rl_x");
    let answer = unknown.header("x-authrocket-api-key", API_KEY).send().await;
    assert_eq!(
        (answer.status, answer.text("error")),
        (404, "Not found".to_owned())
    );
}
