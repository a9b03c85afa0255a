//! The service's own pages, and the login that they remember (Seamless SSO) until it is ended.

use anyhow::{Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use fantoccini::key::Key;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        remembered_login_needs_no_form_until_one_is_forgotten,
        logging_out_of_the_app_forgets_too,
        signup_on_the_hosted_page,
        wrong_password_is_shown_there_and_can_be_corrected,
    ]
}

const PASSWORD: &str = "one top, one login";

/// Leaves for the hosted login by the library's link, and waits for its form.
async fn hosted_form(journey: &Journey) -> Result<()> {
    journey.open("/pages/social").await?;
    journey.page().click("#hosted-login").await?;
    let service = "demo-sso.localhost";
    journey
        .page()
        .wait_url("the hosted login", |url| url.contains(service))
        .await?;
    journey.page().wait_for("#password").await.map(|_| ())
}

async fn log_in(journey: &Journey) -> Result<()> {
    hosted_form(journey).await?;
    journey.page().fill("#username", "sofia").await?;
    journey.page().fill("#password", PASSWORD).await?;
    journey.page().press(Key::Enter).await?;
    journey.welcomed("sofia").await
}

async fn remembered_login_needs_no_form_until_one_is_forgotten(
    journey: &mut Journey,
) -> Result<()> {
    log_in(journey).await?;
    journey.page().client().delete_all_cookies().await?;
    journey.stack.app.clear();
    journey.open("/pages/social").await?;
    journey.page().click("#hosted-login").await?;
    journey.welcomed("sofia").await?;
    journey.delivered_token()?;

    journey.open("/pages/social").await?;
    journey.page().click("#hosted-logout").await?;
    journey
        .page()
        .wait_url("the hosted logout", |url| url.ends_with("/logout"))
        .await?;
    hosted_form(journey).await
}

async fn logging_out_of_the_app_forgets_too(journey: &mut Journey) -> Result<()> {
    log_in(journey).await?;
    journey.open("/pages/logout").await?;
    journey.page().click("#logout-submit").await?;
    journey.page().wait_for("#notice").await?;
    hosted_form(journey).await
}

async fn signup_on_the_hosted_page(journey: &mut Journey) -> Result<()> {
    let password = "orbital mechanics by hand";
    journey.open("/pages/social").await?;
    journey.page().click("#hosted-signup").await?;
    journey.page().fill("#username", "katherine").await?;
    journey
        .page()
        .fill("#email", "katherine@example.test")
        .await?;
    journey.page().fill("#password", password).await?;
    journey
        .page()
        .fill("#password_confirmation", password)
        .await?;
    journey.page().press(Key::Enter).await?;
    journey.welcomed("katherine").await
}

async fn wrong_password_is_shown_there_and_can_be_corrected(journey: &mut Journey) -> Result<()> {
    hosted_form(journey).await?;
    journey.page().fill("#username", "sofia").await?;
    journey.page().fill("#password", "two tops").await?;
    journey.page().press(Key::Enter).await?;
    journey
        .page()
        .wait_text("#problems", |text| !text.is_empty())
        .await?;
    ensure!(journey.page().value("#username").await? == "sofia");
    ensure!(
        journey.page().value("#password").await?.is_empty(),
        "the password came back"
    );
    journey.page().fill("#password", PASSWORD).await?;
    journey.page().press(Key::Enter).await?;
    journey.welcomed("sofia").await
}
