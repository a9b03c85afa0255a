//! `/v1/signup` in its modes (protocol-v1 §3.5, §3.8).

use serde_json::{Value, json};

use crate::fixture::{Emulator, PASSWORD, REALM, claims};

const NEW: [(&str, &str); 3] = [
    ("username", "Lin"),
    ("email", "Lin@Example.test"),
    ("password", "long enough"),
];

fn with(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let kept = NEW
        .iter()
        .filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    kept.chain(more).copied().collect()
}

#[tokio::test]
async fn user_mode_makes_a_user_and_logs_in_at_the_login_handler_with_signup_true() {
    let emulator = Emulator::start().await;
    let answer = emulator.post("/v1/signup", &NEW).await;
    let token = answer.text("token");
    assert_eq!(
        answer.text("url"),
        format!("http://localhost:4100/login?token={token}&signup=true")
    );
    let user = emulator.get("/v1/users/lin").await.json();
    assert_eq!(
        (&user["username"], &user["email"]),
        (&json!("lin"), &json!("lin@example.test"))
    );
    assert_eq!(claims(&token)["uid"], user["id"]);
    assert_eq!(user["email_verification"], "none");
    emulator.login("lin", "long enough").await.text("url");
}

#[tokio::test]
async fn json_form_and_get_sign_up_alike_and_unknown_fields_do_not_matter() {
    let emulator = Emulator::start().await;
    let json = json!({"username": "a1", "email": "a1@example.test", "password": "long enough", "name": "x"});
    emulator
        .login_port("POST", "/v1/signup")
        .json(&json)
        .send()
        .await
        .text("token");
    let fields = with(&[
        ("username", "a2"),
        ("email", "a2@example.test"),
        ("plan", "gold"),
    ]);
    emulator
        .login_port("GET", "/v1/signup")
        .query(&fields)
        .send()
        .await
        .text("token");
}

#[tokio::test]
async fn org_mode_makes_an_org_named_as_asked_or_after_the_user() {
    let settings = json!({"login_rocket": {"signup_mode": "user_org", "membership_permissions": ["admin"]},
        "jwt_fields": ["memberships", "orgs"]});
    let emulator = Emulator::with(settings).await;
    let answer = emulator
        .post("/v1/signup", &with(&[("org_name", "Engine Co")]))
        .await;
    let claims = claims(&answer.text("token"));
    assert!(answer.text("url").ends_with("&signup=true"));
    assert_eq!(
        (&claims["m"][0]["o"], &claims["m"][0]["p"]),
        (&json!("Engine Co"), &json!(["admin"]))
    );

    let fields = with(&[
        ("username", "kay"),
        ("email", "k@example.test"),
        ("first_name", "Kay"),
        ("last_name", "M"),
    ]);
    emulator.post("/v1/signup", &fields).await.text("token");
    let orgs = emulator.get("/v1/orgs").await.json();
    assert_eq!(orgs["collection"][1]["name"], "Kay M");
    let user_id = emulator.get("/v1/users/kay").await.text("id");
    let memberships = emulator
        .get(&format!("/v1/memberships?user_id={user_id}"))
        .await
        .json();
    assert_eq!(
        memberships["collection"][0]["org_id"],
        orgs["collection"][1]["id"]
    );
    let user = emulator
        .get("/v1/users/kay?expand=memberships")
        .await
        .json();
    assert_eq!(user["memberships"][0]["org"]["name"], "Kay M");
}

#[tokio::test]
async fn token_mode_parks_the_data_and_goes_to_the_signup_handler() {
    let emulator = Emulator::with(json!({"login_rocket": {"signup_mode": "user_token"}})).await;
    let answer = emulator.post("/v1/signup", &NEW).await;
    let token = answer.text("token");
    assert!(token.starts_with("utk_"));
    assert_eq!(
        answer.text("url"),
        format!("http://localhost:4100/signup?token={token}")
    );
    assert_eq!(emulator.get("/v1/users/lin").await.status, 404);
    emulator.post("/v1/signup", &NEW).await.text("token");
    emulator
        .control("PATCH", "apps/lpl_demo", json!({"signup_handler": ""}))
        .await;
    let answer = emulator.post("/v1/signup", &NEW).await;
    assert!(
        answer
            .text("url")
            .starts_with("http://localhost:4100/login?token=utk_")
    );
    assert!(emulator.list("sessions").await.is_empty());
}

#[tokio::test]
async fn each_broken_rule_is_a_sentence_about_its_field() {
    let emulator = Emulator::start().await;
    for (more, sentence) in [
        (vec![("username", "")], "Username can't be blank"),
        (vec![("username", "ADA")], "Username has already been taken"),
        (vec![("email", "")], "Email can't be blank"),
        (vec![("email", "nonsense")], "Email is invalid"),
        (
            vec![("email", "ADA@example.test")],
            "Email has already been taken",
        ),
        (
            vec![("email_confirmation", "x@example.test")],
            "Email confirmation doesn't match Email",
        ),
        (vec![("password", "")], "Password can't be blank"),
        (
            vec![("password", "short")],
            "Password is too short (minimum is 8 characters)",
        ),
        (
            vec![("password_confirmation", "else")],
            "Password confirmation doesn't match Password",
        ),
    ] {
        let answer = emulator.post("/v1/signup", &with(&more)).await;
        assert_eq!(answer.refusal(), sentence, "{more:?}");
        assert_eq!(answer.json()["errors"], json!([sentence]));
    }
    assert_eq!(emulator.list("users").await.len(), 2);
}

#[tokio::test]
async fn several_problems_become_one_text() {
    let emulator = Emulator::start().await;
    let answer = emulator
        .post(
            "/v1/signup",
            &with(&[("username", "ada"), ("password", "x")]),
        )
        .await;
    assert_eq!(
        answer.refusal(),
        "Username has already been taken; Password is too short (minimum is 8 characters)"
    );
}

#[tokio::test]
async fn what_the_realm_requires_is_required() {
    let emulator = Emulator::start().await;
    let settings = json!({"password": {"min_length": 12}, "login_rocket": {"signup_mode": "user_org",
        "name_field": "required", "password_field": "twice", "org_name_field": "required"}});
    emulator.patch_realm(settings).await;
    let answer = emulator.post("/v1/signup", &NEW).await;
    assert_eq!(
        answer.json()["errors"],
        json!([
            "Password is too short (minimum is 12 characters)",
            "Password confirmation can't be blank",
            "First name can't be blank",
            "Last name can't be blank",
            "Org name can't be blank"
        ])
    );
    let whole = with(&[
        ("password", "twelve chars"),
        ("password_confirmation", "twelve chars"),
        ("email_confirmation", "lin@example.test"),
        ("first_name", "Lin"),
        ("last_name", "O"),
        ("org_name", "O Ltd"),
    ]);
    emulator.post("/v1/signup", &whole).await.text("token");
}

#[tokio::test]
async fn addresses_may_be_shared_where_the_realm_allows_it() {
    let emulator = Emulator::with(json!({"require_unique_emails": false})).await;
    let answer = emulator
        .post("/v1/signup", &with(&[("email", "ada@example.test")]))
        .await;
    answer.text("token");
}

#[tokio::test]
async fn where_usernames_are_addresses_the_address_is_both() {
    let emulator = Emulator::with(json!({"username_validation_human": "email"})).await;
    let answer = emulator
        .post("/v1/signup", &with(&[("username", "ignored")]))
        .await;
    assert_eq!(claims(&answer.text("token"))["un"], "lin@example.test");
    let again = emulator.post("/v1/signup", &NEW).await;
    assert_eq!(again.refusal(), "Email has already been taken");
    emulator
        .post(
            "/v1/signup",
            &[("username", "x@example.test"), ("password", "long enough")],
        )
        .await
        .refusal();
}

#[tokio::test]
async fn a_required_verification_makes_the_user_but_gives_no_token() {
    let emulator = Emulator::with(json!({"login_rocket": {"verify": "require"}})).await;
    assert!(
        emulator
            .post("/v1/signup", &NEW)
            .await
            .refusal()
            .contains("mail")
    );
    let user = emulator.get("/v1/users/lin").await.json();
    assert_eq!(user["email_verification"], "requested");
    emulator.login("lin", "long enough").await.refusal();
    emulator
        .patch_realm(json!({"login_rocket": {"verify": "request"}}))
        .await;
    let more = with(&[("username", "kay"), ("email", "kay@example.test")]);
    emulator.post("/v1/signup", &more).await.text("url");
}

#[tokio::test]
async fn signups_that_are_switched_off_are_not_found_and_logins_go_on() {
    let emulator = Emulator::with(json!({"login_rocket": {"signup": false}})).await;
    assert_eq!(emulator.post("/v1/signup", &NEW).await.status, 404);
    emulator.login("ada", PASSWORD).await.text("token");
}

#[tokio::test]
async fn of_many_signups_at_once_with_one_name_exactly_one_wins() {
    let emulator = Emulator::start().await;
    let addr = emulator.running.login_addr();
    let tries: Vec<_> = (0..8)
        .map(|_| {
            let request = crate::client::Request::new(addr, "POST", "/v1/signup").form(&NEW);
            tokio::spawn(async move { request.send().await })
        })
        .collect();
    let mut won = 0;
    for attempt in tries {
        let body: Value = attempt.await.unwrap().json();
        won += usize::from(body.get("token").is_some());
    }
    assert_eq!(won, 1);
    let users = emulator.list(&format!("users?realm_id={REALM}")).await;
    assert_eq!(users.len(), 3);
}
