//! The signup handlers: a payment question before there is a user.

use axum::http::StatusCode;

use crate::browser::Browser;
use crate::stand_in::StandIn;

const PAYMENT: &str = "/token/signup/payment";

async fn arrive(it: &StandIn, username: &str) -> Browser {
    let mut browser = Browser::new(it);
    let answer = browser
        .get(&format!("/token/signup?token={}", it.park(username)))
        .await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, PAYMENT)
    );
    browser
}

#[tokio::test]
async fn a_signup_token_leads_to_the_question_and_makes_no_user_yet() {
    let it = StandIn::start().await;
    let mut browser = arrive(&it, "zoe").await;
    let page = browser.get(PAYMENT).await;
    assert!(page.body.contains("Pay 0.00 for the demo plan?"));
    assert_eq!(page.between("id=\"pending-username\">", "<"), "zoe");
    assert!(it.facts().users.is_empty());
    assert!(!page.body.contains("utk_zoe"));
}

#[tokio::test]
async fn a_yes_makes_the_user_and_logs_in() {
    let it = StandIn::start().await;
    let mut browser = arrive(&it, "zoe").await;
    let answer = browser.post_from(PAYMENT, PAYMENT, &[("pay", "yes")]).await;
    assert_eq!(answer.location(), "/account");
    assert!(it.facts().users.contains_key("usr_zoe"));
    let bodies = it.facts().bodies.clone();
    assert_eq!(bodies[0]["user"]["token"], "utk_zoe00000000000000");
    assert_eq!(bodies[1]["session"]["user_id"], "usr_zoe");
    assert!(browser.get("/account").await.body.contains("Welcome"));
}

#[tokio::test]
async fn a_no_discards_the_signup() {
    let it = StandIn::start().await;
    let mut browser = arrive(&it, "zoe").await;
    let answer = browser.post_from(PAYMENT, PAYMENT, &[("pay", "no")]).await;
    assert_eq!(answer.location(), "/pages/signup-token");
    assert!(
        browser
            .get("/pages/signup-token")
            .await
            .body
            .contains("no account was made")
    );
    assert!(it.facts().users.is_empty());
    assert_eq!(browser.get(PAYMENT).await.reason(), "missing");
}

#[tokio::test]
async fn a_signup_token_works_once() {
    let it = StandIn::start().await;
    let mut first = arrive(&it, "zoe").await;
    let mut second = arrive(&it, "zoe").await;
    first.post_from(PAYMENT, PAYMENT, &[("pay", "yes")]).await;
    let again = second.post_from(PAYMENT, PAYMENT, &[("pay", "yes")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("Token is not valid"));
    let link = first.get("/token/signup?token=utk_zoe00000000000000").await;
    assert_eq!(
        (link.status, link.reason()),
        (StatusCode::UNAUTHORIZED, "unknown")
    );
}

#[tokio::test]
async fn a_name_taken_meanwhile_is_said_on_the_page() {
    let it = StandIn::start().await;
    it.log_in(2, "zoe");
    let mut browser = arrive(&it, "zoe").await;
    let answer = browser.post_from(PAYMENT, PAYMENT, &[("pay", "yes")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Username has already been taken"));
}

#[tokio::test]
async fn an_outage_keeps_the_signup_for_another_try() {
    let it = StandIn::start().await;
    let mut browser = arrive(&it, "zoe").await;
    it.facts().broken = Some(StatusCode::BAD_GATEWAY);
    let answer = browser.post_from(PAYMENT, PAYMENT, &[("pay", "yes")]).await;
    assert_eq!(answer.reason(), "unavailable");
    it.facts().broken = None;
    let answer = browser.post_from(PAYMENT, PAYMENT, &[("pay", "yes")]).await;
    assert_eq!(answer.location(), "/account");
}

#[tokio::test]
async fn a_missing_or_invented_signup_token_is_refused() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    let missing = browser.get("/signup").await;
    assert_eq!(
        (missing.status, missing.reason()),
        (StatusCode::BAD_REQUEST, "missing")
    );
    for token in [
        "utk_unknown0000000000000",
        "utk_",
        "utk_..",
        "nonsense",
        "eyJ.eyJ.x",
    ] {
        let answer = browser.get(&format!("/signup?token={token}")).await;
        assert_eq!(
            (answer.status, answer.reason()),
            (StatusCode::UNAUTHORIZED, "unknown"),
            "{token}"
        );
    }
}

#[tokio::test]
async fn a_signup_token_at_the_login_handler_is_taken_too() {
    let it = StandIn::start().await;
    let answer = Browser::new(&it)
        .get(&format!("/token/login?token={}", it.park("zoe")))
        .await;
    assert_eq!(answer.location(), PAYMENT);
}

#[tokio::test]
async fn paying_needs_a_form_of_ours_and_an_answer() {
    let it = StandIn::start().await;
    let mut browser = arrive(&it, "zoe").await;
    assert_eq!(
        browser.post(PAYMENT, &[("pay", "yes")]).await.reason(),
        "csrf"
    );
    let unsure = browser.post_from(PAYMENT, PAYMENT, &[]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(it.facts().users.is_empty());
}

#[tokio::test]
async fn a_posted_signup_token_needs_a_form_of_ours() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    let token = it.park("zoe");
    assert_eq!(
        browser
            .post("/token/signup", &[("token", &token)])
            .await
            .reason(),
        "csrf"
    );
    let answer = browser
        .post_from("/pages/login-post", "/token/signup", &[("token", &token)])
        .await;
    assert_eq!(answer.location(), PAYMENT);
}

#[tokio::test]
async fn a_first_login_is_welcomed() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    browser
        .get(&format!(
            "/org/login?token={}&signup=true",
            it.log_in(1, "zoe")
        ))
        .await;
    let account = browser.get("/account").await;
    assert!(account.body.contains("Welcome"));
    assert_eq!(account.between("id=\"account-orgs\">", "<"), "Engine Co");
}
