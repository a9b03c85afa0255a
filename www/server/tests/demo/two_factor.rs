//! Turning two-factor login on.

use axum::http::StatusCode;

use crate::browser::Browser;
use crate::stand_in::StandIn;

async fn logged_in(it: &StandIn) -> Browser {
    let mut browser = Browser::new(it);
    browser
        .get(&format!("/login?token={}", it.log_in(0, "ada")))
        .await;
    browser
}

#[tokio::test]
async fn a_user_sets_up_a_second_factor_with_its_first_code() {
    let it = StandIn::start().await;
    let mut browser = logged_in(&it).await;
    assert_eq!(
        browser.get("/account").await.between("data-state=\"", "\""),
        "off"
    );
    browser
        .post_from("/account", "/account/two-factor", &[])
        .await;
    assert_eq!(it.facts().bodies[0]["credential"]["user_id"], "usr_ada");
    let page = browser.get("/account").await;
    assert_eq!(page.between("id=\"totp-secret\">", "<"), "JBSWY3DPEHPK3PXP");
    assert!(page.body.contains("otpauth:"));
    let answer = browser
        .post_from(
            "/account",
            "/account/two-factor/verify",
            &[("code", "123 456")],
        )
        .await;
    assert_eq!(answer.location(), "/account");
    assert_eq!(
        browser.get("/account").await.between("data-state=\"", "\""),
        "on"
    );
}

#[tokio::test]
async fn a_wrong_first_code_is_said_at_the_field_and_can_be_repeated() {
    let it = StandIn::start().await;
    let mut browser = logged_in(&it).await;
    browser
        .post_from("/account", "/account/two-factor", &[])
        .await;
    let answer = browser
        .post_from(
            "/account",
            "/account/two-factor/verify",
            &[("code", "000000")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        answer.between("id=\"totp-error\" role=\"alert\">", "<"),
        "Verification failed"
    );
    let answer = browser
        .post_from(
            "/account",
            "/account/two-factor/verify",
            &[("code", "123456")],
        )
        .await;
    assert_eq!(answer.location(), "/account");
}

#[tokio::test]
async fn a_second_factor_can_be_given_up_before_its_first_code() {
    let it = StandIn::start().await;
    let mut browser = logged_in(&it).await;
    browser
        .post_from("/account", "/account/two-factor", &[])
        .await;
    browser
        .post_from("/account", "/account/two-factor/cancel", &[])
        .await;
    assert_eq!(
        browser.get("/account").await.between("data-state=\"", "\""),
        "off"
    );
}

#[tokio::test]
async fn setting_up_needs_a_login_and_a_form_of_ours() {
    let it = StandIn::start().await;
    let mut stranger = Browser::new(&it);
    let answer = stranger.post_from("/", "/account/two-factor", &[]).await;
    assert_eq!(answer.location(), "/pages/login");
    let mut browser = logged_in(&it).await;
    for path in [
        "/account/two-factor",
        "/account/two-factor/verify",
        "/account/two-factor/cancel",
    ] {
        assert_eq!(browser.post(path, &[]).await.reason(), "csrf");
    }
    assert!(it.facts().bodies.is_empty());
}
