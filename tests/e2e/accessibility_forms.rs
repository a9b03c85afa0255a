//! The scenes of the pages whose forms the library runs: idle, busy, refused, wrong at a field, unreachable, asking for a code.
//!
//! Used by `accessibility.rs`.

use anyhow::Result;
use authrocket_tests::journey::Journey;
use authrocket_tests::stack::dropped;
use axum::http::Method;
use serde_json::json;

use crate::accessibility_scenes::{Scene, hold, scenes, state};

const PASSWORD: &str = "orbital mechanics by hand";

pub fn scenes() -> Vec<Scene> {
    scenes![
        "login.html": login_idle, login_org_idle, login_token_idle, login_busy, login_refused, login_empty_fields,
            login_unreachable, login_rate_limited, login_code;
        "login-post.html": login_post_idle, login_post_busy, login_post_refused, login_post_code;
        "login-event.html": login_event_idle, login_event_busy, login_event_refused, login_event_app_away;
        "two-factor.html": two_factor_idle, two_factor_code, two_factor_code_busy, two_factor_code_refused,
            two_factor_code_unreachable;
        "two-factor-inline.html": two_factor_inline_idle, two_factor_inline_code, two_factor_inline_code_refused;
        "signup.html": signup_idle, signup_org_idle, signup_token_idle, signup_busy, signup_field_errors, signup_empty_fields,
            signup_unreachable;
        "module.html": module_idle, module_busy, module_refused, module_code, module_unreachable;
        "old-style.html": old_style_idle, old_style_refused, old_style_unreachable;
        "old-style-signup.html": old_style_signup_idle, old_style_signup_refused;
    ]
}

/// Fills in and sends the login form of a page.
async fn send_login(journey: &Journey, path: &str, username: &str, password: &str) -> Result<()> {
    journey.fill_login(path, username, password).await?;
    journey.page().click("#login-submit").await
}

async fn busy_login(journey: &Journey, path: &str) -> Result<()> {
    hold(journey, "/v1/login").await?;
    send_login(journey, path, "ada", "wrong").await?;
    journey
        .page()
        .wait_until("document.querySelector('#login-form[aria-busy=true]')  !== null")
        .await?;
    Ok(())
}

async fn refused_login(journey: &Journey, path: &str) -> Result<()> {
    send_login(journey, path, "ada", "wrong").await?;
    journey.error_text("#login-form").await.map(|_| ())
}

/// The first factor of a user who has a second one.
async fn code_required(journey: &Journey, path: &str) -> Result<()> {
    send_login(journey, path, "grace", "nanoseconds of wire").await?;
    journey
        .page()
        .wait_for("input[name=code]")
        .await
        .map(|_| ())
}

async fn login_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/login").await
}

async fn login_org_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/login-org").await
}

async fn login_token_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/login-token").await
}

async fn login_busy(journey: &mut Journey) -> Result<()> {
    busy_login(journey, "/pages/login").await
}

async fn login_refused(journey: &mut Journey) -> Result<()> {
    refused_login(journey, "/pages/login").await
}

async fn login_empty_fields(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/login").await?;
    journey.page().click("#login-submit").await?;
    journey
        .page()
        .wait_until("document.activeElement.id === 'username'")
        .await
        .map(|_| ())
}

async fn login_unreachable(journey: &mut Journey) -> Result<()> {
    journey
        .fill_login("/pages/login", "ada", "analytical engine")
        .await?;
    journey.stack.stop_login_rocket().await;
    journey.page().click("#login-submit").await?;
    journey.error_text("#login-form").await.map(|_| ())
}

async fn login_rate_limited(journey: &mut Journey) -> Result<()> {
    let limited = json!({"path": "/v1/login", "fault": "status", "status": 429, "headers": {"retry-after": "900"}});
    journey.stack.fault(limited).await?;
    refused_login(journey, "/pages/login").await
}

async fn login_code(journey: &mut Journey) -> Result<()> {
    code_required(journey, "/pages/login").await
}

async fn login_post_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/login-post").await
}

async fn login_post_busy(journey: &mut Journey) -> Result<()> {
    busy_login(journey, "/pages/login-post").await
}

async fn login_post_refused(journey: &mut Journey) -> Result<()> {
    refused_login(journey, "/pages/login-post").await
}

async fn login_post_code(journey: &mut Journey) -> Result<()> {
    code_required(journey, "/pages/login-post").await
}

async fn login_event_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/login-event").await
}

async fn login_event_busy(journey: &mut Journey) -> Result<()> {
    busy_login(journey, "/pages/login-event").await
}

async fn login_event_refused(journey: &mut Journey) -> Result<()> {
    refused_login(journey, "/pages/login-event").await
}

async fn login_event_app_away(journey: &mut Journey) -> Result<()> {
    let silent = json!({"path": "/v1/sessions/*", "fault": "drop", "port": "api", "times": 9});
    journey.stack.fault(silent).await?;
    send_login(journey, "/pages/login-event", "ada", "analytical engine").await?;
    journey
        .page()
        .wait_text("#handover-error", |text| !text.is_empty())
        .await
        .map(|_| ())
}

async fn two_factor_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/two-factor").await
}

async fn two_factor_code(journey: &mut Journey) -> Result<()> {
    code_required(journey, "/pages/two-factor").await
}

async fn two_factor_code_busy(journey: &mut Journey) -> Result<()> {
    two_factor_code(journey).await?;
    hold(journey, "/v1/login").await?;
    journey.page().fill("#code", "000000").await?;
    journey.page().click("#code-submit").await?;
    state(journey, "#code-form", "busy").await
}

async fn two_factor_code_refused(journey: &mut Journey) -> Result<()> {
    two_factor_code(journey).await?;
    refused_code(journey, "#code-form", "#code-submit").await
}

async fn two_factor_code_unreachable(journey: &mut Journey) -> Result<()> {
    two_factor_code(journey).await?;
    journey.page().fill("#code", "000000").await?;
    journey.stack.fault(dropped("/v1/login")).await?;
    journey.page().click("#code-submit").await?;
    journey.error_text("#code-form").await.map(|_| ())
}

/// Sends a code that is not the one of this moment.
async fn refused_code(journey: &Journey, form: &str, button: &str) -> Result<()> {
    let code: u32 = journey.stack.code("grace").await?.parse()?;
    let wrong = format!("{:06}", (code + 500_001) % 1_000_000);
    journey.page().fill("input[name=code]", &wrong).await?;
    journey.page().click(button).await?;
    let places = format!(
        "Array.from(document.querySelectorAll('{form} [data-authrocket-error]'), (place) => place.textContent).join('')"
    );
    journey.page().wait_until(&places).await.map(|_| ())
}

async fn two_factor_inline_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/two-factor-inline").await
}

async fn two_factor_inline_code(journey: &mut Journey) -> Result<()> {
    code_required(journey, "/pages/two-factor-inline").await
}

async fn two_factor_inline_code_refused(journey: &mut Journey) -> Result<()> {
    two_factor_inline_code(journey).await?;
    refused_code(journey, "#login-form", "#login-submit").await
}

async fn signup_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/signup").await
}

async fn signup_org_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/signup-org").await
}

async fn signup_token_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/signup-token").await
}

async fn signup_busy(journey: &mut Journey) -> Result<()> {
    hold(journey, "/v1/signup").await?;
    crate::signup::fill(journey, "/pages/signup", "katherine", PASSWORD).await?;
    journey.page().click("#signup-submit").await?;
    state(journey, "#signup-form", "busy").await
}

async fn signup_field_errors(journey: &mut Journey) -> Result<()> {
    let stricter = json!({"password": {"min_length": 40}});
    let realm = "/realms/rl_0DemoUserModeRealm0001";
    journey
        .stack
        .control(Method::PATCH, realm, &stricter)
        .await?;
    crate::signup::fill(journey, "/pages/signup", "ada", PASSWORD).await?;
    journey.page().click("#signup-submit").await?;
    journey.field_error("username").await?;
    journey.field_error("password").await.map(|_| ())
}

async fn signup_empty_fields(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/signup").await?;
    journey.page().click("#signup-submit").await?;
    journey
        .page()
        .wait_until("document.activeElement.id === 'username'")
        .await
        .map(|_| ())
}

async fn signup_unreachable(journey: &mut Journey) -> Result<()> {
    crate::signup::fill(journey, "/pages/signup", "katherine", PASSWORD).await?;
    journey.stack.fault(dropped("/v1/signup")).await?;
    journey.page().click("#signup-submit").await?;
    journey.error_text("#signup-form").await.map(|_| ())
}

async fn module_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/module").await
}

async fn module_busy(journey: &mut Journey) -> Result<()> {
    busy_login(journey, "/pages/module").await
}

async fn module_refused(journey: &mut Journey) -> Result<()> {
    send_login(journey, "/pages/module", "ada", "wrong").await?;
    journey
        .page()
        .wait_text("#login-error", |text| !text.is_empty())
        .await
        .map(|_| ())
}

async fn module_code(journey: &mut Journey) -> Result<()> {
    code_required(journey, "/pages/module").await
}

async fn module_unreachable(journey: &mut Journey) -> Result<()> {
    journey.stack.fault(dropped("/v1/login")).await?;
    module_refused(journey).await
}

async fn old_style_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/old-style").await
}

async fn old_style_refused(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/old-style").await?;
    journey.page().fill("#login_username", "ada").await?;
    journey.page().fill("#login_password", "wrong").await?;
    journey.page().click("#login-submit").await?;
    journey
        .page()
        .wait_text("#login-errors", |text| !text.is_empty())
        .await
        .map(|_| ())
}

async fn old_style_unreachable(journey: &mut Journey) -> Result<()> {
    journey.stack.fault(dropped("/v1/login")).await?;
    old_style_refused(journey).await
}

async fn old_style_signup_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/old-style-signup").await
}

async fn old_style_signup_refused(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/old-style-signup").await?;
    let page = journey.page();
    page.fill("#signup_username", "ada").await?;
    page.fill("#signup_email", "katherine@example.test").await?;
    page.fill("#signup_password", PASSWORD).await?;
    page.fill("#signup_password_confirmation", PASSWORD).await?;
    page.click("#signup-submit").await?;
    page.wait_text("#signup-errors", |text| !text.is_empty())
        .await
        .map(|_| ())
}
