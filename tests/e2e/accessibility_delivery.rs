//! The scenes of the pages that hand the token over in another way, and of the realms that refuse in their own way.
//!
//! Used by `accessibility.rs`.

use anyhow::Result;
use authrocket_tests::journey::Journey;
use axum::http::Method;
use serde_json::json;

use crate::accessibility_scenes::{Scene, hold, scenes, state};

pub fn scenes() -> Vec<Scene> {
    scenes![
        "login-fetch.html": login_fetch_idle, login_fetch_busy, login_fetch_refused_by_the_app;
        "signup-fetch.html": signup_fetch_idle, signup_fetch_field_errors;
        "login-bridge.html": login_bridge_idle, login_bridge_no_host, login_bridge_received;
        "login-redirect.html": login_redirect_idle, login_redirect_refused;
        "login.html": login_switched_off, login_unverified, login_limited;
        "signup.html": signup_switched_off, signup_to_be_verified;
    ]
}

async fn send(journey: &Journey, path: &str) -> Result<()> {
    journey.fill_login(path, "ada", "analytical engine").await?;
    journey.page().click("#login-submit").await
}

async fn shows_error(journey: &Journey) -> Result<()> {
    journey.error_text("#login-form").await.map(|_| ())
}

async fn login_fetch_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/login-fetch").await
}

async fn login_fetch_busy(journey: &mut Journey) -> Result<()> {
    hold(journey, "/v1/login").await?;
    send(journey, "/pages/login-fetch").await?;
    state(journey, "#login-form", "busy").await
}

async fn login_fetch_refused_by_the_app(journey: &mut Journey) -> Result<()> {
    journey
        .fill_login("/pages/login-fetch", "ada", "analytical engine")
        .await?;
    journey.page().click("#refuse-once").await?;
    journey.page().click("#login-submit").await?;
    shows_error(journey).await
}

async fn signup_fetch_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/signup-fetch").await
}

async fn signup_fetch_field_errors(journey: &mut Journey) -> Result<()> {
    let password = "orbital mechanics by hand";
    crate::signup::fill(journey, "/pages/signup-fetch", "mary", password).await?;
    journey
        .page()
        .fill("#password_confirmation", "by foot, not by hand")
        .await?;
    journey.page().click("#signup-submit").await?;
    journey
        .field_error("password_confirmation")
        .await
        .map(|_| ())
}

async fn login_bridge_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/login-bridge").await
}

async fn login_bridge_no_host(journey: &mut Journey) -> Result<()> {
    send(journey, "/pages/login-bridge").await?;
    shows_error(journey).await
}

async fn login_bridge_received(journey: &mut Journey) -> Result<()> {
    journey
        .fill_login("/pages/login-bridge", "ada", "analytical engine")
        .await?;
    choose(journey, "#bridge-host", "android").await?;
    journey.page().click("#login-submit").await?;
    journey
        .page()
        .wait_for("#bridge-received")
        .await
        .map(|_| ())
}

/// Chooses from a list, as a person does.
pub async fn choose(journey: &Journey, list: &str, value: &str) -> Result<()> {
    journey.page().wait_for(list).await?;
    let option = format!("{list} option[value='{value}']");
    let option = fantoccini::Locator::Css(&option);
    journey.page().client().find(option).await?.click().await?;
    let chosen = format!("document.querySelector('{list}').value === '{value}'");
    journey.page().wait_until(&chosen).await.map(|_| ())
}

async fn login_redirect_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/login-redirect").await
}

async fn login_redirect_refused(journey: &mut Journey) -> Result<()> {
    journey
        .fill_login("/pages/login-redirect", "ada", "wrong")
        .await?;
    journey.page().click("#login-submit").await?;
    shows_error(journey).await
}

async fn login_switched_off(journey: &mut Journey) -> Result<()> {
    send(journey, "/pages/login-off").await?;
    shows_error(journey).await
}

async fn signup_switched_off(journey: &mut Journey) -> Result<()> {
    let password = "orbital mechanics by hand";
    crate::signup::fill(journey, "/pages/signup-off", "katherine", password).await?;
    journey.page().click("#signup-submit").await?;
    journey.error_text("#signup-form").await.map(|_| ())
}

async fn signup_to_be_verified(journey: &mut Journey) -> Result<()> {
    let password = "orbital mechanics by hand";
    crate::signup::fill(journey, "/pages/signup-verify", "katherine", password).await?;
    journey.page().click("#signup-submit").await?;
    state(journey, "#signup-form", "done").await
}

async fn login_unverified(journey: &mut Journey) -> Result<()> {
    signup_to_be_verified(journey).await?;
    journey
        .fill_login(
            "/pages/login-verify",
            "katherine",
            "orbital mechanics by hand",
        )
        .await?;
    journey.page().click("#login-submit").await?;
    shows_error(journey).await
}

async fn login_limited(journey: &mut Journey) -> Result<()> {
    let limit = json!({"login_rocket": {"rate_limit": 1}});
    let realm = "/realms/rl_0DemoRateLimitedRealm6";
    journey.stack.control(Method::PATCH, realm, &limit).await?;
    let page = "/pages/login-limited";
    for _ in 0..2 {
        journey.fill_login(page, "lise", "fast neutrons").await?;
        journey.page().click("#login-submit").await?;
        shows_error(journey).await?;
    }
    let counting = "document.querySelector('#login-submit').disabled";
    journey.page().wait_until(counting).await.map(|_| ())
}
