//! `/v1/events`: what is recorded, and how it is read (protocol-v1 §3.6, §3.10, §5.9).

use serde_json::{Value, json};

use crate::fixture::{Emulator, PASSWORD, REALM, text_of};

/// Event types, oldest first.
async fn types(emulator: &Emulator, query: &str) -> Vec<String> {
    let answer = emulator
        .get(&format!("/v1/events?direction=asc&{query}"))
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let body = answer.json();
    let rows = body["collection"].as_array().unwrap().iter();
    rows.map(|event| text_of(event, "event_type")).collect()
}

async fn newest(emulator: &Emulator) -> Value {
    let body = emulator.get("/v1/events?max_results=1").await.json();
    body["collection"][0].clone()
}

#[tokio::test]
async fn logins_are_recorded_with_their_user_address_and_browser() {
    let emulator = Emulator::start().await;
    let fields = [("username", "ada"), ("password", PASSWORD)];
    let login = emulator
        .login_port("POST", "/v1/login")
        .header("user-agent", "Browser/1")
        .form(&fields);
    assert_eq!(login.send().await.status, 200);
    let event = newest(&emulator).await;
    assert!(text_of(&event, "id").starts_with("ev_"));
    assert_eq!(event["object"], "event");
    assert_eq!(event["event_type"], "user.login.succeeded");
    assert_eq!(event["realm_id"], REALM);
    assert_eq!(event["user_id"], "usr_ada");
    assert!(text_of(&event, "session_id").starts_with("kss_"));
    assert_eq!(
        event["request"],
        json!({"ip": "127.0.0.1", "client": "Browser/1"})
    );
    assert!(event["event_at"].is_f64());

    emulator.login("ada", "wrong").await.refusal();
    let event = newest(&emulator).await;
    assert_eq!(
        (&event["event_type"], &event["user_id"]),
        (&json!("user.login.failed"), &json!("usr_ada"))
    );
    emulator.login("nobody", "wrong").await.refusal();
    let event = newest(&emulator).await;
    assert_eq!(event["event_type"], "user.login.failed");
    assert!(event.get("user_id").is_none());
}

#[tokio::test]
async fn a_second_factor_is_initiated_may_fail_and_succeeds() {
    let emulator = Emulator::start().await;
    let token = emulator.login("grace", PASSWORD).await.text("token");
    let code = |code: String| {
        let token = token.clone();
        let emulator = &emulator;
        async move {
            let fields = [("token", token.as_str()), ("code", code.as_str())];
            emulator.post("/v1/login", &fields).await
        }
    };
    code("000000".to_owned()).await.refusal();
    code(emulator.code("grace").await).await.text("url");
    assert_eq!(
        types(&emulator, "user_id=usr_grace").await,
        [
            "user.login.initiated",
            "user.login.failed",
            "user.login.succeeded"
        ]
    );
}

#[tokio::test]
async fn a_signup_with_an_org_is_recorded_from_the_user_to_the_login() {
    let settings = json!({"login_rocket": {"signup_mode": "user_org", "verify": "request"}});
    let emulator = Emulator::with(settings).await;
    let fields = [
        ("username", "lin"),
        ("email", "l@example.test"),
        ("password", "long enough"),
    ];
    emulator.post("/v1/signup", &fields).await.text("token");
    assert_eq!(
        types(&emulator, "").await,
        [
            "user.created",
            "user.email.verification_requested",
            "org.created",
            "membership.created",
            "user.login.succeeded"
        ]
    );
    let orgs = emulator.get("/v1/events?event_type=org.").await.json();
    let org_id = text_of(&orgs["collection"][0], "org_id");
    let about = types(&emulator, &format!("org_id={org_id}")).await;
    assert_eq!(about, ["org.created", "membership.created"]);
}

#[tokio::test]
async fn the_seed_and_refused_signups_are_no_events() {
    let emulator = Emulator::start().await;
    let fields = [("username", "ada"), ("password", "long enough")];
    emulator.post("/v1/signup", &fields).await.refusal();
    assert_eq!(types(&emulator, "").await, [""; 0]);
}

#[tokio::test]
async fn password_resets_and_verifications_are_recorded() {
    let emulator = Emulator::start().await;
    let token = emulator.reset_token("ada").await;
    let reset = |token: &str| {
        let fields = [
            ("token".to_owned(), token.to_owned()),
            ("password".to_owned(), "another password".to_owned()),
        ];
        let emulator = &emulator;
        async move {
            let fields: Vec<_> = fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            emulator.post("/v1/reset_password", &fields).await
        }
    };
    reset("kpw_unknown").await.refusal();
    assert_eq!(reset(&token).await.body, "{}");
    let token = emulator.verification_token("ada").await;
    emulator
        .done("/v1/verify_email", &[("token", token.as_str())])
        .await;
    assert_eq!(
        types(&emulator, "").await,
        [
            "user.password_token.created",
            "user.password_token.failed",
            "user.password_token.consumed",
            "user.email.verification_requested",
            "user.email.verified"
        ]
    );
    let whole = emulator.get("/v1/events").await.body;
    assert!(
        !whole.contains(&token) && !whole.contains("kpw_"),
        "{whole}"
    );
}

#[tokio::test]
async fn a_forgotten_password_of_nobody_leaves_no_event() {
    let emulator = Emulator::start().await;
    emulator
        .done("/v1/forgot_password", &[("username", "nobody")])
        .await;
    assert_eq!(types(&emulator, "").await, [""; 0]);
    assert!(emulator.list("outbox").await.is_empty());
}

#[tokio::test]
async fn lists_are_newest_first_paged_and_filtered_by_type_and_time() {
    let emulator = Emulator::start().await;
    for password in ["wrong", PASSWORD, "wrong"] {
        emulator.login("ada", password).await;
    }
    let first = emulator.get("/v1/events?max_results=2").await.json();
    assert_eq!(first["more_results"], true);
    let last = text_of(&first["collection"][1], "id");
    assert_eq!(first["collection"][1]["event_type"], "user.login.succeeded");
    let rest = emulator
        .get(&format!("/v1/events?after={last}"))
        .await
        .json();
    assert_eq!(rest["collection"].as_array().unwrap().len(), 1);
    assert_eq!(rest["more_results"], false);
    assert_eq!(types(&emulator, "event_type=user.login.s").await.len(), 1);
    assert_eq!(types(&emulator, "event_type=login").await.len(), 0);
    assert_eq!(types(&emulator, "user_id=usr_grace").await.len(), 0);

    emulator.advance(31 * 24 * 3600).await;
    assert_eq!(types(&emulator, "").await.len(), 0);
    assert_eq!(types(&emulator, "created_at_after=").await.len(), 3);
    let since = emulator.get("/v1/events?created_at_after=soon").await;
    assert_eq!(since.status, 400);
}

#[tokio::test]
async fn one_event_is_read_within_its_realm_with_its_notifications() {
    let emulator = Emulator::start().await;
    emulator.login("ada", PASSWORD).await;
    let id = text_of(&newest(&emulator).await, "id");
    let event = emulator.get(&format!("/v1/events/{id}")).await;
    assert_eq!((event.status, event.text("id")), (200, id.clone()));
    assert_eq!(event.json()["notifications"], json!([]));
    let other = emulator.api("GET", &format!("/v1/events/{id}"));
    let other = other.header("x-authrocket-realm", "rl_x").send().await;
    assert_eq!(other.status, 404);
    assert_eq!(emulator.get("/v1/events/ev_none").await.status, 404);
}

#[tokio::test]
async fn an_old_login_check_gets_the_event_with_its_user_until_the_logout() {
    let emulator = Emulator::start().await;
    let token = emulator.login_token("ada").await;
    let path = format!("/v1/events/login/{token}");
    let answer = emulator.get(&path).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let event = answer.json();
    assert_eq!(event["event_type"], "user.login.succeeded");
    assert_eq!(event["user"]["username"], "ada");
    emulator
        .done("/v1/logout", &[("token", token.as_str())])
        .await;
    assert_eq!(emulator.get(&path).await.status, 404);
}
