//! What the service will not do just now: logins and signups switched off, too many attempts. Each says what to do next.

use anyhow::{Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use axum::http::Method;
use serde_json::json;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        switched_off_login_says_what_to_do,
        switched_off_signup_is_no_refusal,
        too_many_attempts_count_down_and_then_let_in,
    ]
}

async fn switched_off_login_says_what_to_do(journey: &mut Journey) -> Result<()> {
    journey
        .fill_login("/pages/login-off", "otto", "closed for the season")
        .await?;
    journey.watch_codes().await?;
    journey.page().click("#login-submit").await?;
    let text = journey.error_text("#login-form").await?;
    ensure!(journey.next_code().await? == "switched_off");
    // The page's own sentence for this case, in an attribute of its form.
    let own = journey
        .page()
        .attr("#login-form", "data-authrocket-text-switched-off")
        .await?;
    ensure!(
        Some(&text) == own.as_ref(),
        "{text:?} is shown, not {own:?}"
    );
    Ok(())
}

async fn switched_off_signup_is_no_refusal(journey: &mut Journey) -> Result<()> {
    let password = "orbital mechanics by hand";
    crate::signup::fill(journey, "/pages/signup-off", "katherine", password).await?;
    journey.watch_codes().await?;
    journey.page().click("#signup-submit").await?;
    journey.error_text("#signup-form").await?;
    ensure!(journey.next_code().await? == "switched_off");
    ensure!(journey.page().value("#username").await? == "katherine");
    Ok(())
}

async fn too_many_attempts_count_down_and_then_let_in(journey: &mut Journey) -> Result<()> {
    let limit = json!({"login_rocket": {"rate_limit": 1}});
    let realm = "/realms/rl_0DemoRateLimitedRealm6";
    journey.stack.control(Method::PATCH, realm, &limit).await?;
    let page = "/pages/login-limited";
    journey.fill_login(page, "lise", "fast neutrons").await?;
    journey.watch_codes().await?;
    journey.page().click("#login-submit").await?;
    ensure!(journey.next_code().await? == "refused");
    // All but the last seconds of the minute, so that the rest can be waited for.
    journey.stack.pass_time(50).await?;
    journey
        .page()
        .fill("#password", "slow neutrons only")
        .await?;
    // Collects what the disabled button shows, so that no label is missed however late this is asked.
    let collect = "(() => { const button = document.querySelector('#login-submit'); window.labels = new Set(); \
         new MutationObserver(() => button.disabled && /[0-9]/.test(button.textContent) \
           && labels.add(button.textContent.trim())).observe(button, {subtree: true, childList: true, \
           characterData: true, attributes: true}); return true; })()";
    journey.page().wait_until(collect).await?;
    journey.page().click("#login-submit").await?;
    ensure!(journey.next_code().await? == "rate_limited");
    journey.page().wait_until("labels.size > 1").await?;
    let back = "(() => { const button = document.querySelector('#login-submit'); \
         return !button.disabled && button.textContent.trim() === 'Log in'; })()";
    journey.page().wait_until(back).await?;
    ensure!(journey.page().value("#password").await? == "slow neutrons only");
    journey.page().click("#login-submit").await?;
    journey.welcomed("lise").await
}
