//! Logging out, and tokens that the app's server must refuse.

use anyhow::{Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use axum::http::Method;
use serde_json::json;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        logout_by_the_library_ends_the_session_everywhere,
        logout_by_the_app_ends_the_session_everywhere,
        logout_elsewhere_ends_the_apps_session,
        missing_token_is_refused,
        forged_token_is_refused,
        token_signed_with_another_key_is_refused,
        expired_token_is_refused,
        logged_out_token_is_refused,
    ]
}

/// Logs in, and answers the login token that reached the app.
async fn logged_in(journey: &Journey) -> Result<String> {
    journey
        .fill_login("/pages/login", "ada", "analytical engine")
        .await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await?;
    let token = journey.delivered_token()?;
    ensure!(journey.stack.session_lives(&token).await?);
    Ok(token)
}

/// The account page is closed: whoever asks for it must log in.
async fn is_logged_out(journey: &Journey) -> Result<()> {
    journey.open("/account").await?;
    ensure!(
        !journey.page().visible("#account-username").await?,
        "the account page still shows"
    );
    Ok(())
}

async fn refused(journey: &Journey, token: &str, reason: &str) -> Result<()> {
    journey.open(&format!("/login?token={token}")).await?;
    let shown = journey.page().attr("#refused", "data-reason").await?;
    ensure!(
        shown.as_deref() == Some(reason),
        "the page says {shown:?}, not {reason:?}"
    );
    is_logged_out(journey).await
}

async fn logout_by_the_library_ends_the_session_everywhere(journey: &mut Journey) -> Result<()> {
    let token = logged_in(journey).await?;
    journey.open("/pages/logout").await?;
    journey.page().click("#logout-submit").await?;
    journey.page().wait_for("#notice").await?;
    ensure!(
        !journey.stack.session_lives(&token).await?,
        "the Core API still knows the session"
    );
    let asked = journey.stack.requests("/v1/logout").await?.len();
    ensure!(asked == 1, "the library asked {asked} times");
    is_logged_out(journey).await
}

async fn logout_by_the_app_ends_the_session_everywhere(journey: &mut Journey) -> Result<()> {
    let token = logged_in(journey).await?;
    journey.page().click("#account-logout-submit").await?;
    journey.page().wait_for("#notice").await?;
    ensure!(
        !journey.stack.session_lives(&token).await?,
        "the Core API still knows the session"
    );
    is_logged_out(journey).await
}

async fn logout_elsewhere_ends_the_apps_session(journey: &mut Journey) -> Result<()> {
    let token = logged_in(journey).await?;
    let address = journey.stack.login_url("/v1/logout");
    journey
        .stack
        .http()
        .json(Method::POST, &address, &json!({"token": token}))
        .await?;
    is_logged_out(journey).await
}

async fn missing_token_is_refused(journey: &mut Journey) -> Result<()> {
    refused(journey, "", "missing").await?;
    journey.open("/login").await?;
    ensure!(
        journey
            .page()
            .attr("#refused", "data-reason")
            .await?
            .as_deref()
            == Some("missing")
    );
    Ok(())
}

async fn forged_token_is_refused(journey: &mut Journey) -> Result<()> {
    refused(journey, "not-a-token", "forged").await?;
    let token = logged_in(journey).await?;
    journey.page().click("#account-logout-submit").await?;
    journey.page().wait_for("#notice").await?;
    let (signed, signature) = token.rsplit_once('.').unwrap_or_default();
    let turned: String = signature.chars().rev().collect();
    refused(journey, &format!("{signed}.{turned}"), "forged").await
}

async fn token_signed_with_another_key_is_refused(journey: &mut Journey) -> Result<()> {
    // A real login, but to another realm of the same service.
    crate::signup::fill(
        journey,
        "/pages/signup-org",
        "dorothy",
        "west computers of langley",
    )
    .await?;
    journey.page().click("#signup-submit").await?;
    journey.welcomed("dorothy").await?;
    let token = journey.delivered_token()?;
    journey.page().click("#account-logout-submit").await?;
    journey.page().wait_for("#notice").await?;
    refused(journey, &token, "forged").await
}

async fn expired_token_is_refused(journey: &mut Journey) -> Result<()> {
    let token = logged_in(journey).await?;
    journey.stack.pass_time(361 * 60).await?;
    refused(journey, &token, "expired").await
}

async fn logged_out_token_is_refused(journey: &mut Journey) -> Result<()> {
    let token = logged_in(journey).await?;
    journey.open("/pages/logout").await?;
    journey.page().click("#logout-submit").await?;
    journey.page().wait_for("#notice").await?;
    refused(journey, &token, "ended").await
}
