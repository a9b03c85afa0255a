//! The scenes of the pages that are neither a plain login nor a plain signup: passwords, mails, social, languages, comforts.
//!
//! Used by `accessibility.rs`.

use anyhow::{Context as _, Result};
use authrocket_tests::journey::Journey;
use authrocket_tests::stack::dropped;

use crate::accessibility_scenes::{Scene, hold, log_in, scenes, state};

const PASSWORD: &str = "a password of my own";

pub fn scenes() -> Vec<Scene> {
    scenes![
        "forgot-password.html": forgot_idle, forgot_busy, forgot_done, forgot_unreachable;
        "old-style-forgot.html": old_style_forgot_idle, old_style_forgot_done, old_style_forgot_unreachable;
        "reset-password.html": reset_idle, reset_busy, reset_different, reset_no_token, reset_used, reset_done;
        "verify-email.html": verify_idle, verify_refused, verify_unreachable, verify_done;
        "outbox.html": outbox_empty, outbox_with_mails, outbox_unreachable;
        "session.html": session_idle, session_good, session_ended, session_unreachable;
        "social.html": social_idle, social_in_an_app;
        "comforts.html": enhancements_idle, enhancements_revealed, enhancements_code;
        "languages.html": languages_idle, languages_empty_fields, languages_unreachable;
        "right-to-left.html": right_to_left_idle, right_to_left_empty_fields, right_to_left_busy, right_to_left_refused,
            right_to_left_code;
        "doctor.html": doctor_findings;
    ]
}

/// Sends the form for a forgotten password.
async fn forget(journey: &Journey) -> Result<()> {
    journey.open("/pages/forgot-password").await?;
    journey.page().fill("#username", "ada").await?;
    journey.page().click("#forgot-submit").await
}

/// The token of the newest mail to a user.
async fn mailed_token(journey: &Journey, to: &str) -> Result<String> {
    let mail = journey.stack.mail(to).await?;
    Ok(mail["token"].as_str().context("no token")?.to_owned())
}

async fn forgot_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/forgot-password").await
}

async fn forgot_busy(journey: &mut Journey) -> Result<()> {
    hold(journey, "/v1/forgot_password").await?;
    forget(journey).await?;
    state(journey, "#forgot-form", "busy").await
}

async fn forgot_done(journey: &mut Journey) -> Result<()> {
    forget(journey).await?;
    journey.page().wait_for("#forgot-done").await.map(|_| ())
}

async fn forgot_unreachable(journey: &mut Journey) -> Result<()> {
    journey.stack.fault(dropped("/v1/forgot_password")).await?;
    forget(journey).await?;
    journey.error_text("#forgot-form").await.map(|_| ())
}

async fn old_style_forgot_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/old-style-forgot").await
}

async fn old_style_forget(journey: &Journey, place: &str) -> Result<()> {
    journey.open("/pages/old-style-forgot").await?;
    journey.page().fill("#forgot_username", "ada").await?;
    journey.page().click("#forgot-submit").await?;
    let shown = |text: &str| !text.is_empty();
    journey.page().wait_text(place, shown).await.map(|_| ())
}

async fn old_style_forgot_done(journey: &mut Journey) -> Result<()> {
    old_style_forget(journey, "#forgot-done").await
}

async fn old_style_forgot_unreachable(journey: &mut Journey) -> Result<()> {
    journey.stack.fault(dropped("/v1/forgot_password")).await?;
    old_style_forget(journey, "#forgot-errors").await
}

/// Opens the page for a new password as a mail's link does, and fills it in.
async fn reset(journey: &Journey, token: &str, confirmation: &str) -> Result<()> {
    journey
        .open(&format!("/pages/reset-password?token={token}"))
        .await?;
    journey.page().fill("#password", PASSWORD).await?;
    journey
        .page()
        .fill("#password_confirmation", confirmation)
        .await?;
    journey.page().click("#reset-submit").await
}

async fn reset_with_good_token(journey: &Journey, confirmation: &str) -> Result<()> {
    forget(journey).await?;
    let token = mailed_token(journey, "ada@example.test").await?;
    reset(journey, &token, confirmation).await
}

async fn reset_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/reset-password?token=kpw_any").await
}

async fn reset_busy(journey: &mut Journey) -> Result<()> {
    hold(journey, "/v1/reset_password").await?;
    reset_with_good_token(journey, PASSWORD).await?;
    state(journey, "#reset-form", "busy").await
}

async fn reset_different(journey: &mut Journey) -> Result<()> {
    reset_with_good_token(journey, "another password").await?;
    journey
        .field_error("password_confirmation")
        .await
        .map(|_| ())
}

async fn reset_no_token(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/reset-password").await?;
    journey.page().fill("#password", PASSWORD).await?;
    journey
        .page()
        .fill("#password_confirmation", PASSWORD)
        .await?;
    journey.page().click("#reset-submit").await?;
    journey.error_text("#reset-form").await.map(|_| ())
}

async fn reset_used(journey: &mut Journey) -> Result<()> {
    reset(journey, "kpw_used", PASSWORD).await?;
    journey.error_text("#reset-form").await.map(|_| ())
}

async fn reset_done(journey: &mut Journey) -> Result<()> {
    reset_with_good_token(journey, PASSWORD).await?;
    journey.page().wait_for("#reset-done").await.map(|_| ())
}

async fn verify_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/verify-email?token=any").await
}

async fn verify(journey: &Journey, token: &str) -> Result<()> {
    journey
        .open(&format!("/pages/verify-email?token={token}"))
        .await?;
    journey.page().click("#verify-email-submit").await
}

async fn verify_refused(journey: &mut Journey) -> Result<()> {
    verify(journey, "unknown").await?;
    journey.error_text("#verify-email-form").await.map(|_| ())
}

async fn verify_unreachable(journey: &mut Journey) -> Result<()> {
    journey.stack.fault(dropped("/v1/verify_email")).await?;
    verify_refused(journey).await
}

async fn verify_done(journey: &mut Journey) -> Result<()> {
    crate::signup::fill(journey, "/pages/signup-verify", "katherine", PASSWORD).await?;
    journey.page().click("#signup-submit").await?;
    let token = mailed_token(journey, "katherine@example.test").await?;
    verify(journey, &token).await?;
    journey
        .page()
        .wait_for("#verify-email-done")
        .await
        .map(|_| ())
}

async fn outbox(journey: &Journey, words: &str) -> Result<()> {
    journey.open("/pages/outbox").await?;
    let state = |text: &str| text.contains(words);
    journey
        .page()
        .wait_text("#outbox-state", state)
        .await
        .map(|_| ())
}

async fn outbox_empty(journey: &mut Journey) -> Result<()> {
    outbox(journey, "No mail").await
}

async fn outbox_with_mails(journey: &mut Journey) -> Result<()> {
    forgot_done(journey).await?;
    forgot_done(journey).await?;
    outbox(journey, "2 mails").await
}

async fn outbox_unreachable(journey: &mut Journey) -> Result<()> {
    journey.stack.stop_login_rocket().await;
    outbox(journey, "cannot be read").await
}

async fn session_idle(journey: &mut Journey) -> Result<()> {
    log_in(journey).await?;
    journey.open("/pages/session").await
}

async fn session_says(journey: &Journey, result: &str) -> Result<()> {
    journey.page().click("#session-check").await?;
    let form = format!("document.querySelector('#session-form[data-result={result}]')");
    journey
        .page()
        .wait_until(&format!("{form} !== null"))
        .await
        .map(|_| ())
}

async fn session_good(journey: &mut Journey) -> Result<()> {
    session_idle(journey).await?;
    session_says(journey, "okay").await
}

async fn session_ended(journey: &mut Journey) -> Result<()> {
    session_idle(journey).await?;
    journey.page().click("#session-end").await?;
    journey
        .page()
        .wait_text("#session-state", |text| !text.is_empty())
        .await?;
    session_says(journey, "refused").await
}

async fn session_unreachable(journey: &mut Journey) -> Result<()> {
    session_idle(journey).await?;
    journey.stack.fault(dropped("/v1/session")).await?;
    session_says(journey, "unreachable").await
}

async fn social_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/social").await
}

async fn social_in_an_app(journey: &mut Journey) -> Result<()> {
    journey.as_visitor(crate::social::in_an_app()).await?;
    crate::social::offered_a_way_out(journey).await
}

/// The comforts are a module that is loaded beside the library.
async fn enhancements_are_there(journey: &Journey) -> Result<()> {
    let loaded =
        "performance.getEntriesByType('resource').some(({ name }) => name.includes('comforts'))";
    journey.page().wait_until(loaded).await.map(|_| ())
}

async fn enhancements_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/comforts").await?;
    enhancements_are_there(journey).await
}

async fn enhancements_revealed(journey: &mut Journey) -> Result<()> {
    enhancements_idle(journey).await?;
    journey.page().fill("#password", PASSWORD).await?;
    journey.page().click("#reveal").await?;
    let shown = "document.querySelector('#password').type === 'text'";
    journey.page().wait_until(shown).await.map(|_| ())
}

async fn enhancements_code(journey: &mut Journey) -> Result<()> {
    journey
        .fill_login("/pages/comforts", "grace", "nanoseconds of wire")
        .await?;
    journey.page().click("#login-submit").await?;
    journey
        .page()
        .wait_for("input[name=code]")
        .await
        .map(|_| ())
}

async fn languages_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/languages?lang=ja").await
}

async fn languages_empty_fields(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/languages?lang=de").await?;
    journey.page().click("#login-submit").await?;
    journey.field_error("username").await.map(|_| ())
}

async fn languages_unreachable(journey: &mut Journey) -> Result<()> {
    journey
        .fill_login("/pages/languages?lang=fr", "ada", "analytical engine")
        .await?;
    journey.stack.fault(dropped("/v1/login")).await?;
    journey.page().click("#login-submit").await?;
    journey.error_text("#login-form").await.map(|_| ())
}

const ARABIC: &str = "/pages/right-to-left";

async fn right_to_left_idle(journey: &mut Journey) -> Result<()> {
    journey.open(ARABIC).await
}

async fn right_to_left_empty_fields(journey: &mut Journey) -> Result<()> {
    journey.open(ARABIC).await?;
    journey.page().click("#login-submit").await?;
    journey.field_error("password").await.map(|_| ())
}

async fn right_to_left_busy(journey: &mut Journey) -> Result<()> {
    hold(journey, "/v1/login").await?;
    journey.fill_login(ARABIC, "ada", "wrong").await?;
    journey.page().click("#login-submit").await?;
    state(journey, "#login-form", "busy").await
}

async fn right_to_left_refused(journey: &mut Journey) -> Result<()> {
    journey.fill_login(ARABIC, "ada", "wrong").await?;
    journey.page().click("#login-submit").await?;
    journey.error_text("#login-form").await.map(|_| ())
}

async fn right_to_left_code(journey: &mut Journey) -> Result<()> {
    journey
        .fill_login(ARABIC, "grace", "nanoseconds of wire")
        .await?;
    journey.page().click("#login-submit").await?;
    journey
        .page()
        .wait_for("input[name=code]")
        .await
        .map(|_| ())
}

async fn doctor_findings(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/doctor").await?;
    journey
        .page()
        .wait_text("#doctor-state", |text| text.contains("findings"))
        .await
        .map(|_| ())
}
