//! The page that does everything itself, with the library as an ES module.

use anyhow::{Result, ensure};
use authrocket_tests::journey::Journey;
use authrocket_tests::runner::Case;

pub fn cases() -> Vec<Case<Journey>> {
    authrocket_tests::cases![
        login,
        wrong_password_is_shown_and_can_be_corrected,
        second_factor
    ]
}

async fn fill(journey: &Journey, username: &str, password: &str) -> Result<()> {
    journey
        .fill_login("/pages/module", username, password)
        .await
}

async fn login(journey: &mut Journey) -> Result<()> {
    fill(journey, "ada", "analytical engine").await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await
}

async fn wrong_password_is_shown_and_can_be_corrected(journey: &mut Journey) -> Result<()> {
    fill(journey, "ada", "difference engine").await?;
    journey.page().click("#login-submit").await?;
    journey
        .page()
        .wait_text("#login-error", |text| !text.is_empty())
        .await?;
    journey
        .page()
        .fill("#password", "analytical engine")
        .await?;
    journey.page().click("#login-submit").await?;
    journey.welcomed("ada").await
}

async fn second_factor(journey: &mut Journey) -> Result<()> {
    fill(journey, "grace", "nanoseconds of wire").await?;
    journey.page().click("#login-submit").await?;
    journey.page().fill("#code", "000").await?;
    journey.page().click("#code-submit").await?;
    ensure!(
        journey.page().visible("#code").await?,
        "three digits were taken for a code"
    );
    journey
        .page()
        .fill("#code", &journey.stack.code("grace").await?)
        .await?;
    journey.page().click("#code-submit").await?;
    journey.welcomed("grace").await
}
