//! The language-agnostic integration guide.

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Value, json};

use super::{API_KEY, AppServer, DAVE, OTHER_REALM, REALM, ids};
use crate::fixture::{JWT_KEY, PASSWORD};

/// As the guide writes them, realm included.
const HEADERS: [(&str, &str); 4] = [
    ("X-Authrocket-Api-Key", API_KEY),
    ("X-Authrocket-Realm", REALM),
    ("Accept", "application/json"),
    ("Content-type", "application/json"),
];

async fn app_server() -> AppServer {
    AppServer::start(json!({}), &HEADERS).await
}

/// For apps of two or more realms.
async fn without_global_realm() -> AppServer {
    let mut headers = HEADERS.to_vec();
    headers.retain(|(name, _)| *name != "X-Authrocket-Realm");
    AppServer::start(json!({}), &headers).await
}

/// `JWT.verify(token, secret)` of a stock library, which also looks at the end.
fn verified(token: &str, secret: &str) -> Option<Value> {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.validate_aud = false;
    let key = DecodingKey::from_secret(secret.as_bytes());
    let decoded = jsonwebtoken::decode::<Value>(token, &key, &rules);
    decoded.ok().map(|decoded| decoded.claims)
}

#[tokio::test]
async fn a_login_is_verified_by_asking_for_its_session() {
    let app = app_server().await;
    let token = app.login_token().await;
    let answer = app.get(&format!("sessions/{token}")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let session = answer.json();
    assert_eq!(session["user_id"], DAVE);
    assert_eq!(session["user"]["name"], "Dave Jones");
    assert_eq!(session["user"]["id"], DAVE);
}

#[tokio::test]
async fn every_other_token_has_another_status_than_200() {
    let app = app_server().await;
    let token = app.login_token().await;
    let changed = format!("{}x", &token[..token.len() - 1]);
    for bad in [
        "47ng5bYEc8s...l3XYbUnMPHf",
        &changed,
        "kss_none",
        "%00",
        "a.b.c",
    ] {
        let answer = app.get(&format!("sessions/{bad}")).await;
        assert_eq!(answer.status, 404, "{bad}");
    }
    let id = app.found(&format!("sessions/{token}")).await;
    let id = id["id"].as_str().unwrap();
    assert_eq!(app.delete(&format!("sessions/{id}")).await.status, 204);
    assert_eq!(app.get(&format!("sessions/{token}")).await.status, 404);
}

#[tokio::test]
async fn asking_on_every_page_detects_logouts_and_expired_sessions() {
    let app = app_server().await;
    let (first, second) = (app.login_token().await, app.login_token().await);
    app.found(&format!("sessions/{first}")).await;
    app.emulator.done("/v1/logout", &[("token", &first)]).await;
    assert_eq!(app.get(&format!("sessions/{first}")).await.status, 404);
    app.found(&format!("sessions/{second}")).await;
    app.emulator.advance(360 * 60 + 1).await;
    assert_eq!(app.get(&format!("sessions/{second}")).await.status, 404);
}

#[tokio::test]
async fn the_stored_user_id_loads_a_full_and_current_copy_of_the_user() {
    let app = app_server().await;
    let session = app
        .found(&format!("sessions/{}", app.login_token().await))
        .await;
    let path = format!("users/{}", session["user_id"].as_str().unwrap());
    assert_eq!(app.found(&path).await["name"], "Dave Jones");
    let renamed = app
        .put(&path, json!({"user": {"last_name": "Smith"}}))
        .await;
    assert_eq!(renamed.status, 200);
    let user = app.found(&path).await;
    assert_eq!(
        (&user["name"], &user["email"]),
        (&json!("Dave Smith"), &json!("dave@example.test"))
    );
}

#[tokio::test]
async fn a_login_is_verified_by_its_signature_with_the_realm_secret() {
    let app = app_server().await;
    let token = app.login_token().await;
    let session = verified(&token, JWT_KEY).expect("a valid token");
    assert_eq!(
        (&session["uid"], &session["n"]),
        (&json!(DAVE), &json!("Dave Jones"))
    );
    assert!(verified(&token, "realm-jwt-secret").is_none());
    let (rest, _) = token.rsplit_once('.').unwrap();
    assert!(verified(&format!("{rest}."), JWT_KEY).is_none());
}

#[tokio::test]
async fn tokens_of_unmanaged_sessions_are_verified_by_their_signature_alone() {
    let app = AppServer::start(json!({"session_type": "unmanaged"}), &HEADERS).await;
    let token = app.login_token().await;
    assert_eq!(
        verified(&token, JWT_KEY).expect("a valid token")["uid"],
        DAVE
    );
    assert_eq!(app.get(&format!("sessions/{token}")).await.status, 404);
}

#[tokio::test]
async fn without_the_api_key_nothing_is_verified() {
    let app = app_server().await;
    let path = format!("sessions/{}", app.login_token().await);
    let without = app.request("GET", &path).without("X-Authrocket-Api-Key");
    assert_eq!(without.send().await.status, 403);
    let wrong = app
        .request("GET", &path)
        .header("X-Authrocket-Api-Key", "ko_SAMPLES");
    assert_eq!(wrong.send().await.status, 403);
}

#[tokio::test]
async fn a_global_realm_hides_the_other_realms() {
    let app = app_server().await;
    assert_eq!(ids(&app.found("users").await), [DAVE]);
    assert_eq!(app.get("users/erin").await.status, 404);
    let elsewhere = app.request("GET", &format!("sessions/{}", app.login_token().await));
    let elsewhere = elsewhere.header("X-Authrocket-Realm", OTHER_REALM);
    assert_eq!(elsewhere.send().await.status, 404);
}

#[tokio::test]
async fn the_realm_is_named_by_a_query_parameter_of_each_request() {
    let app = without_global_realm().await;
    let of = async |realm: &str| ids(&app.found(&format!("users?realm_id={realm}")).await);
    assert_eq!(of(REALM).await, [DAVE]);
    assert_ne!(of(OTHER_REALM).await, [DAVE]);
    let token = app.login_token().await;
    app.found(&format!("sessions/{token}?realm_id={REALM}"))
        .await;
    let path = format!("sessions/{token}?realm_id={OTHER_REALM}");
    assert_eq!(app.get(&path).await.status, 404);
}

#[tokio::test]
async fn the_realm_is_included_with_the_post_data() {
    let app = without_global_realm().await;
    let user = |name: &str| json!({"username": name, "email": format!("{name}@example.test"), "password": PASSWORD});
    let beside = json!({"realm_id": OTHER_REALM, "user": user("frank")});
    let mut within = json!({"user": user("grace")});
    within["user"]["realm_id"] = json!(OTHER_REALM);
    for body in [beside, within] {
        let answer = app.post("users", body).await;
        assert_eq!(
            (answer.status, answer.text("realm_id")),
            (201, OTHER_REALM.to_owned())
        );
    }
    let nowhere = app.post("users", json!({"user": user("heidi")})).await;
    assert_eq!(nowhere.status, 400);
}

#[tokio::test]
async fn a_new_user_is_created_and_logged_in_without_extra_code() {
    let app = app_server().await;
    let fields = [
        ("username", "ivan"),
        ("email", "ivan@example.test"),
        ("password", PASSWORD),
    ];
    let url = app.emulator.post("/v1/signup", &fields).await.text("url");
    let token = url
        .strip_prefix("https://myapp.example.test/login?token=")
        .expect("the login handler");
    let token = token
        .strip_suffix("&signup=true")
        .expect("the mark of a signup");
    let session = app.found(&format!("sessions/{token}")).await;
    assert_eq!(session["user"]["username"], "ivan");
}
