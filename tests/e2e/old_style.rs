//! The pages written for authrocket.js v1: jQuery, handlers, nothing of ours in the markup.

use anyhow::{Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;
use authrocket_tests::stack::dropped;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        login,
        wrong_password_stands_where_the_page_puts_it,
        outage_is_an_error_for_the_handler_too,
        signup,
        taken_user_name_stands_where_the_page_puts_it,
    ]
}

async fn fill(journey: &Journey, password: &str) -> Result<()> {
    journey.open("/pages/old-style").await?;
    let own = "[$.fn.jquery, jQuery.fn.jquery].join() === '1.11.2,1.11.2'";
    ensure!(
        journey.page().run(own, &[]).await? == true,
        "the page's jQuery was replaced"
    );
    journey.page().fill("#login_username", "ada").await?;
    journey.page().fill("#login_password", password).await
}

async fn login(journey: &mut Journey) -> Result<()> {
    fill(journey, "analytical engine").await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await
}

async fn wrong_password_stands_where_the_page_puts_it(journey: &mut Journey) -> Result<()> {
    fill(journey, "difference engine").await?;
    journey.page().click("#login-submit").await?;
    journey
        .page()
        .wait_text("#login-errors", |text| !text.is_empty())
        .await?;
    journey
        .page()
        .fill("#login_password", "analytical engine")
        .await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await
}

async fn outage_is_an_error_for_the_handler_too(journey: &mut Journey) -> Result<()> {
    fill(journey, "difference engine").await?;
    journey.page().click("#login-submit").await?;
    let refusal = journey
        .page()
        .wait_text("#login-errors", |text| !text.is_empty())
        .await?;
    journey.stack.fault(dropped("/v1/login")).await?;
    journey.page().click("#login-submit").await?;
    journey
        .page()
        .wait_text("#login-errors", |text| !text.is_empty() && text != refusal)
        .await
        .map(|_| ())
}

async fn fill_signup(journey: &Journey, username: &str) -> Result<()> {
    journey.open("/pages/old-style-signup").await?;
    journey.page().fill("#signup_username", username).await?;
    journey
        .page()
        .fill("#signup_email", "katherine@example.test")
        .await?;
    journey
        .page()
        .fill("#signup_password", "orbital mechanics by hand")
        .await?;
    journey
        .page()
        .fill("#signup_password_confirmation", "orbital mechanics by hand")
        .await
}

async fn signup(journey: &mut Journey) -> Result<()> {
    fill_signup(journey, "katherine").await?;
    journey.page().click("#signup-submit").await?;
    journey.welcomed("katherine").await
}

async fn taken_user_name_stands_where_the_page_puts_it(journey: &mut Journey) -> Result<()> {
    fill_signup(journey, "ada").await?;
    journey.page().click("#signup-submit").await?;
    journey
        .page()
        .wait_text("#signup-errors", |text| !text.is_empty())
        .await
        .map(|_| ())
}
