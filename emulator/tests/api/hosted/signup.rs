//! The hosted signup page in its modes (protocol-v1 §3.8, §7.2).

use serde_json::{Value, json};

use crate::fixture::{Emulator, PASSWORD, claims};
use crate::visitor::Visitor;

const NEW: [(&str, &str); 4] = [
    ("username", "Linus"),
    ("email", "linus@example.test"),
    ("password", "a long password"),
    ("password_confirmation", "a long password"),
];

async fn with(login_rocket: Value) -> Emulator {
    Emulator::with(json!({"login_rocket": login_rocket})).await
}

#[tokio::test]
async fn the_fields_are_those_the_realm_asks_for() {
    for (settings, fields) in [
        (
            json!({}),
            vec!["first_name", "last_name", "username", "email", "password"],
        ),
        (
            json!({"name_field": "hidden", "password_field": "twice"}),
            vec!["username", "email", "password", "password_confirmation"],
        ),
        (
            json!({"name_field": "hidden", "org_name_field": "required"}),
            vec!["username", "email", "password"],
        ),
        (
            json!({"name_field": "hidden", "signup_mode": "user_org"}),
            vec!["org_name", "username", "email", "password"],
        ),
    ] {
        let emulator = with(settings.clone()).await;
        let answer = Visitor::new(&emulator).get("/signup").await;
        assert_eq!(answer.fields(), fields, "{settings}");
    }
    let emulator = Emulator::with(json!({"username_validation_human": "email"})).await;
    let answer = Visitor::new(&emulator).get("/signup").await;
    assert!(!answer.fields().contains(&"username".to_owned()));
    let page = answer.page();
    assert!(page.contains(r#"name="email" type="email" autocomplete="username""#));
    assert!(page.contains(r#"autocomplete="new-password" required minlength="8""#));
    assert!(page.contains("<small>(optional)</small>"));
}

#[tokio::test]
async fn a_new_user_is_sent_to_the_login_handler_as_one() {
    let emulator = Emulator::start().await;
    let mut visitor = Visitor::new(&emulator);
    let fields = [&NEW[..], &[("redir", "https://x.test/deep")]].concat();
    let (token, address) = visitor.send("/signup", &fields).await.sent_on();
    assert_eq!(
        address,
        "http://localhost:4100/login?token=T&signup=true&redir=%2Fdeep"
    );
    assert_eq!(claims(&token)["un"], "linus");
}

#[tokio::test]
async fn forms_with_the_field_names_of_old_pages_are_taken() {
    let emulator = Emulator::start().await;
    let mut visitor = Visitor::new(&emulator);
    let fields = [("login[username]", "ada"), ("login[password]", PASSWORD)];
    visitor.send("/login", &fields).await.sent_on();
    let wrong = [("login[username]", "ada"), ("login[password]", "wrong")];
    let answer = visitor.send("/login", &wrong).await;
    assert_eq!(answer.alert(), "Login failed");
    assert!(answer.page().contains(r#"name="username" type="text""#));
    assert!(answer.page().contains(r#" value="ada""#));
    let fields = [
        ("signup[username]", "linus"),
        ("signup[email]", "linus@example.test"),
        ("signup[password]", PASSWORD),
        ("signup[password_confirmation]", PASSWORD),
    ];
    let (token, _) = visitor.send("/signup", &fields).await.sent_on();
    assert_eq!(claims(&token)["un"], "linus");
}

#[tokio::test]
async fn in_token_mode_the_signup_handler_gets_a_signup_token() {
    let emulator = with(json!({"signup_mode": "user_token"})).await;
    let (token, address) = Visitor::new(&emulator)
        .send("/signup", &NEW)
        .await
        .sent_on();
    assert_eq!(address, "http://localhost:4100/signup?token=T");
    assert!(token.starts_with("utk_"));
    assert_eq!(emulator.list("users").await.len(), 2);
}

#[tokio::test]
async fn an_org_is_made_with_the_name_given() {
    let emulator = with(json!({"signup_mode": "user_org"})).await;
    let fields = [&NEW[..], &[("org_name", "Kernel")]].concat();
    Visitor::new(&emulator)
        .send("/signup", &fields)
        .await
        .sent_on();
    let orgs = emulator.get("/v1/orgs").await.json();
    assert_eq!(orgs["collection"][0]["name"], "Kernel");
}

#[tokio::test]
async fn every_problem_is_told_at_its_field_and_what_was_typed_stays_but_for_passwords() {
    let emulator = with(json!({"password_field": "twice", "name_field": "required"})).await;
    let fields = [
        ("username", "ada"),
        ("email", "not an address"),
        ("first_name", "Li"),
        ("password", "canary1"),
        ("password_confirmation", "canary2"),
    ];
    let answer = Visitor::new(&emulator).send("/signup", &fields).await;
    let page = answer.page();
    for (field, sentence) in [
        ("username", "Username has already been taken"),
        ("email", "Email is invalid"),
        (
            "password",
            "Password is too short (minimum is 8 characters)",
        ),
        (
            "password_confirmation",
            "Password confirmation doesn&#x27;t match Password",
        ),
        ("last_name", "Last name can&#x27;t be blank"),
    ] {
        let link = format!(r##"<a href="#{field}">{sentence}</a>"##);
        assert!(page.contains(&link), "{field}");
        let at_field =
            format!(r#"<div id="{field}-problem"><p class="problem">{sentence}</p></div>"#);
        assert!(page.contains(&at_field), "{field}");
    }
    // The first of them on the page.
    assert!(page.contains(r#"aria-describedby="last_name-problem" autofocus"#));
    for kept in ["ada", "not an address", "Li"] {
        assert!(page.contains(&format!(r#" value="{kept}""#)), "{kept}");
    }
    assert!(!page.contains("canary"));
    assert_eq!(emulator.list("users").await.len(), 2);
}

#[tokio::test]
async fn a_signup_that_needs_verification_ends_on_a_page_that_says_so() {
    let emulator = with(json!({"verify": "require"})).await;
    let answer = Visitor::new(&emulator).send("/signup", &NEW).await;
    assert!(answer.page().contains("<h1>Check your email</h1>"));
    assert_eq!(answer.alert(), "");
    assert_eq!(emulator.list("users").await.len(), 3);
    assert!(emulator.list("sessions").await.is_empty());
    assert_eq!(emulator.newest_mail().await["to"], "linus@example.test");
}
