//! `/v1/users` (protocol-v1 §5.8).

use serde_json::{Value, json};

use crate::client::Answer;
use crate::fixture::{Emulator, PASSWORD, claims};

async fn create(emulator: &Emulator, attributes: Value) -> Answer {
    emulator
        .create("/v1/users", json!({"user": attributes}))
        .await
}

async fn update(emulator: &Emulator, attributes: Value) -> Answer {
    let body = json!({"user": attributes});
    emulator
        .api("PUT", "/v1/users/ada")
        .json(&body)
        .send()
        .await
}

#[tokio::test]
async fn a_user_is_created_from_attributes_and_can_log_in() {
    let emulator = Emulator::start().await;
    let made = create(
        &emulator,
        json!({"username": "Lin", "email": "lin@example.test",
        "password": "long enough", "first_name": "Lin", "custom": {"plan": "gold"}}),
    )
    .await;
    assert_eq!(made.status, 201);
    let user = made.json();
    assert!(user["id"].as_str().unwrap().starts_with("usr_"));
    assert_eq!(
        (&user["username"], &user["custom"]["plan"]),
        (&json!("lin"), &json!("gold"))
    );
    assert!(!made.body.contains("argon2"));
    emulator.login("lin", "long enough").await.text("token");
    let form = "user[username]=kay&user[email]=k@example.test&user[password]=long+enough";
    let request = emulator.api("POST", "/v1/users");
    let answer = request
        .body("application/x-www-form-urlencoded", form)
        .send()
        .await;
    assert_eq!(answer.status, 201);
}

#[tokio::test]
async fn broken_rules_are_a_message_and_a_hash_of_sentences() {
    let emulator = Emulator::start().await;
    let answer = create(
        &emulator,
        json!({"email": "x", "password": "short", "state": "odd"}),
    )
    .await;
    assert_eq!(answer.status, 422);
    assert_eq!(
        answer.json(),
        json!({"message": "Validation failed", "errors": {
            "state": ["State is not included in the list"],
            "username": ["Username can't be blank"],
            "email": ["Email is invalid"],
            "password": ["Password is too short (minimum is 8 characters)"]
        }})
    );
}

#[tokio::test]
async fn an_api_user_needs_no_password_and_cannot_log_in_with_one() {
    let emulator = Emulator::start().await;
    let made = create(&emulator, json!({"user_type": "api", "username": "robot"})).await;
    assert_eq!(made.status, 201);
    emulator.login("robot", "").await.refusal();
    emulator.login("robot", "anything").await.refusal();
    let robots = emulator.get("/v1/users?user_type=api").await.json();
    assert_eq!(robots["collection"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn id_and_username_find_the_same_user() {
    let emulator = Emulator::start().await;
    let by_id = emulator.get("/v1/users/usr_ada").await.json();
    assert_eq!(emulator.get("/v1/users/ada").await.json(), by_id);
    assert_eq!(emulator.get("/v1/users/ADA").await.json(), by_id);
    assert_eq!(emulator.get("/v1/users/nobody").await.status, 404);
    create(
        &emulator,
        json!({"username": "a/b c", "email": "s@example.test", "password": PASSWORD}),
    )
    .await;
    assert_eq!(
        emulator.get("/v1/users/a%2Fb%20c").await.json()["username"],
        "a/b c"
    );
}

#[tokio::test]
async fn lists_go_on_after_the_last_id() {
    let emulator = Emulator::start().await;
    for n in 0..3 {
        let made = create(
            &emulator,
            json!({"username": format!("u{n}"),
            "email": format!("u{n}@example.test"), "password": PASSWORD}),
        )
        .await;
        assert_eq!(made.status, 201);
    }
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = emulator
            .get(&format!("/v1/users?max_results=2{after}"))
            .await
            .json();
        let rows = page["collection"].as_array().unwrap().clone();
        assert!(rows.iter().all(|row| row.get("credentials").is_none()));
        seen.extend(
            rows.iter()
                .map(|row| row["username"].as_str().unwrap().to_owned()),
        );
        if page["more_results"] == false {
            break;
        }
        after = format!("&after={}", rows.last().unwrap()["id"].as_str().unwrap());
    }
    assert_eq!(seen, ["ada", "grace", "u0", "u1", "u2"]);
    for bad in [
        "max_results=0",
        "max_results=1001",
        "max_results=x",
        "after=usr_nobody",
    ] {
        assert_eq!(
            emulator.get(&format!("/v1/users?{bad}")).await.status,
            400,
            "{bad}"
        );
    }
}

#[tokio::test]
async fn only_the_attributes_sent_are_changed_and_null_clears() {
    let emulator = Emulator::start().await;
    let user = update(&emulator, json!({"first_name": "Augusta"}))
        .await
        .json();
    assert_eq!(
        (&user["name"], &user["email"]),
        (&json!("Augusta L"), &json!("ada@example.test"))
    );
    let user = update(&emulator, json!({"last_name": null})).await.json();
    assert_eq!(user["name"], "Augusta");
    let refused = update(&emulator, json!({"username": null, "first_name": "X"})).await;
    assert_eq!(
        refused.json()["errors"]["username"],
        json!(["Username can't be blank"])
    );
    assert_eq!(update(&emulator, json!({"custom": 3})).await.status, 422);
    assert_eq!(update(&emulator, json!({"email": ["x"]})).await.status, 422);
    assert_eq!(
        update(&emulator, json!({"username": "grace"})).await.status,
        422
    );
    let user = emulator.get("/v1/users/ada").await.json();
    assert_eq!(user["name"], "Augusta");
}

#[tokio::test]
async fn a_new_password_replaces_the_old_one() {
    let emulator = Emulator::start().await;
    assert_eq!(
        update(&emulator, json!({"password": "short"})).await.status,
        422
    );
    emulator.login("ada", PASSWORD).await.text("token");
    assert_eq!(
        update(&emulator, json!({"password": "another password"}))
            .await
            .status,
        200
    );
    emulator.login("ada", PASSWORD).await.refusal();
    emulator
        .login("ada", "another password")
        .await
        .text("token");
}

#[tokio::test]
async fn where_usernames_are_addresses_changing_one_changes_both() {
    let emulator = Emulator::with(json!({"username_validation_human": "email"})).await;
    let path = "/v1/users/usr_ada";
    for (field, value) in [
        ("username", "a1@example.test"),
        ("email", "A2@example.test"),
    ] {
        let body = json!({"user": {field: value}});
        let user = emulator.put(path, body.clone()).await.json();
        assert_eq!(user["username"], value.to_lowercase());
        assert_eq!(user["email"], user["username"]);
    }
    let body = json!({"user": {"email": null}});
    assert_eq!(emulator.put(path, body.clone()).await.status, 422);
}

#[tokio::test]
async fn a_deleted_user_is_gone() {
    let emulator = Emulator::start().await;
    assert_eq!(emulator.delete("/v1/users/ada").await.status, 204);
    assert_eq!(emulator.delete("/v1/users/ada").await.status, 404);
    assert_eq!(emulator.get("/v1/users/usr_ada").await.status, 404);
    assert_eq!(
        emulator.login("ada", PASSWORD).await.refusal(),
        "Login failed"
    );
}

#[tokio::test]
async fn authenticate_gives_the_user_with_a_token_401_or_404() {
    let emulator = Emulator::with(json!({"login_rocket": {"login": false}})).await;
    let request = json!({"ip": "192.0.2.1", "client": "App"});
    let body = json!({"password": PASSWORD, "request": request});
    let answer = emulator
        .create("/v1/users/ada/authenticate", body.clone())
        .await;
    assert_eq!(
        (answer.status, answer.text("id")),
        (200, "usr_ada".to_owned())
    );
    assert_eq!(claims(&answer.text("token"))["uid"], "usr_ada");
    assert_eq!(emulator.list("sessions").await[0]["request"], request);
    let wrapped = json!({"user": {"password": PASSWORD}});
    assert_eq!(
        emulator
            .create("/v1/users/usr_ada/authenticate", wrapped)
            .await
            .status,
        200
    );

    let wrong = emulator
        .create("/v1/users/ada/authenticate", json!({"password": "wrong"}))
        .await;
    assert_eq!(
        (wrong.status, wrong.json()),
        (401, json!({"error": "Login failed"}))
    );
    let unknown = emulator.create("/v1/users/nobody/authenticate", body).await;
    assert_eq!(unknown.status, 404);
    assert!(unknown.json()["error"].is_string());
    assert_eq!(
        emulator
            .create("/v1/users/ada/authenticate", json!({}))
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn authenticate_code_completes_a_login_for_the_user_or_for_an_unknown_id() {
    let emulator = Emulator::start().await;
    for id in ["--", "grace", "usr_grace"] {
        let body = json!({"password": PASSWORD});
        let kli = emulator
            .create("/v1/users/grace/authenticate", body)
            .await
            .text("token");
        assert!(kli.starts_with("kli_"));
        let code = emulator.code("grace").await;
        let path = |id| format!("/v1/users/{id}/authenticate_code");
        let body = |code: &str| json!({"user": {"token": kli, "code": code}});
        assert_eq!(
            emulator.create(&path(id), body("nonsense")).await.status,
            401
        );
        assert_eq!(emulator.create(&path("ada"), body(&code)).await.status, 401);
        let answer = emulator.create(&path(id), body(&code)).await;
        assert_eq!(claims(&answer.text("token"))["uid"], "usr_grace");
        assert_eq!(emulator.create(&path(id), body(&code)).await.status, 401);
        emulator.advance(30).await;
    }
}

#[tokio::test]
async fn an_app_asks_for_a_verification_or_vouches_for_an_address() {
    let emulator = Emulator::start().await;
    let mails = async || emulator.list("outbox").await.len();
    let set = async |attributes: Value| update(&emulator, attributes).await.json();
    let user = set(json!({"email_verification": "requested"})).await;
    assert_eq!(
        (&user["email_verification"], mails().await),
        (&json!("requested"), 1)
    );
    let token = emulator.newest_mail().await["token"].clone();
    set(json!({"email_verification": "requested", "first_name": "A"})).await;
    assert_eq!(mails().await, 1);
    let user = set(json!({"email_verification": "verified"})).await;
    assert_eq!(
        (&user["email_verification"], mails().await),
        (&json!("verified"), 1)
    );
    let fields = [("token", token.as_str().unwrap())];
    emulator.post("/v1/verify_email", &fields).await.refusal();
    let moved = json!({"email": "new@example.test", "email_verification": "requested"});
    assert_eq!(set(moved).await["email_verification"], "requested");
    assert_eq!(emulator.newest_mail().await["to"], "new@example.test");
    let user = set(json!({"email": "newer@example.test"})).await;
    assert_eq!(
        (&user["email_verification"], mails().await),
        (&json!("none"), 2)
    );
    let odd = update(&emulator, json!({"email_verification": "maybe"})).await;
    let sentence = "Email verification is not included in the list";
    assert_eq!(Emulator::problem(&odd, "email_verification"), sentence);
}

#[tokio::test]
async fn a_new_user_may_be_vouched_for_or_asked_to_verify() {
    let emulator = Emulator::start().await;
    for (state, mails) in [("none", 0), ("verified", 0), ("requested", 1)] {
        let made = create(
            &emulator,
            json!({"username": state, "email": format!("{state}@x.test"), "password": PASSWORD,
                "email_verification": state}),
        )
        .await;
        assert_eq!(made.text("email_verification"), state);
        assert_eq!(emulator.list("outbox").await.len(), mails);
    }
}

#[tokio::test]
async fn changes_and_deletions_are_recorded_unless_they_are_refused() {
    let emulator = Emulator::start().await;
    update(&emulator, json!({"state": "odd"})).await;
    let change = json!({"user": {"custom": null}, "request": {"ip": "192.0.2.9"}});
    assert_eq!(emulator.put("/v1/users/ada", change).await.status, 200);
    assert_eq!(emulator.delete("/v1/users/ada").await.status, 204);
    let events = emulator
        .collection("/v1/events?direction=asc&user_id=usr_ada")
        .await;
    let types: Vec<_> = events.iter().map(|event| &event["event_type"]).collect();
    assert_eq!(types, ["user.updated", "user.deleted"]);
    assert_eq!(events[0]["request"]["ip"], "192.0.2.9");
}

#[tokio::test]
async fn names_are_compared_without_what_cannot_be_seen_around_them() {
    let emulator = Emulator::start().await;
    for name in [
        " ada",
        "ada ",
        "\u{200b}ada",
        "ada\u{feff}",
        "\tADA\u{2060} ",
    ] {
        emulator
            .login(name, crate::fixture::PASSWORD)
            .await
            .text("token");
        let user = json!({"user": {"username": name, "email": "x@example.test",
            "password": "long enough"}});
        let answer = emulator.create("/v1/users", user).await;
        assert_eq!(answer.status, 422, "{name:?} {answer:?}");
        assert!(
            answer.body.contains("Username has already been taken"),
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn control_characters_in_a_name_are_refused() {
    let emulator = Emulator::start().await;
    for name in ["a\u{0}b", "a\nb", "a\u{7f}b", "a\u{200b}b", "a\u{202e}b"] {
        let user = json!({"user": {"username": name, "email": "x@example.test",
            "password": "long enough"}});
        let answer = emulator.create("/v1/users", user).await;
        assert_eq!(answer.status, 422, "{name:?} {answer:?}");
        assert!(answer.body.contains("Username is invalid"), "{answer:?}");
    }
}
