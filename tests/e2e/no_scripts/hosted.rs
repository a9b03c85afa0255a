//! The hosted pages, in browsers without JavaScript: what a form of the app's pages comes to when it is refused or asks
//! for more, and what only the hosted pages offer.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::drivers::Scripting;
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use axum::http::Method;
use serde_json::{Value, json};

pub fn cases() -> Vec<Case<Journey>> {
    let cases = authrocket_tests::cases![
        hosted_login_tells_a_wrong_password_and_takes_the_right_one,
        hosted_login_asks_for_the_code,
        hosted_pages_set_a_forgotten_password,
        hosted_social_login_makes_a_user_or_is_refused,
        hosted_login_is_remembered_until_the_logout,
    ];
    cases
        .into_iter()
        .map(|case| case.with(Scripting::Off))
        .collect()
}

const SUBMIT: &str = "button[type=submit]";

async fn patch(journey: &Journey, path: &str, settings: Value) -> Result<()> {
    let answer = journey.stack.control(Method::PATCH, path, &settings).await;
    answer.map(|_| ())
}

async fn patch_realm(journey: &Journey, settings: Value) -> Result<()> {
    patch(journey, "/realms/rl_0DemoUserModeRealm0001", settings).await
}

async fn hosted(journey: &Journey, path: &str) -> Result<()> {
    journey.page().goto(&journey.stack.login_url(path)).await
}

async fn log_in(journey: &Journey, username: &str, password: &str) -> Result<()> {
    journey.page().fill("#username", username).await?;
    journey.page().fill("#password", password).await?;
    journey.page().click(SUBMIT).await
}

async fn hosted_login_tells_a_wrong_password_and_takes_the_right_one(
    journey: &mut Journey,
) -> Result<()> {
    journey
        .fill_login("/pages/login", "ada", "difference engine")
        .await?;
    journey.page().click("#login-submit").await?;
    let shown = journey
        .page()
        .wait_for("[role=alert]")
        .await?
        .text()
        .await?;
    ensure!(shown == "Login failed", "the page shows {shown:?}");
    ensure!(journey.page().value("#username").await? == "ada");
    ensure!(journey.page().value("#password").await?.is_empty());
    log_in(journey, "ada", "analytical engine").await?;
    journey.welcomed("ada").await
}

async fn hosted_login_asks_for_the_code(journey: &mut Journey) -> Result<()> {
    journey
        .fill_login("/pages/login", "grace", "nanoseconds of wire")
        .await?;
    journey.page().click("#login-submit").await?;
    journey.page().wait_for("#code").await?;
    let code = journey.stack.code("grace").await?;
    journey.page().fill("#code", &code).await?;
    journey.page().click(SUBMIT).await?;
    journey.welcomed("grace").await
}

async fn hosted_pages_set_a_forgotten_password(journey: &mut Journey) -> Result<()> {
    let own_pages = json!({"reset_url": "", "verify_url": ""});
    patch(journey, "/apps/lpl_0DemoUserModeApp00001", own_pages).await?;
    hosted(journey, "/login").await?;
    journey.page().click("a[href*=forgot_password]").await?;
    journey.page().wait_for("#username").await?;
    journey.page().fill("#username", "ada").await?;
    journey.page().click(SUBMIT).await?;
    journey.page().wait_gone("#username").await?;
    let outbox = journey.stack.control(Method::GET, "/outbox", &Value::Null);
    let outbox = outbox.await?;
    let mail = outbox["collection"].as_array().and_then(|all| all.last());
    let link = mail.and_then(|mail| mail["link"].as_str());
    let token = link.and_then(|link| link.split("token=").nth(1));
    let token = token.context("no link in a mail")?;
    hosted(journey, &format!("/reset_password?token={token}")).await?;
    for field in ["#password", "#password_confirmation"] {
        journey.page().fill(field, "steam and brass").await?;
    }
    journey.page().click(SUBMIT).await?;
    journey.page().wait_for("[role=status]").await?;
    log_in(journey, "ada", "steam and brass").await?;
    journey.welcomed("ada").await
}

async fn hosted_social_login_makes_a_user_or_is_refused(journey: &mut Journey) -> Result<()> {
    patch_realm(journey, json!({"social": ["facebook"]})).await?;
    hosted(journey, "/login").await?;
    journey.page().click("a[href*=facebook]").await?;
    journey.page().click("button[value=refuse]").await?;
    let shown = journey
        .page()
        .wait_for("[role=alert]")
        .await?
        .text()
        .await?;
    ensure!(
        shown.contains("cancelled that login"),
        "the page shows {shown:?}"
    );
    journey.page().click("a[href*=facebook]").await?;
    journey.page().wait_for("#email").await?;
    journey.page().fill("#email", "hedy@example.test").await?;
    journey.page().fill("#name", "Hedy Lamarr").await?;
    journey.page().click("button[value=allow]").await?;
    journey.welcomed("hedy@example.test").await
}

async fn hosted_login_is_remembered_until_the_logout(journey: &mut Journey) -> Result<()> {
    patch_realm(journey, json!({"login_rocket": {"sso": "seamless"}})).await?;
    hosted(journey, "/login").await?;
    log_in(journey, "ada", "analytical engine").await?;
    journey.welcomed("ada").await?;
    let first = journey.delivered_token()?;
    hosted(journey, "/login").await?;
    journey.welcomed("ada").await?;
    hosted(journey, "/logout").await?;
    journey.page().wait_for("h1").await?;
    ensure!(
        !journey.stack.session_lives(&first).await?,
        "the session outlives the logout"
    );
    hosted(journey, "/login").await?;
    journey.page().wait_for("#password").await.map(|_| ())
}
