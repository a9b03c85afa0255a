//! What the request log keeps of answers: how a call ended, and its JSON without secrets.

use serde_json::{Value, json};

use crate::fixture::{Emulator, PASSWORD, REALM, TOTP_SECRET};

/// The newest request, with the body of its answer.
async fn newest(emulator: &Emulator) -> Value {
    let number = emulator.list("requests").await.last().unwrap()["number"].clone();
    emulator
        .control("GET", &format!("requests/{number}"), json!({}))
        .await
}

fn ended(entry: &Value) -> (&str, Option<&str>) {
    let answer = &entry["answer"];
    (
        answer["outcome"].as_str().unwrap(),
        answer["reason"].as_str(),
    )
}

#[tokio::test]
async fn a_wrong_password_is_a_refusal_at_every_door() {
    let emulator = Emulator::start().await;
    emulator.login("ada", "wrong").await;
    let entry = newest(&emulator).await;
    assert_eq!(entry["status"], 200);
    assert_eq!(ended(&entry), ("refused", Some("Login failed")));
    assert_eq!(entry["realm_id"], REALM);
    let body: Value = serde_json::from_str(entry["answer"]["body"].as_str().unwrap()).unwrap();
    assert_eq!(body["error"], "Login failed");

    let page = [("username", "ada"), ("password", "wrong")];
    emulator.post("/login", &page).await;
    let entry = newest(&emulator).await;
    assert_eq!(ended(&entry), ("refused", Some("Login failed")));
    assert_eq!(entry["answer"]["body"], Value::Null);

    let wrong = json!({"user": {"password": "wrong"}});
    emulator.create("/v1/users/ada/authenticate", wrong).await;
    assert_eq!(ended(&newest(&emulator).await).0, "refused");

    let two = Emulator::v2().await;
    let wrong = json!({"email": "ada@example.test", "password": "wrong"});
    two.lr_post("/v2/login", wrong).await;
    let entry = newest(&two).await;
    assert_eq!(ended(&entry).0, "refused");
    assert_eq!(entry["realm_id"], crate::fixture_v2::REALM);
}

#[tokio::test]
async fn a_login_that_needs_a_code_is_not_done_and_a_redirect_names_its_target() {
    let emulator = Emulator::start().await;
    emulator.login("grace", PASSWORD).await;
    assert_eq!(
        ended(&newest(&emulator).await),
        ("incomplete", Some("A code is due"))
    );
    let page = [("username", "ada"), ("password", PASSWORD)];
    emulator.post("/login", &page).await;
    let entry = newest(&emulator).await;
    assert_eq!(ended(&entry), ("redirect", None));
    assert_eq!(
        entry["answer"]["location"],
        "http://localhost:4100/login?token=…"
    );
    let two = Emulator::v2().await;
    two.lr_login("grace@example.test").await;
    assert_eq!(
        ended(&newest(&two).await),
        ("incomplete", Some("mfa_required"))
    );
}

#[tokio::test]
async fn an_outage_is_a_failure_and_a_dropped_connection_has_no_answer() {
    let emulator = Emulator::start().await;
    for (name, outcome, reason) in [
        ("badjson", "failed", Some("The answer is not JSON")),
        ("empty", "failed", Some("The answer is not JSON")),
        ("truncated", "failed", Some("The answer is cut off")),
        ("html500", "failed", None),
    ] {
        let fields = [("username", name), ("password", "x")];
        let request = emulator.login_port("POST", "/v1/login").form(&fields);
        request.raw().await;
        assert_eq!(ended(&newest(&emulator).await), (outcome, reason), "{name}");
    }
    let drop = [("username", "drop"), ("password", "x")];
    let request = emulator.login_port("POST", "/v1/login").form(&drop);
    request.raw().await;
    assert_eq!(newest(&emulator).await["answer"], Value::Null);
}

#[tokio::test]
async fn no_answer_that_is_kept_holds_a_secret() {
    let emulator = Emulator::start().await;
    let token = emulator.login_token("ada").await;
    let login = emulator.login("grace", PASSWORD).await.text("token");
    let code = emulator.code("grace").await;
    let fields = [("token", login.as_str()), ("code", code.as_str())];
    let second = emulator.post("/v1/login", &fields).await.text("token");
    let callback = [
        ("username", "ada"),
        ("password", PASSWORD),
        ("callback", "f"),
    ];
    let jsonp = emulator.login_port("GET", "/v1/login").query(&callback);
    jsonp.send().await;
    emulator.get("/v1/sessions?expand=token").await;
    emulator.get(&format!("/v1/realms/{REALM}")).await;
    emulator.get("/v1/jwt_keys").await;
    let device = json!({"credential": {"user_id": "usr_ada", "credential_type": "totp"}});
    let device = emulator.create("/v1/credentials", device).await;
    let program = json!({"user": {"user_type": "api", "username": "robot"}});
    let key = emulator.create("/v1/users", program).await.text("api_key");
    let path = "/v1/users/ada/generate_password_token";
    let reset = emulator.create(path, json!({})).await;
    let reset = reset.text("password_reset_token");
    let secrets = [
        token,
        login,
        second,
        key,
        reset,
        device.text("otp_secret"),
        TOTP_SECRET.to_owned(),
        crate::fixture::JWT_KEY.to_owned(),
    ];
    let sessions: Vec<String> = emulator
        .list("sessions")
        .await
        .iter()
        .map(|session| session["id"].as_str().unwrap().to_owned())
        .collect();
    let mut kept = 0;
    for entry in emulator.list("requests").await {
        let path = format!("requests/{}", entry["number"]);
        let entry = emulator.control("GET", &path, json!({})).await.to_string();
        kept += usize::from(entry.contains("•••"));
        for secret in secrets.iter().chain(&sessions) {
            assert!(!entry.contains(secret.as_str()), "{secret} in {entry}");
        }
    }
    assert!(kept >= 9, "{kept}");
}

#[tokio::test]
async fn the_list_holds_no_bodies_and_an_unknown_number_is_a_404() {
    let emulator = Emulator::start().await;
    emulator.login("ada", PASSWORD).await;
    let entry = &emulator.list("requests").await[0];
    assert!(entry["answer"].get("body").is_none(), "{entry}");
    let unknown = emulator.login_port("GET", "/_emulator/requests/7");
    assert_eq!(unknown.send().await.status, 404);
}

#[tokio::test]
async fn a_long_answer_is_kept_in_part() {
    let emulator = Emulator::start().await;
    let custom = json!({"custom": {"text": "x".repeat(5_000)}});
    emulator.put("/v1/users/ada", json!({"user": custom})).await;
    let entry = newest(&emulator).await;
    let body = entry["answer"]["body"].as_str().unwrap();
    assert_eq!(body.chars().count(), 2_001);
    assert!(body.ends_with('…'));
    assert!(entry["answer"]["length"].as_u64() > Some(5_000));
}
