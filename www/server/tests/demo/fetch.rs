//! Tokens that a page hands over by the library's `fetch`: JSON back, and proof that the page is ours.

use axum::http::StatusCode;

use crate::browser::{Answer, Browser};
use crate::stand_in::StandIn;

/// A page's script in a browser that visited the page: same origin, JSON wanted.
async fn script(it: &StandIn, page: &str) -> (Browser, String) {
    let mut browser = Browser::new(it);
    let page = browser.get(page).await;
    let csrf = page
        .between("name=\"csrf-token\" content=\"", "\"")
        .to_owned();
    browser.accept = "application/json";
    (browser.with("origin", "http://app.test"), csrf)
}

fn assert_redirect(answer: &Answer, address: &str) {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.body, format!(r#"{{"redirect":"{address}"}}"#));
    assert!(
        answer
            .header("content-type")
            .starts_with("application/json")
    );
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
}

fn assert_refused(answer: &Answer, status: StatusCode, reason: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(body["reason"], reason);
    assert!(
        body["error"]
            .as_str()
            .is_some_and(|text| text.ends_with('.'))
    );
    assert!(body.get("redirect").is_none());
}

#[tokio::test]
async fn a_login_is_taken_with_the_token_of_the_page_in_a_header_or_a_field() {
    let it = StandIn::start().await;
    let token = it.log_in(0, "ada");
    for by_header in [true, false] {
        let (mut browser, csrf) = script(&it, "/pages/login-fetch").await;
        let mut fields = vec![("token", token.as_str())];
        if by_header {
            browser = browser.with("x-csrf-token", &csrf);
        } else {
            fields.push(("csrf", &csrf));
        }
        assert_redirect(&browser.post("/login", &fields).await, "/account");
        assert_eq!(browser.get("/account").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_signup_goes_on_to_the_question() {
    let it = StandIn::start().await;
    let (browser, csrf) = script(&it, "/pages/signup-fetch").await;
    let mut browser = browser.with("x-csrf-token", &csrf);
    let token = it.park("zoe");
    let answer = browser.post("/token/signup", &[("token", &token)]).await;
    assert_redirect(&answer, "/token/signup/payment");
    let unknown = [("token", "utk_unknown0000000000000")];
    let answer = browser.post("/token/signup", &unknown).await;
    assert_refused(&answer, StatusCode::UNAUTHORIZED, "unknown");
}

#[tokio::test]
async fn a_logout_by_script_is_told_where_to_go() {
    let it = StandIn::start().await;
    let (browser, csrf) = script(&it, "/pages/login-fetch").await;
    let mut browser = browser.with("x-csrf-token", &csrf);
    assert_redirect(&browser.post("/logout", &[]).await, "/");
}

#[tokio::test]
async fn every_proof_that_is_there_must_be_right() {
    let it = StandIn::start().await;
    let token = it.log_in(0, "ada");
    let (_, foreign) = script(&it, "/pages/login-fetch").await;
    for (header, field) in [
        (None, None),
        (Some(""), None),
        (Some("0000"), None),
        (Some(foreign.as_str()), None),
        (None, Some("0000")),
        (Some("0000"), Some("right")),
        (Some("right"), Some("0000")),
    ] {
        let (mut browser, csrf) = script(&it, "/pages/login-fetch").await;
        let value = |sent: &str| {
            if sent == "right" {
                csrf.clone()
            } else {
                sent.to_owned()
            }
        };
        if let Some(sent) = header {
            browser = browser.with("x-csrf-token", &value(sent));
        }
        let field = field.map(value);
        let mut fields = vec![("token", token.as_str())];
        fields.extend(field.as_deref().map(|value| ("csrf", value)));
        let answer = browser.post("/login", &fields).await;
        assert_refused(&answer, StatusCode::FORBIDDEN, "csrf");
    }
}

#[tokio::test]
async fn a_request_from_another_origin_is_refused_even_with_the_right_token() {
    let it = StandIn::start().await;
    let token = it.log_in(0, "ada");
    for origin in [
        "http://evil.test",
        "https://app.test",
        "http://app.test:8080",
        "http://app.test.evil.test",
        "null",
        "",
    ] {
        let (browser, csrf) = script(&it, "/pages/login-fetch").await;
        let mut browser = browser.with("origin", origin).with("x-csrf-token", &csrf);
        for path in ["/login", "/signup", "/logout", "/verify"] {
            let answer = browser
                .post(path, &[("token", &token), ("csrf", &csrf)])
                .await;
            assert_refused(&answer, StatusCode::FORBIDDEN, "csrf");
        }
    }
}

#[tokio::test]
async fn behind_https_the_own_origin_is_https() {
    let mut it = StandIn::start().await;
    it.config.secure_cookie = true;
    let (browser, csrf) = script(&it, "/pages/login-fetch").await;
    let mut browser = browser.with("x-csrf-token", &csrf);
    let fields = [("token", it.log_in(0, "ada"))];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let answer = browser.post("/login", &fields).await;
    assert_refused(&answer, StatusCode::FORBIDDEN, "csrf");
    let mut browser = browser.with("origin", "https://app.test");
    assert_redirect(&browser.post("/login", &fields).await, "/account");
}

#[tokio::test]
async fn a_page_may_ask_for_a_refusal_and_the_same_token_is_taken_afterwards() {
    let it = StandIn::start().await;
    let token = it.log_in(0, "ada");
    let (mut browser, csrf) = script(&it, "/pages/login-fetch").await;
    let fields = [
        ("token", token.as_str()),
        ("csrf", &csrf),
        ("refuse", "once"),
    ];
    let refused = browser.post("/login", &fields).await;
    assert_refused(&refused, StatusCode::SERVICE_UNAVAILABLE, "asked");
    assert!(it.facts().calls.is_empty(), "nothing was asked yet");
    assert_redirect(&browser.post("/login", &fields).await, "/account");

    let (mut browser, csrf) = script(&it, "/pages/signup-fetch").await;
    let parked = it.park("zoe");
    let fields = [
        ("token", parked.as_str()),
        ("csrf", &csrf),
        ("refuse", "once"),
    ];
    let refused = browser.post("/token/signup", &fields).await;
    assert_refused(&refused, StatusCode::SERVICE_UNAVAILABLE, "asked");
    let answer = browser.post("/token/signup", &fields).await;
    assert_redirect(&answer, "/token/signup/payment");
    let again = browser.post("/token/signup", &fields).await;
    assert_refused(&again, StatusCode::SERVICE_UNAVAILABLE, "asked");
}

#[tokio::test]
async fn a_path_that_the_user_wanted_is_followed_and_an_address_elsewhere_is_not() {
    let it = StandIn::start().await;
    let token = it.log_in(0, "ada");
    for (redir, address) in [
        ("/pages/outbox", "/pages/outbox"),
        ("//evil.test/", "/account"),
        ("https://evil.test/", "/account"),
        ("/%5Cevil.test", "/account"),
        ("/%09/evil.test", "/account"),
    ] {
        let link = format!("/login?token={token}&redir={redir}");
        assert_eq!(Browser::new(&it).get(&link).await.location(), address);
    }
    let (mut browser, csrf) = script(&it, "/pages/login-fetch").await;
    let fields = [
        ("token", token.as_str()),
        ("csrf", &csrf),
        ("redir", "/pages/outbox"),
    ];
    assert_redirect(&browser.post("/login", &fields).await, "/pages/outbox");
}

#[tokio::test]
async fn the_second_handler_takes_a_login_and_says_so() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    let offered = browser.get("/pages/login-redirect").await;
    assert!(
        offered
            .body
            .contains("value=\"http://app.test/login/second\"")
    );
    let token = it.log_in(0, "ada");
    let answer = browser.get(&format!("/login/second?token={token}")).await;
    assert_eq!(answer.location(), "/account");
    let account = browser.get("/account").await;
    assert!(account.body.contains("second login handler"));
    let refused = Browser::new(&it).get("/login/second?token=x.y.z").await;
    assert_eq!(refused.reason(), "forged");
}
