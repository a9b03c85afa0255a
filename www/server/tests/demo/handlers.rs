//! The login handlers: which tokens are taken, which are refused, and what is said.

use authrocket_demo::Verify;
use axum::http::StatusCode;
use serde_json::json;

use crate::browser::{Answer, Browser};
use crate::stand_in::{SESSION_SECONDS, START, StandIn, sign};

async fn ways() -> [StandIn; 2] {
    let session = StandIn::start().await;
    let mut jwt = StandIn::start().await;
    jwt.config.verify = Verify::Jwt;
    [session, jwt]
}

fn assert_refused(answer: &Answer, status: StatusCode, reason: &str) {
    assert_eq!((answer.status, answer.reason()), (status, reason));
    assert!(
        answer.body.contains("id=\"back\" href=\"/pages/login\""),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn a_good_token_in_the_address_logs_in_and_leaves_that_address() {
    for it in ways().await {
        let mut browser = Browser::new(&it);
        let answer = browser
            .get(&format!("/login?token={}", it.log_in(0, "ada")))
            .await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, "/account")
        );
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        let account = browser.get("/account").await;
        assert!(
            account.body.contains("ada &lt;the user&gt;"),
            "{}",
            account.body
        );
        assert_eq!(
            account.between("data-verified=\"", "\""),
            it.config.verify.name()
        );
    }
}

#[tokio::test]
async fn a_missing_token_is_refused() {
    for it in ways().await {
        let mut browser = Browser::new(&it);
        assert_refused(
            &browser.get("/login").await,
            StatusCode::BAD_REQUEST,
            "missing",
        );
        assert_refused(
            &browser.get("/login?token=").await,
            StatusCode::BAD_REQUEST,
            "missing",
        );
        let posted = browser.post_from("/pages/login-post", "/login", &[]).await;
        assert_refused(&posted, StatusCode::BAD_REQUEST, "missing");
    }
}

#[tokio::test]
async fn a_forged_token_is_refused() {
    for it in ways().await {
        let claims =
            json!({ "iat": START, "exp": START + 60, "uid": "usr_ada", "un": "ada", "n": "Ada" });
        let good = it.log_in(0, "ada");
        let (head, _) = good.rsplit_once('.').unwrap();
        let none = "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0";
        let mut elsewhere = claims.clone();
        elsewhere["aud"] = it.config.realms[1].id.as_str().into();
        let tokens = [
            sign(&claims, "another secret"),
            sign(&elsewhere, it.config.realms[0].jwt_secret.reveal()),
            format!("{head}.AAAA"),
            format!("{none}.{}.AAAA", good.split('.').nth(1).unwrap()),
            "nonsense".to_owned(),
            "a.b".to_owned(),
            "..%2F..%2Fusers.b.c".to_owned(),
            "kli_000000000000000000000".to_owned(),
            "a".repeat(9000),
        ];
        for token in tokens {
            let answer = Browser::new(&it)
                .get(&format!("/login?token={token}"))
                .await;
            assert_refused(&answer, StatusCode::UNAUTHORIZED, "forged");
        }
    }
}

#[tokio::test]
async fn a_session_id_alone_is_no_proof_of_a_login() {
    let it = StandIn::start().await;
    it.log_in(0, "ada");
    let id = it.facts().sessions.keys().next().unwrap().clone();
    let answer = Browser::new(&it).get(&format!("/login?token={id}")).await;
    assert_refused(&answer, StatusCode::UNAUTHORIZED, "forged");
}

#[tokio::test]
async fn a_token_of_another_realm_is_refused() {
    for it in ways().await {
        let token = it.log_in(1, "ada");
        let answer = Browser::new(&it)
            .get(&format!("/login?token={token}"))
            .await;
        assert_refused(&answer, StatusCode::UNAUTHORIZED, "forged");
        let answer = Browser::new(&it)
            .get(&format!("/org/login?token={token}"))
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn an_expired_token_is_refused() {
    for it in ways().await {
        let token = it.log_in(0, "ada");
        it.advance(SESSION_SECONDS + 60);
        let answer = Browser::new(&it)
            .get(&format!("/login?token={token}"))
            .await;
        assert_refused(&answer, StatusCode::UNAUTHORIZED, "expired");
    }
}

#[tokio::test]
async fn a_token_logged_out_elsewhere_is_refused_when_authrocket_is_asked() {
    let it = StandIn::start().await;
    let token = it.log_in(0, "ada");
    it.facts().sessions.clear();
    let answer = Browser::new(&it)
        .get(&format!("/login?token={token}"))
        .await;
    assert_refused(&answer, StatusCode::UNAUTHORIZED, "ended");
}

#[tokio::test]
async fn a_token_logged_out_through_this_server_is_refused_either_way() {
    for it in ways().await {
        let mut browser = Browser::new(&it);
        let address = format!("/login?token={}", it.log_in(0, "ada"));
        browser.get(&address).await;
        browser.post_from("/account", "/logout", &[]).await;
        assert_refused(
            &browser.get(&address).await,
            StatusCode::UNAUTHORIZED,
            "ended",
        );
    }
}

#[tokio::test]
async fn an_outage_is_never_shown_as_a_refused_login() {
    for status in [
        StatusCode::INTERNAL_SERVER_ERROR,
        StatusCode::TOO_MANY_REQUESTS,
        StatusCode::FORBIDDEN,
    ] {
        let it = StandIn::start().await;
        let address = format!("/login?token={}", it.log_in(0, "ada"));
        it.facts().broken = Some(status);
        let mut browser = Browser::new(&it);
        let answer = browser.get(&address).await;
        assert_eq!(
            (answer.status, answer.reason()),
            (StatusCode::SERVICE_UNAVAILABLE, "unavailable")
        );
        it.facts().broken = None;
        assert_eq!(browser.get(&address).await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_core_api_that_does_not_listen_is_an_outage_and_jwt_needs_none() {
    let mut it = StandIn::start().await;
    it.config.api_url = "http://127.0.0.1:9/v1/".parse().unwrap();
    let address = format!("/login?token={}", it.log_in(0, "ada"));
    assert_eq!(
        Browser::new(&it).get(&address).await.reason(),
        "unavailable"
    );
    it.config.verify = Verify::Jwt;
    let mut browser = Browser::new(&it);
    assert_eq!(browser.get(&address).await.location(), "/account");
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_way_of_verifying_can_be_switched_on_the_start_page() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    let answer = browser
        .post_from("/", "/verify", &[("verify", "jwt")])
        .await;
    assert_eq!(answer.location(), "/");
    it.facts().calls.clear();
    let answer = browser
        .get(&format!("/login?token={}", it.log_in(0, "ada")))
        .await;
    assert_eq!(answer.location(), "/account");
    assert!(it.facts().calls.is_empty());
    let refused = browser
        .post_from("/", "/verify", &[("verify", "never")])
        .await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_posted_token_needs_the_hidden_field_of_the_page() {
    let it = StandIn::start().await;
    let token = it.log_in(0, "ada");
    let mut browser = Browser::new(&it);
    for csrf in ["", "0000"] {
        let answer = browser
            .post("/login", &[("token", &token), ("csrf", csrf)])
            .await;
        assert_eq!(
            (answer.status, answer.reason()),
            (StatusCode::FORBIDDEN, "csrf")
        );
    }
    let other = Browser::new(&it).csrf("/pages/login-post").await;
    let answer = browser
        .post("/login", &[("token", &token), ("csrf", &other)])
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let answer = browser
        .post_from("/pages/login-post", "/login", &[("token", &token)])
        .await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, "/account")
    );
}

#[tokio::test]
async fn a_posted_token_is_not_taken_from_the_address() {
    let it = StandIn::start().await;
    let path = format!("/login?token={}", it.log_in(0, "ada"));
    let answer = Browser::new(&it)
        .post_from("/pages/login-post", &path, &[])
        .await;
    assert_eq!(answer.reason(), "missing");
}

#[tokio::test]
async fn a_script_that_asks_for_json_gets_an_address_or_a_sentence() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    let csrf = browser.csrf("/pages/login-event").await;
    browser.accept = "application/json";
    let token = it.log_in(0, "ada");
    let refused = browser
        .post("/login", &[("token", "x"), ("csrf", &csrf)])
        .await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert!(
        refused.body.contains("\"reason\":\"forged\""),
        "{}",
        refused.body
    );
    let taken = browser
        .post("/login", &[("token", &token), ("csrf", &csrf)])
        .await;
    assert_eq!(
        (taken.status, taken.body.as_str()),
        (StatusCode::OK, r#"{"redirect":"/account"}"#)
    );
}
