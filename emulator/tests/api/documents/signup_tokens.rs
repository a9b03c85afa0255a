//! The document on signup tokens.

use serde_json::{Value, json};

use super::{API_KEY, AppServer, REALM, documented, sentences};
use crate::client::Answer;
use crate::fixture::Emulator;

const HEADERS: [(&str, &str); 3] = [
    ("Accept", "application/json"),
    ("Content-type", "application/json"),
    ("X-Authrocket-Api-Key", API_KEY),
];

// The document's password has six characters, fewer than a realm asks for unless its settings say otherwise.
async fn app_server() -> AppServer {
    AppServer::start(json!({"password": {"min_length": 6}}), &HEADERS).await
}

fn sally() -> Value {
    json!({"user_token": {
        "realm_id": REALM,
        "username": "sally",
        "email": "",
        "password": "secret",
        "password_confirmation": "secret"
    }})
}

fn assert_shows_sally(answer: &Answer) {
    let body = answer.json();
    let shown = json!({
        "first_name": null,
        "last_name": null,
        "email": "",
        "username": "sally",
        "object": "user_token",
        "credential_type": "password"
    });
    for (name, value) in shown.as_object().unwrap() {
        assert_eq!(&body[name], value, "{name}");
    }
    assert!(answer.text("id").starts_with("utk_"));
    assert!(!answer.body.contains("secret"), "{}", answer.body);
}

#[tokio::test]
async fn create_a_signup_token_answers_201_with_the_body_shown() {
    let app = app_server().await;
    let answer = app.post("user_tokens", sally()).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_shows_sally(&answer);
}

#[tokio::test]
async fn get_a_signup_token_answers_200_with_the_same_body() {
    let app = app_server().await;
    let created = app.post("user_tokens", sally()).await;
    let read = app
        .get(&format!("user_tokens/{}", created.text("id")))
        .await;
    assert_eq!(read.status, 200, "{read:?}");
    assert_shows_sally(&read);
    assert_eq!(read.json(), created.json());
}

#[tokio::test]
async fn get_a_signup_token_finds_none_by_the_id_shown() {
    let app = app_server().await;
    let answer = app.get("user_tokens/utk_0v6O8c6RsC9A5e2Fa9n5WX").await;
    assert_eq!(answer.status, 404);
}

#[tokio::test]
async fn to_get_one_takes_the_permission_to_read_and_to_create_one_that_to_write() {
    let mut seed = documented(&json!({"password": {"min_length": 6}}));
    for permission in ["read", "write"] {
        let key = json!({"key": format!("ko_{permission}"), "permissions": [permission]});
        seed["api_keys"].as_array_mut().unwrap().push(key);
    }
    let emulator = Emulator::seeded(seed).await;
    let app = AppServer {
        emulator,
        headers: HEADERS.to_vec(),
    };
    let with = |method: &str, path: &str, permission: &str| {
        let request = app.request(method, path);
        request.header("X-Authrocket-Api-Key", &format!("ko_{permission}"))
    };
    let create = async |permission: &str| {
        let request = with("POST", "user_tokens", permission).json(&sally());
        request.send().await
    };
    assert_eq!(create("read").await.status, 403);
    let made = create("write").await;
    assert_eq!(made.status, 201, "{made:?}");
    let path = format!("user_tokens/{}", made.text("id"));
    assert_eq!(with("GET", &path, "read").send().await.status, 200);
}

#[tokio::test]
async fn a_failed_create_has_no_id_but_the_errors_shown() {
    let app = app_server().await;
    let mut nameless = sally();
    nameless["user_token"]["username"] = json!("");
    for username in [json!(""), json!(null)] {
        nameless["user_token"]["username"] = username;
        let answer = app.post("user_tokens", nameless.clone()).await;
        assert_eq!(sentences(&answer), ["Username can't be blank"]);
        assert!(answer.json().get("id").is_none());
    }
}

#[tokio::test]
async fn required_are_username_password_and_realm_id() {
    let app = app_server().await;
    for (member, sentence) in [
        ("username", "Username can't be blank"),
        ("password", "Password can't be blank"),
    ] {
        let mut lacking = sally();
        lacking["user_token"]
            .as_object_mut()
            .unwrap()
            .remove(member);
        lacking["user_token"]
            .as_object_mut()
            .unwrap()
            .remove("password_confirmation");
        let answer = app.post("user_tokens", lacking).await;
        assert_eq!(sentences(&answer), [sentence]);
    }
    let mut homeless = sally();
    homeless["user_token"]
        .as_object_mut()
        .unwrap()
        .remove("realm_id");
    let answer = app.post("user_tokens", homeless).await;
    assert_eq!(answer.status, 400, "{answer:?}");
}

#[tokio::test]
async fn the_username_must_be_unique_within_its_realm_and_the_confirmation_the_same() {
    let app = app_server().await;
    let mut bad = sally();
    bad["user_token"]["username"] = json!("Dave");
    bad["user_token"]["password_confirmation"] = json!("secrets");
    let answer = app.post("user_tokens", bad).await;
    assert_eq!(
        sentences(&answer),
        [
            "Password confirmation doesn't match Password",
            "Username has already been taken"
        ]
    );
}

#[tokio::test]
async fn an_address_that_is_given_must_be_one_and_still_free() {
    let app = app_server().await;
    for (email, sentence) in [
        ("sally", "Email is invalid"),
        ("DAVE@example.test", "Email has already been taken"),
    ] {
        let mut bad = sally();
        bad["user_token"]["email"] = json!(email);
        let answer = app.post("user_tokens", bad).await;
        assert_eq!(sentences(&answer), [sentence]);
    }
}

#[tokio::test]
async fn where_addresses_are_usernames_the_email_may_be_left_out() {
    let realm = json!({"username_validation_human": "email", "password": {"min_length": 6}});
    let app = AppServer::start(realm, &HEADERS).await;
    let mut token = sally();
    token["user_token"]["username"] = json!("sally@example.test");
    let answer = app.post("user_tokens", token).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(answer.text("email"), "sally@example.test");
}

#[tokio::test]
async fn several_tokens_for_a_user_may_exist_and_one_becomes_the_user() {
    let app = app_server().await;
    let first = app.post("user_tokens", sally()).await.text("id");
    let second = app.post("user_tokens", sally()).await.text("id");
    // The address that the token lacks is asked for on the way.
    let convert = |token: &str| json!({"user": {"realm_id": REALM, "token": token, "email": "sally@example.test"}});
    let user = app.post("users", convert(&first)).await;
    assert_eq!(
        (user.status, user.text("username")),
        (201, "sally".to_owned())
    );
    let again = app.post("users", convert(&second)).await;
    assert!(sentences(&again).contains(&"Username has already been taken".to_owned()));
    app.emulator.login("sally", "secret").await.text("token");
}

#[tokio::test]
async fn a_token_without_an_address_becomes_a_user_only_together_with_one() {
    let app = app_server().await;
    let token = app.post("user_tokens", sally()).await.text("id");
    let body = json!({"user": {"realm_id": REALM, "token": token}});
    let answer = app.post("users", body).await;
    assert_eq!(sentences(&answer), ["Email can't be blank"]);
    let read = app.get(&format!("user_tokens/{token}")).await;
    assert_eq!(read.status, 200, "the token is not used up");
}
