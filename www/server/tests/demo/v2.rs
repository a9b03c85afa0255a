//! AuthRocket 2, against the real emulator: the handlers of its tokens, and the pages behind the login.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::emulator::Service;

const DEMO: &str = "demo.e2.localhost";
const TEAMS: &str = "teams.e2.localhost";

/// A call of the LR API v2, as the library makes one.
async fn call(service: &Service, host: &str, path: &str, body: Value) -> Value {
    let address = format!("http://{}/v2/{path}", service.running.login_addr());
    let request = reqwest::Client::new().post(address).header("host", host);
    let answer = request.json(&body).send().await.unwrap();
    answer.json().await.unwrap()
}

async fn log_in(service: &Service, host: &str, account: Option<&str>) -> Value {
    let body = json!({"email": "ada", "password": "analytical engine", "account": account});
    call(service, host, "login", body).await
}

fn token(login: &Value) -> &str {
    login["token"].as_str().unwrap_or_else(|| panic!("{login}"))
}

async fn lives(service: &Service, session: &Value) -> bool {
    let at = service.running.login_addr();
    let address = format!(
        "http://{at}/v2/session?session={}",
        session.as_str().unwrap()
    );
    let request = reqwest::Client::new().get(address).header("host", DEMO);
    let answer = request.send().await.unwrap();
    answer.status() == 200
}

#[tokio::test]
async fn a_token_starts_a_session_of_the_app_and_a_logout_ends_both() {
    let service = Service::start().await;
    let mut browser = service.browser();
    let login = log_in(&service, DEMO, None).await;
    let address = format!("/v2/login?token={}", token(&login));
    assert_eq!(browser.get(&address).await.location(), "/v2/account");
    let page = browser.get("/v2/account").await;
    assert_eq!(page.between("id=\"account-name\">", "<"), "Ada Lovelace");
    assert_eq!(page.between("id=\"account-account\">", "<"), "Engines");
    // Its forms must name their origin.
    assert_eq!(page.header("referrer-policy"), "same-origin");
    assert!(lives(&service, &login["session"]).await);
    let out = browser.post_from("/v2/logout", "/v2/logout", &[]).await;
    assert_eq!(out.location(), "/pages/v2-login");
    assert!(!lives(&service, &login["session"]).await);
    assert_eq!(browser.get(&address).await.reason(), "ended");
    assert_eq!(
        browser.get("/v2/account").await.location(),
        "/pages/v2-login"
    );
}

#[tokio::test]
async fn only_genuine_tokens_of_the_realm_are_taken() {
    let service = Service::start().await;
    let login = log_in(&service, DEMO, None).await;
    let good = token(&login).to_owned();
    let (head, rest) = good.split_once('.').unwrap();
    let (claims, signature) = rest.split_once('.').unwrap();
    let flipped: String = signature.chars().rev().collect();
    // HS256 with the realm's own `kid`: the header must not choose.
    let key = jsonwebtoken::EncodingKey::from_secret(b"x");
    let mut hs256 = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
    hs256.kid = jsonwebtoken::decode_header(&good).unwrap().kid;
    let own = json!({"iss": "https://authrocket.com", "sub": "usr_x", "sid": "kss_x",
        "rid": "rl_0DemoVersionTwoRealm8", "exp": 4_000_000_000_u64});
    let hs256 = jsonwebtoken::encode(&hs256, &own, &key).unwrap();
    for bad in [
        format!("{head}.{claims}.{flipped}"),
        hs256,
        "x.y.z".to_owned(),
    ] {
        let address = format!("/v2/login?token={bad}");
        assert_eq!(service.browser().get(&address).await.reason(), "forged");
    }
    let elsewhere = format!("/v2/teams/login?token={good}");
    assert_eq!(service.browser().get(&elsewhere).await.reason(), "forged");
    service.advance(60 * 60 + 10).await;
    let late = service
        .browser()
        .get(&format!("/v2/login?token={good}"))
        .await;
    assert_eq!(late.reason(), "expired");
}

#[tokio::test]
async fn without_a_token_the_handler_leads_to_its_login_page() {
    let service = Service::start().await;
    let mut browser = service.browser();
    assert_eq!(browser.get("/v2/login").await.location(), "/pages/v2-login");
    let teams = browser.get("/v2/teams/login").await;
    assert_eq!(teams.location(), "/pages/v2-login-teams");
}

#[tokio::test]
async fn a_session_beside_the_token_must_be_the_tokens_own() {
    let service = Service::start().await;
    let login = log_in(&service, TEAMS, Some("org_0DemoLoomsTeam0000009")).await;
    let other = log_in(&service, TEAMS, None).await;
    let mut browser = service.browser();
    let page = "/pages/v2-login-teams";
    for (session, accepted) in [(&other["session"], false), (&login["session"], true)] {
        let fields = [
            ("token", token(&login)),
            ("session", session.as_str().unwrap()),
        ];
        let answer = browser.post_from(page, "/v2/teams/login", &fields).await;
        assert_eq!(
            answer.status == StatusCode::SEE_OTHER,
            accepted,
            "{}",
            answer.body
        );
    }
    let account = browser.get("/v2/account").await;
    assert_eq!(account.between("id=\"account-account\">", "<"), "Looms");
}

#[tokio::test]
async fn pages_behind_the_login_hold_the_session_for_the_library() {
    let service = Service::start().await;
    let login = log_in(&service, DEMO, None).await;
    let mut browser = service.browser();
    browser
        .get(&format!("/v2/login?token={}", token(&login)))
        .await;
    for page in ["/v2/profile", "/v2/password", "/v2/logout"] {
        let answer = browser.get(page).await;
        let session = answer.between("name=\"session\" value=\"", "\"");
        assert_eq!(session, login["session"].as_str().unwrap(), "{page}");
        assert!(answer.body.contains("data-api=\"v2\""), "{page}");
    }
}

#[tokio::test]
async fn an_invitation_in_the_address_is_in_the_form() {
    let service = Service::start().await;
    let page = service
        .browser()
        .get("/pages/v2-signup-verified?invitation=nvt_x%22y")
        .await;
    assert!(
        page.body
            .contains("name=\"invitation\" value=\"nvt_x&quot;y\""),
        "{}",
        page.body
    );
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    let plain = service.browser().get("/pages/v2-signup").await;
    assert!(!plain.body.contains("name=\"invitation\""));
    assert_eq!(plain.header("referrer-policy"), "same-origin");
}
