//! The app's own session: its cookie, its end, and the page behind it.

use authrocket_demo::Verify;
use axum::http::StatusCode;

use crate::browser::Browser;
use crate::stand_in::{SESSION_SECONDS, StandIn};

#[tokio::test]
async fn the_cookie_is_out_of_reach_for_scripts_and_other_sites_and_holds_no_token() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    let token = it.log_in(0, "ada");
    let answer = browser.get(&format!("/login?token={token}")).await;
    let cookie = answer.header("set-cookie");
    let (pair, flags) = cookie.split_once(';').unwrap();
    assert_eq!(flags, " Path=/; HttpOnly; SameSite=Lax");
    let value = pair.strip_prefix("demo_session=").unwrap();
    assert!(
        value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{value}"
    );
}

#[tokio::test]
async fn behind_https_the_cookie_is_secure() {
    let mut it = StandIn::start().await;
    it.config.secure_cookie = true;
    let answer = Browser::new(&it).get("/").await;
    assert!(answer.header("set-cookie").ends_with("; Secure"));
}

#[tokio::test]
async fn a_session_id_known_before_the_login_is_worth_nothing_after_it() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    browser.get("/pages/login").await;
    let before = browser.cookie.clone();
    browser
        .get(&format!("/login?token={}", it.log_in(0, "ada")))
        .await;
    assert_ne!(browser.cookie, before);
    browser.cookie = before;
    assert_eq!(browser.get("/account").await.location(), "/pages/login");
}

#[tokio::test]
async fn the_account_needs_a_login() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    for page in ["/account", "/pages/logout", "/pages/session"] {
        let answer = browser.get(page).await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, "/pages/login")
        );
    }
    assert!(
        browser
            .get("/pages/login")
            .await
            .body
            .contains("Please log in")
    );
}

#[tokio::test]
async fn the_account_lists_what_the_server_received_with_the_token_shortened() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    browser.get("/pages/login").await;
    let token = it.log_in(0, "ada");
    browser.get(&format!("/login?token={token}")).await;
    let account = browser.get("/account").await;
    let list = account.between("id=\"received\"", "</table>").to_owned();
    assert!(
        list.contains("/pages/login") && list.contains(&format!("token={}…", &token[..8])),
        "{list}"
    );
    assert!(!account.body.contains(&token));
    assert_eq!(account.between("id=\"passwords-received\">", "<"), "0");
    assert_eq!(account.between("id=\"tokens-received\">", "<"), "1");
}

#[tokio::test]
async fn a_password_that_did_arrive_would_be_counted_and_not_shown() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    browser
        .get(&format!("/login?token={}", it.log_in(0, "ada")))
        .await;
    browser
        .post("/nowhere", &[("login[password]", "analytical engine")])
        .await;
    let account = browser.get("/account").await;
    assert_eq!(account.between("id=\"passwords-received\">", "<"), "1");
    assert!(!account.body.contains("analytical engine"));
}

#[tokio::test]
async fn a_logout_elsewhere_ends_the_session_at_once_where_authrocket_is_asked() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    browser
        .get(&format!("/login?token={}", it.log_in(0, "ada")))
        .await;
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
    it.facts().sessions.clear();
    assert_eq!(browser.get("/account").await.location(), "/pages/login");
    assert!(
        browser
            .get("/pages/login")
            .await
            .body
            .contains("Your login has ended")
    );
}

#[tokio::test]
async fn an_outage_during_a_session_does_not_end_it() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    browser
        .get(&format!("/login?token={}", it.log_in(0, "ada")))
        .await;
    it.facts().broken = Some(StatusCode::BAD_GATEWAY);
    assert_eq!(browser.get("/account").await.reason(), "unavailable");
    it.facts().broken = None;
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_login_verified_as_jwt_lasts_until_the_token_ends_and_no_longer() {
    let mut it = StandIn::start().await;
    it.config.verify = Verify::Jwt;
    let mut browser = Browser::new(&it);
    browser
        .get(&format!("/login?token={}", it.log_in(0, "ada")))
        .await;
    it.facts().sessions.clear();
    it.advance(SESSION_SECONDS - 1);
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
    it.advance(1);
    assert_eq!(browser.get("/account").await.location(), "/pages/login");
}

#[tokio::test]
async fn logging_out_forgets_the_session_here_and_at_authrocket() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    browser
        .get(&format!("/login?token={}", it.log_in(0, "ada")))
        .await;
    let before = browser.cookie.clone();
    let answer = browser.post_from("/account", "/logout", &[]).await;
    assert_eq!(answer.location(), "/");
    assert!(it.facts().sessions.is_empty());
    assert!(browser.get("/").await.body.contains("You are logged out."));
    browser.cookie = before;
    assert_eq!(browser.get("/account").await.location(), "/pages/login");
}

#[tokio::test]
async fn logging_out_needs_a_form_of_ours() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    browser
        .get(&format!("/login?token={}", it.log_in(0, "ada")))
        .await;
    assert_eq!(browser.post("/logout", &[]).await.reason(), "csrf");
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn logging_out_works_while_authrocket_is_down_and_says_so() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    browser
        .get(&format!("/login?token={}", it.log_in(0, "ada")))
        .await;
    let csrf = browser.csrf("/account").await;
    it.facts().broken = Some(StatusCode::BAD_GATEWAY);
    browser.post("/logout", &[("csrf", &csrf)]).await;
    assert!(
        browser
            .get("/")
            .await
            .body
            .contains("AuthRocket could not be reached")
    );
    assert_eq!(browser.get("/account").await.location(), "/pages/login");
}

#[tokio::test]
async fn the_librarys_logout_form_holds_the_token_and_ends_here_too() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    let token = it.log_in(0, "ada");
    browser.get(&format!("/login?token={token}")).await;
    let page = browser.get("/pages/logout").await;
    assert_eq!(page.between("name=\"token\" value=\"", "\""), token);
    // The library ended the session at AuthRocket before it posts.
    let csrf = browser.csrf("/pages/logout").await;
    it.facts().sessions.clear();
    let answer = browser
        .post("/logout", &[("csrf", &csrf), ("token", &token)])
        .await;
    assert_eq!(answer.location(), "/");
    assert!(browser.get("/").await.body.contains("You are logged out."));
}

#[tokio::test]
async fn the_page_that_asks_about_the_session_holds_the_token_in_no_field_of_a_form() {
    let it = StandIn::start().await;
    let mut browser = Browser::new(&it);
    let token = it.log_in(1, "ada");
    browser.get(&format!("/org/login?token={token}")).await;
    let page = browser.get("/pages/session").await;
    assert_eq!(page.between("id=\"token\" value=\"", "\""), token);
    assert_eq!(
        page.between("data-url=\"", "\""),
        "http://demo-org.localhost:4101/"
    );
    let form = page.between("<form id=\"session-form\"", "</form>");
    assert!(!form.contains("name="), "{form}");
}
