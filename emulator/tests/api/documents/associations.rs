//! The Ruby guide's associations, over the tree of resources that it shows: a realm has app hooks, auth providers,
//! Connected Apps, orgs and users; orgs and users have memberships; users have credentials, events and sessions.

use serde_json::{Value, json};

use super::{AppServer, DAVE, OTHER_REALM, REALM, ids, ruby};
use crate::fixture::{PASSWORD, text_of};

/// A resource that a realm has many of.
struct Child {
    plural: &'static str,
    singular: &'static str,
    attributes: Value,
    change: (&'static str, Value),
}

fn children() -> Vec<Child> {
    let child = |plural, singular, attributes, change| Child {
        plural,
        singular,
        attributes,
        change,
    };
    vec![
        child(
            "app_hooks",
            "app_hook",
            json!({"event_type": ["user.created"], "destination": "http://127.0.0.1:9/hooks"}),
            ("destination", json!("http://127.0.0.1:9/other")),
        ),
        child(
            "auth_providers",
            "auth_provider",
            json!({"provider_type": "facebook", "client_id": "1", "client_secret": "s"}),
            ("client_id", json!("2")),
        ),
        child(
            "login_policies",
            "login_policy",
            json!({"name": "Shop", "login_handler": "https://shop.example.test/login"}),
            ("name", json!("Second shop")),
        ),
        child(
            "orgs",
            "org",
            json!({"name": "Engine Co"}),
            ("name", json!("Difference Co")),
        ),
        child(
            "users",
            "user",
            json!({"username": "sally", "email": "sally@example.test", "password": PASSWORD}),
            ("last_name", json!("Smith")),
        ),
    ]
}

fn wrapped(child: &Child, realm: &str, attributes: &Value) -> Value {
    let mut attributes = attributes.clone();
    attributes["realm_id"] = json!(realm);
    json!({ child.singular: attributes })
}

async fn create(app: &AppServer, child: &Child) -> Value {
    let body = wrapped(child, REALM, &child.attributes);
    let answer = app.post(child.plural, body).await;
    assert_eq!(answer.status, 201, "{}: {answer:?}", child.plural);
    answer.json()
}

#[tokio::test]
async fn create_of_a_realm_makes_a_record_of_it_that_all_then_lists() {
    let app = ruby::gem().await;
    for child in children() {
        let made = create(&app, &child).await;
        assert_eq!(made["object"], child.singular);
        assert_eq!(made["realm_id"], REALM, "{}", child.plural);
        let all = app
            .found(&format!("{}?realm_id={REALM}", child.plural))
            .await;
        assert!(ids(&all).contains(&text_of(&made, "id")), "{all}");
        let others = app
            .found(&format!("{}?realm_id={OTHER_REALM}", child.plural))
            .await;
        assert!(!ids(&others).contains(&text_of(&made, "id")), "{others}");
    }
}

#[tokio::test]
async fn find_of_a_realm_shows_the_record_as_it_was_made_and_only_inside_it() {
    let app = ruby::gem().await;
    for child in children() {
        let made = create(&app, &child).await;
        let path = format!("{}/{}", child.plural, text_of(&made, "id"));
        assert_eq!(app.found(&format!("{path}?realm_id={REALM}")).await, made);
        assert_eq!(app.found(&path).await, made);
        let elsewhere = app.get(&format!("{path}?realm_id={OTHER_REALM}")).await;
        assert_eq!(elsewhere.status, 404, "{path}");
    }
}

#[tokio::test]
async fn update_of_a_realm_changes_what_is_sent_and_only_inside_it() {
    let app = ruby::gem().await;
    for child in children() {
        let made = create(&app, &child).await;
        let path = format!("{}/{}", child.plural, text_of(&made, "id"));
        let (name, value) = &child.change;
        let change = json!({ *name: value });
        let elsewhere = app.put(&path, wrapped(&child, OTHER_REALM, &change)).await;
        assert_eq!(elsewhere.status, 404, "{path}");
        assert_eq!(app.found(&path).await, made);
        let inside = app.put(&path, wrapped(&child, REALM, &change)).await;
        assert_eq!(inside.status, 200, "{inside:?}");
        assert_eq!(&inside.json()[*name], value);
        assert_eq!(app.found(&path).await, inside.json());
    }
}

#[tokio::test]
async fn delete_of_a_realm_removes_the_record_only_inside_it() {
    let app = ruby::gem().await;
    for child in children() {
        let made = create(&app, &child).await;
        let path = format!("{}/{}", child.plural, text_of(&made, "id"));
        let elsewhere = app.delete(&format!("{path}?realm_id={OTHER_REALM}")).await;
        assert_eq!(elsewhere.status, 404, "{path}");
        let inside = app.delete(&format!("{path}?realm_id={REALM}")).await;
        assert_eq!((inside.status, inside.body.as_str()), (204, ""));
        assert_eq!(app.get(&path).await.status, 404);
    }
}

#[tokio::test]
async fn a_user_has_credentials_sessions_and_events_of_its_own() {
    let app = ruby::gem().await;
    app.login_token().await;
    let dave = app.found(&format!("users/{DAVE}")).await;
    assert_eq!(dave["credentials"][0]["object"], "credential");
    for (plural, singular) in [("sessions", "session"), ("events", "event")] {
        let rows = app.found(&format!("{plural}?user_id={DAVE}")).await;
        assert_eq!(rows["collection"][0]["object"], singular, "{rows}");
        let nobodys = app.found(&format!("{plural}?user_id=usr_nobody")).await;
        assert_eq!(ids(&nobodys), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_user_and_an_org_share_their_memberships() {
    let settings = json!({"login_rocket": {"signup_mode": "user_org"}});
    let app = AppServer::start(settings, &ruby::HEADERS).await;
    let fields = [
        ("username", "sally"),
        ("email", "sally@example.test"),
        ("password", PASSWORD),
    ];
    app.emulator.post("/v1/signup", &fields).await.text("token");
    let sally = text_of(&app.found("users/sally").await, "id");
    let of_user = app.found(&format!("memberships?user_id={sally}")).await;
    let membership = &of_user["collection"][0];
    assert_eq!(membership["object"], "membership");
    let org = text_of(membership, "org_id");
    let of_org = app.found(&format!("memberships?org_id={org}")).await;
    assert_eq!(ids(&of_org), ids(&of_user));
    assert_eq!(app.found(&format!("orgs/{org}")).await["object"], "org");
    let of_dave = app.found(&format!("memberships?user_id={DAVE}")).await;
    assert_eq!(ids(&of_dave), Vec::<String>::new());
}
