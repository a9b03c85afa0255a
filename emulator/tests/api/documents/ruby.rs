//! The guide to the Ruby gem. Its calls as the gem sends them: parameters of reads and deletes in the query, sorted,
//! `nil` as an empty value; attributes of writes wrapped in the resource's name, the realm among them.

use serde_json::{Value, json};

use super::{API_KEY, AppServer, DAVE, OTHER_REALM, REALM, ids, members, sentences};
use crate::fixture::PASSWORD;

/// Without `AUTHROCKET_REALM`, which is optional.
pub(super) const HEADERS: [(&str, &str); 4] = [
    ("accept", "application/json"),
    ("content-type", "application/json"),
    ("user-agent", "AuthRocket/ruby v2.0.0 [nc 2.0.0]"),
    ("X-Authrocket-api-key", API_KEY),
];

pub(super) async fn gem() -> AppServer {
    AppServer::start(json!({}), &HEADERS).await
}

/// With `AUTHROCKET_REALM`.
async fn gem_with_realm() -> AppServer {
    let mut headers = HEADERS.to_vec();
    headers.push(("X-Authrocket-realm", REALM));
    AppServer::start(json!({}), &headers).await
}

/// As the seed's users besides dave, with nothing but a name.
async fn add_users(app: &AppServer, count: usize) {
    let users: Vec<Value> = (0..count)
        .map(|n| json!({"username": format!("user{n}"), "email": format!("user{n}@example.test")}))
        .collect();
    let seed = json!({"realms": [{"id": REALM, "users": users}]});
    app.emulator.control("POST", "seed", seed).await;
}

#[tokio::test]
async fn all_retrieves_the_records_of_a_realm() {
    let app = gem().await;
    let users = app.found(&format!("users?realm_id={REALM}")).await;
    assert_eq!(ids(&users), [DAVE]);
    assert_eq!(users["collection"][0]["object"], "user");
    assert_eq!(users["more_results"], false);
}

#[tokio::test]
async fn all_tells_by_more_results_to_ask_again_after_the_last_one() {
    let app = gem().await;
    add_users(&app, 104).await;
    let users = app.found(&format!("users?after=&realm_id={REALM}")).await;
    let mut seen = ids(&users);
    assert_eq!((seen.len(), &users["more_results"]), (100, &json!(true)));
    let last = seen.last().unwrap();
    let more = app
        .found(&format!("users?after={last}&realm_id={REALM}"))
        .await;
    assert_eq!(
        (ids(&more).len(), &more["more_results"]),
        (5, &json!(false))
    );
    seen.extend(ids(&more));
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 105, "each of them once");
}

#[tokio::test]
async fn first_is_all_with_max_results_1() {
    let app = gem().await;
    add_users(&app, 2).await;
    let all = app.found(&format!("users?realm_id={REALM}")).await;
    let first = app
        .found(&format!("users?max_results=1&realm_id={REALM}"))
        .await;
    assert_eq!(ids(&first), ids(&all)[..1]);
    assert_eq!(first["more_results"], true);
}

#[tokio::test]
async fn find_takes_the_id_or_the_username() {
    let app = gem().await;
    let by_id = app.found(&format!("users/{DAVE}")).await;
    assert_eq!(
        (&by_id["id"], &by_id["object"]),
        (&json!(DAVE), &json!("user"))
    );
    assert_eq!(app.found("users/dave").await, by_id);
    let nobody = app.get("users/nobody").await;
    assert_eq!(nobody.status, 404, "RecordNotFound, or nil by retrieve");
    assert!(nobody.json()["error"].is_string());
}

// The gem escapes what it puts into a path by the rules for forms.
#[tokio::test]
async fn find_takes_a_username_with_a_blank_as_the_gem_escapes_it() {
    let app = gem_with_realm().await;
    let user = |name: &str, n: u8| json!({"user": {"username": name, "email": format!("{n}@example.test"), "password": PASSWORD}});
    let blank = app.post("users", user("dave jones & son", 1)).await;
    assert_eq!(blank.status, 201, "{blank:?}");
    let by_name = app.found("users/dave+jones+%26+son").await;
    assert_eq!(by_name["id"], blank.json()["id"]);
    assert_eq!(app.found("users/dave%20jones%20%26%20son").await, by_name);
    let plus = app.post("users", user("dave+jones & son", 2)).await;
    for path in ["users/dave%2Bjones+%26+son", "users/dave+jones%20%26%20son"] {
        assert_eq!(app.found(path).await["id"], plus.json()["id"], "{path}");
    }
    assert_eq!(app.get("users/dave+smith").await.status, 404);
}

#[tokio::test]
async fn find_shows_more_fields_than_all() {
    let app = gem().await;
    let single = app.found("users/dave").await;
    let all = app.found(&format!("users?realm_id={REALM}")).await;
    let listed = &all["collection"][0];
    assert!(
        members(listed)
            .iter()
            .all(|name| members(&single).contains(name))
    );
    assert!(members(&single).len() > members(listed).len());
    for name in ["custom", "credentials", "membership_count"] {
        assert!(
            listed.get(name).is_none() && !single[name].is_null(),
            "{name}"
        );
    }
}

#[tokio::test]
async fn create_with_invalid_data_has_errors_and_no_id() {
    let app = gem_with_realm().await;
    let answer = app
        .post("users", json!({"user": {"invalid": "data"}}))
        .await;
    let errors = sentences(&answer);
    assert!(
        errors.contains(&"Username can't be blank".to_owned()),
        "{errors:?}"
    );
    assert!(answer.json().get("id").is_none());
    assert_eq!(ids(&app.found("users").await), [DAVE]);
}

#[tokio::test]
async fn update_changes_only_what_is_sent() {
    let app = gem().await;
    let before = app.found("users/dave").await;
    let body = json!({"user": {"first_name": "David", "last_name": "Smith"}});
    let answer = app.put(&format!("users/{DAVE}"), body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let mut expected = before;
    expected["first_name"] = json!("David");
    expected["last_name"] = json!("Smith");
    expected["name"] = json!("David Smith");
    assert_eq!(answer.json(), expected);
    assert_eq!(app.found("users/dave").await, expected);
}

#[tokio::test]
async fn update_with_a_username_of_nil_has_the_error_shown_and_changes_nothing() {
    let app = gem().await;
    let body = json!({"user": {"username": null, "first_name": "David"}});
    let answer = app.put(&format!("users/{DAVE}"), body).await;
    assert_eq!(sentences(&answer), ["Username can't be blank"]);
    assert_eq!(app.found("users/dave").await["first_name"], "Dave");
}

#[tokio::test]
async fn delete_answers_without_a_body_and_the_record_is_gone() {
    let app = gem().await;
    let answer = app.delete(&format!("users/{DAVE}")).await;
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    assert_eq!(app.get(&format!("users/{DAVE}")).await.status, 404);
    assert_eq!(app.get("users/dave").await.status, 404);
    assert_eq!(app.delete(&format!("users/{DAVE}")).await.status, 404);
}

#[tokio::test]
async fn delete_sends_its_parameters_in_the_query() {
    let app = gem().await;
    let elsewhere = app
        .delete(&format!("users/{DAVE}?realm_id={OTHER_REALM}"))
        .await;
    assert_eq!(elsewhere.status, 404);
    let here = app.delete(&format!("users/{DAVE}?realm_id={REALM}")).await;
    assert_eq!(here.status, 204);
}

#[tokio::test]
async fn find_of_a_realm_and_the_realm_of_a_user_are_one_record() {
    let app = gem().await;
    let realm = app.found(&format!("realms/{REALM}")).await;
    assert_eq!(
        (&realm["id"], &realm["object"]),
        (&json!(REALM), &json!("realm"))
    );
    let user = app.found("users/dave").await;
    let path = format!("realms/{}", user["realm_id"].as_str().unwrap());
    assert_eq!(app.found(&path).await, realm);
    assert_eq!(
        app.get("realms/rl_0v2FcFc5IN79xazvkgLhnX").await.status,
        404
    );
    let all = app.found("realms").await;
    assert_eq!(ids(&all).len(), 2, "{all}");
}

#[tokio::test]
async fn has_many_lists_with_the_id_of_the_owner() {
    let app = gem().await;
    let robot = json!({"user": {"realm_id": REALM, "user_type": "api", "username": "robot"}});
    assert_eq!(app.post("users", robot).await.status, 201);
    let users = app.found(&format!("users?realm_id={REALM}")).await;
    assert_eq!(ids(&users).len(), 2);
    let humans = app
        .found(&format!("users?realm_id={REALM}&user_type=human"))
        .await;
    assert_eq!(ids(&humans), [DAVE]);
    app.login_token().await;
    let sessions = app.found(&format!("sessions?user_id={DAVE}")).await;
    assert_eq!(sessions["collection"][0]["user_id"], DAVE);
}

#[tokio::test]
async fn find_of_an_owner_looks_only_inside_it() {
    let app = gem().await;
    app.found(&format!("users/{DAVE}?realm_id={REALM}")).await;
    let elsewhere = app
        .get(&format!("users/{DAVE}?realm_id={OTHER_REALM}"))
        .await;
    assert_eq!(elsewhere.status, 404);
}

#[tokio::test]
async fn create_of_an_owner_sends_its_id_among_the_attributes() {
    let app = gem().await;
    let bare = json!({"user": {"realm_id": REALM, "username": "dave2"}});
    let answer = app.post("users", bare).await;
    assert_eq!(
        sentences(&answer),
        ["Email can't be blank", "Password can't be blank"]
    );
    let whole = json!({"user": {"realm_id": REALM, "username": "dave2", "email": "dave2@example.test",
        "password": PASSWORD, "password_confirmation": PASSWORD}});
    let answer = app.post("users", whole).await;
    assert_eq!(
        (answer.status, answer.text("realm_id")),
        (201, REALM.to_owned())
    );
    let taken = app
        .post(
            "users",
            json!({"user": {"realm_id": REALM, "username": "dave"}}),
        )
        .await;
    assert!(sentences(&taken).contains(&"Username has already been taken".to_owned()));
}

#[tokio::test]
async fn update_of_an_owner_finds_only_inside_it_and_without_one_in_any_realm() {
    let app = gem().await;
    let smith = |realm: &str| json!({"user": {"last_name": "Smith", "realm_id": realm}});
    let path = format!("users/{DAVE}");
    assert_eq!(app.put(&path, smith(OTHER_REALM)).await.status, 404);
    let inside = app.put(&path, smith(REALM)).await;
    assert_eq!(
        (inside.status, inside.text("name")),
        (200, "Dave Smith".to_owned())
    );
    let any = app
        .put(&path, json!({"user": {"last_name": "Brown"}}))
        .await;
    assert_eq!(
        (any.status, any.text("name")),
        (200, "Dave Brown".to_owned())
    );
}

#[tokio::test]
async fn the_realm_of_the_environment_is_a_default_that_parameters_override() {
    let app = gem_with_realm().await;
    assert_eq!(ids(&app.found("users").await), [DAVE]);
    let others = app.found(&format!("users?realm_id={OTHER_REALM}")).await;
    assert_eq!(others["collection"][0]["username"], "erin");
}

#[tokio::test]
async fn methods_of_users_send_what_they_are_given_beside_the_request() {
    let app = gem_with_realm().await;
    let request = json!({"ip": "192.0.2.10", "client": "Mozilla/5.0"});
    let body = json!({"password": PASSWORD, "request": request});
    let answer = app.post("users/dave/authenticate", body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let session = app
        .found(&format!("sessions/{}", answer.text("token")))
        .await;
    assert_eq!(session["request"], request);
    let wrong = app
        .post("users/dave/authenticate", json!({"password": "wrong"}))
        .await;
    assert_eq!(wrong.status, 401, "AuthenticationFailed");
    let token = app
        .post("users/dave/generate_password_token", json!({}))
        .await;
    let reset = json!({"user": {"token": token.text("password_reset_token"),
        "password": "another long one", "password_confirmation": "another long one"}});
    let answer = app.post("users/--/reset_password_with_token", reset).await;
    assert_eq!((answer.status, answer.text("id")), (200, DAVE.to_owned()));
    let change = json!({"user": {"current_password": "another long one", "password": PASSWORD,
        "password_confirmation": PASSWORD}});
    let answer = app
        .put(&format!("users/{DAVE}/update_password"), change)
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");
    app.login_token().await;
}
