//! AuthRocket 2: signing up in three ways, a forgotten password, and changes of password and profile.

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;

use crate::v2_login::{PASSWORD, log_in, welcomed};

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        v2_open_signup_logs_in,
        v2_signup_with_a_mail_first_goes_on_from_its_link,
        v2_signup_by_invitation_of_a_team,
        v2_forgotten_password_is_replaced_and_logs_in,
        v2_password_is_changed_with_the_current_one,
        v2_profile_is_changed_by_the_apps_form,
        v2_profile_is_changed_at_loginrocket,
    ]
}

const NEW: &str = "difference engine no. 2";

async fn sign_up(journey: &Journey, email: &str) -> Result<()> {
    let page = journey.page();
    page.fill("#email", email).await?;
    page.fill("#first_name", "Zoe").await?;
    page.fill("#last_name", "New").await?;
    page.fill("#password", "correct horse").await?;
    page.click("#signup-submit").await
}

/// The link of the newest mail to an address.
async fn link(journey: &Journey, to: &str, page: &str) -> Result<String> {
    let mail = journey.stack.mail(to).await?;
    let link = mail["link"].as_str().context("no link")?;
    let expected = journey.stack.app_url(page);
    ensure!(link.starts_with(&expected), "the link leads to {link}");
    Ok(link.to_owned())
}

async fn v2_open_signup_logs_in(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/v2-signup").await?;
    sign_up(journey, "ada@example.test").await?;
    journey.field_error("email").await?;
    sign_up(journey, "zoe@example.test").await?;
    welcomed(journey, "Zoe New").await
}

async fn v2_signup_with_a_mail_first_goes_on_from_its_link(journey: &mut Journey) -> Result<()> {
    let page = "/pages/v2-signup-verified";
    journey.open(page).await?;
    sign_up(journey, "zoe@example.test").await?;
    journey
        .page()
        .wait_for("#signup-done:not([hidden])")
        .await?;
    ensure!(
        journey.delivered_token().is_err(),
        "a token reached the app"
    );
    let link = link(
        journey,
        "zoe@example.test",
        &format!("{page}?invitation=nvt_"),
    )
    .await?;
    journey.page().goto(&link).await?;
    sign_up(journey, "zoe@example.test").await?;
    welcomed(journey, "Zoe New").await
}

async fn v2_signup_by_invitation_of_a_team(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/v2-request-invitation").await?;
    journey.page().fill("#email", "zoe@example.test").await?;
    journey.page().click("#invitation-submit").await?;
    let done = "#invitation-done:not([hidden])";
    journey.page().wait_for(done).await?;
    // Ada owns Engines, and invites on LoginRocket's page.
    log_in(journey, "/pages/v2-login-teams", "ada", PASSWORD).await?;
    let page = journey.page();
    page.wait_for("#account-form:not([hidden]) #account")
        .await?;
    page.click("#account-submit").await?;
    welcomed(journey, "Ada Lovelace").await?;
    page.click("#to-hosted-account").await?;
    page.wait_for("a[href*='view=invite']").await?;
    page.click("a[href*='view=invite']").await?;
    page.fill("#email", "zoe@example.test").await?;
    page.click("form button[type='submit']").await?;
    page.wait_text("[role='status']", |text| text.contains("on its way"))
        .await?;
    let to = "/pages/v2-signup-teams?invitation=nvt_";
    let link = link(journey, "zoe@example.test", to).await?;
    page.goto(&link).await?;
    sign_up(journey, "zoe@example.test").await?;
    welcomed(journey, "Zoe New").await?;
    ensure!(page.text("#account-account").await? == "Engines");
    Ok(())
}

async fn v2_forgotten_password_is_replaced_and_logs_in(journey: &mut Journey) -> Result<()> {
    journey.open("/pages/v2-forgot-password").await?;
    let page = journey.page();
    page.fill("#email", "ada").await?;
    page.click("#forgot-submit").await?;
    page.wait_for("#forgot-done:not([hidden])").await?;
    let to = "/pages/v2-reset-password?token=tpw";
    let link = link(journey, "ada@example.test", to).await?;
    page.goto(&link).await?;
    page.fill("#password", NEW).await?;
    page.click("#reset-submit").await?;
    welcomed(journey, "Ada Lovelace").await?;
    log_in(journey, "/pages/v2-login", "ada", PASSWORD).await?;
    journey.error_text("#login-form").await?;
    Ok(())
}

async fn v2_password_is_changed_with_the_current_one(journey: &mut Journey) -> Result<()> {
    log_in(journey, "/pages/v2-login", "ada", PASSWORD).await?;
    welcomed(journey, "Ada Lovelace").await?;
    let page = journey.page();
    page.click("#to-password").await?;
    page.fill("#current_password", "wrong").await?;
    page.fill("#password", NEW).await?;
    page.click("#password-submit").await?;
    journey.field_error("current_password").await?;
    page.fill("#current_password", PASSWORD).await?;
    page.fill("#password", NEW).await?;
    page.click("#password-submit").await?;
    page.wait_for("#password-done:not([hidden])").await?;
    log_in(journey, "/pages/v2-login", "ada", NEW).await?;
    welcomed(journey, "Ada Lovelace").await
}

async fn v2_profile_is_changed_by_the_apps_form(journey: &mut Journey) -> Result<()> {
    log_in(journey, "/pages/v2-login", "ada", PASSWORD).await?;
    welcomed(journey, "Ada Lovelace").await?;
    let page = journey.page();
    page.click("#to-profile").await?;
    page.fill("#first_name", "Augusta").await?;
    page.fill("#last_name", "King").await?;
    page.click("#profile-submit").await?;
    welcomed(journey, "Augusta King").await
}

async fn v2_profile_is_changed_at_loginrocket(journey: &mut Journey) -> Result<()> {
    log_in(journey, "/pages/v2-login", "ada", PASSWORD).await?;
    welcomed(journey, "Ada Lovelace").await?;
    let page = journey.page();
    page.click("#to-hosted-profile").await?;
    page.wait_for("form[action='/profile'] #first_name").await?;
    page.fill("#first_name", "Augusta").await?;
    page.click("form button[type='submit']").await?;
    welcomed(journey, "Augusta Lovelace").await
}
