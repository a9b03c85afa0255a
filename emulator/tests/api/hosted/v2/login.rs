//! `/` and `/login`.

use serde_json::json;

use super::{ADA, APP, ada, visitor};
use crate::fixture::{Emulator, PASSWORD};
use crate::fixture_v2::{ORIGIN, claims, two_accounts};

#[tokio::test]
async fn the_login_page_works_at_both_of_its_paths_and_without_script() {
    let emulator = Emulator::v2().await;
    for path in ["/", "/login"] {
        let answer = visitor(&emulator).get(path).await;
        let page = answer.page();
        assert!(page.contains("<title>Log in – Two</title>"));
        assert!(page.contains(r#"<form method="post" action="/login">"#));
        assert!(page.contains(r#"autocomplete="username""#));
        assert!(page.contains(r#"<a href="/signup">"#));
        assert!(page.contains(r#"<a href="/forgot_password">"#));
        assert!(!page.contains("<script"));
        assert_eq!(answer.fields(), ["email", "password"]);
    }
}

#[tokio::test]
async fn a_login_ends_at_the_first_login_url_with_a_token_alone() {
    let emulator = Emulator::v2().await;
    for name in ["ada@example.test", "ADA", "usr_ada"] {
        let fields = [("email", name), ("password", PASSWORD)];
        let (token, address) = visitor(&emulator).send("/login", &fields).await.sent_on();
        assert_eq!(address, APP);
        let claims = claims(&emulator, &token).await;
        assert_eq!(claims["sub"], "usr_ada");
        assert_eq!(claims["orgs"][0]["oid"], "org_engines");
    }
}

#[tokio::test]
async fn a_switch_adds_session_and_account() {
    let emulator = Emulator::v2_with(json!({"return_session": true})).await;
    let (token, address) = visitor(&emulator).send("/login", &ADA).await.sent_on();
    let sid = claims(&emulator, &token).await["sid"].clone();
    let expected = format!(
        "{APP}&session={}&account=org_engines",
        sid.as_str().unwrap()
    );
    assert_eq!(address, expected);
}

#[tokio::test]
async fn a_failed_login_keeps_the_name_and_never_the_password() {
    let emulator = Emulator::v2().await;
    let fields = [("email", "Ada"), ("password", "wrong-canary")];
    let answer = visitor(&emulator).send("/login", &fields).await;
    assert_eq!(answer.alert(), "Login failed");
    assert!(answer.page().contains(r#" value="Ada""#));
    assert!(!answer.page().contains("wrong-canary"));
    let empty = visitor(&emulator).send("/login", &[("email", "")]).await;
    assert_eq!(
        empty.alert(),
        "Please check these: Email can't be blank Password can't be blank".replace('\'', "&#x27;")
    );
}

#[tokio::test]
async fn sentences_of_the_api_come_in_the_visitors_language_and_say_so() {
    let emulator = Emulator::v2_with(json!({"default_locale": "es"})).await;
    let fields = [("email", "ada"), ("password", "wrong")];
    let answer = visitor(&emulator).send("/login", &fields).await;
    assert_eq!(answer.alert(), "Error al iniciar sesión");
    assert!(answer.page().contains(r#"<li lang="es">Error"#));
}

#[tokio::test]
async fn a_second_factor_asks_for_the_code_and_goes_on_to_the_wanted_target() {
    let emulator = Emulator::v2().await;
    let mut visitor = visitor(&emulator);
    let target = "http://app.example.test:4000/in/deep?a=1";
    let fields = [
        ("email", "grace@example.test"),
        ("password", PASSWORD),
        ("redirect_uri", target),
    ];
    let answer = visitor.send("/login", &fields).await;
    assert_eq!(answer.fields(), ["code"]);
    let token = answer.hidden("token");
    assert!(token.starts_with("tmf:"));
    let uri = answer.hidden("redirect_uri");
    let send = [
        ("token", &*token),
        ("code", "000000"),
        ("redirect_uri", &*uri),
    ];
    let wrong = visitor.send("/login", &send).await;
    assert_eq!(wrong.alert(), "Verification failed");
    assert_eq!(wrong.hidden("token"), token);
    let code = emulator.code("usr_grace").await;
    let send = [
        ("token", &*token),
        ("code", &*code),
        ("redirect_uri", &*uri),
    ];
    let (_, address) = visitor.send("/login", &send).await.sent_on();
    assert_eq!(address, format!("{target}&token=T"));
}

#[tokio::test]
async fn a_redirect_uri_must_be_a_login_url_or_below_it() {
    let emulator = Emulator::v2().await;
    for (given, expected) in [
        ("/in/deep", "http://app.example.test:4000/in/deep?token=T"),
        (
            "http://app.example.test:4000/in?k=v",
            "http://app.example.test:4000/in?k=v&token=T",
        ),
        ("http://app.example.test:4000/other", APP),
        ("https://evil.test/in", APP),
        ("//evil.test/in", APP),
        ("javascript:alert(1)", APP),
    ] {
        let fields = [ADA[0], ADA[1], ("redirect_uri", given)];
        let (_, address) = visitor(&emulator).send("/login", &fields).await.sent_on();
        assert_eq!(address, expected, "{given}");
    }
}

#[tokio::test]
async fn a_remembered_login_goes_on_at_once_unless_the_form_is_prompted_for() {
    let emulator = Emulator::v2().await;
    let mut visitor = ada(&emulator).await;
    for path in ["/", "/login", "/signup"] {
        assert_eq!(visitor.get(path).await.sent_on().1, APP, "{path}");
    }
    let prompted = visitor.get("/login?prompt=login").await;
    assert_eq!(prompted.fields(), ["email", "password"]);
    // The form does not end the remembered session.
    assert_eq!(visitor.get("/").await.sent_on().1, APP);
    emulator.advance(1441 * 60).await;
    assert_eq!(visitor.get("/").await.fields(), ["email", "password"]);
}

#[tokio::test]
async fn a_form_of_the_app_is_remembered_and_a_foreign_one_is_not() {
    let emulator = Emulator::v2().await;
    for (origin, remembered) in [(ORIGIN, true), ("http://evil.test", false)] {
        let mut visitor = visitor(&emulator);
        visitor.send_from(origin, "/login", &ADA).await.sent_on();
        assert_eq!(visitor.cookie.is_some(), remembered, "{origin}");
    }
}

#[tokio::test]
async fn an_account_is_taken_from_the_address_and_an_empty_one_forces_a_choice() {
    let emulator = Emulator::v2_with(two_accounts()).await;
    let mut visitor = ada(&emulator).await;
    let (token, _) = visitor.get("/login?account=org_looms").await.sent_on();
    assert_eq!(
        claims(&emulator, &token).await["orgs"][0]["oid"],
        "org_looms"
    );
    let choice = visitor.get("/login?account=").await.page();
    assert!(choice.contains("<h1>Choose an account</h1>"));
    let unknown = visitor.get("/login?account=org_nobodys").await.page();
    assert!(unknown.contains("<h1>Choose an account</h1>"));
}

#[tokio::test]
async fn pages_of_version_2_need_a_host_of_version_2() {
    let two = Emulator::v2().await;
    let one = Emulator::start().await;
    for path in ["/profile", "/accounts", "/account/org_x"] {
        let answer = one.login_port("GET", path).send().await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(visitor(&two).get(path).await.page().contains("Log in"));
    }
    let unknown = two
        .login_port("GET", "/login")
        .header("host", "none.e2.localhost");
    assert_eq!(unknown.send().await.status, 404);
}
