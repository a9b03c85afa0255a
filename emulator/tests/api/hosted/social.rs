//! Social logins through the pretend provider (protocol-v1 §3.4, §5.9, §8).

use serde_json::{Value, json};

use crate::fixture::{Emulator, PASSWORD, claims};
use crate::visitor::Visitor;

async fn with(login_rocket: Value) -> Emulator {
    let providers = json!(["facebook", {"id": "ap_Google1", "provider_type": "google"}, "ap_Own1"]);
    Emulator::with(json!({"social": providers, "login_rocket": login_rocket})).await
}

const NEW: [(&str, &str); 3] = [
    ("email", "Linus@Example.test"),
    ("name", "Linus  B. Torvalds "),
    ("decision", "allow"),
];
const ADA: [(&str, &str); 2] = [("email", "ada@example.test"), ("decision", "allow")];

async fn credential_types(emulator: &Emulator, user: &str) -> Vec<Value> {
    let user = emulator.get(&format!("/v1/users/{user}")).await.json();
    let credentials = user["credentials"].as_array().unwrap().iter();
    credentials
        .map(|credential| credential["credential_type"].clone())
        .collect()
}

#[tokio::test]
async fn a_provider_is_found_by_type_or_id_and_the_page_says_what_it_stands_for() {
    let emulator = with(json!({})).await;
    let mut visitor = Visitor::new(&emulator);
    for (key, label, action) in [
        ("facebook", "Facebook", "facebook"),
        ("google", "Google", "ap_Google1"),
        ("ap_Google1", "Google", "ap_Google1"),
        ("ap_Own1", "OAuth 2", "ap_Own1"),
    ] {
        let answer = visitor.get(&format!("/auth/{key}")).await;
        let page = answer.page();
        assert!(page.contains(&format!("replaces {label}")), "{key}");
        assert!(
            page.contains(&format!(r#"action="/auth/{action}""#)),
            "{key}"
        );
        assert_eq!(answer.fields(), ["email", "name"]);
    }
    for key in [
        "github",
        "ap_Other",
        "",
        "facebook/x",
        "Facebook",
        "password",
    ] {
        let answer = visitor.get(&format!("/auth/{key}")).await;
        assert_eq!(answer.status, 404, "{key}");
    }
}

#[tokio::test]
async fn the_hosted_pages_link_to_each_provider_and_pass_the_wishes_on() {
    let emulator = with(json!({})).await;
    let mut visitor = Visitor::new(&emulator);
    for path in ["/login", "/signup"] {
        let page = visitor.get(&format!("{path}?redir=%2Fx")).await.page();
        for key in ["facebook", "ap_Google1", "ap_Own1"] {
            let link = format!(r#"href="/auth/{key}?redir=%2Fx""#);
            assert!(page.contains(&link), "{path} {key}");
        }
    }
}

#[tokio::test]
async fn a_known_address_logs_its_user_in_whatever_the_provider() {
    let emulator = with(json!({})).await;
    let mut visitor = Visitor::new(&emulator);
    for path in [
        "/auth/facebook?redir=%2Fx",
        "/auth/google?redir=%2Fx",
        "/auth/facebook?redir=%2Fx",
    ] {
        let redir = visitor.get(path).await.hidden("redir");
        let fields = [("email", " ADA@example.test"), ("redir", &redir)];
        let path = path.split('?').next().unwrap();
        let (token, address) = visitor.send(path, &fields).await.sent_on();
        assert_eq!(address, "http://localhost:4100/login?token=T&redir=%2Fx");
        assert_eq!(claims(&token)["uid"], "usr_ada");
    }
    let types = credential_types(&emulator, "ada").await;
    assert_eq!(types, ["password", "facebook", "google"]);
    assert_eq!(emulator.list("users").await.len(), 2);
}

#[tokio::test]
async fn an_unknown_address_becomes_a_user() {
    let emulator = with(json!({})).await;
    let mut visitor = Visitor::new(&emulator);
    let (token, address) = visitor.send("/auth/facebook", &NEW).await.sent_on();
    assert_eq!(address, "http://localhost:4100/login?token=T&signup=true");
    let claims = claims(&token);
    assert_eq!(
        (&claims["fn"], &claims["ln"]),
        (&json!("Linus"), &json!("B. Torvalds"))
    );
    assert_eq!(claims["un"], "linus@example.test");
    let user = emulator.get("/v1/users/linus@example.test").await.json();
    assert_eq!(user["email_verification"], "verified");
    assert_eq!(
        credential_types(&emulator, "linus@example.test").await,
        ["facebook"]
    );
    let (_, address) = visitor.send("/auth/google", &NEW).await.sent_on();
    assert_eq!(address, "http://localhost:4100/login?token=T");
    for password in ["", "x", PASSWORD] {
        emulator
            .login("linus@example.test", password)
            .await
            .refusal();
    }
}

#[tokio::test]
async fn a_taken_username_does_not_stand_in_the_way() {
    let emulator = with(json!({})).await;
    let user = json!({"user": {"username": "linus@example.test", "email": "x@example.test", "password": PASSWORD}});
    assert_eq!(emulator.create("/v1/users", user).await.status, 201);
    let (token, _) = Visitor::new(&emulator)
        .send("/auth/facebook", &NEW)
        .await
        .sent_on();
    assert_eq!(claims(&token)["un"], "linus@example.test-2");
}

#[tokio::test]
async fn in_token_mode_an_unknown_address_is_parked_and_can_become_a_user() {
    let emulator = with(json!({"signup_mode": "user_token"})).await;
    let mut visitor = Visitor::new(&emulator);
    let (token, address) = visitor.send("/auth/facebook", &NEW).await.sent_on();
    assert_eq!(address, "http://localhost:4100/signup?token=T");
    let pending = emulator
        .get(&format!("/v1/user_tokens/{token}"))
        .await
        .json();
    assert_eq!(pending["credential_type"], "facebook");
    assert_eq!(pending["email"], "linus@example.test");
    let made = emulator
        .create(
            "/v1/users",
            json!({"user": {"token": token, "username": "linus"}}),
        )
        .await;
    assert_eq!(made.status, 201, "{made:?}");
    assert_eq!(made.json()["email_verification"], "verified");
    assert_eq!(credential_types(&emulator, "linus").await, ["facebook"]);
    emulator.login("linus", "").await.refusal();
    let (token, address) = visitor.send("/auth/google", &NEW).await.sent_on();
    assert_eq!(address, "http://localhost:4100/login?token=T");
    assert_eq!(claims(&token)["un"], "linus");
}

#[tokio::test]
async fn an_address_changed_on_the_way_is_not_vouched_for() {
    let emulator = with(json!({"signup_mode": "user_token"})).await;
    let answer = Visitor::new(&emulator).send("/auth/facebook", &NEW).await;
    let user = json!({"token": answer.sent_on().0, "email": "other@example.test"});
    let made = emulator.create("/v1/users", json!({"user": user})).await;
    assert_eq!(made.json()["email_verification"], "none");
}

#[tokio::test]
async fn a_refusal_goes_back_to_the_login_page_which_says_so() {
    let emulator = with(json!({"sso": "seamless"})).await;
    let mut visitor = Visitor::new(&emulator);
    visitor.send("/auth/facebook", &ADA).await.sent_on();
    let fields = [("decision", "refuse"), ("redir", "/x?y")];
    let answer = visitor.send("/auth/facebook", &fields).await;
    assert_eq!(
        answer.location(),
        "/login?error=access_denied&redir=%2Fx%3Fy"
    );
    let page = visitor.get(&answer.location()).await;
    assert!(page.alert().contains("You cancelled that login"));
    assert_eq!(page.hidden("redir"), "/x?y");
    let page = visitor.get("/login?error=anything").await;
    page.sent_on();
}

#[tokio::test]
async fn a_missing_or_bad_address_is_told_on_the_providers_page() {
    let emulator = with(json!({})).await;
    let mut visitor = Visitor::new(&emulator);
    for (email, sentence) in [
        ("", "be blank"),
        (" ", "be blank"),
        ("nobody", "Email is invalid"),
    ] {
        let fields = [("email", email), ("name", "No Body")];
        let answer = visitor.send("/auth/facebook", &fields).await;
        assert!(answer.alert().contains(sentence), "{email}");
        assert_eq!(answer.fields(), ["email", "name"]);
        assert!(answer.page().contains(r#" value="No Body""#));
    }
}

#[tokio::test]
async fn inactive_users_unverified_users_and_closed_realms_are_refused_on_the_login_page() {
    let emulator = with(json!({"verify": "require", "signup": false})).await;
    let mut visitor = Visitor::new(&emulator);
    let refusal = visitor.send("/auth/facebook", &ADA).await.alert();
    assert!(refusal.contains("verify your email"));
    assert_eq!(emulator.newest_mail().await["to"], "ada@example.test");
    let refusal = visitor.send("/auth/facebook", &NEW).await.alert();
    assert!(refusal.contains("no account"));
    emulator.deactivate("ada").await;
    let refusal = visitor.send("/auth/facebook", &ADA).await;
    assert_eq!(refusal.alert(), "Login failed");
    assert_eq!(refusal.fields(), ["username", "password"]);
    assert_eq!(credential_types(&emulator, "ada").await, ["password"]);
}

#[tokio::test]
async fn where_only_signups_are_on_a_known_user_is_refused_and_a_new_one_is_not() {
    let emulator = with(json!({"login": false})).await;
    let mut visitor = Visitor::new(&emulator);
    let refusal = visitor.send("/auth/facebook", &ADA).await;
    assert_eq!(refusal.alert(), "Logins are switched off");
    let fields = [("decision", "refuse")];
    let answer = visitor.send("/auth/facebook", &fields).await;
    assert_eq!(answer.location(), "/signup?error=access_denied");
    assert!(
        visitor
            .get(&answer.location())
            .await
            .alert()
            .contains("cancelled that login")
    );
    visitor.send("/auth/facebook", &NEW).await.sent_on();
}

#[tokio::test]
async fn an_enrolled_user_still_needs_the_code() {
    let emulator = with(json!({})).await;
    // Also where passwords are off.
    emulator
        .patch_realm(json!({"password": {"state": "inactive"}}))
        .await;
    let mut visitor = Visitor::new(&emulator);
    let fields = [("email", "grace@example.test")];
    let page = visitor.send("/auth/facebook", &fields).await;
    assert_eq!(page.fields(), ["code"]);
    let code = emulator.code("grace").await;
    let fields = [("token", page.hidden("token")), ("code", code)];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let (token, _) = visitor.send("/login", &fields).await.sent_on();
    assert_eq!(claims(&token)["uid"], "usr_grace");
}

#[tokio::test]
async fn a_form_of_another_site_cannot_answer_for_the_provider() {
    let emulator = with(json!({})).await;
    for origin in ["https://evil.test", "null", "http://localhost:4100"] {
        let answer = Visitor::new(&emulator)
            .send_from(origin, "/auth/facebook", &ADA)
            .await;
        assert_eq!(answer.status, 403, "{origin}");
        assert!(answer.body.contains("another website"));
    }
    let request = emulator.login_port("POST", "/auth/facebook").form(&ADA);
    let answer = request.header("sec-fetch-site", "cross-site").send().await;
    assert_eq!(answer.status, 403);
    assert!(emulator.list("sessions").await.is_empty());
}

#[tokio::test]
async fn a_seed_with_an_unknown_provider_is_refused() {
    let emulator = Emulator::start().await;
    let request = emulator.login_port("POST", "/_emulator/seed");
    let answer = request
        .json(&json!({"realms": [{"social": ["facebook", "myspace"]}]}))
        .send()
        .await;
    assert_eq!(answer.status, 400);
    let error = answer.text("error");
    assert!(error.starts_with("seed realms[0].social[1]"), "{error}");
}
