//! The scenes of the pages of AuthRocket 2.
//!
//! Used by `accessibility.rs`.

use anyhow::Result;
use authrocket_tests::journey::Journey;

use crate::accessibility_scenes::{Scene, scenes, state};
use crate::v2_login::{PASSWORD, log_in, welcomed};

pub fn scenes() -> Vec<Scene> {
    scenes![
        "v2-login.html": v2_login_idle, v2_login_refused, v2_login_code;
        "v2-login-teams.html": v2_teams_idle, v2_teams_choice;
        "v2-signup.html": v2_signup_idle, v2_signup_refused, v2_signup_done;
        "v2-request-invitation.html": v2_invitation_idle, v2_invitation_done;
        "v2-forgot-password.html": v2_forgot_idle, v2_forgot_done;
        "v2-reset-password.html": v2_reset_idle, v2_reset_no_token;
        "v2-account.html": v2_account;
        "v2-profile.html": v2_profile_idle, v2_profile_refused;
        "v2-password.html": v2_password_idle, v2_password_refused, v2_password_done;
        "v2-logout.html": v2_logout_idle;
    ]
}

async fn account(journey: &Journey) -> Result<()> {
    log_in(journey, "/pages/v2-login", "ada", PASSWORD).await?;
    welcomed(journey, "Ada Lovelace").await
}

async fn v2_login_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/v2-login").await
}

async fn v2_login_refused(journey: &mut Journey) -> Result<()> {
    log_in(journey, "/pages/v2-login", "ada", "wrong").await?;
    journey.error_text("#login-form").await.map(drop)
}

async fn v2_login_code(journey: &mut Journey) -> Result<()> {
    log_in(journey, "/pages/v2-login", "grace", "nanoseconds of wire").await?;
    state(journey, "#login-form", "code").await
}

async fn v2_teams_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/v2-login-teams").await
}

async fn v2_teams_choice(journey: &mut Journey) -> Result<()> {
    log_in(journey, "/pages/v2-login-teams", "ada", PASSWORD).await?;
    let account = "#account-form:not([hidden]) #account";
    journey.page().wait_for(account).await.map(drop)
}

async fn v2_signup_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/v2-signup").await
}

async fn sign_up(journey: &Journey, path: &str, email: &str) -> Result<()> {
    journey.open(path).await?;
    journey.page().fill("#email", email).await?;
    journey.page().fill("#password", "correct horse").await?;
    journey.page().click("#signup-submit").await
}

async fn v2_signup_refused(journey: &mut Journey) -> Result<()> {
    sign_up(journey, "/pages/v2-signup", "ada@example.test").await?;
    journey.field_error("email").await.map(drop)
}

async fn v2_signup_done(journey: &mut Journey) -> Result<()> {
    sign_up(journey, "/pages/v2-signup-verified", "zoe@example.test").await?;
    let done = "#signup-done:not([hidden])";
    journey.page().wait_for(done).await.map(drop)
}

async fn v2_invitation_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/v2-request-invitation").await
}

async fn v2_invitation_done(journey: &mut Journey) -> Result<()> {
    v2_invitation_idle(journey).await?;
    journey.page().fill("#email", "zoe@example.test").await?;
    journey.page().click("#invitation-submit").await?;
    let done = "#invitation-done:not([hidden])";
    journey.page().wait_for(done).await.map(drop)
}

async fn v2_forgot_idle(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/v2-forgot-password").await
}

async fn v2_forgot_done(journey: &mut Journey) -> Result<()> {
    v2_forgot_idle(journey).await?;
    journey.page().fill("#email", "ada").await?;
    journey.page().click("#forgot-submit").await?;
    let done = "#forgot-done:not([hidden])";
    journey.page().wait_for(done).await.map(drop)
}

async fn v2_reset_idle(journey: &mut Journey) -> Result<()> {
    journey
        .open("/pages/v2-reset-password?token=tpw:scene")
        .await
}

async fn v2_reset_no_token(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/v2-reset-password").await?;
    journey.page().fill("#password", "correct horse").await?;
    journey.page().click("#reset-submit").await?;
    journey.error_text("#reset-form").await.map(drop)
}

async fn v2_account(journey: &mut Journey) -> Result<()> {
    account(journey).await
}

async fn v2_profile_idle(journey: &mut Journey) -> Result<()> {
    account(journey).await?;
    journey.open("/v2/profile").await
}

async fn v2_profile_refused(journey: &mut Journey) -> Result<()> {
    v2_profile_idle(journey).await?;
    journey.stack.pass_time(1441 * 60).await?;
    journey.page().fill("#first_name", "Augusta").await?;
    journey.page().fill("#last_name", "King").await?;
    journey.page().click("#profile-submit").await?;
    journey.error_text("#profile-form").await.map(drop)
}

async fn v2_password_idle(journey: &mut Journey) -> Result<()> {
    account(journey).await?;
    journey.open("/v2/password").await
}

async fn change(journey: &mut Journey, current: &str) -> Result<()> {
    v2_password_idle(journey).await?;
    journey.page().fill("#current_password", current).await?;
    journey.page().fill("#password", "correct horse").await?;
    journey.page().click("#password-submit").await
}

async fn v2_password_refused(journey: &mut Journey) -> Result<()> {
    change(journey, "wrong").await?;
    journey.field_error("current_password").await.map(drop)
}

async fn v2_password_done(journey: &mut Journey) -> Result<()> {
    change(journey, PASSWORD).await?;
    let done = "#password-done:not([hidden])";
    journey.page().wait_for(done).await.map(drop)
}

async fn v2_logout_idle(journey: &mut Journey) -> Result<()> {
    account(journey).await?;
    journey.open("/v2/logout").await
}
